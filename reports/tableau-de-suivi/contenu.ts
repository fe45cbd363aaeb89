/**
 * What a monthly table says, cell by cell: the file is written from it, the screen shows it, and it is what a validation
 * freezes (domaine §7). Pure.
 */
import { createHash } from 'node:crypto';
import type { DateCivile, Mois } from '../../server/lib/dates';
import { COLONNES_ABSENCES, COLONNES_CORRECTIONS, COLONNES_TABLEAU, colonnesEtapes, type ColonneEchangee } from './colonnes';
import type { Correction } from './corrections';
import type { Tableau } from './tableau';

/** The four data sheets, in order. */
export const FEUILLES = ['ORIENTATIONS', 'ETAPES', 'ABSENCES', 'CORRECTIONS'] as const;
export type CodeFeuille = (typeof FEUILLES)[number];
export const NOMS_DES_FEUILLES: Readonly<Record<CodeFeuille, string>> = { ORIENTATIONS: 'Tableau de suivi', ETAPES: 'Étapes', ABSENCES: 'Absences', CORRECTIONS: 'Corrections' };

/** Plain JSON: a date stays one. */
export type CelluleEchangee = string | boolean | null | { date: DateCivile };

export interface LigneEchangee {
  orientation_id: number | null;
  /** In the order of the columns; null once erased (retention). */
  cellules: CelluleEchangee[] | null;
  /** Of a correction: the month of the table that it corrects. */
  mois_corrige: Mois | null;
}

/** What the file says of itself besides its rows. */
export interface Entete {
  plie: { nom: string; code: string };
  /** The reference agency. */
  agence: { nom: string; code: string } | null;
  mois: Mois;
  /** Labels offered in the column « Type d'étape ». */
  typesEtape: string[];
}

export interface Contenu { entete: Entete; feuilles: Record<CodeFeuille, LigneEchangee[]> }

export function contenuDuTableau(tableau: Tableau, corrections: readonly Correction[]): Contenu {
  const { plie, mois } = tableau;
  const typesEtape = tableau.typesEtape.map((t) => t.libelle);
  return {
    entete: { plie: { nom: plie.nom, code: plie.code }, agence: plie.agence_code === null ? null : { nom: plie.agence_nom!, code: plie.agence_code }, mois, typesEtape },
    feuilles: {
      ORIENTATIONS: mettreEnCellules(COLONNES_TABLEAU, tableau.lignes),
      ETAPES: mettreEnCellules(colonnesEtapes(typesEtape), tableau.etapes),
      ABSENCES: mettreEnCellules(COLONNES_ABSENCES, tableau.absences),
      CORRECTIONS: corrections.map((c) => ({ orientation_id: c.orientation_id, cellules: COLONNES_CORRECTIONS.map((colonne) => colonne.valeur(c)), mois_corrige: c.mois })),
    },
  };
}

export function mettreEnCellules<L extends { orientation_id: number }>(colonnes: readonly ColonneEchangee<L>[], lignes: readonly L[]): LigneEchangee[] {
  return lignes.map((ligne) => ({ orientation_id: ligne.orientation_id, cellules: colonnes.map((colonne) => colonne.valeur(ligne)), mois_corrige: null }));
}

/** A cell as text: a date as AAAA-MM-JJ, nothing as ''. */
export function texteDe(cellule: CelluleEchangee): string {
  if (typeof cellule === 'boolean') return cellule ? 'Oui' : 'Non';
  return typeof cellule === 'string' ? cellule : (cellule?.date ?? '');
}

/**
 * The checksum of the data: SHA-256, in UTF-8, of one line per sheet (« # » and its name) and one per row, ended by LF; the
 * cells parted by tabs, dates as AAAA-MM-JJ, empty cells as nothing. Whoever receives the file can compute it again.
 */
export function empreinteDe({ feuilles }: Pick<Contenu, 'feuilles'>): string {
  const empreinte = createHash('sha256');
  for (const code of FEUILLES) {
    empreinte.update(`# ${NOMS_DES_FEUILLES[code]}\n`);
    for (const { cellules } of feuilles[code]) empreinte.update(`${(cellules ?? []).map(texteDe).join('\t')}\n`);
  }
  return empreinte.digest('hex');
}
