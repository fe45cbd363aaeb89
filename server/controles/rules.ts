/** What a quality check is, and what a month's checks come to. Pure; the checks themselves are in the queries, with their SQL. */
import { decalerMois, type Mois } from '../lib/dates';
import { accorder } from '../lib/texte';

/** GRAVE: the table says something false, or Pôle emploi cannot act on it. ATTENTION: to be looked at. */
export type Gravite = 'GRAVE' | 'ATTENTION';

/** A check of a month, counted. `adresse`: the list behind, whose length is `nombre`. */
export interface Controle { code: string; phrase: string; gravite: Gravite; bloquant: boolean; nombre: number; adresse: string }

interface Phrase { singulier: string; pluriel: string }

/** « 1 personne sans identifiant », « Aucune personne sans identifiant ». */
export const dire = ({ singulier, pluriel }: Phrase, nombre: number): string => accorder(nombre, singulier, pluriel);

/** May the month be validated? Not while a blocking check counts anything. */
export const controlesBloquants = <C extends Pick<Controle, 'bloquant' | 'nombre'>>(controles: readonly C[]): C[] => controles.filter((c) => c.bloquant && c.nombre > 0);

/** The order in which they are worked on: what blocks, then by severity; what counts nothing last. */
const rang = (c: Controle): number => (c.nombre === 0 ? 3 : c.bloquant ? 0 : c.gravite === 'GRAVE' ? 1 : 2);
export const classer = <C extends Controle>(controles: readonly C[]): C[] => controles.toSorted((a, b) => rang(a) - rang(b));

/** Months that a trend looks back on, the one shown included. */
export const MOIS_DE_TENDANCE = 12;

export interface Mesure { mois: Mois; code: string; nombre: number }

/** What a check counted, month by month, the oldest first; months that were never checked are left out. */
export function tendance(mesures: readonly Mesure[], code: string, mois: Mois): { mois: Mois; nombre: number }[] {
  const depuis = decalerMois(mois, 1 - MOIS_DE_TENDANCE);
  return mesures.filter((m) => m.code === code && m.mois >= depuis && m.mois <= mois).map(({ mois: m, nombre }) => ({ mois: m, nombre })).sort((a, b) => (a.mois < b.mois ? -1 : 1));
}

export const RUBRIQUE = { adresse: '/controles', libelle: 'Contrôles' };

/** In the address, for every accompagnateur. */
export const TOUS = 'tous';

/** The list behind a check; `accompagnateur` null: everybody's. */
export const adresseDuControle = (code: string, mois: Mois, accompagnateur: number | null): string =>
  `${RUBRIQUE.adresse}/${code.toLowerCase().replaceAll('_', '-')}?mois=${mois}&accompagnateur=${accompagnateur ?? TOUS}`;

/** The code that an address names. */
export const codeDeLAdresse = (texte: unknown): string => (typeof texte === 'string' ? texte : '').toUpperCase().replaceAll('-', '_');
