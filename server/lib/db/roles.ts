/**
 * Two roles on PostgreSQL: the owner of the schema migrates it and restores it; the application reads and writes, and may neither change
 * nor delete a row of the journal. What it may is worked out from the catalogue, so that a new table is covered without anybody thinking of it.
 */
import type { Base } from '.';
import { chercherLigne, executer, joindre, lignes, brut, sql, type Sql } from './sql';

type Executant = Pick<Base, 'raw'>;

/** The application's role holds more than it should: the message says what, and what to do. */
export class RoleTropFort extends Error {}

/** What the database itself fills, at an insert or after: nobody else dates an act, nor slips it into a sealed segment. */
const REMPLIES_PAR_LA_BASE: Readonly<Record<string, readonly string[]>> = {
  journal_actes: ['id', 'instant', 'sceau'],
  journal_lignes: ['id', 'sel', 'empreinte'],
};
/** Of these other tables, less than reading and writing; any other of the journal is only read (its functions write: migration 047). */
const RESTREINTES: Readonly<Record<string, Sql>> = {
  // What was erased stays written down: the journal forgets on the strength of it.
  effacements: sql`select, insert, update (certificat_id)`,
  certificats_destruction: sql`select, insert`,
  migrations: sql`select`,
  migrations_lock: sql`select`,
};

const nommer = (nom: string): Sql => brut(`"${nom.replaceAll('"', '""')}"`);

async function droitsSur(trx: Executant, table: string): Promise<Sql> {
  const remplies = REMPLIES_PAR_LA_BASE[table];
  if (remplies) {
    const colonnes = await lignes<{ nom: string }>(trx, sql`select attname as nom from pg_attribute where attrelid = ${`public.${table}`}::regclass and attnum > 0 and not attisdropped and attname <> all (${[...remplies]}) order by attnum`);
    return sql`select, insert (${joindre(colonnes.map((c) => nommer(c.nom)))})`;
  }
  return RESTREINTES[table] ?? (table.startsWith('journal_') ? sql`select` : sql`select, insert, update, delete`);
}

/**
 * Gives the role what the application needs on the tables, sequences and functions of today, and takes back the rest. All or nothing.
 * Throws RoleTropFort when it would still reach the journal by another way.
 */
export async function accorderDroits(proprietaire: Base, role: string): Promise<void> {
  const a = nommer(role);
  await proprietaire.transaction(async (trx) => {
    const base = nommer((await chercherLigne<{ nom: string }>(trx, sql`select current_database() as nom`))!.nom);
    // Temporary tables too: one named as the journal's would be written in its place.
    await executer(trx, sql`revoke temporary on database ${base} from public, ${a}`);
    await executer(trx, sql`revoke create on schema public from public, ${a}`);
    await executer(trx, sql`grant usage on schema public to ${a}`);
    // Ours only: somebody else's view may live beside them.
    const siennes = await lignes<{ nom: string; sequence: boolean }>(trx, sql`
      select relname as nom, relkind = 'S' as sequence from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S') and pg_has_role(relowner, 'USAGE') order by 1`);
    for (const { nom, sequence } of siennes) {
      const objet = sql`${brut(sequence ? 'sequence' : 'table')} public.${nommer(nom)}`;
      await executer(trx, sql`revoke all on ${objet} from public, ${a}`);
      // A backup reads where each numbering stands; an import takes its numbers before its rows. None is set back.
      await executer(trx, sql`grant ${sequence ? sql`select, usage` : await droitsSur(trx, nom)} on ${objet} to ${a}`);
    }
    const fonctions = await lignes<{ nom: string }>(trx, sql`select oid::regprocedure::text as nom from pg_proc where pronamespace = 'public'::regnamespace and prosecdef order by 1`);
    for (const { nom } of fonctions) await executer(trx, sql`grant execute on function ${brut(nom)} to ${a}`);
    const chemins = await listerChemins(trx, role);
    if (chemins.length) throw new RoleTropFort(`Le rôle « ${role} » de DATABASE_URL pourrait changer le journal : ${chemins.join(' ; ')}. Corrigez-le comme le montre docs/exploitation.md, puis relancez « migrer ».`);
  });
}

/**
 * By which ways a role could change or delete rows of the journal, as PostgreSQL's catalogue tells, also through the roles that it may take.
 * Empty: it cannot. Without a role: that of this connection.
 */
export async function listerChemins(base: Executant, role?: string): Promise<string[]> {
  const qui = role === undefined ? sql`current_user` : sql`${role}::name`;
  const lu = (await chercherLigne<Record<keyof typeof CHEMINS, boolean>>(base, sql`
    with siens as (select r.* from pg_roles r where pg_has_role(${qui}, r.oid, 'MEMBER'))
    select
      exists (select 1 from siens r where r.rolsuper) as superutilisateur,
      exists (select 1 from siens r where r.rolcreaterole or r.rolname in ('pg_write_all_data', 'pg_execute_server_program', 'pg_write_server_files') or has_parameter_privilege(r.oid, 'session_replication_role', 'SET')) as puissant,
      exists (select 1 from siens r join pg_class c on c.relowner = r.oid where c.relnamespace = 'public'::regnamespace)
        or exists (select 1 from siens r join pg_proc p on p.proowner = r.oid where p.pronamespace = 'public'::regnamespace) as proprietaire,
      exists (select 1 from siens r where has_schema_privilege(r.oid, 'public', 'CREATE') or has_database_privilege(r.oid, current_database(), 'CREATE, TEMPORARY')) as createur,
      exists (select 1 from siens r cross join pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname like 'journal\\_%'
        and (has_table_privilege(r.oid, c.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER') or has_any_column_privilege(r.oid, c.oid, 'UPDATE'))) as ecrivain`))!;
  // A superuser has all the others.
  return lu.superutilisateur ? [CHEMINS.superutilisateur] : (Object.keys(CHEMINS) as (keyof typeof CHEMINS)[]).filter((c) => lu[c]).map((c) => CHEMINS[c]);
}

const CHEMINS = {
  superutilisateur: 'il est superutilisateur',
  puissant: 'il peut créer des rôles, écrire partout ou faire taire les déclencheurs',
  proprietaire: 'il possède les tables, ou peut prendre le rôle qui les possède',
  createur: 'il peut créer des objets dans la base',
  ecrivain: 'il a le droit de changer ou de vider une table du journal',
};

/** The role of a connection, and its database. */
export const lireRole = async (base: Executant): Promise<{ role: string; base: string }> =>
  (await chercherLigne<{ role: string; base: string }>(base, sql`select current_user::text as role, current_database()::text as base`))!;

/** What a connection may do of the schema: change it (not the application's, under two roles), or at least read which migrations have run. */
export const lireDroitsSurLeSchema = async (base: Executant): Promise<{ migre: boolean; lit: boolean }> =>
  (await chercherLigne<{ migre: boolean; lit: boolean }>(base, sql`
    select has_schema_privilege('public', 'CREATE') as migre,
      coalesce(has_table_privilege(to_regclass('public.migrations'), 'SELECT') and has_table_privilege(to_regclass('public.migrations_lock'), 'SELECT'), false) as lit`))!;
