/** What a page is made of, from top to bottom: headings, paragraphs, lists, pairs, boxes, frames. */
import type { Feuille } from './feuille';
import { COULEURS, MARGE, STYLES, type Style } from './styles';

export interface Couple { terme: string; valeur: string }
export interface Case { libelle: string; cochee: boolean }

const GOUTTIERE = 14;

function colonne(f: Feuille, rang: number, nombre: number): { x: number; largeur: number } {
  const largeur = (f.zone().largeur - (nombre - 1) * GOUTTIERE) / nombre;
  return { x: MARGE + rang * (largeur + GOUTTIERE), largeur };
}
const rangeesDe = <T>(elements: readonly T[], nombre: number): T[][] => Array.from({ length: Math.ceil(elements.length / nombre) }, (_, i) => elements.slice(i * nombre, (i + 1) * nombre));

/** `apres`: what is left blank under it. `avec`: what must stand on the same page under it. */
export function bloc(f: Feuille, type: string, texte: string, s: Style, apres: number, avec = 0): void {
  const { x, largeur } = f.zone();
  const h = f.hauteur(texte, s, largeur);
  f.prendrePlace(h + apres + avec);
  f.racine.add(f.noeud(type, () => f.ecrire(texte, s, x, f.y, largeur)));
  f.y += h + apres;
}

/** A heading on a ground, inside a one-page form. */
export function section(f: Feuille, texte: string): void {
  f.y += 3;
  const { x, largeur } = f.zone();
  const h = f.hauteur(texte, STYLES.section, largeur);
  // Never alone at the foot of a page.
  f.prendrePlace(h + 60);
  f.decorer(() => f.doc.rect(x, f.y, largeur, h + 5).fill(COULEURS.fond));
  f.racine.add(f.noeud('H2', () => f.ecrire(texte, STYLES.section, x + 6, f.y + 4, largeur - 12)));
  f.y += h + 10;
}

/** Facts as « term: value », side by side; one without a value is left out. */
export function couples(f: Feuille, faits: readonly Couple[], nombre: number): void {
  const liste = f.noeud('L');
  f.racine.add(liste);
  for (const rangee of rangeesDe(faits.filter((c) => c.valeur), nombre)) {
    const { largeur } = colonne(f, 0, nombre);
    const h = Math.max(...rangee.map((c) => f.hauteur(c.terme, STYLES.terme, largeur) + f.hauteur(c.valeur, STYLES.valeur, largeur))) + 4;
    f.prendrePlace(h);
    rangee.forEach(({ terme, valeur }, rang) => {
      const { x } = colonne(f, rang, nombre);
      liste.add(f.noeud('LI', [
        f.noeud('Lbl', () => f.ecrire(terme, STYLES.terme, x, f.y, largeur)),
        f.noeud('LBody', () => f.ecrire(valeur, STYLES.valeur, x, f.y + f.hauteur(terme, STYLES.terme, largeur), largeur)),
      ]));
    });
    f.y += h;
  }
  liste.end();
  f.y += 2;
}

/** Boxes, ticked or not. */
export function cases(f: Feuille, choix: readonly Case[], nombre: number): void {
  const cote = 9;
  const liste = f.noeud('L');
  f.racine.add(liste);
  for (const rangee of rangeesDe(choix, nombre)) {
    const { largeur } = colonne(f, 0, nombre);
    const h = Math.max(...rangee.map((c) => f.hauteur(c.libelle, STYLES.texte, largeur - cote - 6))) + 4;
    f.prendrePlace(h);
    rangee.forEach(({ libelle, cochee }, rang) => {
      const { x } = colonne(f, rang, nombre);
      f.decorer(() => f.doc.lineWidth(0.8).strokeColor(COULEURS.encre).rect(x, f.y, cote, cote).stroke());
      liste.add(f.noeud('LI', [
        f.noeud('Lbl', () => { if (cochee) f.ecrire('X', { ...STYLES.valeur, corps: 10 }, x + 1.2, f.y + 0.8, cote); }, { alt: cochee ? 'coché' : 'non coché' }),
        f.noeud('LBody', () => f.ecrire(libelle, STYLES.texte, x + cote + 6, f.y, largeur - cote - 6)),
      ]));
    });
    f.y += h;
  }
  liste.end();
  f.y += 2;
}

/** A list with a mark before each of its items. */
export function puces(f: Feuille, textes: readonly string[]): void {
  const liste = f.noeud('L');
  f.racine.add(liste);
  const { x, largeur } = f.zone();
  for (const texte of textes) {
    const h = f.hauteur(texte, STYLES.texte, largeur - 12) + 3;
    f.prendrePlace(h);
    liste.add(f.noeud('LI', [f.noeud('Lbl', () => f.ecrire('•', STYLES.texte, x, f.y, 10)), f.noeud('LBody', () => f.ecrire(texte, STYLES.texte, x + 12, f.y, largeur - 12))]));
    f.y += h;
  }
  liste.end();
  f.y += 4;
}

/** A text in a frame, on a ground: what has to be seen before the rest. */
export function encadre(f: Feuille, texte: string, { trait, fond }: { trait: string; fond: string }): void {
  const { x, largeur } = f.zone();
  const s = { ...STYLES.valeur, corps: 11 };
  const h = f.hauteur(texte, s, largeur - 24) + 16;
  f.prendrePlace(h + 10);
  f.decorer(() => { f.doc.rect(x, f.y, largeur, h).fill(fond); f.doc.rect(x, f.y, 4, h).fill(trait); });
  f.racine.add(f.noeud('P', () => f.ecrire(texte, s, x + 14, f.y + 8, largeur - 24)));
  f.y += h + 10;
}

/** Frames to be filled in by hand, side by side, down to the foot of the page when `hauteurMax` allows. */
export function cadres(f: Feuille, aRemplir: readonly { titre: string; texte: string }[], hauteurMin: number, hauteurMax: number): void {
  f.prendrePlace(hauteurMin);
  const h = Math.min(hauteurMax, f.bas() - f.y);
  aRemplir.forEach(({ titre: enTete, texte }, rang) => {
    const { x, largeur } = colonne(f, rang, aRemplir.length);
    f.decorer(() => f.doc.lineWidth(0.8).strokeColor(COULEURS.trait).rect(x, f.y, largeur, h).stroke());
    f.racine.add(f.noeud('P', () => {
      f.ecrire(enTete, STYLES.valeur, x + 6, f.y + 6, largeur - 12);
      f.ecrire(texte, STYLES.note, x + 6, f.y + 8 + f.hauteur(enTete, STYLES.valeur, largeur - 12), largeur - 12);
    }));
  });
  f.y += h + 6;
}
