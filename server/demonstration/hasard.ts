/**
 * Chance that repeats itself: the same seed draws the same things, on any machine.
 * Not for secrets. (sfc32, seeded by a hash of the text; both in the public domain.)
 */

export interface Hasard {
  /** From 0 included to 1 excluded. */
  reel: () => number;
  /** From min to max, both included. */
  entier: (min: number, max: number) => number;
  /** True with probability p. */
  chance: (p: number) => boolean;
  choisir: <T>(liste: readonly T[]) => T;
  /** One of the values, each as often as its weight. */
  peser: <T>(poids: Poids<T>) => T;
}

export type Poids<T> = readonly (readonly [valeur: T, poids: number])[];

function empreinte(texte: string): () => number {
  let h = 1_779_033_703 ^ texte.length;
  for (let i = 0; i < texte.length; i += 1) {
    h = Math.imul(h ^ texte.charCodeAt(i), 3_432_918_353);
    h = (h << 13) | (h >>> 19);
  }
  return () => {
    h = Math.imul(h ^ (h >>> 16), 2_246_822_507);
    h = Math.imul(h ^ (h >>> 13), 3_266_489_909);
    return (h ^= h >>> 16) >>> 0;
  };
}

export function creerHasard(graine: string): Hasard {
  const germe = empreinte(graine);
  let [a, b, c, d] = [germe(), germe(), germe(), germe()];
  const reel = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t | 0;
    return (t >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 12; i += 1) reel();
  const hasard: Hasard = {
    reel,
    entier: (min, max) => min + Math.floor(reel() * (max - min + 1)),
    chance: (p) => reel() < p,
    choisir: (liste) => liste[Math.floor(reel() * liste.length)]!,
    peser: (poids) => {
      let reste = reel() * poids.reduce((somme, [, p]) => somme + p, 0);
      return (poids.find(([, p]) => (reste -= p) < 0) ?? poids[0]!)[0];
    },
  };
  return hasard;
}

/**
 * A pack of cards with each value in as many copies as its weight, drawn without replacement, then shuffled again:
 * rare values are sure to come out, in the proportions asked for.
 */
export function creerPaquet<T>(hasard: Hasard, poids: Poids<T>): () => T {
  let cartes: T[] = [];
  return () => {
    if (!cartes.length) {
      cartes = poids.flatMap(([valeur, copies]) => Array.from({ length: copies }, () => valeur));
      for (let i = cartes.length - 1; i > 0; i -= 1) {
        const j = hasard.entier(0, i);
        [cartes[i], cartes[j]] = [cartes[j]!, cartes[i]!];
      }
    }
    return cartes.pop()!;
  };
}
