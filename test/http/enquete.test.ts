/** The survey through its pages: one's own territory, one's own party, one answer by two people, what is closed. */
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { empreinteDe } from '../../server/enquete/actions';
import { ecrire } from '../../server/lib/ecriture';
import { jetonDe } from '../outils/monde';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

/** A mail server that knows nobody called « refuse ». */
const recus: { a: string; brut: string }[] = [];
let serveur: SMTPServer;
let essai: Essai;
beforeAll(async () => {
  serveur = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, suite) => suite(address.startsWith('refuse') ? Object.assign(new Error('boite inconnue'), { responseCode: 550 }) : null),
    onData: (flux, session, suite) => { void text(flux).then((brut) => { recus.push({ a: session.envelope.rcptTo.map((r) => r.address).join(), brut }); suite(); }); },
  });
  await new Promise<void>((resolve) => serveur.listen(0, '127.0.0.1', resolve));
  essai = await demarrerEssai('2025-02-10', { SMTP_URL: `smtp://127.0.0.1:${(serveur.server.address() as AddressInfo).port}`, PLIE_URL: 'http://plie.exemple.test' });
});
afterAll(async () => {
  await essai.fermer();
  await new Promise<void>((resolve) => serveur.close(resolve));
});

const texteDe = async (visiteur: Visiteur, adresse: string) => (await visiteur.get(adresse).expect(200)).text.replace(/<script[\s\S]*?<\/script>|<[^>]+>/g, ' ').replace(/\s+/g, ' ').replaceAll('&#39;', "'");
const lire = <T extends object>(table: string, ou: object) => essai.contexte.base(table).where(ou).orderBy('id').select<T[]>('*');

/** A region of its own, a PLIE with its reference agency and a second one, and who works there. */
async function monde(region: string, departement: string) {
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet({}, { departement, region, nom: `PLIE ${region}` });
  const seconde = await f.uneAgence();
  await f.rattacher(plie.id, seconde.id);
  const regionale = await f.uneRegion(region);
  return { plie, regional: await essai.comme('CORRESPONDANT_REGIONAL', regionale.id), animation: await essai.comme('ANIMATION', plie.id), referent: await essai.comme('REFERENT_PE', agence.id), autre: await essai.comme('REFERENT_PE', seconde.id) };
}

async function ouvrir(regional: Visiteur, annee = '2024'): Promise<string> {
  const reponse = await envoyer(regional, '/enquete', '/enquete', { annee, date_limite: '31/03/2025' }).expect(303);
  return String(reponse.headers.location);
}

/** Sends one question as the script does. */
async function repondre(visiteur: Visiteur, adresse: string, question: number, champs: { reponse?: string; argument?: string; version?: number }) {
  const jeton = jetonDe(await visiteur.get(adresse));
  return visiteur.post(adresse).set('Accept', 'application/json').type('form').send({ _csrf: jeton, [`version_${question}`]: String(champs.version ?? 0), [`reponse_${question}`]: champs.reponse ?? '', [`argument_${question}`]: champs.argument ?? '' });
}

