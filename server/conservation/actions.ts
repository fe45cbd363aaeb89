/** Applying the retention rules: in small batches, each its own transaction, so that a kill leaves whole batches and the next run goes on. */
import { createHash } from 'node:crypto';
import type { Contexte } from '../acces/acteur';
import type { DateCivile } from '../lib/dates';
import { ecrire, type Transaction } from '../lib/ecriture';
import { archiver, certifier, detruireArchives, effacerDossiersRecus, effacerPersonnes, inscrireEffacements, listerNonCertifies, viderOrientations, type LigneDeCertificat } from './queries-effacer';
import { listerCibles, listerPlies, type Cible } from './queries-echeances';
import { compterPurges, oublierAuPassage, viderPurges, type Purges } from './queries-purges';
import { PAR_LOT } from './rules';

export type AEffacer = Pick<Cible, 'genre' | 'cible_id' | 'regle'>;

const ids = (cibles: readonly AEffacer[], ...genres: Cible['genre'][]): number[] => cibles.filter((c) => genres.includes(c.genre)).map((c) => c.cible_id);

/** Erases these, whatever their due date: the night's work, a request of the person, the replay after a restore. */
export async function effacer(trx: Transaction, plieId: number, cibles: readonly AEffacer[], jour: DateCivile): Promise<void> {
  // First: the database lets the journal forget only what is written down as erased.
  await inscrireEffacements(trx, plieId, cibles, jour);
  await archiver(trx, plieId, ids(cibles, 'ARCHIVAGE'), jour);
  await viderOrientations(trx, plieId, ids(cibles, 'ORIENTATION'));
  await oublierAuPassage(trx, plieId, ids(cibles, 'PERSONNE', 'ARCHIVAGE'));
  await effacerPersonnes(trx, plieId, ids(cibles, 'PERSONNE', 'ARCHIVAGE'), jour);
  await detruireArchives(trx, plieId, ids(cibles, 'ARCHIVE', 'PERSONNE'));
  await effacerDossiersRecus(trx, plieId, ids(cibles, 'DOSSIER_RECU'));
}

export interface Bilan { plie: string; code: string; lignes: LigneDeCertificat[] }

/**
 * All that is due in the reader's PLIEs, with a certificate for each. `continuer`: asked between two batches; what is not done is done
 * the next time. The dry run reads the same relation (compterCibles).
 */
export async function appliquer(contexte: Contexte, continuer: () => boolean = () => true, avancer: (faits: number) => void = () => {}): Promise<Bilan[]> {
  const bilans: Bilan[] = [];
  let faits = 0;
  for (const plie of await listerPlies(contexte)) {
    // No act is written on a night when nothing is due.
    while (continuer() && (await listerCibles(contexte, plie.id, contexte.jour, 1)).length) {
      const nombre = await ecrire(contexte.base, contexte.auteur, { action: 'conservation.effacer', plieId: plie.id }, async (trx) => {
        const cibles = await listerCibles({ base: trx, acteur: contexte.acteur }, plie.id, contexte.jour, PAR_LOT);
        if (cibles.length) await effacer(trx, plie.id, cibles, contexte.jour);
        return cibles.length;
      });
      faits += nombre;
      avancer(faits);
    }
    const lignes = await etablirCertificat(contexte, plie.id);
    if (lignes.length) bilans.push({ plie: plie.nom, code: plie.code, lignes });
  }
  return bilans;
}

/** What only passes through the tool, and has had its time. Of the whole installation; no act on a night when there is nothing. */
export async function purger({ base, auteur }: Contexte): Promise<Purges> {
  const dus = await compterPurges(base);
  return Object.values(dus).some((n) => n > 0) ? ecrire(base, auteur, { action: 'conservation.purger', details: dus }, viderPurges) : dus;
}

/** What, how many, when, under which rule: and a checksum. Nothing to certify, no certificate. */
async function etablirCertificat({ base, auteur, jour }: Contexte, plieId: number): Promise<LigneDeCertificat[]> {
  if (!(await listerNonCertifies(base, plieId)).length) return [];
  return ecrire(base, auteur, { action: 'conservation.certifier', plieId }, async (trx) => {
    const lignes = await listerNonCertifies(trx, plieId);
    await certifier(trx, plieId, { le: jour, contenu: lignes, empreinte: empreinteDuCertificat(plieId, jour, lignes) });
    return lignes;
  });
}

/** SHA-256, in UTF-8, of the PLIE, the day and the lines, as JSON. */
export const empreinteDuCertificat = (plieId: number, le: DateCivile, lignes: readonly LigneDeCertificat[]): string =>
  createHash('sha256').update(JSON.stringify({ plie: plieId, le, lignes: lignes.map(({ genre, regle, nombre }) => ({ genre, regle, nombre })) })).digest('hex');
