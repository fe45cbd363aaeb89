/** What the notice of an absence asks: where the person was convened, and how the password will be given. */
import { LISTES } from '../codes/listes';
import { code, lireFormulaire, obligatoire, type Lecture } from '../lib/formulaire';
import { LIEUX } from './rules';

export const lireAvis = (corps: unknown, lecture: Lecture) => lireFormulaire({
  lieu: obligatoire(code(LIEUX), 'Dites où la personne était convoquée.'),
  canal_cle: obligatoire(code(LISTES.CANAUX), 'Dites par quel moyen vous donnerez la phrase de passe.'),
}, corps, lecture);
