/** Each party answers for itself; the PLIE records what the comité de pilotage agreed on where they differ. */
import type { Contexte } from '../acces/acteur';
import { noterDocumentEnvoye } from '../calendrier/queries';
import { lireReponses, partieDe } from '../../reports/bilan-qualitatif/enquete';
import type { Reponse } from '../../reports/bilan-qualitatif/tableau';
import { anneeDe, type DateCivile } from '../lib/dates';
import { ecrire, essayer } from '../lib/ecriture';
import { Introuvable, RegleEnfreinte, type Erreur } from '../lib/erreurs';
import { accorder, nomComplet } from '../lib/texte';
import { exigerOuverte } from './actions';
import { lireEnquete, lirePlie, type Enquete, type PlieInterroge } from './queries';
import { chercherAnneeAReprendre, ecrireAccord, ecrireReponse, listerAccords, listerReponses, reprendreReponses, type Cle, type ReponseDonnee } from './queries-reponses';
import { avancement, divergences, libelleReponse, NOMBRE_DE_QUESTIONS } from './rules';

/** `version`: of the row that was shown; 0 when there was none. */
export interface ReponseSaisie { question: number; reponse: Reponse | null; argument: string | null; confirmee: boolean; version: number }

export interface AccordsSaisis { date_comite: DateCivile; accords: { question: number; reponse: Reponse; version: number }[] }

/** What the actor answers for: one party of one PLIE in one campaign. Throws Introuvable. */
export async function lireParticipation(contexte: Contexte, enqueteId: number, plieId: number): Promise<{ enquete: Enquete; plie: PlieInterroge; cle: Cle }> {
  const [enquete, plie] = [await lireEnquete(contexte, enqueteId), await lirePlie(contexte, enqueteId, plieId)];
  const partie = partieDe(contexte.acteur);
  if (!partie) throw new Introuvable();
  return { enquete, plie, cle: { enqueteId, plieId, partie } };
}

const compterDonnees = (reponses: readonly ReponseDonnee[]): number => reponses.filter((r) => r.reponse && !r.reprise).length;

const estInchangee = (r: ReponseSaisie, actuelle: ReponseDonnee | undefined): boolean =>
  (actuelle?.reponse ?? null) === r.reponse && (actuelle?.argument ?? null) === r.argument && !(actuelle?.reprise && r.confirmee);

const phraseDeConflit = ({ question }: ReponseSaisie, actuelle: ReponseDonnee | undefined): Erreur => ({
  champ: `reponse_${question}`,
  message: `Question ${question} : ${actuelle?.nom ? nomComplet({ nom: actuelle.nom, prenom: actuelle.prenom ?? '' }) : "quelqu'un d'autre"} vient d'enregistrer « ${libelleReponse(actuelle?.reponse ?? null)} »${actuelle?.argument ? ` (« ${actuelle.argument} »)` : ''}. Votre saisie est gardée sur cette page : enregistrez de nouveau pour la mettre à la place.`,
});

export interface ReponsesEcrites { message: string; avancement: string; complet: boolean; versions: Record<number, number> }

/**
 * Writes the questions that changed, all or none. Throws RegleEnfreinte: the campaign is closed, or somebody wrote the same
 * question since it was shown, and the sentence says who and what.
 */
export async function enregistrerReponses(contexte: Contexte, enqueteId: number, plieId: number, saisies: ReponseSaisie[]): Promise<ReponsesEcrites> {
  const { base, auteur, jour } = contexte;
  const { enquete, cle } = await lireParticipation(contexte, enqueteId, plieId);
  exigerOuverte(enquete);
  return ecrire(base, auteur, { action: 'enquete.repondre', plieId, details: { annee: enquete.annee, partie: cle.partie } }, async (trx) => {
    const actuelles = new Map((await listerReponses(trx, cle)).map((r) => [r.question, r]));
    const changees = saisies.filter((s) => !estInchangee(s, actuelles.get(s.question)));
    const erreurs: Erreur[] = [];
    for (const s of changees) if (!(await ecrireReponse(trx, cle, s, auteur.utilisateurId))) erreurs.push(phraseDeConflit(s, (await listerReponses(trx, cle)).find((r) => r.question === s.question)));
    if (erreurs.length) throw new RegleEnfreinte(erreurs);
    const toutes = await listerReponses(trx, cle);
    const faites = compterDonnees(toutes);
    const acheve = faites === NOMBRE_DE_QUESTIONS && compterDonnees([...actuelles.values()]) < NOMBRE_DE_QUESTIONS;
    // The calendar no longer awaits it. A day already taken by another year's must not refuse the answers.
    if (acheve && cle.partie === 'PLIE' && anneeDe(jour) > enquete.annee) await essayer(trx, (etape) => noterDocumentEnvoye(etape, plieId, 'BILAN_QUALITATIF', enquete.annee, jour));
    return {
      message: changees.length ? `Enregistré. ${avancement(faites)}.` : `Rien n'a changé. ${avancement(faites)}.`, avancement: avancement(faites),
      complet: faites === NOMBRE_DE_QUESTIONS, versions: Object.fromEntries(toutes.map((r) => [r.question, r.version])),
    };
  });
}

