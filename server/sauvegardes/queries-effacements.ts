/**
 * The register of what was erased (conservation), carried over a restore: the rows that come back with the backup are erased again
 * (domaine §10). It holds numbers only; they are those of the backup when the database is what the backup became, or when the register
 * kept outside the database is of the same installation.
 */
import type { Cible } from '../conservation/queries-echeances';
import { effaces } from '../conservation/queries-registre';
import type { EffacementNote } from '../conservation/rules-registre';
import type { DateCivile } from '../lib/dates';
import { executer, lignes, sql } from '../lib/db/sql';
import type { Executant } from './queries-schema';

/** Until the end of the transaction, what is to be erased again: nothing yet. */
export async function preparerEffacements(trx: Executant): Promise<void> {
  await executer(trx, sql`create temp table effacements_retenus (plie_id bigint, genre text, cible_id bigint, regle text, le date) on commit drop`);
}

/** Before the database is replaced, its register is set aside. */
export async function retenirEffacements(trx: Executant): Promise<void> {
  await executer(trx, sql`insert into effacements_retenus ${effaces}`);
}

/** And what the register kept outside knows besides. */
export async function retenirEffacementsNotes(trx: Executant, notes: readonly EffacementNote[]): Promise<void> {
  await executer(trx, sql`
    insert into effacements_retenus
    select distinct on (x.plie_id, x.genre, x.cible_id) x.plie_id, x.genre, x.cible_id, x.regle, x.le
    from jsonb_to_recordset(${JSON.stringify(notes)}::jsonb) as x (plie_id bigint, genre text, cible_id bigint, regle text, le date)
    where not exists (select 1 from effacements_retenus r where r.plie_id = x.plie_id and r.genre = x.genre and r.cible_id = x.cible_id)
    order by x.plie_id, x.genre, x.cible_id, x.le`);
}

export interface EffacementsDuJour { plie_id: number; le: DateCivile; cibles: Pick<Cible, 'genre' | 'cible_id' | 'regle'>[] }

/** After the restore: of those, what the backup holds and did not know as erased; in the order in which it was. */
export function listerEffacementsARejouer(trx: Executant): Promise<EffacementsDuJour[]> {
  return lignes<EffacementsDuJour>(trx, sql`
    select r.plie_id, r.le, json_agg(json_build_object('genre', r.genre, 'cible_id', r.cible_id, 'regle', r.regle) order by r.genre, r.cible_id) as cibles
    from effacements_retenus r
    where not exists (select 1 from effacements e where e.plie_id = r.plie_id and e.genre = r.genre and e.cible_id = r.cible_id)
      and case r.genre when 'ORIENTATION' then exists (select 1 from orientations o where o.plie_id = r.plie_id and o.id = r.cible_id)
        when 'DOSSIER_RECU' then exists (select 1 from dossiers_pe d where d.plie_id = r.plie_id and d.id = r.cible_id)
        else exists (select 1 from personnes p where p.plie_id = r.plie_id and p.id = r.cible_id) end
    group by r.plie_id, r.le order by r.le, r.plie_id`);
}
