/** The feed of an agent, read back by another library: what it holds, what it never holds, when it answers. */
import request from 'supertest';
import { createRequire } from 'node:module';
import type LectureICal from 'ical.js' with { 'resolution-mode': 'import' };
import { createApp } from '../../server/app';
import { lireConfig } from '../../server/config';
import { horlogeFixe } from '../../server/lib/dates';
import { creerLogger } from '../../server/lib/logger';
import { LECTURES_PAR_MINUTE } from '../../server/http/debit';
import { ecrire } from '../../server/lib/ecriture';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { fautesEntetes } from '../outils/entetes';

/** Its types are those of an ES module; what is loaded is the CommonJS build. */
const ICAL = createRequire(__filename)('ical.js') as typeof LectureICal;

const JOUR = '2025-06-16';
let essai: Essai;
let plieId: number;
let moi: { id: number; courriel: string };
let accompagnateur: Visiteur;
let pni: { plie_id: number; id: number }[];

beforeAll(async () => {
  essai = await demarrerEssai(JOUR, { PLIE_OPERATEUR: 'France Travail' });
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet({ date_debut: '2025-03-01', date_fin: '2025-12-01' }, { nom: 'PLIE « Épinettes, et Cie » ; dont le nom dépasse largement une ligne de soixante-quinze octets' });
  plieId = plie.id;
  moi = await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId, nom: 'Agentnommé' });
  pni = [];
  for (const fin of ['2025-06-15', '2025-06-20', '2025-06-20']) {
    const personne = await f.unePersonne({ plie_id: plieId, nom: 'Quincampoix', prenom: 'Aurèle' });
    const o = await f.uneOrientation({ plie_id: plieId, personne_id: personne.id, agence_id: agence.id, date_prescription: '2023-05-01', date_contact: '2023-05-10', date_integration: '2023-06-01' });
    await f.inserer('referents', { plie_id: plieId, orientation_id: o.id, utilisateur_id: moi.id, date_debut: '2023-06-01' });
    pni.push(await f.inserer('pni', { plie_id: plieId, orientation_id: o.id, personne_id: personne.id, date_demande: '2023-06-01', date_debut: '2023-06-21', date_fin: fin }) as unknown as { plie_id: number; id: number });
  }
  accompagnateur = await essai.connecter(moi.courriel);
});
afterAll(() => essai.fermer());

/** Makes the address of a visitor, as they read it on their page. */
async function abonner(visiteur: Visiteur): Promise<string> {
  const { text } = await envoyer(visiteur, '/compte/calendrier', '/compte/calendrier', {}).expect(200);
  return new URL(/id="lien"[^>]*value="([^"]+)"/.exec(text)![1]!).pathname;
}
const lire = (adresse: string) => request(essai.app).get(adresse).buffer(true).parse((res, suite) => { const morceaux: Buffer[] = []; res.on('data', (m: Buffer) => morceaux.push(m)); res.on('end', () => suite(null, Buffer.concat(morceaux))); });
async function contenu(adresse: string): Promise<string> {
  return ((await lire(adresse).expect(200)).body as Buffer).toString('utf8');
}
const evenements = (ics: string) => new ICAL.Component(ICAL.parse(ics)).getAllSubcomponents('vevent').map((c) => {
  const valeur = (nom: string) => String(c.getFirstPropertyValue(nom));
  return { uid: valeur('uid'), debut: c.getFirstProperty('dtstart')!.toICALString(), titre: valeur('summary'), texte: valeur('description'), url: valeur('url'), sequence: Number(valeur('sequence')), modifie: valeur('last-modified'), transparence: valeur('transp') };
});

test('une autre bibliothèque y lit des jours entiers, des nombres et des liens, et aucun nom', async () => {
  const reponse = await lire(await abonner(accompagnateur)).expect(200);
  expect(reponse.headers['content-type']).toBe('text/calendar; charset=utf-8');
  expect(fautesEntetes(reponse)).toEqual([]);
  expect(reponse.headers['cache-control']).toContain('no-store');
  expect(reponse.headers['set-cookie']).toBeUndefined();
  const ics = (reponse.body as Buffer).toString('utf8');
  expect(evenements(ics).map(({ debut, titre, transparence }) => [debut, titre, transparence])).toEqual([
    ['DTSTART;VALUE=DATE:20250615', '1 PNI échu, parcours toujours ouvert', 'TRANSPARENT'],
    ['DTSTART;VALUE=DATE:20250620', '2 fins de PNI', 'TRANSPARENT'],
  ]);
  expect(evenements(ics)[1]!.texte).toContain('2 personnes concernées.');
  expect(evenements(ics)[1]!.url).toMatch(/\/pni\?etat=ACTIF&fin=2025-06-20\.\.2025-06-20&accompagnateur=\d+$/);
  for (const nom of ['Quincampoix', 'Aurèle', 'Agentnommé', 'Pôle emploi']) expect([nom, ics.includes(nom)]).toEqual([nom, false]);
});

