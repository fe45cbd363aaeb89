import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/**
 * Working notes of the PLIE on a person: free text, kept apart from all that is exchanged or counted, and gone with the
 * person. The journal says who wrote, corrected or erased one, never what it said: it must not become a second store of it.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table notes (
      id bigint generated always as identity,
      plie_id bigint not null,
      personne_id bigint not null,
      auteur_id bigint not null references utilisateurs (id),
      instant timestamptz not null,
      modifie_le timestamptz,
      texte text not null check (length(texte) between 1 and 2000),
      version integer not null default 1,
      primary key (plie_id, id),
      foreign key (plie_id, personne_id) references personnes (plie_id, id) on delete cascade
    );
    create index notes_personne on notes (plie_id, personne_id, instant desc);
  `);
  await journaliser(trx, 'notes', ['texte']);
  await versionner(trx, 'notes');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table notes');
}
