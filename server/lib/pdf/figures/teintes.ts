/** Tints of the series: light from dark, and hatched, so that they are told apart in grey and by colour-blind people. */
import type { Feuille } from '../feuille';
import { COULEURS } from '../styles';

export interface Teinte {
  fond: string;
  trait: string;
  /** Of what is written on it. */
  encre: string;
  hachure: 'aucune' | 'montante' | 'points' | 'descendante';
  /** Of a curve: lengths drawn and left blank, in turn; null for a whole line. */
  tirets: readonly number[] | null;
}

/** The inks are the --serie-… of the screens; pale under a hatching, so that what is written on it is read. */
const TEINTES: readonly Teinte[] = [
  { fond: '#17595f', trait: '#17595f', encre: COULEURS.papier, hachure: 'aucune', tirets: null },
  { fond: '#f6e2c0', trait: '#c07a12', encre: COULEURS.encre, hachure: 'montante', tirets: [5, 2] },
  { fond: '#ead9cf', trait: '#7a3300', encre: COULEURS.encre, hachure: 'points', tirets: [1.5, 2] },
  { fond: '#d3e5f8', trait: '#3f8fdc', encre: COULEURS.encre, hachure: 'descendante', tirets: [8, 2, 1.5, 2] },
  { fond: '#dcdcdc', trait: '#14181c', encre: COULEURS.encre, hachure: 'aucune', tirets: [3, 3] },
];
export const teinteDe = (rang: number): Teinte => TEINTES[rang % TEINTES.length]!;

const PAS = 5;

/** A filled box. */
export function remplir({ doc }: Feuille, t: Teinte, x: number, y: number, largeur: number, hauteur: number): void {
  if (largeur <= 0) return;
  doc.rect(x, y, largeur, hauteur).fill(t.fond);
  if (t.hachure !== 'aucune') {
    doc.save().rect(x, y, largeur, hauteur).clip().lineWidth(0.6).strokeColor(t.trait).fillColor(t.trait);
    if (t.hachure === 'points') {
      for (let i = x + PAS / 2; i < x + largeur; i += PAS) for (let j = y + PAS / 2; j < y + hauteur; j += PAS) doc.circle(i, j, 0.7).fill();
    } else {
      const sens = t.hachure === 'montante' ? 1 : -1;
      for (let i = x - hauteur; i < x + largeur + hauteur; i += PAS) doc.moveTo(i, y + hauteur).lineTo(i + sens * hauteur, y).stroke();
    }
    doc.restore();
  }
  doc.lineWidth(0.6).strokeColor(t.trait).rect(x, y, largeur, hauteur).stroke();
}
