/** Which monthly tables have been sent. The one place of the calendar that asks it. */
import type { Contexte } from '../acces/acteur';
import { perimetrePlies } from '../acces/perimetre';
import { lignes, sql } from '../lib/db/sql';
import type { Mois } from '../lib/dates';
import type { TableauxTransmis } from './rules-convention';

/** The months sent by each PLIE of the territory. */
export async function listerTableauxTransmis({ base, acteur }: Contexte): Promise<TableauxTransmis> {
  const transmis = await lignes<{ plie_id: number; mois: Mois }>(base, sql`select t.plie_id, t.mois from tableaux t where t.transmis_le is not null and ${perimetrePlies(acteur, 't.plie_id')}`);
  const parPlie = new Map<number, Set<Mois>>();
  for (const { plie_id, mois } of transmis) parPlie.set(plie_id, (parPlie.get(plie_id) ?? new Set<Mois>()).add(mois));
  return parPlie;
}
