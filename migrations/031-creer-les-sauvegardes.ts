import type { Knex } from 'knex';

/**
 * The backup of each night. Technical, as the sessions: it speaks of the machine, and is in no backup. One row per night,
 * claimed before the work: no two processes make it.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table sauvegardes (
      jour date primary key,
      etat text not null check (etat in ('EN_COURS', 'FAITE', 'ECHEC')),
      commence_le timestamptz not null,
      tentatives integer not null default 1,
      reprendre_le timestamptz,
      raison text check (raison in ('ECRITURE', 'VERIFICATION')),
      -- the last file that the night left, and when; verified: restored into an empty database, and read again there
      fichier text,
      octets bigint,
      lignes bigint,
      faite_le timestamptz,
      verifiee_le timestamptz,
      check ((etat = 'ECHEC') = (raison is not null)),
      check (etat <> 'FAITE' or verifiee_le is not null)
    );
  `);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table sauvegardes');
}
