/** What the pages of the answers send. */
import { LISTES } from '../codes/listes';
import { code, lireFormulaire, obligatoire, type Lecture } from '../lib/formulaire';

export const lireSuite = (corps: unknown, lecture: Lecture) => lireFormulaire({ suite: obligatoire(code(LISTES.SUITES_RETOUR), "Choisissez ce qui a été fait.") }, corps, lecture);
