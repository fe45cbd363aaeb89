/** The screens of a year: which figures they show, the erased person in a frozen list, the reminders by mail, the year beside the one before. */
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { listerAnneesDuPlie } from '../../server/bilans/queries';
import { ecrire } from '../../server/lib/ecriture';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { texteDuClasseur } from '../outils/classeur';

const recus: { pour: string; brut: string }[] = [];
const refuses = new Set<string>();
let serveur: SMTPServer;
let essai: Essai;
let regional: Visiteur;
let collines: number;
let vallon: number;
beforeAll(async () => {
  serveur = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, suite) => suite(refuses.has(address) ? Object.assign(new Error('boite inconnue'), { responseCode: 550 }) : null),
    onData: (flux, session, suite) => { void text(flux).then((brut) => { recus.push({ pour: session.envelope.rcptTo[0]!.address, brut }); suite(); }); },
  });
  await new Promise<void>((resolve) => serveur.listen(0, '127.0.0.1', resolve));
  essai = await demarrerEssai('2025-06-16', { SMTP_URL: `smtp://127.0.0.1:${(serveur.server.address() as AddressInfo).port}` });
  const { fabriques: f } = essai;
  const region = await f.uneRegion();
  collines = (await f.unTerritoireComplet({}, { code: 'COL', nom: 'Collines', courriel: 'contact@collines.exemple.test' })).plie.id;
  vallon = (await f.unTerritoireComplet({}, { code: 'VAL', nom: 'Vallon', courriel: 'contact@vallon.exemple.test' })).plie.id;
  // Both were already in the tool: their later years are awaited.
  for (const plie_id of [collines, vallon]) await f.uneOrientation({ plie_id, prescripteur: 'CCAS', date_prescription: '2021-05-03' });
  regional = await essai.comme('CORRESPONDANT_REGIONAL', region.id);
});
afterAll(async () => {
  await essai.fermer();
  await new Promise<void>((resolve) => serveur.close(resolve));
});

const net = (html: string) => html.replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/&#34;/g, '"').replace(/[\s\u00a0\u202f]+/g, ' ');
const lire = async (visiteur: Visiteur, adresse: string) => net((await visiteur.get(adresse).expect(200)).text);

test('les relances partent au bon PLIE, une fois, et le registre garde celle qui n\'est pas partie', async () => {
  const page = '/bilans/relances?annee=2024';
  expect(net((await envoyer(regional, page, page, {}).expect(422)).text)).toContain('Cochez au moins un PLIE à relancer.');
  refuses.add('contact@vallon.exemple.test');
  const refus = net((await envoyer(regional, page, page, { plie: [String(collines), String(vallon)], mot: 'Le comité se tient le 30.' }).expect(422)).text);
  expect(refus).toContain("1 relance est partie. La relance de Vallon n'est pas partie.");
  expect(recus.map((r) => r.pour)).toEqual(['contact@collines.exemple.test']);
  expect(recus[0]!.brut).toMatch(/Subject: .*Bilan_2024/);
  const registre = await essai.contexte.base('bilan_relances').orderBy('id').select('plie_id', 'annee', 'etat', 'par_serveur');
  expect(registre).toEqual([{ plie_id: collines, annee: 2024, etat: 'ENVOYE', par_serveur: true }, { plie_id: vallon, annee: 2024, etat: 'ECHEC', par_serveur: true }]);
  const suivi = await lire(regional, '/bilans?annee=2024');
  expect(suivi).toContain('0 PLIE sur 2 a remis son bilan.');
  expect(suivi.match(/1 relance, la dernière le 16\/06\/2025/g)).toHaveLength(1);
  expect(await lire(regional, '/')).toContain('2 bilans 2024 en retard');
});

test('une année d\'avant l\'outil, ou qui n\'y est qu\'en partie, n\'est attendue nulle part ; une année que l\'outil a connue l\'est, même sans aucun fait', async () => {
  // Nothing of either PLIE is dated before May 2021, and they were entered this very day.
  const suivi = await lire(regional, '/bilans?annee=2020');
  expect(suivi).toContain("Aucun bilan 2020 n'est attendu");
  expect(suivi.match(/Avant Passerelle/g)).toHaveLength(3);
  expect(suivi).not.toMatch(/En retard|Relancer/);
  expect(await lire(regional, '/bilans/relances?annee=2020')).toContain("il n'y a personne à relancer");
  const animation = await essai.comme('ANIMATION', collines);
  expect(await lire(animation, '/bilans')).toContain('2020 et 2021 précèdent la tenue de ce PLIE dans Passerelle');
  expect(await lire(animation, `/bilans/${collines}/2020`)).toContain("ce bilan n'est pas attendu ici");
  expect(await lire(animation, `/bilans/${collines}/2021`)).toContain("ce bilan n'est pas attendu ici");
  expect(await lire(animation, `/bilans/${collines}/2022`)).toContain('il a 779 jours de retard');
  // No convention before 2020: nothing is owed either.
  expect(await lire(animation, `/bilans/${collines}/2019`)).toContain("Aucune convention ne couvre 2019 : ce bilan n'est pas attendu.");
  const { plie } = await essai.fabriques.unTerritoireComplet({}, { nom: 'Sans rien', region: 'OCC', departement: '31' });
  const attendu = async (annee: number) => (await listerAnneesDuPlie(essai.contexte, plie.id, annee, annee))[0]!.hors_outil;
  expect([await attendu(2020), await attendu(2150)]).toEqual([true, false]);
});

