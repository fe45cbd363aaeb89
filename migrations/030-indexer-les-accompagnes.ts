import type { Knex } from 'knex';

/** Who was accompanied between two days, and who entered: read by the index alone, whoever prescribed (the objectives of a year). */
export async function up(trx: Knex): Promise<void> {
  await trx.raw('create index compter_accompagnes on orientations (plie_id, date_fin, date_integration) include (personne_id) where date_integration is not null');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop index compter_accompagnes');
}
