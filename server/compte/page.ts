/** « Mon compte », as texts ready to show. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import { libelle } from '../codes/listes';
import { champs } from '../http/champs';
import type { Erreur } from '../lib/erreurs';
import { nomComplet } from '../lib/texte';

export function pageCompte(acteur: Acteur, courriel: string, erreurs: Erreur[] = []) {
  const f = champs({}, erreurs);
  return {
    titre: 'Mon compte', echeances: peut(acteur, 'echeance.lire'), erreurs: erreurs.length ? erreurs : undefined,
    faits: [['Nom', nomComplet(acteur)], ['Courriel', courriel], ['Organisation', acteur.organisation?.nom ?? ''], ['Rôle', libelle('ROLES', acteur.role)]],
    champs: [
      f.motDePasse('actuel', 'Mot de passe actuel', { obligatoire: true, attributs: { autocomplete: 'current-password' } }),
      f.motDePasse('mot_de_passe', 'Nouveau mot de passe', { obligatoire: true, aide: '15 caractères au moins. Une suite de mots sans rapport entre eux est facile à retenir et difficile à deviner.', attributs: { autocomplete: 'new-password' } }),
      f.motDePasse('confirmation', 'Le même, une seconde fois', { obligatoire: true, attributs: { autocomplete: 'new-password' } }),
    ],
  };
}
