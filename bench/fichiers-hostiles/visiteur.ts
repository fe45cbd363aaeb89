/** Another visitor, in a process of its own: opens pages one after the other, and says how long the slowest took. */
import { performance } from 'node:perf_hooks';
import { setTimeout as attendre } from 'node:timers/promises';

export interface Attente { pages: number; pire: number; laquelle: string; fautes: string[] }

const PAGES = ['/', '/orientations', '/personnes', '/portefeuille', '/reception', '/echeances', '/compte', '/aide'];
const PAUSE_MS = 40;

async function visiter(url: string, cookie: string): Promise<void> {
  const attente: Attente = { pages: 0, pire: 0, laquelle: '', fautes: [] };
  let fini = false;
  process.once('message', () => { fini = true; });
  process.once('disconnect', () => process.exit());
  for (let i = 0; !fini; i += 1) {
    const page = PAGES[i % PAGES.length]!;
    const debut = performance.now();
    const statut = await fetch(url + page, { redirect: 'manual', headers: { cookie } }).then(async (r) => { await r.text(); return r.status; }, (erreur: unknown) => String(erreur));
    const duree = performance.now() - debut;
    if (statut !== 200 && statut !== 303) attente.fautes.push(`${page} : ${statut}`);
    attente.pages += 1;
    if (duree > attente.pire) Object.assign(attente, { pire: duree, laquelle: page });
    await attendre(PAUSE_MS);
  }
  process.send!(attente, () => process.disconnect());
}

void visiter(process.argv[2]!, process.argv[3]!);
