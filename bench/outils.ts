/** What the measures share: medians of interleaved rounds, memory seen from the system, databases of their own. */
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { performance } from 'node:perf_hooks';
import { Client } from 'pg';
import { migrer, ouvrirBase, type Connexion } from '../server/lib/db';

export const TOURS = 5;

/** One line of the report. `tenu` null: a figure without target. */
export interface Resultat { mesure: string; detail: string; valeur: string; cible: string; tenu: boolean | null }

export const mediane = (valeurs: number[]): number => valeurs.toSorted((a, b) => a - b)[Math.floor(valeurs.length / 2)]!;
export const deuxDecimales = (n: number): string => n.toFixed(2).replace('.', ',');
export const fois = (n: number): string => `${deuxDecimales(n)} ×`;
export const millisecondes = (n: number): string => `${n < 10 ? deuxDecimales(n) : Math.round(n)} ms`;
export const mebioctets = (octets: number): string => `${Math.round(octets / 1_048_576)} Mio`;

/** Milliseconds that `travail` takes. */
export async function chronometrer(travail: () => Promise<unknown>): Promise<number> {
  const debut = performance.now();
  await travail();
  return performance.now() - debut;
}

/**
 * Both ways in turn, one run of each at a time, `TOURS` rounds of `repetitions` after one unmeasured round: a slow moment
 * of the machine falls on both. Milliseconds a run: the median of the rounds, each counted by its median run.
 */
export async function comparer(nous: () => Promise<unknown>, plancher: () => Promise<unknown>, repetitions = 1): Promise<{ nous: number; plancher: number; rapport: number }> {
  const tours: { nous: number; plancher: number }[] = [];
  for (let n = 0; n <= TOURS; n += 1) {
    const durees: { nous: number; plancher: number }[] = [];
    for (let i = 0; i < repetitions; i += 1) durees.push({ nous: await chronometrer(nous), plancher: await chronometrer(plancher) });
    if (n > 0) tours.push({ nous: mediane(durees.map((d) => d.nous)), plancher: mediane(durees.map((d) => d.plancher)) });
  }
  const medianes = { nous: mediane(tours.map((t) => t.nous)), plancher: mediane(tours.map((t) => t.plancher)) };
  return { ...medianes, rapport: medianes.nous / medianes.plancher };
}

/** Resident memory of a process and of all those it started, in bytes. */
export function memoireResidente(pid: number): number {
  try {
    const pages = Number(fs.readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    const enfants = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
    return pages * 4096 + enfants.reduce((somme, enfant) => somme + memoireResidente(enfant), 0);
  } catch {
    return 0;
  }
}

/** The highest resident memory while `travail` runs, looked at every 20 ms. */
export async function sommetDeMemoire<T>(pid: number, travail: () => Promise<T>): Promise<{ valeur: T; sommet: number }> {
  let sommet = memoireResidente(pid);
  const releve = setInterval(() => { sommet = Math.max(sommet, memoireResidente(pid)); }, 20);
  try {
    const valeur = await travail();
    return { valeur, sommet: Math.max(sommet, memoireResidente(pid)) };
  } finally {
    clearInterval(releve);
  }
}

/** An interruption ends us in order, and so what `emporter` was given. */
export function finirAuSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
}

/** Whatever ends us takes this process with it. */
export function emporter(enfant: ChildProcess): void {
  const achever = () => void enfant.kill('SIGKILL');
  process.once('exit', achever);
  enfant.once('exit', () => process.removeListener('exit', achever));
}

export const SERVEUR = process.env.PLIE_BENCH_POSTGRES ?? 'postgres://postgres@127.0.0.1:5432/test';
export const adresseDe = (nom: string): string => { const url = new URL(SERVEUR); url.pathname = `/${nom}`; return url.toString(); };

export async function surLeServeur<T extends object>(commande: string): Promise<T[]> {
  const client = new Client({ connectionString: SERVEUR });
  await client.connect();
  try { return (await client.query<T>(commande)).rows; } finally { await client.end(); }
}

/** A database on the server, new and migrated unless it is there and may be used again (`neuve` false). */
export async function ouvrirSurLeServeur(nom: string, reutiliser: boolean): Promise<Connexion & { neuve: boolean }> {
  const existe = (await surLeServeur(`select 1 from pg_database where datname = '${nom}'`)).length > 0;
  const neuve = !(existe && reutiliser);
  if (neuve) {
    await surLeServeur(`drop database if exists ${nom} with (force)`);
    await surLeServeur(`create database ${nom}`);
  }
  const connexion = await ouvrirBase({ databaseUrl: adresseDe(nom) });
  await migrer(connexion.base);
  return { ...connexion, neuve };
}

export const dire = (texte: string): void => void process.stderr.write(`${texte}\n`);
