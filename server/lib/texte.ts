/** Texts as they are compared and shown. */

/** For comparing codes and labels: no accent, no case, no surrounding blanks, œ as oe. */
export function sansAccents(texte: string): string {
  return texte.normalize('NFD').replace(/\p{M}/gu, '').replace(/œ/gi, 'oe').replace(/æ/gi, 'ae').replace(/[’‘]/g, "'").toLowerCase().replace(/\s+/g, ' ').trim();
}

/** A label in the middle of a sentence: « Emploi CDI ou CDD » gives « emploi CDI ou CDD », and « CUI-PEC » stays. */
export const dansLaPhrase = (libelle: string): string => libelle.replace(/^\p{Lu}(?!\p{Lu})/u, (initiale) => initiale.toLocaleLowerCase('fr'));

/** Its first `max` signs, never half of one: the database takes no text that ends so. */
export const couper = (texte: string, max: number): string => texte.slice(0, max).replace(/[\ud800-\udbff]$/, '');

/** « Zoé D'ALMEIDA ». */
export function nomComplet(personne: { nom: string; prenom: string }): string {
  return `${personne.prenom} ${personne.nom.toUpperCase()}`.trim();
}

/** « de Zoé D'ALMEIDA », « d'Élise MARTIN ». */
export function deQui(personne: { nom: string; prenom: string }): string {
  const nom = nomComplet(personne);
  return /^[aeiou]/.test(sansAccents(nom)) ? `d'${nom}` : `de ${nom}`;
}

const entiers = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 0 });
/** 1 234, with a narrow no-break space. */
export const formaterNombre = (n: number): string => entiers.format(n);

/** 0.66666 → « 66,7 % », with a no-break space; half rounds up, as in print. */
export function formaterTaux(numerateur: number, denominateur: number): string {
  // Exact in integers: tenths of a percent, rounded half up, so that 0.125 % never falls the wrong side of a float.
  const dixiemes = Math.floor((numerateur * 2000 + denominateur) / (2 * denominateur));
  return `${formaterNombre(Math.floor(dixiemes / 10))},${dixiemes % 10}\u00a0%`;
}

/** « 1 personne », « 3 personnes ». */
export function accorder(n: number, singulier: string, pluriel = `${singulier}s`): string {
  return `${formaterNombre(n)} ${n >= 2 ? pluriel : singulier}`;
}
