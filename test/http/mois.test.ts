/** The month of a PLIE, from the table that is prepared to the encrypted file that left: a real mail server, another decryption library. */
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import XlsxPopulate from 'xlsx-populate';
import { feuillesDuMois } from '../../server/echanges/actions';
import { lireMoisDuPlie } from '../../server/echanges/actions-mois';
import { purgerEnvois } from '../../server/echanges/actions-envoi';
import { ponctualite } from '../../server/echanges/rules-envoi';
import { classeurEnMemoire, type Feuille } from '../../server/lib/classeur/ecrire';
import { FichierNonConforme, verifierClasseur } from '../../reports/tableau-de-suivi/verifier';
import { chercherMois, jourDe, type Mois } from '../../server/lib/dates';
import { ecrire } from '../../server/lib/ecriture';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

const MAI = chercherMois('2025-05') as Mois;
const recus: { pour: string[]; brut: string }[] = [];
let refuser = false;
/** What is looked at while the mail is still on its way. */
let pendantLEnvoi: () => Promise<void> = async () => {};
let serveur: SMTPServer;
let sans: Essai;
let avec: Essai;

beforeAll(async () => {
  serveur = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_adresse, _session, suite) => suite(refuser ? Object.assign(new Error('boite inconnue'), { responseCode: 550 }) : null),
    onData: (flux, session, suite) => { void text(flux).then(async (brut) => { recus.push({ pour: session.envelope.rcptTo.map((r) => r.address), brut }); await pendantLEnvoi(); suite(); }); },
  });
  await new Promise<void>((resolve) => serveur.listen(0, '127.0.0.1', resolve));
  sans = await demarrerEssai('2025-06-04');
  avec = await demarrerEssai('2025-06-04', { SMTP_URL: `smtp://127.0.0.1:${(serveur.server.address() as AddressInfo).port}` });
});
afterAll(async () => {
  await sans.fermer();
  await avec.fermer();
  await new Promise<void>((resolve) => serveur.close(resolve));
});
beforeEach(() => { recus.length = 0; refuser = false; pendantLEnvoi = async () => {}; });

/** A PLIE with three persons in May, one of whom has a name that a spreadsheet could take for a formula. */
async function unPlie(essai: Essai, convention: Record<string, unknown> = { boite_generique: 'tableau@exemple.test' }) {
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet(convention);
  const noms = ['Aulnaie', '=Bruyère', 'Charme'];
  for (const [i, nom] of noms.entries()) {
    const personne = await f.unePersonne({ plie_id: plie.id, nom, prenom: 'Rose', identifiant_pe: `100000${i}A` });
    const o = await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, agence_id: agence.id, date_prescription: '2025-03-03', date_contact: '2025-03-10', ...(i === 0 ? { date_integration: '2025-05-31' } : {}) });
    if (i === 2) await f.inserer('absences', { plie_id: plie.id, orientation_id: o.id, date_convocation: '2025-05-06' });
  }
  return { plie, agence, noms, animation: await essai.comme('ANIMATION', plie.id) };
}

const dire = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
const valeurDe = (html: string, nom: string, action: string): string => new RegExp(`name="${nom}" value="([^"]*)"`).exec(html.slice(html.indexOf(action)))![1]!;
const PAGE = '/tableau-de-suivi?mois=2025-05';
const pas = async (visiteur: Visiteur, nom: string) => {
  const { text: html } = await visiteur.get(PAGE).expect(200);
  const action = `/tableau-de-suivi/2025-05/${nom}`;
  return envoyer(visiteur, PAGE, action, { ...(nom === 'preparer' ? {} : { version: valeurDe(html, 'version', action) }), ...(nom === 'valider' ? { empreinte: valeurDe(html, 'empreinte', action) } : {}) });
};
async function valider(visiteur: Visiteur): Promise<void> {
  for (const nom of ['preparer', 'controler', 'valider']) expect([nom, (await pas(visiteur, nom)).status]).toEqual([nom, 303]);
}
const ENVOI = '/tableau-de-suivi/2025-05/envoi';
const CHOIX = { canal_fichier: 'FILR', destinataire: 'BOITE', canal_cle: 'TELEPHONE' };
const preparer = (visiteur: Visiteur, choix: Record<string, string> = CHOIX) => envoyer(visiteur, ENVOI, ENVOI, choix);
const phraseDe = (html: string): string => /id="phrase"[^>]*value="([^"]+)"/.exec(html)![1]!;
const octetsDe = async (visiteur: Visiteur, adresse: string): Promise<Buffer> => (await visiteur.get(adresse).expect(200).buffer(true).parse((res, suite) => { const morceaux: Buffer[] = []; res.on('data', (m: Buffer) => morceaux.push(m)); res.on('end', () => suite(null, Buffer.concat(morceaux))); })).body as Buffer;
const registre = (essai: Essai, plieId: number) => essai.contexte.base('transmissions').where({ plie_id: plieId }).orderBy('id').select<Record<string, unknown>[]>('*');
/** What another library than ours reads in the file. */
async function ouvrir(octets: Buffer, phrase: string): Promise<Record<string, string[][]>> {
  const classeur = await XlsxPopulate.fromDataAsync(octets, { password: phrase });
  return Object.fromEntries(classeur.sheets().map((feuille) => [feuille.name(), (feuille.usedRange()?.value() ?? []).map((ligne) => ligne.map((v) => (typeof v === 'number' ? XlsxPopulate.numberToDate(v).toISOString().slice(0, 10) : typeof v === 'string' ? v : '')))]));
}

