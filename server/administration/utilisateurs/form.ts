/** What the forms of accounts send. */
import { LISTES } from '../../codes/listes';
import { code, courriel, entier, identifiant, lireFormulaire, obligatoire, telephone, texte, type Formulaire, type Lecture } from '../../lib/formulaire';
import { ETATS_COMPTE, type NouvelUtilisateur } from './rules';
import type { FiltreUtilisateurs } from './queries';

export const IDENTITE = {
  prenom: obligatoire(texte(100), 'Indiquez le prénom.'),
  nom: obligatoire(texte(100), 'Indiquez le nom.'),
  courriel: obligatoire(courriel, 'Indiquez le courriel : il sert d\'identifiant.'),
};

const COMPTE = {
  organisation_id: obligatoire(identifiant, "Choisissez l'organisation."),
  role: obligatoire(code(LISTES.ROLES), 'Choisissez le rôle.'),
  ...IDENTITE,
  fonction: texte(120),
  telephone,
};

export const lireNouveau = (corps: unknown, lecture: Lecture): Formulaire<NouvelUtilisateur> => lireFormulaire(COMPTE, corps, lecture);

export const lireModification = (corps: unknown, lecture: Lecture): Formulaire<NouvelUtilisateur & { version: number }> =>
  lireFormulaire({ ...COMPTE, version: obligatoire(entier(1, 2 ** 31), 'Rechargez la page.') }, corps, lecture);

/** Filters and page number, from the address; what cannot be read filters nothing. */
export function lireFiltre(requete: unknown, lecture: Lecture): FiltreUtilisateurs & { page: number } {
  const un = <T>(lu: Formulaire<{ x: T }>): T | null => (lu.ok ? lu.valeur.x : null);
  const recu = (requete ?? {}) as Record<string, unknown>;
  return {
    q: un(lireFormulaire({ x: texte(100) }, { x: recu.q }, lecture)),
    organisation: un(lireFormulaire({ x: identifiant }, { x: recu.organisation }, lecture)),
    role: un(lireFormulaire({ x: code(LISTES.ROLES) }, { x: recu.role }, lecture)),
    etat: un(lireFormulaire({ x: code(ETATS_COMPTE) }, { x: recu.etat }, lecture)),
    page: un(lireFormulaire({ x: entier(1, 100_000) }, { x: recu.page }, lecture)) ?? 1,
  };
}
