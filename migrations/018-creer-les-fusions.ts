import type { Knex } from 'knex';
import { journaliser } from './outils';

/**
 * Two files for one person become one: where the one that went now is. And the pairs that look alike, of which someone
 * said that they are two persons.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table fusions (
      id bigint generated always as identity,
      plie_id bigint not null,
      -- the person kept
      personne_id bigint not null,
      -- the one that is no more: its address leads to the one kept
      ancienne_id bigint not null,
      -- the reference under which the one that is no more was imported, so that the same file still finds it
      reference_reprise text,
      primary key (plie_id, id),
      unique (plie_id, ancienne_id),
      foreign key (plie_id, personne_id) references personnes (plie_id, id) on delete cascade
    );
    create index fusions_personne on fusions (plie_id, personne_id);
    create unique index fusions_reference_reprise on fusions (plie_id, reference_reprise) where reference_reprise is not null;

    create table personnes_distinctes (
      id bigint generated always as identity,
      plie_id bigint not null,
      premiere_id bigint not null,
      seconde_id bigint not null,
      primary key (plie_id, id),
      unique (plie_id, premiere_id, seconde_id),
      check (premiere_id < seconde_id),
      foreign key (plie_id, premiere_id) references personnes (plie_id, id) on delete cascade,
      foreign key (plie_id, seconde_id) references personnes (plie_id, id) on delete cascade
    );
    create index personnes_distinctes_seconde on personnes_distinctes (plie_id, seconde_id);
  `);
  for (const table of ['fusions', 'personnes_distinctes']) await journaliser(trx, table);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table personnes_distinctes, fusions');
}
