import request from 'supertest';
import { demarrerEssai, envoyer, type Essai } from '../outils/application';
import { MOT_DE_PASSE } from '../fabriques';
import { ecrire } from '../../server/lib/ecriture';

let essai: Essai;
let courriel: string;
beforeAll(async () => {
  essai = await demarrerEssai();
  const { plie } = await essai.fabriques.unTerritoireComplet();
  courriel = (await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id, prenom: 'Inès' })).courriel;
});
afterAll(() => essai.fermer());

test('une page demandée sans être connecté mène à la connexion, puis à la page', async () => {
  const visiteur = request.agent(essai.app);
  const premiere = await visiteur.get('/?x=1').expect(303);
  expect(premiere.headers.location).toBe('/connexion');
  const entree = await envoyer(visiteur, '/connexion', '/connexion', { courriel, mot_de_passe: MOT_DE_PASSE }).expect(303);
  expect(entree.headers.location).toBe('/?x=1');
  expect((await visiteur.get('/').expect(200)).text).toContain('Bonjour Inès');
});

test('un compte inconnu et un mauvais mot de passe reçoivent la même réponse', async () => {
  const refus = async (adresse: string) => {
    const reponse = await envoyer(request.agent(essai.app), '/connexion', '/connexion', { courriel: adresse, mot_de_passe: 'une phrase qui ne convient pas' }).expect(422);
    return /role="alert"[\s\S]*?<\/div>/.exec(reponse.text)![0].replaceAll(adresse, '');
  };
  expect(await refus('personne@exemple.test')).toBe(await refus(courriel));
});

test('cinq échecs ferment le compte, même avec le bon mot de passe', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const autre = (await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id })).courriel;
  for (let i = 0; i < 5; i += 1) await envoyer(request.agent(essai.app), '/connexion', '/connexion', { courriel: autre, mot_de_passe: `mauvaise phrase ${i}` }).expect(422);
  const reponse = await envoyer(request.agent(essai.app), '/connexion', '/connexion', { courriel: autre, mot_de_passe: MOT_DE_PASSE }).expect(422);
  expect(reponse.text).toContain('Trop de tentatives');
});

test('sans jeton, rien n\'est accepté', async () => {
  await request(essai.app).post('/connexion').type('form').send({ courriel, mot_de_passe: MOT_DE_PASSE }).expect(403);
});

test('un compte désactivé perd sa session ouverte', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const compte = await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
  const visiteur = await essai.connecter(compte.courriel);
  await visiteur.get('/').expect(200);
  await ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('utilisateurs').where({ id: compte.id }).update({ actif: false }));
  expect((await visiteur.get('/').expect(303)).headers.location).toBe('/connexion');
});
