/** The reprise on screen: a file deposited, checked, confirmed; its errors shown; nobody else's business. */
import request from 'supertest';
import { horlogeFixe } from '../../server/lib/dates';
import { creerLogger } from '../../server/lib/logger';
import { travailler } from '../../server/reprise/travaux';
import { texteDuClasseur } from '../outils/classeur';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { archive, feuilleXml, xlsxBrut } from '../outils/fichiers';

let essai: Essai;
let animation: Visiteur;
let plie: { id: number };
beforeAll(async () => {
  essai = await demarrerEssai();
  ({ plie } = await essai.fabriques.unTerritoireComplet());
  animation = await essai.comme('ANIMATION', plie.id);
});
afterAll(() => essai.fermer());

const PERSONNES = 'Réf. personne;Nom;Prénom;Date de naissance\n';
const fichier = (lignes: string): Promise<Buffer> => archive({ 'Personnes.csv': PERSONNES + lignes });
const cachet = (page: string, nom: string) => new RegExp(`name="${nom}" value="([^"]*)"`).exec(page)?.[1] ?? '';
const mots = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');

async function deposer(visiteur: Visiteur, contenu: Buffer, nom = 'Histoire été.zip'): Promise<request.Response> {
  const { text } = await visiteur.get('/reprise');
  return visiteur.post('/reprise').field('_csrf', cachet(text, '_csrf')).field('_cle', cachet(text, '_cle')).attach('fichier', contenu, nom);
}

/** What a browser does: it comes back as long as the page says so. */
async function suivre(visiteur: Visiteur, adresse: string): Promise<string> {
  for (let i = 0; i < 2000; i += 1) {
    const reponse = await visiteur.get(adresse).expect(200);
    if (!reponse.headers.refresh) return reponse.text;
  }
  throw new Error('La reprise ne finit pas.');
}
const personnes = (id = plie.id) => essai.contexte.base<{ nom: string; plie_id: number }>('personnes').where({ plie_id: id }).orderBy('nom').select('nom');

test('déposer, relire, confirmer : rien avant, tout après ; le fichier ne reste pas', async () => {
  const depot = await deposer(animation, await fichier('P1;Aubier;Lou;12/04/1985\nP2;Bruyère;Max;01/02/1990\n'));
  expect(depot.status).toBe(303);
  const adresse = depot.headers.location!;
  const apercu = await suivre(animation, adresse);
  expect(mots(apercu)).toContain('Reprise de « Histoire été.zip »');
  expect(mots(apercu)).toContain('Aucune erreur : 2 lignes prêtes à être enregistrées');
  expect(mots(apercu)).toContain('Aubier Lou 12/04/1985');
  expect(await personnes()).toEqual([]);
  await envoyer(animation, adresse, `${adresse}/importer`, {}).expect(303);
  expect(mots(await suivre(animation, adresse))).toContain('2 lignes enregistrées');
  expect(await personnes()).toEqual([{ nom: 'Aubier' }, { nom: 'Bruyère' }]);
  const [reprise] = await essai.contexte.base('reprises').where({ plie_id: plie.id }).orderBy('id', 'desc').select('contenu', 'refus', 'etat');
  expect(reprise).toEqual({ contenu: null, refus: null, etat: 'TERMINEE' });
  // Confirmed a second time, from a page left open: nothing more.
  expect((await animation.post(`${adresse}/importer`).type('form').send({ _csrf: cachet(apercu, '_csrf') })).status).toBe(409);
  const actes = (await essai.contexte.base('journal_actes').where('action', 'like', 'reprise.%').orderBy('id').select('action', 'plie_id')) as unknown[];
  expect(actes).toEqual(['reprise.deposer', 'reprise.confirmer', 'reprise.importer'].map((action) => ({ action, plie_id: plie.id })));
});

