/**
 * The columns of a workbook that people fill in, as data: how each cell is read, what is said of it. Headers, codes and
 * labels are taken as people write them. The reader (comprendre.ts), the blank workbooks and the help of the screens read these.
 */
import { code as codeStrict, obligatoire, type Lecteur, type Lu } from '../formulaire';
import { sansAccents } from '../texte';

export type Genre = 'texte' | 'date' | 'entier' | 'telephone' | 'code_postal';

export interface Colonne<T = unknown> {
  titre: string;
  obligatoire: boolean;
  genre: Genre;
  lecteur: Lecteur<T>;
  /** What may be written in it, for the screen. */
  aide: string;
  /** The codes among which it chooses: what was understood is shown by its label. */
  liste?: readonly Code[];
}
export type Colonnes = Record<string, Colonne>;
export type ValeursDe<C> = { [K in keyof C]: C[K] extends Colonne<infer T> ? T : never };

export interface Code { code: string; libelle: string }

/** Headers, sheets and labels are compared on their letters and digits alone. */
export const cle = (texte: string): string => sansAccents(texte).replace(/[^a-z0-9]/g, '');
/** The same for a header: a parenthesis at its end explains it and is no part of it. */
export const cleDeTitre = (titre: string): string => cle(titre.replace(/\s*\([^()]*\)\s*\*?\s*$/, ''));

export const enumerer = (liste: readonly Code[]) => liste.map((c) => c.libelle).join(' ; ');
const MEMOIRE_MAX = 2000;

/** The same few texts come back by thousands: each is understood once. */
function memoriser<T>(lecteur: Lecteur<T>): Lecteur<T> {
  const connus = new Map<string, Lu<T>>();
  return (brut, lecture) => {
    const texteLu = brut[0] ?? '';
    const connu = connus.get(texteLu);
    if (connu) return connu;
    const lu = lecteur(brut, lecture);
    if (connus.size < MEMOIRE_MAX) connus.set(texteLu, lu);
    return lu;
  };
}

/** A code or its label; dashes, dots and blanks do not count (« Positive – emploi », « Positive - emploi »). */
export const code = <C extends Code>(liste: readonly C[]): Lecteur<C['code'] | null> => {
  const strict = codeStrict(liste);
  const parCle = new Map(liste.flatMap((c) => [[cle(c.code), c], [cle(c.libelle), c]] as const));
  return memoriser<C['code'] | null>((brut, lecture) => {
    const trouve = parCle.get(cle(brut[0] ?? ''));
    return trouve ? { ok: true, valeur: trouve.code } : strict(brut, lecture);
  });
};

export const codes = <C extends Code>(liste: readonly C[]): Lecteur<C['code'][]> => {
  const un = code(liste);
  return (brut, lecture) => {
    const valeurs = new Set<C['code']>();
    for (const morceau of (brut[0] ?? '').split(';')) {
      const lu = un([morceau], lecture);
      if (!lu.ok) return lu;
      if (lu.valeur !== null) valeurs.add(lu.valeur);
    }
    return { ok: true, valeur: [...valeurs] };
  };
};

export const colonne = <T>(titre: string, lecteur: Lecteur<T>, aide: string, genre: Genre = 'texte'): Colonne<T> => ({ titre, lecteur, aide, genre, obligatoire: false });
export const choisie = <C extends Code>(titre: string, liste: readonly C[], aide = enumerer(liste)): Colonne<C['code'] | null> => ({ ...colonne(titre, code(liste), aide), liste });
export const exigee = <T>(titre: string, lecteur: Lecteur<T | null>, aide: string, genre: Genre = 'texte'): Colonne<T> =>
  ({ titre, lecteur: obligatoire(lecteur, 'Cette cellule est vide, alors qu\'elle est obligatoire.'), aide, genre, obligatoire: true });
