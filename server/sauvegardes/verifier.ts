/**
 * A backup is worth what its restore is worth: a child process restores it into an empty embedded database and ends, so that
 * neither the requests under way nor the memory of the server bear it. The database is in a private temporary folder, gone with
 * the child: in memory, 300,000 orientations take 3.5 GB. TMPDIR chooses where (a disk in memory, an encrypted one).
 */
import { fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fichierFrere } from '../lib/processus';

export interface Demande { chemin: string; cle: string; dossier: string }
/** `phrase` is null when all is as it should be. */
export interface Verdict { phrase: string | null }

const ARRETEE = "La vérification s'est arrêtée sans réponse (mémoire ou place insuffisante ?).";
const PREFIXE = 'plie-verification-';

/** Resolves to null when the backup restores whole, else to the sentence that says why not. `arret` ends the child. */
export async function verifierParRestauration(chemin: string, cle: string, arret: AbortSignal): Promise<string | null> {
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), PREFIXE));
  const { fichier, execArgv } = fichierFrere(__filename, 'verifier-enfant');
  // The key goes by the channel: neither the command line nor the environment of the child holds it, nor any other secret.
  const enfant = fork(fichier, [], { execArgv, env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const finie = new Promise<void>((resolve) => { enfant.once('exit', () => resolve()); enfant.once('error', () => resolve()); });
  try {
    return await new Promise<string | null>((resolve) => {
      enfant.once('message', ({ phrase }: Verdict) => resolve(phrase));
      void finie.then(() => resolve(ARRETEE));
      arret.addEventListener('abort', () => resolve(ARRETEE), { once: true });
      enfant.send({ chemin, cle, dossier } satisfies Demande, () => {});
    });
  } finally {
    enfant.kill('SIGKILL');
    await finie;
    fs.rmSync(dossier, { recursive: true, force: true });
  }
}

/** What a power cut left of a verification: its folder, when the process that made it is long gone. `avant`: ISO. */
export function oublierVerifications(avant: string): void {
  const limite = Date.parse(avant);
  for (const nom of fs.readdirSync(os.tmpdir()).filter((f) => f.startsWith(PREFIXE))) {
    const dossier = path.join(os.tmpdir(), nom);
    try {
      if (fs.statSync(dossier).mtimeMs < limite) fs.rmSync(dossier, { recursive: true, force: true });
    } catch { /* of another user of the machine, or gone meanwhile */ }
  }
}
