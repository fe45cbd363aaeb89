/**
 * The acts of a commission, each one transaction and one journal line. What a decision does to an orientation is done by
 * the orientation's own acts, in the same transaction. Source: domaine §3, convention PLIE art. 3-4 b.
 */
import type { Contexte } from '../acces/acteur';
import type { CodeDe } from '../codes/listes';
import type { Action } from '../codes/actes';
import { expliquer } from '../lib/contraintes';
import { formaterDate, type DateCivile } from '../lib/dates';
import { ecrire, type Transaction } from '../lib/ecriture';
import { Conflit, Introuvable, RegleEnfreinte, type Erreur } from '../lib/erreurs';
import { accorder, deQui, nomComplet } from '../lib/texte';
import { integrerDansUnActe, refuserDansUnActe, reprendreDecisionDansUnActe } from '../orientations/actions';
import {
  ajouterCommission, ajouterJustificatifs, compterDossiers, desinscrire, desinscrireDeLaSuivante, inscrire, lireCommission, lireDossier, listerCandidats, listerSuivantes, modifierCommission,
  noterDecision, noterInformation, retirerJustificatifs, supprimerCommission, verrouillerCommission, verrouillerLigne, type Commission, type Ligne,
} from './queries';
import { empechementDecision, estPresentable, type Justificatif } from './rules';

export interface SeanceSaisie { date_seance: DateCivile; lieu: string; membres: CodeDe<'FONCTIONS_COMMISSION'>[] }

/** One line of the decisions. `id`: its dossier; `version`: the orientation as the form showed it. */
export type DecisionSaisie = { id: number; version: number } & (
  | { decision: 'INTEGRER'; date_integration: DateCivile | null; utilisateur_id: number | null }
  | { decision: 'REFUSER'; motif_refus: CodeDe<'MOTIFS_REFUS'>; detail_refus: string | null }
  | { decision: 'AJOURNER'; motif_ajournement: CodeDe<'MOTIFS_AJOURNEMENT'>; suivante_id: number | null });

/** Where to go after an act, and the sentence shown there. */
export interface Fait { adresse: string; message: string }

const adresseDe = (id: number): string => `/commissions/${id}`;

/** Runs an act on a session, held, that is still open. Nothing is written when it throws. */
async function tenir(contexte: Contexte, id: number, version: number | null, action: Action, travail: (trx: Transaction, c: Commission) => Promise<string>): Promise<Fait> {
  const { plie_id } = await lireCommission(contexte, id);
  return ecrire(contexte.base, contexte.auteur, { action, plieId: plie_id }, async (trx) => {
    const c = await verrouillerCommission(trx, contexte.acteur, id, version);
    if (c.date_cloture) throw new RegleEnfreinte('Cette séance est close. Rouvrez-la pour la changer.');
    return { adresse: adresseDe(id), message: await travail(trx, c) };
  });
}

export async function creerSeance(contexte: Contexte, saisie: SeanceSaisie): Promise<Fait> {
  const plieId = contexte.acteur.organisation?.id;
  if (!plieId) throw new Introuvable();
  return ecrire(contexte.base, contexte.auteur, { action: 'commission.creer', plieId }, async (trx) => ({
    adresse: adresseDe(await ajouterCommission(trx, plieId, saisie)),
    message: `La séance du ${formaterDate(saisie.date_seance)} est créée. Inscrivez maintenant les personnes à présenter.`,
  }));
}

export function modifierSeance(contexte: Contexte, id: number, { version, ...saisie }: SeanceSaisie & { version: number }): Promise<Fait> {
  return tenir(contexte, id, version, 'commission.modifier', async (trx, c) => {
    await modifierCommission(trx, c, saisie);
    return 'La séance est modifiée.';
  });
}

/** A session created by mistake: only when nobody is on its list. */
export function annulerSeance(contexte: Contexte, id: number): Promise<Fait> {
  return tenir(contexte, id, null, 'commission.annuler', async (trx, c) => {
    if ((await compterDossiers(trx, c)).tous) throw new RegleEnfreinte('Des personnes sont inscrites à cette séance. Retirez-les d\'abord, ou reportez la séance en changeant sa date.');
    await supprimerCommission(trx, c);
    return `La séance du ${formaterDate(c.date_seance)} est annulée.`;
  }).then((fait) => ({ ...fait, adresse: '/commissions' }));
}

export function inscrirePersonnes(contexte: Contexte, id: number, { orientations }: { orientations: number[] }): Promise<Fait> {
  return tenir(contexte, id, null, 'commission.inscrire', async (trx, c) => {
    const possibles = new Set((await listerCandidats({ base: trx, acteur: contexte.acteur }, c)).map((d) => d.orientation_id));
    const demandees = [...new Set(orientations)];
    if (demandees.some((o) => !possibles.has(o))) throw new RegleEnfreinte([{ champ: 'orientations', message: 'Une des personnes cochées n\'est plus à présenter. La liste ci-dessous est à jour : vérifiez-la, puis recommencez.' }]);
    await inscrire(trx, c, demandees);
    return `${accorder(demandees.length, 'personne inscrite', 'personnes inscrites')} à la séance.`;
  });
}

