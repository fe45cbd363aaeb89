import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/**
 * The quality checks of the month: what a PLIE decided of them, and what each counted whenever a month was checked, so that
 * a trend shows. The checks themselves are code (server/controles); a code that is no more stays readable here.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    -- No row: the check blocks or not as it does by default.
    create table controles_reglages (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      code text not null check (code ~ '^[A-Z_]{3,40}$'),
      bloquant boolean not null,
      version integer not null default 1,
      primary key (plie_id, id),
      constraint controles_reglages_code unique (plie_id, code)
    );

    create table controles_mesures (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      mois text not null check (mois ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
      code text not null check (code ~ '^[A-Z_]{3,40}$'),
      nombre integer not null check (nombre >= 0),
      instant timestamptz not null default now(),
      primary key (plie_id, id)
    );
    create index controles_mesures_tendance on controles_mesures (plie_id, mois, code, instant desc);

    -- Is a person followed by another PLIE? Asked for all those of a month at once.
    create index personnes_identifiant_partout on personnes (identifiant_pe) where identifiant_pe is not null;
  `);
  for (const table of ['controles_reglages', 'controles_mesures']) await journaliser(trx, table);
  await versionner(trx, 'controles_reglages');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop index personnes_identifiant_partout; drop table controles_mesures, controles_reglages');
}
