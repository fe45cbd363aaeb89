/** The backup of each night: made once whatever the processes, verified, kept 30 days, and what the administrator reads of it. */
import fs from 'node:fs';
import { PassThrough } from 'node:stream';
import pino from 'pino';
import type { Horloge } from '../../server/lib/dates';
import { dateCivile } from '../../server/lib/dates';
import { passerLaNuit, type Gardien } from '../../server/sauvegardes/actions-nuit';
import { aSupprimer, formaterTaille } from '../../server/sauvegardes/rules';
import { veillerAuxSauvegardes } from '../../server/sauvegardes/veille';
import { verifierParRestauration } from '../../server/sauvegardes/verifier';
import { demarrerEssai, type Essai, type Visiteur } from '../outils/application';
import { CLE, creerDossier, lire } from '../outils/sauvegarde';

const MARQUEUR = 'Personnemarquee';
const { dossier, chemin, ranger } = creerDossier();
const nuits = chemin('nuits');
let essai: Essai;
let admin: Visiteur;
let journal: string;
const flux = new PassThrough().on('data', (texte: Buffer) => { journal += texte.toString(); });
const a = (instant: string): Horloge => ({ maintenant: () => new Date(instant) });
const gardien = (instant: string, plus: Partial<Gardien> = {}): Gardien => ({ base: essai.contexte.base, horloge: a(instant), logger: pino(flux), dossier: nuits, cle: CLE, ...plus });
const nuit = async () => (await essai.contexte.base('sauvegardes').orderBy('jour', 'desc').first<Record<string, unknown>>());
const lirePage = async () => (await admin.get('/administration').expect(200)).text.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');

beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16', { PLIE_SAUVEGARDES: nuits, PLIE_CLE_SAUVEGARDE: CLE });
  const { plie } = await essai.fabriques.unTerritoireComplet();
  await essai.fabriques.unePersonne({ plie_id: plie.id, nom: MARQUEUR });
  admin = await essai.comme('ADMINISTRATEUR', plie.id);
});
beforeEach(() => { journal = ''; });
afterAll(async () => {
  await essai.fermer();
  ranger();
});

test('une seule par nuit, passé cinq heures du matin, vérifiée par une restauration ; les plus de 30 jours s\'en vont, et rien d\'autre', async () => {
  expect(await lirePage()).toContain("Aucune sauvegarde n'a encore été faite. La première se fera la nuit prochaine.");
  // 04:59 in Paris.
  expect(await passerLaNuit(gardien('2025-06-16T02:59:00Z'))).toBe('RIEN');
  fs.mkdirSync(nuits);
  for (const nom of ['passerelle-2025-05-17-02h00.plie', 'passerelle-2025-05-18-02h00.plie', 'autre-2020-01-01.plie', 'passerelle-2020-01-01.zip']) fs.writeFileSync(`${nuits}/${nom}`, '');
  const issues = await Promise.all([passerLaNuit(gardien('2025-06-16T03:05:00Z')), passerLaNuit(gardien('2025-06-16T03:05:00Z'))]);
  expect(issues.sort()).toEqual(['FAITE', 'RIEN']);
  // 17 May is 30 days before 16 June, 18 May is 29.
  expect(fs.readdirSync(nuits).sort()).toEqual(['autre-2020-01-01.plie', 'passerelle-2020-01-01.zip', 'passerelle-2025-05-18-02h00.plie', 'passerelle-2025-06-16-05h05.plie']);
  const { lignes, octets } = await lire(`${nuits}/passerelle-2025-06-16-05h05.plie`);
  expect(await nuit()).toMatchObject({ jour: '2025-06-16', etat: 'FAITE', fichier: 'passerelle-2025-06-16-05h05.plie', lignes, octets, tentatives: 1, raison: null });
  expect(await passerLaNuit(gardien('2025-06-16T10:00:00Z'))).toBe('RIEN');
  expect(journal).toMatch(/sauvegarde faite et vérifiée/);
  expect(journal).not.toMatch(new RegExp(`${MARQUEUR}|${CLE}`));
  // The page is read on 16 June at 13:00.
  expect(await lirePage()).toContain(`Dernière sauvegarde : le 16/06/2025 à 05:05, ${formaterTaille(octets).replace(/\s/g, ' ')}, vérifiée par une restauration.`);
}, 120_000);

