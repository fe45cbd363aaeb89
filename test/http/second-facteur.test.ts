/** The second factor: chosen at the first log-in, asked for at each other, good once; recovery codes, another administrator, unused accounts. */
import request from 'supertest';
import { fermerInutilises } from '../../server/acces/actions-facteur';
import { dansMinutes, horlogeFixe } from '../../server/lib/dates';
import { MOT_DE_PASSE } from '../fabriques';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { codeDuFacteur, donnerCode as donner, poserFacteur, secretDeLaPage } from '../outils/facteur';
import { JOUR } from '../outils/monde';

let essai: Essai;
let plieId: number;
beforeAll(async () => {
  essai = await demarrerEssai(JOUR);
  plieId = (await essai.fabriques.unTerritoireComplet()).plie.id;
});
afterAll(() => essai.fermer());

const code = codeDuFacteur;
const texte = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');

async function identifier(courriel: string): Promise<{ visiteur: Visiteur; vers: string }> {
  const visiteur = request.agent(essai.app);
  const reponse = await envoyer(visiteur, '/connexion', '/connexion', { courriel, mot_de_passe: MOT_DE_PASSE }).expect(303);
  return { visiteur, vers: reponse.headers.location as string };
}

/** An account that has chosen its second factor: its secret and its recovery codes. */
async function proteger(role: 'ACCOMPAGNATEUR' | 'ADMINISTRATEUR' = 'ACCOMPAGNATEUR') {
  const compte = await essai.fabriques.unUtilisateur({ role, organisation_id: plieId, dispense_second_facteur: false });
  const { visiteur, vers } = await identifier(compte.courriel);
  expect(vers).toBe('/connexion/second-facteur');
  // Not in yet.
  await visiteur.get('/').expect(303);
  const { secret, codes } = await poserFacteur(visiteur);
  return { ...compte, secret, codes, visiteur };
}

test('le premier accès impose de choisir un second facteur ; un code faux ne suffit pas ; le bon ouvre et donne dix codes de secours', async () => {
  const compte = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId, dispense_second_facteur: false });
  const { visiteur, vers } = await identifier(compte.courriel);
  const page = (await visiteur.get(vers).expect(200)).text;
  expect(page).toContain('src="data:image/png;base64,');
  const secret = secretDeLaPage(page);
  expect(texte((await envoyer(visiteur, vers, vers, { code: '000000' }).expect(422)).text)).toContain("n'est pas celui que l'application affiche");
  // Two minutes late: no longer good.
  await envoyer(visiteur, vers, vers, { code: code(secret, -4) }).expect(422);
  const { text } = await envoyer(visiteur, vers, vers, { code: code(secret) }).expect(200);
  expect(new Set(text.match(/[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/g))).toHaveProperty('size', 10);
  await visiteur.get('/').expect(200);
  // Neither the secret nor a recovery code stands in the journal.
  const journal = JSON.stringify(await essai.contexte.base('journal_lignes').whereIn('table_nom', ['seconds_facteurs', 'codes_secours']));
  expect(journal).not.toContain(secret);
  expect(JSON.stringify(await essai.contexte.base('codes_secours'))).not.toContain(text.match(/[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/)![0]);
});

test('ensuite le code est demandé à chaque connexion, et ne sert qu\'une fois', async () => {
  const { courriel, secret } = await proteger();
  const premiere = await identifier(courriel);
  expect(premiere.vers).toBe('/connexion/code');
  await premiere.visiteur.get('/orientations').expect(303);
  // The one that set it, half a minute ago.
  await donner(premiere.visiteur, code(secret, -1)).expect(422);
  await donner(premiere.visiteur, code(secret)).expect(303);
  await premiere.visiteur.get('/').expect(200);
  const seconde = await identifier(courriel);
  await donner(seconde.visiteur, code(secret)).expect(422);
  await donner(seconde.visiteur, code(secret, 1)).expect(303);
});

