/**
 * A table of any analysis: rows of labelled figures under columns that have a unit. The same object is the table of the page
 * (views/analyses/tableau.ejs), the CSV and the sheet (exporter.ts). What is hidden is hidden here already: neither of the three knows more.
 */
import { formaterNombre, formaterTaux } from '../../server/lib/texte';

/** JOURS: a duration in days. TEXTE: no figure at all. */
export type Unite = 'NOMBRE' | 'TAUX' | 'JOURS' | 'TEXTE';

export interface ColonneDAnalyse {
  /** Unique in the table. */
  cle: string;
  /** By which people call it: the number of a column of annexe 1. */
  numero?: string;
  /** A few words, at the head of the column. */
  titre: string;
  /** In full: names the cells for a reader of the screen and on a phone, and the columns of a file. */
  libelle: string;
  unite: Unite;
  /** Over the columns in a row that share it. */
  groupe?: string;
  /** Address of its definition. */
  definition?: string;
}

export interface CelluleDAnalyse {
  /** As it is read: « 1 234 », « 66,7 % », « 12,5 jours », « n.d. », « < 5 ». */
  texte: string;
  /** The figure itself, for files: a ratio between 0 and 1, days. Null when there is none, or when it is hidden. */
  valeur: number | null;
  /** The list behind it, for those who may see persons. */
  lien: string | null;
  /** Hidden because it is about too few persons. */
  masquee: boolean;
  /** Under the figure: the two terms of a ratio, how many PLIEs it covers. */
  details: string[];
}

export interface LigneDAnalyse {
  libelle: string;
  genre: 'VALEUR' | 'SOUS_TOTAL' | 'TOTAL';
  /** A heading over this row and those that follow it: a département. */
  entete?: string;
  /** One per column, in their order. */
  cellules: CelluleDAnalyse[];
}

export interface TableauDAnalyse {
  /** Unique on a page; anchors it. */
  cle: string;
  /** Name of its sheet: 31 characters at most, without / \ ? * [ ] : */
  nom: string;
  titre: string;
  /** Whose figures and of which days: « Région Sud, du 01/01/2026 au 30/06/2026 ». */
  contexte: string;
  /** What the rows are: « Agence ». */
  axe: string;
  colonnes: ColonneDAnalyse[];
  lignes: LigneDAnalyse[];
  /** Under it: how to read it, what is missing, what is hidden. */
  notes: string[];
}

const cellule = (texte: string, valeur: number | null, reste: Partial<CelluleDAnalyse> = {}): CelluleDAnalyse => ({ texte, valeur, lien: null, masquee: false, details: [], ...reste });

export const celluleNombre = (n: number, lien: string | null = null, details: string[] = []): CelluleDAnalyse => cellule(formaterNombre(n), n, { lien: n > 0 ? lien : null, details });
/** « n.d. » without a denominator; its two terms under it. */
export const celluleTaux = (numerateur: number | null, denominateur: number | null, details: string[] = []): CelluleDAnalyse => (numerateur === null || !denominateur
  ? celluleTexte('n.d.')
  : cellule(formaterTaux(numerateur, denominateur), numerateur / denominateur, { details: [`${formaterNombre(numerateur)} / ${formaterNombre(denominateur)}`, ...details] }));
/** Where there is no figure: « n.d. », « Non applicable », « – ». */
export const celluleTexte = (texte: string): CelluleDAnalyse => cellule(texte, null);
export const celluleMasquee = (texte: string): CelluleDAnalyse => cellule(texte, null, { masquee: true });
