/** What is killed, and where the database is read once it has been: the embedded one (a copy of what was left), or one on our server. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ouvrirBase, type Connexion } from '../../server/lib/db';
import type { ServeurPostgres } from './postgres';

export interface Cible {
  /** The settings of the application. */
  env: Record<string, string>;
  /** Heads of the seals, outside the database. */
  tetes: () => string | null;
  /** Opens the database as it is, to fill it; nothing else may hold it. */
  ouvrir: () => Promise<Connexion>;
  /** Opens what the kill left, to read it, without mending anything for the application that will start on it. */
  lire: () => Promise<Connexion>;
  fermer: () => void;
}

export const CLE_SAUVEGARDE = 'une phrase pour les sauvegardes';

const COMMUN = { SESSION_SECRET: 'un secret de quarante caractères, ou presque', PLIE_JOURNAL: 'error', PLIE_REQUETES_PAR_MINUTE: '1000000', PLIE_CLE_SAUVEGARDE: CLE_SAUVEGARDE };

export function dansUnDossier(): { dossier: string; env: Record<string, string>; tetes: Cible['tetes'] } {
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), 'plie-arrets-'));
  const fichier = path.join(dossier, 'tetes');
  return { dossier, env: { ...COMMUN, PLIE_JOURNAL_TETES: fichier }, tetes: () => (fs.existsSync(fichier) ? fs.readFileSync(fichier, 'utf8') : null) };
}

/** `vider` takes the database away: the next start makes a new one. */
export function cibleEmbarquee(): Cible & { vider: () => void } {
  const { dossier, env, tetes } = dansUnDossier();
  const donnees = path.join(dossier, 'donnees');
  return {
    env: { ...env, PLIE_DONNEES: donnees }, tetes,
    ouvrir: () => ouvrirBase({ donnees }),
    lire: async () => {
      const copie = path.join(dossier, 'copie');
      fs.cpSync(donnees, copie, { recursive: true });
      const connexion = await ouvrirBase({ donnees: copie });
      return { ...connexion, fermer: async () => { await connexion.fermer(); fs.rmSync(copie, { recursive: true }); } };
    },
    vider: () => fs.rmSync(donnees, { recursive: true, force: true }),
    fermer: () => fs.rmSync(dossier, { recursive: true, force: true }),
  };
}

export async function ciblePostgres(serveur: ServeurPostgres, nom: string): Promise<Cible> {
  const { dossier, env, tetes } = dansUnDossier();
  const databaseUrl = await serveur.creerBase(nom);
  const ouvrir = () => ouvrirBase({ databaseUrl });
  return { env: { ...env, DATABASE_URL: databaseUrl }, tetes, ouvrir, lire: ouvrir, fermer: () => fs.rmSync(dossier, { recursive: true, force: true }) };
}
