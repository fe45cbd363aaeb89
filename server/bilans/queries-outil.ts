/** Since when a PLIE is in the tool: what tells the years whose bilan nobody awaits here. */
import { sql, type Sql } from '../lib/db/sql';

/**
 * The year is of before the tool: the PLIE was entered after it, and no fact of that year or of one before was brought in. Its bilan was
 * handed in otherwise, and is never late here. `p` is organisations.
 */
export const horsOutil = (annee: Sql): Sql => sql`(
  not exists (select 1 from orientations o where o.plie_id = p.id and o.date_prescription <= make_date(${annee}, 12, 31))
  and not exists (select 1 from informations_collectives i where i.plie_id = p.id and i.date_session <= make_date(${annee}, 12, 31))
  and coalesce((select extract(year from min(a.instant) at time zone 'Europe/Paris') > ${annee} from journal_lignes l join journal_actes a on a.id = l.acte_id
    where l.table_nom = 'organisations' and l.ligne_id = p.id and l.operation = 'AJOUT'), true))`;
