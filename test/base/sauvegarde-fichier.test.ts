/** The file of a backup and its two commands: what is refused before anything is touched, and what is never left behind. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { contexteSysteme } from '../../server/acces/acteur';
import { executer } from '../../server/cli/index';
import { commande as restauration } from '../../server/cli/restauration';
import { Refus, type Outils } from '../../server/cli/commande';
import { lireConfig } from '../../server/config';
import { dateCivile } from '../../server/lib/dates';
import { RACINE } from '../../server/lib/racine';
import { sauvegarder } from '../../server/sauvegardes/actions';
import { verifierFichier } from '../../server/sauvegardes/actions-restaurer';
import { ecrireArchive, lireArchive, type Entete } from '../../server/sauvegardes/archive';
import { ouvrirCoffre, preparerCoffre, SauvegardeRefusee, TAILLE_BLOC, type Coffre } from '../../server/sauvegardes/coffre';
import { fabriquer } from '../fabriques';
import { outilsDeCommande } from '../outils/commande';
import { creerBaseDeTest } from '../outils/moteur';
import { CLE, compterTout, creerDossier, lire } from '../outils/sauvegarde';

const MARQUEUR = 'Personnemarquee';
const TETE = 57;
const BLOC = TAILLE_BLOC + 16;

const { dossier, chemin, ranger } = creerDossier();
let essai: Awaited<ReturnType<typeof creerBaseDeTest>>;
let bonne: Buffer;
beforeAll(async () => {
  essai = await creerBaseDeTest();
  const contexte = contexteSysteme(essai.base, dateCivile('2025-06-16'), 'essai');
  const f = fabriquer(contexte);
  const { plie } = await f.unTerritoireComplet();
  await f.unePersonne({ plie_id: plie.id, nom: MARQUEUR });
  // What does not shrink: several blocks.
  await essai.base('formulaires').insert({ cle: '00000000-0000-4000-8000-000000000001', resultat: JSON.stringify({ valeur: randomBytes(4 * TAILLE_BLOC).toString('base64') }) });
  await sauvegarder(contexte, chemin('bonne.plie'), CLE);
  bonne = fs.readFileSync(chemin('bonne.plie'));
});
afterAll(async () => {
  await essai.fermer();
  ranger();
});

const ABIME = /abîmé ou incomplet/;
const ETRANGER = /n'est pas une sauvegarde de Passerelle/;
const AUTRE_CLE = /ne s'ouvre pas avec la clé/;
const copie = (): Buffer => Buffer.from(bonne);
const inverser = (octet: number): Buffer => { const b = copie(); b[octet]! ^= 1; return b; };
const bloc = (b: Buffer, n: number): Buffer => b.subarray(TETE + n * BLOC, TETE + (n + 1) * BLOC);
const deposer = (contenu: Buffer): string => { fs.writeFileSync(chemin('essai.plie'), contenu); return chemin('essai.plie'); };

/** A file sealed as ours, whatever it holds. */
async function sceller(clair: Buffer): Promise<Buffer> {
  return vider((await preparerCoffre(CLE))(Readable.from([clair]) as AsyncIterable<Buffer>));
}

test('rien de ce qui est sauvegardé ne se lit dans le fichier, et deux sauvegardes ne se ressemblent pas', async () => {
  expect(bonne.length).toBeGreaterThan(TETE + 4 * BLOC);
  expect(bonne.includes(MARQUEUR)).toBe(false);
  expect(fs.statSync(chemin('bonne.plie')).mode & 0o777).toBe(0o600);
  const [un, deux] = [await sceller(Buffer.from('a')), await sceller(Buffer.from('a'))];
  expect(un.subarray(9).equals(deux.subarray(9))).toBe(false);
});

const vider = async (source: AsyncIterable<Buffer>): Promise<Buffer> => {
  const lus: Buffer[] = [];
  for await (const b of source) lus.push(b);
  return Buffer.concat(lus);
};

