/** The yearly statement of requests: a hand-made table at its boundaries, the list behind every figure, what others may not see, the register. */
import { masquerLeReleve } from '../../reports/releve-des-demandes/masquer';
import type { Chiffres, LigneDAxe, Releve } from '../../reports/releve-des-demandes/releve';
import { ecrire } from '../../server/lib/ecriture';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { texteDuClasseur } from '../outils/classeur';

let essai: Essai;
let plie: { id: number; code: string; nom: string };
let animation: Visiteur;
let region: Visiteur;
let referent: Visiteur;
let premiereDemande: number;

beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  const f = essai.fabriques;
  const ici = await f.unTerritoireComplet({ date_fin: '2024-06-30' }, { code: 'COL', nom: 'Collines' });
  plie = ici.plie;
  await f.uneConvention({ plie_id: plie.id, agence_id: ici.agence.id, date_debut: '2024-07-01', boite_generique: 'plie@agence.exemple.test' });
  const seconde = await f.uneAgence({ nom: 'Zénith' });
  await f.rattacher(plie.id, seconde.id);
  const suivre = async (agence_id: number | null, nom: string) => f.uneOrientation({ plie_id: plie.id, agence_id, date_prescription: '2023-01-10', date_contact: '2023-01-20', date_integration: '2023-02-01', personne_id: (await f.unePersonne({ plie_id: plie.id, nom })).id });
  const [un, deux, sans] = [await suivre(ici.agence.id, 'Témoin1'), await suivre(seconde.id, 'Témoin2'), await suivre(null, 'Témoin3')];
  const demander = (orientation: { id: number }, type: string, date_demande: string, reponse: string, date_reponse: string | null, date_realisation: string | null = null) =>
    f.inserer('demandes_pe', { plie_id: plie.id, orientation_id: orientation.id, type, date_demande, reponse, date_reponse, date_realisation });
  // The first and the last day of 2024, on both sides; the convention changes on 1 July.
  premiereDemande = (await demander(un, 'ATELIER', '2023-12-31', 'ACCORDEE', '2024-01-01')).id;
  await demander(un, 'ATELIER', '2024-01-01', 'EN_ATTENTE', null);
  await demander(un, 'PERMIS_B', '2024-12-31', 'REFUSEE', '2025-01-01');
  await demander(deux, 'PERMIS_B', '2024-06-30', 'REALISEE', '2024-07-10', '2024-12-31');
  await demander(deux, 'AFC', '2024-03-01', 'REFUSEE', '2024-03-05');
  await demander(sans, 'AFC', '2024-02-01', 'REALISEE', null, '2024-05-01');
  await demander(deux, 'POE', '2024-07-01', 'REALISEE', '2024-07-01', '2025-01-01');
  await f.inserer('services_pe', { plie_id: plie.id, agence_id: seconde.id, mois: '2024-12', type: 'ATELIER', nombre: 40 });
  await f.inserer('services_pe', { plie_id: plie.id, agence_id: seconde.id, mois: '2025-01', type: 'ATELIER', nombre: 7 });
  const ailleurs = await f.unTerritoireComplet({}, { code: 'EST', nom: 'Estuaire', departement: '13' });
  const autre = await f.uneOrientation({ plie_id: ailleurs.plie.id, agence_id: ailleurs.agence.id, date_prescription: '2023-01-10', date_contact: '2023-01-20', date_integration: '2023-02-01' });
  await f.inserer('demandes_pe', { plie_id: ailleurs.plie.id, orientation_id: autre.id, type: 'AIF', date_demande: '2024-04-01' });
  animation = await essai.comme('ANIMATION', plie.id);
  region = await essai.comme('CORRESPONDANT_REGIONAL', (await f.uneRegion()).id);
  referent = await essai.comme('REFERENT_PE', seconde.id);
});
afterAll(() => essai.fermer());