test('du questionnaire au tableau clos : deux parties, une divergence, un accord, un gel vérifiable', async () => {
  const { plie, regional, animation, referent, autre } = await monde('R1', '06');
  const enquete = await ouvrir(regional);
  const voir = `${enquete}/plies/${plie.id}`;
  const page = `${voir}/repondre`;
  expect(await texteDe(animation, '/enquete')).toContain('Pas commencée');

  // Without JavaScript: six questions, the whole page.
  const six = Object.fromEntries(Array.from({ length: 8 }, (_, i) => i + 1).flatMap((n) => [[`version_${n}`, '0'], [`reponse_${n}`, n <= 6 ? 'MOYEN' : ''], [`argument_${n}`, n === 1 ? 'Deux réunions dans l\'année.' : '']]));
  expect((await envoyer(animation, page, page, six).expect(303)).headers.location).toBe(page);
  expect(await texteDe(animation, page)).toContain('6 réponses sur 8');
  // Pôle emploi does not read them before it has given its own.
  expect(await texteDe(referent, voir)).not.toContain('Deux réunions');
  expect((await repondre(referent, page, 1, { reponse: 'TOUT_A_FAIT' })).body).toMatchObject({ avancement: '1 réponse sur 8', versions: { 1: 1 } });
  expect(await texteDe(referent, voir)).toContain('Deux réunions');
  // Another agency of the same PLIE: nothing.
  expect(await texteDe(autre, '/enquete')).toContain("Aucune enquête n'est ouverte");
  await autre.get(voir).expect(404);
  await autre.get(page).expect(404);

  expect(await texteDe(animation, voir)).toContain('1 divergence, sans accord');
  const accord = (date_comite: string, n = 1) => envoyer(animation, voir, `${voir}/accord`, { date_comite, [`reponse_${n}`]: 'TOUT_A_FAIT', [`version_${n}`]: '0' });
  expect((await accord('31/12/2023').expect(422)).text).toContain('ne peut pas s&#39;être tenu avant elle');
  expect((await accord('03/02/2025', 2).expect(422)).text).toContain('les deux réponses ne diffèrent pas');
  await accord('03/02/2025').expect(303);
  expect(await texteDe(referent, voir)).toContain('convenue au comité du 03/02/2025');

  const cloture = `${enquete}/cloture`;
  expect(await texteDe(regional, cloture)).toContain("2 n'ont pas tout répondu");
  expect((await envoyer(regional, cloture, cloture, {}).expect(422)).text).toContain('une enquête close ne se rouvre pas');
  const avant = await texteDe(regional, `${enquete}/tableau`);
  await envoyer(regional, cloture, cloture, { confirme: 'oui' }).expect(303);
  const [{ releve, empreinte }] = (await lire<{ releve: string; empreinte: string }>('enquetes', { region_code: 'R1' })) as [{ releve: string; empreinte: string }];
  expect(empreinteDe(releve)).toBe(empreinte);
  expect(await texteDe(regional, enquete)).toContain('Empreinte vérifiée');
  // Frozen: the same table, and the same once the PLIE has changed its name.
  const apres = (texte: string) => texte.slice(texte.indexOf('Pourcentages sur'), texte.indexOf('ouvre ses réponses'));
  await ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('organisations').where({ id: plie.id }).update({ nom: 'Autre nom' }));
  expect(apres(await texteDe(regional, `${enquete}/tableau`))).toBe(apres(avant));
  // Late answers: a sentence from the pages, a refusal from the database.
  await referent.get(page).expect(303);
  const jeton = jetonDe(await referent.get('/accessibilite'));
  const refus = await referent.post(page).set('Accept', 'application/json').type('form').send({ _csrf: jeton, version_2: '0', reponse_2: 'MOYEN' }).expect(422);
  expect(refus.body).toMatchObject({ message: expect.stringContaining('Cette enquête est close') });
  await expect(essai.fabriques.inserer('enquete_reponses', { plie_id: plie.id, enquete_id: Number(enquete.split('/').at(-1)), partie: 'PLIE', question: 8, reponse: 'MOYEN' })).rejects.toThrow('Cette enquête est close');
  await expect(essai.fabriques.inserer('enquete_accords', { plie_id: plie.id, enquete_id: Number(enquete.split('/').at(-1)), question: 2, reponse: 'MOYEN', date_comite: '2025-02-03' })).rejects.toThrow('Cette enquête est close');
});

test('deux personnes répondent à la même question : la seconde apprend ce qui a changé, rien n\'est écrasé ni perdu', async () => {
  const { plie, regional, animation } = await monde('R2', '13');
  const collegue = await essai.comme('ANIMATION', plie.id);
  const page = `${await ouvrir(regional)}/plies/${plie.id}/repondre`;
  // At the same instant, from the same version.
  const deux = await Promise.all([repondre(animation, page, 3, { reponse: 'MOYEN' }), repondre(collegue, page, 3, { reponse: 'PAS_DU_TOUT' })]);
  expect(deux.map((r) => r.status).sort()).toEqual([200, 422]);
  expect(await lire('enquete_reponses', { plie_id: plie.id })).toHaveLength(1);
  // By the button: what was typed is there, with who wrote what; sent again, it is meant.
  await repondre(animation, page, 5, { reponse: 'MOYEN', argument: 'Plan signé' });
  const refusee = await envoyer(collegue, page, page, { version_5: '0', reponse_5: 'TOUT_A_FAIT', argument_5: 'Mon texte' }).expect(422);
  expect(refusee.text).toContain('« Moyen » (« Plan signé »)');
  expect(refusee.text).toContain('Mon texte');
  expect(refusee.text).toContain('name="version_5" value="1"');
  await envoyer(collegue, page, page, { version_5: '1', reponse_5: 'TOUT_A_FAIT', argument_5: 'Mon texte' }).expect(303);
  expect(await lire('enquete_reponses', { plie_id: plie.id, question: 5 })).toMatchObject([{ reponse: 'TOUT_A_FAIT', argument: 'Mon texte', version: 2 }]);
  // A text too long comes back whole, and hides no conflict.
  const longue = await envoyer(collegue, page, page, { version_5: '1', reponse_5: 'MOYEN', argument_5: 'a'.repeat(1001) }).expect(422);
  expect(longue.text).toContain('Ce texte est trop long');
  expect(longue.text).toContain('name="version_5" value="1"');
});

