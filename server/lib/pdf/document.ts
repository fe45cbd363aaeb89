/**
 * A PDF on A4 sheets, laid out from top to bottom: headings, paragraphs, pairs, boxes, tables. Tagged (PDF 1.7: structure,
 * language, title), so that it can be read aloud. The standard fonts, which every reader has: nothing is embedded.
 */
import PDFDocument from 'pdfkit';
import { ecrivable } from './winansi';

export interface ReglagesPdf {
  /** Shown by the reader as the name of the window: never a person's. */
  titre: string;
  /** Name shown for the operator, as on the screens (PLIE_OPERATEUR). */
  nomOperateur: string;
  /** The document opens with this word only (AES-256); null: for all. */
  motDePasse: string | null;
}

export interface Couple { terme: string; valeur: string }
export interface Case { libelle: string; cochee: boolean }

const ENCRE = '#17343a';
const DOUX = '#4b6268';
const TRAIT = '#8a9296';
const FOND = '#e5f0f0';
const NORMAL = 'Helvetica';
const GRAS = 'Helvetica-Bold';

const MARGE = 42;
const LARGEUR = 595.28 - 2 * MARGE;
const BAS = 841.89 - MARGE;
const GOUTTIERE = 14;

interface Style { police: string; corps: number; couleur: string; interligne: number }
const STYLES = {
  titre: { police: GRAS, corps: 18, couleur: ENCRE, interligne: 1 },
  section: { police: GRAS, corps: 11, couleur: ENCRE, interligne: 1 },
  texte: { police: NORMAL, corps: 9.5, couleur: ENCRE, interligne: 1.5 },
  valeur: { police: GRAS, corps: 9.5, couleur: ENCRE, interligne: 1 },
  terme: { police: NORMAL, corps: 8, couleur: DOUX, interligne: 1 },
  note: { police: NORMAL, corps: 8, couleur: ENCRE, interligne: 1.2 },
} satisfies Record<string, Style>;

export type Pdf = ReturnType<typeof ouvrirPdf>;

