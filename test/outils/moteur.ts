/** Which engine the suite runs on: PLIE_TEST_POSTGRES holds the address of a server where databases may be created. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { ouvrirBase, type Connexion } from '../../server/lib/db';

export const POSTGRES = process.env.PLIE_TEST_POSTGRES;
/** Set in jest's parent process, inherited by its workers: two suites at once on one server keep apart. */
const SERIE = (process.env.PLIE_TEST_SERIE ??= String(process.pid));
export const MODELE = `plie_test_modele_${SERIE}`;
export const COPIE_EMBARQUEE = path.join(os.tmpdir(), `plie-test-modele-${SERIE}.tar`);

/** Without waiting for the disk at each commit: these databases are dropped at the end, and the machine is not unplugged meanwhile. */
const adresse = (base: string) => {
  const url = new URL(POSTGRES!);
  url.pathname = `/${base}`;
  url.searchParams.set('options', '-c synchronous_commit=off');
  return url.toString();
};

async function surLeServeur(commande: string): Promise<void> {
  const client = new Client({ connectionString: POSTGRES });
  await client.connect();
  try { await client.query(commande); } finally { await client.end(); }
}

/** The template's connection, to migrate it. */
export async function creerModele(): Promise<Connexion> {
  if (!POSTGRES) return ouvrirBase({ memoire: null });
  await surLeServeur(`drop database if exists ${MODELE} with (force)`);
  await surLeServeur(`create database ${MODELE}`);
  return ouvrirBase({ databaseUrl: adresse(MODELE) });
}

export async function supprimerModele(): Promise<void> {
  if (POSTGRES) await surLeServeur(`drop database if exists ${MODELE} with (force)`);
  else fs.rmSync(COPIE_EMBARQUEE, { force: true });
}

/** A migrated database for one test file; `fermer` removes it. `url` is null on the embedded engine. */
export async function creerBaseDeTest(): Promise<Connexion & { url: string | null }> {
  if (!POSTGRES) return { ...(await ouvrirBase({ memoire: fs.readFileSync(COPIE_EMBARQUEE) })), url: null };
  const nom = `plie_test_${randomUUID().replaceAll('-', '')}`;
  await surLeServeur(`create database ${nom} template ${MODELE}`);
  const connexion = await ouvrirBase({ databaseUrl: adresse(nom) });
  return { ...connexion, url: adresse(nom), fermer: async () => { await connexion.fermer(); await surLeServeur(`drop database ${nom} with (force)`); } };
}

/** A database with an owner and a role for the application, both new to the server and without anything yet; on PostgreSQL only. */
export async function creerBaseADeuxRoles(): Promise<{ nom: string; proprietaire: Role; application: Role; enMaitre: (commande: string) => Promise<void>; fermer: () => Promise<void> }> {
  const nom = `plie_test_${randomUUID().replaceAll('-', '')}`;
  const [proprietaire, application] = [roleDe(nom, 'proprietaire'), roleDe(nom, 'application')];
  for (const { role } of [proprietaire, application]) await surLeServeur(`create role ${role} login password '${role}'`);
  await surLeServeur(`create database ${nom} owner ${proprietaire.role}`);
  return {
    nom, proprietaire, application, enMaitre: surLeServeur,
    fermer: async () => {
      await surLeServeur(`drop database ${nom} with (force)`);
      await surLeServeur(`drop role ${application.role}, ${proprietaire.role}`);
    },
  };
}

interface Role { role: string; url: string }
function roleDe(base: string, fin: string): Role {
  const role = `${base}_${fin}`;
  const url = new URL(adresse(base));
  url.username = url.password = role;
  return { role, url: url.toString() };
}
