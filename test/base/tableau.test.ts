/**
 * The table of February 2024 (29 days) of a PLIE made by hand: each row below was worked out on paper from domaine 05 B,
 * then read back from the produced file, cell by cell.
 */
import { createHash } from 'node:crypto';
import ExcelJS from 'exceljs';
import { etablirTableau } from '../../reports/tableau-de-suivi/tableau';
import { COLONNES_ABSENCES, COLONNES_TABLEAU, colonnesEtapes } from '../../reports/tableau-de-suivi/colonnes';
import { contenuDuTableau, empreinteDe } from '../../reports/tableau-de-suivi/contenu';
import { feuillesDuTableau, nomDuFichier } from '../../reports/tableau-de-suivi/classeur';
import { classeurEnMemoire } from '../../server/lib/classeur/ecrire';
import { chercherMois, type Mois } from '../../server/lib/dates';
import { COLONNES } from '../../server/conformite/colonnes';
import { Introuvable } from '../../server/lib/erreurs';
import { demarrerEssai, type Essai } from '../outils/application';
import { texteDuClasseur } from '../outils/classeur';

let essai: Essai;
let plie: { id: number; code: string; nom: string };
let octets: Buffer;
let classeur: ExcelJS.Workbook;

const FEVRIER = chercherMois('2024-02') as Mois;
const EN_TETES = ['Nom', 'Prénom', 'Date de naissance', 'Identifiant Pôle emploi', 'Identifiant CAF', 'Adresse', 'Téléphone', 'Courriel', 'Agence Pôle emploi', 'Conseiller Pôle emploi', 'Prescripteur', 'Date de prescription', 'Situation',
  'Date du refus', 'Motif de refus', "Date d'intégration", 'Début PNI', 'Fin PNI', 'Date de sortie', 'Nature de sortie', 'Motif de sortie', 'Accompagnateur', 'Téléphone accompagnateur', 'Courriel accompagnateur', 'Action attendue'];

