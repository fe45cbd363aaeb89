/** Lying bars, a label at their left and their value beside them: simple, stacked to 100 %, centred as a funnel, or on the track of a gauge. */
import type { Feuille, Zone } from '../feuille';
import { COULEURS, STYLES } from '../styles';
import type { Dessin } from './figure';
import { remplir, teinteDe } from './teintes';

const ECART = 6;
const LIBELLE = STYLES.terme;
const VALEUR = { ...STYLES.denseGras, corps: 8 };

/** How thick a bar is; one that has a neighbour for the same label is thinner. */
const epaisseur = ({ genre, series }: Dessin): number => (genre === 'EMPILEES' ? 16 : genre === 'ENTONNOIR' ? 20 : series.length > 1 ? 9.5 : 13);
/** A stacked bar takes all its series. */
const barresParEtiquette = ({ genre, series }: Dessin): number => (genre === 'EMPILEES' ? 1 : Math.max(1, series.length));
/** Long questions want more room than names. */
const largeurDesLibelles = ({ genre }: Dessin, largeur: number): number => largeur * (genre === 'EMPILEES' ? 0.5 : 0.36);

const hauteurs = (f: Feuille, d: Dessin, largeur: number): number[] =>
  d.etiquettes.map((e) => Math.max(f.hauteur(e, LIBELLE, largeurDesLibelles(d, largeur) - 8), barresParEtiquette(d) * epaisseur(d)) + ECART);

export const hauteurDesBarres = (f: Feuille, d: Dessin, largeur: number): number => hauteurs(f, d, largeur).reduce((a, b) => a + b, 4);

export function dessinerBarres(f: Feuille, d: Dessin, { x, largeur }: Zone, haut: number): void {
  const gauche = x + largeurDesLibelles(d, largeur);
  // A value is written after its bar.
  const place = x + largeur - gauche - (d.genre === 'EMPILEES' ? 0 : 44);
  const valeurs = d.series.flatMap((s) => s.valeurs).filter((v) => v !== null);
  const echelle = place / Math.max(d.unite === 'POURCENTAGE' ? 100 : 1, ...valeurs);
  let y = haut;
  hauteurs(f, d, largeur).forEach((h, rang) => {
    const libelle = d.etiquettes[rang]!;
    const utile = h - ECART;
    f.ecrire(libelle, LIBELLE, x, y + (utile - f.hauteur(libelle, LIBELLE, gauche - x - 8)) / 2, gauche - x - 8);
    const dessus = y + (utile - barresParEtiquette(d) * epaisseur(d)) / 2;
    if (d.genre === 'EMPILEES') empiler(f, d, rang, gauche, dessus, place);
    else d.series.forEach((_, serie) => barre(f, d, { serie, rang }, { x: gauche, y: dessus + serie * epaisseur(d), place, echelle }));
    y += h;
  });
  f.doc.lineWidth(0.8).strokeColor(COULEURS.trait);
  if (d.genre !== 'ENTONNOIR' && d.genre !== 'EMPILEES') f.doc.moveTo(gauche, haut - 2).lineTo(gauche, y - ECART + 2).stroke();
}

interface Place { x: number; y: number; place: number; echelle: number }

function barre(f: Feuille, d: Dessin, { serie, rang }: { serie: number; rang: number }, { x, y, place, echelle }: Place): void {
  const { valeurs, textes } = d.series[serie]!;
  const [valeur, texte] = [valeurs[rang]!, textes[rang]!];
  const h = epaisseur(d) - (d.series.length > 1 ? 1 : 0);
  const milieu = y + (h - VALEUR.corps) / 2 + 1;
  if (valeur === null) { f.ecrireLigne(texte, LIBELLE, x + 4, milieu); return; }
  const longueur = valeur * echelle;
  if (d.genre === 'JAUGE') f.doc.lineWidth(0.8).strokeColor(COULEURS.trait).rect(x, y, 100 * echelle, h).stroke();
  const debut = d.genre === 'ENTONNOIR' ? x + (place - longueur) / 2 : x;
  remplir(f, teinteDe(serie), debut, y, longueur, h);
  f.ecrireLigne(texte, VALEUR, Math.max(debut + longueur, d.genre === 'JAUGE' ? x + 100 * echelle : 0) + 4, milieu);
}

/** One bar from 0 to 100 %; a part too thin to be written on is read in the table. */
function empiler(f: Feuille, d: Dessin, rang: number, gauche: number, y: number, place: number): void {
  const h = epaisseur(d);
  let x = gauche;
  if (d.series.every((s) => s.valeurs[rang] === null)) { f.ecrireLigne(d.series[0]?.textes[rang] ?? '', LIBELLE, x + 4, y + 4); return; }
  d.series.forEach((s, serie) => {
    const largeur = ((s.valeurs[rang] ?? 0) / 100) * place;
    if (largeur <= 0) return;
    const teinte = teinteDe(serie);
    remplir(f, teinte, x, y, largeur, h);
    const texte = s.textes[rang]!.replace(/\s*\(.*$/, '');
    const w = f.largeurDe(texte, VALEUR);
    if (w + 8 <= largeur) {
      if (teinte.hachure !== 'aucune') f.doc.rect(x + (largeur - w) / 2 - 2, y + 3, w + 4, h - 6).fill(COULEURS.papier);
      f.ecrireLigne(texte, { ...VALEUR, couleur: teinte.hachure === 'aucune' ? teinte.encre : COULEURS.encre }, x + (largeur - w) / 2, y + (h - VALEUR.corps) / 2 + 1);
    }
    x += largeur;
  });
}
