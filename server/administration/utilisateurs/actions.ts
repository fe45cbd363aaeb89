/**
 * Acts on accounts: invited, changed, disabled, never deleted. A link to choose a password is shown once and never
 * stored: it is not part of what an act returns (which is kept for a retried form), so a retry gets `lien: null`.
 */
import type { Contexte } from '../../acces/acteur';
import { creerLien } from '../../acces/connexion';
import { retirerSecondFacteur } from '../../acces/queries-facteur';
import type { CodeDe } from '../../codes/listes';
import { dansMinutes, type Horloge } from '../../lib/dates';
import { ecrire, type Transaction } from '../../lib/ecriture';
import { RegleEnfreinte } from '../../lib/erreurs';
import { verrouillerOrganisation } from '../../organisations/queries';
import { changerActivite, changerUtilisateur, compterAdministrateurs, insererUtilisateur, perimerLiens, verrouillerUtilisateur } from './queries';
import { verifierRole, type NouvelUtilisateur } from './rules';

export interface Invitation {
  id: number;
  /** Null when this very form was already sent: its link was shown then. */
  lien: string | null;
}

/** Where links lead (PLIE_URL), and the clock that dates them. */
export interface Emission { url: string; horloge: Horloge }

/** Refuses what would leave nobody to administer the installation. To be called after the change, in its transaction. */
export async function exigerUnAdministrateur(trx: Transaction): Promise<void> {
  if ((await compterAdministrateurs(trx)) === 0) throw new RegleEnfreinte([{ champ: '', message: "Il ne resterait aucun administrateur en activité. Donnez d'abord ce rôle à une autre personne, qui aura choisi son mot de passe." }]);
}

function exigerActive(organisation: { nom: string; active: boolean }): void {
  if (!organisation.active) throw new RegleEnfreinte([{ champ: 'organisation_id', message: `${organisation.nom} est désactivé : personne ne pourrait s'y connecter. Choisissez une autre organisation, ou réactivez celle-ci.` }]);
}

/** Creates an account and the link by which its owner chooses a password. */
export async function inviter({ base, auteur, acteur }: Contexte, { url, horloge }: Emission, demande: NouvelUtilisateur): Promise<Invitation> {
  let lien: string | null = null;
  const id = await ecrire(base, auteur, { action: 'utilisateur.inviter', details: { role: demande.role } }, async (trx) => {
    const organisation = await verrouillerOrganisation(trx, acteur, demande.organisation_id);
    exigerActive(organisation);
    const erreurs = verifierRole(organisation.type, demande.role);
    if (erreurs.length) throw new RegleEnfreinte(erreurs);
    const utilisateurId = await insererUtilisateur(trx, demande, null);
    lien = await creerLien(trx, horloge, utilisateurId, url);
    return utilisateurId;
  });
  return { id, lien };
}

/** A new link, for a lost one or a forgotten password; the one before no longer opens anything. Opens an account that was waiting to be invited. */
export async function renouvelerLien({ base, auteur, acteur }: Contexte, { url, horloge }: Emission, id: number): Promise<Invitation> {
  let lien: string | null = null;
  await ecrire(base, auteur, 'utilisateur.renouveler_lien', async (trx) => {
    const utilisateur = await verrouillerUtilisateur(trx, acteur, id);
    if (utilisateur.etat === 'DESACTIVE') throw new RegleEnfreinte("Ce compte est désactivé. Réactivez-le d'abord.");
    if (utilisateur.etat === 'A_INVITER') await changerActivite(trx, id, true);
    await perimerLiens(trx, id, dansMinutes(horloge, 0));
    lien = await creerLien(trx, horloge, id, url);
  });
  return { id, lien };
}

export function modifierUtilisateur({ base, auteur, acteur }: Contexte, id: number, version: number, changement: NouvelUtilisateur): Promise<void> {
  return ecrire(base, auteur, { action: 'utilisateur.modifier', details: { role: changement.role } }, async (trx) => {
    const avant = await verrouillerUtilisateur(trx, acteur, id, version);
    const organisation = await verrouillerOrganisation(trx, acteur, changement.organisation_id);
    if (organisation.id !== avant.organisation_id) exigerActive(organisation);
    const erreurs = verifierRole(organisation.type, changement.role);
    if (erreurs.length) throw new RegleEnfreinte(erreurs);
    await changerUtilisateur(trx, id, changement);
    if (avant.role === 'ADMINISTRATEUR') await exigerUnAdministrateur(trx);
  });
}

/** The person can no longer log in, at once and everywhere; what they did stays under their name. */
export function desactiverUtilisateur({ base, auteur, acteur }: Contexte, horloge: Horloge, id: number): Promise<void> {
  return ecrire(base, auteur, 'utilisateur.desactiver', async (trx) => {
    const avant = await verrouillerUtilisateur(trx, acteur, id);
    await changerActivite(trx, id, false);
    await perimerLiens(trx, id, dansMinutes(horloge, 0));
    if (avant.role === 'ADMINISTRATEUR') await exigerUnAdministrateur(trx);
  });
}

/** The account chooses another second factor at its next log-in. By another administrator than its owner, with a reason. */
export function retirerFacteur({ base, auteur, acteur }: Contexte, id: number, raison: CodeDe<'RAISONS_SECOND_FACTEUR'>): Promise<void> {
  return ecrire(base, auteur, { action: 'utilisateur.retirer_second_facteur', details: { compte: id, raison } }, async (trx) => {
    await verrouillerUtilisateur(trx, acteur, id);
    if (id === acteur.utilisateurId) throw new RegleEnfreinte('Vous ne pouvez pas retirer votre propre second facteur : demandez-le à un autre administrateur.');
    if (!(await retirerSecondFacteur(trx, id))) throw new RegleEnfreinte("Ce compte n'a pas encore de second facteur : il en choisira un à sa prochaine connexion.");
  });
}

export function reactiverUtilisateur({ base, auteur, acteur }: Contexte, id: number): Promise<void> {
  return ecrire(base, auteur, 'utilisateur.reactiver', async (trx) => {
    await verrouillerUtilisateur(trx, acteur, id);
    await changerActivite(trx, id, true);
  });
}
