/** Hostile parts of a workbook or of an archive: XML out of its format, parts missing, swapped, pointing elsewhere; a directory that lies. */
import type { Hasard } from '../../server/demonstration/hasard';
import type { Entree, Fin, Partie } from './archive';

const VALEURS = [
  '', '-1', '0', '1e308', 'NaN', 'A0', '0A', 'XFD1048576', 'XFE1', 'ZZZZZZZ1', 'a1', '1048577', '99999999999999999999', '1.5', '../../../etc/passwd', '/etc/passwd', 'http://127.0.0.1:9/x', 'file:///etc/passwd', '\\\\hote\\partage',
  's', 'str', 'b', 'e', 'd', 'n', 'inlineStr', 'External', 'worksheets/sheet1.xml', '/xl/worksheets/sheet1.xml', 'sharedStrings.xml', 'workbook.xml', 'rId1', 'rId999', 'Retour', 'Personnes', 'Tableau de suivi', 'x'.repeat(70_000), '__proto__', '&lt;', '&#0;', '&#xD800;', '&a;', '<',
];
const CELLULES = ['<c r="A2" t="s"><v>99999</v></c>', '<c r="A2" t="s"><v>-1</v></c>', '<c r="B2"><f>1+1</f><v>2</v></c>', '<c r="B2" t="e"><v>#REF!</v></c>', '<c r="XFD2"><v>1</v></c>', '<c><is><t>x</t></is></c>', '<c r="A2" t="inlineStr"><is><r><t>a</t></r><rPh><t>b</t></rPh></is></c>', '<c r="A2" t="d"><v>2025-99-99T00:00</v></c>', '<c r="A2" t="str"><v>_x0000_</v></c>'];
const MORCEAUX = [
  ...CELLULES, '<row r="1"/>', '<row r="0"><c><v>1</v></c></row>', '<row r="1048577"/>', '<row r="-3"/>', '<mergeCell ref="A1:XFD1048576"/>', '<dataValidation sqref="A1:XFD1048576"><formula1>"a"</formula1></dataValidation>', '</sheetData>', '</row>', '<sheetData>', '<!-- -->', '<!-- -- -->', '<![CDATA[<row>]]>', '<?xml version="1.0"?>', '<?php x?>',
  '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>', '&c;', '&nbsp;', '&#x110000;', '\u0000', '\u0001', '\ufffe', '<a xmlns:x="y"><x:b/></a>', '<x:c/>', '<', '>', '&', '<hyperlink r:id="rId9" ref="A1"/>', '<v>1</v>', '<t>x</t>', '<f>HYPERLINK("http://x")</f>', '<drawing r:id="rId1"/>', '<workbookPr date1904="1"/>',
  '<sheet name="Retour" sheetId="9" r:id="rId2"/>', '<Relationship Id="rId2" Type="x/sharedStrings" Target="../../../../etc/passwd"/>', '<Relationship Id="rId2" Type="x/worksheet" Target="http://127.0.0.1:9/x" TargetMode="External"/>',
];

const hasardDeMatch = (h: Hasard, texte: string, motif: RegExp): RegExpExecArray | null => { const tous = [...texte.matchAll(motif)]; return tous.length ? h.choisir(tous) : null; };
const remplacer = (texte: string, m: RegExpExecArray | null, par: string): string => (m ? texte.slice(0, m.index) + par + texte.slice(m.index + m[0].length) : texte + par);
const BALISE = /<[^<>]+>/g;

