/**
 * One process at a time on the embedded database: two would silently lose what one of them wrote.
 * The lock is a file naming the holder; a holder that no longer runs (kill -9, power cut) is replaced.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

interface Holder { pid: number; started: string; host: string }

/** The folder is held by another process: the message is shown as it is. */
export class DossierOccupe extends Error {}

/** When a process started, as the kernel counts it: tells a live holder from another program that got its number. */
function startOf(pid: number): string {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== os.hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return holder.started === '' || startOf(holder.pid) === holder.started;
}

/** Takes the lock, or throws DossierOccupe. Returns what releases it. */
export function lockFolder(folder: string): () => void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'verrou.json');
  const mine: Holder = { pid: process.pid, started: startOf(process.pid), host: os.hostname() };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      fs.writeFileSync(file, JSON.stringify(mine), { flag: 'wx', mode: 0o600 });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(file);
    if (holder && isAlive(holder)) {
      throw new DossierOccupe(`La base embarquée de ${folder} est déjà ouverte par le processus ${holder.pid} sur ${holder.host}. Arrêtez-le d'abord, ou choisissez un autre dossier avec PLIE_DONNEES.`);
    }
    // Renamed rather than removed: of two processes that find the same dead holder, one only succeeds.
    const aside = `${file}.${process.pid}`;
    try { fs.renameSync(file, aside); } catch { /* the other one did */ }
    fs.rmSync(aside, { force: true });
  }
  throw new DossierOccupe(`La base embarquée de ${folder} ne peut pas être ouverte : un autre programme démarre en même temps. Réessayez.`);
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Holder;
  } catch {
    return null;
  }
}
