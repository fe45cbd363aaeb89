/** Hostile bytes, whatever they are part of; and texts of a .csv written in another way than they say. */
import type { Hasard } from '../../server/demonstration/hasard';

const bruit = (h: Hasard, n: number): Buffer => Buffer.from(Array.from({ length: n }, () => h.entier(0, 255)));

const GESTES: readonly (readonly [(h: Hasard, octets: Buffer) => Buffer, number])[] = [
  [(h, o) => { const copie = Buffer.from(o); for (let i = h.entier(1, 40); i > 0 && o.length; i -= 1) copie[h.entier(0, o.length - 1)]! ^= 1 << h.entier(0, 7); return copie; }, 8],
  [(h, o) => { const copie = Buffer.from(o); bruit(h, h.entier(1, 200)).copy(copie, h.entier(0, o.length)); return copie; }, 4],
  [(h, o) => o.subarray(0, h.entier(0, o.length)), 5],
  [(h, o) => o.subarray(h.entier(0, o.length)), 2],
  [(h, o) => { const [a, b] = [h.entier(0, o.length), h.entier(0, o.length)]; return Buffer.concat([o.subarray(0, a), o.subarray(b)]); }, 4],
  [(h, o) => { const a = h.entier(0, o.length); return Buffer.concat([o.subarray(0, a), Buffer.alloc(h.entier(1, 5000)), o.subarray(a)]); }, 2],
  [(h, o) => Buffer.concat([o, bruit(h, h.entier(1, 3000))]), 2],
  [(h, o) => Buffer.concat([bruit(h, h.entier(1, 300)), o]), 2],
  [(_h, o) => Buffer.concat([o, o]), 1],
  [(h) => bruit(h, h.entier(0, 3000)), 1],
  [(h, o) => Buffer.concat([h.choisir([Buffer.from('PK\x03\x04'), Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('%PDF-1.7'), Buffer.from('\u0089PNG', 'latin1'), Buffer.from('<html>'), Buffer.from('{\\rtf1')]), o.subarray(8)]), 1],
];

export const muterOctets = (h: Hasard, octets: Buffer): Buffer => h.peser(GESTES)(h, octets);

const GESTES_CSV: readonly (readonly [(h: Hasard, texte: string) => Buffer, number])[] = [
  [(_h, t) => Buffer.from(t, 'utf16le'), 1],
  [(_h, t) => Buffer.from(`\ufeff${t}`, 'utf16le'), 1],
  [(_h, t) => Buffer.from(t, 'latin1'), 2],
  [(_h, t) => Buffer.concat([Buffer.from(t), Buffer.from(t, 'latin1')]), 1],
  [(h, t) => { const n = h.entier(0, t.length); return Buffer.from(`${t.slice(0, n)}${h.choisir(['"', '""', '"x"y', '\u0000', '\r', '\n', '\ufeff', ';;;', ',', '\t', '=', '\u2028'])}${t.slice(n)}`); }, 6],
  [(_h, t) => Buffer.from(t.replaceAll('\r\n', '\r')), 1],
  [(_h, t) => Buffer.from(t.replaceAll('\r\n', '\n\n')), 1],
  [(h, t) => Buffer.from(t.replaceAll(';', h.choisir([',', '\t', '|', ':', ' ;']))), 2],
  [(h, t) => Buffer.from(`${t}"${'x'.repeat(h.entier(1000, 900_000))}`), 1],
  [(h, t) => Buffer.from(t + `${';'.repeat(h.entier(1, 400))}\r\n`.repeat(h.entier(100, 3000))), 1],
  [(h, t) => { const lignes = t.split('\r\n'); return Buffer.from([lignes[0], ...Array.from({ length: h.entier(1000, 4000) }, () => h.choisir(lignes.slice(1)))].join('\r\n')); }, 1],
];

export const muterCsv = (h: Hasard, csv: Buffer): Buffer => h.peser(GESTES_CSV)(h, csv.toString('utf8'));
