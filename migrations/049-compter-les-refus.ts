import type { Knex } from 'knex';
import { parmi } from './outils';

/** Whoever tries many pages that are not theirs, by their right or by their territory, is told to the data-protection officer too. */
const AVANT = ['FICHES_OUVERTES', 'EXPORTS_NOMINATIFS'];

const admettre = (genres: readonly string[]): string => `
  alter table alertes_usage drop constraint alertes_usage_genre_check, add constraint alertes_usage_genre_check check (genre in (${parmi(genres)}));`;

export async function up(trx: Knex): Promise<void> {
  await trx.raw(`${admettre([...AVANT, 'REFUS'])}
    -- At most what the journal holds one by one (server/http/refus.ts): a higher threshold would be counted by halves.
    alter table alertes_reglages add refus_par_heure integer not null default 20 check (refus_par_heure between 5 and 30)`);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw(`
    alter table alertes_usage disable trigger user; delete from alertes_usage where genre = 'REFUS'; alter table alertes_usage enable trigger user;
    ${admettre(AVANT)}
    alter table alertes_reglages drop refus_par_heure`);
}
