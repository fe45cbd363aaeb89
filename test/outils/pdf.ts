/** What a PDF of ours says, read without any library: its streams, inflated, then the texts they show. */
import { createDecipheriv, createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';

/** windows-1252: Node's own decoder takes it for latin1. */
const DE_WINDOWS: Record<string, string> = { '\x8c': 'Œ', '\x9c': 'œ', '\x92': '’', '\x80': '€', '\x96': '–' };
const decoder = (octets: Buffer): string => octets.toString('latin1').replace(/[\x80-\x9f]/g, (c) => DE_WINDOWS[c] ?? '?');

/** The bytes of each stream, as they stand in the file. */
function flux(octets: Buffer): Buffer[] {
  const texte = octets.toString('latin1');
  return [...texte.matchAll(/\/Length (\d+)[^]*?>>\s*stream\r?\n/g)].map((m) => octets.subarray(m.index + m[0].length, m.index + m[0].length + Number(m[1])));
}

function textes(contenus: Buffer[]): string[] {
  return contenus.flatMap((contenu) => {
    let clair: string;
    try { clair = inflateSync(contenu).toString('latin1'); } catch { return []; }
    return [...clair.matchAll(/\[([^\]]*)\] TJ/g)].map((m) => decoder(Buffer.concat([...m[1]!.matchAll(/<([0-9a-f]*)>/g)].map((h) => Buffer.from(h[1]!, 'hex')))));
  });
}

/** The lines of text, in the order in which they are drawn; none when the document is encrypted. */
export const textesDuPdf = (octets: Buffer): string[] => textes(flux(octets));

/** The same, page by page. */
export const pagesDuPdf = (octets: Buffer): string[][] => flux(octets).map((f) => textes([f])).filter((t) => t.length);

/** What is shown outside any tag and any artifact: a reading voice would not know what to do with it. None in a tagged document. */
export function horsBalise(octets: Buffer): string[] {
  return flux(octets).flatMap((f) => {
    let clair: string;
    try { clair = inflateSync(f).toString('latin1'); } catch { return []; }
    let profondeur = 0;
    return clair.split('\n').filter((ligne) => {
      if (/\b(BDC|BMC)$/.test(ligne)) profondeur += 1;
      if (/^EMC$/.test(ligne)) profondeur -= 1;
      return profondeur === 0 && /(^|\s)(TJ|Tj|S|s|f|f\*|B|B\*|b)$/.test(ligne);
    });
  });
}

/** Blanks of every kind and the signs that the fonts lack, as one compares what is read. */
export const aPlat = (texte: string): string => texte.replace(/[\s\u00a0\u202f]+/g, ' ').replaceAll('−', '-').trim();

/** An entry of the encryption dictionary. */
const entree = (octets: Buffer, nom: string): Buffer => Buffer.from(new RegExp(`/${nom} <([0-9a-f]+)>`).exec(octets.toString('latin1'))![1]!, 'hex');

/** The same lines of a document encrypted by AES-256 (ISO 32000, revision 5), opened with this word; null when it does not open. */
export function textesDuPdfChiffre(octets: Buffer, mot: string): string[] | null {
  const u = entree(octets, 'U');
  const hacher = (sel: Buffer) => createHash('sha256').update(Buffer.concat([Buffer.from(mot, 'utf8'), sel])).digest();
  if (!hacher(u.subarray(32, 40)).equals(u.subarray(0, 32))) return null;
  const sansRemplissage = createDecipheriv('aes-256-cbc', hacher(u.subarray(40, 48)), Buffer.alloc(16)).setAutoPadding(false);
  const cle = Buffer.concat([sansRemplissage.update(entree(octets, 'UE')), sansRemplissage.final()]);
  return textes(flux(octets).flatMap((f) => {
    if (f.length < 32 || f.length % 16) return [];
    const d = createDecipheriv('aes-256-cbc', cle, f.subarray(0, 16));
    try { return [Buffer.concat([d.update(f.subarray(16)), d.final()])]; } catch { return []; }
  }));
}