test('un échec se retente une heure après, trois fois en tout, et se dit à l\'administrateur', async () => {
  const bouche = chemin('bouche');
  fs.writeFileSync(bouche, '');
  const tenter = (heure: string) => passerLaNuit(gardien(`2025-06-17T${heure}:00Z`, { dossier: bouche }));
  expect([await tenter('03:00'), await tenter('03:59'), await tenter('04:00'), await tenter('05:00'), await tenter('06:00')]).toEqual(['ECHEC', 'RIEN', 'ECHEC', 'ECHEC', 'RIEN']);
  expect(await nuit()).toMatchObject({ etat: 'ECHEC', raison: 'ECRITURE', fichier: null, tentatives: 3 });
  expect(journal).toMatch(/"raison":"ECRITURE"/);
  expect(await lirePage()).toMatch(/Dernière sauvegarde : le 16\/06\/2025 .* La dernière tentative a échoué : le fichier n'a pas pu être écrit\./);
});

test('à 26 heures la dernière sauvegarde suffit, au-delà la page le dit ; non vérifiée aussi', async () => {
  const poser = (faite_le: string, champs: object = {}) => essai.contexte.base('sauvegardes').insert({ jour: '2025-06-16', etat: 'FAITE', commence_le: faite_le, fichier: 'f', octets: 1_258_291, lignes: 3, faite_le, verifiee_le: faite_le, ...champs });
  await essai.contexte.base('sauvegardes').del();
  // The page is read on 16 June at 11:00 UTC.
  await poser('2025-06-15T09:00:00Z');
  expect(await lirePage()).not.toContain('plus de 26 heures');
  await essai.contexte.base('sauvegardes').del();
  await poser('2025-06-15T08:59:59Z');
  expect(await lirePage()).toContain("1,2 Mo, vérifiée par une restauration. Elle a plus de 26 heures : ce qui a été saisi depuis n'est pas à l'abri.");
  await essai.contexte.base('sauvegardes').del();
  await poser('2025-06-16T01:00:00Z', { etat: 'ECHEC', raison: 'VERIFICATION', verifiee_le: null });
  expect(await lirePage()).toContain("non vérifiée. La dernière sauvegarde n'a pas pu être restaurée dans une base vide : ne comptez pas sur elle.");
});

test('un processus mort est remplacé ; un serveur qui s\'arrête ne laisse ni fichier ni tentative perdue', async () => {
  await essai.contexte.base('sauvegardes').del();
  await essai.contexte.base('sauvegardes').insert({ jour: '2025-06-18', etat: 'EN_COURS', commence_le: '2025-06-18T00:00:00Z' });
  expect(await passerLaNuit(gardien('2025-06-18T05:59:00Z', { dossier: chemin('bouche') }))).toBe('RIEN');
  expect(await passerLaNuit(gardien('2025-06-18T06:01:00Z', { dossier: chemin('bouche') }))).toBe('ECHEC');

  const arretes = chemin('arretes');
  const veille = veillerAuxSauvegardes(gardien('2025-06-19T05:00:00Z', { dossier: arretes }));
  await veille.arreter();
  const reste = fs.existsSync(arretes) ? fs.readdirSync(arretes) : [];
  expect(reste.filter((f) => f.endsWith('.partiel'))).toEqual([]);
  expect(await nuit()).toMatchObject({ etat: 'ECHEC', tentatives: 0 });
  expect(fs.readdirSync(dossier)).toContain('bouche');
}, 60_000);

test('une sauvegarde abîmée ne passe pas la vérification', async () => {
  const octets = fs.readFileSync(`${nuits}/passerelle-2025-06-16-05h05.plie`);
  octets[octets.length - 20]! ^= 1;
  fs.writeFileSync(chemin('abimee.plie'), octets);
  expect(await verifierParRestauration(chemin('abimee.plie'), CLE, new AbortController().signal)).toMatch(/abîmé ou incomplet/);
}, 60_000);

test('de tout un dossier, ne s\'effacent que nos sauvegardes de 30 jours et nos fichiers inachevés de l\'avant-veille', () => {
  const fichiers = ['passerelle-2025-05-17-23h59.plie', 'passerelle-2025-05-18-00h00.plie', 'passerelle-2025-13-45-00h00.plie', 'x-passerelle-2020-01-01-00h00.plie', '.passerelle-2025-06-14-02h00.plie.12.partiel', '.passerelle-2025-06-15-02h00.plie.12.partiel'];
  expect(aSupprimer(fichiers, dateCivile('2025-06-16'))).toEqual(['passerelle-2025-05-17-23h59.plie', '.passerelle-2025-06-14-02h00.plie.12.partiel']);
});
