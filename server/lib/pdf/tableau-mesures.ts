/** What a table holds, and how wide and high its parts are. */
import type { Alignement, Feuille, Zone } from './feuille';
import { STYLES, type Style } from './styles';

export interface Colonne {
  titre: string;
  /** Its width, one to another. */
  part: number;
  alignement?: Alignement;
}
/** `details`: in small print under the text. */
export interface Cellule { texte: string; details?: readonly string[]; gras?: boolean }
/** A row; or a title over those that follow, down to the next one. */
export type Rangee = { cellules: readonly (string | Cellule)[]; total?: boolean } | { titre: string };

export interface Tableau {
  colonnes: readonly Colonne[];
  rangees: readonly Rangee[];
  /** A row above the titles: over how many columns each group stands; a nameless one names nothing. */
  groupes?: readonly { titre: string; etendue: number }[];
  /** The first cell of each row names the row. */
  nommees?: boolean;
  /** Small print, for many columns. */
  dense?: boolean;
  zone?: Zone;
}

interface Aspect { texte: Style; gras: Style; tete: Style; detail: Style; bord: number; haut: number }
const COURANT: Aspect = { texte: STYLES.texte, gras: STYLES.valeur, tete: STYLES.terme, detail: STYLES.terme, bord: 4, haut: 4 };
const DENSE: Aspect = { texte: STYLES.dense, gras: STYLES.denseGras, tete: STYLES.denseTitre, detail: STYLES.detail, bord: 2, haut: 2 };

export const versCellule = (c: string | Cellule): Cellule => (typeof c === 'string' ? { texte: c } : c);
export type Mesures = ReturnType<typeof mesurer>;

export function mesurer(f: Feuille, t: Tableau) {
  const aspect = t.dense ? DENSE : COURANT;
  const zone = t.zone ?? f.zone();
  const parts = t.colonnes.reduce((n, c) => n + c.part, 0);
  const largeurs = t.colonnes.map((c) => (c.part / parts) * zone.largeur);
  const debuts = largeurs.map((_, i) => zone.x + somme(largeurs.slice(0, i)));
  /** From the first column to the first of each group. */
  const rangs = (t.groupes ?? []).map((_, k) => somme(t.groupes!.slice(0, k).map((g) => g.etendue)));
  const cadre = (i: number, etendue = 1): Zone => ({ x: debuts[i]!, largeur: somme(largeurs.slice(i, i + etendue)) });
  const interieur = (i: number, etendue = 1): Zone => { const c = cadre(i, etendue); return { x: c.x + aspect.bord, largeur: c.largeur - 2 * aspect.bord }; };
  const styleDe = (c: Cellule, r: { total?: boolean }): Style => (c.gras || r.total ? aspect.gras : aspect.texte);
  const hauteurDeCellule = (c: Cellule, s: Style, largeur: number): number => f.hauteur(c.texte, s, largeur) + somme((c.details ?? []).map((d) => f.hauteur(d, aspect.detail, largeur)));
  const avecBords = (hauteurs: readonly number[]): number => (hauteurs.length ? Math.max(...hauteurs) + 2 * aspect.haut : 0);
  return {
    aspect, zone, rangs, cadre, interieur, styleDe,
    groupes: avecBords((t.groupes ?? []).map((g, k) => f.hauteur(g.titre, aspect.tete, interieur(rangs[k]!, g.etendue).largeur))),
    titres: avecBords(t.colonnes.map((c, i) => f.hauteur(c.titre, aspect.tete, interieur(i).largeur))),
    rangee: (r: Rangee): number => avecBords('titre' in r
      ? [f.hauteur(r.titre, aspect.gras, interieur(0, t.colonnes.length).largeur)]
      : r.cellules.map(versCellule).map((c, i) => hauteurDeCellule(c, styleDe(c, r), interieur(i).largeur))),
  };
}

export const somme = (nombres: readonly number[]): number => nombres.reduce((a, b) => a + b, 0);

/** All of it on one page, with what is left blank under it. */
export function hauteurDuTableau(f: Feuille, t: Tableau): number {
  const m = mesurer(f, t);
  return m.groupes + m.titres + somme(t.rangees.map(m.rangee)) + APRES;
}

/** Left blank under a table. */
export const APRES = 6;
