/** Making a backup: a consistent snapshot of the whole database in one encrypted file. */
import fs from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Contexte } from '../acces/acteur';
import { deposer } from '../lib/depot';
import { consigner } from '../lib/ecriture';
import { ecrireArchive, type Entete, type Table } from './archive';
import { preparerCoffre, SauvegardeRefusee } from './coffre';
import { lireFinDuJournal, lireInstant } from './queries';
import { lireLignes } from './queries-lignes';
import { compterLignes, lireMigrations, lireSequences, lireTables, reglerTransaction, retenirSchema, type Executant } from './queries-schema';

/** Gains most of what there is to gain, for a third of the time of the default. */
const COMPRESSION = 3;

export type Avancer = (pourcent: number) => void;

export interface SauvegardeFaite { tables: number; lignes: number; octets: number }

/**
 * Writes the backup of the database at `chemin`, where nothing may be. The snapshot is that of one instant (repeatable
 * read), rows are streamed. Throws SauvegardeRefusee or DepotImpossible, or AbortError on `arret`; nothing is then at `chemin`.
 */
export async function sauvegarder(contexte: Contexte, chemin: string, cle: string, { avancer, arret }: { avancer?: Avancer; arret?: AbortSignal } = {}): Promise<SauvegardeFaite> {
  const { base, auteur } = contexte;
  if (fs.existsSync(chemin)) throw new SauvegardeRefusee(`${chemin} existe déjà : une sauvegarde n'en remplace jamais une autre. Donnez un autre nom.`);
  // Before the snapshot, so that the backup holds its own act: it is not a change to announce at the restore.
  await consigner(base, auteur, { action: 'sauvegarde.preparer' });
  const sceller = await preparerCoffre(cle);
  return base.transaction(async (trx) => {
    await reglerTransaction(trx);
    const tables = await lireTables(trx);
    await retenirSchema(trx, tables);
    const entete = await lireEntete(trx, tables);
    const total = entete.tables.reduce((somme, t) => somme + t.lignes, 0);
    let lues = 0;
    const lire = async function* (nom: string) {
      for await (const lot of lireLignes(trx, tables.find((t) => t.nom === nom)!)) {
        yield lot;
        lues += lot.length;
        avancer?.(Math.min(99, (100 * lues) / total));
      }
    };
    const octets = await deposer(chemin, (sortie) => pipeline(Readable.from(ecrireArchive(entete, lire), { objectMode: false }), createGzip({ level: COMPRESSION }), sceller, sortie, { signal: arret }), 0o600);
    avancer?.(100);
    return { tables: tables.length, lignes: total, octets };
  }, { isolationLevel: 'repeatable read', readOnly: true });
}

async function lireEntete(trx: Executant, tables: readonly Table[]): Promise<Entete> {
  const comptees: Entete['tables'] = [];
  for (const { nom, colonnes } of tables) comptees.push({ nom, colonnes, lignes: await compterLignes(trx, { nom }) });
  return { instant: await lireInstant(trx), migrations: await lireMigrations(trx), tables: comptees, sequences: await lireSequences(trx), journal: await lireFinDuJournal(trx) };
}