test('abîmé où que ce soit, tronqué, allongé, mélangé : refusé', async () => {
  const blocs = Math.ceil((bonne.length - TETE) / BLOC);
  const autre = await sceller(randomBytes(6 * TAILLE_BLOC));
  const cas: [string, Buffer][] = [
    // The first and last byte of each block and of its tag.
    ...Array.from({ length: blocs }, (_, n) => [TETE + n * BLOC, Math.min(TETE + (n + 1) * BLOC, bonne.length) - 1]).flat().flatMap((o) => [o, Math.max(TETE, o - 16)]).map((o): [string, Buffer] => [`octet ${o}`, inverser(o)]),
    ['tête seule', bonne.subarray(0, TETE)],
    ['un octet de moins', bonne.subarray(0, -1)],
    ['coupé entre deux blocs', bonne.subarray(0, TETE + 2 * BLOC)],
    ['coupé dans un bloc', bonne.subarray(0, TETE + 2 * BLOC + 100)],
    ['un octet de plus', Buffer.concat([bonne, Buffer.of(0)])],
    ['un bloc de plus', Buffer.concat([bonne, bloc(bonne, 1)])],
    ['deux blocs échangés', Buffer.concat([bonne.subarray(0, TETE), bloc(bonne, 1), bloc(bonne, 0), bonne.subarray(TETE + 2 * BLOC)])],
    ['un bloc répété', Buffer.concat([bonne.subarray(0, TETE + BLOC), bloc(bonne, 0), bonne.subarray(TETE + 2 * BLOC)])],
    ['un bloc enlevé', Buffer.concat([bonne.subarray(0, TETE + BLOC), bonne.subarray(TETE + 2 * BLOC)])],
    ['un bloc d\'un autre fichier de même clé', Buffer.concat([bonne.subarray(0, TETE + BLOC), bloc(autre, 1), bonne.subarray(TETE + 2 * BLOC)])],
  ];
  // Opened once, while it was good: the key takes long to derive, on purpose.
  const coffre = await ouvrirCoffre(deposer(bonne), CLE);
  await vider(coffre.lire(() => {}));
  for (const [nom, contenu] of cas) {
    deposer(contenu);
    const refus: unknown = await vider(coffre.lire(() => {})).catch((e: unknown) => e);
    expect([nom, refus]).toEqual([nom, expect.any(SauvegardeRefusee)]);
    expect((refus as Error).message).toMatch(ABIME);
  }
  await expect(lire(deposer(inverser(TETE + BLOC)))).rejects.toThrow(ABIME);
});

