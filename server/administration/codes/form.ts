/** What the forms of code lists send. */
import type { DateCivile } from '../../lib/dates';
import { code, dateLibre, lireFormulaire, obligatoire, texte, type Formulaire, type Lecture } from '../../lib/formulaire';
import { LISTES_EXTENSIBLES, type NouveauCode } from './rules';

export const lireNouveauCode = (corps: unknown, lecture: Lecture): Formulaire<NouveauCode> =>
  lireFormulaire({ liste: obligatoire(code(LISTES_EXTENSIBLES), 'Choisissez la liste.'), libelle: obligatoire(texte(120), 'Indiquez le libellé.'), valable_du: dateLibre }, corps, lecture);

export const lireRetrait = (corps: unknown, lecture: Lecture): Formulaire<{ valable_au: DateCivile }> =>
  lireFormulaire({ valable_au: obligatoire(dateLibre, 'Indiquez le dernier jour où cette valeur est proposée.') }, corps, lecture);