test('la forme tient : fins de ligne CRLF, lignes de 75 octets au plus, nom du PLIE rendu entier', async () => {
  const animation = await essai.comme('ANIMATION', plieId);
  const ics = await contenu(await abonner(animation));
  expect(ics.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(ics.split('\r\n').filter((l) => Buffer.byteLength(l) > 75)).toEqual([]);
  const racine = new ICAL.Component(ICAL.parse(ics));
  expect(racine.getFirstPropertyValue('x-wr-calname')).toContain('« Épinettes, et Cie » ; dont le nom dépasse largement une ligne de soixante-quinze octets');
  expect([racine.getFirstPropertyValue('version'), racine.getFirstPropertyValue('method'), racine.getFirstPropertyValue('x-wr-timezone')]).toEqual(['2.0', 'PUBLISH', 'Europe/Paris']);
  expect(evenements(ics).map((e) => e.titre)).toEqual(expect.arrayContaining(["Échange d'informations", 'Tableau de suivi de juin 2025', 'Fin de la convention', 'En retard : Tableau de suivi de mai 2025']));
});

test('deux lectures donnent la même chose ; ce qui change prend un numéro de plus, et rien d\'autre', async () => {
  const adresse = await abonner(accompagnateur);
  const premier = await contenu(adresse);
  expect(await contenu(adresse)).toBe(premier);
  const [echu, deux] = evenements(premier);
  const { plie_id, id } = pni[1]!;
  await ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('pni').where({ plie_id, id }).update({ date_cloture: '2025-06-10', motif_cloture: 'CONTRAT_IAE' }));
  const apres = evenements(await contenu(adresse));
  expect(apres).toEqual([echu, expect.objectContaining({ uid: deux!.uid, titre: '1 fin de PNI', sequence: deux!.sequence + 1 })]);
});

test("une nouvelle adresse remplace l'ancienne ; retirée, inconnue ou d'un compte fermé, une adresse n'existe pas ; la base n'en garde que l'empreinte", async () => {
  const premiere = await abonner(accompagnateur);
  const seconde = await abonner(accompagnateur);
  await lire(premiere).expect(404);
  await lire(seconde).expect(200);
  const secret = /([^/]+)\.ics$/.exec(seconde)![1]!;
  expect(secret).toHaveLength(43);
  for (const table of ['flux_calendrier', 'journal_lignes', 'journal_actes', 'formulaires', 'sessions']) expect([table, JSON.stringify(await essai.contexte.base(table)).includes(secret)]).toEqual([table, false]);
  expect((await accompagnateur.get('/compte/calendrier').expect(200)).text).not.toContain(secret);
  await lire(`/calendrier/${'A'.repeat(43)}.ics`).expect(404);

  const fermer = (actif: boolean) => ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('utilisateurs').where({ id: moi.id }).update({ actif }));
  await fermer(false);
  await lire(seconde).expect(404);
  await fermer(true);
  await lire(seconde).expect(200);
  await envoyer(accompagnateur, '/compte/calendrier', '/compte/calendrier/retirer', {}).expect(303);
  await lire(seconde).expect(404);
});

test('qui lit trop souvent attend une minute', async () => {
  const statuts = new Set<number>();
  for (let n = 0; n <= LECTURES_PAR_MINUTE && !statuts.has(429); n += 1) statuts.add((await lire('/calendrier/personne.ics')).status);
  expect([...statuts]).toEqual([404, 429]);
  const refus = await lire('/calendrier/personne.ics').expect(429);
  expect(Number(refus.headers['retry-after'])).toBeGreaterThan(0);
  expect(fautesEntetes(refus)).toEqual([]);
});

test.each([
  ['sans PLIE_PROXY, une adresse inventée ne compte pas', {}, 429],
  ["d'un proxy qui n'est pas celui des réglages, non plus", { PLIE_PROXY: '10.0.0.5' }, 429],
  ['derrière un proxy connu, chaque visiteur a son compte', { PLIE_PROXY: 'loopback' }, 404],
  ["et ce que le visiteur écrit devant lui ne compte pas", { PLIE_PROXY: '1' }, 429],
] as const)('%s', async (_cas, env, attendu) => {
  const app = createApp({
    config: lireConfig({ PLIE_JOURNAL: 'silent', ...env }), horloge: horlogeFixe(JOUR), logger: creerLogger('silent'), demonstration: false,
    connexion: { base: essai.contexte.base, moteur: 'postgresql', copier: null, fermer: async () => {} },
  });
  // With one proxy, it is the last address that it wrote; what comes before is the visitor's own word.
  const lire = (n: number) => request(app).get('/calendrier/personne.ics').set('X-Forwarded-For', 'PLIE_PROXY' in env && env.PLIE_PROXY === '1' ? `203.0.113.${n % 250}, 198.51.100.7` : `203.0.113.${n % 250}`);
  for (let n = 0; n < LECTURES_PAR_MINUTE; n += 1) await lire(n).expect(404);
  await lire(LECTURES_PAR_MINUTE).expect(attendu);
});
