/** Whether a refusal is said in French, to somebody who is not a developer. */

const TECHNIQUE = /undefined|NaN|\[object|\bnull\b|\bat .+:\d+|Error\b|ENOENT|SQL|stack|\binvalid\b|unexpected/i;
const FRANCAIS = /\b(le|la|les|un|une|ce|cette|ces|ne|n'|de|du|des|d'|l'|il|elle|est|pas|plus|qu'|que|et|entre|dans|autres|donnez|votre|vous)(?=[\s'\u2019]|\b)/gi;

/** Begins with a capital or a quotation, ends with a stop, has words that only French has, and none that only a machine says. */
export const estUnePhrase = (texte: string): boolean =>
  /^[\p{Lu}«]/u.test(texte) && /[.!?…»)]$/.test(texte) && (texte.match(FRANCAIS)?.length ?? 0) >= 2 && !TECHNIQUE.test(texte.replace(/« [\s\S]*? »/g, ''));
