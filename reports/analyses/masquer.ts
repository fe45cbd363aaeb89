/**
 * Small counts, hidden from those who may not see persons. A count from 1 to 4 is « < 5 »; then others, as few as can be, so that
 * it cannot be found again from what stays: the total of its column, the columns inside one another, what the signs mean.
 * A hidden count is safe when another table, which differs there, would have been shown the same. Pure.
 */

/** A count below it is about too few persons. */
export const SEUIL = 5;

/** CLAIR: shown. MOINS: 0 to 4, « < 5 ». MASQUE: 5 or more, hidden for the sake of another; any number where the column has no « < 5 » left. */
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

interface Travail extends Ventile { etats: Etat[][]; sansSigne: boolean[]; totauxMasques: boolean[] }

const petit = (n: number | null): boolean => n !== null && n > 0 && n < SEUIL;

export function masquer(v: Ventile): Masquage {
  const t: Travail = {
    ...v, etats: v.nombres.map((ligne) => ligne.map((n): Etat => (petit(n) ? 'MOINS' : 'CLAIR'))),
    sansSigne: v.totaux.map(() => false), totauxMasques: v.totaux.map(() => false),
  };
  // Each turn hides one thing more, and there is an end to what can be hidden.
  for (let exposee = chercherExposee(t); exposee; exposee = chercherExposee(t)) cacherDavantage(t, exposee);
  return { etats: t.etats, totaux: t.totauxMasques };
}

interface Place { ligne: number; colonne: number }

const places = ({ nombres }: Ventile): Place[] => nombres.flatMap((l, ligne) => l.map((_, colonne) => ({ ligne, colonne })));

/** A small count that can still be found again. */
const chercherExposee = (t: Travail): Place | undefined => places(t).find((p) => petit(t.nombres[p.ligne]![p.colonne]!) && !aUnTemoin(t, p));

/** Columns inside one another with this one, itself first. */
function liees({ emboitees }: Ventile, colonne: number): number[] {
  const vues = [colonne];
  for (const c of vues) for (const [a, b] of emboitees) for (const [ici, la] of [[a, b], [b, a]]) if (ici === c && !vues.includes(la!)) vues.push(la!);
  return vues;
}

/** Hides the smallest count that may help: in the same column while it stands alone there, else in a column tied to it, else anywhere in these. */
function cacherDavantage(t: Travail, { ligne, colonne }: Place): void {
  const montrees = (choisies: (p: Place) => boolean): Place[] => places(t).filter((p) => t.etats[p.ligne]![p.colonne] === 'CLAIR' && t.nombres[p.ligne]![p.colonne] !== null && choisies(p));
  const nombre = (p: Place): number => t.nombres[p.ligne]![p.colonne]!;
  // Nothing to count hides little: zeros come last.
  const rang = (p: Place): number => nombre(p) || Infinity;
  const groupe = liees(t, colonne);
  const masqueesIci = t.etats.filter((l) => l[colonne] !== 'CLAIR').length;
  const memeColonne = montrees((p) => p.colonne === colonne);
  const memesLignes = montrees((p) => groupe.includes(p.colonne) && p.colonne !== colonne && (p.ligne === ligne || t.etats[p.ligne]![colonne] !== 'CLAIR'));
  const ailleurs = montrees((p) => groupe.includes(p.colonne));
  const choix = [masqueesIci < 2 ? memeColonne : [], memesLignes, memeColonne, ailleurs].find((c) => c.length);
  if (choix) {
    const p = choix.reduce((a, b) => (rang(b) < rang(a) ? b : a));
    t.etats[p.ligne]![p.colonne] = nombre(p) < SEUIL ? 'MOINS' : 'MASQUE';
    return;
  }
  // All is hidden and the signs still say too much; then the total does.
  const signee = groupe.find((c) => !t.sansSigne[c]);
  if (signee !== undefined) {
    t.sansSigne[signee] = true;
    for (const l of t.etats) if (l[signee] === 'MOINS') l[signee] = 'MASQUE';
    return;
  }
  const dite = groupe.find((c) => !t.totauxMasques[c])!;
  t.totauxMasques[dite] = true;
}

/** All the ways to take some of the columns tied to this one, with it. */
function* ensembles(t: Travail, colonne: number): Generator<number[]> {
  const [, ...autres] = liees(t, colonne);
  for (let choix = 0; choix < 2 ** autres.length; choix += 1) yield [colonne, ...autres.filter((_, i) => (choix >> i) & 1)];
}

/** Another table that would be shown the same and differs there: one more or one less, made up for in another row or not at all. */
function aUnTemoin(t: Travail, { ligne, colonne }: Place): boolean {
  for (const colonnes of ensembles(t, colonne)) {
    if (colonnes.some((c) => t.etats[ligne]![c] === 'CLAIR')) continue;
    for (const pas of [1, -1]) {
      if (ressemble(t, colonnes, [[ligne, pas]])) return true;
      for (let autre = 0; autre < t.nombres.length; autre += 1) {
        if (autre !== ligne && colonnes.every((c) => t.etats[autre]![c] !== 'CLAIR') && ressemble(t, colonnes, [[ligne, pas], [autre, -pas]])) return true;
      }
    }
  }
  return false;
}

/** Changed so in these rows and columns, the table would be shown the same, and a reader could believe it. */
function ressemble(t: Travail, colonnes: number[], pas: [ligne: number, pas: number][]): boolean {
  const lire = (ligne: number, colonne: number): number | null => {
    const n = t.nombres[ligne]![colonne] ?? null;
    return n === null || !colonnes.includes(colonne) ? n : n + (pas.find(([l]) => l === ligne)?.[1] ?? 0);
  };
  for (const [ligne] of pas) {
    for (const c of colonnes) {
      const n = lire(ligne, c);
      if (n === null || n < 0) return false;
      if (t.etats[ligne]![c] === 'MOINS' && n >= SEUIL) return false;
      if (t.etats[ligne]![c] === 'MASQUE' && !t.sansSigne[c] && n < SEUIL) return false;
    }
    for (const [part, tout] of t.emboitees) {
      const [a, b] = [lire(ligne, part), lire(ligne, tout)];
      if (a !== null && b !== null && a > b) return false;
    }
  }
  return colonnes.every((c) => t.totauxMasques[c] || tientDansLeTotal(t, t.nombres.map((_, l) => lire(l, c)), t.totaux[c]!));
}

/** The rows of a column may be those of this total. */
function tientDansLeTotal({ genre }: Ventile, rangees: (number | null)[], total: number): boolean {
  const valeurs = rangees.map((n) => n ?? 0);
  const somme = (ns: number[]) => ns.reduce((a, b) => a + b, 0);
  if (genre === 'PARTITION') return somme(valeurs) === total;
  const seule = valeurs.at(-1)!;
  const autres = valeurs.slice(0, -1);
  return seule <= total && autres.every((n) => n <= total - seule) && somme(autres) >= total - seule;
}
