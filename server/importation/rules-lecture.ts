/** What a file says once it has been read: rows understood, rows at fault, and what the sheet « Informations » says of it. Pure. */
import { cleDeTitre } from '../lib/classeur/colonnes';
import type { CelluleLue } from '../lib/classeur/lire-types';
import type { Cellule } from '../lib/classeur/ecrire';
import type { Remarque } from '../lib/classeur/comprendre';
import { chercherMois, depuisNumeroExcel, moisDe, type Mois } from '../lib/dates';
import type { LigneAbsence, LigneCorrection, LigneEtape, LigneTableau, NomDeFeuille } from './rules-format';

/** `n` is the row as the spreadsheet shows it. */
export interface Comprise<V> { n: number; v: V }
export interface Faute { colonne: string; valeur: string; raison: string }
/** A row that could not be understood; its cells in the order of the format, to be given back. */
export interface Fautive { n: number; qui: string; cellules: Cellule[]; fautes: Faute[] }

export interface FeuilleLue<V> {
  /** The fields that the file has a column for. */
  presents: string[];
  lignes: Comprise<V>[];
  fautives: Fautive[];
}

export interface Informations {
  plie: string | null;
  nomDuPlie: string | null;
  mois: Mois | null;
  /** « 14/03/2027 à 09:05 », Paris, as it is printed. */
  etabliLe: string | null;
  version: string | null;
  empreinte: string | null;
  /** Rows by sheet, as announced. */
  lignes: Partial<Record<NomDeFeuille, number>>;
}

export interface Lecture {
  informations: Informations | null;
  /** Computed from the rows. */
  empreinte: string;
  /** On the file as a whole: unknown columns, sheets that were not read. */
  remarques: Remarque[];
  tableau: FeuilleLue<LigneTableau>;
  etapes: FeuilleLue<LigneEtape> | null;
  absences: FeuilleLue<LigneAbsence> | null;
  corrections: FeuilleLue<LigneCorrection> | null;
}

const texte = (c: CelluleLue | undefined): string => (c === null || c === undefined ? '' : typeof c === 'object' ? '' : String(c)).trim();

/** The sheet « Informations »: a name in the first column, its value in the second. Null when it says nothing that we know. */
export function lireInformations(lignes: readonly { cellules: CelluleLue[] }[]): Informations | null {
  const parCle = new Map(lignes.map(({ cellules }) => [cleDeTitre(texte(cellules[0])), cellules[1]]));
  const lire = (titre: string): string | null => texte(parCle.get(cleDeTitre(titre))) || null;
  const nombre = (feuille: NomDeFeuille): number | undefined => { const n = lire(`Lignes – ${feuille}`); return n !== null && /^\d+$/.test(n) ? Number(n) : undefined; };
  const informations: Informations = {
    plie: lire('Code du PLIE'), nomDuPlie: lire('PLIE'), mois: lireMoisDeCellule(parCle.get(cleDeTitre('Mois'))), etabliLe: lire('Établi le'), version: lire('Version du format'),
    empreinte: lire('Empreinte des données')?.toLowerCase() ?? null,
    lignes: { 'Tableau de suivi': nombre('Tableau de suivi'), Étapes: nombre('Étapes'), Absences: nombre('Absences'), Corrections: nombre('Corrections') },
  };
  return informations.plie || informations.mois ? informations : null;
}

/** AAAA-MM or MM/AAAA; a spreadsheet makes a date of what is typed so. */
function lireMoisDeCellule(cellule: CelluleLue | undefined): Mois | null {
  if (typeof cellule === 'number') { const jour = depuisNumeroExcel(cellule); return jour && moisDe(jour); }
  return chercherMois(texte(cellule));
}

/** « 14/03/2027 à 09:05 » as « 2027-03-14 09:05 »; null for anything else. */
export function instantEtabli(etabliLe: string | null): string | null {
  const m = /^(\d{2})\/(\d{2})\/(\d{4}) à (\d{2}):(\d{2})$/.exec(etabliLe ?? '');
  return m ? `${m[3]}-${m[2]}-${m[1]} ${m[4]}:${m[5]}` : null;
}
