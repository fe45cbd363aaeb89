/** From the cells of a file to values: headers matched to columns, each cell read, each fault with its place. Pure. */
import { depuisNumeroExcel, formaterDate, type DateCivile } from '../dates';
import type { IdentifiantPe } from '../formulaire';
import { couper } from '../texte';
import { FichierRefuse, type CelluleLue, type LigneLue } from './lire-types';
import type { Cellule } from './ecrire';
import { cleDeTitre, type Colonne, type Colonnes, type Genre } from './colonnes';

/** A fault or a remark: where, what was written there, why. `ligne` is as the spreadsheet shows it; 0 for the sheet itself. */
export interface Remarque { feuille: string; ligne: number; colonne: string; valeur: string; raison: string }

export interface Entete {
  /** Titles as the file writes them, for the workbook of refused rows. */
  titres: string[];
  /** For each column of the file, the field it fills, or null. */
  champs: (string | null)[];
  /** The fields that the file has a column for. */
  presents: ReadonlySet<string>;
  inconnues: string[];
  absentes: string[];
  doubles: string[];
}

/** The column that the workbooks of refused rows add at their end: sent again, it is no part of the file. */
export const TITRE_DU_MOTIF = 'Motif du refus';

/** Matches the first row to the columns of a sheet. */
export function lireEntete(colonnes: Colonnes, cellules: CelluleLue[]): Entete {
  const parCle = new Map(Object.entries(colonnes).map(([champ, c]) => [cleDeTitre(c.titre), champ]));
  const lus = cellules.map((c) => brutDe(c));
  const titres = cleDeTitre(lus.at(-1) ?? '') === cleDeTitre(TITRE_DU_MOTIF) ? lus.slice(0, -1) : lus;
  const champs: (string | null)[] = [];
  const [inconnues, doubles]: [string[], string[]] = [[], []];
  for (const titre of titres) {
    const champ = parCle.get(cleDeTitre(titre)) ?? null;
    if (titre.trim() && !champ) inconnues.push(titre.trim());
    if (champ && champs.includes(champ)) doubles.push(titre.trim());
    champs.push(champ);
  }
  const absentes = Object.entries(colonnes).filter(([champ, c]) => c.obligatoire && !champs.includes(champ)).map(([, c]) => c.titre);
  return { titres, champs, presents: new Set(champs.filter((c) => c !== null)), inconnues, absentes, doubles };
}

/** Throws FichierRefuse when the header lacks a compulsory column or has one twice. */
export function verifierEntete(feuille: string, { absentes, doubles }: Entete): void {
  if (absentes.length) throw new FichierRefuse(`${feuille} : ${absentes.length > 1 ? 'il manque les colonnes obligatoires' : 'il manque la colonne obligatoire'} ${absentes.map((t) => `« ${t} »`).join(', ')}. Ajoutez-la à la première ligne, puis recommencez.`);
  if (doubles.length) throw new FichierRefuse(`${feuille} : la colonne « ${doubles[0]} » figure deux fois. Gardez-en une seule, puis recommencez.`);
}

const DECALAGE_1904 = 1462;

/** A number in a column of dates is a day of Excel's calendar; elsewhere it is its digits, with the zeros that a spreadsheet drops. */
export function texteDe(cellule: string | number | boolean, genre: Genre, date1904: boolean): string {
  if (typeof cellule === 'boolean') return cellule ? 'oui' : 'non';
  if (genre === 'date' && typeof cellule === 'number') return depuisNumeroExcel(cellule + (date1904 ? DECALAGE_1904 : 0)) ?? String(cellule);
  const texte = String(cellule);
  if (genre === 'code_postal' && /^\d{4}$/.test(texte)) return `0${texte}`;
  if (genre === 'telephone' && /^[1-9]\d{8}$/.test(texte)) return `0${texte}`;
  return texte;
}

