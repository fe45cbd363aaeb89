/** A table received by Pôle emploi: read aside, shown row by row, answered, confirmed once; nothing before, nothing of another territory. */
import ExcelJS from 'exceljs';
import request from 'supertest';
import { createApp } from '../../server/app';
import { lireConfig } from '../../server/config';
import { purgerImportations } from '../../server/importation/actions';
import { chiffrer } from '../../server/lib/classeur/chiffrer';
import { dateCivile, horlogeFixe } from '../../server/lib/dates';
import { ecrire } from '../../server/lib/ecriture';
import { creerLogger } from '../../server/lib/logger';
import { MOT_DE_PASSE } from '../fabriques';
import { texteDuClasseur } from '../outils/classeur';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { archive, classeur, feuilleXml, xlsxBrut } from '../outils/fichiers';
import { enParcours, fichierB, le, type Rangee, type TableauRecu } from '../outils/tableau-recu';

let essai: Essai;
let plie: { id: number; code: string; nom: string };
let agence: { id: number; nom: string; code: string };
let referent: Visiteur;
beforeAll(async () => { essai = await demarrerEssai('2025-06-16'); });
afterAll(() => essai.fermer());
/** A territory for each test: what one imports is not there for the next. */
beforeEach(async () => {
  ({ plie, agence } = await essai.fabriques.unTerritoireComplet());
  referent = await essai.comme('REFERENT_PE', agence.id);
});

const mots = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
const cachet = (page: string, nom: string) => new RegExp(`name="${nom}" value="([^"]*)"`).exec(page)?.[1] ?? '';
const octets = (reponse: request.Test) => reponse.buffer(true).parse((res, suite) => { const m: Buffer[] = []; res.on('data', (x: Buffer) => m.push(x)); res.on('end', () => suite(null, Buffer.concat(m))); });

async function deposer(visiteur: Visiteur, contenu: Buffer, champs: Record<string, string> = {}, nom = 'tableau.xlsx') {
  const { text } = await visiteur.get('/tableaux-recus');
  return visiteur.post('/tableaux-recus').field({ _csrf: cachet(text, '_csrf'), _cle: cachet(text, '_cle'), ...champs }).attach('fichier', contenu, nom);
}
/** Drops a table that is read, and gives back where it is looked at. */
async function recevoir(tableau: Omit<TableauRecu, 'plie'> & { plie?: string | null }, visiteur = referent, champs: Record<string, string> = {}): Promise<string> {
  const reponse = await deposer(visiteur, await fichierB({ plie: plie.code, ...tableau }), champs);
  if (reponse.status !== 303) throw new Error(mots(reponse.text));
  return reponse.headers.location!;
}
const confirmer = (adresse: string, visiteur = referent) => envoyer(visiteur, adresse, `${adresse}/confirmer`, {});
const enregistrer = async (tableau: Parameters<typeof recevoir>[0], visiteur = referent): Promise<string> => {
  const adresse = await recevoir(tableau, visiteur);
  await confirmer(adresse, visiteur).expect(303);
  return adresse;
};
const dossiers = <T = { nom: string }>(...colonnes: string[]) => essai.contexte.base('dossiers_pe').where({ plie_id: plie.id }).orderBy(['nom', 'date_prescription']).select<T[]>(colonnes.length ? colonnes : ['nom']);
const taches = () => essai.contexte.base('taches_pe as t').join('dossiers_pe as d', 'd.id', 't.dossier_id').where('t.plie_id', plie.id).orderBy('t.id').select<{ nom: string; action: string; etat: string; date_fait: string | null }[]>('d.nom', 't.action', 't.etat', 't.date_fait');
const page = async (adresse: string, visiteur = referent) => mots((await visiteur.get(adresse).expect(200)).text);
const identifie = (n: number) => `${String(n).padStart(7, '0')}A`;

