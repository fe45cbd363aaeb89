/** Tasks closed: the PLIE of the same installation then sees its month as dealt with, once nothing of it is left. */
import type { Transaction } from '../lib/ecriture';
import { noterTraitement } from '../echanges/actions-etapes';
import { listerMoisTraites } from './queries-etat';

export async function constaterMoisTraites(trx: Transaction, plieId: number, taches: number[]): Promise<void> {
  if (!taches.length) return;
  for (const { mois } of await listerMoisTraites(trx, plieId, taches)) await noterTraitement(trx, { plieId, mois });
}