export function retirerPersonne(contexte: Contexte, id: number, dossierId: number): Promise<Fait> {
  return tenir(contexte, id, null, 'commission.retirer', async (trx, c) => {
    const ligne = await verrouillerLigne(trx, c, dossierId);
    if (ligne.decision) throw new RegleEnfreinte(`La décision sur ${nomComplet(ligne)} est enregistrée. Reprenez-la d'abord.`);
    await desinscrire(trx, c, dossierId);
    return `${nomComplet(ligne)} n'est plus sur la liste de la séance.`;
  });
}

/** Fields of a line that can be pointed at; any other error is shown on the decision itself. */
const CHAMPS_DE_LIGNE = ['date_integration', 'utilisateur_id', 'motif_refus', 'detail_refus', 'motif_ajournement', 'suivante_id', 'version'];

/** An error of one line, named after its person, on the field of that line. */
const surLaLigne = (ligne: Ligne, e: Erreur): Erreur => ({ champ: `${CHAMPS_DE_LIGNE.includes(e.champ) ? e.champ : 'decision'}_${ligne.id}`, message: `${nomComplet(ligne)} : ${e.message}` });

/**
 * Records decisions, all or none: every line that cannot be is said, with its person. The session closes by itself when
 * nobody awaits a decision any more.
 */
export function deciderSeance(contexte: Contexte, id: number, decisions: DecisionSaisie[]): Promise<Fait> {
  return tenir(contexte, id, null, 'commission.decider', async (trx, c) => {
    const empechement = empechementDecision(c, contexte.jour);
    if (empechement) throw new RegleEnfreinte(empechement);
    const erreurs: Erreur[] = [];
    for (const decision of decisions) {
      const ligne = await verrouillerLigne(trx, c, decision.id);
      if (ligne.decision) {
        // Its line is on the form no more: the sentence stands alone.
        erreurs.push({ champ: '', message: `${nomComplet(ligne)} : sa décision est déjà enregistrée.` });
        continue;
      }
      try {
        await decider(trx, contexte, c, ligne, decision);
      } catch (erreur) {
        const dite = expliquer(erreur);
        if (dite instanceof RegleEnfreinte) erreurs.push(...dite.erreurs.map((e) => surLaLigne(ligne, e)));
        else if (dite instanceof Conflit) erreurs.push(surLaLigne(ligne, { champ: 'version', message: 'Sa fiche a changé pendant votre saisie. Vérifiez-la, puis envoyez de nouveau.' }));
        else throw erreur;
        // Once the database itself has said no, it refuses whatever follows in the transaction.
        if (dite !== erreur) break;
      }
    }
    if (erreurs.length) throw new RegleEnfreinte(erreurs);
    const { attendus } = await compterDossiers(trx, c);
    if (!attendus) await modifierCommission(trx, c, { date_cloture: contexte.jour });
    return `${accorder(decisions.length, 'décision enregistrée', 'décisions enregistrées')}. ${attendus ? `${accorder(attendus, 'personne attend', 'personnes attendent')} encore la sienne.` : 'La séance est close.'}`;
  });
}

async function decider(trx: Transaction, contexte: Contexte, c: Commission, ligne: Ligne, d: DecisionSaisie): Promise<void> {
  if (d.decision === 'INTEGRER') {
    await integrerDansUnActe(trx, contexte, ligne.orientation_id, { version: d.version, date_decision: c.date_seance, date_integration: d.date_integration, utilisateur_id: d.utilisateur_id });
  } else if (d.decision === 'REFUSER') {
    await refuserDansUnActe(trx, contexte, ligne.orientation_id, { version: d.version, date_refus: c.date_seance, motif_refus: d.motif_refus, detail_refus: d.detail_refus });
  } else {
    if (ligne.version !== d.version) throw new Conflit();
    if (!estPresentable(ligne.etat)) throw new RegleEnfreinte("Cette personne n'est plus à présenter : retirez-la de la liste.");
  }
  const suivanteId = d.decision === 'AJOURNER' ? d.suivante_id : null;
  await noterDecision(trx, c.plie_id, ligne.id, { decision: d.decision, motif_ajournement: d.decision === 'AJOURNER' ? d.motif_ajournement : null, suivante_id: suivanteId });
  if (suivanteId === null) return;
  const suivante = (await listerSuivantes({ base: trx, acteur: contexte.acteur }, c)).find((s) => s.id === suivanteId);
  if (!suivante) throw new RegleEnfreinte([{ champ: 'suivante_id', message: 'Choisissez une séance ouverte, postérieure à celle-ci.' }]);
  await inscrire(trx, { plie_id: c.plie_id, id: suivante.id }, [ligne.orientation_id]);
}

