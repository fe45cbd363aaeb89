/** Files as people send them: workbooks, archives of .csv, and hostile ones. */
import { ZipFile } from 'yazl';
import { classeurEnMemoire, type Cellule } from '../../server/lib/classeur/ecrire';

/** An archive of these parts. */
export function archive(parties: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [nom, contenu] of Object.entries(parties)) zip.addBuffer(Buffer.isBuffer(contenu) ? contenu : Buffer.from(contenu), nom);
  zip.end();
  return new Promise((resolve, reject) => {
    const morceaux: Buffer[] = [];
    zip.outputStream.on('data', (m: Buffer) => morceaux.push(m)).on('end', () => resolve(Buffer.concat(morceaux))).on('error', reject);
  });
}

/** Sheets by name: the first row holds the titles. */
export type Feuilles = Record<string, Cellule[][]>;

/** As our own writer makes it: inline texts, real dates. */
export const classeur = (feuilles: Feuilles): Promise<Buffer> =>
  classeurEnMemoire(Object.entries(feuilles).map(([nom, [titres, ...lignes]]) => ({ nom, colonnes: titres!.map((titre) => ({ titre: titre as string })), lignes })));

/** The same sheets as .csv files: dates as JJ/MM/AAAA, fields between quotes where they need it. */
export function csv(lignes: Cellule[][], separateur: ';' | ','): string {
  const texte = (c: Cellule): string => {
    if (c === null) return '';
    const t = typeof c === 'object' ? ('date' in c ? c.date.split('-').reverse().join('/') : '') : typeof c === 'boolean' ? (c ? 'oui' : 'non') : String(c);
    return /["\n;,]/.test(t) ? `"${t.replaceAll('"', '""')}"` : t;
  };
  return `${lignes.map((l) => l.map(texte).join(separateur)).join('\r\n')}\r\n`;
}

const NS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook written by hand: one sheet whose XML is given whole, to put in it what no tool would write. */
export function xlsxBrut(feuille: string, { nom = 'Personnes', chaines, classeur: attributs = '' }: { nom?: string; chaines?: string; classeur?: string } = {}): Promise<Buffer> {
  return archive({
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'xl/workbook.xml': `<workbook xmlns="${NS}" xmlns:r="${REL}"><workbookPr ${attributs}/><sheets><sheet name="${nom}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${REL}/worksheet" Target="worksheets/sheet1.xml"/>${chaines ? `<Relationship Id="rId2" Type="${REL}/sharedStrings" Target="sharedStrings.xml"/>` : ''}</Relationships>`,
    'xl/worksheets/sheet1.xml': feuille,
    ...(chaines ? { 'xl/sharedStrings.xml': chaines } : {}),
  });
}

/** A sheet around its rows, and what follows them. */
export const feuilleXml = (lignes: string, suite = ''): string => `<?xml version="1.0"?><worksheet xmlns="${NS}"><sheetData>${lignes}</sheetData>${suite}</worksheet>`;
