import type { Knex } from 'knex';
import { parmi } from './outils';

/** The end of a retention period is a deadline like another: one may be reminded of it. */
const AVANT = ['TABLEAU', 'BILANS', 'REUNIONS', 'CONVENTION', 'PNI', 'SUIVIS', 'ATTENTES'];

const changer = (trx: Knex, genres: readonly string[]): Promise<void> => trx.raw(`
  alter table rappels_reglages
    drop constraint rappels_reglages_genres_check,
    add constraint rappels_reglages_genres_check check (genres <@ array[${parmi(genres)}]::text[])`);

export const up = (trx: Knex): Promise<void> => changer(trx, [...AVANT, 'CONSERVATION']);
export async function down(trx: Knex): Promise<void> {
  // The trigger of the journal asks for an act: a setting that the former version does not know is simply no longer read.
  await trx.raw("alter table rappels_reglages disable trigger user; update rappels_reglages set genres = array_remove(genres, 'CONSERVATION'); alter table rappels_reglages enable trigger user");
  await changer(trx, AVANT);
}