test('le mois se prépare, se contrôle, se valide, puis ne change plus ; son fichier chiffré dit ce que montre l\'écran', async () => {
  const { plie, noms, animation } = await unPlie(sans);
  expect(dire((await animation.get(PAGE)).text)).toContain('À préparer');
  await animation.get(ENVOI).expect(200).expect((r) => expect(dire(r.text)).toContain("n'est pas encore validé"));
  expect((await preparer(animation)).status).toBe(422);
  await valider(animation);
  const auteur = /par Camille NOM\d+/.exec(dire((await animation.get(PAGE)).text));
  expect(auteur).not.toBeNull();

  const pret = await preparer(animation);
  expect(pret.status).toBe(200);
  const [ligne] = await registre(sans, plie.id);
  const fichier = await octetsDe(animation, `/tableau-de-suivi/2025-05/envois/${String(ligne!.id)}/fichier.xlsx`);
  expect(ligne).toMatchObject({ etat: 'PREPARE', canal_fichier: 'FILR', canal_cle: 'TELEPHONE', destinataire: 'tableau@exemple.test', date_envoi: null, empreinte: createHash('sha256').update(fichier).digest('hex') });
  expect(JSON.stringify(await sans.contexte.base('journal_lignes'))).not.toContain(phraseDe(pret.text));

  const lu = await ouvrir(fichier, phraseDe(pret.text));
  await expect(ouvrir(fichier, 'AAAA-BBBB-CCCC-DDDD')).rejects.toThrow();
  expect(Object.keys(lu)).toEqual(['Tableau de suivi', 'Étapes', 'Absences', 'Corrections', 'Informations']);
  expect(lu['Tableau de suivi']!.slice(1).map((l) => l[0])).toEqual(['Aulnaie', '=Bruyère', 'Charme']);
  const informations = Object.fromEntries(lu.Informations!) as Record<string, string>;
  expect(informations['Validé par']).toMatch(/^Camille NOM\d+$/);
  expect(informations['Établi le']).toBe('04/06/2025 à 13:00');
  // Row by row: who, situation, action, as the screen shows them.
  const ecran = dire((await animation.get(`${PAGE}&vue=orientations`)).text);
  const [titres, ...lignes] = lu['Tableau de suivi']!;
  for (const l of lignes) {
    const de = (titre: string) => l[titres!.indexOf(titre)]!;
    expect(ecran).toMatch(new RegExp(`${de('Prénom')} ${de('Nom').toUpperCase()} ${de('Identifiant Pôle emploi')} .*? ${de('Situation')} .*? ${de('Action attendue') || '–'}`));
  }
  expect((ecran.match(/Rose /g) ?? []).length).toBe(noms.length);

  // What changes afterwards does not move it.
  await ecrire(sans.contexte.base, sans.contexte.auteur, 'essai', (trx) => trx('personnes').where({ plie_id: plie.id, nom: 'Charme' }).update({ nom: 'Charmille' }));
  expect((await animation.get(`${PAGE}&vue=orientations`)).text).toContain('CHARME<');
  expect((await pas(animation, 'preparer')).status).toBe(422);
});

test('un fichier préparé attend d\'être envoyé et se télécharge autant qu\'il faut ; confirmé, il n\'est plus gardé', async () => {
  const { plie, animation } = await unPlie(sans);
  await valider(animation);
  const pret = await preparer(animation);
  const [{ id }] = await registre(sans, plie.id) as [{ id: number }];
  const adresse = `/tableau-de-suivi/2025-05/envois/${id}`;
  for (let fois = 0; fois < 2; fois += 1) expect((await ouvrir(await octetsDe(animation, `${adresse}/fichier.xlsx`), phraseDe(pret.text)))['Absences']!).toHaveLength(2);
  expect(dire((await animation.get(PAGE)).text)).toContain('Envoi à confirmer');
  const confirmer = (date: string) => envoyer(animation, ENVOI, `${adresse}/confirmer`, { date_envoi: date });
  expect(dire((await confirmer('03/06/2025')).text)).toContain("il n'a pas pu partir avant");
  expect(dire((await confirmer('05/06/2025')).text)).toContain("n'est pas encore arrivé");
  expect((await confirmer('04/06/2025')).status).toBe(303);
  expect(await registre(sans, plie.id)).toMatchObject([{ etat: 'ENVOYE', date_envoi: '2025-06-04', contenu: null }]);
  await animation.get(`${adresse}/fichier.xlsx`).expect(404);
  expect((await confirmer('04/06/2025')).status).toBe(422);
  expect(dire((await animation.get(PAGE)).text)).toContain('Envoyé le 04/06/2025, à temps');
});

