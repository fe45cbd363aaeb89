import type { Knex } from 'knex';
import { COLONNES, surveiller } from './011-noter-la-derniere-connexion';
import { journaliser } from './outils';

/**
 * The second factor (RFC 6238): the secret of an account's authenticator, the last step it was used for, so that a code is good once, and
 * the recovery codes, by their hash. A demonstration's accounts are let off.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    alter table utilisateurs add dispense_second_facteur boolean not null default false;

    create table seconds_facteurs (
      id bigint generated always as identity primary key,
      utilisateur_id bigint not null unique references utilisateurs (id),
      secret text not null,
      -- number of half-minutes since 1970 of the last code taken
      dernier_pas bigint not null,
      pose_le timestamptz not null
    );
    create table codes_secours (
      id bigint generated always as identity primary key,
      utilisateur_id bigint not null references utilisateurs (id),
      empreinte text not null check (empreinte ~ '^[0-9a-f]{64}$'),
      utilise_le timestamptz,
      unique (utilisateur_id, empreinte)
    );
  `);
  await surveiller(trx, `${COLONNES}, dispense_second_facteur`);
  await journaliser(trx, 'seconds_facteurs', ['secret', 'dernier_pas']);
  await journaliser(trx, 'codes_secours', ['empreinte']);
}

export async function down(trx: Knex): Promise<void> {
  await surveiller(trx, COLONNES);
  await trx.raw('drop table codes_secours, seconds_facteurs; alter table utilisateurs drop dispense_second_facteur');
}
