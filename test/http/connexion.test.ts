import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import request from 'supertest';
import { createApp, ROUTES } from '../../server/app';
import { lireConfig } from '../../server/config';
import { creerLogger } from '../../server/lib/logger';
import { corpsDe, objetDe } from '../outils/courriel';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { MOT_DE_PASSE } from '../fabriques';
import { horlogeFixe } from '../../server/lib/dates';
import { creerLien } from '../../server/acces/connexion';
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

test('la dernière connexion se note quand une session s\'ouvre, et jamais pour un refus, qui coûte le même travail à tous les comptes', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const compte = async (champs: Record<string, unknown> = {}) => essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id, ...champs });
  const [ouvert, ferme] = [await compte(), await compte({ actif: false })];
  const derniere = async (id: number) => (await essai.contexte.base('utilisateurs').where({ id }).first<{ derniere_connexion: string | null }>('derniere_connexion')).derniere_connexion;
  const requetes: string[] = [];
  const noter = ({ sql }: { sql: string }) => void requetes.push(sql);
  essai.contexte.base.on('query', noter);
  /** The statements of a log-in refused. */
  const refuser = async (adresse: string, mot_de_passe: string) => {
    const visiteur = request.agent(essai.app);
    requetes.length = 0;
    await envoyer(visiteur, '/connexion', '/connexion', { courriel: adresse, mot_de_passe }).expect(422);
    return [...requetes];
  };
  const inconnu = await refuser('nul@exemple.test', MOT_DE_PASSE);
  expect(inconnu.length).toBeGreaterThan(3);
  expect(await refuser(ouvert.courriel, 'une phrase qui ne convient pas')).toEqual(inconnu);
  expect(await refuser(ferme.courriel, MOT_DE_PASSE)).toEqual(inconnu);
  essai.contexte.base.removeListener('query', noter);
  expect([await derniere(ouvert.id), await derniere(ferme.id)]).toEqual([null, null]);
  await essai.connecter(ouvert.courriel);
  expect(new Date((await derniere(ouvert.id))!)).toEqual(horlogeFixe('2025-06-16').maintenant());
});

test('cinq échecs ferment le compte, même avec le bon mot de passe', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const autre = (await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id })).courriel;
  for (let i = 0; i < 5; i += 1) await envoyer(request.agent(essai.app), '/connexion', '/connexion', { courriel: autre, mot_de_passe: `mauvaise phrase ${i}` }).expect(422);
  const reponse = await envoyer(request.agent(essai.app), '/connexion', '/connexion', { courriel: autre, mot_de_passe: MOT_DE_PASSE }).expect(422);
  expect(reponse.text).toContain('Trop de tentatives');
});

/** What the journal says of log-ins since an act: whose, and what. */
async function connexionsDepuis(acteId: number) {
  const actes = await essai.contexte.base('journal_actes').where('id', '>', acteId).andWhereLike('action', 'connexion.%').orderBy('id').select<{ action: string; utilisateur_id: number | null; details: Record<string, unknown> }[]>('action', 'utilisateur_id', 'details');
  return actes.map(({ action, utilisateur_id, details }) => [action, utilisateur_id, details.refuse ?? details.nouveau ?? details.minutes]);
}

test('chaque connexion, chaque refus et chaque fermeture sont au journal ; jamais le courriel tapé, qui peut être un mot de passe', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const { id, courriel: adresse } = await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
  const { dernier } = (await essai.contexte.base('journal_actes').max<{ dernier: number }[]>('id as dernier'))[0]!;
  const tenter = (adresse: string) => envoyer(request.agent(essai.app), '/connexion', '/connexion', { courriel: adresse, mot_de_passe: 'une phrase qui ne convient pas' }).expect(422);
  await essai.connecter(adresse);
  for (let i = 0; i < 5; i += 1) await tenter(adresse);
  for (let i = 0; i < 5; i += 1) await tenter('secret-tape-ici');
  const refus = (qui: number | null) => [...Array.from({ length: 5 }, () => ['connexion.refuser', qui, 'MOT_DE_PASSE']), ['connexion.fermer', qui, 15]];
  expect(await connexionsDepuis(dernier)).toEqual([['connexion.ouvrir', id, true], ...refus(id), ...refus(null)]);
  expect(JSON.stringify(await essai.contexte.base('journal_actes').where('id', '>', dernier))).not.toContain('secret-tape-ici');
});

