/** What several migrations write the same way. */
import type { Knex } from 'knex';

/** A list for `check (colonne in (…))`: closed lists are held by the database too. */
export const parmi = (codes: readonly string[]): string => codes.map((c) => `'${c}'`).join(', ');

/**
 * Puts a table under the journal: every insert, update and delete is written with before and after,
 * and refused when no act is open (lib/ecriture.ts opens it). The table needs a column `id`. `tues`: columns that the
 * journal leaves out.
 */
export async function journaliser(trx: Knex, table: string, tues: readonly string[] = []): Promise<void> {
  const arguments_ = parmi(tues);
  await trx.raw(`
    create trigger ${table}_journal_ajout after insert on ${table}
      referencing new table as apres for each statement execute function journaliser_ajout(${arguments_});
    create trigger ${table}_journal_modification after update on ${table}
      referencing old table as avant new table as apres for each statement execute function journaliser_modification(${arguments_});
    create trigger ${table}_journal_suppression after delete on ${table}
      referencing old table as avant for each statement execute function journaliser_suppression(${arguments_});
    create trigger ${table}_acteur before insert or update or delete on ${table}
      for each statement execute function exiger_acteur();
  `);
}

/** Takes a table out from under the journal, to put it back otherwise in the same migration (`journaliser`). */
export async function dejournaliser(trx: Knex, table: string): Promise<void> {
  for (const suite of ['journal_ajout', 'journal_modification', 'journal_suppression', 'acteur']) await trx.raw(`drop trigger if exists ${table}_${suite} on ${table}`);
}

/** Counts the versions of a row: a form sends back the one it showed, an older one is a conflict. */
export async function versionner(trx: Knex, table: string): Promise<void> {
  await trx.raw(`
    create trigger ${table}_version before update on ${table}
      for each row execute function compter_version();
  `);
}
