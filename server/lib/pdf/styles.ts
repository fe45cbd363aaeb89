/** Inks, letters and margins of what is printed. The inks are those of the screens (public/css/passerelle.css). */

export const COULEURS = {
  encre: '#17343a', doux: '#4b6268', trait: '#8a9296', filet: '#d9d3c6', fond: '#e5f0f0', accent: '#17595f', papier: '#ffffff', alerte: '#8a5a00', alertePale: '#fdf3dc', fait: '#2f6b33',
} as const;

const NORMAL = 'Helvetica';
export const GRAS = 'Helvetica-Bold';

/** Sizes in points; `interligne` is added under each line. */
export interface Style { police: string; corps: number; couleur: string; interligne: number }
export const STYLES = {
  couverture: { police: GRAS, corps: 28, couleur: COULEURS.encre, interligne: 2 },
  territoire: { police: NORMAL, corps: 20, couleur: COULEURS.accent, interligne: 2 },
  titre: { police: GRAS, corps: 18, couleur: COULEURS.encre, interligne: 1 },
  sousTitre: { police: GRAS, corps: 12, couleur: COULEURS.accent, interligne: 1 },
  section: { police: GRAS, corps: 11, couleur: COULEURS.encre, interligne: 1 },
  texte: { police: NORMAL, corps: 9.5, couleur: COULEURS.encre, interligne: 1.5 },
  valeur: { police: GRAS, corps: 9.5, couleur: COULEURS.encre, interligne: 1 },
  terme: { police: NORMAL, corps: 8, couleur: COULEURS.doux, interligne: 1 },
  note: { police: NORMAL, corps: 8, couleur: COULEURS.encre, interligne: 1.2 },
  dense: { police: NORMAL, corps: 7.5, couleur: COULEURS.encre, interligne: 0 },
  denseGras: { police: GRAS, corps: 7.5, couleur: COULEURS.encre, interligne: 0 },
  denseTitre: { police: GRAS, corps: 6, couleur: COULEURS.encre, interligne: 0.5 },
  detail: { police: NORMAL, corps: 6, couleur: COULEURS.doux, interligne: 0 },
  bandeau: { police: GRAS, corps: 8, couleur: COULEURS.alerte, interligne: 0 },
} satisfies Record<string, Style>;

export const MARGE = 42;
/** Sheets of A4, in points. */
export const FORMATS = { portrait: { largeur: 595.28, hauteur: 841.89 }, paysage: { largeur: 841.89, hauteur: 595.28 } } as const;
export type Orientation = keyof typeof FORMATS;