const net = (html: string): string => html.replace(/<[^>]+>/g, ' ').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replace(/[\s\u00a0]+/g, ' ').trim();
/** { type: { Atelier: '1 1 1 0 1 0 1 jour' }, agence: …}: the tables of the page, their lines as they are read. */
function lireTables(html: string): Record<string, Record<string, string>> {
  return Object.fromEntries([...html.matchAll(/<div class="tableau-cadre" id="(\w+)"[\s\S]*?<tbody>([\s\S]*?)<\/tbody>/g)].map(([, id, corps]) => [id, Object.fromEntries(
    [...corps!.matchAll(/<th scope="row">([^<]*)<\/th>([\s\S]*?)<\/tr>/g)].map(([, nom, cases]) => [nom, [...cases!.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map((c) => net(c[1]!)).join(' ; ')]),
  )]));
}

/** Requested, answers, favourable, unfavourable, pending, carried out, median: worked out on paper from the seven requests above. */
const ENSEMBLE_2024 = '6 ; 5 ; 4 ; 1 ; 1 ; 2 ; 2,5 jours';
const TABLES_2024 = {
  type: {
    'Permis B': '2 ; 1 ; 1 ; 0 ; 0 ; 1 ; 10 jours', Atelier: '1 ; 1 ; 1 ; 0 ; 1 ; 0 ; 1 jour', 'Formation AFC': '2 ; 2 ; 1 ; 1 ; 0 ; 1 ; 4 jours', POE: '1 ; 1 ; 1 ; 0 ; 0 ; 0 ; 0 jour', Ensemble: ENSEMBLE_2024,
  },
  agence: { 'Sans agence': '1 ; 1 ; 1 ; 0 ; 0 ; 1 ; n.d.', Zénith: '3 ; 3 ; 2 ; 1 ; 0 ; 1 ; 4 jours', Ensemble: ENSEMBLE_2024 },
  convention: { 'Collines, du 01/01/2020 au 30/06/2024': '4 ; 3 ; 2 ; 1 ; 1 ; 1 ; 2,5 jours', 'Collines, du 01/07/2024 au 31/12/2030': '2 ; 2 ; 2 ; 0 ; 0 ; 1 ; 5 jours', Ensemble: ENSEMBLE_2024 },
};

test('chaque fait compte dans l\'année de sa propre date, par type, par agence et par convention', async () => {
  const { text } = await animation.get('/releve-des-demandes?annee=2024').expect(200);
  expect(lireTables(text)).toMatchObject(TABLES_2024);
  // 2025 keeps what came late: one refusal after a day, one realisation.
  expect(lireTables((await animation.get('/releve-des-demandes?annee=2025').expect(200)).text).type!.Ensemble).toBe('0 ; 1 ; 0 ; 1 ; 0 ; 1 ; 1 jour');
  // What Pôle emploi declares of 2024 stands apart: the count of January 2025 is not of that year, and no figure of the tables moves.
  expect(net(text)).toContain('Atelier 40 Ensemble 40');
  expect(net((await animation.get('/releve-des-demandes?annee=2012').expect(200)).text)).toContain("Aucune demande à Pôle emploi n'est enregistrée en 2012 pour Collines.");
});

test('chaque chiffre, sans exception, ouvre une liste de cette longueur', async () => {
  const { text } = await animation.get('/releve-des-demandes?annee=2024').expect(200);
  const chiffres = Object.values(lireTables(text)).flatMap((t) => Object.values(t)).flatMap((ligne) => ligne.split(' ; ').slice(0, 6)).filter((n) => n !== '0');
  const liens = [...text.matchAll(/<a href="(\/releve-des-demandes\/liste[^"]+)"[^>]*>(\d+)<\/a>/g)].map((m) => ({ adresse: m[1]!.replaceAll('&amp;', '&'), nombre: Number(m[2]) }));
  expect(liens).toHaveLength(chiffres.length);
  for (const { adresse, nombre } of liens) {
    const liste = await animation.get(adresse).expect(200);
    expect([adresse, [...liste.text.matchAll(/href="\/personnes\/\d+">/g)].length]).toEqual([adresse, nombre]);
  }
  for (const faux of ['colonne=rien', 'colonne=demandees&par=rien', 'colonne=demandees&par=agence&ligne=999999', 'colonne=demandees&page=2']) await animation.get(`/releve-des-demandes/liste?annee=2024&${faux}`).expect(404);
});

test('hors du PLIE, ni nom, ni lien, ni détail de moins de cinq, à l\'écran comme dans les fichiers', async () => {
  for (const visiteur of [region, referent]) {
    const { text } = await visiteur.get('/releve-des-demandes?annee=2024&territoire=plie:COL').expect(200);
    expect(text).not.toMatch(/Témoin|\/releve-des-demandes\/liste|Marquer comme transmis/);
    const { type, agence } = lireTables(text);
    for (const tableau of [type!, agence!]) for (const [nom, ligne] of Object.entries(tableau)) if (nom !== 'Ensemble') expect([nom, ligne.split(' ; ').slice(0, 6).filter((n) => /^[1-4]$/.test(n))]).toEqual([nom, []]);
    await visiteur.get('/releve-des-demandes/liste?annee=2024&territoire=plie:COL&colonne=demandees').expect(403);
    const csv = (await visiteur.get('/releve-des-demandes/csv?annee=2024&territoire=plie:COL').expect(200)).text;
    expect(csv).toMatch(/Formation AFC;[^\n]*< 5/);
    expect(csv).not.toMatch(/Formation AFC;[^\n]*;[1-4];/);
    const classeur = await visiteur.get('/releve-des-demandes/classeur?annee=2024&territoire=plie:COL').responseType('blob').expect(200);
    expect(await texteDuClasseur(classeur.body as Buffer)).not.toContain('Témoin');
  }
  // The whole of the region, a line per PLIE: 6 + 1 requests. By type it would give back, less the page of Collines, the only request of Estuaire.
  const { text } = await region.get('/releve-des-demandes?annee=2024').expect(200);
  const { plie: parPlie, ...autres } = lireTables(text);
  expect([parPlie!.Ensemble!.split(' ; ')[0], parPlie!.Collines!.split(' ; ')[0], parPlie!.Estuaire!.split(' ; ')[0]]).toEqual(['7', '6', '1']);
  expect(Object.keys(autres)).toEqual([]);
  expect(net(text)).toContain('se lit un PLIE à la fois : choisissez-en un.');
  expect((await region.get('/releve-des-demandes/csv?annee=2024').expect(200)).text).not.toContain('Formation AFC');
  for (const chemin of ['', '/liste', '/classeur', '/csv']) await animation.get(`/releve-des-demandes${chemin}?annee=2024&territoire=plie:EST&colonne=demandees`).expect(404);
});

test('les réponses ne trahissent pas une réponse défavorable masquée : 10 réponses, 8 favorables, 2 défavorables', () => {
  const chiffres = (demandees: number, favorables: number, defavorables: number): Chiffres => ({ comptes: { demandees, reponses: favorables + defavorables, favorables, defavorables, attente: 0, realisees: 0 }, delai: 3, mesures: favorables + defavorables });
  const ligne = (cle: string, c: Chiffres): LigneDAxe => ({ cle, libelle: cle, ...c });
  const [atelier, afc, poe] = [chiffres(12, 8, 2), chiffres(20, 9, 7), chiffres(30, 10, 6)];
  const releve: Releve = { annee: 2024, ensemble: chiffres(62, 27, 15), axes: { type: [ligne('ATELIER', atelier), ligne('AFC', afc), ligne('POE', poe)], famille: [], agence: [ligne('1', chiffres(62, 27, 15))], convention: [], plie: [] } };
  const masque = masquerLeReleve(releve);
  // 2 alone would be 15 − 7 − 6: the smallest of the others goes with it, and the answers of both lines.
  expect(masque('type', 'ATELIER', atelier)).toMatchObject({ demandees: 'CLAIR', favorables: 'CLAIR', defavorables: 'MOINS', reponses: 'MASQUE' });
  expect(masque('type', 'POE', poe)).toMatchObject({ defavorables: 'MASQUE', reponses: 'MASQUE' });
  expect(masque('type', 'AFC', afc)).toMatchObject({ defavorables: 'CLAIR', reponses: 'CLAIR' });
  expect(masque(null, '', releve.ensemble)).toMatchObject({ defavorables: 'CLAIR', reponses: 'CLAIR' });
});

const PAGE = '/releve-des-demandes?annee=2024';
const empreinteDe = (html: string): string => /name="empreinte" value="([0-9a-f]{64})"/.exec(html)![1]!;
const transmettre = async (champs: Record<string, string>) => envoyer(animation, PAGE, '/releve-des-demandes/transmettre?annee=2024', { date_envoi: '22/04/2025', destinataire: 'plie@agence.exemple.test', empreinte: empreinteDe((await animation.get(PAGE)).text), ...champs });
const jalons = () => essai.contexte.base('jalons').where({ plie_id: plie.id, type: 'RELEVE_DEMANDES' }).select('annee', 'date_jalon', 'fait');
const registre = () => essai.contexte.base('releve_envois').where({ plie_id: plie.id }).orderBy('id').select('annee', 'date_envoi', 'destinataire', 'annule_le');

test('noté comme transmis, le relevé est au registre avec son empreinte, et l\'échéance est faite', async () => {
  const avant = await animation.get(PAGE).expect(200);
  expect(net(avant.text)).toContain('Pas encore transmis à Pôle emploi : il part avec les bilans, avant le 30 avril 2025.');
  expect(avant.text).toContain('value="plie@agence.exemple.test"');
  const echeances = await animation.get('/echeances?vue=toutes').expect(200);
  expect(echeances.text).toContain('/releve-des-demandes?annee=2024#transmission');
  // Not in the future, not before the year was over, to somebody, the figures that are shown.
  for (const faux of <Record<string, string>[]>[{ date_envoi: '17/06/2025' }, { date_envoi: '31/12/2024' }, { destinataire: '' }, { empreinte: '0'.repeat(64) }]) expect((await transmettre(faux)).status).toBe(422);
  expect([await registre(), await jalons()]).toEqual([[], []]);
  const trop = await envoyer(animation, PAGE, '/releve-des-demandes/transmettre?annee=2025', { date_envoi: '16/06/2025', destinataire: 'x', empreinte: 'a' });
  expect([trop.status, net(trop.text).includes("L'année 2025 n'est pas finie")]).toEqual([422, true]);

  expect((await transmettre({ date_envoi: '01/01/2025' })).status).toBe(303);
  expect(await registre()).toEqual([{ annee: 2024, date_envoi: '2025-01-01', destinataire: 'plie@agence.exemple.test', annule_le: null }]);
  expect(await jalons()).toEqual([{ annee: 2024, date_jalon: '2025-01-01', fait: true }]);
  const apres = await animation.get(PAGE).expect(200);
  expect(net(apres.text)).toMatch(/Transmis à Pôle emploi le 01\/01\/2025\. .*Mêmes chiffres/);
  expect((await animation.get('/echeances?vue=toutes').expect(200)).text).not.toContain('#transmission');
  // The same checksum in the workbook and in the register.
  const classeur = await animation.get('/releve-des-demandes/classeur?annee=2024').responseType('blob').expect(200);
  expect(await texteDuClasseur(classeur.body as Buffer)).toContain(empreinteDe(apres.text));

  await ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('demandes_pe').where({ plie_id: plie.id, id: premiereDemande }).update({ date_reponse: '2024-01-02' }));
  expect(net((await animation.get(PAGE).expect(200)).text)).toContain('Des chiffres ont changé depuis');
});

