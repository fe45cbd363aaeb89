import type { Knex } from 'knex';
import { dejournaliser, journaliser } from './outils';

/** Who said that a table had arrived is somebody's name: forgotten after a while (server/conservation/rules-purges.ts), not kept twice in the journal. */
export async function up(trx: Knex): Promise<void> {
  await dejournaliser(trx, 'tableaux');
  await journaliser(trx, 'tableaux', ['recu_par']);
}

export async function down(trx: Knex): Promise<void> {
  await dejournaliser(trx, 'tableaux');
  await journaliser(trx, 'tableaux');
}
