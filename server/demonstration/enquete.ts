/** The survey of two years: the first closed last spring, the second open with a few answers missing, two divergences, and who was reminded. */
import { ajouterJours, anneeDe, dateCivile, type DateCivile } from '../lib/dates';
import { QUESTIONS } from '../../reports/bilan-qualitatif/questions';
import type { Partie, Reponse } from '../../reports/bilan-qualitatif/tableau';
import { jourOuvre } from './calendrier';
import { creerHasard, type Hasard } from './hasard';
import { ajouter } from './lignes';

export interface EnqueteDemo { id: number; region_code: string; annee: number; date_limite: DateCivile; ouverte_le: string; ouverte_par: number }
export interface ReponseDemo { id: number; plie_id: number; enquete_id: number; partie: Partie; question: number; reponse: Reponse | null; argument: string | null; reprise: boolean; utilisateur_id: number; modifie_le: string }
export interface AccordDemo { id: number; plie_id: number; enquete_id: number; question: number; reponse: Reponse; date_comite: DateCivile; utilisateur_id: number }
export interface RelanceDemo { id: number; plie_id: number; enquete_id: number; partie: Partie; destinataire: string; etat: 'ENVOYE'; utilisateur_id: number; prepare_le: string; envoye_le: string }

export interface EnquetesDemo { enquetes: EnqueteDemo[]; enquete_reponses: ReponseDemo[]; enquete_accords: AccordDemo[]; enquete_relances: RelanceDemo[] }
export const aucuneEnquete = (): EnquetesDemo => ({ enquetes: [], enquete_reponses: [], enquete_accords: [], enquete_relances: [] });

/** A PLIE, and the account that answers for each party. */
export interface PlieInterroge { id: number; code: string; comptes: Record<Partie, { id: number; courriel: string }> }

/** Answers given in the open campaign, of eight; all where nothing is said. CASA also starts from two of last year's. */
const EN_COURS: Record<string, Partial<Record<Partie, number>>> = { CASA: { PLIE: 4, POLE_EMPLOI: 5 }, ARLES: { PLIE: 0 }, CANNES: { POLE_EMPLOI: 3 }, 'OUEST-PROVENCE': { PLIE: 0, POLE_EMPLOI: 0 } };
/** Questions on which the parties differ in the open campaign; the first is agreed where the comité has met. */
const DIVERGENCES: Record<string, number[]> = { 'MPM-CENTRE': [1, 7], CASA: [3], GRASSE: [8] };
const ACCORDEES = ['MPM-CENTRE'];
const REPRISES = 2;

/** By question, what is said for each answer. */
const ARGUMENTS: readonly Record<Reponse, string>[] = [
  { TOUT_A_FAIT: 'Le profil des publics se revoit ensemble chaque semestre, chiffres en main.', MOYEN: "Une réunion par an : les publics sont connus, les volumes par agence ne se discutent pas encore.", PAS_DU_TOUT: "Les critères sont ceux de l'an passé, faute de rencontre." },
  { TOUT_A_FAIT: 'Peu de refus, presque toujours pour un motif prévu par la convention.', MOYEN: 'Trop de rendez-vous manqués entre la fiche et le premier entretien.', PAS_DU_TOUT: 'La plupart des orientations ne correspondent pas aux publics de la convention.' },
  { TOUT_A_FAIT: 'Le tableau mensuel part à temps et le PPAE est actualisé dans la quinzaine.', MOYEN: 'Le tableau circule, mais les retours arrivent souvent après deux mois.', PAS_DU_TOUT: "Aucun retour n'est parvenu de l'année." },
  { TOUT_A_FAIT: 'Ateliers, immersions et aides à la mobilité sont ouverts comme à tous.', MOYEN: "Les ateliers oui ; pour les formations, l'accord tarde.", PAS_DU_TOUT: 'Les demandes de prestation restent sans réponse.' },
  { TOUT_A_FAIT: 'Deux forums et un comité des clauses ont été tenus ensemble.', MOYEN: "Un forum commun ; les clauses d'insertion se suivent chacun de son côté.", PAS_DU_TOUT: 'Rien de commun cette année.' },
  { TOUT_A_FAIT: "Les offres des structures d'insertion sont partagées chaque semaine.", MOYEN: "L'accès aux offres existe, celui des structures d'insertion reste au cas par cas.", PAS_DU_TOUT: "Les offres ne sont connues qu'une fois publiées." },
  { TOUT_A_FAIT: 'Un plan signé, suivi en comité technique.', MOYEN: "Un projet de plan est écrit, il n'est pas encore signé.", PAS_DU_TOUT: "Aucun plan n'est engagé." },
  { TOUT_A_FAIT: "Un atelier numérique et une session d'essai chez des employeurs sont nés de la convention.", MOYEN: 'Une idée est à l\'étude pour l\'an prochain.', PAS_DU_TOUT: 'Aucune action nouvelle.' },
];
const REPONSES: readonly Reponse[] = ['TOUT_A_FAIT', 'MOYEN', 'PAS_DU_TOUT'];

