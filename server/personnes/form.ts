/** What « Modifier » sends. */
import { LISTES } from '../codes/listes';
import { code, entier, lireFormulaire, obligatoire, type Formulaire, type Lecture } from '../lib/formulaire';
import type { ModificationPersonne } from './actions';
import { COORDONNEES, IDENTITE, SITUATION } from './rules-fiche';

export function lireModification(corps: unknown, lecture: Lecture): Formulaire<ModificationPersonne> {
  return lireFormulaire({
    version: obligatoire(entier(1, 2_000_000_000), 'Ce formulaire est incomplet : rechargez la page, puis recommencez.'),
    ...IDENTITE, sexe: code(LISTES.SEXES), ...COORDONNEES, ...SITUATION,
  }, corps, lecture);
}
