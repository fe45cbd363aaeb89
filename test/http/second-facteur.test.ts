/** The second factor: chosen at the first log-in, asked for at each other, good once; recovery codes, another administrator, unused accounts. */
import request from 'supertest';
import { fermerInutilises, rechiffrer } from '../../server/acces/actions-facteur';
import { empreinteDuCode, pourLeCompte } from '../../server/acces/rules-facteur';
import { lireConfig } from '../../server/config';
import { dansMinutes, horlogeFixe } from '../../server/lib/dates';
import { ecrire } from '../../server/lib/ecriture';
import { ouvrir as ouvrirScelle } from '../../server/lib/secrets';
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

const FACTEUR = '/compte/second-facteur';
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

/** Chooses another second factor, or a first one, from « Mon compte ». */
async function changerDeFacteur(visiteur: Visiteur, champs: Record<string, string>) {
  const page = (await envoyer(visiteur, FACTEUR, FACTEUR, { geste: 'CHANGER', actuel: MOT_DE_PASSE, ...champs }).expect(200)).text;
  const secret = secretDeLaPage(page);
  const jeton = /name="_csrf" value="([^"]*)"/.exec(page)![1]!;
  await visiteur.post(`${FACTEUR}/choix`).type('form').send({ _csrf: jeton, code: '000000' }).expect(422);
  await visiteur.post(`${FACTEUR}/choix`).type('form').send({ _csrf: jeton, code: code(secret, -1) }).expect(200);
  return { secret };
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
  // Neither the secret nor a recovery code stands in the journal, nor in clear in its table or in the session that waited for it.
  const enBase = (await essai.contexte.base('seconds_facteurs').where({ utilisateur_id: compte.id }).first<{ secret: string }>('secret')).secret;
  expect(enBase).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/);
  expect(JSON.stringify(await essai.contexte.base('sessions'))).not.toContain(secret);
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
  const { id, courriel, codes, secret } = await proteger();
  const { visiteur } = await identifier(courriel);
  await donner(visiteur, codes[0]!.toLowerCase()).expect(303);
  expect(texte((await visiteur.get('/compte')).text)).toContain('Il vous reste 9 codes de secours');
  const encore = (await identifier(courriel)).visiteur;
  await donner(encore, codes[0]!).expect(422);
  // New ones ask for the password and a code again: an open session is not enough.
  const geste = (champs: Record<string, string>) => envoyer(visiteur, FACTEUR, FACTEUR, { geste: 'CODES', actuel: MOT_DE_PASSE, code: code(secret), ...champs });
  expect(texte((await geste({ actuel: '' }).expect(422)).text)).toContain('Tapez votre mot de passe actuel');
  await geste({ actuel: 'une phrase qui ne convient pas' }).expect(422);
  await geste({ code: '000000' }).expect(422);
  const { text } = await geste({}).expect(200);
  expect(text.match(/[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/g)).toHaveLength(10);
  await donner(encore, codes[1]!).expect(422);
  // Kept as a password is: with the salt of the account, and by no plain hash.
  const gardes = await essai.contexte.base('codes_secours').where({ utilisateur_id: id }).select<{ sel: Buffer; empreinte: string }[]>('sel', 'empreinte');
  expect(new Set(gardes.map((g) => g.sel.toString('hex'))).size).toBe(1);
  expect(gardes.map((g) => g.empreinte)).not.toContain(empreinteDuCode(text.match(/[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/)![0]));
});

test("changer de téléphone demande le mot de passe et un code ; l'ancien ne vaut plus rien, et les autres sessions se ferment", async () => {
  const { courriel, secret, codes, visiteur } = await proteger();
  const autre = (await identifier(courriel)).visiteur;
  await donner(autre, codes[0]!).expect(303);
  await envoyer(visiteur, FACTEUR, FACTEUR, { geste: 'CHANGER', actuel: MOT_DE_PASSE, code: '000000' }).expect(422);
  // Whose role asks for one keeps one.
  await envoyer(visiteur, FACTEUR, FACTEUR, { geste: 'RETIRER', actuel: MOT_DE_PASSE, code: code(secret) }).expect(422);
  await changerDeFacteur(visiteur, { code: code(secret) });
  await autre.get('/').expect(303);
  const apres = (await identifier(courriel)).visiteur;
  await donner(apres, code(secret, 1)).expect(422);
  await donner(apres, codes[1]!).expect(422);
});

