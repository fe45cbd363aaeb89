/** What a piece of work reads of the database: its statements, and the tables that each of them really scans. */
import type { Base } from '../../server/lib/db';

export interface Requete { sql: string; bindings: unknown[] }

/** The statements that `travail` sends, in their order. */
export async function requetesDe(base: Base, travail: () => PromiseLike<unknown>): Promise<Requete[]> {
  const requetes: Requete[] = [];
  const noter = ({ sql, bindings }: Requete) => void requetes.push({ sql, bindings });
  base.on('query', noter);
  try { await travail(); } finally { base.removeListener('query', noter); }
  return requetes;
}

/**
 * The tables that a select scanned, indexes included: it is run again, in a transaction, between two readings of what PostgreSQL
 * counts there (pg_stat_xact_user_tables). A table that the plan names and never opens is not among them.
 */
export async function tablesLues(base: Base, { sql, bindings }: Requete): Promise<string[]> {
  return base.transaction(async (trx) => {
    const compter = async () => (await trx.raw<{ rows: { nom: string; parcours: number }[] }>('select relname as nom, seq_scan + coalesce(idx_scan, 0) as parcours from pg_stat_xact_user_tables')).rows;
    const avant = new Map((await compter()).map((t) => [t.nom, t.parcours]));
    await trx.raw(sql.replaceAll('?', '\\?').replace(/\$\d+/g, '?'), bindings as never[]);
    return (await compter()).filter((t) => t.parcours > (avant.get(t.nom) ?? 0)).map((t) => t.nom).sort();
  });
}

/** How many of these statements read each table: { orientations: 1 }. Only selects read. */
export async function lecturesParTable(base: Base, requetes: readonly Requete[]): Promise<Record<string, number>> {
  const comptes: Record<string, number> = {};
  for (const requete of requetes.filter((r) => /^\s*(with|select)\b/i.test(r.sql))) {
    for (const table of await tablesLues(base, requete)) comptes[table] = (comptes[table] ?? 0) + 1;
  }
  return comptes;
}

/** Where the facts of the figures are. What was validated does not need them. */
export const DOSSIERS: readonly string[] = ['orientations', 'personnes', 'informations_collectives', 'entretiens', 'etapes', 'absences', 'pni', 'sorties', 'referents'];