beforeAll(async () => {
  essai = await demarrerEssai('2024-03-03');
  const f = essai.fabriques;
  const territoire = await f.unTerritoireComplet({}, { code: 'VALMORIN', nom: 'PLIE de Valmorin' });
  plie = territoire.plie;
  const plie_id = plie.id;
  const agence_id = territoire.agence.id;
  const lina = (await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie_id, nom: 'Ferrand', prenom: 'Lina', telephone: '04 00 00 00 01', courriel: 'lina.ferrand@exemple.test' })).id;
  const omar = (await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie_id, nom: 'Sabatier', prenom: 'Omar', courriel: 'omar.sabatier@exemple.test' })).id;

  let rang = 0;
  const orienter = async (nom: string, orientation: Record<string, unknown>, personne: Record<string, unknown> = {}) => {
    rang += 1;
    const { id } = await f.unePersonne({ plie_id, nom, prenom: 'Alix', identifiant_pe: `00000${String(rang).padStart(2, '0')}A`, minimum_social: 'AAH', rqth: true, deld: true, freins: ['SANTE', 'FINANCIER'], ...personne });
    const o = await f.uneOrientation({ plie_id, personne_id: id, agence_id, minimum_social: 'AAH', rqth: true, deld: true, freins: ['SANTE'], ...orientation });
    return { plie_id, orientation_id: o.id, personne_id: id };
  };
  const de = ({ plie_id: p, orientation_id }: { plie_id: number; orientation_id: number }) => ({ plie_id: p, orientation_id });

  await orienter('Abadie', { date_prescription: '2024-02-29' });
  await orienter('Beau', { date_prescription: '2024-03-01' });
  const coste = await orienter('Coste', { date_prescription: '2024-01-10', date_contact: '2024-03-02' });
  await f.inserer('absences', { ...de(coste), date_convocation: '2024-02-01', premier_contact: true });
  const durand = await orienter('Durand', { date_prescription: '2024-01-05', date_contact: '2024-01-20', date_refus: '2024-02-01', motif_refus: 'NE_RELEVE_PAS', detail_refus: 'ADDICTION_FRAGILITE' });
  await f.inserer('absences', { ...de(durand), date_convocation: '2024-02-01' });
  await orienter('Esteve', { date_prescription: '2024-01-05', date_refus: '2024-01-31', motif_refus: 'DEMENAGEMENT' });
  await orienter('Fabre', { date_prescription: '2024-02-01', date_contact: '2024-02-10', date_refus: '2024-03-01', motif_refus: 'EMPLOI' });
  await orienter('Garnier', { prescripteur: 'CCAS', agence_id: null, date_prescription: '2024-01-20', date_contact: '2024-02-05' });
  await orienter('Huguet', { prescripteur: 'CCAS', date_prescription: '2024-01-20', date_integration: '2024-02-29' });
  const imbert = await orienter('Imbert', { date_prescription: '2023-12-01', date_contact: '2023-12-10', date_integration: '2024-01-15', agent_nom: 'Vidal', agent_prenom: 'Jeanne', agent_telephone: '04 99 99 99 99' },
    { adresse: '3 rue des Tilleuls', code_postal: '06600', commune: 'Antibes', telephone: '+33 6 00 00 00 00', identifiant_caf: '0123456', consentement_courriel: true, courriel: 'alix.imbert@exemple.test' });
  await f.inserer('pni', { ...imbert, date_demande: '2024-01-15', date_debut: '2024-02-29', date_fin: '2026-02-27' });
  await f.inserer('etapes', { ...de(imbert), type: 'PMSMP', date_debut: '2024-02-29' });
  await f.inserer('referents', { ...de(imbert), utilisateur_id: omar, date_debut: '2024-01-15', date_fin: '2024-02-28' });
  await f.inserer('referents', { ...de(imbert), utilisateur_id: lina, date_debut: '2024-02-29', date_fin: '2024-02-29' });
  await f.inserer('referents', { ...de(imbert), utilisateur_id: omar, date_debut: '2024-03-01' });
  const joly = await orienter('Joly', { date_prescription: '2023-05-01', date_integration: '2023-06-01', date_sortie: '2024-02-29', nature_sortie: 'ADMINISTRATIVE', motif_sortie: 'MATERNITE' });
  await f.inserer('pni', { ...joly, date_debut: '2023-06-01', date_fin: '2025-05-31', date_cloture: '2024-02-29', motif_cloture: 'SORTIE' });
  await f.inserer('referents', { ...de(joly), utilisateur_id: omar, date_debut: '2023-06-01', date_fin: '2024-01-31' });
  await orienter('Klein', { date_prescription: '2023-05-01', date_integration: '2023-06-01', date_sortie: '2024-01-31', nature_sortie: 'INITIATIVE_PLIE', motif_sortie: 'FIN_DE_PARCOURS' });
  const leroy = await orienter('Leroy', { date_prescription: '2023-12-01', date_integration: '2024-01-31', date_sortie: '2024-03-01', nature_sortie: 'REORIENTATION', motif_sortie: 'REORIENTATION_DISPOSITIF' });
  await f.inserer('pni', { ...leroy, date_demande: '2024-01-31', date_debut: '2024-03-01', date_fin: '2026-02-28', date_cloture: '2024-03-01', motif_cloture: 'SORTIE' });
  await f.inserer('etapes', { ...de(leroy), type: 'FORMATION', date_debut: '2024-01-31', date_fin: '2024-03-01' });
  const morel = await orienter('Morel', { date_prescription: '2023-04-01', date_integration: '2023-05-02' });
  await f.inserer('pni', { ...morel, date_debut: '2023-05-02', date_fin: '2025-05-01', date_cloture: '2024-02-10', motif_cloture: 'CONTRAT_IAE' });
  await f.inserer('etapes', { ...de(morel), type: 'IAE', date_debut: '2023-11-01', date_fin: '2024-02-01' });
  await f.inserer('absences', { ...de(morel), date_convocation: '2024-02-29', excuse: true });
  await f.inserer('absences', { ...de(morel), date_convocation: '2024-03-01' });
  const noel = await orienter('=Noël+1', { agence_id: null, date_prescription: '2024-01-02', date_contact: '2024-01-10', date_diagnostic: '2024-02-12', date_integration: '2024-03-01' }, { identifiant_pe: null, telephone: '-33' });
  await f.inserer('etapes', { ...de(noel), type: 'ATELIER', date_debut: '2024-01-15', date_fin: '2024-01-31' });
  await f.inserer('absences', { ...de(noel), date_convocation: '2024-01-31' });
  await orienter('Oudin', { prescripteur: 'SPONTANE', date_prescription: '2024-01-02', date_integration: '2024-03-01' });
  const ailleurs = await f.unTerritoireComplet();
  await f.uneOrientation({ plie_id: ailleurs.plie.id, date_prescription: '2024-02-01' });

  const tableau = await etablirTableau(essai.contexte, { code: 'VALMORIN' }, FEVRIER);
  const contenu = contenuDuTableau(tableau, []);
  octets = await classeurEnMemoire(feuillesDuTableau(contenu, { etabliLe: '03/03/2024 à 12:00', validePar: null, nonExportees: null, empreinte: empreinteDe(contenu) }), { auteur: plie.nom });
  classeur = new ExcelJS.Workbook();
  await classeur.xlsx.load(octets as unknown as ArrayBuffer);
});
afterAll(() => essai.fermer());