test('un nouveau fichier remplace celui qui attendait ; après trente jours, le fichier oublié est vidé', async () => {
  const { plie, animation } = await unPlie(sans);
  await valider(animation);
  for (let fois = 0; fois < 2; fois += 1) await preparer(animation);
  expect((await registre(sans, plie.id)).map((e) => [e.etat, e.contenu === null])).toEqual([['ECHEC', true], ['PREPARE', false]]);
  const vieillir = (jours: number) => ecrire(sans.contexte.base, sans.contexte.auteur, 'essai', (trx) => trx.raw(`update transmissions set prepare_le = now() - interval '${jours} days' where plie_id = ${plie.id} and etat = 'PREPARE'`));
  const vider = () => purgerEnvois(sans.contexte.base);
  await vieillir(29);
  expect(await vider()).toBe(0);
  await vieillir(30);
  expect(await vider()).toBe(1);
  expect(dire((await animation.get(ENVOI)).text)).toContain("n'est plus gardé après 30 jours");
});

test('la phrase de passe ne prend jamais le chemin du fichier, et la base le tient aussi', async () => {
  const { plie, animation } = await unPlie(sans);
  await valider(animation);
  for (const canal of ['COURRIEL', 'MAIN_PROPRE']) {
    const refus = await preparer(animation, { ...CHOIX, canal_fichier: canal, canal_cle: canal });
    expect([refus.status, dire(refus.text)]).toEqual([422, expect.stringContaining('ne peut pas prendre le même chemin que le fichier')]);
  }
  expect((await preparer(animation, { ...CHOIX, destinataire: 'AILLEURS' })).status).toBe(422);
  expect(await registre(sans, plie.id)).toEqual([]);
  await preparer(animation);
  await expect(sans.contexte.base.transaction(async (trx) => {
    await trx.raw("select set_config('plie.acte', (select max(id)::text from journal_actes), true)");
    await trx('transmissions').where({ plie_id: plie.id }).update({ canal_cle: 'COURRIEL', canal_fichier: 'COURRIEL' });
  })).rejects.toMatchObject({ constraint: 'transmission_deux_canaux' });
});

test('une convention suspendue, terminée ou sans destinataire empêche l\'envoi, et la page dit pourquoi', async () => {
  for (const [convention, phrase] of [
    [{ boite_generique: 'a@exemple.test', date_suspension: '2025-06-04' }, 'suspendu depuis le 04/06/2025'],
    [{ boite_generique: 'a@exemple.test', date_fin: '2025-04-30' }, 'a pris fin le 30/04/2025'],
    [{ date_debut: '2025-06-01' }, 'Aucune convention ne couvre ce mois'],
    [{}, 'ni boîte générique ni correspondant'],
  ] as const) {
    const { plie, animation } = await unPlie(sans, convention);
    await valider(animation);
    const refus = await preparer(animation);
    expect([refus.status, dire(refus.text)]).toEqual([422, expect.stringContaining(phrase)]);
    expect(dire((await animation.get(PAGE)).text)).toContain(phrase);
    expect(await registre(sans, plie.id)).toEqual([]);
  }
});

