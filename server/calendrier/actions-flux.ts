/** The feed of an agent: its secret link, made, renewed, taken back; and what it gives to an agenda. */
import { randomBytes } from 'node:crypto';
import type { Contexte } from '../acces/acteur';
import { empreinteDuJeton } from '../acces/connexion';
import { peut } from '../acces/droits';
import { chercherCompteParId } from '../acces/queries';
import { aujourdhui, dansMinutes, type Horloge } from '../lib/dates';
import type { Base } from '../lib/db';
import { ecrire } from '../lib/ecriture';
import { Introuvable } from '../lib/erreurs';
import { ecrireFlux, evenements } from './flux';
import { listerEcheances } from './queries';
import { chercherFlux, poserFlux, retirerFlux, versionner } from './queries-flux';
import { vueParDefaut } from './rules';

export const adresseDuFlux = (url: string, secret: string): string => `${url}/calendrier/${secret}.ics`;

/** The new address, which ends the one before; null when this form had already been sent. The secret is shown once and is not part of what the act returns. */
export async function creerFlux({ base, auteur, acteur }: Contexte, horloge: Horloge, url: string): Promise<string | null> {
  let lien: string | null = null;
  await ecrire(base, auteur, 'compte.creer_flux', async (trx) => {
    const secret = randomBytes(32).toString('base64url');
    await poserFlux(trx, acteur.utilisateurId!, empreinteDuJeton(secret), dansMinutes(horloge, 0));
    lien = adresseDuFlux(url, secret);
  });
  return lien;
}

export async function fermerFlux({ base, auteur, acteur }: Contexte): Promise<void> {
  await ecrire(base, auteur, 'compte.retirer_flux', (trx) => retirerFlux(trx, acteur.utilisateurId!));
}

/** What an agenda receives. Throws Introuvable: no such secret, or an account that may no longer read its deadlines. */
export async function lireFlux(base: Base, horloge: Horloge, secret: string, { url, operateur }: { url: string; operateur: string }): Promise<string> {
  const flux = await chercherFlux(base, empreinteDuJeton(secret));
  const compte = flux && await chercherCompteParId(base, flux.utilisateur_id);
  if (!flux || !compte?.actif || !peut(compte.acteur, 'echeance.lire')) throw new Introuvable();
  const { acteur } = compte;
  const jour = aujourdhui(horloge);
  const contexte: Contexte = { base, acteur, jour, auteur: { utilisateurId: acteur.utilisateurId, systeme: null, requeteId: null, cleFormulaire: null } };
  const siens = evenements(await listerEcheances(contexte, vueParDefaut(acteur.role)), { url, operateur, jour, plusieurs: acteur.organisation?.type !== 'PLIE' });
  return ecrireFlux(siens, await versionner(base, flux.id, siens, dansMinutes(horloge, 0)), acteur.organisation?.nom ?? '');
}
