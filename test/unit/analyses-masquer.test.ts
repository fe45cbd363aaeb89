/** Small counts hidden: an attacker who knows all that is shown, and what the signs mean, never finds one again. */
import fc from 'fast-check';
import { masquer, SEUIL, type Masquage, type Ventile } from '../../reports/analyses/masquer';

const lire = (v: Ventile, { etats, totaux }: Masquage): string[][] => [
  ...v.nombres.map((l, i) => l.map((n, c) => (etats[i]![c] === 'CLAIR' ? String(n ?? '–') : etats[i]![c] === 'MOINS' ? '<5' : '?'))),
  v.totaux.map((n, c) => (totaux[c] ? '?' : String(n))),
];
const partition = (nombres: number[][], emboitees: [number, number][] = []): Ventile => ({ nombres, totaux: nombres[0]!.map((_, c) => nombres.reduce((s, l) => s + l[c]!, 0)), emboitees, genre: 'PARTITION' });
const montrer = (v: Ventile): string[][] => lire(v, masquer(v));

describe('à la main', () => {
  test('rien à cacher', () => expect(montrer(partition([[5], [0], [12]]))).toEqual([['5'], ['0'], ['12'], ['17']]));
  // 20 − 12 − 5 = 3: the smallest of the others goes too.
  test('seul dans sa colonne, un petit nombre en cache un autre', () => expect(montrer(partition([[3], [12], [5]]))).toEqual([['<5'], ['12'], ['?'], ['20']]));
  test('deux petits nombres se protègent', () => expect(montrer(partition([[3], [2], [30]]))).toEqual([['<5'], ['<5'], ['30'], ['35']]));
  // 4 + 4 = 8: two counts under 5 that make 8 can only be 4 and 4.
  test('deux fois quatre se devinent : un troisième se cache', () => expect(montrer(partition([[4], [4], [30], [7]]))).toEqual([['<5'], ['<5'], ['30'], ['?'], ['45']]));
  test('sans autre nombre, un zéro se cache', () => expect(montrer(partition([[3], [0], [0]]))).toEqual([['<5'], ['<5'], ['0'], ['3']]));
  // All exits are positive (9 of 9): in each row the second column is the first.
  test('« dont positives » égale à ses sorties ne dit pas ce que la colonne des sorties cache', () => {
    expect(montrer(partition([[4, 4], [5, 5], [6, 6]], [[1, 0]])).slice(0, 2)).toEqual([['<5', '<5'], ['?', '?']]);
  });
  test('une seule ligne : rien d\'autre que le total ne la protège', () => expect(montrer(partition([[3]]))).toEqual([['?'], ['?']]));
  test('des lignes qui se recoupent ne se retrouvent pas par le total, sauf celle qui reste seule', () => {
    const freins = (nombres: number[][], total: number): Ventile => ({ nombres, totaux: [total], emboitees: [], genre: 'RECOUVREMENT' });
    expect(montrer(freins([[3], [20], [10]], 30))).toEqual([['<5'], ['20'], ['10'], ['30']]);
    // 27 of 30 without any: the first row alone can hold the three others.
    expect(montrer(freins([[3], [0], [27]], 30))).toEqual([['<5'], ['0'], ['?'], ['30']]);
  });
});

