/** A visitor who asks and logs in as browsers do. */
import { MOT_DE_PASSE } from './donnees';

/** Milliseconds after which nobody waits for an answer any more. */
const PATIENCE = 120_000;

/** `vers`: where a redirection leads. */
export interface Reponse { statut: number; corps: string; cookie: string; vers: string | null }

export async function demander(url: string, cookie: string, formulaire?: Record<string, string> | URLSearchParams | FormData): Promise<Reponse> {
  const reponse = await fetch(url, { redirect: 'manual', method: formulaire ? 'POST' : 'GET', headers: { cookie }, body: formulaire instanceof FormData ? formulaire : formulaire && new URLSearchParams(formulaire), signal: AbortSignal.timeout(PATIENCE) });
  const recu = reponse.headers.getSetCookie().map((c) => c.split(';')[0]!).join('; ');
  return { statut: reponse.status, corps: await reponse.text(), cookie: recu || cookie, vers: reponse.headers.get('location') };
}

/** Logs in and returns the cookie of the session. */
export async function seConnecter({ url }: { url: string }, courriel: string): Promise<string> {
  const page = await demander(`${url}/connexion`, '');
  const lire = (nom: string) => new RegExp(`name="${nom}" value="([^"]*)"`).exec(page.corps)?.[1] ?? '';
  const entree = await demander(`${url}/connexion`, page.cookie, { _csrf: lire('_csrf'), _cle: lire('_cle'), courriel, mot_de_passe: MOT_DE_PASSE });
  if (entree.statut !== 303) throw new Error(`Connexion de ${courriel} refusée (${entree.statut}).`);
  return entree.cookie;
}
