/** The application served for the benchmark, and the load sent to an address. */
import { execFile } from 'node:child_process';
import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { createApp } from '../server/app';
import { lireConfig } from '../server/config';
import type { Connexion } from '../server/lib/db';
import { horlogeFixe } from '../server/lib/dates';
import { creerLogger } from '../server/lib/logger';
import { JOUR } from './donnees';

export const CONNEXIONS = 20;
const SECONDES = 4;

export interface Serveur { url: string; fermer: () => Promise<void> }

export async function servir(application: RequestListener): Promise<Serveur> {
  const serveur = http.createServer(application);
  await new Promise<void>((resolve) => serveur.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`,
    fermer: () => new Promise((resolve) => { serveur.close(() => resolve()); serveur.closeAllConnections(); }),
  };
}

/** The real application, on the day of the data. */
export const servirApplication = (connexion: Connexion): Promise<Serveur> =>
  servir(createApp({ config: lireConfig({ PORT: '0', PLIE_REQUETES_PAR_MINUTE: '1000000' }), connexion, horloge: horlogeFixe(JOUR), logger: creerLogger('silent'), demonstration: false }));

const executer = promisify(execFile);

/** Requests a second that an address answers. */
export async function charger(adresse: string, cookie: string): Promise<{ parSeconde: number; octets: number }> {
  const { stdout } = await executer(process.execPath, ['--require', require.resolve('tsx/cjs'), path.join(__dirname, 'charge.ts'), adresse, cookie, String(SECONDES), String(CONNEXIONS)]);
  return JSON.parse(stdout) as { parSeconde: number; octets: number };
}
