/**
 * `npm run mutations [-- --seulement perimetre]`: takes the guards away one by one, in a copy of the project, and expects a test to fail.
 * Run again after a stop, it goes on where it was, as long as the sources are the same. `--seulement` (several times if need be):
 * a kind (droits, perimetre, journal, roles, ecritures) or the beginning of a name. PostgreSQL: PLIE_TEST_POSTGRES. Exit code 1 when nobody noticed a mutation.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dire } from '../outils';
import { mutations, type Mutation } from './liste';

const RACINE = path.resolve(__dirname, '../..');
const COPIES = ['server', 'reports', 'migrations', 'views', 'public', 'test', 'jest.config.js', 'package.json', 'tsconfig.json'];
const POSTGRES = process.env.PLIE_TEST_POSTGRES ?? 'postgres://postgres@127.0.0.1:5432/test';

/** What the tests made of it: `vue` names the test file that failed. */
interface Verdict { vue: string | null }

function empreinteDesSources(): string {
  const somme = createHash('sha256');
  const fichiers = COPIES.flatMap((nom) => (path.extname(nom) ? [nom] : fs.readdirSync(path.join(RACINE, nom), { recursive: true, encoding: 'utf8' }).map((f) => path.join(nom, f)))).sort();
  for (const fichier of fichiers.filter((f) => fs.statSync(path.join(RACINE, f)).isFile())) somme.update(fichier).update(fs.readFileSync(path.join(RACINE, fichier)));
  return somme.digest('hex').slice(0, 12);
}

/** Runs Node in the copy, and gives back the end of what it says. */
async function lancer(copie: string, args: string[]): Promise<string> {
  const enfant = spawn(process.execPath, args, { cwd: copie, env: { ...process.env, PLIE_TEST_POSTGRES: POSTGRES, PLIE_TEST_SERIE: `mutations_${process.pid}` }, stdio: ['ignore', 'ignore', 'pipe'] });
  let erreurs = '';
  enfant.stderr.on('data', (morceau: Buffer) => { erreurs = (erreurs + morceau.toString()).slice(-3000); });
  await new Promise((fin) => enfant.on('close', fin));
  return erreurs;
}

/** What the suite does once before its files, and once after: the database that each of them copies. */
const autour = (copie: string, geste: 'preparer' | 'ranger') => lancer(copie, ['--require', 'tsx/cjs', '--eval', `require('./test/outils/${geste}').default()`]);

/** Jest as the project sets it, but for the database, which most mutations leave as it is. */
const REGLAGE = 'jest.mutations.js';
const SANS_BASE = "const { globalSetup, globalTeardown, ...reste } = require('./jest.config.js');\nmodule.exports = reste;\n";

/** Runs one test file in the copy. A file that does not even start proves nothing: that is an error of ours. */
async function echoue(copie: string, test: string): Promise<boolean> {
  const sortie = path.join(copie, 'resultat.json');
  fs.rmSync(sortie, { force: true });
  const erreurs = await lancer(copie, [path.join(copie, 'node_modules/jest/bin/jest.js'), `--config=${REGLAGE}`, '--json', `--outputFile=${sortie}`, '--runInBand', '--runTestsByPath', test]);
  const resultat = fs.existsSync(sortie) ? (JSON.parse(fs.readFileSync(sortie, 'utf8')) as { numFailedTests: number; numTotalTests: number; numRuntimeErrorTestSuites: number }) : null;
  if (!resultat || resultat.numRuntimeErrorTestSuites || !resultat.numTotalTests) throw new Error(`${test} ne démarre pas :\n${erreurs}`);
  return resultat.numFailedTests > 0;
}

/** Tests known to pass without a mutation: else their failure would mean nothing. */
const sains = new Set<string>();

async function essayer(copie: string, mutation: Mutation): Promise<Verdict> {
  const fichier = path.join(copie, mutation.fichier);
  const source = fs.readFileSync(fichier, 'utf8');
  if (source.split(mutation.avant).length !== 2) throw new Error(`${mutation.nom} : à remplacer une fois et une seule dans ${mutation.fichier}`);
  for (const test of mutation.tests.filter((t) => !sains.has(t))) {
    await assurerLaBase(copie, null);
    if (await echoue(copie, test)) throw new Error(`${test} échoue déjà sans mutation`);
    sains.add(test);
  }
  fs.writeFileSync(fichier, source.replace(mutation.avant, () => mutation.apres));
  try {
    await assurerLaBase(copie, mutation.fichier.startsWith('migrations/') ? mutation.nom : null);
    for (const test of mutation.tests) if (await echoue(copie, test)) return { vue: test };
  } finally {
    fs.writeFileSync(fichier, source);
  }
  return { vue: null };
}

/** The mutation with which the database at hand was made, null for none; undefined before there is one. */
let baseDe: string | null | undefined;

async function assurerLaBase(copie: string, mutation: string | null): Promise<void> {
  if (baseDe === mutation) return;
  const erreurs = await autour(copie, 'preparer');
  if (erreurs) throw new Error(`${mutation ?? 'sans mutation'} : la base ne se crée pas\n${erreurs}`);
  baseDe = mutation;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { seulement: { type: 'string', multiple: true } } });
  const choisies = mutations(RACINE).filter(({ nom }) => !values.seulement || values.seulement.some((debut) => nom.startsWith(debut)));
  if (!choisies.length) throw new Error('aucune mutation de ce nom');
  const dossier = path.join(os.tmpdir(), `plie-mutations-${empreinteDesSources()}`);
  const memoire = path.join(dossier, 'verdicts.json');
  fs.mkdirSync(dossier, { recursive: true });
  const copie = fs.mkdtempSync(path.join(dossier, 'copie-'));
  for (const nom of COPIES) fs.cpSync(path.join(RACINE, nom), path.join(copie, nom), { recursive: true });
  fs.writeFileSync(path.join(copie, REGLAGE), SANS_BASE);
  fs.symlinkSync(fs.realpathSync(path.join(RACINE, 'node_modules')), path.join(copie, 'node_modules'));
  const verdicts = fs.existsSync(memoire) ? (JSON.parse(fs.readFileSync(memoire, 'utf8')) as Record<string, Verdict>) : {};
  const restantes = choisies.filter(({ nom }) => !verdicts[nom]);
  if (restantes.length < choisies.length) dire(`${choisies.length - restantes.length} déjà essayées sur ces mêmes sources (${memoire})`);
  try {
    for (const [i, mutation] of restantes.entries()) {
      const verdict = (verdicts[mutation.nom] = await essayer(copie, mutation));
      fs.writeFileSync(memoire, JSON.stringify(verdicts, null, 1));
      dire(`${i + 1}/${restantes.length} ${mutation.nom} : ${verdict.vue ? `vue par ${verdict.vue}` : 'MANQUÉE'}`);
    }
  } finally {
    await autour(copie, 'ranger');
    fs.rmSync(copie, { recursive: true });
  }
  const manquees = choisies.filter(({ nom }) => !verdicts[nom]!.vue);
  for (const { nom } of manquees) dire(`Personne n'a vu : ${nom}`);
  process.stdout.write(`${choisies.length} mutations, ${choisies.length - manquees.length} vues, ${manquees.length} manquée${manquees.length > 1 ? 's' : ''}\n`);
  if (manquees.length) process.exitCode = 1;
}

void main();
