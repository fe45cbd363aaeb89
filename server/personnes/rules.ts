/**
 * Who is who (domaine §2): when two names may be the same person's. Pure; the names come normalised by the database
 * (no accent, no case, one blank for any other sign).
 */

export interface NomNormalise { nom: string; prenom: string }

/** How a known person was found to be perhaps the one being entered, the surest first. */
export type Ressemblance = 'IDENTIFIANT' | 'MEME_NOM' | 'NOM_PROCHE';

/** Number of single-letter changes (added, removed, replaced, two neighbours swapped) from one text to the other. */
export function ecart(a: string, b: string): number {
  let avantDerniere: number[] = [];
  let derniere = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const ligne = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cout = a[i - 1] === b[j - 1] ? 0 : 1;
      ligne[j] = Math.min(derniere[j]! + 1, ligne[j - 1]! + 1, derniere[j - 1]! + cout);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) ligne[j] = Math.min(ligne[j]!, avantDerniere[j - 2]! + 1);
    }
    avantDerniere = derniere;
    derniere = ligne;
  }
  return derniere[b.length]!;
}

/** Letters that may differ in a name of that length: none in the shortest, two in the longest. */
const tolerance = (longueur: number): number => (longueur <= 3 ? 0 : longueur <= 7 ? 1 : 2);

/** Without what is written two ways and heard alike: doubled letters, y for i, ph for f. « Bonnefoi » and « Bonefoy » are then one. */
export const simplifier = (normalise: string): string => normalise.replaceAll('y', 'i').replaceAll('ph', 'f').replace(/([a-z])\1+/g, '$1');

/** Close: a typing difference, a spelling heard alike, or a part of a compound name (« Martin » and « Martin Duval »). */
function motsProches(a: string, b: string): boolean {
  const [collesA, collesB] = [a.replaceAll(' ', ''), b.replaceAll(' ', '')];
  if (simplifier(collesA) === simplifier(collesB)) return true;
  const admis = tolerance(Math.min(collesA.length, collesB.length));
  if (Math.abs(collesA.length - collesB.length) <= admis && ecart(collesA, collesB) <= admis) return true;
  const [motsA, motsB] = [a.split(' '), b.split(' ')];
  const [court, long] = motsA.length < motsB.length ? [motsA, motsB] : [motsB, motsA];
  return court.length < long.length && court.every((mot) => long.includes(mot));
}

/** MEME_NOM, NOM_PROCHE or null; the nom and the prénom may have been swapped. The birth date is compared elsewhere. */
export function comparerNoms(a: NomNormalise, b: NomNormalise): Exclude<Ressemblance, 'IDENTIFIANT'> | null {
  const colle = (texte: string) => texte.replaceAll(' ', '');
  if (colle(a.nom) === colle(b.nom) && colle(a.prenom) === colle(b.prenom)) return 'MEME_NOM';
  if (motsProches(a.nom, b.nom) && motsProches(a.prenom, b.prenom)) return 'NOM_PROCHE';
  if (motsProches(a.nom, b.prenom) && motsProches(a.prenom, b.nom)) return 'NOM_PROCHE';
  return null;
}

/**
 * A search splits into words: each way of cutting them into a beginning of nom and a beginning of prénom, in both orders.
 * « de la tour zo » gives (de la tour zo, –), (de la tour, zo), (de la, tour zo)… Four words count, the others are dropped.
 */
export function decouperRecherche(texte: string): { nom: string; prenom: string }[] {
  const mots = texte.split(/[^\p{L}\p{N}]+/u).filter(Boolean).slice(0, 4);
  const paires = Array.from({ length: mots.length }, (_, i) => [mots.slice(0, i + 1).join(' '), mots.slice(i + 1).join(' ')] as const);
  return paires.flatMap(([a, b]) => [{ nom: a, prenom: b }, { nom: b, prenom: a }]);
}
