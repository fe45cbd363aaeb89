/** Curves over the months, each with its own dashes and its own mark, and its name at its end. */
import { formaterNombre } from '../../texte';
import type { Feuille, Zone } from '../feuille';
import { COULEURS, STYLES } from '../styles';
import type { Dessin } from './figure';
import { teinteDe } from './teintes';

export const HAUTEUR_DES_COURBES = 190;
const GAUCHE = 30;
const DROITE = 122;
const PIED = 16;
const ECART_DES_NOMS = 10;

/** A round step that makes five lines at most. */
function pas(maximum: number): number {
  const brut = Math.max(1, maximum / 5);
  const dizaine = 10 ** Math.floor(Math.log10(brut));
  return Math.ceil([1, 2, 5, 10].map((m) => m * dizaine).find((p) => p >= brut)!);
}

export function dessinerCourbes(f: Feuille, { etiquettes, series }: Dessin, zone: Zone, haut: number): void {
  const { doc } = f;
  const [gauche, droite, bas] = [zone.x + GAUCHE, zone.x + zone.largeur - DROITE, haut + HAUTEUR_DES_COURBES - PIED];
  const plusGrand = Math.max(1, ...series.flatMap((s) => s.valeurs).filter((v) => v !== null));
  const marche = pas(plusGrand);
  const sommet = Math.ceil(plusGrand / marche) * marche;
  const xDe = (rang: number) => gauche + 6 + (rang * (droite - gauche - 12)) / Math.max(1, etiquettes.length - 1);
  const yDe = (valeur: number) => bas - (valeur / sommet) * (bas - haut - 6);

  for (let v = 0; v <= sommet; v += marche) {
    doc.lineWidth(v ? 0.4 : 0.8).strokeColor(v ? COULEURS.filet : COULEURS.trait).moveTo(gauche, yDe(v)).lineTo(droite, yDe(v)).stroke();
    f.ecrire(formaterNombre(v), STYLES.detail, zone.x, yDe(v) - 3.5, GAUCHE - 4, 'right');
  }
  etiquettes.forEach((e, rang) => f.ecrire(e, { ...STYLES.detail, corps: 6 }, xDe(rang) - 16, bas + 5, 32, 'center'));

  const fins: { nom: string; x: number; y: number; rang: number }[] = [];
  series.forEach((s, rang) => {
    const points = s.valeurs.flatMap((v, i) => (v === null ? [] : [{ x: xDe(i), y: yDe(v) }]));
    const { trait, tirets } = teinteDe(rang);
    doc.lineWidth(1.3).strokeColor(trait);
    // Typed for two lengths only.
    if (tirets) doc.dash(tirets as unknown as number, {});
    points.forEach((p, i) => (i ? doc.lineTo(p.x, p.y) : doc.moveTo(p.x, p.y)));
    doc.stroke().undash();
    for (const p of points) marquer(f, rang, p.x, p.y);
    const fin = points.at(-1);
    if (fin) fins.push({ nom: s.nom, ...fin, rang });
  });
  nommer(f, fins, droite, haut, bas);
}

/** Full round, hollow round, full square, hollow square, cross. */
function marquer({ doc }: Feuille, rang: number, x: number, y: number): void {
  const { trait } = teinteDe(rang);
  const r = 2.1;
  doc.lineWidth(1);
  switch (rang % 5) {
    case 0: doc.circle(x, y, r).fill(trait); break;
    case 1: doc.circle(x, y, r).fillAndStroke(COULEURS.papier, trait); break;
    case 2: doc.rect(x - r, y - r, 2 * r, 2 * r).fill(trait); break;
    case 3: doc.rect(x - r, y - r, 2 * r, 2 * r).fillAndStroke(COULEURS.papier, trait); break;
    default: doc.strokeColor(trait).moveTo(x - r, y - r).lineTo(x + r, y + r).moveTo(x - r, y + r).lineTo(x + r, y - r).stroke();
  }
}

/** The names, pushed apart where the curves end together, each tied to its end. */
function nommer(f: Feuille, fins: { nom: string; x: number; y: number; rang: number }[], droite: number, haut: number, bas: number): void {
  const rangees = [...fins].sort((a, b) => a.y - b.y);
  const hauteurs: number[] = [];
  rangees.forEach((fin, i) => hauteurs.push(Math.max(fin.y, i ? hauteurs[i - 1]! + ECART_DES_NOMS : haut + 4)));
  // Those that would fall under the axis go up again.
  for (let i = hauteurs.length - 1; i >= 0; i -= 1) hauteurs[i] = Math.min(hauteurs[i]!, i === hauteurs.length - 1 ? bas : hauteurs[i + 1]! - ECART_DES_NOMS);
  rangees.forEach(({ nom, x, y, rang }, i) => {
    f.doc.lineWidth(0.5).strokeColor(COULEURS.trait).moveTo(x + 4, y).lineTo(droite + 6, hauteurs[i]!).stroke();
    marquer(f, rang, droite + 10, hauteurs[i]!);
    f.ecrire(nom, { ...STYLES.detail, couleur: COULEURS.encre }, droite + 16, hauteurs[i]! - 3.5, DROITE - 16);
  });
}
