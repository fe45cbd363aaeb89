/** Acts on one's own account. */
import type { Base } from '../lib/db';
import { dansMinutes, type Horloge } from '../lib/dates';
import { LienPerime } from '../lib/erreurs';
import { ecrire, type Auteur } from '../lib/ecriture';
import { empreinteDuJeton } from './connexion';
import { hacher } from './mots-de-passe';
import { chercherCompteParLien, consommerLien, enregistrerMotDePasse, type Compte } from './queries';

/** Chooses the password behind a one-time link. Throws LienPerime when the link is over. */
export async function choisirMotDePasse(base: Base, horloge: Horloge, requeteId: string, jeton: string, motDePasse: string): Promise<Compte> {
  const empreinte = empreinteDuJeton(jeton);
  const maintenant = dansMinutes(horloge, 0);
  const invite = await chercherCompteParLien(base, empreinte, maintenant);
  if (!invite) throw new LienPerime();
  const hache = await hacher(motDePasse);
  const auteur: Auteur = { utilisateurId: invite.acteur.utilisateurId, systeme: null, requeteId, cleFormulaire: null };
  return ecrire(base, auteur, 'compte.choisir_mot_de_passe', async (trx) => {
    const compte = await chercherCompteParLien(trx, empreinte, maintenant);
    if (!compte) throw new LienPerime();
    await consommerLien(trx, empreinte, maintenant);
    await enregistrerMotDePasse(trx, compte.acteur.utilisateurId!, hache);
    return { ...compte, versionSessions: compte.versionSessions + 1 };
  });
}
