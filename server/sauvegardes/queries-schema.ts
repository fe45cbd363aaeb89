/** The schema seen by a backup, and its rebuilding by the migrations for a restore. */
import { jouerMigrations, listerMigrations, type Base } from '../lib/db';
import { brut, chercherLigne, executer, joindre, lignes, sql, type Sql } from '../lib/db/sql';
import type { Sequence, Table } from './archive';

/**
 * Tables that a backup leaves out: the sessions (everyone logs in again after a restore), what is known of the backups
 * themselves (it speaks of the machine, not of the data), and the list of migrations (in the head of the file).
 */
const HORS_SAUVEGARDE = ['sessions', 'sauvegardes', 'migrations', 'migrations_lock'];
const TENUES_PAR_KNEX = ['migrations', 'migrations_lock'];

export type Executant = Pick<Base, 'raw'>;

export const nommer = (nom: string): Sql => brut(`"${nom.replaceAll('"', '""')}"`);

/** The one text of a value on both engines and all versions, whatever the settings of the server; and no wait on a database in use. */
export async function reglerTransaction(trx: Executant): Promise<void> {
  await trx.raw("set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC'; set local bytea_output = 'hex'; set local extra_float_digits = 1; set local lock_timeout = '10s'");
}

export async function lireTables(trx: Executant): Promise<Table[]> {
  return lignes<Table>(trx, sql`
    select c.relname as nom,
      (select json_agg(json_build_object('nom', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'generee', a.attgenerated <> '') order by a.attnum)
       from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as colonnes,
      coalesce((select json_agg(json_build_object('nom', a.attname, 'texte', a.attcollation <> 0) order by k.rang)
       from pg_index i cross join lateral unnest(i.indkey) with ordinality k (numero, rang) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.numero
       where i.indrelid = c.oid and i.indisprimary), '[]') as cle
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not in (${joindre(HORS_SAUVEGARDE)})
    order by c.relname collate "C"`);
}

const listerTables = async (trx: Executant): Promise<string[]> =>
  (await lignes<{ nom: string }>(trx, sql`select tablename as nom from pg_tables where schemaname = 'public' and tablename not in (${joindre(TENUES_PAR_KNEX)}) order by 1`)).map((t) => t.nom);

/** Nobody changes the schema while the rows are read. */
export async function retenirSchema(trx: Executant, tables: readonly Table[]): Promise<void> {
  await executer(trx, sql`lock table ${joindre(tables.map((t) => nommer(t.nom)))} in access share mode`);
}

/** The restore has the database for itself. */
export async function verrouiller(trx: Executant): Promise<void> {
  const tables = await listerTables(trx);
  if (tables.length) await executer(trx, sql`lock table ${joindre(tables.map(nommer))} in access exclusive mode`);
}

export async function lireSequences(trx: Executant): Promise<Sequence[]> {
  const noms = (await lignes<{ nom: string }>(trx, sql`
    select s.relname as nom from pg_class s left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.oid and d.deptype in ('a', 'i') and d.refclassid = 'pg_class'::regclass
    where s.relkind = 'S' and s.relnamespace = 'public'::regnamespace and (d.refobjid is null or d.refobjid::regclass::text not in (${joindre(HORS_SAUVEGARDE)}))
    order by s.relname collate "C"`)).map((s) => s.nom);
  if (!noms.length) return [];
  return lignes<Sequence>(trx, joindre(noms.map((nom) => sql`select ${nom}::text as nom, last_value as valeur, is_called as appelee from ${nommer(nom)}`), ' union all '));
}

export async function poserSequences(trx: Executant, sequences: readonly Sequence[]): Promise<void> {
  for (const { nom, valeur, appelee } of sequences) await executer(trx, sql`select setval(${`public."${nom}"`}, ${valeur}, ${appelee})`);
}

export async function lireMigrations(trx: Executant): Promise<string[]> {
  return (await lignes<{ name: string }>(trx, sql`select name from migrations order by id`)).map((m) => m.name);
}

/** Names of a backup's migrations that this version does not know. */
export async function migrationsInconnues(noms: readonly string[]): Promise<string[]> {
  const connues = await listerMigrations();
  return noms.filter((nom) => !connues.includes(nom));
}

/** Takes away all that the migrations made; the extensions, which may belong to somebody else, stay. */
async function vider(trx: Executant): Promise<void> {
  const tables = await listerTables(trx);
  if (tables.length) await executer(trx, sql`drop table ${joindre(tables.map(nommer))} cascade`);
  const restes = await lignes<{ ordre: string }>(trx, sql`
    select format('drop %s if exists %s cascade', case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end, p.oid::regprocedure) as ordre
    from pg_proc p where p.pronamespace = 'public'::regnamespace and not exists (select 1 from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
    union all
    select format('drop collation %I', c.collname) from pg_collation c
    where c.collnamespace = 'public'::regnamespace and not exists (select 1 from pg_depend d where d.classid = 'pg_collation'::regclass and d.objid = c.oid and d.deptype = 'e')`);
  for (const { ordre } of restes) await executer(trx, brut(ordre));
}

/** Makes the schema anew, as these migrations made it. */
export async function reconstruire(trx: Base, noms: readonly string[]): Promise<void> {
  await vider(trx);
  await executer(trx, sql`delete from migrations`);
  await jouerMigrations(trx, noms);
}

/** Runs, in this transaction, the migrations of this version that `faites` lacks. */
export async function mettreAJour(trx: Base, faites: readonly string[]): Promise<void> {
  await jouerMigrations(trx, (await listerMigrations()).filter((nom) => !faites.includes(nom)));
}

/** Foreign keys leave, triggers sleep and tables are emptied, so that rows enter in any order, as they were. Returns what wakes all. */
export async function ouvrirAuxLignes(trx: Executant): Promise<() => Promise<void>> {
  const tables = await listerTables(trx);
  const cles = await lignes<{ relation: string; nom: string; definition: string }>(trx, sql`
    select c.conrelid::regclass::text as relation, quote_ident(c.conname) as nom, pg_get_constraintdef(c.oid) as definition
    from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace and c.conparentid = 0 order by 1, 2`);
  for (const c of cles) await executer(trx, brut(`alter table ${c.relation} drop constraint ${c.nom}`));
  for (const t of tables) await executer(trx, sql`alter table ${nommer(t)} disable trigger user`);
  await executer(trx, sql`truncate ${joindre(tables.map(nommer))}`);
  return async () => {
    // First, since the keys below are checked by joins.
    await executer(trx, sql`analyze ${joindre(tables.map(nommer))}`);
    for (const c of cles) await executer(trx, brut(`alter table ${c.relation} add constraint ${c.nom} ${c.definition}`));
    for (const t of tables) await executer(trx, sql`alter table ${nommer(t)} enable trigger user`);
  };
}

export async function compterLignes(trx: Executant, { nom }: Pick<Table, 'nom'>): Promise<number> {
  return (await chercherLigne<{ n: number }>(trx, sql`select count(*) as n from ${nommer(nom)}`))!.n;
}
