/** Acts on one's own account, once logged in. */
import type { Contexte } from '../acces/acteur';
import { hacher } from '../acces/mots-de-passe';
import { enregistrerMotDePasse } from '../acces/queries';
import { ecrire } from '../lib/ecriture';

/** Takes the new password and ends every session of the account: the one that asks is opened anew by the route. */
export async function changerMotDePasse({ base, auteur, acteur }: Contexte, motDePasse: string): Promise<void> {
  const empreinte = await hacher(motDePasse);
  await ecrire(base, auteur, 'compte.changer_mot_de_passe', (trx) => enregistrerMotDePasse(trx, acteur.utilisateurId!, empreinte));
}
