/** Since when a PLIE is in the tool: what tells the years whose bilan nobody awaits here. */
import { sql, type Sql } from '../lib/db/sql';

/** A fact of the PLIE `p` is dated before that day. */
const faitAvant = (jour: Sql): Sql => sql`(exists (select 1 from orientations o where o.plie_id = p.id and o.date_prescription < ${jour}) or exists (select 1 from informations_collectives i where i.plie_id = p.id and i.date_session < ${jour}))`;

/**
 * The year is of before the tool, and its bilan, handed in otherwise, is never late here. `p` is organisations. It is awaited when the
 * PLIE was entered in that year at the latest; when its facts begin before that year, so that it is whole; or when some of them are of
 * that year and the PLIE was entered before the bilan was due (29 April).
 */
export const horsOutil = (annee: Sql): Sql => sql`(not ${faitAvant(sql`make_date(${annee}, 1, 1)`)} and coalesce((
  select min(a.instant) at time zone 'Europe/Paris' >= make_date(${annee} + 1, 1, 1) and (min(a.instant) at time zone 'Europe/Paris' >= make_date(${annee} + 1, 4, 30) or not ${faitAvant(sql`make_date(${annee} + 1, 1, 1)`)})
  from journal_lignes l join journal_actes a on a.id = l.acte_id
  where l.table_nom = 'organisations' and l.ligne_id = p.id and l.operation = 'AJOUT'), true))`;