const texte = (valeur: ExcelJS.CellValue): string => (valeur instanceof Date ? valeur.toISOString().slice(0, 10) : valeur === null || valeur === undefined ? '' : typeof valeur === 'object' ? JSON.stringify(valeur) : String(valeur));
/** The rows of a sheet as texts, headers first. */
function lire(nom: string): string[][] {
  const feuille = classeur.getWorksheet(nom)!;
  const largeur = (feuille.getRow(1).values as unknown[]).length - 1;
  return Array.from({ length: feuille.rowCount }, (_, i) => Array.from({ length: largeur }, (__, j) => texte(feuille.getCell(i + 1, j + 1).value)));
}
/** The rows of the table, each cut to the columns named. */
const colonnes = (...titres: string[]): string[][] => lire('Tableau de suivi').slice(1).map((ligne) => titres.map((t) => ligne[EN_TETES.indexOf(t)]!));

test('le fichier porte le nom, les feuilles et les en-têtes du contrat', () => {
  expect(nomDuFichier(plie.code, FEVRIER)).toBe('tableau-de-suivi_VALMORIN_2024-02.xlsx');
  expect(classeur.worksheets.map((f) => f.name)).toEqual(['Tableau de suivi', 'Étapes', 'Absences', 'Corrections', 'Informations']);
  expect(lire('Tableau de suivi')[0]).toEqual(EN_TETES);
  expect(lire('Étapes')[0]).toEqual(['Identifiant Pôle emploi', 'Nom', 'Prénom', "Type d'étape", 'Début', 'Fin']);
  expect(lire('Absences')[0]).toEqual(['Identifiant Pôle emploi', 'Nom', 'Prénom', 'Date de convocation', 'Excusé']);
  expect(lire('Corrections')).toHaveLength(1);
});

test('chaque orientation qui a bougé ou reste en cours y est, telle qu\'elle était le 29 février', () => {
  expect(colonnes('Nom', 'Prescripteur', 'Date de prescription', 'Situation', 'Action attendue')).toEqual([
    ['Abadie', 'Pôle emploi', '2024-02-29', 'En attente de premier contact', ''],
    ['Coste', 'Pôle emploi', '2024-01-10', 'Absent au premier contact', "Traiter l'absence"],
    ['Durand', 'Pôle emploi', '2024-01-05', "Refus d'intégration", 'Reprendre le suivi'],
    ['Fabre', 'Pôle emploi', '2024-02-01', 'Accueilli', ''],
    ['Huguet', 'CCAS', '2024-01-20', 'Intégré dans le mois', 'Poser le PNI'],
    ['Imbert', 'Pôle emploi', '2023-12-01', 'En parcours', 'Actualiser le PPAE'],
    ['Joly', 'Pôle emploi', '2023-05-01', 'Sorti', 'Lever le PNI'],
    ['Leroy', 'Pôle emploi', '2023-12-01', 'En parcours', 'Poser le PNI'],
    ['Morel', 'Pôle emploi', '2023-04-01', 'En parcours', "Traiter l'absence"],
    ['=Noël+1', 'Pôle emploi', '2024-01-02', 'En diagnostic', ''],
  ]);
});

test('les dates postérieures au mois sont masquées, les motifs internes deviennent ceux de l\'échange', () => {
  expect(colonnes('Nom', 'Date du refus', 'Motif de refus', "Date d'intégration", 'Début PNI', 'Fin PNI', 'Date de sortie', 'Nature de sortie', 'Motif de sortie').filter((l) => l.slice(1).some(Boolean))).toEqual([
    ['Durand', '2024-02-01', 'Ne relève pas du PLIE', '', '', '', '', '', ''],
    ['Huguet', '', '', '2024-02-29', '', '', '', '', ''],
    ['Imbert', '', '', '2024-01-15', '2024-02-29', '2026-02-27', '', '', ''],
    ['Joly', '', '', '2023-06-01', '2023-06-01', '2025-05-31', '2024-02-29', 'Administrative', 'Fin de parcours'],
    ['Leroy', '', '', '2024-01-31', '', '', '', '', ''],
    ['Morel', '', '', '2023-05-02', '2023-05-02', '2024-02-10', '', '', ''],
  ]);
});