export function ouvrirPdf({ titre, nomOperateur, motDePasse }: ReglagesPdf) {
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
  /** An element of the structure; without contents it stays open until `end`. `scope`: which cells a header names. */
  const noeud = (type: string, contenu?: PDFKit.PDFStructureElementChild | PDFKit.PDFStructureElementChild[], options: PDFKit.Mixins.StructureElementOptions & { scope?: 'Column' } = {}) => doc.struct(type, options, contenu);
  const racine = noeud('Document');
  doc.addStructure(racine);
  let y = MARGE;

  const preparer = (texte: string): string => ecrivable(texte.replaceAll('Pôle emploi', nomOperateur));
  const adopter = (s: Style) => doc.font(s.police).fontSize(s.corps).fillColor(s.couleur);
  const hauteur = (texte: string, s: Style, largeur: number): number => adopter(s).heightOfString(preparer(texte) || ' ', { width: largeur, lineGap: s.interligne });
  const ecrire = (texte: string, s: Style, x: number, haut: number, largeur: number) => { adopter(s).text(preparer(texte), x, haut, { width: largeur, lineGap: s.interligne }); };
  /** Lines and grounds, which say nothing. */
  const decorer = (dessiner: () => void) => { doc.markContent('Artifact', { type: 'Layout' }); dessiner(); doc.endMarkedContent(); };
  /** A new page when what comes does not fit on this one. */
  const prendrePlace = (voulue: number) => { if (y + voulue > BAS) { doc.addPage(); y = MARGE; } };
  const colonne = (rang: number, nombre: number): { x: number; largeur: number } => {
    const largeur = (LARGEUR - (nombre - 1) * GOUTTIERE) / nombre;
    return { x: MARGE + rang * (largeur + GOUTTIERE), largeur };
  };
  const rangees = <T>(elements: readonly T[], nombre: number): T[][] => Array.from({ length: Math.ceil(elements.length / nombre) }, (_, i) => elements.slice(i * nombre, (i + 1) * nombre));
  const bloc = (type: string, texte: string, s: Style, apres: number) => {
    const h = hauteur(texte, s, LARGEUR);
    prendrePlace(h + apres);
    racine.add(noeud(type, () => ecrire(texte, s, MARGE, y, LARGEUR)));
    y += h + apres;
  };

  return {
    titre: (texte: string) => bloc('H1', texte, STYLES.titre, 4),
    paragraphe: (texte: string) => bloc('P', texte, STYLES.texte, 6),
    note: (texte: string) => bloc('P', texte, STYLES.note, 3),

    section(texte: string) {
      y += 3;
      const h = hauteur(texte, STYLES.section, LARGEUR);
      // Never alone at the foot of a page.
      prendrePlace(h + 60);
      decorer(() => doc.rect(MARGE, y, LARGEUR, h + 5).fill(FOND));
      racine.add(noeud('H2', () => ecrire(texte, STYLES.section, MARGE + 6, y + 4, LARGEUR - 12)));
      y += h + 10;
    },

    /** Facts as « term: value », side by side; one without a value is left out. */
    couples(couples: readonly Couple[], nombre: number) {
      const liste = noeud('L');
      racine.add(liste);
      for (const rangee of rangees(couples.filter((c) => c.valeur), nombre)) {
        const { largeur } = colonne(0, nombre);
        const h = Math.max(...rangee.map((c) => hauteur(c.terme, STYLES.terme, largeur) + hauteur(c.valeur, STYLES.valeur, largeur))) + 4;
        prendrePlace(h);
        rangee.forEach(({ terme, valeur }, rang) => {
          const { x } = colonne(rang, nombre);
          liste.add(noeud('LI', [
            noeud('Lbl', () => ecrire(terme, STYLES.terme, x, y, largeur)),
            noeud('LBody', () => ecrire(valeur, STYLES.valeur, x, y + hauteur(terme, STYLES.terme, largeur), largeur)),
          ]));
        });
        y += h;
      }
      liste.end();
      y += 2;
    },

    /** Boxes, ticked or not. */
    cases(cases: readonly Case[], nombre: number) {
      const cote = 9;
      const liste = noeud('L');
      racine.add(liste);
      for (const rangee of rangees(cases, nombre)) {
        const { largeur } = colonne(0, nombre);
        const h = Math.max(...rangee.map((c) => hauteur(c.libelle, STYLES.texte, largeur - cote - 6))) + 4;
        prendrePlace(h);
        rangee.forEach(({ libelle, cochee }, rang) => {
          const { x } = colonne(rang, nombre);
          decorer(() => doc.lineWidth(0.8).strokeColor(ENCRE).rect(x, y, cote, cote).stroke());
          liste.add(noeud('LI', [
            noeud('Lbl', () => { if (cochee) ecrire('X', { ...STYLES.valeur, corps: 10 }, x + 1.2, y + 0.8, cote); }, { alt: cochee ? 'coché' : 'non coché' }),
            noeud('LBody', () => ecrire(libelle, STYLES.texte, x + cote + 6, y, largeur - cote - 6)),
          ]));
        });
        y += h;
      }
      liste.end();
      y += 2;
    },

    /** A table whose first row is of headers, repeated on each page. `parts`: the widths, one to another. */
    tableau(colonnes: readonly { titre: string; part: number }[], lignes: readonly (readonly string[])[]) {
      const somme = colonnes.reduce((n, c) => n + c.part, 0);
      const largeurs = colonnes.map((c) => (c.part / somme) * LARGEUR);
      const debuts = largeurs.map((_, i) => MARGE + largeurs.slice(0, i).reduce((a, b) => a + b, 0));
      const table = noeud('Table');
      racine.add(table);
      const rangee = (textes: readonly string[], s: Style, type: 'TH' | 'TD') => {
        const h = Math.max(...textes.map((t, i) => hauteur(t, s, largeurs[i]! - 8))) + 6;
        decorer(() => {
          if (type === 'TH') doc.rect(MARGE, y, LARGEUR, h).fill(FOND);
          doc.lineWidth(0.5).strokeColor(TRAIT);
          largeurs.forEach((l, i) => doc.rect(debuts[i]!, y, l, h).stroke());
        });
        const ligne = noeud('TR');
        table.add(ligne);
        textes.forEach((t, i) => ligne.add(noeud(type, () => ecrire(t, s, debuts[i]! + 4, y + 4, largeurs[i]! - 8), type === 'TH' ? { scope: 'Column' } : {})));
        ligne.end();
        y += h;
      };
      const entete = () => rangee(colonnes.map((c) => c.titre), STYLES.terme, 'TH');
      prendrePlace(50);
      entete();
      for (const textes of lignes) {
        if (y + Math.max(...textes.map((t, i) => hauteur(t, STYLES.texte, largeurs[i]! - 8))) + 6 > BAS) { prendrePlace(BAS); entete(); }
        rangee(textes, STYLES.texte, 'TD');
      }
      table.end();
      y += 6;
    },

    /** Frames to be filled in by hand, side by side, down to the foot of the page when `hauteurMax` allows. */
    cadres(cadres: readonly { titre: string; texte: string }[], hauteurMin: number, hauteurMax: number) {
      prendrePlace(hauteurMin);
      const h = Math.min(hauteurMax, BAS - y);
      cadres.forEach(({ titre: enTete, texte }, rang) => {
        const { x, largeur } = colonne(rang, cadres.length);
        decorer(() => doc.lineWidth(0.8).strokeColor(TRAIT).rect(x, y, largeur, h).stroke());
        racine.add(noeud('P', () => {
          ecrire(enTete, STYLES.valeur, x + 6, y + 6, largeur - 12);
          ecrire(texte, STYLES.note, x + 6, y + 8 + hauteur(enTete, STYLES.valeur, largeur - 12), largeur - 12);
        }));
      });
      y += h + 6;
    },

    /** The foot of every page, then the bytes. */
    terminer(): Promise<Buffer> {
      racine.end();
      const { start, count } = doc.bufferedPageRange();
      for (let i = start; i < start + count; i += 1) {
        doc.switchToPage(i);
        // Below the margin pdfkit would open a page.
        doc.page.margins.bottom = 0;
        doc.markContent('Artifact', { type: 'Pagination' });
        adopter(STYLES.terme).text(preparer(count > 1 ? `${titre} – page ${i + 1} sur ${count}` : titre), MARGE, 841.89 - MARGE / 2 - 6, { width: LARGEUR, align: 'center', lineBreak: false });
        doc.endMarkedContent();
      }
      doc.end();
      return octets;
    },
  };
}
