/** The valid files from which the hostile ones are made: for each route that takes a file, its sheets as people fill them in. */
import ExcelJS from 'exceljs';
import { classeurEnMemoire, type Cellule } from '../../server/lib/classeur/ecrire';
import { dateCivile } from '../../server/lib/dates';
import { csv } from '../../test/outils/fichiers';
import { fichierB, enParcours, le, type Rangee } from '../../test/outils/tableau-recu';
import { emballer } from './archive';

/** Sheets by name; the first row holds the titles. */
export type Modele = Record<string, Cellule[][]>;
export const FORMATS = ['xlsx', 'xlsx-partage', 'csv', 'zip', 'chiffre'] as const;
export type Format = (typeof FORMATS)[number];

/** Known in the database of the run (territoire.ts), so that answers find them. */
export const CONNUS = ['Aubier', 'Bruyère', 'Chêne', 'Daim', 'Érable', 'Frêne'].map((nom, i) => ({ nom, prenom: 'Lou', date_naissance: '1985-04-12', identifiant_pe: `000000${i}A` }));
export const MOT_DE_PASSE = 'tilleul brume amande 7';

const date = (texte: string): Cellule => ({ date: dateCivile(texte) });
const enTableau = (rangees: Rangee[]): Cellule[][] => [Object.keys(rangees[0]!), ...rangees.map((r) => Object.values(r).map((c) => c ?? null))];

/** Format B: read back from the file that the tests make, so that there is one description of it. */
export async function tableauDeSuivi(plie: string): Promise<Modele> {
  const etape = (nom: string, type: string): Rangee => ({ Nom: nom, Prénom: 'Lou', "Type d'étape": type, Début: le('2025-05-10'), Fin: null });
  return relire(await fichierB({
    plie, lignes: CONNUS.map((c) => enParcours(c.nom, { 'Identifiant Pôle emploi': c.identifiant_pe, Téléphone: '01 02 03 04 05' })),
    etapes: [etape('Aubier', 'Formation'), etape('Bruyère', 'Atelier')],
    absences: [{ Nom: 'Chêne', Prénom: 'Lou', 'Date de convocation': le('2025-05-13'), Excusé: false }],
    corrections: [{ Nom: 'Daim', Prénom: 'Lou', 'Mois du tableau': '2025-04', Colonne: 'Téléphone', 'Valeur transmise': '0102', 'Valeur exacte': '0103' }],
  }));
}

/** Format C. */
export const retour: Modele = {
  Retour: enTableau(CONNUS.map((c, i) => ({
    'Identifiant Pôle emploi': c.identifiant_pe, Nom: c.nom, Prénom: c.prenom, 'Date de naissance': date(c.date_naissance), 'PNI posé le': i % 2 ? null : date('2025-05-12'), 'Fin du PNI': null,
    'PNI levé le': i % 2 ? date('2025-06-02') : null, 'Motif de levée': i % 2 ? 'Autre' : null, 'PPAE actualisé le': date('2025-06-03'),
  }))),
};

/** Format A. */
export const reprise: Modele = {
  Personnes: enTableau([1, 2, 3, 4].map((n) => ({ 'Réf. personne': `P${n}`, Nom: `Sorbier ${n}`, Prénom: 'Ange', 'Date de naissance': date('1990-02-01'), Sexe: 'F', 'Code postal': '06000', Commune: 'Valmorin', Téléphone: '0612345678', 'Identifiant Pôle emploi': `111111${n}B`, RQTH: false, Freins: 'Mobilité ; Logement' }))),
  Orientations: enTableau([1, 2, 3].map((n) => ({ 'Réf. orientation': `O${n}`, 'Réf. personne': `P${n}`, 'Date de prescription': date('2025-01-10'), Prescripteur: 'Pôle emploi', "Mode d'orientation": 'FLUX', 'Date du premier contact': date('2025-01-20'), 'Type de premier contact': 'INDIVIDUEL', "Date d'entrée en diagnostic": date('2025-01-27'), "Date d'intégration": date('2025-02-10'), Accompagnateur: 'nouveau@exemple.test', 'Début PNI': date('2025-02-10') }))),
  Étapes: enTableau([{ 'Réf. orientation': 'O1', "Type d'étape": 'ATELIER', 'Date de début': date('2025-03-10'), 'Date de fin': null }]),
  Entretiens: enTableau([{ 'Réf. orientation': 'O2', Date: date('2025-03-04') }]),
  Absences: enTableau([{ 'Réf. orientation': 'O3', 'Date de convocation': date('2025-04-01'), Excusé: true }]),
  'Informations collectives': enTableau([{ Date: date('2025-03-06'), Agence: null, Convoqués: 12, Présents: 9 }]),
};

export const chiffres: Modele = {
  'Informations collectives': enTableau([['2025-03-06', 12], ['2025-04-03', 8]].map(([d, n]) => ({ Date: date(d as string), Agence: null, Convoqués: n, Présents: 5 }))),
  Services: enTableau([1, 2, 3].map((n) => ({ Mois: `0${n}/2025`, Agence: null, Service: 'Atelier', Nombre: n }))),
};

/** As our own writer makes it: inline texts. */
export const enXlsx = (modele: Modele): Promise<Buffer> =>
  classeurEnMemoire(Object.entries(modele).map(([nom, [titres = [], ...lignes]]) => {
    const largeur = Math.max(1, titres.length, ...lignes.map((l) => l.length));
    return { nom, colonnes: Array.from({ length: largeur }, (_, i) => { const titre = titres[i]; return { titre: typeof titre === 'string' ? titre : '' }; }), lignes };
  }));

/** As a spreadsheet makes it: shared texts, real booleans. */
export async function enXlsxPartage(modele: Modele): Promise<Buffer> {
  const classeur = new ExcelJS.Workbook();
  for (const [nom, lignes] of Object.entries(modele)) classeur.addWorksheet(nom).addRows(lignes.map((l) => l.map((c) => (c !== null && typeof c === 'object' && 'date' in c ? new Date(`${c.date}T00:00:00Z`) : c))));
  return Buffer.from(await classeur.xlsx.writeBuffer());
}

export const enCsv = (lignes: Cellule[][], separateur: ';' | ','): Buffer => Buffer.from(csv(lignes, separateur));

export const enZip = (modele: Modele, separateur: ';' | ','): Buffer => emballer(Object.entries(modele).map(([nom, lignes]) => ({ nom: `${nom}.csv`, contenu: enCsv(lignes, separateur) })));

/** Numbers in a column of dates are days of Excel's calendar: they stay so. */
async function relire(xlsx: Buffer): Promise<Modele> {
  const lu = new ExcelJS.Workbook();
  await lu.xlsx.load(xlsx as unknown as ArrayBuffer);
  const cellule = (v: ExcelJS.CellValue): Cellule => (v instanceof Date ? date(v.toISOString().slice(0, 10)) : typeof v === 'string' || typeof v === 'number' || typeof v === 'boolean' ? v : null);
  return Object.fromEntries(lu.worksheets.map((f) => [f.name, Array.from({ length: f.rowCount }, (_, r) => Array.from({ length: f.columnCount }, (_c, i) => cellule(f.getCell(r + 1, i + 1).value)))]));
}
