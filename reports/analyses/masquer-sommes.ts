/**
 * Small counts, hidden from those who may not see persons, in figures that add up in several directions (the states of a line,
 * the PLIEs of a total). A count from 1 to 4 is hidden; then others, a few, until it can no longer be worked out from those that
 * stay: neither by adding and taking away, nor by what « < 5 » allows. Pure.
 */

import { SEUIL, type Etat } from './masquer';

/** `tout` is the sum of `parties`, or not less than it when something is left out (`partielle`). */
export interface Somme { tout: string; parties: readonly string[]; partielle?: boolean }

const petit = (n: number): boolean => n > 0 && n < SEUIL;

/** The state of each count, by its key. A sum may only name counts that are given. `connus`: the reader knows them anyway, they stay. */
export function masquerSommes(nombres: Readonly<Record<string, number>>, sommes: readonly Somme[], connus: ReadonlySet<string> = new Set()): Record<string, Etat> {
  const etats: Record<string, Etat> = Object.fromEntries(Object.entries(nombres).map(([cle, n]) => [cle, petit(n) && !connus.has(cle) ? 'MOINS' : 'CLAIR']));
  const aProteger = Object.keys(nombres).filter((cle) => etats[cle] === 'MOINS');
  const lies = new Map<string, Somme[]>();
  for (const s of sommes) for (const cle of [s.tout, ...s.parties]) lies.set(cle, [...(lies.get(cle) ?? []), s]);
  const chercherExposee = (): string | undefined => {
    const retrouvees = ceQuiSeRetrouve(nombres, etats, sommes);
    return aProteger.find((cle) => retrouvees.has(cle));
  };
  const cachees: string[] = [];
  // Each turn hides one count more, and there is an end to what can be hidden.
  for (let exposee = chercherExposee(); exposee; exposee = chercherExposee()) {
    const cachee = aCacher(exposee, nombres, etats, sommes, lies, connus);
    if (!cachee) return etats;
    etats[cachee] = nombres[cachee]! < SEUIL ? 'MOINS' : 'MASQUE';
    cachees.push(cachee);
  }
  // What turned out to protect nothing is shown again, the greatest first.
  for (const cle of cachees.toSorted((a, b) => nombres[b]! - nombres[a]!)) {
    const etat = etats[cle]!;
    etats[cle] = 'CLAIR';
    if (chercherExposee()) etats[cle] = etat;
  }
  return etats;
}

/** The smallest count shown in a sum with this one, parts first and zeros after the others; else of any sum with a hidden count, else any. */
function aCacher(exposee: string, nombres: Readonly<Record<string, number>>, etats: Record<string, Etat>, sommes: readonly Somme[], lies: Map<string, Somme[]>, connus: ReadonlySet<string>): string | undefined {
  const rang = (cle: string): number => nombres[cle] || Infinity;
  const plusPetite = (cles: string[]): string | undefined => cles.filter((c) => etats[c] === 'CLAIR' && !connus.has(c)).sort((a, b) => rang(a) - rang(b) || (a < b ? -1 : 1))[0];
  const siennes = (lies.get(exposee) ?? []).toSorted((a, b) => nombreDeCachees(a, etats) - nombreDeCachees(b, etats));
  for (const s of siennes) { const c = plusPetite(s.parties.slice()); if (c) return c; }
  for (const s of siennes) if (etats[s.tout] === 'CLAIR' && !connus.has(s.tout)) return s.tout;
  return plusPetite(sommes.filter((s) => nombreDeCachees(s, etats) > 0).flatMap((s) => [s.tout, ...s.parties])) ?? plusPetite(Object.keys(nombres));
}

const nombreDeCachees = (s: Somme, etats: Record<string, Etat>): number => [s.tout, ...s.parties].filter((c) => etats[c] !== 'CLAIR').length;

/** Hidden counts that have one value only: by the equations between them, or by what their signs allow. */
function ceQuiSeRetrouve(nombres: Readonly<Record<string, number>>, etats: Record<string, Etat>, sommes: readonly Somme[]): Set<string> {
  const inconnues = Object.keys(nombres).filter((c) => etats[c] !== 'CLAIR');
  const rang = new Map(inconnues.map((c, i) => [c, i]));
  const bornes: [number, number][] = inconnues.map((c) => (etats[c] === 'MOINS' ? [0, SEUIL - 1] : [SEUIL, Infinity]));
  // Σ coefficients × unknowns = constant; what a partial sum leaves out is one unknown more.
  const equations: { termes: Map<number, number>; constante: number }[] = [];
  for (const s of sommes) {
    const termes = new Map<number, number>();
    let constante = 0;
    const ajouter = (cle: string, coefficient: number) => { const r = rang.get(cle); if (r === undefined) constante -= coefficient * nombres[cle]!; else termes.set(r, (termes.get(r) ?? 0) + coefficient); };
    for (const cle of s.parties) ajouter(cle, 1);
    ajouter(s.tout, -1);
    if (!termes.size) continue;
    if (s.partielle) termes.set(bornes.push([0, Infinity]) - 1, 1);
    equations.push({ termes, constante });
  }
  resoudre(equations);
  resserrer(equations, bornes);
  return new Set(inconnues.filter((_, i) => bornes[i]![0] === bornes[i]![1]));
}

/** Gauss and Jordan: an unknown that the equations settle stands alone in one of them. Coefficients stay small whole numbers over small whole numbers. */
function resoudre(equations: { termes: Map<number, number>; constante: number }[]): void {
  for (const pivot of equations) {
    const tete = [...pivot.termes].find(([, c]) => Math.abs(c) > 1e-9);
    if (!tete) continue;
    const [inconnue, coefficient] = tete;
    for (const [r, c] of pivot.termes) pivot.termes.set(r, c / coefficient);
    pivot.constante /= coefficient;
    for (const autre of equations) {
      const facteur = autre.termes.get(inconnue);
      if (autre === pivot || !facteur) continue;
      for (const [r, c] of pivot.termes) { const somme = (autre.termes.get(r) ?? 0) - facteur * c; if (Math.abs(somme) > 1e-9) autre.termes.set(r, somme); else autre.termes.delete(r); }
      autre.constante -= facteur * pivot.constante;
    }
  }
}

/** Narrows what each unknown may be by the equations that it stands in, until nothing moves. */
function resserrer(equations: readonly { termes: Map<number, number>; constante: number }[], bornes: [number, number][]): void {
  for (let tour = 0, change = true; change && tour < 50; tour += 1) {
    change = false;
    for (const { termes, constante } of equations) {
      for (const [r, c] of termes) {
        let [bas, haut] = [constante, constante];
        for (const [autre, k] of termes) {
          if (autre === r) continue;
          const [x, y] = bornes[autre]!;
          bas -= k > 0 ? k * y : k * x;
          haut -= k > 0 ? k * x : k * y;
        }
        const [min, max] = c > 0 ? [bas / c, haut / c] : [haut / c, bas / c];
        const [avantMin, avantMax] = bornes[r]!;
        const suivante: [number, number] = [Math.max(avantMin, Math.ceil(min - 1e-9)), Math.min(avantMax, Math.floor(max + 1e-9))];
        if (suivante[0] > avantMin || suivante[1] < avantMax) { bornes[r] = suivante; change = true; }
      }
    }
  }
}
