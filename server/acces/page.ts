/** The pages of the log-in. */
import { champs } from '../http/champs';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';

export function pageConnexion(saisie: Saisie, erreurs: Erreur[]) {
  const f = champs(saisie, erreurs);
  return {
    titre: 'Se connecter',
    champs: [
      f.texte('courriel', 'Courriel', { obligatoire: true, attributs: { type: 'email', autocomplete: 'username', inputmode: 'email' } }),
      f.motDePasse('mot_de_passe', 'Mot de passe', { obligatoire: true, attributs: { autocomplete: 'current-password' } }),
    ],
  };
}

export function pageMotDePasse(jeton: string, courriel: string, erreurs: Erreur[]) {
  const f = champs({}, erreurs);
  return {
    titre: 'Choisir votre mot de passe',
    courriel,
    adresse: `/mot-de-passe/${jeton}`,
    champs: [
      f.motDePasse('mot_de_passe', 'Nouveau mot de passe', { obligatoire: true, aide: '15 caractères au moins. Une suite de mots sans rapport entre eux est facile à retenir et difficile à deviner.', attributs: { autocomplete: 'new-password' } }),
      f.motDePasse('confirmation', 'Le même, une seconde fois', { obligatoire: true, attributs: { autocomplete: 'new-password' } }),
    ],
  };
}
