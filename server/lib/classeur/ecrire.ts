/**
 * Writing a workbook: rows of XML straight into a zip stream.
 *
 * Why not exceljs, which the tests read the files back with: its streaming writer cannot mark a text as quoted
 * (the only thing that keeps `=1+1` a text when somebody edits the cell), loses a carriage return, holds a whole
 * sheet in memory when the reader is slow, and takes three times as long. What is written here is the small part of
 * the format (ECMA-376, part 1, ch. 18) that the files of the contract need: no macro, no link, no shared string.
 */
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { joursEntre, dateCivile, type DateCivile } from '../dates';

/** Media type of a workbook. */
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * What a cell holds. null, '' and a number that is not finite leave it empty; a boolean is written « Oui » or « Non ».
 * `formule` goes without its « = » and carries its value; null is written « n.d. ». Only our own code writes formulas.
 */
export type Cellule = string | number | boolean | null | { date: DateCivile } | { formule: string; valeur: number | null; format?: 'taux' } | { texte: string; gras?: true };

export interface Colonne {
  titre: string;
  /** In characters; 14 when it is not said. */
  largeur?: number;
  /** How its numbers are shown; texts and dates carry their own. */
  format?: 'texte' | 'date' | 'entier' | 'taux';
  /** The labels among which the column's cells choose: Excel offers them and refuses the others. */
  liste?: readonly string[];
}

export interface Feuille {
  nom: string;
  colonnes: Colonne[];
  /** Drawn one at a time, as fast as the file is taken away: 50,000 rows never stand in memory. */
  lignes: Iterable<Cellule[]> | AsyncIterable<Cellule[]>;
  /** Filter buttons on the header; true unless said otherwise. */
  filtre?: boolean;
}

/** Places in cellXfs of STYLES. */
const STYLE = { defaut: 0, entete: 1, texte: 2, cite: 3, date: 4, entier: 5, taux: 6, gras: 7 } as const;

/** Excel's own limit for a list written inside its rule; a longer one would make the file unreadable. */
const LISTE_MAX = 255;
/** Day 2 of Excel's calendar, which counts a 29 February 1900 that never was: right from March 1900 on. */
const JOUR_2 = dateCivile('1900-01-01');
const ENTETE_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const NS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const NS_REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const NS_PAQUET = 'http://schemas.openxmlformats.org/package/2006';
/** Characters gathered before they are handed to the zip. */
const MORCEAU = 65_536;

/**
 * Writes the workbook and ends `sortie`. Rejects, with `sortie` destroyed, when a row cannot be read or when whoever
 * reads `sortie` goes away; the iterators of the rows are closed then, so that a database cursor is never left open.
 */
export async function ecrireClasseur(sortie: Writable, feuilles: Feuille[], options: { auteur?: string } = {}): Promise<void> {
  const zip = new ZipFile();
  const flux = zip.outputStream as Readable;
  const ouverts: Readable[] = [];

  // Row counts are known once a sheet has gone by: the workbook's own part comes after the sheets.
  const hauteurs: number[] = [];
  zip.addBuffer(Buffer.from(typesDeContenu(feuilles)), '[Content_Types].xml');
  zip.addBuffer(Buffer.from(RELATIONS), '_rels/.rels');
  zip.addBuffer(Buffer.from(proprietes(options.auteur ?? '')), 'docProps/core.xml');
  zip.addBuffer(Buffer.from(STYLES), 'xl/styles.xml');
  zip.addBuffer(Buffer.from(relationsDuClasseur(feuilles)), 'xl/_rels/workbook.xml.rels');
  feuilles.forEach((feuille, i) => {
    // Lazily: a sheet asks for its first row when the one before it has been written.
    zip.addReadStreamLazy(`xl/worksheets/sheet${i + 1}.xml`, (rendre) => {
      const xml = Readable.from(xmlDeFeuille(feuille, (n) => (hauteurs[i] = n)), { objectMode: false });
      xml.on('error', (erreur) => flux.destroy(erreur));
      ouverts.push(xml);
      rendre(null, xml);
    });
  });
  zip.addReadStreamLazy('xl/workbook.xml', (rendre) => rendre(null, Readable.from([xmlDuClasseur(feuilles, hauteurs)], { objectMode: false })));
  zip.end();

  try {
    await pipeline(flux, sortie);
  } finally {
    await Promise.all(ouverts.map(fermer));
  }
}

