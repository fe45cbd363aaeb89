/** The page of the month and its file, as an officer and those who must not see them meet it. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import ExcelJS from 'exceljs';
import request from 'supertest';
import { ecrire } from '../../server/lib/ecriture';
import { dechiffrer } from '../../server/lib/classeur/chiffrer';
import { DepotImpossible } from '../../server/lib/depot';
import { commande } from '../../server/cli/tableau';
import { executer } from '../../server/cli';
import { MauvaisUsage, Refus } from '../../server/cli/commande';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { outilsDeCommande } from '../outils/commande';

let essai: Essai;
let plie: { id: number; code: string };
let autre: { id: number };
let agence: { id: number };
let animation: Visiteur;

beforeAll(async () => {
  essai = await demarrerEssai('2025-06-04');
  const f = essai.fabriques;
  ({ plie, agence } = await f.unTerritoireComplet());
  ({ plie: autre } = await f.unTerritoireComplet());
  const personne = await f.unePersonne({ plie_id: plie.id, nom: 'Aulnaie', prenom: 'Rose', identifiant_pe: '1234567A' });
  const parcours = await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, agence_id: agence.id, date_prescription: '2025-03-03', date_contact: '2025-03-10', date_integration: '2025-05-31' });
  await f.inserer('etapes', { plie_id: plie.id, orientation_id: parcours.id, type: 'ATELIER', date_debut: '2025-05-31' });
  await f.inserer('absences', { plie_id: plie.id, orientation_id: parcours.id, date_convocation: '2025-05-02' });
  await f.uneOrientation({ plie_id: plie.id, personne_id: (await f.unePersonne({ plie_id: plie.id, nom: 'Bruyère' })).id, date_prescription: '2025-05-20' });
  await f.uneOrientation({ plie_id: autre.id, personne_id: (await f.unePersonne({ plie_id: autre.id, nom: 'Étranger' })).id, date_prescription: '2025-05-20' });
  animation = await essai.comme('ANIMATION', plie.id);
});
afterAll(() => essai.fermer());

const exports = async () => (await essai.contexte.base('journal_actes').where({ action: 'tableau.exporter' }).orderBy('id').select<{ plie_id: number; details: Record<string, unknown> }[]>('plie_id', 'details'));
const telecharger = async (mois = '2025-05') => {
  const page = await animation.get('/tableau-de-suivi').expect(200);
  const cachet = (nom: string) => new RegExp(`name="${nom}" value="([^"]*)"`).exec(page.text)![1]!;
  return animation.post(`/tableau-de-suivi/${mois}.xlsx`).type('form').send({ _csrf: cachet('_csrf'), _cle: cachet('_cle') })
    .buffer(true).parse((res, suite) => { const morceaux: Buffer[] = []; res.on('data', (m: Buffer) => morceaux.push(m)); res.on('end', () => suite(null, Buffer.concat(morceaux))); });
};
const nomsDe = async (octets: Buffer) => {
  const classeur = new ExcelJS.Workbook();
  await classeur.xlsx.load(octets as unknown as ArrayBuffer);
  return classeur.worksheets[0]!.getColumn(1).values.slice(1);
};

test('le 4 juin, la page s\'ouvre sur mai : ce qui reste à faire, jusqu\'à quand, et qui est concerné', async () => {
  const { text } = await animation.get('/tableau-de-suivi').expect(200);
  const lu = text.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
  expect(lu).toContain('Tableau de suivi de mai 2025');
  expect(lu).toContain('À envoyer le 06/06/2025 au plus tard : il reste 2 jours.');
  expect(lu).toContain('2 orientations à transmettre, 1 étape et 1 absence.');
  expect(lu).toMatch(/Poser le PNI 1 .*Intégré dans le mois 1 /);
  expect(lu).toContain('1 orientation sans identifiant Pôle emploi');
  expect(lu).not.toContain('AULNAIE');
  const lignes = (await animation.get('/tableau-de-suivi?vue=orientations').expect(200)).text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  expect(lignes).toMatch(/Rose AULNAIE 1234567A .* Intégré dans le mois intégration le 31\/05\/2025, 1 étape, 1 absence – – Poser le PNI/);
  expect(lignes).toMatch(/BRUYÈRE Sans identifiant .* En attente de premier contact orientation le 20\/05\/2025 /);
  expect(lu).not.toContain('ÉTRANGER');
});

test('un compte ouvre ses lignes, un onglet sa feuille, un mois vide le dit', async () => {
  const poser = (await animation.get('/tableau-de-suivi?mois=2025-05&action=POSER_PNI').expect(200)).text;
  expect([poser.includes('AULNAIE'), poser.includes('BRUYÈRE')]).toEqual([true, false]);
  expect((await animation.get('/tableau-de-suivi?mois=2025-05&vue=etapes')).text).toContain('31/05/2025');
  expect((await animation.get('/tableau-de-suivi?mois=2025-05&vue=absences')).text).toContain('02/05/2025');
  expect((await animation.get('/tableau-de-suivi?mois=2024-01').expect(200)).text).toContain('Aucune orientation n&#39;a bougé en janvier 2024');
  for (const mois of ['2025-07', '2025-13', 'mai', '1.xlsx']) await animation.get(`/tableau-de-suivi?mois=${mois}`).expect(404);
});

test('une copie de travail se télécharge en clair, et le journal dit ce qui est parti', async () => {
  const avant = (await exports()).length;
  const reponse = await telecharger();
  expect(reponse.status).toBe(200);
  expect(reponse.headers['content-disposition']).toBe(`attachment; filename=tableau-de-suivi_${plie.code}_2025-05.xlsx`);
  expect(await nomsDe(reponse.body as Buffer)).toEqual(['Nom', 'Aulnaie', 'Bruyère']);
  expect((await exports()).slice(avant)).toEqual([{ plie_id: plie.id, details: { mois: '2025-05', orientations: 2, etapes: 1, absences: 1, corrections: 0, chiffre: false } }]);
});

test('seule l\'équipe d\'animation y a droit, et chacune ne voit que son PLIE', async () => {
  const region = await essai.fabriques.uneRegion();
  const refuses: [Parameters<Essai['comme']>[0], number][] = [['ACCOMPAGNATEUR', plie.id], ['CORRESPONDANT_REGIONAL', region.id], ['REFERENT_PE', agence.id], ['CONSEILLER_PE', agence.id], ['ADMINISTRATEUR', plie.id], ['DPO', plie.id]];
  for (const [role, organisation] of refuses) {
    const visiteur = await essai.comme(role, organisation);
    await visiteur.get('/tableau-de-suivi').expect(403);
    await envoyer(visiteur, '/', '/tableau-de-suivi/2025-05.xlsx', {}).expect(403);
  }
  const voisine = await essai.comme('ANIMATION', autre.id);
  const { text } = await voisine.get(`/tableau-de-suivi?mois=2025-05&vue=orientations&plie=${plie.code}`).expect(200);
  expect([text.includes('ÉTRANGER'), text.includes('AULNAIE')]).toEqual([true, false]);
  await request(essai.app).get('/tableau-de-suivi').expect(303);
  await animation.post('/tableau-de-suivi/2025-05.xlsx').type('form').send({}).expect(403);
  expect((await telecharger('2025-07')).status).toBe(404);
});

test('le mois passé reste celui qui s\'ouvre tant que son tableau, commencé, n\'est pas parti', async () => {
  const tard = await demarrerEssai('2025-06-20');
  const { plie: retardataire } = await tard.fabriques.unTerritoireComplet();
  const visiteur = await tard.comme('ANIMATION', retardataire.id);
  const titre = async () => /<h1>([^<]*)/.exec((await visiteur.get('/tableau-de-suivi')).text)![1];
  expect(await titre()).toBe('Tableau de suivi de juin 2025');
  await tard.fabriques.inserer('tableaux', { plie_id: retardataire.id, mois: '2025-05' });
  expect(await titre()).toBe('Tableau de suivi de mai 2025');
  expect((await visiteur.get('/tableau-de-suivi')).text).toContain('14 jours de retard');
  await tard.fermer();
});

test('une convention terminée est annoncée', async () => {
  await ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('conventions').where({ plie_id: autre.id }).update({ date_fin: '2025-04-30' }));
  const voisine = await essai.comme('ANIMATION', autre.id);
  expect((await voisine.get('/tableau-de-suivi?mois=2025-05')).text).toContain('La convention a pris fin le 30/04/2025');
});

describe('la commande tableau', () => {
  let dossier: string;
  beforeAll(() => { dossier = fs.mkdtempSync(path.join(os.tmpdir(), 'tableau-')); });
  afterAll(() => fs.rmSync(dossier, { recursive: true }));
  const lancer = async (...args: string[]) => {
    const { outils, sortie } = outilsDeCommande(essai.contexte);
    await commande.executer(args, outils);
    return sortie;
  };

  test('écrit le fichier entier sous son nom, chiffré s\'il le faut, et le remplace', async () => {
    const sortie = path.join(dossier, 'mai.xlsx');
    fs.writeFileSync(sortie, 'ancien');
    expect(await lancer('--plie', plie.code, '--mois', '2025-05', '--sortie', sortie)).toEqual([sortie]);
    expect(await nomsDe(fs.readFileSync(sortie))).toEqual(['Nom', 'Aulnaie', 'Bruyère']);
    await lancer('--plie', plie.code.toLowerCase(), '--mois', '2025-05', '--sortie', sortie, '--mot-de-passe-fichier', 'court');
    expect(await nomsDe(await dechiffrer(fs.readFileSync(sortie), 'court'))).toEqual(['Nom', 'Aulnaie', 'Bruyère']);
    expect(fs.readdirSync(dossier)).toEqual(['mai.xlsx']);
  });

  test('refuse, sans rien laisser derrière elle, ce qu\'elle ne peut pas établir', async () => {
    const sortie = path.join(dossier, 'refus.xlsx');
    await expect(lancer('--plie', 'INCONNU', '--mois', '2025-05', '--sortie', sortie)).rejects.toBeInstanceOf(Refus);
    await expect(lancer('--plie', plie.code, '--mois', '2025-07', '--sortie', sortie)).rejects.toBeInstanceOf(Refus);
    await expect(lancer('--plie', plie.code, '--mois', '2025-05', '--sortie', path.join(dossier, 'absent', 'x.xlsx'))).rejects.toBeInstanceOf(DepotImpossible);
    await expect(lancer('--plie', plie.code, '--mois', '2025-05', '--sortie', dossier)).rejects.toBeInstanceOf(DepotImpossible);
    await expect(lancer('--plie', plie.code, '--mois', '05/2025', '--sortie', sortie)).rejects.toBeInstanceOf(MauvaisUsage);
    expect(fs.readdirSync(dossier)).toEqual(['mai.xlsx']);
    expect(fs.readdirSync(os.tmpdir()).filter((f) => f.endsWith('.partiel'))).toEqual([]);
  });

  test('répond 2 à un mauvais usage, sans ouvrir la base', async () => {
    const ecrit = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect([await executer(['tableau']), await executer(['tableau', '--plie', 'X', '--mois', 'mai', '--sortie', 'x.xlsx']), await executer(['tableau', '--inconnue'])]).toEqual([2, 2, 2]);
    ecrit.mockRestore();
  });
});
