/**
 * The register of what was erased (conservation), carried over a restore: the rows that come back with the backup are erased again
 * (domaine §10). It holds numbers only; they are those of the backup when the database is what the backup became.
 */
import type { Cible } from '../conservation/queries-echeances';
import type { DateCivile } from '../lib/dates';
import { executer, lignes, sql } from '../lib/db/sql';
import type { Executant } from './queries-schema';

/**
 * Before the database is replaced: its register is set aside until the end of the transaction. A file that was merged into an erased one
 * comes back with the backup under its former number: it goes too.
 */
export async function retenirEffacements(trx: Executant): Promise<void> {
  await executer(trx, sql`
    create temp table effacements_retenus on commit drop as
    select e.plie_id, e.genre, e.cible_id, e.regle, e.le from effacements e
    union
    select e.plie_id, e.genre, f.ancienne_id, e.regle, e.le from effacements e join fusions f on f.plie_id = e.plie_id and f.personne_id = e.cible_id where e.genre in ('PERSONNE', 'ARCHIVAGE')`);
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
