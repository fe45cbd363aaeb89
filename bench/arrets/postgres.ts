/** A PostgreSQL server of our own in a temporary folder, by a user that is not root, to be killed; nothing is spared it: fsync is on. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as attendre } from 'node:timers/promises';
import { Client } from 'pg';
import { emporter } from '../outils';
import { portLibre } from './application';

const PATIENCE = 60_000;

/** The folder of initdb: where Debian puts it, else on the path. */
function trouverBinaires(): string {
  const debian = '/usr/lib/postgresql';
  const versions = fs.existsSync(debian) ? fs.readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const dossiers = [...versions.map((v) => path.join(debian, v, 'bin')), ...(process.env.PATH ?? '').split(path.delimiter)];
  const trouve = dossiers.find((d) => fs.existsSync(path.join(d, 'initdb')) && fs.existsSync(path.join(d, 'postgres')));
  if (!trouve) throw new Error('initdb est introuvable : installez PostgreSQL, ou choisissez --seulement node-embarque.');
  return trouve;
}

/** initdb refuses root: then the user of the packages, or nobody. */
function proprietaire(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (option: string, nom: string) => Number(execFileSync('id', [option, nom], { stdio: ['ignore', 'pipe', 'ignore'] }));
  for (const nom of ['postgres', 'nobody']) {
    try { return { uid: id('-u', nom), gid: id('-g', nom) }; } catch { /* the next one */ }
  }
  throw new Error('Aucun compte postgres ni nobody pour démarrer PostgreSQL.');
}

/** The children of a process, as the kernel knows them. */
const enfantsDe = (pid: number): number[] => fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

function achever(pid: number): void {
  try { process.kill(pid, 'SIGKILL'); } catch (erreur) { if ((erreur as NodeJS.ErrnoException).code !== 'ESRCH') throw erreur; }
}

export interface ServeurPostgres {
  /** The address of a new, empty database. */
  creerBase: (nom: string) => Promise<string>;
  demarrer: () => Promise<void>;
  /** SIGKILL to the postmaster and to all its processes. */
  tuer: () => Promise<void>;
  /** SIGKILL to one of the processes that serve the application: the postmaster ends the others, and recovers by itself. */
  tuerUnServant: (base: string, rang: number) => Promise<void>;
  fermer: () => Promise<void>;
}

export async function installerPostgres(): Promise<ServeurPostgres> {
  const binaires = trouverBinaires();
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), 'plie-arrets-postgres-'));
  const compte = proprietaire();
  if (compte) fs.chownSync(dossier, compte.uid, compte.gid);
  const donnees = path.join(dossier, 'donnees');
  execFileSync(path.join(binaires, 'initdb'), [`--pgdata=${donnees}`, '--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8'], { ...compte, cwd: dossier, stdio: 'ignore' });
  const port = await portLibre();
  const adresse = (base: string) => `postgres://postgres@127.0.0.1:${port}/${base}`;
  let maitre: ChildProcess | null = null;

  async function surLeServeur<T extends object>(commande: string): Promise<T[]> {
    const client = new Client({ connectionString: adresse('postgres'), connectionTimeoutMillis: 5_000 });
    client.on('error', () => {});
    await client.connect();
    try { return (await client.query<T>(commande)).rows; } finally { await client.end(); }
  }

  async function demarrer(): Promise<void> {
    const journal = fs.openSync(path.join(dossier, 'journal'), 'a');
    maitre = spawn(path.join(binaires, 'postgres'), ['-D', donnees, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${dossier}`, '-c', 'fsync=on'], { ...compte, cwd: dossier, stdio: ['ignore', journal, journal] });
    fs.closeSync(journal);
    emporter(maitre);
    for (const fin = performance.now() + PATIENCE; ;) {
      if (await surLeServeur('select 1').then(() => true, () => false)) return;
      if (performance.now() > fin || maitre.exitCode !== null) throw new Error(`PostgreSQL ne démarre pas.\n${fs.readFileSync(path.join(dossier, 'journal'), 'utf8').slice(-2000)}`);
      await attendre(25);
    }
  }

  const finDuMaitre = () => new Promise<void>((resolve) => (maitre!.exitCode !== null || maitre!.signalCode !== null ? resolve() : maitre!.once('exit', () => resolve())));
  await demarrer();
  return {
    demarrer,
    creerBase: async (nom) => {
      await surLeServeur(`create database ${nom}`);
      return adresse(nom);
    },
    tuer: async () => {
      const servants = enfantsDe(maitre!.pid!);
      const fini = finDuMaitre();
      for (const pid of [maitre!.pid!, ...servants]) achever(pid);
      await fini;
      // A server refuses to start while a process of the former one still holds its memory.
      while (servants.some((pid) => fs.existsSync(`/proc/${pid}`))) await attendre(5);
    },
    tuerUnServant: async (base, rang) => {
      const servants = await surLeServeur<{ pid: number }>(`select pid from pg_stat_activity where datname = '${base}' and application_name = 'plie' order by (state = 'active') desc, pid`);
      if (servants.length) achever(servants[rang % servants.length]!.pid);
    },
    fermer: async () => {
      if (maitre && maitre.exitCode === null && maitre.signalCode === null) {
        const fini = finDuMaitre();
        maitre.kill('SIGINT');
        await fini;
      }
      fs.rmSync(dossier, { recursive: true, force: true });
    },
  };
}
