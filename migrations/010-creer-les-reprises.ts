import type { Knex } from 'knex';

/**
 * A reprise asked for on screen: the file waits here between the preview and the confirmation, and is emptied after.
 * Claimed by a process with for update skip locked, so that a restart goes on with it.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table reprises (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      utilisateur_id bigint not null references utilisateurs (id),
      nom_fichier text not null,
      contenu bytea,
      etat text not null check (etat in ('A_LIRE', 'LUE', 'A_IMPORTER', 'TERMINEE', 'ECHOUEE', 'ANNULEE')),
      ignorer_les_erreurs boolean not null default false,
      -- 0 to 100
      avancement integer not null default 0,
      -- counts by sheet, warnings, first refused cells
      rapport jsonb,
      -- the workbook of refused rows, with personal data: emptied with the file
      refus bytea,
      -- a process that works on it holds it until then, and longer as long as it goes on
      reservee_jusqu_a timestamptz,
      cree_le timestamptz not null default now(),
      primary key (plie_id, id)
    );
    create index reprises_en_attente on reprises (etat) where etat in ('A_LIRE', 'A_IMPORTER');
  `);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table reprises');
}
