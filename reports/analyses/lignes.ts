/** The lines of an analysis as rows of a table: which ones, under which names, and what must stay hidden in them. Pure. */
import type { LigneAnalyse } from './faits';
import { masquerSommes, type Somme } from './masquer-sommes';
import { celluleMasquee, celluleNombre, type CelluleDAnalyse, type LigneDAnalyse } from './tableau';

/** Address of the list behind a cell of a line; null for those who may not see persons: their small counts are hidden too. */
export type Lien = ((ligne: LigneAnalyse<unknown>, cle: string) => string) | null;

/** Whose figures and of which days, as the title of each table says it. */
export interface Vue { contexte: string; lien: Lien }

/** A PLIE alone is its own total; the subtotal of a single PLIE would repeat it, that of the only département the whole. */
export function lignesAMontrer<V>(lignes: readonly LigneAnalyse<V>[]): LigneAnalyse<V>[] {
  const departements = lignes.filter((l) => l.niveau === 'DEPARTEMENT').length;
  if (lignes.at(-1)?.plies === 1) return lignes.filter((l) => l.niveau === 'ENSEMBLE');
  return lignes.filter((l) => l.niveau !== 'DEPARTEMENT' || (departements > 1 && l.plies > 1));
}

export const nomDeLigne = (l: LigneAnalyse<unknown>): string => l.plie?.nom ?? (l.departement ? `Total ${l.departement.nom}` : 'Total');
/** As in an address: « plie:COL », « departement:06 », '' for the whole. */
export const cleDeLigne = (l: LigneAnalyse<unknown>): string => (l.plie ? `plie:${l.plie.code}` : l.departement ? `departement:${l.departement.code}` : '');
/** « 2 PLIE sur 3 », where a total does not cover them all. */
export const couverture = (plies: number, l: LigneAnalyse<unknown>): string[] => (plies < l.plies ? [`${plies} PLIE sur\u00a0${l.plies}`] : []);

const GENRES = { PLIE: 'VALEUR', DEPARTEMENT: 'SOUS_TOTAL', ENSEMBLE: 'TOTAL' } as const;

/** A row per line, under the name of its département; none when there is only one PLIE: the whole says it all. */
export function rangeesParPlie<V>(lignes: readonly LigneAnalyse<V>[], cellules: (l: LigneAnalyse<V>) => CelluleDAnalyse[]): LigneDAnalyse[] {
  const montrees = lignesAMontrer(lignes);
  if (montrees.length === 1) return [];
  return montrees.map((l, rang) => ({
    libelle: nomDeLigne(l), genre: GENRES[l.niveau], cellules: cellules(l),
    ...(l.niveau === 'PLIE' && montrees[rang - 1]?.departement?.code !== l.departement?.code && { entete: `${l.departement!.nom} (${l.departement!.code})` }),
  }));
}

/** A cell of the page: its line and its key. */
const place = (l: LigneAnalyse<unknown>, cle: string): string => `${cleDeLigne(l)}/${cle}`;

/** For each key, the PLIEs make their département, and these the whole, with the PLIEs that no subtotal stands for. */
function sommesDesLignes(montrees: readonly LigneAnalyse<unknown>[], cle: string): Somme[] {
  const ensemble = montrees.at(-1)!;
  const departements = montrees.filter((l) => l.niveau === 'DEPARTEMENT');
  const plies = montrees.filter((l) => l.niveau === 'PLIE');
  const somme = (tout: LigneAnalyse<unknown>, parties: LigneAnalyse<unknown>[]): Somme => ({ tout: place(tout, cle), parties: parties.map((p) => place(p, cle)) });
  if (!plies.length) return [];
  const dans = (d: LigneAnalyse<unknown>) => plies.filter((p) => p.departement?.code === d.departement?.code);
  return [somme(ensemble, [...departements, ...plies.filter((p) => !departements.some((d) => dans(d).includes(p)))]), ...departements.map((d) => somme(d, dans(d)))];
}

/** What is shown of a count. `details`: under it, when it is not hidden. */
export type Montrer = (l: LigneAnalyse<number>, cle: string, details?: string[]) => CelluleDAnalyse;

/**
 * The counts that the tables of a page show of these lines, hidden where they must be. `cles`: by line, those shown; `sommes`:
 * between the keys of a line; `connus`: keys of counts that are no secret. Every count that can be read on the page is given, so
 * that none gives another away.
 */
export function montrerLesNombres(lignes: readonly LigneAnalyse<number>[], cles: (l: LigneAnalyse<number>) => readonly string[], sommes: readonly Somme[], lien: Lien, connus: readonly string[] = []): Montrer {
  const montrees = lignesAMontrer(lignes);
  const nombres = Object.fromEntries(montrees.flatMap((l) => cles(l).map((cle) => [place(l, cle), l.valeurs[cle] ?? 0])));
  const connue = (s: Somme): boolean => [s.tout, ...s.parties].every((c) => c in nombres);
  const toutes = [
    ...montrees.flatMap((l) => sommes.map((s) => ({ ...s, tout: place(l, s.tout), parties: s.parties.map((p) => place(l, p)) }))),
    ...[...new Set(montrees.flatMap((l) => cles(l)))].flatMap((cle) => sommesDesLignes(montrees, cle)),
  ].filter(connue);
  const etats = lien ? {} : masquerSommes(nombres, toutes, new Set(montrees.flatMap((l) => connus.map((cle) => place(l, cle)))));
  const etat = (l: LigneAnalyse<number>, cle: string) => etats[place(l, cle)] ?? 'CLAIR';
  return (l, cle, details = []) => (etat(l, cle) === 'CLAIR' ? celluleNombre(l.valeurs[cle] ?? 0, lien && lien(l, cle), details) : celluleMasquee(etat(l, cle) === 'MOINS' ? '<\u00a05' : 'masqué'));
}

export const NOTE_MASQUAGE = "« < 5 » : moins de cinq personnes ; « masqué » : un nombre caché pour que l'on ne retrouve pas un plus petit par différence.";
/** Under a table where something is hidden. */
export const notesDuMasquage = (lignes: readonly LigneDAnalyse[]): string[] => (lignes.some((l) => l.cellules.some((c) => c.masquee)) ? [NOTE_MASQUAGE] : []);
