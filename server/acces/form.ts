/** What the log-in and password forms send. */
import { lireFormulaire, obligatoire, texte, type Formulaire, type Lecteur, type Lecture } from '../lib/formulaire';
import { critiquer } from './mots-de-passe';

/** A password is taken as typed: no trimming, no shortening. */
export const motDePasse = (demande: string): Lecteur<string> => (brut) => {
  const valeur = brut[0] ?? '';
  return valeur ? { ok: true, valeur } : { ok: false, erreur: demande };
};

export function lireConnexion(corps: unknown, lecture: Lecture): Formulaire<{ courriel: string; mot_de_passe: string }> {
  return lireFormulaire({ courriel: obligatoire(texte(254), 'Indiquez votre courriel.'), mot_de_passe: motDePasse('Indiquez votre mot de passe.') }, corps, lecture);
}

/** A new password, typed twice. `propres`: what it must not be made of (critiquer). */
export async function lireNouveauMotDePasse(corps: unknown, lecture: Lecture, propres: readonly string[]): Promise<Formulaire<{ mot_de_passe: string; confirmation: string }>> {
  const lu = lireFormulaire({ mot_de_passe: motDePasse('Choisissez un mot de passe.'), confirmation: motDePasse('Retapez le même mot de passe.') }, corps, lecture);
  if (!lu.ok) return lu;
  const critique = await critiquer(lu.valeur.mot_de_passe, propres);
  if (critique) return { ok: false, saisie: {}, erreurs: [{ champ: 'mot_de_passe', message: critique }] };
  if (lu.valeur.mot_de_passe !== lu.valeur.confirmation) return { ok: false, saisie: {}, erreurs: [{ champ: 'confirmation', message: 'Les deux mots de passe diffèrent. Retapez le même deux fois.' }] };
  return { ...lu, saisie: {} };
}

/** A code of six digits, or a recovery code; the rule tells which. */
export const lireCode = (corps: unknown, lecture: Lecture): Formulaire<{ code: string }> =>
  lireFormulaire({ code: obligatoire(texte(20), 'Tapez le code de votre application, ou un code de secours.') }, corps, lecture);
