/** The acts of the screen: deposit a file, confirm what was understood of it, give it up. The work itself is done aside (travaux.ts). */
import type { Contexte } from '../acces/acteur';
import { Conflit, Introuvable } from '../lib/erreurs';
import { consigner, ecrire } from '../lib/ecriture';
import { ajouterReprise, annulerReprise, chercherRefus, confirmerReprise, verrouillerReprise } from './queries-reprises';

/** One's own PLIE: an import is nobody else's business. */
export function plieDe({ acteur }: Contexte): { id: number; nom: string } {
  if (acteur.organisation?.type !== 'PLIE') throw new Introuvable();
  return acteur.organisation;
}

export async function deposerReprise(contexte: Contexte, fichier: { nom: string; contenu: Buffer }): Promise<number> {
  const plie = plieDe(contexte);
  return ecrire(contexte.base, contexte.auteur, { action: 'reprise.deposer', plieId: plie.id, details: { octets: fichier.contenu.length } }, (trx) =>
    ajouterReprise(trx, { plie_id: plie.id, utilisateur_id: contexte.acteur.utilisateurId!, nom_fichier: fichier.nom, contenu: fichier.contenu }));
}

const DEJA_TRAITEE = ['Cette reprise n\'attend plus de confirmation : elle est déjà enregistrée, annulée ou en cours.', 'Rechargez la page pour voir où elle en est.'] as const;

/** Asks for the writing. Throws Conflit when it is no longer waiting for a confirmation. */
export async function demanderImport(contexte: Contexte, id: number, ignorerLesErreurs: boolean): Promise<number> {
  return ecrire(contexte.base, contexte.auteur, { action: 'reprise.confirmer', plieId: plieDe(contexte).id, details: { reprise: id, ignorer_les_erreurs: ignorerLesErreurs } }, async (trx) => {
    const reprise = await verrouillerReprise(trx, contexte, id);
    if (!reprise) throw new Introuvable();
    if (reprise.etat !== 'LUE' || (reprise.rapport?.nombre_erreurs && !ignorerLesErreurs)) throw new Conflit(...DEJA_TRAITEE);
    await confirmerReprise(trx, reprise.plie_id, id, ignorerLesErreurs);
    return id;
  });
}

/** Gives up: the file and what was read of it are removed. */
export async function abandonnerReprise(contexte: Contexte, id: number): Promise<void> {
  await ecrire(contexte.base, contexte.auteur, { action: 'reprise.annuler', plieId: plieDe(contexte).id, details: { reprise: id } }, async (trx) => {
    const reprise = await verrouillerReprise(trx, contexte, id);
    if (!reprise) throw new Introuvable();
    if (!['A_LIRE', 'LUE'].includes(reprise.etat)) throw new Conflit(...DEJA_TRAITEE);
    await annulerReprise(trx, reprise.plie_id, id);
  });
}

/** The workbook of refused rows holds names: opening it is journalled. Null when it is gone. */
export async function ouvrirRefus(contexte: Contexte, id: number): Promise<Buffer | null> {
  const refus = await chercherRefus(contexte, id);
  if (refus) await consigner(contexte.base, contexte.auteur, { action: 'reprise.telecharger_refus', plieId: plieDe(contexte).id, details: { reprise: id } });
  return refus;
}
