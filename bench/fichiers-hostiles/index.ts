/**
 * `npm run fichiers-hostiles [-- --nombre 10000 --depuis 0 --graine G --seulement N]`: hostile files, made from a seed out of valid ones, sent to the
 * application on every route that takes a file. No failure, nothing written but what was confirmed, and that whole; every
 * refusal a French sentence; other pages within a second meanwhile. PostgreSQL: PLIE_BENCH_POSTGRES (its owner). Exit code 1 if not so.
 */
import { fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Connexion } from '../../server/lib/db';
import { adresseDe, dire, finirAuSignal, ouvrirSurLeServeur, surLeServeur } from '../outils';
import { listerDepots, type Issue } from './depots';
import { enCorps, fabriquer, type Envoi } from './envoi';
import { estUnePhrase } from './phrase';
import { Visiteur, demarrer } from './serveur';
import { Photographie, fichiersGardes, peupler } from './territoire';
import type { Attente } from './visiteur';

const BASE = `plie_fichiers_hostiles_${process.pid}`;
const ENSEMBLE = 2;
/** One accepted file in three is confirmed, the others given up. */
const CONFIRMES = 3;
const SECONDE = 1000;
const REFUSES = path.join(os.tmpdir(), 'plie-fichiers-hostiles');

const comptes = { refuses: 0, lus: 0, confirmes: 0, abandonnes: 0 };
const fautes: string[] = [];
const phrases = new Set<string>();

/** A file that went wrong is put aside, to be looked at. */
function accuser(envoi: Envoi, faute: string): void {
  fs.mkdirSync(REFUSES, { recursive: true });
  fs.writeFileSync(path.join(REFUSES, String(envoi.rang)), envoi.contenu);
  fautes.push(`${envoi.rang} (${envoi.quoi}) : ${faute}`);
  dire(fautes.at(-1)!);
}

async function envoyer(envoi: Envoi, visiteur: Visiteur): Promise<Issue | null> {
  const { type, corps } = enCorps(envoi, visiteur.jeton);
  try {
    const reponse = await visiteur.deposer(envoi.depot.adresse, type, corps);
    if (reponse.statut >= 500) throw new Error(`${reponse.statut}`);
    const issue = await envoi.depot.suivre(visiteur, reponse);
    if (issue.genre !== 'refus') return issue;
    comptes.refuses += 1;
    for (const phrase of issue.phrases) {
      phrases.add(phrase);
      if (!estUnePhrase(phrase)) accuser(envoi, `refus sans phrase : ${phrase}`);
    }
    return issue;
  } catch (erreur) {
    accuser(envoi, `${(erreur as Error).message} ${erreur instanceof Error && erreur.cause instanceof Error ? erreur.cause.message : ''}`);
    return null;
  }
}

/** True when the file was confirmed. */
async function finir(envoi: Envoi, issue: Issue): Promise<boolean> {
  if (issue.genre === 'lu') {
    comptes.lus += 1;
    if (issue.faute) accuser(envoi, issue.faute);
  }
  if (issue.genre !== 'attend') return false;
  const confirme = envoi.rang % CONFIRMES === 0;
  comptes[confirme ? 'confirmes' : 'abandonnes'] += 1;
  const faute = await (confirme ? issue.confirmer() : issue.abandonner()).catch((erreur: unknown) => (erreur as Error).message);
  if (faute) accuser(envoi, faute);
  return confirme;
}