test('un correspondant régional, à qui rien ne l\'impose, ajoute un second facteur, et le retire', async () => {
  const region = await essai.fabriques.uneRegion('PACA');
  const { courriel } = await essai.fabriques.unUtilisateur({ role: 'CORRESPONDANT_REGIONAL', organisation_id: region.id, dispense_second_facteur: false });
  const visiteur = await essai.connecter(courriel);
  const { secret } = await changerDeFacteur(visiteur, {});
  const { visiteur: second, vers } = await identifier(courriel);
  expect(vers).toBe('/connexion/code');
  await donner(second, code(secret)).expect(303);
  await envoyer(second, FACTEUR, FACTEUR, { geste: 'RETIRER', actuel: MOT_DE_PASSE, code: code(secret, 1) }).expect(303);
  expect((await identifier(courriel)).vers).toBe('/');
});

test('la clé changée : avec celle d\'avant tout continue, sans elle le serveur le dit, et un code de secours ouvre encore', async () => {
  const { base } = essai.contexte;
  const { id, courriel, secret, codes } = await proteger();
  const gardees = await base('seconds_facteurs').select<{ utilisateur_id: number; secret: string }[]>('utilisateur_id', 'secret');
  const [avant, apres, perdue] = ['cle'.repeat(12), 'autre'.repeat(8), 'perdue'.repeat(8)].map((c) => lireConfig({ SESSION_SECRET: 's'.repeat(32), PLIE_CLE_SECRETS: c }).clesSecrets);
  const tournees = lireConfig({ SESSION_SECRET: 's'.repeat(32), PLIE_CLE_SECRETS: apres![0], PLIE_CLE_SECRETS_ANCIENNE: avant![0] }).clesSecrets;
  const scelle = async () => (await base('seconds_facteurs').where({ utilisateur_id: id }).first<{ secret: string }>('secret')).secret;
  // In clear, as it was kept before: sealed at the next start. Then the key is renewed.
  await ecrire(base, essai.contexte.auteur, 'essai', (trx) => trx('seconds_facteurs').where({ utilisateur_id: id }).update({ secret }));
  expect((await rechiffrer(base, avant!)).perdus).toBe(0);
  expect(ouvrirScelle(avant!, await scelle(), pourLeCompte(id))).toBe(secret);
  expect(await rechiffrer(base, apres!)).toEqual({ refaits: 0, perdus: gardees.length });
  expect(await rechiffrer(base, tournees)).toEqual({ refaits: gardees.length, perdus: 0 });
  expect(ouvrirScelle(apres!, await scelle(), pourLeCompte(id))).toBe(secret);
  // Bound to its account, whole, and opened by no other key.
  const retouche = (await scelle()).replace(/^(v1\.[0-9a-f]{8}\.)(.)/, (_, debut: string, c: string) => debut + (c === 'A' ? 'B' : 'A'));
  expect([ouvrirScelle(apres!, await scelle(), pourLeCompte(id + 1)), ouvrirScelle(apres!, retouche, pourLeCompte(id)), ouvrirScelle(perdue!, await scelle(), pourLeCompte(id))]).toEqual([null, null, null]);

  // This application has neither key: it says so, counts no attempt, and takes a recovery code.
  const { visiteur } = await identifier(courriel);
  expect(texte((await donner(visiteur, code(secret)).expect(422)).text)).toContain('la clé qui les protège sur le serveur a changé');
  expect(await base('echecs_connexion').where({ courriel })).toEqual([]);
  expect(texte((await (await essai.comme('ADMINISTRATEUR', plieId)).get('/administration').expect(200)).text)).toContain('le serveur ne peut plus lire le second facteur');
  await donner(visiteur, codes[0]!).expect(303);
  await changerDeFacteur(visiteur, { code: codes[1]! });
  for (const g of gardees.filter((g) => g.utilisateur_id !== id)) await ecrire(base, essai.contexte.auteur, 'essai', (trx) => trx('seconds_facteurs').where({ utilisateur_id: g.utilisateur_id }).update({ secret: g.secret }));
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
  const fermer = '/compte/sessions/fermer';
  await envoyer(visiteur, fermer, fermer, { actuel: 'une phrase qui ne convient pas' }).expect(422);
  await autre.get('/').expect(200);
  await envoyer(visiteur, fermer, fermer, { actuel: MOT_DE_PASSE }).expect(303);
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
