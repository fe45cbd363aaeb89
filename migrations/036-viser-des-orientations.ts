import type { Knex } from 'knex';

/** Persons that Pôle emploi is to orient in the year (convention PLIE art. 3-1): an objective as the two others. */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    alter table objectifs add column orientations integer check (orientations between 1 and 100000);
    alter table objectifs drop constraint objectif_chiffre;
    alter table objectifs add constraint objectif_chiffre check (num_nonnulls(orientations, integrations, participants) > 0);
  `);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('alter table objectifs drop column orientations, add constraint objectif_chiffre check (integrations is not null or participants is not null) not valid');
}