const brutDe = (cellule: CelluleLue | undefined): string => (cellule === null || cellule === undefined ? '' : typeof cellule === 'object' ? cellule.texte : typeof cellule === 'boolean' ? (cellule ? 'oui' : 'non') : String(cellule));

const REFUS = {
  FORMULE: 'Cette cellule contient une formule. Remplacez-la par sa valeur (copier, puis collage spécial « valeurs »).',
  ERREUR: 'Cette cellule contient une erreur du tableur. Écrivez la valeur, ou videz la cellule.',
};

export interface FauteDeLigne { champ: string; message: string }
export interface LigneComprise {
  numero: number;
  cellules: CelluleLue[];
  /** The value of each field that could be read. */
  valeurs: Record<string, unknown>;
  fautes: FauteDeLigne[];
  presents: ReadonlySet<string>;
}

/** Reads one row; null when none of its cells holds anything. */
export function lireLigne(colonnes: [string, Colonne][], entete: Entete, ligne: LigneLue, jour: DateCivile, date1904: boolean): LigneComprise | null {
  const valeurs: Record<string, unknown> = {};
  const fautes: FauteDeLigne[] = [];
  let vide = true;
  for (const [champ, colonne] of colonnes) {
    const place = entete.champs.indexOf(champ);
    const cellule = place < 0 ? null : (ligne.cellules[place] ?? null);
    if (cellule !== null && typeof cellule === 'object') {
      vide = false;
      fautes.push({ champ, message: REFUS[cellule.refus] });
      continue;
    }
    const texte = cellule === null ? '' : texteDe(cellule, colonne.genre, date1904);
    if (texte.trim()) vide = false;
    const lu = colonne.lecteur(texte === '' ? [] : [texte], { jour });
    if (lu.ok) valeurs[champ] = lu.valeur;
    else fautes.push({ champ, message: lu.erreur });
  }
  return vide ? null : { numero: ligne.numero, cellules: ligne.cellules, valeurs, fautes, presents: entete.presents };
}

/** The cell as it is shown beside its fault: a date as a date. */
export function valeurAffichee(entete: Entete, colonnes: Colonnes, ligne: LigneComprise, champ: string, date1904: boolean): string {
  const place = entete.champs.indexOf(champ);
  const cellule = place < 0 ? null : (ligne.cellules[place] ?? null);
  if (typeof cellule === 'number' && colonnes[champ]?.genre === 'date') {
    const date = depuisNumeroExcel(cellule + (date1904 ? DECALAGE_1904 : 0));
    if (date) return formaterDate(date);
  }
  return couper(brutDe(cellule), 200);
}

/** The cell as it goes into the workbook of refused rows: what was written, a date as a date, a formula as its text. */
export function celluleRendue(cellule: CelluleLue | undefined, genre: Genre | null, date1904: boolean): Cellule {
  if (cellule === null || cellule === undefined) return null;
  if (typeof cellule === 'number' && genre === 'date') {
    const date = depuisNumeroExcel(cellule + (date1904 ? DECALAGE_1904 : 0));
    if (date) return { date };
  }
  return typeof cellule === 'object' ? cellule.texte : cellule;
}

/** A value as it was understood: a code by its label, a date and a yes or no in one way. */
export function montrer(colonne: Colonne, valeur: unknown): string {
  if (valeur === null || valeur === undefined) return '';
  if (typeof valeur === 'boolean') return valeur ? 'oui' : 'non';
  if (typeof valeur === 'number') return String(valeur);
  if (Array.isArray(valeur)) return valeur.map((v) => montrer(colonne, v)).join(' ; ');
  if (typeof valeur === 'string') {
    if (colonne.genre === 'date') return formaterDate(valeur as DateCivile);
    return colonne.liste?.find((c) => c.code === valeur)?.libelle ?? valeur;
  }
  // The only value in two parts: the identifier and its zone.
  const { identifiant, zone } = valeur as IdentifiantPe;
  return zone ? `${identifiant} ${zone}` : identifiant;
}
