import { randomBytes } from 'node:crypto';
import { Algorithm, hashRaw } from '@node-rs/argon2';
import type { Knex } from 'knex';
import { dejournaliser, journaliser } from './outils';

/**
 * A recovery code holds 59 random bits: few enough to be typed from paper, too few for a plain hash. It is now hashed as a password is
 * (argon2id), with a salt of its account. Those already given still open: what was kept of them is hashed once more.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw('alter table codes_secours add sel bytea check (length(sel) = 16)');
  // The schema changes, nobody acts: the triggers that ask for an actor are put back below.
  await dejournaliser(trx, 'codes_secours');
  const codes = await trx('codes_secours').orderBy('id').select<{ id: number; utilisateur_id: number; empreinte: string }[]>('id', 'utilisateur_id', 'empreinte');
  const sels = new Map<number, Buffer>();
  for (const { id, utilisateur_id, empreinte } of codes) {
    const sel = sels.get(utilisateur_id) ?? randomBytes(16);
    sels.set(utilisateur_id, sel);
    const refaite = await hashRaw(empreinte, { algorithm: Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32, salt: sel });
    await trx('codes_secours').where({ id }).update({ sel, empreinte: refaite.toString('hex') });
  }
  await trx.raw('alter table codes_secours alter sel set not null');
  await journaliser(trx, 'codes_secours', ['empreinte', 'sel']);
}

/** What was hashed twice stays so: the codes of before open nothing any more. */
export async function down(trx: Knex): Promise<void> {
  await dejournaliser(trx, 'codes_secours');
  await trx.raw('alter table codes_secours drop sel');
  await journaliser(trx, 'codes_secours', ['empreinte']);
}
