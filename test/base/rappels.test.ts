/** The mail reminders: when, to whom, how often, on a real mail server; two processes at once, a stop half-way, a day missed. */
import { execFile } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { SMTPServer } from 'smtp-server';
import { contexteSysteme } from '../../server/acces/acteur';
import { dateCivile, horlogeFixe, type Horloge } from '../../server/lib/dates';
import { ecrire } from '../../server/lib/ecriture';
import { creerLogger } from '../../server/lib/logger';
import { RACINE } from '../../server/lib/racine';
import { passer, type Facteur } from '../../server/rappels/actions';
import { reserverRappel } from '../../server/rappels/queries';
import { MINUTES_AVANT_REPRISE } from '../../server/rappels/rules';
import { veillerAuxRappels } from '../../server/rappels/veille';
import { fabriquer } from '../fabriques';
import { corpsDe, objetDe } from '../outils/courriel';
import { creerBaseDeTest } from '../outils/moteur';

const recus: { pour: string; objet: string; texte: string; brut: string }[] = [];
let refuser = false;
let serveur: SMTPServer;
let smtpUrl: string;
let essai: Awaited<ReturnType<typeof creerBaseDeTest>>;
let f: ReturnType<typeof fabriquer>;

beforeAll(async () => {
  serveur = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_adresse, _session, suite) => suite(refuser ? Object.assign(new Error('pas maintenant'), { responseCode: 451 }) : null),
    onData: (flux, session, suite) => { void text(flux).then((brut) => {
      recus.push({ pour: session.envelope.rcptTo.map((r) => r.address).join(), objet: objetDe(brut), texte: corpsDe(brut), brut });
      suite();
    }); },
  });
  await new Promise<void>((resolve) => serveur.listen(0, '127.0.0.1', resolve));
  smtpUrl = `smtp://127.0.0.1:${(serveur.server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise<void>((resolve) => serveur.close(resolve)));
beforeEach(async () => {
  recus.length = 0;
  refuser = false;
  essai = await creerBaseDeTest();
  f = fabriquer(contexteSysteme(essai.base, dateCivile('2025-06-01'), 'essai'));
});
afterEach(() => essai.fermer());

const facteur = (horloge: Horloge, plus: Partial<Facteur> = {}): Facteur => ({ base: essai.base, horloge, logger: creerLogger('silent'), smtpUrl, url: 'https://passerelle.exemple.test', operateur: 'France Travail', ...plus });
const leJour = (jour: string) => passer(facteur(horlogeFixe(jour)));
const a = (instant: string): Horloge => ({ maintenant: () => new Date(instant) });

/** A PLIE whose first table, of May 2025, is due on Friday 6 June. */
async function unPlie() {
  const { plie } = await f.unTerritoireComplet({ date_debut: '2025-05-01' });
  const agent = async (role: 'ANIMATION' | 'ACCOMPAGNATEUR', genres: string[] | null, champs: Record<string, unknown> = {}) => {
    const u = await f.unUtilisateur({ role, organisation_id: plie.id, nom: 'Agentnommé' });
    if (genres) await f.inserer('rappels_reglages', { utilisateur_id: u.id, genres, ...champs });
    return u;
  };
  return { plie, agent };
}

test('cinq jours avant, la veille, une fois en retard, puis chaque semaine : un courriel chaque fois, et aucun entre deux', async () => {
  const { agent } = await unPlie();
  await agent('ANIMATION', ['TABLEAU']);
  const jours = Array.from({ length: 29 }, (_, n) => new Date(Date.UTC(2025, 4, 31 + n)).toISOString().slice(0, 10));
  const envoyes: string[] = [];
  for (const jour of jours) {
    await leJour(jour);
    if (recus.splice(0).length) envoyes.push(jour);
  }
  expect(envoyes).toEqual(['2025-06-01', '2025-06-05', '2025-06-07', '2025-06-16', '2025-06-23']);
});

test('trois jours d\'arrêt : au retour, un seul courriel, qui dit ce qu\'il en est', async () => {
  const { agent } = await unPlie();
  const moi = await agent('ANIMATION', ['TABLEAU']);
  await leJour('2025-05-31');
  await leJour('2025-06-04');
  await leJour('2025-06-04');
  expect(recus.map(({ pour, objet }) => [pour, objet])).toEqual([[moi.courriel, '1 échéance']]);
  expect(recus[0]!.texte).toContain('- Tableau de suivi de mai 2025 : vendredi 06/06/2025, dans 2 jours');
  expect(recus[0]!.texte).toContain('https://passerelle.exemple.test/tableau-de-suivi?mois=2025-05');
});

test("l'enquête : la veille à chaque partie qui n'a pas répondu, et à la région", async () => {
  const { plie, agence } = await f.unTerritoireComplet({ date_debut: '2024-01-01', date_fin: '2024-12-31' }, { nom: 'PLIE des Crêtes' });
  const region = await f.uneRegion();
  const enquete = await f.inserer('enquetes', { region_code: 'PACA', annee: 2024, date_limite: '2025-06-06' });
  const [animation, referent, regional] = [await f.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id }), await f.unUtilisateur({ role: 'REFERENT_PE', organisation_id: agence.id }), await f.unUtilisateur({ role: 'CORRESPONDANT_REGIONAL', organisation_id: region.id })];
  for (const { id } of [animation, referent, regional]) await f.inserer('rappels_reglages', { utilisateur_id: id, genres: ['BILANS'] });
  for (let question = 1; question <= 8; question += 1) await f.inserer('enquete_reponses', { plie_id: plie.id, enquete_id: enquete.id, partie: 'PLIE', question, reponse: 'MOYEN' });
  await leJour('2025-06-05');
  expect(recus.map((r) => r.pour).sort()).toEqual([referent.courriel, regional.courriel].sort());
  const recu = (courriel: string) => recus.find((r) => r.pour === courriel)!.texte.replaceAll('\r\n', '\n');
  expect(recu(referent.courriel)).toContain(`- Enquête annuelle 2024 (PLIE des Crêtes) : vendredi 06/06/2025, demain\n  https://passerelle.exemple.test/enquete/${enquete.id}/plies/${plie.id}/repondre`);
  expect(recu(regional.courriel)).toContain(`https://passerelle.exemple.test/enquete/${enquete.id}/relances`);
});