describe('par courriel', () => {
  const PAR_COURRIEL = { ...CHOIX, canal_fichier: 'COURRIEL' };

  test('il part avec le classeur chiffré, sans la phrase, et l\'étape est notée', async () => {
    const { plie, animation } = await unPlie(avec);
    await valider(animation);
    // Were the process to die now, the file and its trace would still be there.
    let garde: Record<string, unknown>[] = [];
    pendantLEnvoi = async () => { garde = await registre(avec, plie.id); };
    const { text: html } = await preparer(animation, PAR_COURRIEL);
    expect(garde.map((e) => [e.etat, e.empreinte === createHash('sha256').update(e.contenu as Buffer).digest('hex')])).toEqual([['PREPARE', true]]);
    expect(recus.map((r) => r.pour)).toEqual([['tableau@exemple.test']]);
    expect(recus[0]!.brut).not.toContain(phraseDe(html));
    const piece = Buffer.from(/filename=tableau-de-suivi_[\s\S]*?\r?\n\r?\n([A-Za-z0-9+/=\r\n]+)/.exec(recus[0]!.brut)![1]!, 'base64');
    expect((await ouvrir(piece, phraseDe(html)))['Tableau de suivi']!).toHaveLength(4);
    expect(await registre(avec, plie.id)).toMatchObject([{ etat: 'ENVOYE', date_envoi: '2025-06-04', contenu: null, empreinte: createHash('sha256').update(piece).digest('hex') }]);
    expect(dire((await animation.get(PAGE)).text)).toContain('Envoyé le 04/06/2025, à temps');
    // Pôle emploi in another installation: the reception is noted by hand.
    const recu = await envoyer(animation, '/tableau-de-suivi/2025-05/reception', '/tableau-de-suivi/2025-05/reception', { recu_le: '04/06/2025', recu_par: 'Camille Essai' });
    expect(recu.status).toBe(303);
    expect(dire((await animation.get(PAGE)).text)).toContain('reçu le 04/06/2025 par Camille Essai');
  });

  test('refusé par le serveur, l\'essai reste au registre et le tableau reste à envoyer', async () => {
    refuser = true;
    const { plie, animation } = await unPlie(avec);
    await valider(animation);
    expect((await preparer(animation, PAR_COURRIEL)).status).toBe(422);
    expect(await registre(avec, plie.id)).toMatchObject([{ etat: 'ECHEC', contenu: null, date_envoi: null }]);
    expect(dire((await animation.get(PAGE)).text)).toContain('À envoyer');
  });

  test('sans serveur de courriel, le message se télécharge tout prêt', async () => {
    const { plie, animation } = await unPlie(sans);
    await valider(animation);
    const { text: html } = await preparer(animation, PAR_COURRIEL);
    const [{ id }] = await registre(sans, plie.id) as [{ id: number }];
    const message = (await octetsDe(animation, `/tableau-de-suivi/2025-05/envois/${id}/courriel.eml`)).toString();
    expect(message).toContain('X-Unsent: 1');
    const piece = Buffer.from(/filename=tableau-de-suivi_[\s\S]*?\r?\n\r?\n([A-Za-z0-9+/=\r\n]+)/.exec(message)![1]!, 'base64');
    expect((await ouvrir(piece, phraseDe(html)))['Informations']!.length).toBeGreaterThan(5);
  });
});

describe('à temps le 6, en retard le 7, à l\'heure de Paris', () => {
  test.each([
    ['2025-03', '2025-04-05T21:59:00Z', '2025-04-05', true], ['2025-03', '2025-04-06T21:59:59Z', '2025-04-06', true], ['2025-03', '2025-04-06T22:00:00Z', '2025-04-07', false],
    ['2025-10', '2025-11-06T22:59:59Z', '2025-11-06', true], ['2025-10', '2025-11-06T23:00:00Z', '2025-11-07', false],
    ['2024-12', '2025-01-06T22:59:59Z', '2025-01-06', true], ['2024-12', '2025-01-06T23:00:00Z', '2025-01-07', false],
  ])('le tableau de %s envoyé à l\'instant %s', (mois, instant, jour, aTemps) => {
    expect(jourDe(instant)).toBe(jour);
    expect(ponctualite(chercherMois(mois) as Mois, jourDe(instant))).toMatchObject({ aTemps });
  });
});

test('un fichier qui porterait autre chose que ses feuilles, ses colonnes et ses données ne peut pas partir', async () => {
  const { plie, animation } = await unPlie(sans);
  await valider(animation);
  const lu = await lireMoisDuPlie(sans.contexte, plie.id, MAI);
  const feuilles = () => feuillesDuMois(lu, '2025-06-04T10:00:00Z');
  const verifier = async (changer: (feuilles: Feuille[]) => unknown) => {
    const copie = feuilles();
    changer(copie);
    return verifierClasseur(await classeurEnMemoire(copie), lu.empreinte).then(() => 'conforme', (e: Error) => (e instanceof FichierNonConforme ? e.message : e));
  };
  expect(await verifier(() => {})).toBe('conforme');
  expect(await verifier((f) => f.push({ nom: 'Notes', colonnes: [{ titre: 'Texte' }], lignes: [['confidentiel']] }))).toMatch(/Feuilles inattendues : .*Notes/);
  expect(await verifier((f) => f.splice(2, 1))).toMatch(/Feuilles inattendues/);
  expect(await verifier((f) => f[0]!.colonnes.push({ titre: 'RQTH' }))).toMatch(/Colonnes inattendues dans « Tableau de suivi »/);
  expect(await verifier((f) => { f[2]!.lignes = [['1000002A', 'Charme', 'Rose', '06/05/2025', 'Non', 'santé']]; })).toMatch(/dépasse ses colonnes/);
  expect(await verifier((f) => { f[0]!.lignes = lu.contenu.feuilles.ORIENTATIONS.map((l) => ['Intrus', ...l.cellules!.slice(1)]); })).toMatch(/ne sont pas celles qui ont été validées/);
});
