/**
 * A chart is its table: the same object is the table on the screen, what is drawn above it (Chart.js), and the drawing and the table of
 * the PDF. A builder (one file per chart beside this one) turns figures already counted into it; nothing is counted here. Pure.
 */

/** One column of the table, one bar or point per label. A series of nulls alone is a column of the table, and is not drawn. */
export interface Serie {
  nom: string;
  /** One per label; null where the figure is not available or does not apply: nothing is drawn there, and the table says why. */
  valeurs: readonly (number | null)[];
  /** As the table prints each value: « 1 234 », « 66,7 % », « n.d. », « Non applicable ». */
  textes: readonly string[];
  /** Address of the figures behind each value; null when the reader may not open them, or there are none. */
  liens: readonly (string | null)[];
}

export interface Graphique {
  /** Unique on a page; names the chart in the address and in the page. */
  cle: string;
  titre: string;
  /** What it shows, in one sentence with its main figures: read aloud instead of the drawing, and printed under it. */
  phrase: string;
  genre: 'ENTONNOIR' | 'BARRES' | 'COURBES' | 'EMPILEES' | 'JAUGE';
  /** What the labels are, at the head of the first column: « Motif », « Mois », « PLIE ». */
  axe: string;
  /** One row of the table each. */
  etiquettes: readonly string[];
  series: readonly Serie[];
  /** Percentages are given as 66.6, not as 0.666. */
  unite: 'NOMBRE' | 'POURCENTAGE';
  /** Under the table: coverage, settings, what is missing. */
  notes: readonly string[];
}

/** Something would be seen: a chart of nothing but zeros and missing figures is only its table, or its sentence. */
export const estTracable = ({ series }: Graphique): boolean => series.some((s) => s.valeurs.some((v) => v !== null && v > 0));
