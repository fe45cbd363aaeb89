/**
 * The sheets of a PDF and what is written on them: where the next thing stands, how high a text is, what a reading voice is told.
 * Everything written is in an element of the structure, or is decoration. The standard fonts, which every reader has: nothing is embedded.
 */
import PDFDocument from 'pdfkit';
import { FORMATS, MARGE, STYLES, type Orientation, type Style } from './styles';
import { ecrivable } from './winansi';

export interface ReglagesPdf {
  /** Shown by the reader as the name of the window: never a person's. */
  titre: string;
  /** Name shown for the operator, as on the screens (PLIE_OPERATEUR). */
  nomOperateur: string;
  /** The document opens with this word only (AES-256); null: for all. */
  motDePasse: string | null;
  /** Printed at the head of every page but the first: what the reader must not forget of it. */
  bandeau?: string;
}

export type Noeud = PDFKit.PDFStructureElement;
type Contenu = PDFKit.PDFStructureElementChild | PDFKit.PDFStructureElementChild[];
/** `scope`: which cells a header names. */
type Attributs = PDFKit.Mixins.StructureElementOptions & { scope?: 'Column' | 'Row'; bbox?: [left: number, top: number, right: number, bottom: number] };
export type Alignement = 'left' | 'center' | 'right';

/** Where something is laid out, across the sheet. */
export interface Zone { x: number; largeur: number }

export type Feuille = ReturnType<typeof ouvrirFeuille>;

export function ouvrirFeuille({ titre, nomOperateur, motDePasse, bandeau = '' }: ReglagesPdf) {
  const doc = new PDFDocument({
    size: 'A4', margin: MARGE, bufferPages: true, tagged: true, lang: 'fr-FR', displayTitle: true,
    pdfVersion: motDePasse === null ? '1.7' : '1.7ext3',
    info: { Title: titre, Creator: 'Passerelle', Producer: 'Passerelle' },
    ...(motDePasse === null ? {} : { userPassword: motDePasse, permissions: { printing: 'highResolution', copying: true, contentAccessibility: true } }),
  });
  const octets = new Promise<Buffer>((resolve, reject) => {
    const morceaux: Buffer[] = [];
    doc.on('data', (m: Buffer) => morceaux.push(m)).on('end', () => resolve(Buffer.concat(morceaux))).on('error', reject);
  });
  /** An element of the structure; without contents it stays open until `end`. */
  const noeud = (type: string, contenu?: Contenu, attributs: Attributs = {}): Noeud => doc.struct(type, attributs, contenu);
  const racine = noeud('Document');
  doc.addStructure(racine);
  let orientation: Orientation = 'portrait';
  let y: number = MARGE;

  /** A sign that French sets apart from its word stays on its line. */
  const preparer = (texte: string): string => ecrivable(texte.replaceAll('Pôle emploi', nomOperateur).replace(/« | (?=[»:;!?%])/g, (t) => t.replace(' ', '\u00a0')));
  const adopter = (s: Style) => doc.font(s.police).fontSize(s.corps).fillColor(s.couleur);
  /** A table asks for the same height several times, and breaking lines is most of the work. */
  const hauteurs = new Map<string, number>();
  const hauteur = (texte: string, s: Style, largeur: number): number => {
    const cle = `${s.police} ${s.corps} ${s.interligne} ${largeur} ${texte}`;
    const connue = hauteurs.get(cle) ?? adopter(s).heightOfString(preparer(texte) || ' ', { width: largeur, lineGap: s.interligne });
    hauteurs.set(cle, connue);
    return connue;
  };
  /** Lines and grounds, which say nothing; running heads, already said. */
  const decorer = (dessiner: () => void, type: 'Layout' | 'Pagination' = 'Layout') => { doc.markContent('Artifact', { type }); dessiner(); doc.endMarkedContent(); };
  const bas = () => FORMATS[orientation].hauteur - MARGE;

  /** The next sheet. Nothing when this one is still blank and stands the right way. */
  function nouvellePage(voulue: Orientation = orientation): void {
    if (y === MARGE && voulue === orientation) return;
    orientation = voulue;
    doc.addPage({ size: 'A4', margin: MARGE, layout: voulue === 'paysage' ? 'landscape' : 'portrait' });
    y = MARGE;
  }

  return {
    doc, racine, noeud, decorer, preparer, nouvellePage, bas,
    get orientation() { return orientation; },
    get y() { return y; },
    set y(valeur: number) { y = valeur; },
    /** Rank of the current page, from 0. */
    get page(): number { return doc.bufferedPageRange().count - 1; },
    /** All of the sheet between its margins. */
    zone: (): Zone => ({ x: MARGE, largeur: FORMATS[orientation].largeur - 2 * MARGE }),
    hauteur,
    largeurDe: (texte: string, s: Style): number => adopter(s).widthOfString(preparer(texte)),
    /** Inside an element or a decoration. */
    ecrire(texte: string, s: Style, x: number, haut: number, largeur: number, align: Alignement = 'left'): void { adopter(s).text(preparer(texte), x, haut, { width: largeur, lineGap: s.interligne, align }); },
    /** On one line, however long. */
    ecrireLigne(texte: string, s: Style, x: number, haut: number): void { adopter(s).text(preparer(texte), x, haut, { lineBreak: false }); },
    /** A new sheet when what comes does not fit on this one. */
    prendrePlace(voulue: number): void { if (y + voulue > bas()) nouvellePage(); },

    /** The head and foot of every page, then the bytes. */
    terminer(): Promise<Buffer> {
      racine.end();
      const { count } = doc.bufferedPageRange();
      for (let i = 0; i < count; i += 1) {
        doc.switchToPage(i);
        const { width, height, margins } = doc.page;
        // In the margins pdfkit would open a page.
        margins.bottom = 0;
        const ecrireBord = (texte: string, s: Style, haut: number) => adopter(s).text(preparer(texte), MARGE, haut, { width: width - 2 * MARGE, align: 'center', lineBreak: false });
        decorer(() => {
          if (bandeau && i > 0) ecrireBord(bandeau, STYLES.bandeau, MARGE / 2 - 2);
          ecrireBord(count > 1 ? `${titre} – page ${i + 1} sur ${count}` : titre, STYLES.terme, height - MARGE / 2 - 6);
        }, 'Pagination');
      }
      doc.end();
      return octets;
    },
  };
}
