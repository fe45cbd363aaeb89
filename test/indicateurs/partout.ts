/** A table made by hand, found the same everywhere it is shown: command, screen, workbook D, and lists behind each figure. */
import ExcelJS from 'exceljs';
import type { Essai } from '../outils/application';
import { lignesDe, lireClasseurD, lireEcran, lireJson, lireMotifsEcran } from '../outils/annexe1';
import { outilsDeCommande } from '../outils/commande';
import type { TableFaiteALaMain } from './quinze';
import { commande } from '../../server/cli/bilan';
import { LISTES } from '../../server/codes/listes';
import { etablirBilan, listerSourcesPoleEmploi } from '../../reports/bilan-quantitatif/bilan';
import { lireBilanQualitatif } from '../../reports/bilan-qualitatif/enquete';
import { feuillesDuBilan } from '../../reports/bilan-quantitatif/classeur';
import { BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import { estCompte } from '../../reports/indicateur';
import { compteDuChiffre, listerFaits, listerSeances, type Chiffre } from '../../reports/liste';
import { chercherVersionFigee, listerFaitsFiges, listerSeancesFigees } from '../../reports/liste-figee';
import type { Territoire } from '../../reports/periodes';
import { classeurEnMemoire } from '../../server/lib/classeur/ecrire';

/** Runs the command on the test's database; gives what it prints. */
export async function executerBilan(essai: Essai, ...args: string[]): Promise<string> {
  const { outils, sortie } = outilsDeCommande(essai.contexte);
  await commande.executer(args, outils);
  return sortie.join('\n');
}

export type LigneLue = { code: string; nom: string; colonnes: Record<string, unknown>; nonApplicable: string[]; couverture?: Record<string, { plies: number; sur: number }> };
export interface BilanLu { annee: number; plies: LigneLue[]; departements: LigneLue[]; region: LigneLue }

/** What the table says of a figure: null where there is none. */
const attendu = (table: TableFaiteALaMain, nom: string, { numero, valeur, dont }: Chiffre): number | null => {
  if (valeur) return table.colonne13[nom]![valeur]?.[dont ? 1 : 0] ?? 0;
  const lu = table.lignes[nom]![numero]!;
  return lu === 'nd' ? null : lu === 'na' ? 0 : Number(lu);
};
/** Every column of counts, every value of column 13 and what is told apart inside it. */
const CHIFFRES: Chiffre[] = [
  ...BILAN_QUANTITATIF.indicateurs.filter(estCompte).map(({ numero }) => ({ numero })),
  ...LISTES.MOTIFS_SORTIE.flatMap(({ code }) => [{ numero: '13', valeur: code }, { numero: '13', valeur: code, dont: true }]),
];
const nominatif = (chiffre: Chiffre): boolean => compteDuChiffre(BILAN_QUANTITATIF, chiffre)!.compte.source.nominative;

export async function verifierLaCommande(essai: Essai, table: TableFaiteALaMain): Promise<void> {
  const lu = JSON.parse(await executerBilan(essai, '--annee', String(table.annee), '--format', 'json')) as BilanLu;
  expect(lu.plies.map((p) => [p.nom, p.code])).toEqual(Object.entries(table.plies));
  const lues: Record<string, LigneLue> = Object.fromEntries([...lu.plies.map((p) => [p.nom, p]), ...lu.departements.map((d) => [`Total ${d.code}`, d]), ['Total', lu.region]] as [string, LigneLue][]);
  expect(Object.fromEntries(Object.entries(lues).map(([nom, l]) => [nom, lireJson(l)]))).toEqual(table.lignes);
  const sur = (nom: string) => (nom === 'Total' ? Object.keys(table.plies).length : table.departements[nom.slice('Total '.length)]!.length);
  for (const [nom, l] of Object.entries(lues)) {
    for (const [rang, cle] of ['13', '13positives'].entries()) expect([nom, l.colonnes[cle]]).toEqual([nom, Object.fromEntries(LISTES.MOTIFS_SORTIE.map(({ code }) => [code, table.colonne13[nom]![code]?.[rang] ?? 0]))]);
    if (!l.couverture) continue;
    for (const numero of [...Object.keys(table.lignes.Total!), '13']) expect([nom, numero, l.couverture[numero]]).toEqual([nom, numero, { plies: table.couvertures[nom]![numero] ?? sur(nom), sur: sur(nom) }]);
  }
}

export async function verifierLEcran(essai: Essai, table: TableFaiteALaMain, region: number): Promise<void> {
  const { text } = await (await essai.comme('CORRESPONDANT_REGIONAL', region)).get(`/bilan?annee=${table.annee}`).expect(200);
  expect(lireEcran(text)).toEqual(table.lignes);
  expect(Object.keys(lireEcran(text))).toEqual(Object.keys(table.lignes));
  expect(lireMotifsEcran(text)).toEqual(table.colonne13);
}

export async function verifierLeClasseur(essai: Essai, table: TableFaiteALaMain): Promise<ExcelJS.Workbook> {
  const demande = { annee: table.annee, territoire: { type: 'PERIMETRE' } } as const;
  const classeur = new ExcelJS.Workbook();
  const feuilles = feuillesDuBilan(await etablirBilan(essai.contexte, demande), await listerSourcesPoleEmploi(essai.contexte, demande), await lireBilanQualitatif(essai.contexte, demande));
  await classeur.xlsx.load((await classeurEnMemoire(feuilles)) as unknown as ExcelJS.Buffer);
  expect(lireClasseurD(classeur, Object.keys(table.lignes).length)).toEqual({ lignes: table.lignes, motifs: table.colonne13 });
  expect(lignesDe(classeur, 'Sources Pôle emploi').slice(1).map((l) => [2, 4, 5, 6].map((c) => l.getCell(c).value))).toEqual(table.sources);
  return classeur;
}

/** Figure = length of its list, counted today, for each PLIE, département and the whole. */
export async function verifierLesListes(essai: Essai, table: TableFaiteALaMain): Promise<void> {
  const territoires: [string, Territoire][] = [
    ...Object.entries(table.plies).map(([nom, code]): [string, Territoire] => [nom, { type: 'PLIE', code }]),
    ...Object.keys(table.departements).map((code): [string, Territoire] => [`Total ${code}`, { type: 'DEPARTEMENT', code }]), ['Total', { type: 'PERIMETRE' }],
  ];
  for (const [nom, territoire] of territoires) {
    for (const chiffre of CHIFFRES) {
      const demande = [essai.contexte, { annee: table.annee, territoire }, compteDuChiffre(BILAN_QUANTITATIF, chiffre)!, 1] as const;
      const liste = nominatif(chiffre) ? await listerFaits(...demande) : await listerSeances(...demande);
      expect([nom, chiffre, liste.mesure]).toEqual([nom, chiffre, attendu(table, nom, chiffre)]);
      expect(liste.faits.length).toBe(liste.nombre);
      const mesure = nominatif(chiffre) ? liste.nombre : (liste.faits as { presents: number }[]).reduce((n, s) => n + s.presents, 0);
      expect([nom, chiffre, mesure]).toEqual([nom, chiffre, attendu(table, nom, chiffre) ?? 0]);
    }
  }
}

/** The same of validated figures: each PLIE's own lists, and those of its PLIEs together for a total. */
export async function verifierLesListesFigees(essai: Essai, table: TableFaiteALaMain): Promise<void> {
  const longueurs = new Map<string, number>();
  for (const [nom, code] of Object.entries(table.plies)) {
    const version = (await chercherVersionFigee(essai.contexte, { annee: table.annee, territoire: { type: 'PLIE', code } }))!;
    for (const chiffre of CHIFFRES) {
      const liste = nominatif(chiffre) ? await listerFaitsFiges(essai.contexte, BILAN_QUANTITATIF, version, chiffre, 1) : listerSeancesFigees(version, chiffre, 1);
      expect([nom, chiffre, liste.mesure]).toEqual([nom, chiffre, attendu(table, nom, chiffre)]);
      expect(liste.faits.length).toBe(liste.nombre);
      for (const total of ['Total', `Total ${Object.keys(table.departements).find((d) => table.departements[d]!.includes(nom))}`]) longueurs.set(total + JSON.stringify(chiffre), (longueurs.get(total + JSON.stringify(chiffre)) ?? 0) + (liste.mesure ?? 0));
    }
  }
  for (const total of ['Total', ...Object.keys(table.departements).map((d) => `Total ${d}`)]) {
    for (const chiffre of CHIFFRES) expect([total, chiffre, longueurs.get(total + JSON.stringify(chiffre))]).toEqual([total, chiffre, attendu(table, total, chiffre) ?? 0]);
  }
}
