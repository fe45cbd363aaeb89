/** Charts as drawings: what is drawn, in one element of the structure that says in a sentence what it shows. */
import type { Feuille, Zone } from '../feuille';
import { dessinerBarres, hauteurDesBarres } from './barres';
import { dessinerCourbes, HAUTEUR_DES_COURBES } from './courbes';
import { dessinerLegende, hauteurDeLegende } from './legende';

/** As the charts of the application are (reports/graphiques): `textes` is what is read of each value, null is not drawn. */
export interface Dessin {
  genre: 'ENTONNOIR' | 'BARRES' | 'COURBES' | 'EMPILEES' | 'JAUGE';
  etiquettes: readonly string[];
  series: readonly { nom: string; valeurs: readonly (number | null)[]; textes: readonly string[] }[];
  unite: 'NOMBRE' | 'POURCENTAGE';
}

/** A series of nulls alone is a column of the table, and is not drawn. */
const tracables = (d: Dessin): Dessin => ({ ...d, series: d.series.filter((s) => s.valeurs.some((v) => v !== null)) });

/** Curves name themselves at their end. */
const aUneLegende = (d: Dessin): boolean => d.genre !== 'COURBES' && d.series.length > 1;

export function hauteurDeFigure(f: Feuille, dessin: Dessin, largeur: number): number {
  const d = tracables(dessin);
  return (aUneLegende(d) ? hauteurDeLegende(f, d, largeur) : 0) + (d.genre === 'COURBES' ? HAUTEUR_DES_COURBES : hauteurDesBarres(f, d, largeur));
}

/** From `haut` down, in `zone`; `phrase`: read aloud instead of it. */
export function dessinerFigure(f: Feuille, dessin: Dessin, phrase: string, zone: Zone, haut: number): void {
  const d = tracables(dessin);
  const h = hauteurDeFigure(f, dessin, zone.largeur);
  f.racine.add(f.noeud('Figure', () => {
    const legende = aUneLegende(d) ? dessinerLegende(f, d, zone, haut) : 0;
    if (d.genre === 'COURBES') dessinerCourbes(f, d, zone, haut);
    else dessinerBarres(f, d, zone, haut + legende);
  }, { alt: f.preparer(phrase), bbox: [zone.x, haut, zone.x + zone.largeur, haut + h] }));
}
