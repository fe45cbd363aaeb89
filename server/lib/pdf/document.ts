/**
 * A PDF on A4 sheets, laid out from top to bottom. Tagged (PDF 1.7: structure, language, title), so that it can be read aloud.
 * A one-page form uses `titre` and `section`; a document in parts, `chapitre` and `sousChapitre`, which make its table of contents.
 */
import { bloc, cadres, cases, couples, encadre, puces, section, type Case, type Couple } from './blocs';
import { ouvrirFeuille, type ReglagesPdf } from './feuille';
import { ouvrirSommaire } from './sommaire';
import { COULEURS, MARGE, STYLES, type Orientation } from './styles';
import { dessinerGraphique, hauteurVoulue, type Graphique } from './figures/graphique';
import { dessinerTableau } from './tableau';
import { hauteurDuTableau, type Tableau } from './tableau-mesures';

export type { Case, Couple, ReglagesPdf };
export type Pdf = ReturnType<typeof ouvrirPdf>;

export function ouvrirPdf(reglages: ReglagesPdf) {
  const f = ouvrirFeuille(reglages);
  const sommaire = ouvrirSommaire(f);
  /** `avec`: how much of what follows must stand on the same page. */
  function sousChapitre(texte: string, avec: number): void {
    const h = f.hauteur(texte, STYLES.sousTitre, f.zone().largeur) + 5;
    f.prendrePlace(Math.min(h + 6 + avec, f.bas() - MARGE));
    if (f.y > MARGE) f.y += 6;
    sommaire.noter(texte, 2);
    bloc(f, 'H3', texte, STYLES.sousTitre, 5);
  }
  return {
    titre: (texte: string) => bloc(f, 'H1', texte, STYLES.titre, 4),
    section: (texte: string) => section(f, texte),
    paragraphe: (texte: string) => bloc(f, 'P', texte, STYLES.texte, 6),
    note: (texte: string) => bloc(f, 'P', texte, STYLES.note, 3),
    puces: (textes: readonly string[]) => puces(f, textes),
    couples: (faits: readonly Couple[], nombre: number) => couples(f, faits, nombre),
    cases: (choix: readonly Case[], nombre: number) => cases(f, choix, nombre),
    cadres: (aRemplir: readonly { titre: string; texte: string }[], hauteurMin: number, hauteurMax: number) => cadres(f, aRemplir, hauteurMin, hauteurMax),
    tableau: (tableau: Tableau) => dessinerTableau(f, tableau),
    /** « Brouillon »: on the warm ground of what is due. */
    avertir: (texte: string) => encadre(f, texte, { trait: COULEURS.alerte, fond: COULEURS.alertePale }),
    affirmer: (texte: string) => encadre(f, texte, { trait: COULEURS.fait, fond: COULEURS.fond }),

    /** The title of the document and what it is about, low on the first page. */
    couverture(titre: string, sujet: string): void {
      f.y += 150;
      bloc(f, 'H1', titre, STYLES.couverture, 6);
      bloc(f, 'P', sujet, STYLES.territoire, 24);
    },
    /** On a page of its own, after the cover. */
    sommaire(): void {
      f.nouvellePage();
      bloc(f, 'H2', 'Sommaire', STYLES.titre, 12);
      sommaire.reserver();
    },
    page: (orientation: Orientation) => f.nouvellePage(orientation),
    /** How much a table takes on the current page. */
    hauteurDuTableau: (tableau: Tableau) => hauteurDuTableau(f, tableau),
    /** On a new page when this one stands another way, or has no room for `avec`: by default, half of it. */
    chapitre(texte: string, orientation: Orientation = 'portrait', avec = (f.bas() - MARGE) / 2): void {
      if (orientation !== f.orientation || f.y + avec > f.bas()) f.nouvellePage(orientation);
      else if (f.y > MARGE) f.y += 14;
      sommaire.noter(texte, 1);
      bloc(f, 'H2', texte, STYLES.titre, 8);
    },
    sousChapitre: (texte: string) => sousChapitre(texte, 70),
    /** Under its title. `tracable`: something of it would be seen; else its sentence and its table stand alone. */
    graphique(titre: string, g: Graphique, tracable: boolean): void {
      sousChapitre(titre, hauteurVoulue(f, g, tracable));
      dessinerGraphique(f, g, tracable);
    },
    terminer(): Promise<Buffer> {
      sommaire.remplir();
      return f.terminer();
    },
  };
}
