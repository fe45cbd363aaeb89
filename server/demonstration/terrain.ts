/** What the generator knows of the PLIE whose facts it invents: its settings, its people at work, its packs of cards. */
import type { DateCivile } from '../lib/dates';
import { creerPaquet, type Hasard } from './hasard';
import type { ConventionDemo, PlieDemo } from './territoire';
import type { Faits } from './lignes';

export interface Compte {
  id: number; organisation_id: number; role: string; nom: string; prenom: string; fonction: string | null; telephone: string; courriel: string; actif: boolean;
}

export interface Agence { id: number; code: string; ic: boolean; conseillers: Compte[] }

/** `part`: weight of the portfolio; `depart`: last day at work, then the persons go to a colleague. */
export interface Accompagnateur { id: number; part: number; depart: DateCivile | null }

export interface Seance { date: DateCivile; convoques: number; presents: number }

export interface Terrain {
  jour: DateCivile;
  hasard: Hasard;
  plie: PlieDemo;
  plieId: number;
  conventions: (Omit<ConventionDemo, 'debut' | 'fin'> & { date_debut: DateCivile; date_fin: DateCivile })[];
  agences: Agence[];
  accompagnateurs: Accompagnateur[];
  /** An account closed these days, whose persons nobody has taken over. */
  compteFerme: number | null;
  /** Identifiants Pôle emploi already given in the PLIE. */
  identifiants: Set<string>;
  /** Sessions of information collective, by agency, in order: who was convened and who came is counted as it happens. */
  seances: Map<number, Seance[]>;
  faits: Faits;
  tirer: Paquets;
}

export type Paquets = ReturnType<typeof creerPaquets>;

/** Ends of a parcours, as often as they come. The first six go through a job or a training that is followed for six months. */
export type Issue =
  | 'EMPLOI_DURABLE' | 'CUI_PEC' | 'CREATION' | 'FORMATION_QUALIFIANTE' | 'EMPLOI_COURT' | 'FORMATION_SANS_TITRE'
  | 'RUPTURE_ABANDON' | 'FIN_DE_PARCOURS' | 'DEMENAGEMENT' | 'RETRAITE' | 'MATERNITE' | 'SANTE' | 'DECES' | 'REORIENTATION_PARTENAIRE' | 'REORIENTATION_DISPOSITIF';

/** Shared by the twelve PLIEs, so that what is rare comes out somewhere. */
export function creerPaquets(hasard: Hasard) {
  return {
    prescripteur: creerPaquet(hasard, [['POLE_EMPLOI', 68], ['DEPARTEMENT', 10], ['MISSION_LOCALE', 6], ['CCAS', 5], ['SPONTANE', 4], ['CAP_EMPLOI', 3], ['SIAE', 3], ['AUTRE', 1]] as const),
    motifRefus: creerPaquet(hasard, [['EMPLOI', 22], ['NE_RELEVE_PAS', 18], ['AUTRE_DISPOSITIF', 15], ['NON_ELIGIBLE', 14], ['FORMATION', 12], ['DEMENAGEMENT', 7], ['ABSENCE_RDV', 6], ['CUI_PEC', 3], ['CREATION_ENTREPRISE', 3]] as const),
    detailRefus: creerPaquet(hasard, [['FRANCAIS_ORAL', 5], ['CUMUL_FREINS_SOCIAUX', 5], ['NON_VOLONTAIRE', 5], ['TRAVAILLE_DEJA', 3], ['ADDICTION_FRAGILITE', 2], ['AAH', 2], ['ENTREPRISE_IMMATRICULEE', 1], [null, 5]] as const),
    issue: creerPaquet<Issue>(hasard, [
      ['EMPLOI_DURABLE', 40], ['CUI_PEC', 5], ['CREATION', 4], ['FORMATION_QUALIFIANTE', 15], ['EMPLOI_COURT', 7], ['FORMATION_SANS_TITRE', 4],
      ['RUPTURE_ABANDON', 12], ['FIN_DE_PARCOURS', 6], ['DEMENAGEMENT', 5], ['RETRAITE', 2], ['MATERNITE', 2], ['SANTE', 3], ['DECES', 1], ['REORIENTATION_PARTENAIRE', 4], ['REORIENTATION_DISPOSITIF', 3],
    ]),
    etape: creerPaquet(hasard, [['ATELIER', 24], ['FORMATION', 16], ['PMSMP', 15], ['EMPLOI', 13], ['PRESTATION', 12], ['ACTION_PLIE', 9], ['BILAN_ORIENTATION', 7], ['IAE', 4]] as const),
    demande: creerPaquet(hasard, [
      ['AIDE_MOBILITE', 6], ['AIF', 5], ['PMSMP', 5], ['AFC', 4], ['PERMIS_B', 3], ['AIDE_FORMATION', 3], ['ATELIER', 3], ['POE', 2], ['AFPR', 2], ['ECCP', 2], ['AIDE_REPRISE', 2], ['AIDE_RECHERCHE', 2],
      ['AIDE_DEROGATOIRE', 1], ['AUTRE_PRESTATION', 1],
    ] as const),
    contratDurable: creerPaquet(hasard, [['CDI', 5], ['CDD', 4], ['CTT', 1]] as const),
    contratCourt: creerPaquet(hasard, [['CDD', 5], ['CTT', 3], ['CDDI', 2], ['CDI', 1], ['CONTRAT_PRO', 1], ['APPRENTISSAGE', 1]] as const),
    preuve: creerPaquet(hasard, [['CONTRAT_TRAVAIL', 3], ['BULLETIN_SALAIRE', 5], ['ATTESTATION_EMPLOYEUR', 2]] as const),
  };
}

/** The settings that hold on a day; those of the nearest convention when none covers it. */
export function reglages(terrain: Terrain, date: DateCivile): { phase_diagnostic: boolean; orientations_ic: 'AUCUNE' | 'CERTAINES' | 'TOUTES' } {
  const convention = terrain.conventions.find((c) => date <= c.date_fin) ?? terrain.conventions.at(-1)!;
  return { phase_diagnostic: convention.phase_diagnostic ?? true, orientations_ic: convention.orientations_ic ?? 'AUCUNE' };
}