test('le tableau du PLIE, chiffré par l\'application, est lu avec son mot de passe ; rien avant la confirmation, tout après, lié à ses orientations', async () => {
  const f = essai.fabriques;
  const personne = await f.unePersonne({ plie_id: plie.id, nom: 'Aulnaie', prenom: 'Rose', identifiant_pe: '1234567A' });
  const orientation = await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, agence_id: agence.id, date_prescription: '2025-03-03', date_contact: '2025-03-10', date_integration: '2025-05-31' });
  await f.inserer('etapes', { plie_id: plie.id, orientation_id: orientation.id, type: 'ATELIER', date_debut: '2025-05-31' });
  const absente = await f.uneOrientation({ plie_id: plie.id, personne_id: (await f.unePersonne({ plie_id: plie.id, nom: 'Bruyère' })).id, date_prescription: '2025-05-02', date_contact: '2025-05-05' });
  await f.inserer('absences', { plie_id: plie.id, orientation_id: absente.id, date_convocation: '2025-05-20' });
  const animation = await essai.comme('ANIMATION', plie.id);
  const { text } = await animation.get('/tableau-de-suivi?mois=2025-05');
  const { body } = await octets(animation.post('/tableau-de-suivi/2025-05.xlsx').type('form').send({ _csrf: cachet(text, '_csrf'), mot_de_passe: 'tilleul brume été 7' }));

  const depot = await deposer(referent, body as Buffer, { mot_de_passe: 'tilleul brume été 7' });
  expect(depot.status).toBe(303);
  const controle = await page(depot.headers.location!);
  expect(controle).toContain('2 orientations à enregistrer');
  // What the file says of itself is borne out by its rows: nothing is said of it.
  expect(controle).not.toContain('empreinte');
  expect(controle).toMatch(/Ce qu'il vous demandera Poser le PNI 1 Traiter l'absence 1/);
  expect(await dossiers()).toEqual([]);
  await confirmer(depot.headers.location!).expect(303);
  expect(await dossiers('nom', 'identifiant_pe', 'situation', 'orientation_id', 'agence_id')).toEqual([
    { nom: 'Aulnaie', identifiant_pe: '1234567A', situation: 'INTEGRE', orientation_id: orientation.id, agence_id: agence.id },
    { nom: 'Bruyère', identifiant_pe: null, situation: 'ACCUEILLI', orientation_id: absente.id, agence_id: null },
  ]);
  expect(await taches()).toEqual([{ nom: 'Aulnaie', action: 'POSER_PNI', etat: 'A_FAIRE', date_fait: '2025-05-31' }, { nom: 'Bruyère', action: 'ABSENCE', etat: 'A_FAIRE', date_fait: '2025-05-20' }]);
  const [importation] = await essai.contexte.base('importations').where({ plie_id: plie.id }).select('etat', 'nouveaux', 'mois');
  expect(importation).toEqual({ etat: 'CONFIRMEE', nouveaux: 2, mois: '2025-05' });
  expect(await essai.contexte.base('importation_contenus').where({ plie_id: plie.id })).toEqual([]);
  // The same file again: said, and nothing changes.
  const encore = await deposer(referent, body as Buffer, { mot_de_passe: 'tilleul brume été 7' });
  expect(await page(encore.headers.location!)).toContain("Ce tableau était déjà enregistré : rien n'a changé.");
  expect(await essai.contexte.base('importations').where({ plie_id: plie.id })).toHaveLength(1);
});

test('nouvelle, modifiée avec l\'ancien et le nouveau, inchangée, refusée, à vérifier : chaque ligne a son sort, sa place et sa raison', async () => {
  await enregistrer({ mois: '2025-04', etabliLe: '05/05/2025 à 09:00', lignes: [
    enParcours('Aubier', { 'Identifiant Pôle emploi': identifie(1), Téléphone: '01 02 03 04 05' }), enParcours('Bruyère', { 'Identifiant Pôle emploi': identifie(2) }),
  ] });
  const adresse = await recevoir({ lignes: [
    enParcours('Aubier', { 'Identifiant Pôle emploi': identifie(1), Téléphone: '06 02 03 04 05' }),
    enParcours('Bruyère', { 'Identifiant Pôle emploi': identifie(2) }),
    enParcours('Chêne', { 'Identifiant Pôle emploi': identifie(3), Situation: 'Perdu de vue' }),
    enParcours('Érable', { Situation: 'Sorti', "Date d'intégration": le('2025-03-10') }),
  ] });
  const lignes = await page(adresse);
  expect(lignes).toContain('Tableau de suivi 2 Lou AUBIER Modifiée Téléphone : 01 02 03 04 05 devient 06 02 03 04 05');
  expect(lignes).toContain('Tableau de suivi 3 Lou BRUYÈRE Inchangée');
  expect(lignes).toMatch(/Tableau de suivi 4 Lou CHÊNE Refusée Situation : Perdu de vue « Perdu de vue » ne fait pas partie de la liste/);
  expect(lignes).toMatch(/Tableau de suivi 5 Lou ÉRABLE Nouvelle À vérifier Identifiant Pôle emploi : Sans identifiant/);
  expect(await page(`${adresse}?sort=REFUSEE`)).not.toContain('AUBIER');
  const refus = await texteDuClasseur((await octets(referent.get(`${adresse}/refus.xlsx`))).body as Buffer);
  expect([refus.includes('Chêne'), refus.includes('Perdu de vue'), refus.includes('Motif du refus'), refus.includes('Aubier')]).toEqual([true, true, true, false]);
  await confirmer(adresse).expect(303);
  expect(await dossiers('nom', 'telephone')).toEqual([{ nom: 'Aubier', telephone: '06 02 03 04 05' }, { nom: 'Bruyère', telephone: null }, { nom: 'Érable', telephone: null }]);
});