test('les réponses de l\'an passé se reprennent, et ne comptent qu\'une fois confirmées', async () => {
  const { plie, regional, animation } = await monde('R3', '83');
  const ancienne = await ouvrir(regional, '2023');
  for (const n of [1, 2]) await repondre(animation, `${ancienne}/plies/${plie.id}/repondre`, n, { reponse: 'MOYEN', argument: 'Comme convenu' });
  const enquete = await ouvrir(regional);
  const voir = `${enquete}/plies/${plie.id}`;
  await repondre(animation, `${voir}/repondre`, 2, { reponse: 'TOUT_A_FAIT' });
  await envoyer(animation, `${voir}/repondre`, `${voir}/reprendre`, {}).expect(303);
  const page = await texteDe(animation, `${voir}/repondre`);
  expect(page).toContain('1 réponse de 2023 est reprise');
  expect(page).toContain('1 réponse sur 8');
  expect(page).toContain('1 réponse reprise à confirmer');
  expect(await texteDe(regional, voir)).not.toContain('Comme convenu');
  await envoyer(animation, `${voir}/repondre`, `${voir}/repondre`, { version_1: '1', reponse_1: 'MOYEN', argument_1: 'Comme convenu', confirme_1: 'oui' }).expect(303);
  expect(await texteDe(regional, voir)).toContain('Comme convenu');
  expect(await texteDe(animation, `${voir}/repondre`)).toContain('2 réponses sur 8');
});

test('la région relance ceux qui n\'ont pas tout répondu, et garde le registre ; une autre région ne voit rien', async () => {
  const { plie, regional, animation } = await monde('R4', '31');
  const ailleurs = await monde('R5', '69');
  const enquete = await ouvrir(regional);
  expect((await envoyer(regional, '/enquete', '/enquete', { annee: '2024', date_limite: '31/03/2025' }).expect(422)).text).toContain('Une enquête est déjà ouverte pour cette année');
  expect((await envoyer(regional, '/enquete', '/enquete', { annee: '2023', date_limite: '01/02/2025' }).expect(422)).text).toContain('est déjà passé');
  const tout = Object.fromEntries(Array.from({ length: 8 }, (_, i) => i + 1).flatMap((n) => [[`version_${n}`, '0'], [`reponse_${n}`, 'MOYEN']]));
  const page = `${enquete}/plies/${plie.id}/repondre`;
  expect((await envoyer(animation, page, page, tout).expect(303)).headers.location).toBe(`${enquete}/plies/${plie.id}`);
  // The PLIE has handed in its survey: the calendar no longer awaits it.
  expect(await lire('jalons', { plie_id: plie.id })).toMatchObject([{ type: 'BILAN_QUALITATIF', annee: 2024, date_jalon: '2025-02-10', fait: true }]);
  const relances = await texteDe(regional, `${enquete}/relances`);
  expect(relances).toContain('PLIE R4, Pôle emploi');
  expect(relances).not.toContain('PLIE R4, PLIE');
  expect((await envoyer(regional, `${enquete}/relances`, `${enquete}/relances`, {}).expect(422)).text).toContain('Choisissez qui relancer');
  const [referents] = await essai.contexte.base('plie_agences').where({ plie_id: plie.id, reference: true }).select<{ agence_id: number }[]>('agence_id');
  await essai.fabriques.unUtilisateur({ role: 'REFERENT_PE', organisation_id: referents!.agence_id, courriel: 'refuse@exemple.test' });
  expect((await envoyer(regional, `${enquete}/relances`, `${enquete}/relances`, { parties: [`${plie.id}-POLE_EMPLOI`, `${ailleurs.plie.id}-PLIE`] }).expect(303)).headers.location).toBe(`${enquete}/relances`);
  const registre = await texteDe(regional, `${enquete}/relances`);
  expect(registre).toContain("1 relance est partie. 1 autre n'a pas pu partir");
  expect(registre).toContain("refuse l'adresse du destinataire");
  expect(await lire('enquete_relances', {})).toMatchObject([{ plie_id: plie.id, partie: 'POLE_EMPLOI', etat: 'ENVOYE' }, { plie_id: plie.id, destinataire: 'refuse@exemple.test', etat: 'ECHEC' }]);
  expect(recus).toHaveLength(1);
  // Quoted-printable cuts the line of the link.
  expect(recus[0]!.brut.replace(/=\r\n/g, '')).toContain(`http://plie.exemple.test${page}`);
  expect(await texteDe(regional, enquete)).toContain('relancé le');
  for (const suite of ['', '/tableau', '/relances', '/cloture', `/plies/${plie.id}`]) await ailleurs.regional.get(`${enquete}${suite}`).expect(404);
  await regional.get(`${enquete}/plies/${ailleurs.plie.id}`).expect(404);
  expect(await texteDe(ailleurs.regional, '/enquete')).toContain("Aucune enquête n'est encore ouverte");
});
