/**
 * Small counts, hidden from those who may not see persons. A count from 1 to 4 is « < 5 »; then others, as few as can be, so that
 * it cannot be found again from what stays: the total of its column, the columns inside one another, what the signs mean.
 * A hidden count is safe when another table, which differs there, would be shown the same: for each, the witness that hides the fewest
 * other counts is looked for. What is hidden for one never exposes another. Pure.
 */

/** A count below it is about too few persons. */
export const SEUIL = 5;

/** CLAIR: shown. MOINS: 0 to 4, « < 5 ». MASQUE: 5 or more, hidden for the sake of another; any number in a column that has no « < 5 » left. */
export type Etat = 'CLAIR' | 'MOINS' | 'MASQUE';

export interface Ventile {
  /** By row, then by column; null where a column does not exist. */
  nombres: readonly (readonly (number | null)[])[];
  /** By column. */
  totaux: readonly (number | null)[];
  /** [part, whole], as places of columns: the first is never more than the second. */
  emboitees: readonly (readonly [number, number])[];
  /**
   * PARTITION: the rows add up to the total. RECOUVREMENT: a fact may be in several rows, save those of the last one, which are in
   * no other: each row is within the total less the last, and together they cover it.
   */
  genre: 'PARTITION' | 'RECOUVREMENT';
}

export interface Masquage {
  etats: Etat[][];
  /** By column: the total too must be hidden, for nothing less protects the rows. */
  totaux: boolean[];
}

interface Travail extends Ventile {
  etats: Etat[][];
  /** By column: « < 5 » and « masqué » are not told apart any more. */
  sansSigne: boolean[];
  totauxMasques: boolean[];
}

/** Another table: one more or one less in one row, made up for in another or not at all, in columns tied together. */
interface Temoin { colonnes: number[]; pas: [ligne: number, pas: number][] }
/** What may be given up for a witness: nothing but other counts, the meaning of the signs, the totals too. */
type Abandon = 'NOMBRES' | 'SIGNES' | 'TOTAUX';

const petit = (n: number | null | undefined): boolean => typeof n === 'number' && n > 0 && n < SEUIL;

export function masquer(v: Ventile): Masquage {
  const t: Travail = {
    ...v, etats: v.nombres.map((ligne) => ligne.map((n): Etat => (petit(n) ? 'MOINS' : 'CLAIR'))),
    sansSigne: v.totaux.map(() => false), totauxMasques: v.totaux.map(() => false),
  };
  v.nombres.forEach((ligne, l) => ligne.forEach((n, c) => { if (petit(n)) proteger(t, l, c); }));
  return { etats: t.etats, totaux: t.totauxMasques };
}

/** Hides what the cheapest witness of a small count asks for: nothing when it has one already. */
function proteger(t: Travail, ligne: number, colonne: number): void {
  for (const abandon of ['NOMBRES', 'SIGNES', 'TOTAUX'] as const) {
    let choisi: Temoin | null = null;
    let moindre = Infinity;
    for (const temoin of temoins(t, ligne, colonne)) {
      const prix = cout(t, temoin);
      if (prix < moindre && ressemble(t, temoin, abandon)) [choisi, moindre] = [temoin, prix];
      if (moindre === 0) break;
    }
    if (choisi) return cacher(t, choisi, abandon);
  }
}

/** With the rows that are hidden there already first: one of them often costs nothing. */
function* temoins(t: Travail, ligne: number, colonne: number): Generator<Temoin> {
  const [, ...autres] = liees(t, colonne);
  const ensembles = Array.from({ length: 2 ** autres.length }, (_, choix) => [colonne, ...autres.filter((_c, i) => (choix >> i) & 1)]);
  const rangs = t.nombres.map((_, l) => l).filter((l) => l !== ligne);
  const cachee = (l: number): boolean => t.etats[l]![colonne] !== 'CLAIR';
  for (const autre of [null, ...rangs.filter(cachee), ...rangs.filter((l) => !cachee(l))]) {
    for (const pas of [1, -1]) for (const colonnes of ensembles) yield { colonnes, pas: autre === null ? [[ligne, pas]] : [[ligne, pas], [autre, -pas]] };
  }
}

/** Columns inside one another with this one, itself first. */
function liees({ emboitees }: Ventile, colonne: number): number[] {
  const vues = [colonne];
  for (const c of vues) for (const paire of emboitees) if (paire.includes(c)) for (const autre of paire) if (!vues.includes(autre)) vues.push(autre);
  return vues;
}

/** As few counts as can be, then the smallest; zeros last, for one may be known to be nothing else. */
function cout(t: Travail, { colonnes, pas }: Temoin): number {
  let prix = 0;
  for (const [l] of pas) for (const c of colonnes) if (t.etats[l]![c] === 'CLAIR') prix += 1 + (t.nombres[l]![c] ? Math.min(t.nombres[l]![c], 1e5) / 1e9 : 1e-3);
  return prix;
}

function cacher(t: Travail, { colonnes, pas }: Temoin, abandon: Abandon): void {
  for (const c of colonnes) {
    for (const [l] of pas) if (t.etats[l]![c] === 'CLAIR') t.etats[l]![c] = t.nombres[l]![c]! < SEUIL ? 'MOINS' : 'MASQUE';
    if (abandon !== 'NOMBRES') t.sansSigne[c] = true;
    if (abandon === 'TOTAUX') t.totauxMasques[c] = true;
  }
  for (const etats of t.etats) etats.forEach((e, c) => { if (t.sansSigne[c] && e === 'MOINS') etats[c] = 'MASQUE'; });
}

/** Once what it asks for is hidden, this table would be shown as the true one, and a reader could believe it. */
function ressemble(t: Travail, { colonnes, pas }: Temoin, abandon: Abandon): boolean {
  const lire = (ligne: number, colonne: number): number | null => {
    const n = t.nombres[ligne]![colonne] ?? null;
    return n === null || !colonnes.includes(colonne) ? n : n + (pas.find(([l]) => l === ligne)?.[1] ?? 0);
  };
  const signe = (c: number): boolean => abandon === 'NOMBRES' && !t.sansSigne[c];
  for (const [ligne] of pas) {
    for (const c of colonnes) {
      const [vrai, autre] = [t.nombres[ligne]![c] ?? null, lire(ligne, c)];
      if (vrai === null || autre === null || autre < 0 || (signe(c) && vrai < SEUIL !== autre < SEUIL)) return false;
    }
    for (const [part, tout] of t.emboitees) {
      const [a, b] = [lire(ligne, part), lire(ligne, tout)];
      if (a !== null && b !== null && a > b) return false;
    }
  }
  return colonnes.every((c) => abandon === 'TOTAUX' || t.totauxMasques[c] || tientDansLeTotal(t, c, pas, lire));
}

/** The rows of a column may still be those of its total. */
function tientDansLeTotal({ genre, nombres, totaux }: Ventile, colonne: number, pas: Temoin['pas'], lire: (ligne: number, colonne: number) => number | null): boolean {
  if (genre === 'PARTITION') return pas.reduce((somme, [, un]) => somme + un, 0) === 0;
  const rangees = nombres.map((_, l) => lire(l, colonne) ?? 0);
  const restent = totaux[colonne]! - rangees.at(-1)!;
  const autres = rangees.slice(0, -1);
  return autres.every((n) => n <= restent) && autres.reduce((a, b) => a + b, 0) >= restent && restent >= 0;
}