const tirer = (hasard: Hasard): Reponse => REPONSES[hasard.chance(0.55) ? 0 : hasard.chance(0.75) ? 1 : 2]!;

/** `regional`: the account that opens the campaigns. */
export function tenirLesEnquetes(faits: EnquetesDemo, plies: readonly PlieInterroge[], region: string, regional: number, jour: DateCivile): void {
  const annee = anneeDe(jour);
  const ouvrir = (a: number, ouverte: DateCivile, date_limite: DateCivile) => ajouter(faits.enquetes, { region_code: region, annee: a, date_limite, ouverte_le: `${ouverte} 09:00:00+01`, ouverte_par: regional });
  const passee = ouvrir(annee - 2, dateCivile(`${annee - 1}-01-20`), dateCivile(`${annee - 1}-03-31`));
  const ouverte = jourOuvre(ajouterJours(jour, -30));
  const presente = ouvrir(annee - 1, ouverte, jourOuvre(ajouterJours(jour, 14)));
  for (const plie of plies) {
    const repondre = (enquete: EnqueteDemo, partie: Partie, question: number, reponse: Reponse, le: DateCivile, enDesaccord: boolean, reprise = false) => {
      // One of the two argues; both where they differ, for then their words differ too.
      const hasard = creerHasard(`argument ${enquete.annee} ${plie.code} ${question}`);
      const argue = enDesaccord || (hasard.chance(0.6) ? 'PLIE' : 'POLE_EMPLOI') === partie;
      ajouter(faits.enquete_reponses, {
        plie_id: plie.id, enquete_id: enquete.id, partie, question, reponse, argument: argue && hasard.chance(0.8) ? ARGUMENTS[question - 1]![reponse] : null, reprise, utilisateur_id: plie.comptes[partie].id, modifie_le: `${le} 10:30:00+01`,
      });
    };
    const convenir = (enquete: EnqueteDemo, question: number, reponse: Reponse, date_comite: DateCivile) =>
      ajouter(faits.enquete_accords, { plie_id: plie.id, enquete_id: enquete.id, question, reponse, date_comite, utilisateur_id: plie.comptes.PLIE.id });

    const anciennes = creerHasard(`enquête ${plie.code} ${annee - 2}`);
    for (const { numero } of QUESTIONS) {
      const [sienne, autre] = [tirer(anciennes), tirer(anciennes)];
      const differe = anciennes.chance(0.12);
      repondre(passee, 'PLIE', numero, sienne, dateCivile(`${annee - 1}-03-10`), differe && autre !== sienne);
      if (plie.code !== 'ARLES' || numero < 7) repondre(passee, 'POLE_EMPLOI', numero, differe ? autre : sienne, dateCivile(`${annee - 1}-03-17`), differe && autre !== sienne);
      if (differe && autre !== sienne && anciennes.chance(0.7)) convenir(passee, numero, 'MOYEN', dateCivile(`${annee - 1}-04-02`));
    }
    const nouvelles = creerHasard(`enquête ${plie.code} ${annee - 1}`);
    const donnees = (partie: Partie) => EN_COURS[plie.code]?.[partie] ?? QUESTIONS.length;
    for (const { numero } of QUESTIONS) {
      const sienne = tirer(nouvelles);
      const differe = DIVERGENCES[plie.code]?.includes(numero) ?? false;
      if (numero <= donnees('PLIE')) repondre(presente, 'PLIE', numero, differe ? 'MOYEN' : sienne, jourOuvre(ajouterJours(jour, -9)), differe);
      else if (plie.code === 'CASA' && numero <= donnees('PLIE') + REPRISES) repondre(presente, 'PLIE', numero, sienne, jourOuvre(ajouterJours(jour, -9)), false, true);
      if (numero <= donnees('POLE_EMPLOI')) repondre(presente, 'POLE_EMPLOI', numero, differe ? 'TOUT_A_FAIT' : sienne, jourOuvre(ajouterJours(jour, -6)), differe);
    }
    if (ACCORDEES.includes(plie.code)) convenir(presente, DIVERGENCES[plie.code]![0]!, 'MOYEN', jourOuvre(ajouterJours(jour, -3)));
    for (const partie of ['PLIE', 'POLE_EMPLOI'] as const) {
      if (donnees(partie) > 0) continue;
      const le = `${jourOuvre(ajouterJours(jour, -5))} 11:00:00+01`;
      ajouter(faits.enquete_relances, { plie_id: plie.id, enquete_id: presente.id, partie, destinataire: plie.comptes[partie].courriel, etat: 'ENVOYE', utilisateur_id: regional, prepare_le: le, envoye_le: le });
    }
  }
}

/** When the first campaign was closed. */
export const instantDeCloture = (enquete: EnqueteDemo): string => `${enquete.annee + 1}-04-15T08:30:00Z`;
