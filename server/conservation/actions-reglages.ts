/** Deciding a policy, holding an erasure, opening what is archived. */
import type { Contexte } from '../acces/acteur';
import type { CodeDe } from '../codes/listes';
import { ecrire } from '../lib/ecriture';
import { RegleEnfreinte } from '../lib/erreurs';
import { ajouterPolitique, ajouterSuspension, chercherPlieDe, lirePolitique, lireSuspension, leverSuspension, ouvrirArchive, type Archive, type ContenuDArchive } from './queries';
import { critiquerDurees, LIMITATION, type Durees, type Modele } from './rules';

/** A new version of the policy of a convention. Throws RegleEnfreinte with the clause that says no. */
export async function decider(contexte: Contexte, conventionId: number, { numero, modele, durees }: { numero: number; modele: Modele; durees: Durees }): Promise<void> {
  const { base, auteur, acteur, jour } = contexte;
  const erreurs = critiquerDurees(modele, durees);
  if (erreurs.length) throw new RegleEnfreinte(erreurs);
  const { plie_id } = await lirePolitique(contexte, conventionId);
  await ecrire(base, auteur, { action: 'conservation.decider', plieId: plie_id, details: { convention: conventionId, modele } }, (trx) =>
    ajouterPolitique(trx, { plie_id, convention_id: conventionId, numero: numero + 1, modele, durees, jour, par: acteur.utilisateurId }));
}

export async function suspendre(contexte: Contexte, { personne_id, motif }: { personne_id: number; motif: CodeDe<'MOTIFS_SUSPENSION'> }): Promise<void> {
  const { base, auteur, acteur, jour } = contexte;
  const plieId = await chercherPlieDe(contexte, personne_id);
  if (plieId === null) throw new RegleEnfreinte([{ champ: 'personne_id', message: `Aucune fiche n° ${personne_id} dans votre PLIE, ou ses données sont déjà effacées. Le numéro est dans l'adresse de la page de la personne.` }]);
  await ecrire(base, auteur, { action: 'conservation.suspendre', plieId, personneId: personne_id, details: { motif } }, async (trx) => {
    if (!(await ajouterSuspension(trx, { plie_id: plieId, personne_id, motif, debut: jour, par: acteur.utilisateurId }))) throw new RegleEnfreinte([{ champ: 'personne_id', message: `L'effacement de la fiche n° ${personne_id} est déjà suspendu.` }]);
  });
}

export async function lever(contexte: Contexte, id: number): Promise<void> {
  const suspension = await lireSuspension(contexte, id);
  if (suspension.motif === LIMITATION) throw new RegleEnfreinte('Cette suspension vient de la limitation que la personne a demandée : elle se lève dans « Demandes de droits », une fois la personne prévenue.');
  await ecrire(contexte.base, contexte.auteur, { action: 'conservation.reprendre', plieId: suspension.plie_id, personneId: suspension.personne_id }, (trx) => leverSuspension(trx, suspension, contexte.jour));
}

/** Who opened it, and why, is journalled before anything is shown. */
export async function consulterArchive(contexte: Contexte, id: number, raison: CodeDe<'RAISONS_ARCHIVE'>): Promise<Archive & { contenu: ContenuDArchive }> {
  const { plie_id, personne_id } = await ouvrirArchive(contexte, id);
  return ecrire(contexte.base, { ...contexte.auteur, cleFormulaire: null }, { action: 'archive.ouvrir', plieId: plie_id, personneId: personne_id, details: { raison } }, (trx) => ouvrirArchive({ base: trx, acteur: contexte.acteur }, id));
}
