/**
 * Pôle emploi acts on a parcours of the same installation: the PLIE is told in the same transaction, and the task that asked
 * for it is closed. Only for Pôle emploi: what the PLIE writes in its own books is no answer.
 */
import type { Contexte } from '../acces/acteur';
import type { Transaction } from '../lib/ecriture';
import type { CleParcours } from '../parcours/queries';
import type { DatesPni } from '../parcours/rules-pni';
import { constaterMoisTraites } from '../taches/actions-etat';
import { cloreTaches, rouvrirTache } from '../taches/queries-etat';
import { ajouterRetour, lireDeQui, retirerRetoursDirects, SANS_REPONSE, type Reponse } from './queries';
import { etatALArrivee, tacheAchevee } from './rules';

export async function annoncerReponse(trx: Transaction, { acteur, auteur }: Contexte, parcours: CleParcours, donnee: Partial<Reponse>): Promise<void> {
  if (acteur.role !== 'REFERENT_PE') return;
  const reponse = { ...SANS_REPONSE, ...donnee };
  const tache = tacheAchevee(reponse);
  const closes = await cloreTaches(trx, parcours, { ...tache, utilisateur_id: auteur.utilisateurId });
  await constaterMoisTraites(trx, parcours.plie_id, closes);
  await ajouterRetour(trx, await lireDeQui(trx, parcours), reponse, { origine: 'DIRECT', etat: etatALArrivee(reponse), tache_id: closes.at(-1) ?? null, utilisateur_id: auteur.utilisateurId });
}

/** Pôle emploi corrects or takes back what it did: what was announced is withdrawn, and what holds now is announced. `apres`: null when the PNI is gone. */
export async function corrigerAnnonces(trx: Transaction, contexte: Contexte, parcours: CleParcours, avant: DatesPni, apres: DatesPni | null): Promise<void> {
  if (contexte.acteur.role !== 'REFERENT_PE') return;
  const pose = avant.date_debut !== (apres?.date_debut ?? null) || avant.date_fin !== (apres?.date_fin ?? null);
  const levee = avant.date_cloture !== (apres?.date_cloture ?? null) || avant.motif_cloture !== (apres?.motif_cloture ?? null);
  const retires = await retirerRetoursDirects(trx, parcours, { pni_pose_le: pose ? avant.date_debut : null, pni_leve_le: levee ? avant.date_cloture : null });
  for (const { tache_id } of retires) if (tache_id) await rouvrirTache(trx, parcours.plie_id, tache_id);
  if (pose && apres?.date_debut) await annoncerReponse(trx, contexte, parcours, { pni_pose_le: apres.date_debut, pni_fin: apres.date_fin });
  if (levee && apres?.date_cloture && apres.motif_cloture !== 'SORTIE') await annoncerReponse(trx, contexte, parcours, { pni_leve_le: apres.date_cloture, motif_levee: apres.motif_cloture, refus: !apres.date_debut });
}
