/** « Mon compte », as texts ready to show. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import type { FaitDuCompte } from '../acces/queries-facteur';
import { libelleDActe } from '../codes/actes';
import { libelle } from '../codes/listes';
import { champs } from '../http/champs';
import type { Erreur } from '../lib/erreurs';
import { formaterInstant } from '../lib/dates';
import type { Saisie } from '../lib/formulaire';
import { accorder, nomComplet } from '../lib/texte';
import { gestesPossibles, type EtatDuFacteur } from './rules';

const COMPTE = { adresse: '/compte', libelle: 'Mon compte' };

export interface SessionMontree { actuelle: boolean; debut: string; vu: string; appareil: string | null }

const actuel = (erreurs: Erreur[], aide?: string) => champs({}, erreurs).motDePasse('actuel', 'Mot de passe actuel', { obligatoire: true, aide, attributs: { autocomplete: 'current-password' } });

export function pageCompte(acteur: Acteur, courriel: string, { facteur, faits, sessions }: { facteur: EtatDuFacteur; faits: FaitDuCompte[]; sessions: SessionMontree[] }, erreurs: Erreur[] = []) {
  const f = champs({}, erreurs);
  return {
    titre: 'Mon compte', echeances: peut(acteur, 'echeance.lire'), erreurs: erreurs.length ? erreurs : undefined,
    faits: [['Nom', nomComplet(acteur)], ['Courriel', courriel], ['Organisation', acteur.organisation?.nom ?? ''], ['Rôle', libelle('ROLES', acteur.role)]],
    facteur: decrireFacteur(facteur), activite: faits.map((f) => ({ quand: formaterInstant(f.instant), ...decrireFait(f) })),
    sessions: sessions.map((s) => ({ appareil: s.appareil ?? 'Appareil inconnu', depuis: formaterInstant(s.debut), vu: formaterInstant(s.vu), actuelle: s.actuelle })),
    champs: [
      actuel(erreurs),
      f.motDePasse('mot_de_passe', 'Nouveau mot de passe', { obligatoire: true, aide: '15 caractères au moins. Une suite de mots sans rapport entre eux est facile à retenir et difficile à deviner.', attributs: { autocomplete: 'new-password' } }),
      f.motDePasse('confirmation', 'Le même, une seconde fois', { obligatoire: true, attributs: { autocomplete: 'new-password' } }),
    ],
  };
}

/** `alerte`: worth a second look. */
function decrireFait({ action, details }: FaitDuCompte): { quoi: string; alerte: boolean } {
  const appareil = details?.appareil ? `, ${String(details.appareil)}` : '';
  if (action === 'connexion.ouvrir') return { quoi: `Connexion${appareil}${details?.nouveau ? ', navigateur nouveau' : ''}`, alerte: Boolean(details?.nouveau) };
  if (action === 'connexion.refuser') return { quoi: `${details?.refuse === 'CODE' ? 'Code refusé' : 'Mot de passe refusé'}${appareil}`, alerte: true };
  return { quoi: libelleDActe(action), alerte: action === 'connexion.fermer' };
}

function decrireFacteur({ pose_le, codes }: EtatDuFacteur): string {
  if (!pose_le) return 'Votre mot de passe ouvre seul votre compte. Un code de votre téléphone le protégerait mieux.';
  return `Un code est demandé à chaque connexion, depuis le ${formaterInstant(pose_le)}. ${codes ? `Il vous reste ${accorder(codes, 'code')} de secours.` : 'Il ne vous reste aucun code de secours : faites-en de nouveaux.'}`;
}

/** Closing the other sessions: the password again. */
export const pageSessions = (erreurs: Erreur[] = []) => ({ titre: 'Fermer mes autres sessions', fil: [COMPTE], erreurs: erreurs.length ? erreurs : undefined, champs: [actuel(erreurs, "Il prouve que c'est toujours vous.")] });

export function pageFacteur(etat: EtatDuFacteur, saisie: Saisie = {}, erreurs: Erreur[] = []) {
  const f = champs(saisie, erreurs);
  const gestes = gestesPossibles(etat);
  return {
    titre: 'Second facteur', fil: [COMPTE], erreurs: erreurs.length ? erreurs : undefined, etat: decrireFacteur(etat), pose: etat.pose_le !== null, bouton: etat.pose_le ? 'Continuer' : 'Ajouter un second facteur',
    champs: [
      etat.pose_le ? f.choix('geste', 'Que voulez-vous faire ?', gestes, { obligatoire: true }) : f.cache('geste', gestes[0]!.code),
      actuel(erreurs, "Il prouve que c'est toujours vous."),
      ...(etat.pose_le ? [f.texte('code', "Code de l'application, ou code de secours", { obligatoire: true, aide: 'Un code ne sert qu\'une fois : celui de votre connexion ne vaut plus.', attributs: { inputmode: 'numeric', autocomplete: 'one-time-code' } })] : []),
    ],
  };
}
