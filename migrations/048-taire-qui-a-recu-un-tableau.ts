import type { Knex } from 'knex';
import { journaliser } from './outils';

/** Who said that a table had arrived is somebody's name: forgotten after a while (server/conservation/rules-purges.ts), not kept twice in the journal. */
async function rejournaliser(trx: Knex, tues: readonly string[]): Promise<void> {
  for (const suite of ['journal_ajout', 'journal_modification', 'journal_suppression', 'acteur']) await trx.raw(`drop trigger tableaux_${suite} on tableaux`);
  await journaliser(trx, 'tableaux', tues);
}

export const up = (trx: Knex): Promise<void> => rejournaliser(trx, ['recu_par']);
export const down = (trx: Knex): Promise<void> => rejournaliser(trx, []);
