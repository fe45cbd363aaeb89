/** Hostile contents in well-made files: values at the ends of what a cell may hold, headers and rows out of place. */
import type { Hasard } from '../../server/demonstration/hasard';
import type { Cellule } from '../../server/lib/classeur/ecrire';
import type { Modele } from './semences';

/** `_x0000_` and the like are how a workbook writes the signs that XML cannot hold. */
const TEXTES = [
  '_x0000_', 'Aub_x0000_ier', '_xD800_', '_xDFFF_a', '_x000D__x000A_', '_xFFFF_', '\u0000', 'a\u0000b', '\ud800', '\ufffe', '\u202egnp.exe', '\u200b', '\u00a0', 'é'.repeat(32_767), 'x'.repeat(32_768), 'x'.repeat(101), '😀'.repeat(60), 'Zoé\u0301',
  '=1+1', "=cmd|' /C calc'!A0", '+33612345678', '-1', '@SOMME(A1)', '\t=1', '\r=1', "'", "''=1", '<script>alert(1)</script>', "'; drop table personnes; --", '${7*7}', '%s%n', '../../../etc/passwd', 'file:///etc/passwd', '__proto__', 'constructor', 'toString', 'hasOwnProperty',
  '31/02/2025', '00/00/0000', '01/01/0001', '31/12/9999', '2025-13-45', '29/02/2023', '12/2025', '00/2025', '99/9999', '1e3', 'NaN', 'Infinity', '-0', '0x10', '9'.repeat(400), '000000000000001', '1234567A', '12345678', 'oui;non;oui', ';'.repeat(1000), '"', '""', '"\n"', '\n\n', ' ', '\ufeff',
  'vrai', 'Pôle emploi', 'France Travail', 'null', 'undefined', '{}', '[]', '\\u0000', '\\', '\\x00', 'a\\', '{"a":1}',
];
const NOMBRES = [0, -0, -1, 0.1, 1e308, -1e308, 5e-324, 1e21, 2_958_465, 2_958_466, 60, 59, 1, -1462, 45_000.999_99, 2 ** 31, 2 ** 53, 2 ** 63, 1e15, 100_000, 100_001, 45_732];

const valeur = (h: Hasard): Cellule => h.peser<Cellule>([[h.choisir(TEXTES), 6], [h.choisir(NOMBRES), 3], [h.chance(0.5), 1], [null, 1]]);

type Geste = (h: Hasard, lignes: Cellule[][], modele: Modele) => void;
const ligneDe = (h: Hasard, lignes: Cellule[][]): Cellule[] => lignes[h.entier(Math.min(1, lignes.length - 1), lignes.length - 1)] ?? [];

const GESTES: readonly (readonly [Geste, number])[] = [
  [(h, lignes) => { const l = ligneDe(h, lignes); l[h.entier(0, Math.max(0, l.length - 1))] = valeur(h); }, 12],
  [(h, lignes) => { const n = h.entier(0, (lignes[0]?.length ?? 1) - 1); const v = valeur(h); lignes.slice(1).forEach((l) => (l[n] = v)); }, 3],
  // Headers: another, none, twice, elsewhere, empty.
  [(h, [titres = []]) => { titres[h.entier(0, Math.max(0, titres.length - 1))] = h.choisir(TEXTES); }, 3],
  [(h, [titres = []]) => { titres[h.entier(0, Math.max(0, titres.length - 1))] = titres[h.entier(0, Math.max(0, titres.length - 1))] ?? ''; }, 2],
  [(h, lignes) => { const n = h.entier(0, (lignes[0]?.length ?? 1) - 1); lignes.forEach((l) => l.splice(n, 1)); }, 2],
  [(_h, lignes) => { lignes.shift(); }, 1],
  [(h, lignes) => { if (h.chance(0.5)) lignes.reverse(); else if (lignes.length) lignes.unshift(lignes.pop()!); }, 1],
  [(h, lignes) => { lignes.unshift(...Array.from({ length: h.entier(1, 30) }, () => [])); }, 1],
  // Rows: twice, a thousand times, wide, none.
  [(h, lignes) => { lignes.push([...ligneDe(h, lignes)]); }, 3],
  [(h, lignes) => { const l = ligneDe(h, lignes); for (let i = h.entier(300, 3000); i > 0; i -= 1) lignes.push([...l]); }, 1],
  [(h, lignes) => { const l = ligneDe(h, lignes); for (let i = h.entier(50, 400); i > 0; i -= 1) l.push(valeur(h)); }, 1],
  [(_h, lignes) => { lignes.length = Math.min(1, lignes.length); }, 1],
  [(h, _lignes, modele) => { const noms = Object.keys(modele); delete modele[h.choisir(noms)]; }, 1],
  [(h, lignes, modele) => { modele[h.choisir(['Autre', 'RETOUR ', 'etapes', 'Feuil1', '__proto__x', 'Services (2)'])] = lignes; }, 1],
];

/** A copy of the sheets, changed one to four times. */
export function muterCellules(h: Hasard, modele: Modele): Modele {
  const copie: Modele = Object.fromEntries(Object.entries(modele).map(([nom, lignes]) => [nom, lignes.map((l) => [...l])]));
  for (let i = h.entier(1, 4); i > 0 && Object.keys(copie).length; i -= 1) h.peser(GESTES)(h, copie[h.choisir(Object.keys(copie))]!, copie);
  return copie;
}