/** Text of a part → another. */
const GESTES_XML: readonly (readonly [(h: Hasard, xml: string) => string, number])[] = [
  [(h, xml) => remplacer(xml, hasardDeMatch(h, xml, BALISE), ''), 4],
  [(h, xml) => { const m = hasardDeMatch(h, xml, BALISE); return remplacer(xml, m, (m?.[0] ?? '').repeat(2)); }, 3],
  [(h, xml) => { const m = hasardDeMatch(h, xml, /="[^"]*"/g); return remplacer(xml, m, `="${h.choisir(VALEURS)}"`); }, 10],
  [(h, xml) => remplacer(xml, hasardDeMatch(h, xml, />[^<>]+</g), `>${h.choisir(VALEURS)}<`), 5],
  [(h, xml) => { const m = hasardDeMatch(h, xml, BALISE); return remplacer(xml, m, (m?.[0] ?? '') + h.choisir(MORCEAUX)); }, 10],
  [(h, xml) => xml.slice(0, h.entier(0, xml.length)), 3],
  [(h, xml) => { const [a, b] = [h.entier(0, xml.length), h.entier(0, xml.length)]; return xml.slice(0, b) + xml.slice(a); }, 2],
  [(h, xml) => { const n = h.entier(1000, 100_000); const m = hasardDeMatch(h, xml, BALISE); return remplacer(xml, m, `${m?.[0] ?? ''}${'<a>'.repeat(n)}${h.chance(0.5) ? '</a>'.repeat(n) : ''}`); }, 1],
  [(h, xml) => { const m = hasardDeMatch(h, xml, /<(row|c|si|sheet|Relationship)\b[\s\S]{0,400}?(\/>|<\/\1>)/g); return remplacer(xml, m, (m?.[0] ?? '').repeat(h.entier(2, 2000))); }, 2],
  [(h, xml) => xml.replace(/<sst\b[^>]*>/, (tete) => tete + '<si><t>x</t></si>'.repeat(h.entier(1000, 200_000))), 1],
  [(h, xml) => xml.replace(/<(\w+)/, (_tete, nom: string) => `<${nom} ${Array.from({ length: h.entier(100, 5000) }, (_, i) => `a${i}="x"`).join(' ')}`), 1],
  [(_h, xml) => `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, i) => `<!ENTITY b${i} "&${i ? `b${i - 1}` : 'a'};&${i ? `b${i - 1}` : 'a'};">`).join('')}]>${xml.replace(/^<\?xml[^>]*>/, '').replace(/>[^<>]+</, '>&b19;<')}`, 1],
  [(h, xml) => xml.replace(/encoding="[^"]*"/, `encoding="${h.choisir(['UTF-16', 'latin1', 'UTF-7', 'x'])}"`), 1],
];

const ENCODAGES: readonly (readonly [(texte: string) => Buffer, number])[] = [[(t) => Buffer.from(t), 20], [(t) => Buffer.from(`\ufeff${t}`), 1], [(t) => Buffer.from(`\ufeff${t}`, 'utf16le'), 1], [(t) => Buffer.from(t, 'latin1'), 1], [(t) => Buffer.from(t, 'utf16le').swap16(), 1]];

const PARTIES_EN_PLUS = ['xl/vbaProject.bin', '../evasion.csv', '/etc/passwd', 'C:\\Windows\\x.csv', '..\\..\\x.csv', 'xl/workbook.xml', 'XL/WORKBOOK.XML', 'mimetype', '__MACOSX/._a.csv', 'a\u0000.csv', 'é'.repeat(300), 'Personnes.csv/', 'xl/externalLinks/externalLink1.xml', 'xl/embeddings/oleObject1.bin', 'interne.xlsx', 'bombe.zip', '__proto__', ''];

const GESTES_PARTIES: readonly (readonly [(h: Hasard, parties: Partie[]) => void, number])[] = [
  [(h, p) => { const partie = h.choisir(p); partie.contenu = h.peser(ENCODAGES)(h.peser(GESTES_XML)(h, partie.contenu.toString('utf8'))); }, 20],
  [(h, p) => { const [a, b] = [h.choisir(p), h.choisir(p)]; [a.contenu, b.contenu] = [b.contenu, a.contenu]; }, 2],
  [(h, p) => { p.splice(h.entier(0, p.length - 1), 1); }, 2],
  [(h, p) => { p.push({ nom: h.choisir(PARTIES_EN_PLUS), contenu: h.choisir(p).contenu }); }, 3],
  [(h, p) => { p.push({ ...h.choisir(p) }); }, 1],
  [(h, p) => { const partie = h.choisir(p); partie.nom = h.choisir([partie.nom.toUpperCase(), `./${partie.nom}`, `../${partie.nom}`, partie.nom.replaceAll('/', '\\'), `${partie.nom}/`, h.choisir(p).nom]); }, 2],
  [(h, p) => { h.choisir(p).contenu = Buffer.alloc(0); }, 1],
  [(h, p) => { const n = h.entier(190, 400); for (let i = 0; i < n; i += 1) p.push({ nom: `x${i}.csv`, contenu: Buffer.from('a') }); }, 1],
];

/** Changes a few parts in place. */
export function muterParties(h: Hasard, parties: Partie[]): void {
  for (let i = h.entier(1, 3); i > 0 && parties.length; i -= 1) h.peser(GESTES_PARTIES)(h, parties);
}

const QUATRE_GO = 0xffff_ffff;
type Mensonge = (h: Hasard, e: Entree, entrees: Entree[], fin: Fin) => void;
const MENSONGES: readonly (readonly [Mensonge, number])[] = [
  [(h, e) => { e.taille = h.choisir([0, 1, e.taille - 1, e.taille + 1, 1000, 104_857_601, QUATRE_GO]); }, 4],
  [(h, e) => { e.compresse = h.choisir([0, 1, e.compresse - 1, e.compresse + 1, e.compresse * 2, QUATRE_GO]); }, 3],
  [(h, e) => { e.crc = h.entier(0, QUATRE_GO); }, 1],
  [(h, e) => { e.methode = h.choisir([0, 1, 6, 9, 12, 14, 99, 65_535]); }, 2],
  [(h, e) => { e.drapeaux = h.choisir([0, 1, 8, 0x41, 0x2000, 0xffff]); }, 2],
  [(h, e, entrees) => { e.decalage = h.choisir([0, 1, QUATRE_GO, h.entier(0, 5000), entrees.at(-1)!.brut.length]); }, 3],
  [(h, e) => { e.brut = Buffer.concat([e.brut.subarray(0, h.entier(0, e.brut.length)), Buffer.from('hostile')]); }, 2],
  [(h, _e, _entrees, fin) => { fin.nombre = h.choisir([0, fin.nombre - 1, fin.nombre + 1, 201, 65_535]); }, 3],
  [(h, _e, _entrees, fin) => { fin.decalage = h.choisir([0, 1, QUATRE_GO, h.entier(0, 100_000)]); }, 2],
  [(h, _e, _entrees, fin) => { fin.taille = h.choisir([0, 1, QUATRE_GO]); }, 1],
  [(h, _e, _entrees, fin) => { fin.commentaire = Buffer.alloc(h.entier(1, 65_000), 'PK\x05\x06', 'latin1'); }, 1],
  [(h, e) => { e.nom = h.choisir([Buffer.from([0xff, 0xfe]), Buffer.alloc(0), Buffer.alloc(60_000, 'a'), Buffer.from('../../x.csv'), Buffer.from('a\0b')]); }, 2],
];

/** Makes the directory lie once to three times; to be given to `emballer`. */
export const mentir = (h: Hasard) => (entrees: Entree[], fin: Fin): void => {
  for (let i = h.entier(1, 3); i > 0 && entrees.length; i -= 1) h.peser(MENSONGES)(h, h.choisir(entrees), entrees, fin);
};
