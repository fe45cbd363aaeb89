/** All that is written in a workbook (or any zip, or a PDF), to look for a name that should not be there. */
import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import yauzl from 'yauzl';
import { textesDuPdf } from './pdf';

/** The texts of every entry, one after the other; the bytes themselves when it is no zip. */
export async function texteDuClasseur(octets: Buffer): Promise<string> {
  if (octets.subarray(0, 5).toString('latin1') === '%PDF-') return textesDuPdf(octets).join('\n');
  if (octets.subarray(0, 2).toString('latin1') !== 'PK') return octets.toString('latin1');
  const zip = await yauzl.fromBufferPromise(octets, { lazyEntries: true });
  const textes: string[] = [];
  for await (const entree of zip.eachEntry()) textes.push(await text(await zip.openReadStreamPromise(entree)));
  return textes.join('\n');
}

/** What a spreadsheet takes for the beginning of a formula. */
const DANGEREUX = /^[=+\-@\t\r]/;
const ENTITES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&#13;': '\r', '&amp;': '&' };

/** The cells of a workbook, or of a .csv, that would run, now or once somebody edits them: texts not marked as quoted, formulas that hold `piege`. */
export async function cellulesQuiSExecuteraient(octets: Buffer, piege: string): Promise<string[]> {
  if (octets.subarray(0, 2).toString('latin1') !== 'PK') {
    const lignes = parse(octets, { delimiter: ';', bom: true, relax_column_count: true });
    return lignes.flat().filter((champ) => DANGEREUX.test(champ) && !/^-?[\d ]+(,\d+)?$/.test(champ));
  }
  const xml = await texteDuClasseur(octets);
  const styles = [...(/<cellXfs[\s\S]*?<\/cellXfs>/.exec(xml)?.[0] ?? '').matchAll(/<xf [^>]*>/g)].map(([xf]) => xf.includes('quotePrefix="1"'));
  return [...xml.matchAll(/<c ([^>]*[^/])>([\s\S]*?)<\/c>/g)].filter(([, attributs, contenu]) => {
    const texte = contenu!.replace(/<f>[\s\S]*?<\/f>/, '').replace(/<[^>]+>/g, '').replace(/&[#\w]+;/g, (e) => ENTITES[e] ?? e);
    if (contenu!.includes('<f>')) return contenu!.includes(piege);
    if (!attributs!.includes('t=')) return !Number.isFinite(Number(texte));
    return DANGEREUX.test(texte) && !(attributs!.includes('t="inlineStr"') && styles[Number(/s="(\d+)"/.exec(attributs!)?.[1] ?? 0)]);
  }).map(([cellule]) => cellule);
}
