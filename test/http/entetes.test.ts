/** The security headers on every kind of answer, and what https adds. */
import request from 'supertest';
import { createApp } from '../../server/app';
import { lireConfig } from '../../server/config';
import { horlogeFixe } from '../../server/lib/dates';
import { creerLogger } from '../../server/lib/logger';
import { demarrerEssai, type Essai } from '../outils/application';
import { MOT_DE_PASSE } from '../fabriques';
import { fautesEntetes } from '../outils/entetes';
import { jetonDe } from '../outils/monde';

let essai: Essai;
beforeAll(async () => { essai = await demarrerEssai('2025-06-16'); });
afterAll(() => essai.fermer());

/** The same application on the same database, with other settings. */
const avec = (env: Record<string, string>) => createApp({
  config: lireConfig({ PLIE_JOURNAL: 'silent', ...env }), connexion: { base: essai.contexte.base, moteur: 'postgresql', copier: null, fermer: async () => {} },
  horloge: horlogeFixe('2025-06-16'), logger: creerLogger('silent'), demonstration: false,
});

test.each([
  ['une page', 'get', '/aide', 200], ['une page introuvable', 'get', '/nulle-part', 404], ['une adresse mal formée', 'get', '/orientations/%E0%A4%A', 400],
  ['un fichier de style', 'get', '/public/css/passerelle.css', 200], ['une bibliothèque', 'get', '/vendor/bootstrap/css/bootstrap.min.css', 200],
  ['la santé', 'get', '/sante', 200], ['un envoi sans jeton', 'post', '/connexion', 403], ['security.txt', 'get', '/.well-known/security.txt', 200],
] as const)('%s porte les entêtes', async (_quoi, methode, adresse, statut) => {
  const reponse = await request(essai.app)[methode](adresse);
  expect([reponse.status, fautesEntetes(reponse)]).toEqual([statut, []]);
});

test('un formulaire trop gros est refusé, avec les entêtes et sans trace', async () => {
  const reponse = await request(essai.app).post('/connexion').type('form').send({ courriel: 'x'.repeat(300_000) });
  expect([reponse.status, fautesEntetes(reponse)]).toEqual([413, []]);
  expect(reponse.text).not.toMatch(/node_modules|at Object|Error:/);
});

test.each([
  ['absente', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
  // What the driver says when the server is killed in the middle of a statement: no code.
  ['coupée', new Error('select 1 from sessions - Connection terminated unexpectedly')],
])('la base %s : 503, une phrase en français, les entêtes, aucune trace', async (_cas, erreur) => {
  const coupee = createApp({
    config: lireConfig({ PLIE_JOURNAL: 'silent' }), horloge: horlogeFixe('2025-06-16'), logger: creerLogger('silent'), demonstration: false,
    connexion: { base: { raw: () => Promise.reject(erreur) } as unknown as Essai['contexte']['base'], moteur: 'postgresql', copier: null, fermer: async () => {} },
  });
  const reponse = await request(coupee).get('/').set('Cookie', 'plie=s%3Aabc.def');
  expect(fautesEntetes(reponse)).toEqual([]);
  const page = await request(coupee).get('/connexion');
  expect([page.status, fautesEntetes(page)]).toEqual([503, []]);
  expect(page.text).toContain('momentanément indisponible');
  expect(page.text).not.toContain(erreur.message);
});

test('le nonce change à chaque réponse', async () => {
  const nonces = await Promise.all([1, 2].map(async () => /'nonce-([^']+)'/.exec(String((await request(essai.app).get('/aide')).headers['content-security-policy']))?.[1]));
  expect(nonces[0]).not.toBe(nonces[1]);
});

test('en https : HSTS de deux ans, cookie __Host- sûr, aucun contenu en clair', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const { courriel } = await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
  const app = avec({ PLIE_URL: 'https://plie.exemple.fr', SESSION_SECRET: 'un secret assez long pour la session' });
  const reponse = await request(app).get('/connexion').set('X-Forwarded-Proto', 'https').expect(200);
  expect(reponse.headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
  expect(String(reponse.headers['set-cookie'])).toMatch(/^__Host-plie=.*; Path=\/; .*HttpOnly; Secure; SameSite=Lax/);
  expect(reponse.headers['content-security-policy']).toContain('upgrade-insecure-requests');
  expect(jetonDe(reponse).length).toBeGreaterThan(20);
  // Once logged in, the browser is known again for a year, by a cookie of the same kind.
  const entree = await request(app).post('/connexion').set('X-Forwarded-Proto', 'https').set('Cookie', String(reponse.headers['set-cookie']).split(';')[0]!).type('form').send({ _csrf: jetonDe(reponse), courriel, mot_de_passe: MOT_DE_PASSE }).expect(303);
  expect(String(entree.headers['set-cookie'])).toMatch(/__Host-plie-appareil=[\w.-]+; Max-Age=31536000; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict/);
});

test('en clair : pas de HSTS, qui bloquerait une machine de développement', async () => {
  expect((await request(essai.app).get('/aide')).headers['strict-transport-security']).toBeUndefined();
});

test('security.txt dit où écrire, et n\'est pas périmé', async () => {
  const { text } = await request(avec({ PLIE_CONTACT: 'securite@exemple.fr', PLIE_URL: 'https://plie.exemple.fr' })).get('/.well-known/security.txt').expect(200);
  expect(text).toBe('Contact: mailto:securite@exemple.fr\nExpires: 2025-09-16T00:00:00Z\nPreferred-Languages: fr, en\nCanonical: https://plie.exemple.fr/.well-known/security.txt\n');
});
