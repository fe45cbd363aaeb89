/** What an indicator is: its words, and how it is counted. The same object feeds screen, workbook, list, command and documentation. */
import type { Source } from './sources';

interface Commun {
  /** '1' … '16', '9bis'; '9 bis' where it is shown. */
  numero: string;
  libelle: string;
  /** A few words, for the head of a table. */
  titre: string;
  /** The exact definition, in French. */
  definition: string;
  /** Who gives the figure; a ratio is computed. */
  fournisseur: 'PLIE' | 'POLE_EMPLOI' | 'CALCUL';
  /** Which settings of the convention change it, and how, in French. */
  reglages?: string;
}

/** A part of a condition, and what it says of an orientation (« elle… »), met or not. */
export interface Clause {
  /** One readable SQL phrase over the fact `f` and the settings `r`. */
  sql: string;
  oui: string;
  non: string;
}

/** Facts whose own date falls in the period. */
export interface Compte extends Commun {
  genre: 'compte';
  source: Source;
  /** Column of the date that places the fact in a year, and its name in French. */
  date: string;
  nomDeLaDate: string;
  /** All must hold; none when every dated fact counts. */
  conditions: readonly Clause[];
  /** Over the settings `r`: on the days when it does not hold the column does not exist. */
  applicable?: Clause;
}

/** A sum over a sum. */
export interface Taux extends Commun {
  genre: 'taux';
  numerateur: string;
  /** A column, or the sum of several. */
  denominateur: string;
}

/** The facts of another column, split by one of the axes of its source. */
export interface Ventilation extends Commun {
  genre: 'ventilation';
  de: string;
  axe: string;
  valeurs: readonly { code: string; libelle: string }[];
  /** Column whose facts are told apart inside each value. */
  dont: string;
}

/** Columns added up to make a denominator; each may count only on the days when a setting holds. */
export interface Somme {
  numero: string;
  termes: readonly { numero: string; quand?: string }[];
}

/** Columns shown apart over the days when a setting holds, so that what should be equal can be compared. */
export interface Controle {
  nom: string;
  quand: string;
  colonnes: readonly string[];
}

export type Indicateur = Compte | Taux | Ventilation;

/** A document's indicators, in the order of its columns. */
export interface Document {
  indicateurs: readonly Indicateur[];
  sommes: readonly Somme[];
  controles: readonly Controle[];
}

export const estCompte = (i: Indicateur): i is Compte => i.genre === 'compte';
export const estTaux = (i: Indicateur): i is Taux => i.genre === 'taux';
export const estVentilation = (i: Indicateur): i is Ventilation => i.genre === 'ventilation';

/** The count of that number. Throws on a number that names none: a fault of the definitions. */
export function compteDe(document: Document, numero: string): Compte {
  const trouve = document.indicateurs.filter(estCompte).find((i) => i.numero === numero);
  if (!trouve) throw new Error(`La colonne ${numero} n'est pas un compte`);
  return trouve;
}

/** The conditions of a count as one SQL phrase; empty when every dated fact counts. */
export const conditionDe = (compte: Compte): string => compte.conditions.map((c) => c.sql).join(' and ');

/** 9bis → « 9 bis », as it is printed. */
export const numeroLisible = (numero: string): string => numero.replace('bis', ' bis');