test('validé à l\'écran, le bilan ne bouge plus : table, liste, classeur ; les chiffres du jour restent à un choix', async () => {
  const { fabriques: f, contexte } = essai;
  const noe = await f.unePersonne({ plie_id: collines, nom: 'Castellan', prenom: 'Noé' });
  const effacee = await f.uneOrientation({ plie_id: collines, personne_id: noe.id, date_prescription: '2024-03-04' });
  await f.uneOrientation({ plie_id: collines, personne_id: (await f.unePersonne({ plie_id: collines, nom: 'Dorval', prenom: 'Mila' })).id, date_prescription: '2024-03-05' });
  const animation = await essai.comme('ANIMATION', collines);
  const page = `/bilans/${collines}/2024`;
  await envoyer(animation, page, `${page}/commencer`, {}).expect(303);
  // The PLIE decides that the months that were not sent block: the validation then waits, whatever is posted.
  await envoyer(animation, page, `${page}/controles/BILAN_MOIS_NON_TRANSMIS`, { bloquant: 'oui', version: '' }).expect(303);
  await envoyer(animation, page, `${page}/controler`, {}).expect(303);
  const vue = (await animation.get(page).expect(200)).text;
  expect(net(vue)).toContain('1 contrôle bloquant n\'est pas à zéro');
  expect(vue).not.toContain('Valider et remettre');
  const version = String((await contexte.base('controles_reglages').where({ plie_id: collines }).first<{ version: number }>('version')).version);
  await envoyer(animation, page, `${page}/controles/BILAN_MOIS_NON_TRANSMIS`, { bloquant: 'non', version }).expect(303);
  const empreinte = /name="empreinte" value="([0-9a-f]{64})"/.exec((await animation.get(page).expect(200)).text)![1]!;
  const bilan = String((await contexte.base('bilans').where({ plie_id: collines }).first<{ version: number }>('version')).version);
  const tropLong = net((await envoyer(animation, page, `${page}/valider`, { version: bilan, empreinte, remarque: `Séance ${'x'.repeat(2000)}` }).expect(422)).text);
  expect(tropLong).toMatch(/trop long.*Séance xxx/s);
  await envoyer(animation, page, `${page}/valider`, { version: bilan, empreinte, remarque: 'Rien à dire.' }).expect(303);
  // It is no longer awaited by the calendar.
  expect(await contexte.base('jalons').where({ plie_id: collines, type: 'BILAN_QUANTITATIF', annee: 2024, fait: true })).toHaveLength(1);

  for (const date_prescription of ['2024-03-06', '2024-03-07']) await f.uneOrientation({ plie_id: collines, date_prescription });
  await ecrire(contexte.base, contexte.auteur, 'essai', (trx) => trx('orientations').where({ plie_id: collines, id: effacee.id }).delete());
  expect(await lire(animation, '/bilan?annee=2024')).toMatch(/Chiffres validés le 16\/06\/2025 à \d\d:\d\d, version 1/);
  const colonne1 = async (chiffres: string) => /aria-label="(\d+), Col\. 1 –/.exec((await animation.get(`/bilan?annee=2024${chiffres}`).expect(200)).text)![1];
  expect([await colonne1(''), await colonne1('&chiffres=valides'), await colonne1('&chiffres=jour')]).toEqual(['2', '2', '3']);
  const liste = await lire(animation, '/bilan/liste?annee=2024&colonne=1');
  expect(liste).toMatch(/2 orientations.*celle du bilan validé le.*Mila DORVAL.*Données effacées le \d\d\/\d\d\/\d{4}/);
  const duJour = await lire(animation, '/bilan/liste?annee=2024&colonne=1&chiffres=jour');
  expect(duJour).not.toMatch(/Données effacées|celle du bilan validé/);
  const classeur = await texteDuClasseur((await animation.get('/bilan/classeur?annee=2024').buffer(true).parse((r, suite) => { const m: Buffer[] = []; r.on('data', (x: Buffer) => m.push(x)); r.on('end', () => suite(null, Buffer.concat(m))); }).expect(200)).body as Buffer);
  expect(classeur).toContain('Bilan validé : Collines (le 16/06/2025)');
  await animation.get('/bilan/liste?annee=2023&colonne=1&chiffres=valides').expect(404);
});

test('une année à côté de la précédente, et de ses objectifs, sur les mêmes PLIE', async () => {
  const { fabriques: f } = essai;
  const integrer = (plie_id: number, date: string, n: number) => Promise.all(Array.from({ length: n }, () => f.uneOrientation({ plie_id, date_prescription: '2022-01-10', date_contact: '2022-01-20', date_integration: date })));
  await integrer(vallon, '2022-05-02', 4);
  await integrer(vallon, '2023-05-02', 5);
  await integrer(collines, '2023-05-02', 3);
  await f.inserer('objectifs', { plie_id: vallon, annee: 2023, integrations: 8, participants: 9 });
  const texte = await lire(regional, '/bilan/evolution?annee=2023');
  // 5 of 8 and 9 of 9: Collines has no objective, and does not count. Column 7: 4, then 8.
  expect(texte).toContain("Intégrations de l'année, tous prescripteurs 62,5 % 5 8 Il en manque 3");
  expect(texte).toContain("Intégrations de l'année, tous prescripteurs : 1 PLIE sur 2 a fixé cet objectif");
  expect(texte).toContain('Objectif tenu');
  expect(texte).toMatch(/7 Intégrés en accompagnement 4 8 \+4 \(\+100,0 %\)/);
  expect(texte).toMatch(/12 Taux de sorties positives, orientations PE n\.d\. n\.d\./);
});