/** Tables where a file waits for its confirmation; it is written nowhere else before. */
const ATTENTE = ['importations', 'importation_contenus', 'classeurs_retour'];

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { nombre: { type: 'string', default: '10000' }, depuis: { type: 'string', default: '0' }, graine: { type: 'string', default: String(Date.now()) }, seulement: { type: 'string', multiple: true } } });
  const rangs = values.seulement?.map(Number) ?? Array.from({ length: Number(values.nombre) }, (_, i) => Number(values.depuis) + i);
  if (!rangs.length || !rangs.every(Number.isSafeInteger)) throw new Error('--nombre, --depuis et --seulement sont des nombres entiers.');
  dire(`Graine : ${values.graine}`);
  const debut = Date.now();
  const fermetures: (() => Promise<unknown>)[] = [() => surLeServeur(`drop database if exists ${BASE} with (force)`)];
  const attentes: Attente[] = [];
  try {
    const connexion = await ouvrirSurLeServeur(BASE, false);
    fermetures.push(() => connexion.fermer());
    const territoire = await peupler(connexion);
    const depots = await listerDepots(connexion, territoire);
    const application = await demarrer(adresseDe(BASE));
    fermetures.push(() => application.arreter());
    // One session each: a sentence that waits in a session is for the page that comes next in it.
    const visiteurs = new Map<string, Visiteur>();
    for (const { nom, qui } of depots) visiteurs.set(nom, await Visiteur.entrer(application.url, territoire.courriels[qui]));
    const autre = await Visiteur.entrer(application.url, territoire.courriels.autre);
    const photographie = await Photographie.prendre(connexion);
    const arreterLaPromenade = promener(application.url, autre.cookie);
    fermetures.push(async () => attentes.push(await arreterLaPromenade()));
    for (let i = 0; i < rangs.length && !fautes.some((f) => f.includes("s'est arrêté")); i += ENSEMBLE) {
      const envois = await Promise.all(rangs.slice(i, i + ENSEMBLE).map((rang) => fabriquer(values.graine, rang, depots)));
      await eprouver(envois, visiteurs, connexion, photographie);
      for (const plainte of application.plaintes()) accuser(envois[0]!, `le serveur se plaint (ce fichier ou le suivant) : ${plainte}`);
      if (i % 500 === 0) dire(`${i + envois.length}/${rangs.length} après ${Math.round((Date.now() - debut) / SECONDE)} s`);
    }
  } finally {
    for (const fermer of fermetures.reverse()) await fermer();
  }
  conclure(attentes[0]!, `${rangs.length} fichiers (graine ${values.graine})`, Math.round((Date.now() - debut) / SECONDE));
}

/** What was sent together; then the database as it was. */
async function eprouver(envois: readonly Envoi[], visiteurs: ReadonlyMap<string, Visiteur>, connexion: Connexion, photographie: Photographie): Promise<void> {
  const issues = await Promise.all(envois.map((envoi) => envoyer(envoi, visiteurs.get(envoi.depot.nom)!)));
  // These figures alone are written without a confirmation: all of them, or none (depots.ts).
  const permises = envois.some((e, n) => e.depot.nom === 'chiffres' && issues[n]?.genre === 'lu') ? [...ATTENTE, 'informations_collectives', 'services_pe'] : ATTENTE;
  const ecrites = (await photographie.changees()).filter((table) => !permises.includes(table));
  if (ecrites.length) accuser(envois[0]!, `écrit sans confirmation (ce fichier ou le suivant) : ${ecrites.join(', ')}`);
  await photographie.remettre(ATTENTE);
  let confirmation = false;
  for (const [n, envoi] of envois.entries()) if (issues[n] && (await finir(envoi, issues[n]))) confirmation = true;
  const restes = confirmation ? [] : await photographie.changees();
  if (restes.length) accuser(envois[0]!, `encore là une fois abandonné (ce fichier ou le suivant) : ${restes.join(', ')}`);
  if (await fichiersGardes(connexion)) accuser(envois[0]!, 'un fichier abandonné est encore gardé');
  await photographie.remettre();
}

/** Starts the other visitor; ends by what it waited for. */
function promener(url: string, cookie: string): () => Promise<Attente> {
  const promeneur = fork(path.join(__dirname, 'visiteur.ts'), [url, cookie], { execArgv: ['--require', require.resolve('tsx/cjs')] });
  const fini = new Promise<Attente>((resolve, reject) => {
    promeneur.once('message', (m) => resolve(m as Attente));
    promeneur.once('exit', () => reject(new Error("L'autre visiteur s'est arrêté.")));
  });
  fini.catch(() => {});
  return () => { if (promeneur.connected) promeneur.send('fini'); return fini; };
}

function conclure(attente: Attente, quoi: string, secondes: number): void {
  fautes.push(...attente.fautes.map((f) => `autre visiteur, ${f}`));
  if (attente.pire > SECONDE) fautes.push(`autre visiteur : ${attente.laquelle} en ${Math.round(attente.pire)} ms`);
  process.stdout.write(`${quoi} : ${comptes.refuses} refusés en ${phrases.size} phrases, ${comptes.lus} lus, ${comptes.confirmes} confirmés, ${comptes.abandonnes} abandonnés, ${fautes.length} faute${fautes.length > 1 ? 's' : ''} ; ${attente.pages} pages d'un autre visiteur, la plus lente ${Math.round(attente.pire)} ms ; ${secondes} s\n`);
  if (fautes.length) process.exitCode = 1;
}

finirAuSignal();
void main();