/** Copies the answers of the last campaign where nothing is answered yet: they count once confirmed. */
export async function reprendreAnneePassee(contexte: Contexte, enqueteId: number, plieId: number): Promise<{ message: string }> {
  const { base, auteur } = contexte;
  const { enquete, cle } = await lireParticipation(contexte, enqueteId, plieId);
  exigerOuverte(enquete);
  const annee = await chercherAnneeAReprendre(base, cle);
  if (annee === null) throw new RegleEnfreinte("Aucune réponse d'une année passée n'est à reprendre : répondez aux questions ci-dessous.");
  return ecrire(base, auteur, { action: 'enquete.reprendre', plieId, details: { annee: enquete.annee, de: annee, partie: cle.partie } }, async (trx) => {
    const reprises = await reprendreReponses(trx, cle, annee, auteur.utilisateurId);
    return { message: reprises ? `${accorder(reprises, 'réponse')} de ${annee} ${reprises > 1 ? 'sont reprises' : 'est reprise'} : confirmez chacune, ou changez-la.` : `Vos réponses d'aujourd'hui sont gardées : il n'y avait rien à reprendre de ${annee}.` };
  });
}

/** Records the answers that the comité agreed on. Throws RegleEnfreinte where the parties do not differ, or somebody recorded one meanwhile. */
export async function convenir(contexte: Contexte, enqueteId: number, plieId: number, { date_comite, accords }: AccordsSaisis): Promise<{ message: string }> {
  const { base, auteur } = contexte;
  const { enquete } = await lireParticipation(contexte, enqueteId, plieId);
  exigerOuverte(enquete);
  if (anneeDe(date_comite) < enquete.annee) throw new RegleEnfreinte([{ champ: 'date_comite', message: `Le comité qui parle de l'année ${enquete.annee} ne peut pas s'être tenu avant elle : corrigez la date.` }]);
  return ecrire(base, auteur, { action: 'enquete.convenir', plieId, details: { annee: enquete.annee, questions: accords.length } }, async (trx) => {
    const ligne = (await lireReponses({ base: trx }, enquete)).find((l) => l.plie.id === plieId);
    const divergentes = divergences(ligne?.cases ?? []).map((c) => c.question);
    const actuels = new Map((await listerAccords(trx, enqueteId, plieId)).map((a) => [a.question, a]));
    const erreurs: Erreur[] = [];
    for (const accord of accords) {
      const actuel = actuels.get(accord.question);
      if (actuel?.reponse === accord.reponse && actuel.date_comite === date_comite) continue;
      if (!divergentes.includes(accord.question)) erreurs.push({ champ: `reponse_${accord.question}`, message: `Question ${accord.question} : les deux réponses ne diffèrent pas, il n'y a rien à convenir. Rechargez la page pour voir où elles en sont.` });
      else if (!(await ecrireAccord(trx, enqueteId, plieId, { ...accord, date_comite }, auteur.utilisateurId))) erreurs.push({ champ: `reponse_${accord.question}`, message: `Question ${accord.question} : un accord vient d'être enregistré par un collègue. Votre saisie est gardée sur cette page : vérifiez, puis enregistrez de nouveau.` });
    }
    if (erreurs.length) throw new RegleEnfreinte(erreurs);
    return { message: `${accorder(accords.length, 'réponse convenue', 'réponses convenues')} : la ligne du tableau régional en tient compte.` };
  });
}
