/** How a session is born, ages and ends, and what the logs say meanwhile. */
import { Writable } from 'node:stream';
import pino from 'pino';
import request from 'supertest';
import { createApp } from '../../server/app';
import { lireConfig } from '../../server/config';
import { MOT_DE_PASSE } from '../fabriques';
import { demarrerEssai, envoyer, type Essai } from '../outils/application';

let essai: Essai;
let courriel: string;
let personneId: number;
let plieId: number;
/** Of both applications below: the second takes the cookies of the first. */
const SECRET = 'cookies signés pour ces essais seulement';
/** Minutes since noon, on the clock of the application. */
let minutes = 0;
let journal = '';
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  const { plie } = await essai.fabriques.unTerritoireComplet();
  plieId = plie.id;
  courriel = (await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id, nom: 'Quincampoix' })).courriel;
  personneId = (await essai.fabriques.unePersonne({ plie_id: plie.id, nom: 'Marqueur' })).id;
  app = createApp({
    config: lireConfig({ PORT: '0', SESSION_SECRET: SECRET }), connexion: { base: essai.contexte.base, moteur: 'postgresql', copier: null, fermer: async () => {} }, demonstration: false,
    horloge: { maintenant: () => new Date(Date.parse('2025-06-16T05:00:00Z') + minutes * 60_000) },
    logger: pino({ level: 'info', base: null }, new Writable({ write: (ligne: Buffer, _encodage, suite) => { journal += ligne.toString(); suite(); } })),
  });
});
afterAll(() => essai.fermer());

const cookieDe = (reponse: request.Response): string => (reponse.headers['set-cookie'] as unknown as string[]).find((c) => c.startsWith('plie='))!.split(';')[0]!;
/** Logs in, and gives the cookie of before and the one of after. */
async function entrer() {
  const visiteur = request.agent(app);
  const avant = cookieDe(await visiteur.get('/connexion'));
  const apres = cookieDe(await envoyer(visiteur, '/connexion', '/connexion', { courriel, mot_de_passe: MOT_DE_PASSE }).expect(303));
  return { visiteur, avant, apres };
}
/** 200 when this cookie opens the account, 303 to the log-in page when it opens nothing. */
const lire = async (cookie: string): Promise<number> => (await request(app).get('/compte').set('Cookie', cookie)).status;

test('une nouvelle session à la connexion : celle d\'avant n\'ouvre rien, un cookie inventé ou retouché non plus', async () => {
  const { avant, apres } = await entrer();
  expect(apres).not.toBe(avant);
  expect([await lire(apres), await lire(avant), await lire('plie=s%3Ainventee.signature'), await lire(`${apres}x`)]).toEqual([200, 303, 303, 303]);
});

test('déconnecté, le cookie gardé n\'ouvre plus rien', async () => {
  const { visiteur, apres } = await entrer();
  // Nor does the browser keep anything of it, but the cookie that knows it again.
  const sortie = await envoyer(visiteur, '/compte', '/deconnexion', {}).expect(303);
  expect(sortie.headers['clear-site-data']).toBe('"cache", "storage"');
  expect(await lire(apres)).toBe(303);
});

test('trente minutes sans rien demander et c\'est fini ; à s\'en servir toutes les vingt, douze heures au plus', async () => {
  const [oisive, active] = [(await entrer()).apres, (await entrer()).apres];
  const debut = minutes;
  const etats: [number, number][] = [];
  // 12 h = 36 × 20 min: still good at 720, over at 740.
  for (minutes = debut + 20; minutes <= debut + 740; minutes += 20) etats.push([minutes - debut, await lire(active)]);
  expect(etats.filter(([, statut]) => statut !== 200)).toEqual([[740, 303]]);
  minutes = debut + 29;
  expect(await lire(oisive)).toBe(200);
  minutes = debut + 60;
  expect(await lire(oisive)).toBe(303);
});