describe('le compte est prévenu', () => {
  const recus: { pour: string; objet: string; texte: string }[] = [];
  let arrivee = () => {};
  const attendre = (nombre: number) => new Promise<void>((resolve) => { (arrivee = () => { if (recus.length >= nombre) resolve(); })(); });
  const serveur = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (flux, session, suite) => { void text(flux).then((brut) => { recus.push({ pour: session.envelope.rcptTo.map((r) => r.address).join(), objet: objetDe(brut), texte: corpsDe(brut) }); suite(); arrivee(); }); },
  });
  beforeAll(() => new Promise<void>((resolve) => serveur.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise<void>((resolve) => serveur.close(resolve)));

  test("d'un navigateur nouveau, d'un mot de passe changé, d'un compte fermé une fois par jour ; ni pour un navigateur connu, ni pour un compte inconnu, ni deux fois pour un lien suivi", async () => {
    let decalage = 0;
    const horloge = { maintenant: () => new Date(horlogeFixe('2025-06-16').maintenant().getTime() + decalage) };
    const avecCourriel = createApp({
      config: lireConfig({ PLIE_JOURNAL: 'silent', PORT: '0', SMTP_URL: `smtp://127.0.0.1:${(serveur.server.address() as AddressInfo).port}` }), logger: creerLogger('silent'), demonstration: false,
      connexion: { base: essai.contexte.base, moteur: 'postgresql', copier: null, fermer: async () => {} }, horloge,
    });
    const { plie } = await essai.fabriques.unTerritoireComplet();
    const { courriel: adresse } = await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
    const { dernier } = (await essai.contexte.base('journal_actes').max<{ dernier: number }[]>('id as dernier'))[0]!;
    const [bureau, ailleurs] = [request.agent(avecCourriel), request.agent(avecCourriel).set('User-Agent', 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0')];
    const entrer = async (qui: Visiteur, mot_de_passe = MOT_DE_PASSE) => { await envoyer(qui, '/connexion', '/connexion', { courriel: adresse, mot_de_passe }).expect(303); return (await qui.get('/').expect(200)).text.replaceAll('&#39;', "'"); };
    const sortir = (qui: Visiteur) => envoyer(qui, '/compte', '/deconnexion', {}).expect(303);
    await entrer(bureau);
    await sortir(bureau);
    await entrer(bureau);
    await sortir(bureau);
    await entrer(ailleurs);
    await attendre(2);
    expect(await entrer(bureau)).toContain("venait d'un autre navigateur, jamais vu jusque-là : Firefox, Windows");
    expect((await connexionsDepuis(dernier)).map(([, , nouveau]) => nouveau)).toEqual([true, false, true, false]);
    expect((await bureau.get('/compte')).text).toContain('Connexion, Firefox, Windows, navigateur nouveau');
    const nouveau = 'genêt tambour huit lanterne';
    await envoyer(bureau, '/compte', '/compte', { actuel: MOT_DE_PASSE, mot_de_passe: nouveau, confirmation: nouveau }).expect(303);
    await attendre(3);
    // Every other browser is new again.
    await entrer(ailleurs, nouveau);
    await attendre(4);
    const fermerLeCompte = async (cible: string) => { for (let i = 0; i < 5; i += 1) await envoyer(request.agent(avecCourriel), '/connexion', '/connexion', { courriel: cible, mot_de_passe: 'une phrase qui ne convient pas' }).expect(422); };
    for (const cible of [adresse, 'personne-du-tout@exemple.test']) await fermerLeCompte(cible);
    await attendre(5);
    // Open again, and closed again: told once a day. Closed the day before: told.
    decalage = 16 * 60_000;
    await fermerLeCompte(adresse);
    const { id: autreId, courriel: autre } = await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
    await essai.contexte.base('journal_actes').insert({ action: 'connexion.fermer', utilisateur_id: autreId, instant: essai.contexte.base.raw("now() - interval '25 hours'") });
    await fermerLeCompte(autre);
    await attendre(6);
    // By a link: the password is told, not the log-in that follows.
    const invite = await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
    const lien = await ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => creerLien(trx, horloge, invite.id, ''));
    const arrive = request.agent(avecCourriel);
    await envoyer(arrive, lien, lien, { mot_de_passe: nouveau, confirmation: nouveau }).expect(303);
    await arrive.get('/').expect(200);
    await fermerLeCompte(invite.courriel);
    await attendre(8);
    const objets = (a: string) => recus.filter((r) => r.pour === a).map((r) => r.objet.replace('Passerelle : ', ''));
    expect(objets(adresse)).toEqual(['connexion depuis un nouveau navigateur', 'connexion depuis un nouveau navigateur', 'mot de passe changé', 'connexion depuis un nouveau navigateur', 'tentatives de connexion refusées']);
    expect([objets(autre), objets(invite.courriel)]).toEqual([['tentatives de connexion refusées'], ['mot de passe changé', 'tentatives de connexion refusées']]);
    expect(recus[1]!.texte).toContain("le 16/06/2025 à 13:00, depuis un navigateur qui ne l'avait jamais ouvert");
    expect(recus[1]!.texte).toContain('Firefox, Windows');
    expect(recus.map((r) => r.texte).join()).not.toMatch(/genêt|cheval|mot-de-passe\//);
  });
});

test('lire une page publique n\'ouvre aucune session ; seul un formulaire en a besoin', async () => {
  const sessions = async () => (await essai.contexte.base('sessions')).length;
  const ouvertes = new Map<boolean, string[]>([[true, []], [false, []]]);
  for (const route of ROUTES.filter((r) => r.acte === 'public' && r.methode === 'get')) {
    const avant = await sessions();
    const reponse = await request(essai.app).get(route.chemin);
    const formulaire = reponse.text.includes('method="post"');
    ouvertes.get(formulaire)!.push(route.chemin);
    expect({ route: route.chemin, sessions: (await sessions()) - avant, cookie: 'set-cookie' in reponse.headers }).toEqual({ route: route.chemin, sessions: formulaire ? 1 : 0, cookie: formulaire });
  }
  expect(ouvertes.get(true)).toEqual(['/connexion']);
  for (const page of ['/accessibilite', '/mentions-legales', '/donnees-personnelles', '/aide', '/plan-du-site', '/.well-known/security.txt']) expect(ouvertes.get(false)).toContain(page);
  // The page of an error is one of them.
  const avant = await sessions();
  await request(essai.app).get('/adresse-inconnue').expect(404);
  expect(await sessions()).toBe(avant);
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

test('un navigateur qui suit la redirection dès les en-têtes trouve sa session déjà écrite', async () => {
  // A slow disk: what is answered before it is written shows at once.
  await essai.contexte.base.raw(`create function lentement() returns trigger language plpgsql as $$ begin perform pg_sleep(0.3); return new; end $$`);
  await essai.contexte.base.raw('create trigger lentement before insert or update on sessions for each row execute function lentement()');
  const serveur = http.createServer(essai.app);
  await new Promise<void>((resolve) => serveur.listen(0, '127.0.0.1', resolve));
  const { port } = serveur.address() as AddressInfo;
  /** The answer, as soon as its headers are there. */
  const demander = (methode: string, chemin: string, cookie: string, corps?: string) => new Promise<http.IncomingMessage>((resolve, reject) => {
    const demande = http.request({ port, method: methode, path: chemin, headers: { cookie, ...(corps ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) } }, resolve);
    demande.on('error', reject).end(corps);
  });
  const cookieDe = (reponse: http.IncomingMessage) => reponse.headers['set-cookie']!.find((c) => c.startsWith('plie='))!.split(';')[0]!;

  try {
    const page = await demander('GET', '/connexion', '');
    let html = '';
    for await (const morceau of page.setEncoding('utf8')) html += morceau;
    const jeton = /name="_csrf" value="([^"]*)"/.exec(html)![1]!;
    const entree = await demander('POST', '/connexion', cookieDe(page), new URLSearchParams({ _csrf: jeton, courriel, mot_de_passe: MOT_DE_PASSE }).toString());
    expect(entree.headers.location).toBe('/');
    expect((await demander('GET', '/', cookieDe(entree))).statusCode).toBe(200);
  } finally {
    serveur.closeAllConnections();
    serveur.close();
    await essai.contexte.base.raw('drop trigger lentement on sessions');
  }
});