test('une ligne notée par erreur s\'annule une fois, reste au registre, et l\'échéance est de nouveau attendue', async () => {
  const { id } = (await essai.contexte.base('releve_envois').where({ plie_id: plie.id }).first<{ id: number }>('id'));
  const annuler = () => envoyer(animation, PAGE, `/releve-des-demandes/envois/${id}/annuler`, {});
  await (await essai.comme('ACCOMPAGNATEUR', plie.id)).get(PAGE).expect(200).expect((r) => expect(r.text).not.toContain('/annuler'));
  expect((await annuler()).status).toBe(303);
  expect([(await registre())[0]!.annule_le !== null, await jalons()]).toEqual([true, []]);
  expect((await annuler()).status).toBe(409);
  // The database itself keeps the register.
  const { contexte } = essai;
  await expect(ecrire(contexte.base, contexte.auteur, 'essai', (trx) => trx('releve_envois').where({ plie_id: plie.id, id }).update({ annule_le: null }))).rejects.toThrow('Le registre des envois ne change pas');
  await expect(ecrire(contexte.base, contexte.auteur, 'essai', (trx) => trx('releve_envois').where({ plie_id: plie.id, id }).delete())).rejects.toThrow('Le registre des envois ne change pas');
});

test('la demande d\'une personne effacée compte toujours, sans nom ni lien', async () => {
  await ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('personnes').where({ nom: 'Témoin3' }).update({ nom: 'Effacées', prenom: 'Données', efface_le: '2025-02-01' }));
  const { text } = await animation.get('/releve-des-demandes/liste?annee=2024&colonne=demandees').expect(200);
  expect(net(text)).toContain('6 demandes');
  expect(net(text)).toContain('Données effacées le 01/02/2025');
  expect(text).not.toContain('EFFACÉES');
  expect([...text.matchAll(/href="\/personnes\/\d+">/g)]).toHaveLength(5);
});
