/** All that is written in a workbook (or any zip, or a PDF), to look for a name that should not be there. */
import { text } from 'node:stream/consumers';
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