test('avant sept heures à Paris rien ne part, l\'été comme l\'hiver ; sans choix, sans serveur, d\'un compte fermé, rien non plus', async () => {
  const { agent } = await unPlie();
  const moi = await agent('ANIMATION', ['TABLEAU']);
  await agent('ANIMATION', []);
  await agent('ANIMATION', null);
  const fermer = (actif: boolean) => ecrire(essai.base, { utilisateurId: null, systeme: 'essai', requeteId: null, cleFormulaire: null }, 'essai', (trx) => trx('utilisateurs').where({ id: moi.id }).update({ actif }));
  expect(await passer(facteur(horlogeFixe('2025-06-05'), { smtpUrl: undefined }))).toEqual({ envoyes: 0, refuses: 0 });
  expect(await essai.base('rappels_passages')).toEqual([]);
  await passer(facteur(a('2025-06-05T04:59:59Z')));
  await fermer(false);
  await passer(facteur(a('2025-06-03T05:00:00Z')));
  await fermer(true);
  expect(recus).toEqual([]);
  await passer(facteur(a('2025-06-05T05:00:00Z')));
  expect(recus).toHaveLength(1);
  // Winter time, the morning after the change of clocks: seven o'clock is 06:00 UTC, no longer 05:00.
  for (const [instant, combien] of [['2025-10-26T05:59:59Z', 1], ['2025-10-26T06:00:00Z', 2]] as const) {
    await passer(facteur(a(instant)));
    expect([instant, recus.length]).toEqual([instant, combien]);
  }
});

/** A pass in a process of its own. */
const PROGRAMME = `
  const { ouvrirBase } = require('./server/lib/db');
  const { passer } = require('./server/rappels/actions');
  const { horlogeFixe } = require('./server/lib/dates');
  (async () => {
    const connexion = await ouvrirBase({ databaseUrl: process.env.BASE });
    const muet = { info() {}, warn() {}, error(e) { console.error(e); } };
    process.stdout.write(JSON.stringify(await passer({ base: connexion.base, horloge: horlogeFixe('2025-06-05'), logger: muet, smtpUrl: process.env.SMTP, url: 'http://localhost', operateur: 'Pôle emploi' })));
    await connexion.fermer();
  })();
`;

test('deux processus à la fois : chaque agent reçoit un courriel', async () => {
  const { agent } = await unPlie();
  for (let n = 0; n < 6; n += 1) await agent('ANIMATION', ['TABLEAU']);
  const { url } = essai;
  // The embedded database is for one process: its passes then share the connection.
  const unPassage = async (): Promise<{ envoyes: number }> => (url === null ? leJour('2025-06-05')
    : JSON.parse((await promisify(execFile)(process.execPath, ['--require', 'tsx/cjs', '-e', PROGRAMME], { cwd: RACINE, env: { ...process.env, NODE_OPTIONS: '', BASE: url, SMTP: smtpUrl } })).stdout) as { envoyes: number });
  const passages = await Promise.all([unPassage(), unPassage()]);
  expect(recus.map((r) => r.pour).sort()).toEqual([...new Set(recus.map((r) => r.pour))].sort());
  expect([recus.length, passages.reduce((n, p) => n + p.envoyes, 0)]).toEqual([6, 6]);
});

