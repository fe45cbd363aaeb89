import type { Knex } from 'knex';
import { journaliser } from './outils';

/** Pôle emploi's information collective sessions for a PLIE: the source of column 2 of annexe 1. */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table informations_collectives (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      agence_id bigint references organisations (id),
      date_session date not null,
      -- two sessions of an agency on one day are told apart by their rank
      rang integer not null default 1,
      convoques integer not null check (convoques >= 0),
      presents integer not null check (presents >= 0),
      primary key (plie_id, id),
      constraint informations_collectives_session unique nulls not distinct (plie_id, date_session, agence_id, rang)
    );
    create index compter_presents on informations_collectives (plie_id, date_session) include (presents);
  `);
  await journaliser(trx, 'informations_collectives');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table informations_collectives');
}
