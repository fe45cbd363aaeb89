/** The table of contents and the bookmarks, made from the headings as they are written. */
import type { Feuille } from './feuille';
import { FORMATS, MARGE, STYLES } from './styles';

interface Entree { titre: string; niveau: 1 | 2; page: number; ancre: string }
const LIGNE = 17;

export function ouvrirSommaire(f: Feuille) {
  const entrees: Entree[] = [];
  let reserve: { page: number; haut: number; noeud: ReturnType<Feuille['noeud']> } | null = null;
  let dernier: PDFKit.PDFOutline | null = null;

  return {
    /** A heading stands on the current page: called before it is written. */
    noter(titre: string, niveau: 1 | 2): void {
      const entree = { titre, niveau, page: f.page, ancre: `partie-${entrees.length + 1}` };
      entrees.push(entree);
      f.doc.addNamedDestination(entree.ancre, 'XYZ', null, Math.max(0, f.y - 10), null);
      // `fit`: without it pdfkit writes a destination outside the page.
      const options = { expanded: false, fit: true } as { expanded: boolean };
      const texte = f.preparer(titre);
      if (niveau === 1 || !dernier) dernier = f.doc.outline.addItem(texte, options);
      else dernier.addItem(texte, options);
    },
    /** The rest of the current page is kept for it: its numbers are known at the end. */
    reserver(): void {
      const noeud = f.noeud('TOC');
      f.racine.add(noeud);
      reserve = { page: f.page, haut: f.y, noeud };
      f.y = f.bas();
    },
    remplir(): void {
      if (!reserve) return;
      const { haut, noeud: toc } = reserve;
      // Links are placed by the height of the last page made.
      const decalage = f.doc.page.height - FORMATS.portrait.hauteur;
      f.doc.switchToPage(reserve.page);
      const tientEnEntier = entrees.length * LIGNE <= FORMATS.portrait.hauteur - MARGE - haut;
      const [x, droite] = [MARGE, FORMATS.portrait.largeur - MARGE];
      entrees.filter((e) => tientEnEntier || e.niveau === 1).forEach((e, rang) => {
        const [y, retrait, style] = [haut + rang * LIGNE, e.niveau === 1 ? 0 : 14, e.niveau === 1 ? STYLES.valeur : STYLES.texte];
        const numero = String(e.page + 1);
        const [debut, fin] = [x + retrait + f.largeurDe(e.titre, style) + 6, droite - f.largeurDe(numero, STYLES.texte) - 6];
        f.decorer(() => { if (fin > debut) f.doc.lineWidth(0.6).strokeColor(STYLES.terme.couleur).dash(0.6, { space: 2.4 }).moveTo(debut, y + 9).lineTo(fin, y + 9).stroke().undash(); });
        const [toci, lien] = [f.noeud('TOCI'), f.noeud('Link')];
        toc.add(toci);
        toci.add(lien);
        lien.add(() => { f.ecrireLigne(e.titre, style, x + retrait, y); f.ecrireLigne(numero, STYLES.texte, droite - f.largeurDe(numero, STYLES.texte), y); });
        f.doc.goTo(x, y - 2 + decalage, droite - x, LIGNE - 2, e.ancre, { structParent: lien, Contents: new String(f.preparer(`${e.titre}, page ${numero}`)) } as object);
        lien.end();
        toci.end();
      });
      toc.end();
    },
  };
}
