/** What each tint is, above the drawing. */
import type { Feuille, Zone } from '../feuille';
import { STYLES } from '../styles';
import type { Dessin } from './figure';
import { remplir, teinteDe } from './teintes';

const COTE = 8;
const LIGNE = 14;

/** Where each name stands: on as many lines as it takes. */
function disposer(f: Feuille, { series }: Dessin, largeur: number): { x: number; ligne: number }[] {
  let [x, ligne] = [0, 0];
  return series.map((s) => {
    const w = COTE + 5 + f.largeurDe(s.nom, STYLES.terme) + 16;
    if (x > 0 && x + w > largeur) { x = 0; ligne += 1; }
    const place = { x, ligne };
    x += w;
    return place;
  });
}

export const hauteurDeLegende = (f: Feuille, d: Dessin, largeur: number): number => (disposer(f, d, largeur).at(-1)!.ligne + 1) * LIGNE + 4;

/** Gives how high it is. */
export function dessinerLegende(f: Feuille, d: Dessin, { x, largeur }: Zone, haut: number): number {
  disposer(f, d, largeur).forEach((place, rang) => {
    const y = haut + place.ligne * LIGNE;
    remplir(f, teinteDe(rang), x + place.x, y, COTE, COTE);
    f.ecrireLigne(d.series[rang]!.nom, STYLES.terme, x + place.x + COTE + 5, y);
  });
  return hauteurDeLegende(f, d, largeur);
}