test("cinq codes faux ferment le compte, même si le mot de passe est juste entre-temps ; l'avis le dit ensuite", async () => {
  const { courriel, secret } = await proteger();
  const { visiteur } = await identifier(courriel);
  for (let i = 0; i < 3; i += 1) await donner(visiteur, '000000').expect(422);
  const autre = (await identifier(courriel)).visiteur;
  for (let i = 0; i < 2; i += 1) await donner(autre, '000000').expect(422);
  expect(texte((await donner(autre, code(secret)).expect(422)).text)).toContain('fermé pendant 15 minutes');
  await envoyer(request.agent(essai.app), '/connexion', '/connexion', { courriel, mot_de_passe: MOT_DE_PASSE }).expect(422);
  await essai.contexte.base('echecs_connexion').where({ courriel }).update({ instant: dansMinutes(horlogeFixe(JOUR), -16) });
  const apres = (await identifier(courriel)).visiteur;
  await donner(apres, code(secret)).expect(303);
  expect(texte((await apres.get('/')).text)).toContain('5 tentatives de connexion ont échoué depuis votre dernière connexion');
});

test('un code de secours ouvre une fois ; de nouveaux codes annulent les anciens', async () => {
  const { courriel, codes, secret } = await proteger();
  const { visiteur } = await identifier(courriel);
  await donner(visiteur, codes[0]!.toLowerCase()).expect(303);
  expect(texte((await visiteur.get('/compte')).text)).toContain('Il vous reste 9 codes de secours');
  const encore = (await identifier(courriel)).visiteur;
  await donner(encore, codes[0]!).expect(422);
  const { text } = await envoyer(visiteur, '/compte', '/compte/codes', { code: code(secret) }).expect(200);
  expect(text.match(/[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/g)).toHaveLength(10);
  await donner(encore, codes[1]!).expect(422);
});

test("un autre administrateur retire le second facteur, avec une raison ; jamais le sien", async () => {
  const agent = await proteger();
  const admin = await proteger('ADMINISTRATEUR');
  const adresse = `/administration/utilisateurs/${agent.id}`;
  expect(texte((await envoyer(admin.visiteur, adresse, `${adresse}/second-facteur`, { raison: '' }).expect(422)).text)).toContain('Dites pourquoi');
  await envoyer(admin.visiteur, `/administration/utilisateurs/${admin.id}`, `/administration/utilisateurs/${admin.id}/second-facteur`, { raison: 'TELEPHONE_PERDU' }).expect(422);
  await agent.visiteur.get('/').expect(200);
  await envoyer(admin.visiteur, adresse, `${adresse}/second-facteur`, { raison: 'TELEPHONE_PERDU' }).expect(303);
  await agent.visiteur.get('/').expect(303);
  expect((await identifier(agent.courriel)).vers).toBe('/connexion/second-facteur');
});

test('mes sessions se voient, et les autres se ferment', async () => {
  const { courriel, secret, visiteur } = await proteger();
  const autre = (await identifier(courriel)).visiteur;
  await donner(autre, code(secret)).expect(303);
  expect((await visiteur.get('/compte')).text.match(/vue le/g)).toHaveLength(2);
  await envoyer(visiteur, '/compte', '/compte/sessions/fermer', {}).expect(303);
  await autre.get('/').expect(303);
  await visiteur.get('/').expect(200);
});

test('un compte sans connexion depuis six mois se ferme ; rouvert, il a six mois devant lui', async () => {
  const ancien = await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plieId, dispense_second_facteur: false, derniere_connexion: '2024-12-15T10:00:00Z' });
  const recent = await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plieId, dispense_second_facteur: false, derniere_connexion: '2024-12-17T10:00:00Z' });
  const jamais = await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plieId, dispense_second_facteur: false });
  expect(await fermerInutilises(essai.contexte.base, horlogeFixe(JOUR))).toBe(1);
  const actifs = await essai.contexte.base('utilisateurs').whereIn('id', [ancien.id, recent.id, jamais.id]).where({ actif: true }).orderBy('id').select<{ id: number }[]>('id');
  expect(actifs.map((u) => u.id)).toEqual([recent.id, jamais.id]);
  const admin = await essai.comme('ADMINISTRATEUR', plieId);
  await envoyer(admin, `/administration/utilisateurs/${ancien.id}`, `/administration/utilisateurs/${ancien.id}/reactiver`, {}).expect(303);
  expect(await fermerInutilises(essai.contexte.base, horlogeFixe(JOUR))).toBe(0);
});