test('une personne qui ressemble à une autre : le référent dit qui elle est ; sans réponse, elle n\'est pas reprise', async () => {
  await enregistrer({ mois: '2025-04', etabliLe: '05/05/2025 à 09:00', lignes: ['Aubier', 'Bruyère', 'Charme'].map((nom, i) => enParcours(nom, { 'Identifiant Pôle emploi': identifie(i + 1) })) });
  const adresse = await recevoir({ lignes: [
    enParcours('Aubié', { 'Date de prescription': le('2025-03-03') }), // near name, same birth date
    enParcours('Bruyère', { 'Date de naissance': le('1985-12-04') }), // same name, day and month swapped
    enParcours('Charme', { 'Identifiant Pôle emploi': '1000003A' }), // all the same but the identifiant
    enParcours('Daim', { 'Identifiant Pôle emploi': identifie(1), 'Date de naissance': le('1970-01-01') }), // the identifiant of somebody else
  ] });
  const controle = await page(adresse);
  expect(controle).toContain('3 personnes à rapprocher');
  expect(controle).toMatch(/Lou DAIM Refusée Identifiant Pôle emploi : 0000001A .* appartient à Lou AUBIER, dont la date de naissance est le 12\/04\/1985/);
  const base = await dossiers<{ id: number; nom: string }>('id', 'nom');
  const idDe = (nom: string) => String(base.find((d) => d.nom === nom)!.id);
  await envoyer(referent, adresse, `${adresse}/rapprocher`, { 'qui-2': idDe('Aubier'), 'qui-3': 'AUTRE' }).expect(303);
  const refait = await page(adresse);
  expect(refait).toContain('1 personne à rapprocher');
  expect(refait).toContain('2 réponses données.');
  expect(refait).toMatch(/Lou AUBIÉ Modifiée Nom : Aubier devient Aubié/);
  const refus = await texteDuClasseur((await octets(referent.get(`${adresse}/refus.xlsx`))).body as Buffer);
  expect([refus.includes('Charme'), refus.includes('Daim'), refus.includes('Bruyère')]).toEqual([true, true, false]);
  await confirmer(adresse).expect(303);
  expect(await dossiers('nom', 'identifiant_pe', 'date_naissance')).toEqual([
    { nom: 'Aubié', identifiant_pe: identifie(1), date_naissance: '1985-04-12' },
    { nom: 'Bruyère', identifiant_pe: identifie(2), date_naissance: '1985-04-12' },
    { nom: 'Bruyère', identifiant_pe: null, date_naissance: '1985-12-04' },
    { nom: 'Charme', identifiant_pe: identifie(3), date_naissance: '1985-04-12' },
  ].sort((a, b) => (a.nom < b.nom ? -1 : 1)));
});

/** As a person types it: columns in their own order, what a header means in brackets, blank rows, dates as texts, codes or labels. */
async function faitALaMain(lignes: (string | null)[][], titres = ['PRENOM', 'Nom (de famille)', 'date de naissance', 'Identifiant pole emploi', 'Situation', 'Date de prescription', 'Prescripteur', "Date d'integration", 'Action attendue']): Promise<Buffer> {
  const classeur = new ExcelJS.Workbook();
  const feuille = classeur.addWorksheet('TABLEAU DE SUIVI');
  feuille.addRows([titres, [], ...lignes, []]);
  return Buffer.from(await classeur.xlsx.writeBuffer());
}
const A_LA_MAIN = ['Lou', 'Aubier', '12/04/1985', '0000001A', 'integre dans le MOIS', '3/3/2025', 'POLE_EMPLOI', '6-5-2025', 'POSER_PNI'];

test('un fichier fait à la main entre comme un autre : le PLIE et le mois sont alors choisis ; les mêmes données ne comptent qu\'une fois', async () => {
  const fichier = await faitALaMain([A_LA_MAIN]);
  const sans = await deposer(referent, fichier);
  expect([sans.status, mots(sans.text)]).toEqual([422, expect.stringMatching(/ne dit pas de quel PLIE il vient.*ne dit pas de quel mois il est/)]);
  // What was chosen comes back with the error.
  const faux = await deposer(referent, fichier, { plie_id: String(plie.id), mois_du_tableau: '2025-07' });
  expect([faux.status, mots(faux.text)]).toEqual([422, expect.stringContaining("juillet 2025, qui n'a pas commencé")]);
  expect(faux.text).toMatch(new RegExp(`value="${plie.id}" selected`));
  const adresse = (await deposer(referent, fichier, { plie_id: String(plie.id), mois_du_tableau: '2025-05' })).headers.location!;
  expect(await page(adresse)).toContain('Tableau de suivi 3 Lou AUBIER Nouvelle');
  await confirmer(adresse).expect(303);
  expect(await dossiers('nom', 'date_prescription', 'date_integration', 'situation', 'prescripteur')).toEqual([{ nom: 'Aubier', date_prescription: '2025-03-03', date_integration: '2025-05-06', situation: 'INTEGRE', prescripteur: 'POLE_EMPLOI' }]);
  expect(await taches()).toMatchObject([{ action: 'POSER_PNI', date_fait: '2025-05-06' }]);
  // A column that the file lacks says nothing: what is known stays.
  await enregistrer({ mois: '2025-05', lignes: [enParcours('Aubier', { 'Identifiant Pôle emploi': identifie(1), Téléphone: '01 02 03 04 05' })] });
  const encore = await faitALaMain([A_LA_MAIN.with(4, 'EN_PARCOURS')]);
  await confirmer((await deposer(referent, encore, { plie_id: String(plie.id), mois_du_tableau: '2025-06' })).headers.location!).expect(303);
  expect(await dossiers('telephone', 'situation')).toEqual([{ telephone: '01 02 03 04 05', situation: 'EN_PARCOURS' }]);
  expect(await page((await deposer(referent, encore, { plie_id: String(plie.id), mois_du_tableau: '2025-06' })).headers.location!)).toContain("déjà enregistré : rien n'a changé");
});

