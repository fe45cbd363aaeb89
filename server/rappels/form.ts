/** What the choice of reminders and of a stand-in send. */
import { LISTES } from '../codes/listes';
import { codes, entier, identifiant, lireFormulaire, obligatoire, type Formulaire, type Lecture } from '../lib/formulaire';
import type { Reglages } from './queries';

const INCOMPLET = 'Ce formulaire est incomplet : rechargez la page, puis recommencez.';
const VERSION = obligatoire(entier(0, 2_000_000_000), INCOMPLET);

export const lireChoix = (corps: unknown, lecture: Lecture): Formulaire<Reglages> =>
  lireFormulaire({ genres: codes(LISTES.GENRES_ECHEANCE), suppleant_id: identifiant, version: VERSION }, corps, lecture);

export const lireSuppleance = (corps: unknown, lecture: Lecture): Formulaire<{ utilisateur_id: number; suppleant_id: number | null; version: number }> =>
  lireFormulaire({ utilisateur_id: obligatoire(identifiant, INCOMPLET), suppleant_id: identifiant, version: VERSION }, corps, lecture);
