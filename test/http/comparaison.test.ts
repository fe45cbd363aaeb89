/** Pôle emploi's list as a file (workbook, encrypted or not, .csv) or from its own dossiers, beside the PLIE's. */
import { chiffrer } from '../../server/lib/classeur/chiffrer';
import { demarrerEssai, type Essai, type Visiteur } from '../outils/application';
import { texteDuClasseur } from '../outils/classeur';
import { classeur, csv } from '../outils/fichiers';
import { jetonDe } from '../outils/monde';

let essai: Essai;
let animation: Visiteur;
let plieId: number;
let agenceId: number;
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  const { plie, agence } = await essai.fabriques.unTerritoireComplet();
  [plieId, agenceId] = [plie.id, agence.id];
  animation = await essai.comme('ANIMATION', plieId);
  await suivre(plieId, 'Un', '1234567A', '2025-02-10');
  await suivre(plieId, 'Deux', '1234567B', '2025-02-10');
  await suivre(plieId, 'Trois', '1234567C', null);
  // Another PLIE's, under an identifiant of the list.
  await suivre((await essai.fabriques.unTerritoireComplet()).plie.id, 'Voisine', '1234567Z', '2025-02-10');
});
afterAll(() => essai.fermer());

async function suivre(plie_id: number, nom: string, identifiant_pe: string, date_debut: string | null): Promise<void> {
  const f = essai.fabriques;
  const personne = await f.unePersonne({ plie_id, nom, identifiant_pe });
  const o = await f.uneOrientation({ plie_id, personne_id: personne.id, date_contact: '2025-01-20', date_integration: '2025-02-10' });
  await f.inserer('pni', { plie_id, orientation_id: o.id, personne_id: personne.id, date_demande: '2025-02-10', ...(date_debut ? { date_debut, date_fin: '2027-02-09' } : {}) });
}