/** Takes back one decision of an open session. What the orientation already bears is corrected there first. */
export function reprendreDecision(contexte: Contexte, id: number, dossierId: number): Promise<Fait> {
  return tenir(contexte, id, null, 'commission.reprendre_decision', async (trx, c) => {
    const ligne = await verrouillerLigne(trx, c, dossierId);
    if (!ligne.decision) throw new RegleEnfreinte(`Aucune décision n'est enregistrée pour ${nomComplet(ligne)}.`);
    if (ligne.decision !== 'AJOURNER') {
      if (!estPresentable(ligne.etat)) throw new RegleEnfreinte(`La fiche ${deQui(ligne)} porte déjà ${ligne.decision === 'REFUSER' ? 'le refus' : "l'intégration"}. Annulez-${ligne.decision === 'REFUSER' ? 'le' : 'la'} d'abord avec « Corriger », puis reprenez la décision.`);
      await reprendreDecisionDansUnActe(trx, contexte, ligne.orientation_id);
    }
    if (ligne.suivante_id) await desinscrireDeLaSuivante(trx, c.plie_id, ligne.suivante_id, ligne.orientation_id);
    await noterDecision(trx, c.plie_id, ligne.id, { decision: null, motif_ajournement: null, suivante_id: null });
    return `La décision sur ${nomComplet(ligne)} est reprise : elle est à saisir de nouveau.`;
  });
}

export function cloreSeance(contexte: Contexte, id: number): Promise<Fait> {
  return tenir(contexte, id, null, 'commission.clore', async (trx, c) => {
    if (!(await compterDossiers(trx, c)).tous) throw new RegleEnfreinte("Personne n'est inscrit à cette séance : il n'y a rien à clore. Annulez-la plutôt.");
    await modifierCommission(trx, c, { date_cloture: contexte.jour });
    return 'La séance est close.';
  });
}

/** Sent twice, it changes nothing more. */
export async function rouvrirSeance(contexte: Contexte, id: number): Promise<Fait> {
  const { plie_id } = await lireCommission(contexte, id);
  return ecrire(contexte.base, contexte.auteur, { action: 'commission.rouvrir', plieId: plie_id }, async (trx) => {
    const c = await verrouillerCommission(trx, contexte.acteur, id, null);
    if (c.date_cloture) await modifierCommission(trx, c, { date_cloture: null });
    return { adresse: adresseDe(id), message: 'La séance est rouverte. Reprenez les décisions à changer, puis closez-la.' };
  });
}

/** The day on which the persons were told, once the decision is known; on a closed session too. */
export async function informerPersonnes(contexte: Contexte, id: number, { dossiers, date_information }: { dossiers: number[]; date_information: DateCivile }): Promise<Fait> {
  const { plie_id } = await lireCommission(contexte, id);
  return ecrire(contexte.base, contexte.auteur, { action: 'commission.noter_information', plieId: plie_id }, async (trx) => {
    const c = await verrouillerCommission(trx, contexte.acteur, id, null);
    if (date_information < c.date_seance) throw new RegleEnfreinte([{ champ: 'date_information', message: `Les personnes n'ont pas pu être informées avant la séance (${formaterDate(c.date_seance)}).` }]);
    const notees = await noterInformation(trx, c, dossiers, date_information);
    if (notees !== new Set(dossiers).size) throw new RegleEnfreinte([{ champ: 'dossiers', message: 'La décision sur une des personnes cochées a été reprise. Vérifiez la liste, puis recommencez.' }]);
    return { adresse: adresseDe(id), message: `${accorder(notees, 'personne informée', 'personnes informées')} le ${formaterDate(date_information)}.` };
  });
}

/** The proofs seen, as ticked: new ones take the date given, those unticked are taken back. */
export async function noterJustificatifs(contexte: Contexte, orientationId: number, { vues, montrees, date_vue }: { vues: Justificatif[]; montrees: Justificatif[]; date_vue: DateCivile }): Promise<Fait> {
  const vu = await lireDossier(contexte, orientationId);
  return ecrire(contexte.base, contexte.auteur, { action: 'dossier.noter_justificatifs', plieId: vu.plie_id, personneId: vu.personne_id }, async (trx) => {
    const dossier = await lireDossier({ ...contexte, base: trx }, orientationId);
    const connues = dossier.justificatifs.map((j) => j.type);
    await retirerJustificatifs(trx, dossier, montrees.filter((type) => !vues.includes(type)));
    await ajouterJustificatifs(trx, dossier, vues.filter((type) => !connues.includes(type)), date_vue);
    return { adresse: `/orientations/${orientationId}/dossier`, message: `Le dossier ${deQui(dossier)} est à jour.` };
  });
}
