import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/** What a PLIE aims at in a year (convention PLIE art. 3-1): integrations, persons accompanied, or both. */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table objectifs (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      annee integer not null check (annee between 2000 and 2199),
      integrations integer check (integrations between 1 and 100000),
      participants integer check (participants between 1 and 100000),
      version integer not null default 1,
      primary key (plie_id, id),
      constraint objectifs_annee unique (plie_id, annee),
      constraint objectif_chiffre check (integrations is not null or participants is not null)
    );
  `);
  await journaliser(trx, 'objectifs');
  await versionner(trx, 'objectifs');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table objectifs');
}