const fermer = (flux: Readable): Promise<void> => new Promise((resolve) => {
  if (flux.closed) return resolve();
  flux.once('close', resolve).destroy();
});

/** The whole workbook in memory: to encrypt it, and for small ones. */
export async function classeurEnMemoire(feuilles: Feuille[], options: { auteur?: string } = {}): Promise<Buffer> {
  const morceaux: Buffer[] = [];
  const sortie = new Writable({ write: (morceau: Buffer, _encodage, suite) => { morceaux.push(morceau); suite(); } });
  await ecrireClasseur(sortie, feuilles, options);
  return Buffer.concat(morceaux);
}

async function* xmlDeFeuille(feuille: Feuille, dire: (hauteur: number) => void): AsyncGenerator<string> {
  const { colonnes } = feuille;
  const lettres = colonnes.map((_, i) => lettreDeColonne(i));
  let xml = `${ENTETE_XML}<worksheet xmlns="${NS}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`
    + '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
    + '<sheetFormatPr defaultRowHeight="15"/>'
    + `<cols>${colonnes.map((c, i) => `<col min="${i + 1}" max="${i + 1}" width="${c.largeur ?? 14}" customWidth="1"/>`).join('')}</cols>`
    + `<sheetData><row r="1">${colonnes.map((c, i) => xmlDeTexte(`${lettres[i]}1`, c.titre, STYLE.entete)).join('')}</row>`;
  let hauteur = 1;
  for await (const ligne of feuille.lignes) {
    hauteur += 1;
    xml += `<row r="${hauteur}">`;
    for (let i = 0; i < ligne.length; i += 1) xml += xmlDeCellule(lettres[i]! + hauteur, ligne[i]!, colonnes[i]?.format);
    xml += '</row>';
    if (xml.length > MORCEAU) {
      yield xml;
      xml = '';
    }
  }
  dire(hauteur);
  const listes = hauteur > 1 ? colonnes.flatMap((c, i) => xmlDeListe(c, `${lettres[i]}2:${lettres[i]}${hauteur}`)) : [];
  yield `${xml}</sheetData>`
    + (feuille.filtre === false ? '' : `<autoFilter ref="A1:${lettres.at(-1)}${hauteur}"/>`)
    + (listes.length ? `<dataValidations count="${listes.length}">${listes.join('')}</dataValidations>` : '')
    + '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
    + '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
    + '<headerFooter><oddFooter>&amp;L&amp;A&amp;RPage &amp;P / &amp;N</oddFooter></headerFooter></worksheet>';
}

function xmlDeCellule(place: string, cellule: Cellule, format: Colonne['format']): string {
  if (cellule === null || cellule === undefined || cellule === '') return '';
  if (typeof cellule === 'string') return xmlDeTexte(place, cellule, DANGEREUX.test(cellule) ? STYLE.cite : STYLE.texte);
  if (typeof cellule === 'number') return Number.isFinite(cellule) ? `<c r="${place}" s="${format === 'taux' ? STYLE.taux : format === 'entier' ? STYLE.entier : STYLE.defaut}"><v>${cellule}</v></c>` : '';
  if (typeof cellule === 'boolean') return xmlDeTexte(place, cellule ? 'Oui' : 'Non', STYLE.texte);
  if ('date' in cellule) return `<c r="${place}" s="${STYLE.date}"><v>${joursEntre(JOUR_2, cellule.date) + 2}</v></c>`;
  if ('formule' in cellule) {
    const style = cellule.format === 'taux' ? STYLE.taux : STYLE.defaut;
    return `<c r="${place}" s="${style}"${cellule.valeur === null ? ' t="str"' : ''}><f>${echapper(cellule.formule)}</f><v>${cellule.valeur ?? 'n.d.'}</v></c>`;
  }
  return cellule.texte === '' ? '' : xmlDeTexte(place, cellule.texte, DANGEREUX.test(cellule.texte) ? STYLE.cite : cellule.gras ? STYLE.gras : STYLE.texte);
}

/** Excel takes these for the beginning of a formula when the cell is edited, unless it is marked as quoted. */
const DANGEREUX = /^[=+\-@\t\r]/;

