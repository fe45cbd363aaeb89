/** What becomes of each row of a table, given what is already known: shown before anything is written, and written as shown. Pure. */
import type { CodeAction } from '../../reports/tableau-de-suivi/situation';
import type { DateCivile, Mois } from '../lib/dates';
import type { NomDeFeuille } from './rules-format';
import type { DossierDesigne } from './rules-rapprochement';
import type { TacheConnue } from './rules-taches';

export const SORTS = [
  { code: 'NOUVELLE', libelle: 'Nouvelle', pluriel: 'Nouvelles' },
  { code: 'MODIFIEE', libelle: 'Modifiée', pluriel: 'Modifiées' },
  { code: 'INCHANGEE', libelle: 'Inchangée', pluriel: 'Inchangées' },
  { code: 'A_RAPPROCHER', libelle: 'À rapprocher', pluriel: 'À rapprocher' },
  { code: 'REFUSEE', libelle: 'Refusée', pluriel: 'Refusées' },
  { code: 'AUTRE_AGENCE', libelle: "D'une autre agence", pluriel: "D'autres agences" },
] as const;
export type Sort = (typeof SORTS)[number]['code'];

/** One thing to know of a row: a column that changes (`avant` → `valeur`), or a value and why it is refused or to be checked. */
export interface Detail { colonne: string; avant?: string; valeur: string; raison?: string }
export interface LigneExaminee {
  f: NomDeFeuille;
  n: number;
  qui: string;
  sort: Sort;
  /** Taken, but to be checked. */
  averti: boolean;
  d: Detail[];
}

export type Comptes = Record<Sort, number> & { lues: number; averties: number };
export const AUCUN: Comptes = { NOUVELLE: 0, MODIFIEE: 0, INCHANGEE: 0, A_RAPPROCHER: 0, REFUSEE: 0, AUTRE_AGENCE: 0, lues: 0, averties: 0 };

export interface Question { n: number; qui: string; identite: string; candidats: { id: number; qui: string; identite: string }[] }

/** What a dossier holds of the columns of the file. */
export interface DossierConnu extends DossierDesigne {
  agence_id: number | null;
  zone_pe: string | null;
  nom: string; prenom: string;
  identifiant_caf: string | null; adresse: string | null; telephone: string | null; courriel: string | null;
  conseiller: string | null; prescripteur: string; situation: string;
  date_refus: DateCivile | null; motif_refus: string | null; date_integration: DateCivile | null; pni_debut: DateCivile | null; pni_fin: DateCivile | null;
  date_sortie: DateCivile | null; nature_sortie: string | null; motif_sortie: string | null;
  accompagnateur: string | null; accompagnateur_telephone: string | null; accompagnateur_courriel: string | null;
  /** A table that is newer than the one that is read has told of it. */
  plus_recent: boolean;
}

export interface EtapeConnue { dossier_id: number; type: string; date_debut: DateCivile; date_fin: DateCivile | null }
export interface AbsenceConnue { dossier_id: number; date_convocation: DateCivile; excuse: boolean }

/** What the database knows that the file may tell of. */
export interface Connu {
  mois: Mois;
  /** The agencies of the PLIE. */
  agences: { id: number; code: string; nom: string }[];
  /** The agency that takes the file in. */
  agence: { id: number; reference: boolean };
  dossiers: DossierConnu[];
  etapes: EtapeConnue[];
  absences: AbsenceConnue[];
  taches: (TacheConnue & { dossier_id: number })[];
  /** Names as the database normalises them, by name as written (cleDuNom). */
  noms: ReadonlyMap<string, { nom: string; prenom: string }>;
}
export const cleDuNom = (v: { nom: string; prenom: string }): string => `${v.nom}\u0000${v.prenom}`;

/** A dossier to write to: its id, or minus the row of the sheet « Tableau de suivi » that makes it new. */
export type Cible = number;

export interface Ecriture {
  /** Every column of dossiers_pe that the file gives; `cible` negative for a new one. */
  dossiers: ({ cible: Cible } & Record<string, unknown>)[];
  etapes: { cible: Cible; type: string; date_debut: DateCivile; date_fin: DateCivile | null }[];
  absences: { cible: Cible; date_convocation: DateCivile; excuse: boolean }[];
  /** Whose étapes (absences) of the month are replaced. */
  remplaces: { etapes: number[]; absences: number[] };
  corrections: { id: number; champ: string; valeur: string | number | null }[];
  /** Corrections of other months' facts. */
  etapesRetirees: { cible: Cible; type: string; date_debut: DateCivile }[];
  absencesRetirees: { cible: Cible; date_convocation: DateCivile }[];
  dossiersRetires: number[];
  taches: { cible: Cible; action: CodeAction; date_fait: DateCivile | null }[];
  redatees: { id: number; date_fait: DateCivile }[];
  caduques: number[];
}

export interface Examen {
  lignes: LigneExaminee[];
  comptes: Record<NomDeFeuille, Comptes>;
  questions: Question[];
  /** New tasks by action, and those that become out of date. */
  demandes: Partial<Record<CodeAction, number>>;
  caduques: number;
  /** Facts of the month that the file no longer tells. */
  retires: { etapes: number; absences: number };
}

/** The values under each key, in their order. */
export function grouper<T, K>(valeurs: readonly T[], clef: (valeur: T) => K): Map<K, T[]> {
  const groupes = new Map<K, T[]>();
  for (const valeur of valeurs) {
    const groupe = groupes.get(clef(valeur));
    if (groupe) groupe.push(valeur);
    else groupes.set(clef(valeur), [valeur]);
  }
  return groupes;
}