test.each([
  ["l'invitation", (id: number) => ({ page: `/administration/utilisateurs/nouveau?organisation=${plieId}`, action: `/administration/utilisateurs/nouveau?organisation=${plieId}`, champs: { role: 'ANIMATION', prenom: 'Rose', nom: 'Aubépine', courriel: `rose${id}@exemple.test` } })],
  ['un mot de passe oublié', (id: number) => ({ page: `/administration/utilisateurs/${id}`, action: `/administration/utilisateurs/${id}/lien`, champs: {} })],
])('le lien pour %s vit 24 heures et sert une fois', async (_pour, demander) => {
  const [oublieux, gerant] = await Promise.all((['ANIMATION', 'ADMINISTRATEUR'] as const).map((role) => essai.fabriques.unUtilisateur({ role, organisation_id: plieId })));
  const { page, action, champs } = demander(oublieux!.id);
  const debut = minutes;
  const admin = request.agent(app);
  await envoyer(admin, '/connexion', '/connexion', { courriel: gerant!.courriel, mot_de_passe: MOT_DE_PASSE }).expect(303);
  const lien = /value="[^"]*(\/mot-de-passe\/[^"]+)"/.exec((await envoyer(admin, page, action, champs).expect(200)).text)![1]!;
  minutes = debut + 24 * 60;
  await request(app).get(lien).expect(404);
  minutes = debut + 24 * 60 - 1;
  const visiteur = request.agent(app);
  const choisir = { mot_de_passe: 'genêt tambour huit lanterne', confirmation: 'genêt tambour huit lanterne' };
  // Read on time, sent too late: refused as well.
  const jeton = /name="_csrf" value="([^"]*)"/.exec((await visiteur.get(lien).expect(200)).text)![1]!;
  minutes = debut + 24 * 60;
  await visiteur.post(lien).type('form').send({ _csrf: jeton, ...choisir }).expect(404);
  minutes = debut + 24 * 60 - 1;
  await envoyer(visiteur, lien, lien, choisir).expect(303);
  await request(app).get(lien).expect(404);
});

test("un compte qui demande plus de pages qu'on n'en lit est freiné, seul, avec ce qu'il faut faire", async () => {
  const frein = createApp({
    config: lireConfig({ PORT: '0', SESSION_SECRET: SECRET, PLIE_REQUETES_PAR_MINUTE: '3' }), connexion: { base: essai.contexte.base, moteur: 'postgresql', copier: null, fermer: async () => {} }, demonstration: false,
    horloge: { maintenant: () => new Date(Date.parse('2025-06-16T05:00:00Z') + minutes * 60_000) }, logger: pino({ level: 'silent' }),
  });
  const { apres } = await entrer();
  const demander = (cookie: string) => request(frein).get('/aide').set('Cookie', cookie);
  for (let i = 0; i < 3; i += 1) await demander(apres).expect(200);
  const { text } = await demander(apres).expect(429);
  expect(text).toContain('Attendez une minute, puis rechargez la page');
  // Other accounts and visitors go on.
  const autre = await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plieId });
  await demander(cookieDe(await envoyer(request.agent(app), '/connexion', '/connexion', { courriel: autre.courriel, mot_de_passe: MOT_DE_PASSE }).expect(303))).expect(200);
  for (let i = 0; i < 5; i += 1) await request(frein).get('/aide').expect(200);
});

test('les journaux disent la route, le statut et l\'acteur, refus compris ; jamais un nom, un envoi, une recherche ni une adresse remplie', async () => {
  const { visiteur } = await entrer();
  journal = '';
  await envoyer(visiteur, '/connexion', '/connexion', { courriel: 'inconnu-marqueur@exemple.test', mot_de_passe: 'secret-marqueur tapé ici' });
  await visiteur.get('/personnes?q=Marqueur').expect(200);
  await visiteur.get(`/personnes/${personneId}`).expect(200);
  await visiteur.get('/journal').expect(403);
  await request(app).get('/mot-de-passe/jeton-marqueur').expect(404);
  const lignes = journal.trim().split('\n').map((l) => JSON.parse(l) as { route: string; statut: number; acteur: number | null; requete: string; time: number });
  expect(lignes.map((l) => [l.route, l.statut, l.acteur !== null])).toEqual(expect.arrayContaining([['/personnes', 200, true], ['/personnes/:id', 200, true], ['/journal', 403, true], ['/mot-de-passe/:jeton', 404, false]]));
  expect(lignes.every((l) => /^[0-9a-f-]{36}$/.test(l.requete) && l.time > 0)).toBe(true);
  expect(journal).not.toMatch(/marqueur|quincampoix|secret|@/i);
});