test('des erreurs : leur place, leur valeur, leur raison ; les lignes justes peuvent entrer, les autres se téléchargent', async () => {
  const { plie: autre } = await essai.fabriques.unTerritoireComplet();
  const visiteur = await essai.comme('ANIMATION', autre.id);
  const adresse = (await deposer(visiteur, await fichier('P1;Chêne;Ange;12/04/1985\nP2;Sorbier;Ange;31/02/1985\n'))).headers.location!;
  const apercu = await suivre(visiteur, adresse);
  expect(mots(apercu)).toContain("Personnes 3 Date de naissance 31/02/1985 « 31/02/1985 » n'est pas une date du calendrier");
  // Without saying that the errors are to be ignored, nothing is taken.
  expect((await visiteur.post(`${adresse}/importer`).type('form').send({ _csrf: cachet(apercu, '_csrf') })).status).toBe(409);
  await envoyer(visiteur, adresse, `${adresse}/importer`, { ignorer_les_erreurs: 'oui' }).expect(303);
  expect(mots(await suivre(visiteur, adresse))).toContain('1 ligne enregistrée');
  expect(await personnes(autre.id)).toEqual([{ nom: 'Chêne' }]);
  const refus = await visiteur.get(`${adresse}/refus.xlsx`).buffer(true).parse((res, suite) => { const m: Buffer[] = []; res.on('data', (x: Buffer) => m.push(x)); res.on('end', () => suite(null, Buffer.concat(m))); });
  const texte = await texteDuClasseur(refus.body as Buffer);
  expect(texte).toContain('Sorbier');
  expect(texte).toContain('Motif du refus');
  expect(texte).not.toContain('Chêne');
  // Another PLIE finds none of it.
  for (const page of ['', '/refus.xlsx']) expect((await animation.get(adresse + page)).status).toBe(404);
  const jeton = cachet((await animation.get('/reprise')).text, '_csrf');
  for (const acte of ['/importer', '/annuler']) expect((await animation.post(adresse + acte).type('form').send({ _csrf: jeton })).status).toBe(404);
  expect((await animation.get('/reprise')).text).not.toContain(adresse);
});

test("une personne reprise dont le traitement est limité : ses lignes nouvelles sont refusées sans rien dire d'elle, les autres entrent", async () => {
  const { plie: autre } = await essai.fabriques.unTerritoireComplet();
  const visiteur = await essai.comme('ANIMATION', autre.id);
  const importer = async (orientations: string, etapes: string) => {
    const contenu = await archive({ 'Personnes.csv': `${PERSONNES}P1;Zqcharme;Lou;12/04/1985\nP2;Aulne;Max;01/02/1990\n`, 'Orientations.csv': `Réf. orientation;Réf. personne;Prescripteur;Date de prescription;Date du premier contact;Date d'intégration;Accompagnateur\n${orientations}`, 'Entretiens.csv': `Réf. orientation;Date\n${etapes}` });
    const adresse = (await deposer(visiteur, contenu)).headers.location!;
    await suivre(visiteur, adresse);
    await envoyer(visiteur, adresse, `${adresse}/importer`, { ignorer_les_erreurs: 'oui' }).expect(303);
    return { adresse, fin: mots(await suivre(visiteur, adresse)) };
  };
  const premiere = 'O1;P1;CONSEIL_DEPARTEMENTAL;03/02/2025;05/02/2025;17/02/2025;lou@zq.exemple.test\nO2;P2;CONSEIL_DEPARTEMENTAL;03/02/2025;05/02/2025;17/02/2025;lou@zq.exemple.test\n';
  expect((await importer(premiere, 'O1;12/03/2025\n')).fin).toContain('5 lignes enregistrées');
  const { id } = (await essai.contexte.base('personnes').where({ plie_id: autre.id, nom: 'Zqcharme' }).first<{ id: number }>('id'));
  await essai.fabriques.inserer('suspensions_effacement', { plie_id: autre.id, personne_id: id, motif: 'DEMANDE_DE_LA_PERSONNE', debut: '2025-06-02' });
  const { adresse, fin } = await importer(`${premiere}O3;P1;CONSEIL_DEPARTEMENTAL;03/03/2025;05/03/2025;17/03/2025;lou@zq.exemple.test\n`, 'O1;12/03/2025\nO1;10/02/2025\nO2;12/03/2025\n');
  expect(fin).toContain('1 ligne enregistrée');
  const refus = await visiteur.get(`${adresse}/refus.xlsx`).buffer(true).parse((res, suite) => { const m: Buffer[] = []; res.on('data', (x: Buffer) => m.push(x)); res.on('end', () => suite(null, Buffer.concat(m))); });
  const texte = await texteDuClasseur(refus.body as Buffer);
  expect(texte.split('dont le traitement est limité')).toHaveLength(3);
  expect(texte).not.toMatch(/parcours ouvert|17\/02\/2025/);
});

test('ce qu\'un processus arrêté a laissé est repris ; ce qu\'un autre tient est laissé', async () => {
  const { base } = essai.contexte;
  const [auteur] = await base<{ id: number; organisation_id: number }>('utilisateurs').where({ organisation_id: plie.id }).select('id');
  const laisser = async (reservation: string) => {
    const [laissee] = await base('reprises').insert({ plie_id: plie.id, utilisateur_id: auteur!.id, nom_fichier: 'laissé.zip', contenu: await fichier('P8;Frêne;Ange;12/04/1985\n'), etat: 'A_LIRE', reservee_jusqu_a: base.raw(reservation) }).returning<{ id: number }[]>('id');
    return laissee!.id;
  };
  const [mort, vivant] = [await laisser("now() - interval '1 second'"), await laisser("now() + interval '50 seconds'")];
  await travailler({ base, horloge: horlogeFixe('2025-06-16'), logger: creerLogger('silent'), uneSeuleConnexion: true });
  const etats = await base<{ id: number; etat: string }>('reprises').whereIn('id', [mort, vivant]).orderBy('id').select('etat');
  expect(etats.map((e) => e.etat)).toEqual(['LUE', 'A_LIRE']);
  // Waiting: the page says so, and comes back by itself.
  const page = await animation.get(`/reprise/${vivant}`).expect(200);
  expect([page.headers.refresh, mots(page.text)]).toEqual(['2', expect.stringContaining('Votre fichier est lu et contrôlé')]);
});