/** An inline string is never evaluated; blanks at either end and line ends are kept as they are. */
const xmlDeTexte = (place: string, texte: string, style: number): string => `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${echapper(texte)}</t></is></c>`;

const A_ECHAPPER = /[&<>"\r\ufffe\uffff]|(?![\t\n\u007f-\u009f])\p{Cc}|\p{Cs}/u;
const TOUS_A_ECHAPPER = new RegExp(A_ECHAPPER, 'gu');
const ENTITES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

/** What XML cannot hold (control signs, halves of a character) is left out: one such sign and Excel refuses the file. */
const echapper = (texte: string): string => (A_ECHAPPER.test(texte) ? texte.replace(TOUS_A_ECHAPPER, (signe) => ENTITES[signe] ?? '') : texte);

/** The rule that offers a list; none when the list does not fit in one (a comma parts its values). */
function xmlDeListe({ liste }: Colonne, plage: string): string[] {
  const valeurs = liste?.join(',') ?? '';
  if (!liste?.length || valeurs.length > LISTE_MAX || liste.some((v) => v.includes(','))) return [];
  return [`<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${plage}"><formula1>${echapper(`"${valeurs.replaceAll('"', '""')}"`)}</formula1></dataValidation>`];
}

/** 0 → A, 25 → Z, 26 → AA. */
export function lettreDeColonne(rang: number): string {
  const derniere = String.fromCharCode(65 + (rang % 26));
  return rang < 26 ? derniere : lettreDeColonne(Math.floor(rang / 26) - 1) + derniere;
}

function xmlDuClasseur(feuilles: Feuille[], hauteurs: number[]): string {
  const noms = feuilles.flatMap((f, i) => {
    const feuille = echapper(`'${f.nom.replaceAll("'", "''")}'`);
    const filtre = f.filtre === false ? [] : [`<definedName name="_xlnm._FilterDatabase" localSheetId="${i}" hidden="1">${feuille}!$A$1:$${lettreDeColonne(f.colonnes.length - 1)}$${hauteurs[i]}</definedName>`];
    return [...filtre, `<definedName name="_xlnm.Print_Titles" localSheetId="${i}">${feuille}!$1:$1</definedName>`];
  });
  return `${ENTETE_XML}<workbook xmlns="${NS}" xmlns:r="${NS_REL}"><bookViews><workbookView/></bookViews>`
    + `<sheets>${feuilles.map((f, i) => `<sheet name="${echapper(f.nom)}" sheetId="${i + 1}" r:id="rId${i + 2}"/>`).join('')}</sheets>`
    + `<definedNames>${noms.join('')}</definedNames><calcPr calcId="191029"/></workbook>`;
}

const typesDeContenu = (feuilles: Feuille[]): string => `${ENTETE_XML}<Types xmlns="${NS_PAQUET}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`
  + '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
  + '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
  + '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
  + `${feuilles.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('')}</Types>`;

const RELATIONS = `${ENTETE_XML}<Relationships xmlns="${NS_PAQUET}/relationships"><Relationship Id="rId1" Type="${NS_REL}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="${NS_PAQUET}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`;

const relationsDuClasseur = (feuilles: Feuille[]): string => `${ENTETE_XML}<Relationships xmlns="${NS_PAQUET}/relationships"><Relationship Id="rId1" Type="${NS_REL}/styles" Target="styles.xml"/>`
  + `${feuilles.map((_, i) => `<Relationship Id="rId${i + 2}" Type="${NS_REL}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`;

const proprietes = (auteur: string): string => `${ENTETE_XML}<cp:coreProperties xmlns:cp="${NS_PAQUET}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>${echapper(auteur)}</dc:creator></cp:coreProperties>`;

/** 49 is Excel's « Texte »; 3 its « # ##0 ». quotePrefix is the apostrophe typed before a text that looks like a formula. */
const STYLES = `${ENTETE_XML}<styleSheet xmlns="${NS}">`
  + '<numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="0.0\\ %"/></numFmts>'
  + '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
  + '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE5F0F0"/><bgColor indexed="64"/></patternFill></fill></fills>'
  + '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/><bottom style="thin"><color rgb="FF17595F"/></bottom><diagonal/></border></borders>'
  + '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
  + '<cellXfs count="8">'
  + '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
  + '<xf numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
  + '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
  + '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1"/>'
  + '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
  + '<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
  + '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
  + '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
  + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';
