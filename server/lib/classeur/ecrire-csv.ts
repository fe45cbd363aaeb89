/** Writing a .csv that a French spreadsheet opens with a double click: UTF-8 with its mark, « ; », CRLF, decimal commas. */

/** null leaves the cell empty. */
export type CelluleCsv = string | number | null;

/** Media type. */
export const CSV = 'text/csv; charset=utf-8';

/** A spreadsheet would run these: the apostrophe, which it does not show of a typed text, makes them one. */
const DANGEREUX = /^[=+\-@\t\r]/;
/** Blanks that do not break are for the screen: a spreadsheet would not read the number. */
const INSECABLES = /[\u00a0\u202f]/g;

const champ = (cellule: CelluleCsv): string => {
  if (cellule === null) return '';
  if (typeof cellule === 'number') return Number.isFinite(cellule) ? String(cellule).replace('.', ',') : '';
  const texte = cellule.replace(INSECABLES, ' ');
  const sur = DANGEREUX.test(texte) ? `'${texte}` : texte;
  return /[;"\r\n\t']/.test(sur) ? `"${sur.replaceAll('"', '""')}"` : sur;
};

/** The whole file, its mark included. For small ones: a table that was shown. */
export const ecrireCsv = (lignes: readonly (readonly CelluleCsv[])[]): string => `\ufeff${lignes.map((l) => `${l.map(champ).join(';')}\r\n`).join('')}`;