const texte = (html: string) => html.replace(/<main[^]*?<h1>|<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
const ENTETE = ['Nom', 'Prénom', 'Date de naissance', 'Identifiant Pôle emploi', 'PNI posé le', 'Fin du PNI', 'PNI levé le', 'Motif de levée'];
const ligne = (nom: string, identifiant: string, ...pni: string[]) => [nom, 'Alix', '12/04/1985', identifiant, ...pni];
const LISTE = [
  ENTETE,
  ligne('UN', '1234567a', '10/02/2025', ''),
  ligne('Deux', '1234567B', '01/03/2025', '28/02/2027'),
  ligne('Inconnue', '1234567Z', '10/02/2025', ''),
  ligne('Fausse', '1234567D', '31/02/2025', ''),
];
const envoyer = async (contenu: Buffer, nom: string, champs: Record<string, string> = {}) =>
  animation.post('/comparaison').field({ _csrf: jetonDe(await animation.get('/comparaison').expect(200)), sortie: 'ECRAN', ...champs }).attach('fichier', contenu, nom);

const ATTENDU = /3 écarts à éclaircir.*: 3 personnes suivies selon Pôle emploi, 3 selon le PLIE, 1 d'accord\..*1 cellule du fichier n'a pas pu être lue : sa ligne n'est pas comparée\. Ligne 5, « PNI posé le » \(31\/02\/2025\).*Chez Pôle emploi seulement 1 .*Alix INCONNUE 1234567Z · né\(e\) le 12\/04\/1985 10\/02\/2025 au 09\/02\/2027 – Inconnue du PLIE\..*Au PLIE seulement 1 .*Alix TROIS .*PNI demandé le 10\/02\/2025, pas encore posé\..*Dans les deux, mais différents 1 .*Alix DEUX .*01\/03\/2025 au 28\/02\/2027 10\/02\/2025 au 09\/02\/2027 Le début diffère\. La fin diffère\./;

test('un classeur, un classeur chiffré ou un .csv disent les mêmes écarts, et rien ne s\'enregistre', async () => {
  const compter = async () => Promise.all(['personnes', 'pni', 'orientations', 'retours_pe', 'dossiers_pe'].map(async (t) => (await essai.contexte.base(t)).length));
  const avant = await compter();
  const xlsx = await classeur({ Retour: LISTE });
  const reponses = [
    await envoyer(xlsx, 'retour.xlsx'),
    await envoyer(await chiffrer(xlsx, 'tilleul brume été 7'), 'retour.xlsx', { mot_de_passe: 'tilleul brume été 7' }),
    await envoyer(Buffer.from(csv(LISTE, ';'), 'latin1'), 'liste de juin.csv'),
  ];
  for (const { status, text } of reponses) {
    expect([status, texte(text)]).toEqual([200, expect.stringMatching(ATTENDU)]);
    expect(text).toContain('/pni">Tenir le PNI');
    // Neither whom the neighbour follows, nor those who agree.
    expect(text).not.toMatch(/VOISINE|Alix UN</);
  }
  expect(await compter()).toEqual(avant);
  expect(await essai.contexte.base('journal_actes').where({ action: 'comparaison.etablir', plie_id: plieId }).select('details')).toEqual(reponses.map(() => ({ details: { lignes: 3, chez_pole_emploi: 1, au_plie: 1, differents: 1 } })));
});

test('les écarts se téléchargent', async () => {
  const jeton = jetonDe(await animation.get('/comparaison'));
  const { status, body, headers } = await animation.post('/comparaison').field({ _csrf: jeton, sortie: 'CLASSEUR' }).attach('fichier', await classeur({ Retour: LISTE }), 'retour.xlsx').buffer(true)
    .parse((res, suite) => { const morceaux: Buffer[] = []; res.on('data', (m: Buffer) => morceaux.push(m)); res.on('end', () => suite(null, Buffer.concat(morceaux))); });
  expect([status, headers['content-disposition']]).toEqual([200, expect.stringMatching(/comparaison-pole-emploi_\w+_2025-06-16\.xlsx/)]);
  const contenu = await texteDuClasseur(body as Buffer);
  for (const attendu of ['Pôle emploi seulement', 'PLIE seulement', 'PNI différents', 'Lignes non lues', 'Alix INCONNUE', 'Alix TROIS', 'Alix DEUX']) expect(contenu).toContain(attendu);
});

test.each([
  ['sans mot de passe', async () => chiffrer(await classeur({ Retour: LISTE }), 'tilleul brume été 7'), 'retour.xlsx', {}, 'Ce classeur est protégé'],
  ['un mauvais mot de passe', async () => chiffrer(await classeur({ Retour: LISTE }), 'tilleul brume été 7'), 'retour.xlsx', { mot_de_passe: 'tilleul brume été 8' }, 'mot de passe'],
  ['une autre feuille', () => classeur({ Personnes: LISTE }), 'retour.xlsx', {}, "Aucune feuille de ce fichier ne s'appelle « Retour »"],
  ['une colonne manque', () => classeur({ Retour: [['Nom', 'Prénom']] }), 'retour.xlsx', {}, 'Il manque « Identifiant Pôle emploi » et « PNI posé le » : ajoutez ces colonnes'],
  ['aucune personne', () => classeur({ Retour: [ENTETE] }), 'retour.xlsx', {}, 'Ce fichier ne contient aucune personne'],
  ['ce n\'est pas un classeur', () => Promise.resolve(Buffer.from('bonjour')), 'retour.xlsx', {}, "Ce fichier n'est ni un classeur"],
  ['sans choix', () => classeur({ Retour: LISTE }), 'retour.xlsx', { sortie: '' }, 'Dites où vous voulez voir les écarts'],
])('%s : une phrase dit quoi faire', async (_, fichier, nom, champs, phrase) => {
  const { status, text } = await envoyer(await fichier(), nom, champs);
  expect([status, texte(text)]).toEqual([422, expect.stringContaining(phrase)]);
});

test('dans la même installation, les dossiers de Pôle emploi suffisent, et disent ce qu\'il a fait depuis', async () => {
  const f = essai.fabriques;
  expect((await animation.get('/comparaison')).text).not.toContain('Sans fichier');
  const importation = await f.inserer('importations', { plie_id: plieId, agence_id: agenceId, mois: '2025-05', empreinte: 'a'.repeat(64), nom_fichier: 'tableau.xlsx', etat: 'CONFIRMEE', confirmee_le: '2025-06-05T08:00:00Z' });
  const dossier = async (nom: string, identifiant_pe: string, pni: Record<string, unknown>) => f.inserer('dossiers_pe', {
    plie_id: plieId, agence_id: agenceId, importation_id: importation.id, nom, prenom: 'Alix', date_naissance: '1985-04-12', identifiant_pe, prescripteur: 'Pôle emploi', date_prescription: '2025-01-10', situation: 'EN_PARCOURS', ...pni,
  });
  await dossier('Un', '1234567A', { pni_debut: '2025-02-10', pni_fin: '2027-02-09' });
  const deux = await dossier('Deux', '1234567B', { pni_debut: '2025-02-10', pni_fin: '2027-02-09' });
  await f.inserer('retours_pe', { plie_id: plieId, agence_id: agenceId, dossier_id: deux.id, origine: 'DIRECT', nom: 'Deux', prenom: 'Alix', date_naissance: '1985-04-12', pni_leve_le: '2025-06-10', motif_levee: 'CONTRAT_IAE', etat: 'A_TRAITER' });
  await dossier('Trois', '1234567C', {});
  const { text } = await animation.get('/comparaison/dossiers').expect(200);
  expect(texte(text)).toMatch(/1 personne suivie selon Pôle emploi, 3 selon le PLIE, 1 d'accord\..*Au PLIE seulement 2 .*Alix DEUX .*Selon Pôle emploi, PNI levé le 10\/06\/2025\..*Alix TROIS .*Connue de Pôle emploi, sans PNI posé\./);
  expect((await animation.get('/comparaison')).text).toContain('la dernière fois le 05/06/2025');
  const accompagnateur = await essai.comme('ACCOMPAGNATEUR', plieId);
  await accompagnateur.get('/comparaison/dossiers').expect(403);
  // Another PLIE holds nothing of it.
  const voisine = await essai.comme('ANIMATION', (await f.unTerritoireComplet()).plie.id);
  expect((await voisine.get('/comparaison/dossiers').expect(200)).text).not.toContain('Alix');
});
