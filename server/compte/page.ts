/** « Mon compte », as texts ready to show. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import { libelle } from '../codes/listes';
import { champs } from '../http/champs';
import type { Erreur } from '../lib/erreurs';
import { formaterInstant } from '../lib/dates';
import { accorder, nomComplet } from '../lib/texte';

export interface Securite { facteur: { pose_le: string } | null; codes: number; sessions: { actuelle: boolean; debut: string; vu: string; appareil: string | null }[] }

export function pageCompte(acteur: Acteur, courriel: string, { facteur, codes, sessions }: Securite, erreurs: Erreur[] = []) {
  const f = champs({}, erreurs);
  return {
    titre: 'Mon compte', echeances: peut(acteur, 'echeance.lire'), erreurs: erreurs.length ? erreurs : undefined,
    faits: [['Nom', nomComplet(acteur)], ['Courriel', courriel], ['Organisation', acteur.organisation?.nom ?? ''], ['Rôle', libelle('ROLES', acteur.role)]],
    facteur: facteur ? { texte: `Un code est demandé à chaque connexion, depuis le ${formaterInstant(facteur.pose_le)}.`, codes: codes ? `Il vous reste ${accorder(codes, 'code')} de secours.` : "Il ne vous reste aucun code de secours : faites-en de nouveaux.", champs: [f.texte('code', "Code de l'application", { obligatoire: true, attributs: { inputmode: 'numeric', autocomplete: 'one-time-code' } })] } : null,
    sessions: sessions.map((s) => ({ appareil: s.appareil ?? 'Appareil inconnu', depuis: formaterInstant(s.debut), vu: formaterInstant(s.vu), actuelle: s.actuelle })),
    champs: [
      f.motDePasse('actuel', 'Mot de passe actuel', { obligatoire: true, attributs: { autocomplete: 'current-password' } }),
      f.motDePasse('mot_de_passe', 'Nouveau mot de passe', { obligatoire: true, aide: '15 caractères au moins. Une suite de mots sans rapport entre eux est facile à retenir et difficile à deviner.', attributs: { autocomplete: 'new-password' } }),
      f.motDePasse('confirmation', 'Le même, une seconde fois', { obligatoire: true, attributs: { autocomplete: 'new-password' } }),
    ],
  };
}