test('annuler efface le fichier', async () => {
  const adresse = (await deposer(animation, await fichier('P9;Tilleul;Ange;12/04/1985\n'))).headers.location!;
  await suivre(animation, adresse);
  await envoyer(animation, adresse, `${adresse}/annuler`, {}).expect(303);
  expect(mots((await animation.get(adresse)).text)).toContain("Reprise annulée : rien n'a été enregistré");
  const [reprise] = await essai.contexte.base('reprises').where({ plie_id: plie.id }).orderBy('id', 'desc').select('contenu', 'rapport');
  expect(reprise).toEqual({ contenu: null, rapport: null });
});

test('un envoi sans fichier ou vide revient au formulaire, avec ce qui est attendu', async () => {
  const { text } = await animation.get('/reprise');
  const sans = await animation.post('/reprise').field('_csrf', cachet(text, '_csrf'));
  expect([sans.status, mots(sans.text)]).toEqual([422, expect.stringContaining('Choisissez le fichier à reprendre')]);
  expect((await deposer(animation, Buffer.alloc(0))).status).toBe(422);
  expect((await deposer(animation, Buffer.alloc(11 * 1024 * 1024))).status).toBe(413);
});

test('un fichier hostile est refusé par une phrase, et les autres pages répondent pendant qu\'il est lu', async () => {
  const bombe = await xlsxBrut(feuilleXml('<row r="1"><c r="A1" t="inlineStr"><is><t>'.padEnd(95 * 1024 * 1024, ' ')));
  let fini = false;
  const depot = deposer(animation, bombe, 'bombe.xlsx').then((reponse) => { fini = true; return reponse; });
  const durees: number[] = [];
  while (!fini) {
    const debut = performance.now();
    await request(essai.app).get('/sante').expect(200);
    durees.push(performance.now() - debut);
  }
  expect(Math.max(...durees)).toBeLessThan(1000);
  const page = mots(await suivre(animation, (await depot).headers.location!));
  expect(page).toContain("Rien n'a été enregistré");
  expect(page).toMatch(/plus de 32767 signes|abîmé|trop de (temps|mémoire)/);
});

test('le modèle a les feuilles et les titres du format', async () => {
  const modele = await animation.get('/reprise/modele.xlsx').buffer(true).parse((res, suite) => { const m: Buffer[] = []; res.on('data', (x: Buffer) => m.push(x)); res.on('end', () => suite(null, Buffer.concat(m))); });
  const texte = await texteDuClasseur(modele.body as Buffer);
  expect([...texte.matchAll(/<sheet name="([^"]+)"/g)].map((m) => m[1])).toEqual(['Personnes', 'Orientations', 'Étapes', 'Entretiens', 'Absences', 'Informations collectives']);
  const titres = [...texte.matchAll(/<t xml:space="preserve">([^<]+)<\/t>/g)].map((m) => m[1]!.replaceAll('&apos;', "'"));
  expect(titres).toEqual([
    'Réf. personne', 'Nom', 'Prénom', 'Date de naissance', 'Sexe', 'Adresse', 'Code postal', 'Commune', 'Téléphone', 'Courriel', 'Consentement courriel', 'Identifiant Pôle emploi', 'Identifiant CAF', 'Minimum social', 'RQTH', 'DELD', 'Freins',
    'Réf. orientation', 'Réf. personne', 'Date de prescription', 'Prescripteur', "Mode d'orientation", 'Agence', 'Date du premier contact', 'Type de premier contact', 'Présent au premier contact', "Date d'entrée en diagnostic", 'Date du refus', 'Motif de refus', "Date d'intégration", 'Accompagnateur', 'Début PNI', 'Fin PNI', 'Date de sortie', 'Nature de sortie', 'Motif de sortie',
    'Réf. orientation', "Type d'étape", 'Date de début', 'Date de fin', 'Réf. orientation', 'Date', 'Réf. orientation', 'Date de convocation', 'Excusé', 'Date', 'Agence', 'Convoqués', 'Présents',
  ]);
});
