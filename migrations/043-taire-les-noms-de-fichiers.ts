import type { Knex } from 'knex';
import { dejournaliser, journaliser } from './outils';

/**
 * The name of a file taken in may say whom it is about: it is forgotten after a while (server/conservation/rules-purges.ts), which a
 * second copy in the journal would defeat.
 */
export async function up(trx: Knex): Promise<void> {
  for (const table of ['importations', 'classeurs_retour']) await dejournaliser(trx, table);
  await journaliser(trx, 'importations', ['nom_fichier']);
  await journaliser(trx, 'classeurs_retour', ['contenu', 'nom_fichier']);
}

export async function down(trx: Knex): Promise<void> {
  for (const table of ['importations', 'classeurs_retour']) await dejournaliser(trx, table);
  await journaliser(trx, 'importations');
  await journaliser(trx, 'classeurs_retour', ['contenu']);
}
