import type { Knex } from 'knex';
import { journaliser } from './outils';

/**
 * The name of a file taken in may say whom it is about: it is forgotten after a while (server/conservation/rules-purges.ts), which a
 * second copy in the journal would defeat.
 */
const TABLES: Readonly<Record<string, { avant: string[]; apres: string[] }>> = {
  importations: { avant: [], apres: ['nom_fichier'] },
  classeurs_retour: { avant: ['contenu'], apres: ['contenu', 'nom_fichier'] },
};

async function rejournaliser(trx: Knex, moment: 'avant' | 'apres'): Promise<void> {
  for (const [table, tues] of Object.entries(TABLES)) {
    for (const suite of ['journal_ajout', 'journal_modification', 'journal_suppression', 'acteur']) await trx.raw(`drop trigger ${table}_${suite} on ${table}`);
    await journaliser(trx, table, tues[moment]);
  }
}

export const up = (trx: Knex): Promise<void> => rejournaliser(trx, 'apres');
export const down = (trx: Knex): Promise<void> => rejournaliser(trx, 'avant');