test('arrêté entre la réservation et l\'envoi, un courriel n\'est pas renvoyé ce jour-là ; le rappel suivant part', async () => {
  const { agent } = await unPlie();
  const moi = await agent('ANIMATION', ['TABLEAU']);
  const { rows: [convention] } = await essai.base.raw<{ rows: { plie_id: number }[] }>('select plie_id from conventions');
  // What a process that died there leaves behind.
  expect(await reserverRappel(essai.base, moi.id, dateCivile('2025-06-01'), [`TABLEAU:${convention!.plie_id}:2025-05|2025-06-06|5`], '2025-06-01T05:00:00Z')).toBe(true);
  for (const jour of ['2025-06-01', '2025-06-02', '2025-06-04']) await leJour(jour);
  expect(recus).toEqual([]);
  await leJour('2025-06-05');
  expect(recus).toHaveLength(1);
});

test('refusé par le serveur, un courriel repart une demi-heure plus tard, une fois', async () => {
  const { agent } = await unPlie();
  await agent('ANIMATION', ['TABLEAU']);
  const plusTard = (minutes: number) => passer(facteur(a(new Date(Date.parse('2025-06-05T06:00:00Z') + minutes * 60_000).toISOString())));
  refuser = true;
  expect(await plusTard(0)).toEqual({ envoyes: 0, refuses: 1 });
  refuser = false;
  expect(await plusTard(MINUTES_AVANT_REPRISE - 1)).toEqual({ envoyes: 0, refuses: 0 });
  expect(await plusTard(MINUTES_AVANT_REPRISE)).toEqual({ envoyes: 1, refuses: 0 });
  expect(await plusTard(MINUTES_AVANT_REPRISE * 3)).toEqual({ envoyes: 0, refuses: 0 });
  expect(recus).toHaveLength(1);
  // Refused all day long, it is said the day after.
  refuser = true;
  for (let n = 0; n < 10; n += 1) await passer(facteur(a(new Date(Date.parse('2025-06-07T06:00:00Z') + n * 3_600_000).toISOString())));
  expect((await essai.base('rappels').where({ jour: '2025-06-07' }).first<{ tentatives: number }>('tentatives')).tentatives).toBe(6);
  refuser = false;
  await leJour('2025-06-08');
  expect(recus).toHaveLength(2);
});

test('un seul courriel réunit les siens et ceux du collègue dont on est suppléant ; il ne nomme personne', async () => {
  const { plie, agent } = await unPlie();
  const suppleante = await agent('ANIMATION', ['TABLEAU']);
  const absente = await agent('ACCOMPAGNATEUR', ['PNI'], { suppleant_id: suppleante.id });
  for (const fin of ['2025-06-06', '2025-06-06', '2025-06-02']) {
    const personne = await f.unePersonne({ plie_id: plie.id, nom: 'Quincampoix', prenom: 'Aurèle' });
    const o = await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, date_prescription: '2023-05-01', date_contact: '2023-05-10', date_integration: '2023-06-01' });
    await f.inserer('referents', { plie_id: plie.id, orientation_id: o.id, utilisateur_id: absente.id, date_debut: '2023-06-01' });
    await f.inserer('pni', { plie_id: plie.id, orientation_id: o.id, personne_id: personne.id, date_demande: '2023-06-01', date_debut: '2023-06-07', date_fin: fin });
  }
  await leJour('2025-06-05');
  const [siens, reunis] = [recus.find((r) => r.pour === absente.courriel)!, recus.find((r) => r.pour === suppleante.courriel)!];
  expect(recus).toHaveLength(2);
  expect([siens.objet, reunis.objet]).toEqual(['2 échéances, dont 1 en retard', '3 échéances, dont 1 en retard']);
  for (const ligne of ['- 2 fins de PNI : vendredi 06/06/2025, demain', '- 1 PNI échu, parcours toujours ouvert : lundi 02/06/2025, en retard depuis 3 jours', `/pni?etat=ACTIF&fin=2025-06-06..2025-06-06&accompagnateur=${absente.id}`]) {
    expect([siens.texte.includes(ligne), reunis.texte.includes(ligne)]).toEqual([true, true]);
  }
  expect(reunis.texte).toContain('À la place du collègue dont vous êtes suppléant');
  expect(siens.texte).not.toContain('Tableau de suivi');
  for (const { texte, objet } of recus) for (const nom of ['Quincampoix', 'Aurèle', 'Agentnommé', 'Pôle emploi']) expect([nom, `${objet} ${texte}`.includes(nom)]).toEqual([nom, false]);
});

test('le veilleur rattrape la journée au démarrage, et finit ce qu\'il a commencé avant de s\'arrêter ; relancé, il n\'envoie rien de plus', async () => {
  const { agent } = await unPlie();
  await agent('ANIMATION', ['TABLEAU']);
  const premier = veillerAuxRappels(facteur(horlogeFixe('2025-06-05')));
  for (;;) { if (recus.length) break; await new Promise((resolve) => setImmediate(resolve)); }
  await premier.arreter();
  expect(await essai.base('rappels').select('etat')).toEqual([{ etat: 'ENVOYE' }]);
  const second = veillerAuxRappels(facteur(horlogeFixe('2025-06-05')));
  await second.arreter();
  await leJour('2025-06-05');
  expect(recus).toHaveLength(1);
});
