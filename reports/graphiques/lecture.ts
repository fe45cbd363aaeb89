/** How the charts read the figures of the engine. Pure. */
import { formaterNombre } from '../../server/lib/texte';
import type { Bilan } from '../bilan-quantitatif/bilan';
import { BILAN_QUANTITATIF } from '../bilan-quantitatif/definitions';
import { noteEnClair } from '../bilan-quantitatif/notes';
import { lireChiffre } from '../bilan-quantitatif/textes';
import { estVentilation, numeroLisible, type Compte, type Taux } from '../indicateur';
import type { Chiffre } from '../liste';
import type { Ligne } from '../moteur';
import type { Serie } from './graphique';

/** Address of the list behind a figure of a line; null for a reader who may not open it. */
export type Lier = (chiffre: Chiffre, ligne: Ligne) => string | null;
/** For a print, and for those who never meet a person. */
export const SANS_LIEN: Lier = () => null;

/** `lien`: of the figures behind. */
export interface Point { valeur: number | null; texte: string; lien: string | null }

export const absent = (texte: string): Point => ({ valeur: null, texte, lien: null });
export const nombre = (valeur: number): Point => ({ valeur, texte: formaterNombre(valeur), lien: null });

/** A column of a line as the table of annexe 1 prints it; a ratio as a percentage, for the drawing. */
export function lire(i: Compte | Taux, ligne: Ligne): Point {
  const { texte, discret } = lireChiffre(i, ligne);
  if (discret) return absent(texte);
  const { numerateur, denominateur } = ligne.taux[i.numero] ?? {};
  return { valeur: i.genre === 'compte' ? ligne.comptes[i.numero]!.valeur : (100 * numerateur!) / denominateur!, texte, lien: null };
}

/** With the list behind it, which a figure of 0 does not have. */
export const lie = (point: Point, adresse: () => string | null): Point => ({ ...point, lien: point.valeur ? adresse() : null });

export const serie = (nom: string, points: readonly Point[]): Serie => ({ nom, valeurs: points.map((p) => p.valeur), textes: points.map((p) => p.texte), liens: points.map((p) => p.lien) });

/** The indicators that give one figure per line. */
export const INDICATEURS_SIMPLES: readonly (Compte | Taux)[] = BILAN_QUANTITATIF.indicateurs.filter((i) => !estVentilation(i));

/** « Col. 5 : 2 PLIE sur 3. », where a total does not cover all its PLIEs. */
export function couvertures(numeros: readonly string[], ligne: Ligne): string[] {
  return numeros.flatMap((numero) => {
    const { plies } = ligne.comptes[numero] ?? ligne.taux[numero]!;
    return plies > 0 && plies < ligne.plies ? [`Col. ${numeroLisible(numero)} : ${plies} PLIE sur ${ligne.plies}.`] : [];
  });
}

/** The notes of the table that explain one of these columns. */
export const notesSur = (numeros: readonly string[], { notes }: Bilan): string[] => notes.filter((n) => n.colonnes.some((c) => numeros.includes(c))).map(noteEnClair);