describe('ce qui n\'est pas un tableau de suivi est refusé par une phrase, et rien n\'est écrit', () => {
  const TITRES = ['Nom', 'Prénom', 'Date de naissance', 'Prescripteur', 'Date de prescription', 'Situation'];
  const ligne = (cellules: string[]) => cellules.map((c, i) => `<c r="${String.fromCharCode(65 + i)}1" t="inlineStr"><is><t>${c}</t></is></c>`).join('');
  const tableau = (lignes: string, suite = '') => xlsxBrut(feuilleXml(`<row r="1">${ligne(TITRES)}</row>${lignes}`, suite), { nom: 'Tableau de suivi' });
  const une = () => [enParcours('Aubier')];

  test.each<[string, (code: string) => Promise<Buffer>, RegExp, Record<string, string>?]>([
    ['un mauvais mot de passe', async (code) => chiffrer(await fichierB({ plie: code, lignes: une() }), 'tilleul brume été 7'), /Ce mot de passe n'ouvre pas le classeur/, { mot_de_passe: 'tilleul brume été 8' }],
    ['un mot de passe oublié', async (code) => chiffrer(await fichierB({ plie: code, lignes: une() }), 'tilleul brume été 7'), /indiquez le mot de passe/],
    ['un fichier tronqué', async (code) => (await fichierB({ plie: code, lignes: une() })).subarray(0, 3000), /abîmé ou incomplet/],
    ['un classeur chiffré et tronqué', async (code) => (await chiffrer(await fichierB({ plie: code, lignes: une() }), 'tilleul brume été 7')).subarray(0, 3000), /abîmé/, { mot_de_passe: 'tilleul brume été 7' }],
    ['un ancien .xls renommé', async () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)]), /ancien classeur \.xls|abîmé/],
    ['un classeur à macros', () => archive({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook/>', 'xl/vbaProject.bin': 'x' }), /contient des macros/],
    ['une bombe', () => xlsxBrut(feuilleXml(`<row r="1"><c r="A1" t="inlineStr"><is><t>${' '.repeat(110 * 1024 * 1024)}`), { nom: 'Tableau de suivi' }), /dépasse 100 Mo/],
    ['soixante colonnes sans rapport', async () => classeur({ 'Tableau de suivi': [Array.from({ length: 60 }, (_, i) => `Colonne ${i}`)] }), /il manque les colonnes obligatoires « Nom », « Prénom »/],
    ['un autre classeur', async () => classeur({ Feuil1: [['Nom']] }), /n'est pas un tableau de suivi/],
    ['une feuille vide', () => xlsxBrut(feuilleXml(''), { nom: 'Tableau de suivi' }), /cette feuille est vide/],
    ['un autre PLIE', () => fichierB({ plie: 'AILLEURS', lignes: une() }), /vient du PLIE « PLIE AILLEURS » \(code « AILLEURS »\), qui ne travaille pas avec votre agence/],
    ['un mois à venir', (code) => fichierB({ plie: code, mois: '2025-07', lignes: une() }), /juillet 2025, qui n'a pas commencé/],
    ['un autre mois que celui choisi', (code) => fichierB({ plie: code, lignes: une() }), /est celui de mai 2025, et non de avril 2025/, { mois_du_tableau: '2025-04' }],
  ])('%s', async (_nom, fabriquer, phrase, champs = {}) => {
    const reponse = await deposer(referent, await fabriquer(plie.code), champs);
    expect([reponse.status, mots(reponse.text)]).toEqual([422, expect.stringMatching(phrase)]);
    for (const table of ['importations', 'dossiers_pe']) expect(await essai.contexte.base(table).where({ plie_id: plie.id })).toEqual([]);
  }, 30_000);

  test('une plage fusionnée et une validation géantes ne coûtent rien ; les formules et les colonnes en trop sont dites', async () => {
    const cellule = (place: string, texte: string) => `<c r="${place}" t="inlineStr"><is><t>${texte}</t></is></c>`;
    const formule = `<row r="2">${cellule('A2', 'Aubier')}<c r="B2"><f>HYPERLINK("x")</f><v>Lou</v></c></row>`;
    const suite = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells><dataValidations count="1"><dataValidation sqref="A1:XFD1048576"/></dataValidations>';
    const adresse = (await deposer(referent, await tableau(formule, suite), { plie_id: String(plie.id), mois_du_tableau: '2025-05' })).headers.location!;
    expect(await page(adresse)).toMatch(/Refusée Prénom : Lou Cette cellule contient une formule\. Remplacez-la par sa valeur/);
    const large = await faitALaMain([A_LA_MAIN], ['PRENOM', 'Nom', 'Date de naissance', 'Identifiant Pôle emploi', 'Situation', 'Date de prescription', 'Prescripteur', "Date d'intégration", 'Action attendue', ...Array.from({ length: 60 }, (_, i) => `Note ${i}`)]);
    const autre = (await deposer(referent, large, { plie_id: String(plie.id), mois_du_tableau: '2025-05' })).headers.location!;
    expect(await page(autre)).toMatch(/« Note 0, Note 1, Note 2, Note 3, Note 4… » : 60 colonnes ne sont pas connues/);
  });

  test('l\'agence d\'une autre installation : sa ligne est laissée, les autres entrent', async () => {
    const adresse = await recevoir({ lignes: [enParcours('Aubier', { 'Agence Pôle emploi': 'Agence des Antipodes' }), enParcours('Bruyère', { 'Agence Pôle emploi': agence.code.toLowerCase() })] });
    expect(await page(adresse)).toMatch(/Lou AUBIER Refusée Agence Pôle emploi : Agence des Antipodes Cette agence ne travaille pas avec ce PLIE dans cette application/);
    await confirmer(adresse).expect(303);
    expect(await dossiers('nom', 'agence_id')).toEqual([{ nom: 'Bruyère', agence_id: agence.id }]);
  });

  test('les autres pages répondent pendant qu\'un fichier hostile est lu', async () => {
    const bombe = await xlsxBrut(feuilleXml('<row r="1"><c r="A1" t="inlineStr"><is><t>'.padEnd(95 * 1024 * 1024, ' ')), { nom: 'Tableau de suivi' });
    let fini = false;
    const depot = deposer(referent, bombe).then((reponse) => { fini = true; return reponse; });
    const durees: number[] = [];
    while (!fini) {
      const debut = performance.now();
      await request(essai.app).get('/sante').expect(200);
      durees.push(performance.now() - debut);
    }
    expect(Math.max(...durees)).toBeLessThan(1000);
    expect((await depot).status).toBe(422);
  }, 30_000);
});

test('les étapes et les absences du mois sont celles du fichier ; une personne inconnue ou refusée ne reçoit rien', async () => {
  const lignes = (situation = 'Intégré dans le mois') => [enParcours('Aubier', { 'Identifiant Pôle emploi': identifie(1), Situation: situation }), enParcours('Chêne', { Situation: 'Ailleurs' })];
  const etape = (type: string, debut: string, fin?: string) => ({ Nom: 'Aubier', Prénom: 'Lou', 'Identifiant Pôle emploi': identifie(1), "Type d'étape": type, Début: le(debut), Fin: fin ? le(fin) : null });
  const absence = (date: string) => ({ Nom: 'AUBIER', Prénom: 'lou', 'Date de convocation': le(date), Excusé: false });
  await enregistrer({ etabliLe: '02/06/2025 à 09:00', lignes: lignes(), etapes: [etape('Formation', '2025-05-10'), etape('Atelier', '2025-05-12')], absences: [absence('2025-05-13')] });
  const adresse = await recevoir({
    etabliLe: '03/06/2025 à 09:00', lignes: lignes(), etapes: [etape('Formation', '2025-05-10', '2025-05-28'), { ...etape('Atelier', '2025-05-12'), Nom: 'Daim', 'Identifiant Pôle emploi': null }, { ...etape('Atelier', '2025-05-12'), Nom: 'Chêne', 'Identifiant Pôle emploi': null }],
    absences: [absence('2025-05-20')],
  });
  const controle = await page(adresse);
  expect(controle).toMatch(/Étapes 2 Lou AUBIER Modifiée Formation : fin : vide devient 28\/05\/2025/);
  expect(controle).toMatch(/Étapes 3 Lou DAIM Refusée Nom : Daim Cette personne n'est pas dans la feuille « Tableau de suivi »/);
  expect(controle).toMatch(/Étapes 4 Lou CHÊNE Refusée Nom : Chêne Sa ligne de la feuille « Tableau de suivi » est refusée/);
  expect(controle).toContain('1 étape du mois que ce tableau ne dit plus sera retirée.');
  await confirmer(adresse).expect(303);
  const faits = async (table: string, ...colonnes: string[]) => essai.contexte.base(table).where({ plie_id: plie.id }).orderBy('id').select<unknown[]>(colonnes);
  expect(await faits('dossier_etapes', 'type', 'date_fin')).toEqual([{ type: 'Formation', date_fin: '2025-05-28' }]);
  expect(await faits('dossier_absences', 'date_convocation')).toEqual([{ date_convocation: '2025-05-20' }]);
  // Of June: those of May stay.
  await enregistrer({ mois: '2025-06', etabliLe: '15/06/2025 à 09:00', lignes: lignes('En parcours'), etapes: [etape('Atelier', '2025-06-02')] });
  expect(await faits('dossier_etapes', 'type')).toEqual([{ type: 'Formation' }, { type: 'Atelier' }]);
  expect(await faits('dossier_absences', 'date_convocation')).toEqual([{ date_convocation: '2025-05-20' }]);
});

test('une correction s\'applique à l\'orientation qui n\'est plus dans le tableau, et se montre avant, après', async () => {
  const f = { 'Identifiant Pôle emploi': identifie(1) };
  await enregistrer({ mois: '2025-04', etabliLe: '05/05/2025 à 09:00', lignes: [
    enParcours('Aubier', { ...f, Situation: 'Sorti', 'Date de sortie': le('2025-04-15'), 'Motif de sortie': 'Emploi CDI ou CDD', 'Action attendue': 'Lever le PNI' }), enParcours('Bruyère'), enParcours('Chêne'),
  ], etapes: [{ Nom: 'Aubier', Prénom: 'Lou', "Type d'étape": 'Formation', Début: le('2025-04-02') }] });
  const correction = (nom: string, colonne: string, transmise: Rangee[string], exacte: Rangee[string], autres: Rangee = {}) => ({ Nom: nom, Prénom: 'Lou', 'Mois du tableau': '2025-04', Colonne: colonne, 'Valeur transmise': transmise, 'Valeur exacte': exacte, ...autres });
  const adresse = await recevoir({ lignes: [], corrections: [
    correction('Aubier', 'Date de sortie', le('2025-04-15'), le('2025-04-18'), f),
    correction('Aubier', 'Étape Formation, début 02/04/2025', 'En cours', le('2025-04-14'), f),
    correction('Bruyere', 'Identifiant Pôle emploi', null, identifie(2), { 'Identifiant Pôle emploi': identifie(2) }),
    correction('Chêne', 'Situation', 'Intégré dans le mois', 'Ligne retirée'),
    correction('Daim', 'Nom', 'Dain', 'Daim'),
    correction('Aubier', 'Couleur préférée', 'bleu', 'vert', f),
  ] });
  const controle = await page(adresse);
  expect(controle).toMatch(/Corrections 2 Lou AUBIER Modifiée Date de sortie : 15\/04\/2025 devient 18\/04\/2025/);
  expect(controle).toMatch(/Corrections 6 Lou DAIM Refusée Nom : Daim Cette personne n'est dans aucun des tableaux reçus ici/);
  expect(controle).toMatch(/Corrections 7 Lou AUBIER Refusée Couleur préférée : vert Cette colonne ne se corrige pas/);
  await confirmer(adresse).expect(303);
  expect(await dossiers('nom', 'identifiant_pe', 'date_sortie')).toEqual([{ nom: 'Aubier', identifiant_pe: identifie(1), date_sortie: '2025-04-18' }, { nom: 'Bruyère', identifiant_pe: identifie(2), date_sortie: null }]);
  expect(await essai.contexte.base('dossier_etapes').where({ plie_id: plie.id }).select('date_fin')).toEqual([{ date_fin: '2025-04-14' }]);
});

test('les tâches suivent les tableaux : gardée tant qu\'elle est demandée, close quand elle ne l\'est plus, pas redemandée une fois faite', async () => {
  const mois = (m: string, action: string | null, absences: string[] = []) => enregistrer({
    mois: m, etabliLe: `0${Number(m.slice(5)) + 1}/06/2025 à 0${Number(m.slice(5))}:00`, lignes: [enParcours('Aubier', { 'Action attendue': action })], absences: absences.map((date) => ({ Nom: 'Aubier', Prénom: 'Lou', 'Date de convocation': le(date) })),
  });
  const etats = async () => (await taches()).map((t) => `${t.action} ${t.etat} ${t.date_fait ?? '-'}`);
  const faire = (action: string) => ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('taches_pe').where({ plie_id: plie.id, action, etat: 'A_FAIRE' }).update({ etat: 'FAITE', date_acte: '2025-06-10', traitee_le: '2025-06-10T08:00:00Z' }));
  await mois('2025-01', 'Poser le PNI');
  await mois('2025-02', 'Poser le PNI');
  expect(await etats()).toEqual(['POSER_PNI A_FAIRE 2025-05-06']);
  await faire('POSER_PNI');
  await mois('2025-03', 'Poser le PNI'); // the answer has not reached the PLIE yet
  expect(await etats()).toEqual(['POSER_PNI FAITE 2025-05-06']);
  await mois('2025-04', "Traiter l'absence", ['2025-04-08']);
  await faire('ABSENCE');
  await mois('2025-05', "Traiter l'absence", ['2025-05-20']); // another absence, another task
  await mois('2025-06', null);
  expect(await etats()).toEqual(['POSER_PNI FAITE 2025-05-06', 'ABSENCE FAITE 2025-04-08', 'ABSENCE CADUQUE 2025-05-20']);
});

test('un tableau plus ancien que le dernier est refusé, au dépôt comme à la confirmation', async () => {
  const ancien = await recevoir({ mois: '2025-04', etabliLe: '05/05/2025 à 09:00', lignes: [enParcours('Aubier', { Téléphone: '01 01 01 01 01' })] });
  await enregistrer({ mois: '2025-05', etabliLe: '03/06/2025 à 09:00', lignes: [enParcours('Aubier', { Téléphone: '02 02 02 02 02' })] });
  const refus = await confirmer(ancien);
  expect([refus.status, mots(refus.text)]).toEqual([422, expect.stringContaining('est plus ancien que le dernier enregistré de ce PLIE : mai 2025')]);
  const avant = await deposer(referent, await fichierB({ plie: plie.code, mois: '2025-05', etabliLe: '02/06/2025 à 18:00', lignes: [enParcours('Aubier')] }));
  expect([avant.status, mots(avant.text)]).toEqual([422, expect.stringContaining('Le PLIE a établi ce tableau avant celui de mai 2025 déjà enregistré')]);
  expect(await dossiers('telephone')).toEqual([{ telephone: '02 02 02 02 02' }]);
});

test('une agence qui n\'est pas celle de référence ne reprend que ses lignes, et ne fait pas reculer ce qu\'une autre a reçu de plus récent', async () => {
  const autre = await essai.fabriques.uneAgence();
  await essai.fabriques.rattacher(plie.id, autre.id);
  const collegue = await essai.comme('REFERENT_PE', autre.id);
  const lignes = (telephone: string) => [enParcours('Aubier', { 'Agence Pôle emploi': agence.nom }), enParcours('Bruyère', { 'Agence Pôle emploi': autre.nom, Téléphone: telephone }), enParcours('Chêne')];
  const adresse = await recevoir({ lignes: lignes('01 01 01 01 01') }, collegue);
  const controle = await page(adresse, collegue);
  expect(controle).toContain(`De l'agence ${agence.nom} : non reprise ici.`);
  expect(controle).toContain("Sans agence : c'est l'agence de référence du PLIE qui la reprend.");
  for (const suite of ['', '/refus.xlsx']) await referent.get(adresse + suite).expect(404);
  await confirmer(adresse, collegue).expect(303);
  expect(await dossiers()).toEqual([{ nom: 'Bruyère' }]);
  // June by the colleague, then May by the reference agency: it takes every row, and leaves the newer one alone.
  await enregistrer({ mois: '2025-06', etabliLe: '15/06/2025 à 09:00', lignes: lignes('02 02 02 02 02') }, collegue);
  const mai = await recevoir({ lignes: lignes('01 01 01 01 01') });
  expect(await page(mai)).toMatch(/Lou BRUYÈRE Inchangée À vérifier Un tableau plus récent a déjà parlé de cette orientation/);
  await confirmer(mai).expect(303);
  expect(await dossiers('nom', 'telephone')).toEqual([{ nom: 'Aubier', telephone: null }, { nom: 'Bruyère', telephone: '02 02 02 02 02' }, { nom: 'Chêne', telephone: null }]);
  expect((await taches()).map((t) => t.nom).sort()).toEqual(['Aubier', 'Bruyère', 'Chêne']);
});

test('deux confirmations en même temps : une seule enregistre, rien n\'est doublé', async () => {
  const collegue = await essai.comme('REFERENT_PE', agence.id);
  const lignes = ['Aubier', 'Bruyère', 'Chêne'].map((nom) => enParcours(nom));
  const [un, deux] = [await recevoir({ lignes }), await recevoir({ lignes }, collegue)];
  const issues = await Promise.all([confirmer(un), confirmer(deux, collegue)]);
  expect(issues.map((r) => r.status).sort()).toEqual([303, 422]);
  expect(mots(issues.find((r) => r.status === 422)!.text)).toContain('déjà enregistré');
  expect(await dossiers()).toHaveLength(3);
  expect(await taches()).toHaveLength(3);
});

test('ce qui a changé entre le contrôle et la confirmation est à relire : rien n\'est écrit sans avoir été montré', async () => {
  const autre = await essai.fabriques.uneAgence();
  await essai.fabriques.rattacher(plie.id, autre.id);
  const collegue = await essai.comme('REFERENT_PE', autre.id);
  const lignes = [enParcours('Aubier', { 'Agence Pôle emploi': autre.nom })];
  const adresse = await recevoir({ lignes });
  await enregistrer({ lignes }, collegue);
  await confirmer(adresse).expect(303);
  const refait = await page(adresse);
  expect(refait).toContain('le contrôle. Le voici refait');
  expect(refait).toContain('Lou AUBIER Inchangée');
  await confirmer(adresse).expect(303);
  expect(await page(adresse)).toContain('Le tableau est enregistré.');
});

test('interrompu, l\'enregistrement ne laisse rien, et le contrôle attend toujours ; une page restée ouverte ne recommence pas', async () => {
  const { base } = essai.contexte;
  const adresse = await recevoir({ lignes: [enParcours('Aubier'), enParcours('Bruyère')] });
  const ouverte = (await referent.get(adresse)).text;
  await base.raw("create function panne() returns trigger language plpgsql as $$ begin raise exception 'panne'; end $$; create trigger panne before insert on taches_pe for each statement execute function panne()");
  expect((await confirmer(adresse)).status).toBe(500);
  await base.raw('drop trigger panne on taches_pe; drop function panne()');
  expect(await dossiers()).toEqual([]);
  // Another process, after a restart, finds it where it was.
  const config = lireConfig({ PLIE_JOURNAL: 'silent', PORT: '0' });
  const relance = request.agent(createApp({ config, connexion: { base, moteur: 'postgresql', copier: null, fermer: async () => {} }, horloge: horlogeFixe('2025-06-16'), logger: creerLogger('silent'), demonstration: false }));
  const { courriel } = await essai.fabriques.unUtilisateur({ role: 'REFERENT_PE', organisation_id: agence.id });
  await envoyer(relance, '/connexion', '/connexion', { courriel, mot_de_passe: MOT_DE_PASSE }).expect(303);
  expect(await page('/tableaux-recus', relance)).toContain('À confirmer');
  await confirmer(adresse, relance).expect(303);
  expect(await dossiers()).toHaveLength(2);
  const tard = await referent.post(`${adresse}/confirmer`).type('form').send({ _csrf: cachet(ouverte, '_csrf'), version: cachet(ouverte, 'version') });
  expect([tard.status, mots(tard.text)]).toEqual([409, expect.stringContaining('déjà enregistré')]);
});

test('abandonner n\'écrit rien ; ce que personne ne confirme s\'efface au bout d\'un jour', async () => {
  const { base } = essai.contexte;
  const adresse = await recevoir({ lignes: [enParcours('Aubier')] });
  await envoyer(referent, adresse, `${adresse}/abandonner`, {}).expect(303);
  await referent.get(adresse).expect(404);
  const [vieux, recent] = [await recevoir({ lignes: [enParcours('Bruyère')] }), await recevoir({ lignes: [enParcours('Chêne')] })];
  await ecrire(base, essai.contexte.auteur, 'essai', (trx) => trx('importations').where({ id: Number(vieux.split('/').at(-1)) }).update({ cree_le: base.raw("now() - interval '25 hours'") }));
  await purgerImportations(base, dateCivile('2025-06-16'));
  await referent.get(vieux).expect(404);
  await referent.get(recent).expect(200);
  expect(await dossiers()).toEqual([]);
});

test('la liste dit qui a envoyé son tableau, qui est en retard, et l\'accueil le compte', async () => {
  const { plie: muet } = await essai.fabriques.unTerritoireComplet();
  await essai.fabriques.rattacher(muet.id, agence.id);
  const sansConvention = await essai.fabriques.unPlie();
  await essai.fabriques.rattacher(sansConvention.id, agence.id);
  await enregistrer({ lignes: [enParcours('Aubier')] });
  const liste = await page('/tableaux-recus');
  expect(liste).toMatch(new RegExp(`${plie.nom} enregistré le [^R]* Reçu`));
  expect(liste).toMatch(new RegExp(`${muet.nom} de 10 jours En retard`));
  expect(liste).toMatch(new RegExp(`${sansConvention.nom} aucune convention en vigueur ce mois-là, ou échange suspendu Pas attendu`));
  expect(await page('/')).toContain('1 tableau de suivi en retard De mai 2025');
  expect(await page('/tableaux-recus?mois=2025-06')).toMatch(/dans 20 jours.*Attendu/);
});