test('la personne, son conseiller et son référent de fin de mois sont donnés en entier', () => {
  expect(lire('Tableau de suivi').find(([nom]) => nom === 'Imbert')).toEqual([
    'Imbert', 'Alix', '1985-04-12', '0000009A', '0123456', '3 rue des Tilleuls, 06600 Antibes', '+33 6 00 00 00 00', 'alix.imbert@exemple.test',
    expect.stringMatching(/^Agence des Tilleuls/), 'Jeanne VIDAL', 'Pôle emploi', '2023-12-01', 'En parcours', '', '', '2024-01-15', '2024-02-29', '2026-02-27', '', '', '',
    'Lina FERRAND', '04 00 00 00 01', 'lina.ferrand@exemple.test', 'Actualiser le PPAE',
  ]);
  // Nobody since the end of January: the last one is named.
  expect(colonnes('Nom', 'Accompagnateur').filter(([, qui]) => qui)).toEqual([['Imbert', 'Lina FERRAND'], ['Joly', 'Omar SABATIER']]);
});

test('étapes et absences : celles du mois, des seules orientations du tableau', () => {
  expect(lire('Étapes').slice(1)).toEqual([
    ['0000009A', 'Imbert', 'Alix', 'Période de mise en situation en milieu professionnel (PMSMP)', '2024-02-29', ''],
    ['0000012A', 'Leroy', 'Alix', 'Formation', '2024-01-31', ''],
    ['0000013A', 'Morel', 'Alix', "Contrat en insertion par l'activité économique (IAE)", '2023-11-01', '2024-02-01'],
  ]);
  expect(lire('Absences').slice(1)).toEqual([
    ['0000003A', 'Coste', 'Alix', '2024-02-01', 'Non'],
    ['0000004A', 'Durand', 'Alix', '2024-02-01', 'Non'],
    ['0000013A', 'Morel', 'Alix', '2024-02-29', 'Oui'],
  ]);
});

test('les informations disent d\'où vient le fichier, et leur empreinte se recalcule sur ce qui est écrit', () => {
  const informations = Object.fromEntries(lire('Informations').slice(1)) as Record<string, string>;
  const donnees = ['Tableau de suivi', 'Étapes', 'Absences', 'Corrections'].map((nom) => `# ${nom}\n${lire(nom).slice(1).map((l) => `${l.join('\t')}\n`).join('')}`).join('');
  expect(informations).toEqual({
    PLIE: 'PLIE de Valmorin', 'Code du PLIE': 'VALMORIN', 'Agence Pôle emploi': expect.stringMatching(/^Agence/), "Code de l'agence": expect.stringMatching(/^AG/), Mois: '2024-02',
    'Établi le': '03/03/2024 à 12:00', 'Validé par': 'Non validé', 'Version du format': '1',
    'Lignes – Tableau de suivi': '10', 'Lignes – Étapes': '3', 'Lignes – Absences': '3', 'Lignes – Corrections': '0',
    'Empreinte des données (SHA-256)': createHash('sha256').update(donnees).digest('hex'),
  });
});

test('rien qui puisse s\'exécuter, et rien qui n\'ait le droit de partir', async () => {
  const feuille = classeur.getWorksheet('Tableau de suivi')!;
  feuille.eachRow((ligne) => ligne.eachCell((cellule) => expect(cellule.formula).toBeUndefined()));
  expect(colonnes('Nom', 'Téléphone').at(-1)).toEqual(['=Noël+1', '-33']);
  const tout = await texteDuClasseur(octets);
  for (const interdit of ['AAH', 'ADDICTION', 'Addiction', 'FINANCIER', 'RQTH', 'DELD', '04 99 99 99 99', 'Maternité', 'MATERNITE']) expect(tout).not.toContain(interdit);
  const sources = [COLONNES_TABLEAU, colonnesEtapes([]), COLONNES_ABSENCES].flatMap((c) => c.flatMap((colonne) => colonne.sources));
  expect(sources.filter((source) => { const [table, colonne] = source.split('.'); return !['PLIE_VERS_PE', 'DEUX_SENS'].includes(COLONNES[table!]?.[colonne!]?.sens ?? ''); })).toEqual([]);
});

test('le consentement retiré, le courriel n\'est plus transmis ; un autre PLIE reste introuvable', async () => {
  expect(colonnes('Nom', 'Courriel').filter(([, courriel]) => courriel)).toEqual([['Imbert', 'alix.imbert@exemple.test']]);
  const acteur = { ...essai.contexte.acteur, role: 'ANIMATION' as const, organisation: { id: plie.id, type: 'PLIE' as const, code: plie.code, nom: plie.nom, departementCode: '06', regionCode: null } };
  expect((await etablirTableau({ base: essai.contexte.base, acteur }, { id: plie.id }, FEVRIER)).lignes).toHaveLength(10);
  await expect(etablirTableau({ base: essai.contexte.base, acteur: { ...acteur, organisation: { ...acteur.organisation, id: plie.id + 1000 } } }, { id: plie.id }, FEVRIER)).rejects.toBeInstanceOf(Introuvable);
});
