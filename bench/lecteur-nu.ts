/** The floor of reading: a zip directory, a streaming XML parser, shared strings, every cell's text; no check of anything. */
import { SaxesParser } from 'saxes';
import yauzl, { type Entry, type ZipFile } from 'yauzl';

const ouvrir = (chemin: string) => new Promise<ZipFile>((resolve, reject) => yauzl.open(chemin, { lazyEntries: true, autoClose: false }, (erreur, zip) => (erreur ? reject(erreur) : resolve(zip))));
const entrees = (zip: ZipFile) => new Promise<Entry[]>((resolve, reject) => {
  const toutes: Entry[] = [];
  zip.on('entry', (entree: Entry) => { toutes.push(entree); zip.readEntry(); }).once('end', () => resolve(toutes)).once('error', reject);
  zip.readEntry();
});

async function analyser(zip: ZipFile, entree: Entry, parser: SaxesParser): Promise<void> {
  const flux = await new Promise<NodeJS.ReadableStream>((resolve, reject) => zip.openReadStream(entree, (erreur, f) => (erreur ? reject(erreur) : resolve(f))));
  flux.setEncoding('utf8');
  for await (const morceau of flux) parser.write(morceau);
  parser.close();
}

/** Numbers of rows and of filled cells in all the sheets. */
export async function lireSansRien(chemin: string): Promise<{ lignes: number; cellules: number }> {
  const zip = await ouvrir(chemin);
  const toutes = await entrees(zip);
  const textes: string[] = [];
  const partagees = toutes.find((e) => e.fileName === 'xl/sharedStrings.xml');
  if (partagees) {
    const parser = new SaxesParser();
    let texte = '';
    parser.on('text', (t) => { texte += t; });
    parser.on('opentag', ({ name }) => { if (name === 'si') texte = ''; });
    parser.on('closetag', ({ name }) => { if (name === 'si') textes.push(texte); });
    await analyser(zip, partagees, parser);
  }
  let [lignes, cellules] = [0, 0];
  for (const entree of toutes.filter((e) => e.fileName.startsWith('xl/worksheets/sheet'))) {
    const parser = new SaxesParser();
    let [ligne, type, texte]: [string[], string, string] = [[], '', ''];
    parser.on('opentag', ({ name, attributes }) => {
      if (name === 'row') ligne = [];
      else if (name === 'c') [type, texte] = [String(attributes.t ?? ''), ''];
    });
    parser.on('text', (t) => { texte += t; });
    parser.on('closetag', ({ name }) => {
      if (name === 'c') ligne.push(type === 's' ? textes[Number(texte)]! : texte);
      else if (name === 'row') [lignes, cellules] = [lignes + 1, cellules + ligne.filter(Boolean).length];
    });
    await analyser(zip, entree, parser);
  }
  zip.close();
  return { lignes, cellules };
}
