/**
 * `npm run arrets [-- --fois 50] [--seulement node-embarque] [--graine …]`: kills with SIGKILL, over and over, while users of the real
 * application write: Node on the embedded database, Node on PostgreSQL, PostgreSQL itself (a server of our own, made by initdb in a
 * temporary folder); and the commands that take long, while they work. After each kill the database is read: nothing acknowledged is lost, nothing is half written, and a form that was
 * never answered, sent again with its key, applies once. The seed is printed: the same one draws the same moments, as far as the
 * machine allows. Exit code 1 when anything is found.
 */
import { parseArgs } from 'node:util';
import { randomUUID } from 'node:crypto';
import { creerHasard } from '../../server/demonstration/hasard';
import { formaterNombre } from '../../server/lib/texte';
import { dire, finirAuSignal } from '../outils';
import { demarrerApplication, tuer } from './application';
import { cibleEmbarquee, ciblePostgres } from './cibles';
import { tuerCommandes } from './commandes';
import { installerPostgres, type ServeurPostgres } from './postgres';
import { Interrompue, Serie, tuerAuDemarrage, tuerNode, tuerPostgres, type Bilan } from './serie';

interface Demande { fois: number; graine: string }
type Jouer = (demande: Demande, serveur: () => Promise<ServeurPostgres>) => Promise<Bilan>;

/** One kill in ten of the embedded database falls on its first start, which makes the folder and the schema. */
const PREMIERS_DEMARRAGES = 0.1;

const SERIES: Record<string, { titre: string; jouer: Jouer }> = {
  'node-embarque': {
    titre: 'Node, base embarquée',
    async jouer({ fois, graine }) {
      const cible = cibleEmbarquee();
      const serie = new Serie('node-embarque', cible, creerHasard(`${graine} node-embarque`), graine);
      const debut = performance.now();
      await tuer(await demarrerApplication(cible.env));
      const duree = performance.now() - debut;
      serie.arrets += 1;
      while (serie.arrets < fois * PREMIERS_DEMARRAGES) {
        cible.vider();
        await tuerAuDemarrage(serie, duree);
        // As it was left, it must start.
        await tuer(await demarrerApplication(cible.env));
        serie.arrets += 1;
      }
      return mener(serie, () => tuerNode(serie, fois));
    },
  },
  'node-postgresql': {
    titre: 'Node, PostgreSQL',
    async jouer({ fois, graine }, serveur) {
      const serie = new Serie('node-postgresql', await ciblePostgres(await serveur(), 'arrets_node'), creerHasard(`${graine} node-postgresql`), graine);
      return mener(serie, () => tuerNode(serie, fois));
    },
  },
  postgresql: {
    titre: 'PostgreSQL',
    async jouer({ fois, graine }, serveur) {
      const base = 'arrets_serveur';
      const serie = new Serie('postgresql', await ciblePostgres(await serveur(), base), creerHasard(`${graine} postgresql`), graine);
      return mener(serie, async () => tuerPostgres(serie, await serveur(), base, fois));
    },
  },
  commandes: { titre: 'Commandes, base embarquée', jouer: ({ fois, graine }) => tuerCommandes(fois, creerHasard(`${graine} commandes`)) },
};

async function mener(serie: Serie, jouer: () => Promise<void>): Promise<Bilan> {
  await serie.preparer();
  try {
    await jouer();
    serie.cible.fermer();
  } catch (erreur) {
    if (!(erreur instanceof Interrompue)) throw erreur;
  }
  return serie.bilan();
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { fois: { type: 'string', default: '50' }, seulement: { type: 'string', multiple: true }, graine: { type: 'string', default: randomUUID().slice(0, 8) } } });
  const choisies = Object.keys(SERIES).filter((nom) => !values.seulement || values.seulement.includes(nom));
  if (!choisies.length || !(Number(values.fois) > 0)) throw new Error(`Séries : ${Object.keys(SERIES).join(', ')} ; --fois attend un nombre.`);
  dire(`Graine : ${values.graine}`);
  let postgres: Promise<ServeurPostgres> | null = null;
  const bilans: Bilan[] = [];
  try {
    for (const nom of choisies) {
      dire(`${SERIES[nom]!.titre}…`);
      bilans.push(await SERIES[nom]!.jouer({ fois: Number(values.fois), graine: values.graine }, () => (postgres ??= installerPostgres())));
    }
  } finally {
    await (await (postgres as Promise<ServeurPostgres> | null))?.fermer();
  }
  const somme = (lire: (b: Bilan) => number) => bilans.reduce((n, b) => n + lire(b), 0);
  const fautes = { perdues: somme((b) => b.perdues.length), 'à moitié écrites': somme((b) => b.aMoitie.length), 'appliquées deux fois': somme((b) => b.deuxFois.length), 'réponses fausses': somme((b) => b.reponsesFausses.length) };
  const figures = { arrêts: somme((b) => b.arrets), 'écritures reconnues': somme((b) => b.reconnues), ...fautes };
  process.stdout.write(`${Object.entries(figures).map(([nom, n]) => `${nom} : ${formaterNombre(n)}`).join(' ; ')}\n`);
  if (Object.values(fautes).some((n) => n > 0)) process.exitCode = 1;
}

finirAuSignal();
void main();
