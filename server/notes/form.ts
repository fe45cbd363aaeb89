/** What a note sends. */
import { entier, lireFormulaire, obligatoire, texteLong, type Formulaire, type Lecteur, type Lecture } from '../lib/formulaire';
import { LONGUEUR_MAX, ressembleAUnNir } from './rules';

const NIR_REFUSE = "Cette note contient ce qui ressemble à un numéro de sécurité sociale (13 à 15 chiffres qui commencent par 1 ou 2). Retirez-le : ce numéro ne se garde nulle part dans cet outil.";

const sansNir = (lecteur: Lecteur<string>): Lecteur<string> => (brut, lecture) => {
  const lu = lecteur(brut, lecture);
  return lu.ok && ressembleAUnNir(lu.valeur) ? { ok: false, erreur: NIR_REFUSE } : lu;
};

const TEXTE = sansNir(obligatoire(texteLong(LONGUEUR_MAX), 'Écrivez la note avant de l\'enregistrer.'));
const VERSION = obligatoire(entier(1, 2_000_000_000), 'Ce formulaire est incomplet : rechargez la page, puis recommencez.');

export const lireNouvelleNote = (corps: unknown, lecture: Lecture): Formulaire<{ texte: string }> => lireFormulaire({ texte: TEXTE }, corps, lecture);
export const lireCorrection = (corps: unknown, lecture: Lecture): Formulaire<{ texte: string; version: number }> => lireFormulaire({ texte: TEXTE, version: VERSION }, corps, lecture);
export const lireSuppression = (corps: unknown, lecture: Lecture): Formulaire<{ version: number }> => lireFormulaire({ version: VERSION }, corps, lecture);
