/** The application as a process of its own, the compiled one of `npm start`: started, killed with no warning, stopped in order. */
import { spawn, type ChildProcess } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as attendre } from 'node:timers/promises';
import { RACINE } from '../../server/lib/racine';
import { emporter } from '../outils';

const COMPILE = path.join(RACINE, 'dist/server');
const PATIENCE = 120_000;

export function portLibre(): Promise<number> {
  return new Promise((resolve, reject) => {
    const serveur = net.createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = serveur.address() as net.AddressInfo;
      serveur.close(() => resolve(port));
    });
  });
}

/** A process of ours, and the end of what it wrote on its error output. */
export interface Processus { enfant: ChildProcess; fini: Promise<number | null>; dit: () => string }

export function lancer(fichier: string, args: readonly string[], env: Record<string, string>): Processus {
  const enfant = spawn(process.execPath, [path.join(COMPILE, fichier), ...args], { cwd: RACINE, env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  emporter(enfant);
  let texte = '';
  enfant.stderr.on('data', (morceau: Buffer) => { texte = (texte + morceau.toString()).slice(-4000); });
  return { enfant, fini: new Promise((resolve) => { enfant.on('close', resolve); }), dit: () => texte };
}

/** `kill -9`, at once; resolves when the process is gone. */
export async function tuer({ enfant, fini }: Processus): Promise<void> {
  enfant.kill('SIGKILL');
  await fini;
}

export interface Application extends Processus { url: string }

export async function lancerApplication(env: Record<string, string>): Promise<Application> {
  const port = await portLibre();
  return { ...lancer('index.js', [], { ...env, PORT: String(port) }), url: `http://127.0.0.1:${port}` };
}

/** Resolves once it answers that all is well; throws when it has stopped, or does not for two minutes. */
export async function attendreReponse({ url, enfant, dit }: Application): Promise<void> {
  const fin = performance.now() + PATIENCE;
  while (performance.now() < fin) {
    if (enfant.exitCode !== null || enfant.signalCode !== null) throw new Error(`L'application s'est arrêtée d'elle-même.\n${dit()}`);
    const sante = await fetch(`${url}/sante`, { signal: AbortSignal.timeout(20_000) }).then((r) => r.status, () => 0);
    if (sante === 200) return;
    await attendre(25);
  }
  throw new Error(`L'application ne répond pas.\n${dit()}`);
}

export async function demarrerApplication(env: Record<string, string>): Promise<Application> {
  const application = await lancerApplication(env);
  await attendreReponse(application);
  return application;
}

/** The orderly stop of a SIGTERM. */
export async function arreterApplication({ enfant, fini }: Processus): Promise<void> {
  enfant.kill('SIGTERM');
  await fini;
}
