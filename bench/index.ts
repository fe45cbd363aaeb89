/**
 * `npm run bench [-- a b …] [--reutiliser]`: each measure on data and floors of its own.
 * Ratios of one run, medians of five interleaved rounds; never a timed test. PostgreSQL: PLIE_BENCH_POSTGRES.
 * --reutiliser keeps the data for the next run, and uses what the last one kept. Exit code 1 when a target is missed.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { migrer, ouvrirBase, type Connexion } from '../server/lib/db';
import { mesurerBilan } from './bilan';
import { GRANDE, PETITE, remplir } from './donnees';
import { NATIONALE, remplirNational } from './donnees-nationales';
import { mesurerEnvoi, mesurerTableau } from './tableau';
import { mesurerImportation } from './importation';
import { mesurerListe } from './liste';
import { mesurerCroissance, mesurerPays, mesurerRegion } from './national';
import { mesurerPortefeuille } from './portefeuille';
import { mesurerRecherche } from './recherche';
import { mesurerReprise } from './reprise';
import { mesurerTaille } from './taille';
import { mesurerAnalyses } from './national-analyses';
import { mesurerFige, mesurerPagesRegionales } from './national-lectures';
import { dire, ouvrirSurLeServeur, surLeServeur, type Resultat } from './outils';

/** Opens (and fills, the first time it is asked for) each database that the chosen measures need. */
interface Bases { grande: () => Promise<Connexion>; petite: () => Promise<Connexion>; embarquee: () => Promise<Connexion>; nationale: () => Promise<Connexion> }

const MESURES: Record<string, { titre: string; mesurer: (bases: Bases) => Promise<Resultat[]> }> = {
  a: { titre: 'annexe 1', mesurer: async ({ grande }) => mesurerBilan(await grande()) },
  b: { titre: 'liste des orientations', mesurer: async ({ grande, embarquee }) => [await mesurerListe(await grande(), 'PostgreSQL'), await mesurerListe(await embarquee(), 'base embarquée')] },
  c: { titre: 'tableau du mois', mesurer: async ({ grande }) => mesurerTableau(await grande()) },
  d: { titre: 'reprise', mesurer: mesurerReprise },
  e: { titre: 'mêmes pages, deux tailles', mesurer: async ({ grande, petite }) => mesurerTaille(await grande(), await petite()) },
  f: { titre: 'portefeuille', mesurer: async ({ grande }) => [await mesurerPortefeuille(await grande())] },
  g: { titre: 'recherche', mesurer: async ({ grande }) => mesurerRecherche(await grande()) },
  h: { titre: 'tableau du mois, chiffré', mesurer: async ({ grande }) => mesurerEnvoi(await grande()) },
  i: { titre: 'tableau reçu', mesurer: mesurerImportation },
  j: { titre: 'annexe 1 d\'une région, trois millions d\'orientations', mesurer: async ({ nationale }) => mesurerRegion(await nationale()) },
  k: { titre: 'annexe 1 du pays', mesurer: async ({ nationale }) => mesurerPays(await nationale()) },
  l: { titre: 'même PLIE, 30 000 et trois millions', mesurer: async ({ nationale, petite }) => mesurerCroissance(await nationale(), await petite()) },
  m: { titre: 'bilan validé d\'une région', mesurer: async ({ nationale }) => mesurerFige(await nationale()) },
  n: { titre: 'requêtes des pages régionales', mesurer: async ({ nationale }) => mesurerPagesRegionales(await nationale()) },
  o: { titre: 'autres chiffres, trois millions d\'orientations', mesurer: async ({ nationale }) => mesurerAnalyses(await nationale()) },
};

const DOSSIER = path.join(os.tmpdir(), 'plie-bench-embarquee');

async function ouvrirEmbarquee(reutiliser: boolean): Promise<Connexion & { neuve: boolean }> {
  const neuve = !(reutiliser && fs.existsSync(DOSSIER));
  if (neuve) fs.rmSync(DOSSIER, { recursive: true, force: true });
  const connexion = await ouvrirBase({ donnees: DOSSIER });
  await migrer(connexion.base);
  return { ...connexion, neuve };
}

function preparer(reutiliser: boolean): { bases: Bases; fermer: () => Promise<void> } {
  const ouvertes: Connexion[] = [];
  const unique = (nom: string, total: number, ouvrir: () => Promise<Connexion & { neuve: boolean }>, remplirLa = (c: Connexion) => remplir(c, total)) => {
    let promesse: Promise<Connexion> | null = null;
    return () => (promesse ??= (async () => {
      const connexion = await ouvrir();
      ouvertes.push(connexion);
      if (connexion.neuve) {
        dire(`    ${total} orientations dans ${nom}…`);
        await remplirLa(connexion);
      }
      return connexion;
    })());
  };
  return {
    bases: {
      grande: unique(GRANDE.nom, GRANDE.total, () => ouvrirSurLeServeur(GRANDE.nom, reutiliser)),
      petite: unique(PETITE.nom, PETITE.total, () => ouvrirSurLeServeur(PETITE.nom, reutiliser)),
      nationale: unique(NATIONALE.nom, NATIONALE.total, () => ouvrirSurLeServeur(NATIONALE.nom, reutiliser), remplirNational),
      embarquee: unique('la base embarquée', GRANDE.total, () => ouvrirEmbarquee(reutiliser)),
    },
    async fermer() {
      for (const connexion of ouvertes) await connexion.fermer();
      if (reutiliser) return;
      for (const { nom } of [GRANDE, PETITE, NATIONALE]) await surLeServeur(`drop database if exists ${nom} with (force)`);
      fs.rmSync(DOSSIER, { recursive: true, force: true });
    },
  };
}

function tableau(resultats: Resultat[]): string {
  const lignes = [['Mesure', 'Mesuré', 'Cible', '', 'Détail'], ...resultats.map((r) => [r.mesure, r.valeur, r.cible, r.tenu === null ? '' : r.tenu ? 'TENU' : 'MANQUÉ', r.detail])];
  const largeurs = [0, 1, 2, 3].map((i) => Math.max(...lignes.map((l) => l[i]!.length)));
  const [entete, ...corps] = lignes.map((l) => `  ${l.map((cellule, i) => (i < 4 ? cellule.padEnd(largeurs[i]!) : cellule)).join('   ')}`);
  return [entete, `  ${'─'.repeat(100)}`, ...corps].join('\n');
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { reutiliser: { type: 'boolean', default: false } } });
  const choisies = Object.entries(MESURES).filter(([lettre]) => !positionals.length || positionals.includes(lettre));
  const { bases, fermer } = preparer(values.reutiliser);
  const resultats: Resultat[] = [];
  try {
    for (const [lettre, { titre, mesurer }] of choisies) {
      dire(`(${lettre}) ${titre}…`);
      resultats.push(...(await mesurer(bases)));
    }
  } finally {
    await fermer();
  }
  process.stdout.write(`\n${tableau(resultats)}\n\nMémoire la plus haute du banc : ${Math.round(process.resourceUsage().maxRSS / 1024)} Mio\n`);
  if (resultats.some((r) => r.tenu === false)) process.exitCode = 1;
}

void main();