test('étranger, d\'un autre format, d\'une autre clé, ou la tête abîmée : refusé avec une phrase qui dit quoi', async () => {
  const cas: [Buffer, RegExp][] = [
    [Buffer.alloc(0), ETRANGER], [Buffer.from('PK\u0003\u0004'.padEnd(500)), ETRANGER], [inverser(0), ETRANGER], [inverser(7), ETRANGER],
    [bonne.subarray(0, TETE - 1), ABIME], [inverser(8), /au format 0, que cette version/], [inverser(9), AUTRE_CLE], [inverser(25), AUTRE_CLE], [inverser(56), AUTRE_CLE],
  ];
  for (const [contenu, phrase] of cas) await expect(lire(deposer(contenu))).rejects.toThrow(phrase);
  await expect(verifierFichier(chemin('bonne.plie'), `${CLE}.`, () => {})).rejects.toThrow(AUTRE_CLE);
  await expect(lire(chemin('absent.plie'))).rejects.toThrow(/n'existe pas/);
  await expect(lire(dossier)).rejects.toThrow(/n'est pas un fichier/);
}, 120_000);

test('bien scellé mais incohérent : une ligne manque, une somme diffère, la fin manque, une table de trop', async () => {
  const entete: Entete = { instant: '2025-06-16T08:00:00.000Z', migrations: [], tables: [{ nom: 'regions', colonnes: [], lignes: 2 }], sequences: [], journal: { dernier: null, manquants: [] } };
  const archiver = async (lignes: string[]) => {
    const morceaux: Buffer[] = [];
    for await (const morceau of ecrireArchive(entete, async function* () { yield lignes; })) morceaux.push(morceau);
    return morceaux;
  };
  const relire = (morceaux: Buffer[]) => lireArchive(Readable.from(morceaux) as AsyncIterable<Buffer>);
  const [debut, table, rangees, fin, z] = (await archiver(['(a)', '(b)'])) as [Buffer, Buffer, Buffer, Buffer, Buffer];
  const change = Buffer.from(rangees);
  change[change.indexOf('b')] = 'c'.charCodeAt(0);
  await expect(archiver(['(a)'])).rejects.toThrow(/1 lignes lues, 2 annoncées/);
  await relire([debut, table, rangees, fin, z]);
  for (const faute of [[debut, table, rangees.subarray(0, rangees.length / 2), fin, z], [debut, table, change, fin, z], [debut, table, rangees, fin], [debut, table, rangees, fin, z, z], [debut, table, rangees, fin, table, fin, z], [debut, debut, table, rangees, fin, z], [table, rangees, fin, z], [debut, z], []]) {
    await expect(relire(faute)).rejects.toThrow(/ne contient pas ce qu'elle annonce/);
  }
  // Byte by byte, the same.
  await relire([...Buffer.concat([debut, table, rangees, fin, z])].map((octet) => Buffer.of(octet)));
});

test('la sauvegarde d\'une version plus récente est refusée, et dit laquelle', async () => {
  const entete: Entete = { instant: '2025-06-16T08:00:00.000Z', migrations: ['001-creer-le-journal', '999-creer-demain'], tables: [], sequences: [], journal: { dernier: null, manquants: [] } };
  const future = await vider(ecrireArchive(entete, async function* () {}));
  await expect(lire(deposer(await sceller(gzipSync(future))))).rejects.toThrow(/version plus récente de Passerelle \(elle connaît 999-creer-demain\)/);
});

test('tout le contenu ressort tel quel, quelle que soit la taille autour d\'un bloc', async () => {
  const scelle = await preparerCoffre(CLE);
  let coffre: Coffre | null = null;
  for (const taille of [0, 1, TAILLE_BLOC - 1, TAILLE_BLOC, TAILLE_BLOC + 1, 2 * TAILLE_BLOC, 5 * TAILLE_BLOC + 7]) {
    const clair = randomBytes(taille);
    deposer(await vider(scelle(Readable.from([clair]) as AsyncIterable<Buffer>)));
    coffre ??= await ouvrirCoffre(chemin('essai.plie'), CLE);
    expect((await vider(coffre.lire(() => {}))).equals(clair)).toBe(true);
  }
});

test('un processus tué pendant l\'écriture ne laisse rien sous le nom demandé', async () => {
  const programme = `
    const fs = require('node:fs'); const path = require('node:path'); const { Readable } = require('node:stream'); const { pipeline } = require('node:stream/promises');
    const { deposer } = require('./server/lib/depot.ts'); const { preparerCoffre } = require('./server/sauvegardes/coffre.ts');
    preparerCoffre('une phrase assez longue').then((sceller) => deposer(process.argv[1], (sortie) => pipeline(Readable.from((async function* () {
      yield Buffer.alloc(1_000_000);
      setInterval(() => { const [nom] = fs.readdirSync(path.dirname(process.argv[1])).filter((f) => f.startsWith('.tuee')); if (nom && fs.statSync(path.join(path.dirname(process.argv[1]), nom)).size) process.stdout.write('écrit'); }, 20);
      await new Promise(() => {});
    })()), sceller, sortie)));`;
  const enfant = spawn(process.execPath, ['--require', 'tsx/cjs', '-e', programme, chemin('tuee.plie')], { cwd: RACINE, env: { PATH: process.env.PATH }, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => enfant.stdout.once('data', resolve));
  const fin = new Promise((resolve) => enfant.once('exit', (_code, signal) => resolve(signal)));
  enfant.kill('SIGKILL');
  expect(await fin).toBe('SIGKILL');
  expect(fs.readdirSync(dossier).filter((f) => f.includes('tuee'))).toEqual([`.tuee.plie.${enfant.pid}.partiel`]);
}, 60_000);

describe('les commandes', () => {
  const reglages: NodeJS.ProcessEnv = {};
  let ecrits: { sortie: string; erreur: string };
  const lancer = async (...args: string[]) => {
    ecrits = { sortie: '', erreur: '' };
    const espions = [jest.spyOn(process.stdout, 'write').mockImplementation((t) => { ecrits.sortie += String(t); return true; }), jest.spyOn(process.stderr, 'write').mockImplementation((t) => { ecrits.erreur += String(t); return true; })];
    const avant = { ...process.env };
    Object.assign(process.env, reglages);
    try { return await executer(args); } finally {
      process.env = avant;
      for (const espion of espions) espion.mockRestore();
    }
  };
  let vierge: Awaited<ReturnType<typeof creerBaseDeTest>>;
  beforeAll(async () => { vierge = await creerBaseDeTest(); });
  afterAll(() => vierge.fermer());
  beforeEach(() => { Object.assign(reglages, { DATABASE_URL: vierge.url ?? '', PLIE_DONNEES: chemin('donnees'), PLIE_CLE_SAUVEGARDE: CLE }); });

  test('codes de sortie 0, 1, 2 ; une ligne de chiffres ; ni clé ni nom nulle part ; un refus ne touche à rien', async () => {
    expect(await lancer('restauration', chemin('bonne.plie'))).toBe(0);
    expect(ecrits.sortie).toMatch(/^\S+bonne\.plie : \d+ tables restaurées, [\d\u202f]+ lignes, 0 acte défait, 0 effacement refait ; relu dans la base, tout est conforme\.\n$/);
    expect(await lancer('sauvegarde', chemin('cli.plie'))).toBe(0);
    expect(ecrits.sortie).toMatch(/^\S+cli\.plie : \d+ tables, [\d\u202f]+ lignes, \S+ Ko\.\n$/);
    const lu = await lire(chemin('cli.plie'));
    expect(lu.sommes.get('personnes')).toEqual((await lire(chemin('bonne.plie'))).sommes.get('personnes'));

    // Never over a file, never over data without the word.
    const avant = fs.readFileSync(chemin('cli.plie'));
    expect(await lancer('sauvegarde', chemin('cli.plie'))).toBe(1);
    expect(ecrits.erreur).toMatch(/existe déjà/);
    expect(fs.readFileSync(chemin('cli.plie')).equals(avant)).toBe(true);
    expect(await lancer('restauration', chemin('bonne.plie'))).toBe(1);
    // The restore, then the backup: the refused one wrote no act.
    expect(ecrits.erreur).toMatch(/Depuis la sauvegarde : 2 actes.*Ils seront défaits\.\n.*ajoutez --remplacer/s);
    expect(await lancer('restauration', deposer(inverser(TETE + 10)), '--remplacer')).toBe(1);
    expect(ecrits.erreur).toMatch(ABIME);
    expect(await lancer('restauration', chemin('bonne.plie'), '--remplacer')).toBe(0);
    expect(ecrits.sortie).toMatch(/2 actes défaits/);
    expect(ecrits.sortie + ecrits.erreur).not.toMatch(new RegExp(`${MARQUEUR}|${CLE}`));

    expect(await lancer('sauvegarde', path.join(dossier, 'nulle', 'part.plie'))).toBe(1);
    expect(ecrits.erreur).toMatch(/Impossible d'écrire .*vérifiez que le dossier existe/);
  }, 240_000);

  test('clé absente ou trop courte, arguments faux', async () => {
    expect(await lancer('sauvegarde')).toBe(2);
    expect(await lancer('sauvegarde', 'a', 'b')).toBe(2);
    expect(await lancer('restauration', 'a', '--ecraser')).toBe(2);
    reglages.PLIE_CLE_SAUVEGARDE = '';
    for (const nom of ['sauvegarde', 'restauration']) expect([await lancer(nom, chemin('bonne.plie')), ecrits.erreur]).toEqual([1, expect.stringMatching(/PLIE_CLE_SAUVEGARDE manque/)]);
    reglages.PLIE_CLE_SAUVEGARDE = '15 caractères !';
    expect([await lancer('sauvegarde', 'a'), ecrits.erreur]).toEqual([1, expect.stringMatching(/trop courte : donnez-lui au moins 16/)]);
    expect(() => lireConfig({ PLIE_SAUVEGARDES: './sauvegardes' })).toThrow(/PLIE_CLE_SAUVEGARDE manque/);
  });

  test('sur un terminal, seul le mot demandé remplace', async () => {
    const questions: string[] = [];
    const { outils } = outilsDeCommande(contexteSysteme(essai.base, dateCivile('2025-06-16'), 'essai'), { PLIE_CLE_SAUVEGARDE: CLE });
    const repondre = (reponse: string): Outils => ({ ...outils, demander: async (question) => { questions.push(question); return reponse; } });
    const comptes = await compterTout(essai.base);
    for (const reponse of ['', 'oui', 'remplacer']) await expect(restauration.executer([chemin('bonne.plie')], repondre(reponse))).rejects.toBeInstanceOf(Refus);
    expect(await compterTout(essai.base)).toEqual(comptes);
    await restauration.executer([chemin('bonne.plie')], repondre('REMPLACER'));
    expect(questions).toEqual(Array(4).fill('Pour continuer, tapez REMPLACER : '));
    expect(await essai.base('journal_actes').orderBy('id', 'desc').first('action')).toEqual({ action: 'sauvegarde.restaurer' });
  }, 60_000);
});
