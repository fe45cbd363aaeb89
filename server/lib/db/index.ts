/** Opens the database: PostgreSQL with a URL, else PGlite in a folder. Both are driven by knex and pg. */
import path from 'node:path';
import knex, { type Knex } from 'knex';
import { types } from 'pg';
import { startEmbedded, type EmbeddedDatabase } from './embedded';
import { lockFolder } from './folder-lock';
import { lireDroitsSurLeSchema } from './roles';
import { migrationSource } from '../../../migrations';

// A date stays the text of the civil date; counts are plain numbers.
types.setTypeParser(types.builtins.DATE, (text) => text);
types.setTypeParser(types.builtins.INT8, Number);
types.setTypeParser(types.builtins.NUMERIC, Number);

/** Reads. Writing goes through `ecrire` (lib/ecriture.ts), which alone can make a Transaction. */
export type Base = Knex;

export interface Connexion {
  base: Base;
  moteur: 'postgresql' | 'embarquee';
  /** Copy of the embedded data folder (tests); null on PostgreSQL. */
  copier: (() => Promise<Uint8Array>) | null;
  fermer(): Promise<void>;
}

type Source =
  | { databaseUrl: string; connexions?: number }
  | { donnees: string }
  | { memoire: Uint8Array | null };

/** Statements of some milliseconds: PostgreSQL would take longer to compile them (half a second for the checks of a month) than to run them. */
function sansCompilation(connexion: { query(sql: string, suite: (erreur: Error | null) => void): void }, suite: (erreur: Error | null, connexion: unknown) => void): void {
  connexion.query('set jit = off', (erreur) => suite(erreur, connexion));
}

/** Opens; does not migrate. Throws DossierOccupe when another process holds the folder. */
export async function ouvrirBase(source: Source): Promise<Connexion> {
  if ('databaseUrl' in source) {
    const base = knex({
      client: 'pg',
      connection: { connectionString: source.databaseUrl, application_name: 'plie' },
      pool: { min: 0, max: source.connexions ?? 10, afterCreate: sansCompilation },
      acquireConnectionTimeout: 10_000,
    });
    return { base, moteur: 'postgresql', copier: null, fermer: () => base.destroy() };
  }
  const dossier = 'donnees' in source ? source.donnees : null;
  const liberer = dossier ? lockFolder(dossier) : () => {};
  let embarquee: EmbeddedDatabase;
  try {
    embarquee = await startEmbedded({ folder: dossier ? path.join(dossier, 'base') : null, dump: 'memoire' in source ? source.memoire : null });
  } catch (error) {
    liberer();
    throw error;
  }
  const base = knex({
    client: 'pg',
    connection: { stream: () => embarquee.stream(), user: 'postgres', database: 'postgres' } as unknown as Knex.PgConnectionConfig,
    pool: { min: 1, max: 1 },
    // One session: a request waits for the one before it, a long import included.
    acquireConnectionTimeout: 120_000,
  });
  return {
    base,
    moteur: 'embarquee',
    copier: () => embarquee.dump(),
    fermer: async () => {
      await base.destroy();
      await embarquee.close();
      liberer();
    },
  };
}

/** Brings the schema up to date; returns the names of the migrations that ran. */
export async function migrer(base: Base): Promise<string[]> {
  const [, noms] = (await base.migrate.latest({ migrationSource, tableName: 'migrations' })) as [number, string[]];
  return noms;
}

/**
 * Writes the embedded database again without what was erased or changed since the last time, whose bytes are then in none of its files.
 * Every request waits meanwhile: some seconds. On PostgreSQL nothing: its files are those of whoever runs it (docs/exploitation.md).
 */
export async function reecrire({ base, moteur }: Pick<Connexion, 'base' | 'moteur'>): Promise<void> {
  if (moteur !== 'embarquee') return;
  // The planner's statistics keep values too.
  await base.raw('vacuum (full, analyze)');
  // The log goes by whole segments, once no recovery could start in one: hence two.
  for (let fois = 0; fois < 2; fois += 1) {
    await base.raw('select pg_switch_wal()');
    await base.raw('checkpoint');
  }
}

/** The schema is not that of this version, and this role may not change it: the message is shown as it is. */
export class SchemaEnRetard extends Error {}

/** The schema of this version, or SchemaEnRetard: brought up to date by whoever may, awaited from the owner under two roles (./roles.ts). */
export async function exigerSchema(base: Base): Promise<void> {
  const { migre, lit } = await lireDroitsSurLeSchema(base);
  if (migre) await migrer(base);
  else if (!lit || (await migrationsEnAttente(base)).length) throw new SchemaEnRetard("La base n'est pas au schéma de cette version, et le rôle de l'application ne peut pas la changer : lancez « npm run plie -- migrer » avec PLIE_PROPRIETAIRE_URL, puis recommencez.");
}

/** Names of the migrations that have not run yet. */
export async function migrationsEnAttente(base: Base): Promise<string[]> {
  const [, attente] = (await base.migrate.list({ migrationSource, tableName: 'migrations' })) as [unknown[], string[]];
  return attente;
}

/** Names of all the migrations of this version, in order. */
export const listerMigrations = (): Promise<string[]> => migrationSource.getMigrations([]);

/** Runs these migrations in the transaction of the caller, in their order: all or nothing, with what the caller does around. */
export async function jouerMigrations(trx: Base, noms: readonly string[]): Promise<void> {
  for (const nom of (await listerMigrations()).filter((connue) => noms.includes(connue))) {
    await (await migrationSource.getMigration(nom)).up(trx);
    await trx('migrations').insert({ name: nom, batch: 1, migration_time: trx.fn.now() });
  }
}
