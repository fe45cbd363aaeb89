/** What the reading child and its parent say to each other, the limits of a file, and the refusal of one. */

/** The file cannot be read at all: its message is shown as it is, at the field of the form that it is about. */
export class FichierRefuse extends Error {
  constructor(message: string, readonly champ: ChampDuRefus = 'fichier') {
    super(message);
  }
}
export type ChampDuRefus = 'fichier' | 'mot_de_passe';

/** A formula, or an Excel error (#N/A): neither has a value that may be imported. */
export interface CelluleRefusee { refus: 'FORMULE' | 'ERREUR'; texte: string }
/** A text, a number (dates of a workbook are numbers), a yes or no, nothing, or what cannot be taken. */
export type CelluleLue = string | number | boolean | null | CelluleRefusee;

export interface LigneLue {
  /** As Excel shows it: the header is row 1. */
  numero: number;
  cellules: CelluleLue[];
}

export interface Limites {
  /** Bytes of the file (of all the files of a folder). */
  octets: number;
  /** Entries of the zip's directory, or files of the folder. */
  entrees: number;
  /** Bytes once inflated, counted while inflating. */
  octetsDeplies: number;
  /** Time during which the child may keep us waiting. */
  secondes: number;
}

const MO = 1024 * 1024;
/** An upload (security.md, « Files in »). */
export const LIMITES_ENVOI: Limites = { octets: 10 * MO, entrees: 200, octetsDeplies: 100 * MO, secondes: 10 };
/** The command line, run by whoever holds the server: some 500,000 orientations with all that hangs on them. */
export const LIMITES_COMMANDE: Limites = { octets: 300 * MO, entrees: 200, octetsDeplies: 2048 * MO, secondes: 600 };

/** Beyond, the cells of a row are not looked at: no sheet of ours is that wide. */
export const COLONNES_MAX = 200;
/** Excel's own limit is 32,767 signs in a cell. */
export const SIGNES_MAX = 32_767;
/** Rows sent at once, and batches sent ahead of the parent's answer. */
export const LIGNES_PAR_LOT = 500;
export const LOTS_D_AVANCE = 4;

/**
 * A file by its path, or bytes that the parent pipes to the child's standard input: nothing personal is written on disk.
 * `motDePasse` opens an encrypted workbook, in the child too; undefined where the file is not expected to be one, null when none was typed.
 */
export type Source = { chemin: string } | { contenu: Buffer; nom: string; motDePasse?: string | null };

export interface Ordre {
  genre: 'lire';
  source: { chemin: string } | { nom: string; motDePasse?: string | null };
  /** Names of the sheets to read, in that order; the others are only named. */
  feuilles: string[];
  limites: Limites;
}
export type VersEnfant = Ordre | { genre: 'suite' };

export type DepuisEnfant =
  | { genre: 'ouvert'; format: 'xlsx' | 'csv'; connues: string[]; ignorees: string[]; date1904: boolean }
  | { genre: 'feuille'; nom: string }
  | { genre: 'lot'; numeros: number[]; cellules: CelluleLue[][]; avancement: number }
  | { genre: 'fin' }
  | { genre: 'refus'; phrase: string; champ: ChampDuRefus };
