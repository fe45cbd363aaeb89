/** A chart on a page: the sentence that says it, its drawing, its table; side by side when both are narrow and short. */
import { bloc } from '../blocs';
import type { Feuille, Zone } from '../feuille';
import { MARGE, STYLES } from '../styles';
import { dessinerTableau } from '../tableau';
import { hauteurDuTableau, somme, type Tableau } from '../tableau-mesures';
import { dessinerFigure, hauteurDeFigure, type Dessin } from './figure';

export interface Graphique extends Dessin {
  phrase: string;
  /** What the labels are, at the head of the table. */
  axe: string;
  notes: readonly string[];
}

const GOUTTIERE = 18;
const PART_DU_DESSIN = 0.56;
const [SOUS_LA_PHRASE, SOUS_LE_DESSIN, SOUS_UNE_NOTE, FIN] = [6, 8, 2, 8];

const tableauDe = ({ axe, etiquettes, series, genre }: Graphique): Tableau => ({
  colonnes: [{ titre: axe, part: genre === 'EMPILEES' ? 5 : 2.4 }, ...series.map((s) => ({ titre: s.nom, part: 1, alignement: 'right' as const }))],
  rangees: etiquettes.map((e, rang) => ({ cellules: [e, ...series.map((s) => s.textes[rang]!)] })),
  nommees: true, dense: true,
});

interface Disposition { dessin: Zone & { hauteur: number }; tableau: Tableau; aCote: boolean; hauteur: number }

/** Where the drawing and the table stand; the drawing has no height when nothing of it would be seen. */
function disposer(f: Feuille, g: Graphique, tracable: boolean): Disposition {
  const zone = f.zone();
  const aCote = tracable && g.series.length <= 2 && g.genre !== 'COURBES';
  const gauche = aCote ? { x: zone.x, largeur: zone.largeur * PART_DU_DESSIN - GOUTTIERE / 2 } : zone;
  const dessin = { ...gauche, hauteur: tracable ? hauteurDeFigure(f, g, gauche.largeur) : 0 };
  const tableau = { ...tableauDe(g), ...(aCote && { zone: { x: zone.x + zone.largeur * PART_DU_DESSIN + GOUTTIERE / 2, largeur: zone.largeur * (1 - PART_DU_DESSIN) - GOUTTIERE / 2 } }) };
  const h = g.etiquettes.length ? hauteurDuTableau(f, tableau) : 0;
  return { dessin, tableau, aCote, hauteur: aCote ? Math.max(dessin.hauteur, h) : dessin.hauteur + SOUS_LE_DESSIN + h };
}

/** All of it, that a page keeps together if it can. */
export function hauteurVoulue(f: Feuille, g: Graphique, tracable: boolean): number {
  const { largeur } = f.zone();
  return f.hauteur(g.phrase, STYLES.texte, largeur) + SOUS_LA_PHRASE + disposer(f, g, tracable).hauteur + somme(g.notes.map((n) => f.hauteur(n, STYLES.note, largeur) + SOUS_UNE_NOTE));
}

export function dessinerGraphique(f: Feuille, g: Graphique, tracable: boolean): void {
  bloc(f, 'P', g.phrase, STYLES.texte, SOUS_LA_PHRASE);
  const d = disposer(f, g, tracable);
  if (d.aCote && f.y + d.hauteur <= f.bas()) {
    const haut = f.y;
    dessinerFigure(f, g, g.phrase, d.dessin, haut);
    dessinerTableau(f, d.tableau);
    f.y = haut + d.hauteur;
  } else lUnSousLAutre(f, g, tracable);
  for (const note of g.notes) bloc(f, 'P', note, STYLES.note, SOUS_UNE_NOTE);
  f.y += FIN;
}

/** A drawing is never cut: with so many labels that no page would hold it, the table says it all. */
function lUnSousLAutre(f: Feuille, g: Graphique, tracable: boolean): void {
  const zone = f.zone();
  const h = hauteurDeFigure(f, g, zone.largeur);
  if (tracable && h <= f.bas() - MARGE) {
    f.prendrePlace(h);
    dessinerFigure(f, g, g.phrase, zone, f.y);
    f.y += h + SOUS_LE_DESSIN;
  }
  if (g.etiquettes.length) dessinerTableau(f, tableauDe(g));
}
