/** Acts on one's own account, once logged in. */
import type { Contexte } from '../acces/acteur';
import { verifierCode } from '../acces/actions-facteur';
import { authentifier, type Porte } from '../acces/connexion';
import { hacher } from '../acces/mots-de-passe';
import { enregistrerMotDePasse, type Compte } from '../acces/queries';
import { REFUS_DU_CODE } from '../acces/rules-facteur';
import { ecrire } from '../lib/ecriture';
import type { Erreur } from '../lib/erreurs';

const BLOQUE = 'Trop de tentatives : attendez 15 minutes avant de recommencer.';

/**
 * Who holds the session is still who opened it: their password, and their code when `code` is not null. What is wrong, by field. The same
 * check as the log-in, with the same lock-out: an open session must not help to guess.
 */
export async function confirmer(porte: Porte, { courriel }: Compte, actuel: string, code: string | null): Promise<Erreur[]> {
  const verdict = await authentifier(porte, courriel, actuel);
  if ('refus' in verdict) return [{ champ: 'actuel', message: verdict.refus === 'BLOQUE' ? BLOQUE : "Ce n'est pas votre mot de passe actuel. Retapez-le." }];
  const juge = code === null ? 'JUSTE' : await verifierCode(porte, verdict.compte, code);
  return juge === 'JUSTE' ? [] : [{ champ: 'code', message: REFUS_DU_CODE[juge] }];
}

/** Takes the new password and ends every session of the account: the one that asks is opened anew by the route. */
export async function changerMotDePasse({ base, auteur, acteur }: Contexte, motDePasse: string): Promise<void> {
  const empreinte = await hacher(motDePasse);
  await ecrire(base, auteur, 'compte.changer_mot_de_passe', (trx) => enregistrerMotDePasse(trx, acteur.utilisateurId!, empreinte));
}