/** Is there another table, shown the same, in which this count is another number? Depth first, the true numbers tried first. */
function autreTable(v: Ventile, { etats, totaux }: Masquage, cible: [number, number]): boolean {
  const [hauteur, largeur] = [v.nombres.length, v.totaux.length];
  const sansSigne = v.totaux.map((_, c) => etats.some((l, i) => l[c] === 'MASQUE' && v.nombres[i]![c]! < SEUIL));
  const table = v.nombres.map((l) => l.map(() => 0));
  const domaine = (l: number, c: number): number[] => {
    const vrai = v.nombres[l]![c]!;
    const etat = etats[l]![c]!;
    if (etat === 'CLAIR') return [vrai];
    const haut = totaux[c] ? vrai + 6 : v.totaux[c]!;
    const possibles = Array.from({ length: haut + 1 }, (_, n) => n).filter((n) => (etat === 'MOINS' ? n < SEUIL : sansSigne[c] || n >= SEUIL));
    return possibles.filter((n) => !(l === cible[0] && c === cible[1] && n === vrai)).sort((a, b) => Math.abs(a - vrai) - Math.abs(b - vrai));
  };
  const colonneTient = (c: number): boolean => {
    const ns = table.map((l) => l[c]!);
    const [total, seule] = [v.totaux[c]!, ns.at(-1)!];
    if (totaux[c]) return true;
    const somme = ns.reduce((a, b) => a + b, 0);
    return v.genre === 'PARTITION' ? somme === total : seule <= total && ns.slice(0, -1).every((n) => n + seule <= total) && somme - seule >= total - seule;
  };
  const chercher = (rang: number): boolean => {
    if (rang === hauteur * largeur) return true;
    const [l, c] = [rang % hauteur, Math.floor(rang / hauteur)];
    for (const n of domaine(l, c)) {
      table[l]![c] = n;
      const dejaSomme = table.slice(0, l + 1).reduce((s, x) => s + x[c]!, 0);
      if (v.genre === 'PARTITION' && !totaux[c] && dejaSomme > v.totaux[c]!) continue;
      if (v.emboitees.some(([a, b]) => a <= c && b <= c && table[l]![a]! > table[l]![b]!)) continue;
      if (l === hauteur - 1 && !colonneTient(c)) continue;
      if (chercher(rang + 1)) return true;
    }
    return false;
  };
  return chercher(0);
}

/** Exits, of which positive ones; of all prescribers, of which positive ones: as columns 10, 11, 14, 15. */
const EMBOITEES: [number, number][] = [[1, 0], [0, 2], [1, 3], [3, 2]];
const ligne = fc.tuple(fc.nat(7), fc.nat(7), fc.nat(4), fc.nat(4)).map(([positives, autres, plus, plusPositives]) => [positives + autres, positives, positives + autres + plus + plusPositives, positives + plusPositives]);
const petite = fc.oneof({ weight: 3, arbitrary: ligne }, { weight: 1, arbitrary: fc.constant<number[]>([0, 0, 0, 0]) });
const seules = fc.array(fc.tuple(fc.nat(9)).map(([n]) => [n]), { minLength: 1, maxLength: 6 });

/** How far a fact of several rows overlaps: the total is between the largest row and the sum. */
const recouvrement = fc.tuple(seules, fc.nat(5), fc.nat(100)).map(([nombres, seule, part]): Ventile => {
  const [max, somme] = [Math.max(...nombres.map(([n]) => n!)), nombres.reduce((s, [n]) => s + n!, 0)];
  return { nombres: [...nombres, [seule]], totaux: [seule + max + Math.floor(((somme - max) * part) / 100)], emboitees: [], genre: 'RECOUVREMENT' };
});

test.each([
  ['une colonne', seules.map((l) => partition(l))],
  ['quatre colonnes emboîtées', fc.array(petite, { minLength: 1, maxLength: 4 }).map((l) => partition(l, EMBOITEES))],
  ['des lignes qui se recoupent', recouvrement],
] as const)('aucun petit nombre ne se retrouve : %s', (_, tables) => {
  fc.assert(fc.property(tables, (v) => {
    const m = masquer(v);
    v.nombres.forEach((l, i) => l.forEach((n, c) => {
      const petit = n !== null && n > 0 && n < SEUIL;
      if (petit && m.etats[i]![c] === 'CLAIR') throw new Error(`montré : ligne ${i}, colonne ${c}`);
      if (petit && !autreTable(v, m, [i, c])) throw new Error(`retrouvé : ligne ${i}, colonne ${c}\n${JSON.stringify(lire(v, m))}`);
    }));
  }), { numRuns: 400 });
});

test('ce qui est montré est exact, et un nombre ne se cache pas sans raison', () => {
  fc.assert(fc.property(fc.array(petite, { minLength: 1, maxLength: 4 }).map((l) => partition(l, EMBOITEES)), (v) => {
    if (!v.nombres.flat().some((n) => n! > 0 && n! < SEUIL)) expect(masquer(v).etats.flat().every((e) => e === 'CLAIR')).toBe(true);
  }));
});
