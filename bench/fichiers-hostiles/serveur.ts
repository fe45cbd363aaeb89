/** The application in a process of its own, as it is served; what it says of itself, and what its visitors send it. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { emporter } from '../outils';
import { seConnecter } from '../visiteur';

const RACINE = path.resolve(__dirname, '../..');
const DEPART_MS = 5 * 60_000;

export interface Application {
  url: string;
  /** Lines of its log that are warnings or errors, since the last call; its end is one. */
  plaintes: () => string[];
  arreter: () => Promise<void>;
}

/** Starts what `npm run build` has made. */
export async function demarrer(databaseUrl: string): Promise<Application> {
  const enfant: ChildProcess = spawn(process.execPath, ['dist/server/index.js'], { cwd: RACINE, env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl, PORT: '0', PLIE_JOURNAL: 'warn', PLIE_REQUETES_PAR_MINUTE: '1000000' }, stdio: ['ignore', 'ignore', 'pipe'] });
  emporter(enfant);
  let dites: string[] = [];
  let reste = '';
  let arretDemande = false;
  const fini = new Promise<void>((resolve) => enfant.once('close', (code, signal) => { if (!arretDemande) dites.push(`le serveur s'est arrêté (${code ?? signal})`); resolve(); }));
  const url = await new Promise<string>((resolve, reject) => {
    const minuteur = setTimeout(() => { enfant.kill('SIGKILL'); reject(new Error(`Le serveur ne démarre pas : ${dites.join('\n')}`)); }, DEPART_MS);
    enfant.once('close', () => reject(new Error(`Le serveur ne démarre pas : ${dites.join('\n')}`)));
    enfant.stderr!.on('data', (morceau: Buffer) => {
      const lignes = (reste + morceau.toString()).split('\n');
      reste = lignes.pop()!;
      for (const ligne of lignes) {
        const pret = /^Passerelle est prête : (\S+)/.exec(ligne);
        if (!pret) { dites.push(ligne); continue; }
        clearTimeout(minuteur);
        resolve(pret[1]!);
      }
    });
  });
  return {
    url,
    plaintes: () => { const lues = dites; dites = []; return lues; },
    arreter: async () => { arretDemande = true; enfant.kill('SIGTERM'); await fini; },
  };
}

export interface Reponse { statut: number; texte: string; adresse: string; rafraichir: boolean; type: string }

/** Somebody logged in, with the CSRF token of the session. */
export class Visiteur {
  private constructor(private readonly url: string, readonly cookie: string, readonly jeton: string) {}

  static async entrer(url: string, courriel: string): Promise<Visiteur> {
    const cookie = await seConnecter({ url }, courriel);
    const { texte } = await new Visiteur(url, cookie, '').lire('/');
    return new Visiteur(url, cookie, /name="_csrf" value="([^"]*)"/.exec(texte)![1]!);
  }

  private async demander(chemin: string, envoi?: { corps: URLSearchParams | Uint8Array; type: string }): Promise<Reponse> {
    const r = await fetch(this.url + chemin, { redirect: 'manual', headers: { cookie: this.cookie, ...(envoi && { 'content-type': envoi.type }) }, ...(envoi && { method: 'POST', body: envoi.corps }) });
    return { statut: r.status, texte: await r.text(), adresse: r.headers.get('location') ?? '', rafraichir: r.headers.has('refresh'), type: r.headers.get('content-type') ?? '' };
  }

  lire(chemin: string): Promise<Reponse> {
    return this.demander(chemin);
  }

  /** A form without a file. */
  poster(chemin: string, champs: Record<string, string>): Promise<Reponse> {
    return this.demander(chemin, { corps: new URLSearchParams({ _csrf: this.jeton, ...champs }), type: 'application/x-www-form-urlencoded' });
  }

  /** A body made by hand. */
  deposer(chemin: string, type: string, corps: Buffer): Promise<Reponse> {
    return this.demander(chemin, { corps, type });
  }
}
