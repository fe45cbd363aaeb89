/**
 * (c) The table of a month of some 5,000 rows, from the database to the end of the file, and (h) the same encrypted, against
 * exceljs streaming the same cells, which it finds ready in memory and leaves in the clear.
 */
import { Writable } from 'node:stream';
import ExcelJS from 'exceljs';
import { feuillesDuTableau } from '../reports/tableau-de-suivi/classeur';
import { contenuDuTableau, empreinteDe } from '../reports/tableau-de-suivi/contenu';
import { etablirTableau, type Tableau } from '../reports/tableau-de-suivi/tableau';
import { chiffrer } from '../server/lib/classeur/chiffrer';
import { classeurEnMemoire, ecrireClasseur, type Cellule, type Colonne } from '../server/lib/classeur/ecrire';
import { chercherMois, versDateExcel } from '../server/lib/dates';
import type { Connexion } from '../server/lib/db';
import { codeDuPlie, contexteDuBanc, MOIS_DU_TABLEAU, PLIE_LONG } from './donnees';
import { comparer, fois, mebioctets, memoireResidente, millisecondes, sommetDeMemoire, type Resultat } from './outils';

const CIBLE = 1.5;
const CIBLE_CHIFFRE = 2;
const MEMOIRE_MAX = 300 * 1_048_576;

type Travail = () => Promise<unknown>;
interface Banc { nous: Travail; chiffrer: Travail; plancher: Travail; resume: string }

async function preparer(grande: Connexion): Promise<Banc> {
  const lecteur = contexteDuBanc(grande);
  const etablir = () => etablirTableau(lecteur, { code: codeDuPlie(PLIE_LONG) }, chercherMois(MOIS_DU_TABLEAU)!);
  const feuilles = (tableau: Tableau) => { const contenu = contenuDuTableau(tableau, []); return feuillesDuTableau(contenu, { etabliLe: '15/06/2026 à 09:00', validePar: null, nonExportees: null, empreinte: empreinteDe(contenu) }); };
  const tableau = await etablir();
  const cellules: { nom: string; colonnes: Colonne[]; lignes: Cellule[][] }[] = [];
  for (const feuille of feuilles(tableau)) cellules.push({ nom: feuille.nom, colonnes: feuille.colonnes, lignes: await versListe(feuille.lignes) });
  const total = cellules.reduce((n, f) => n + f.lignes.length, 0);
  return {
    nous: async () => ecrireClasseur(auNeant(), feuilles(await etablir())),
    chiffrer: async () => chiffrer(await classeurEnMemoire(feuilles(await etablir())), 'ABCD-EFGH-JKMN-PQRS'),
    plancher: async () => {
      const classeur = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: auNeant(), useStyles: true, useSharedStrings: false });
      for (const { nom, colonnes, lignes } of cellules) {
        const feuille = classeur.addWorksheet(nom);
        feuille.columns = colonnes.map((c) => ({ header: c.titre, width: c.largeur ?? 14, style: c.format === 'date' ? { numFmt: 'dd/mm/yyyy' } : {} }));
        for (const ligne of lignes) feuille.addRow(ligne.map(valeur)).commit();
        feuille.commit();
      }
      await classeur.commit();
    },
    resume: `${tableau.lignes.length} lignes (${total} avec les étapes et les absences)`,
  };
}

export async function mesurerTableau(grande: Connexion): Promise<Resultat[]> {
  const { nous, plancher, resume } = await preparer(grande);
  return [await mesurer('(c) tableau du mois', CIBLE, nous, plancher, resume)];
}

/** (h) The file that is sent; its peak memory has a target too. */
export async function mesurerEnvoi(grande: Connexion): Promise<Resultat[]> {
  const { chiffrer: nous, plancher, resume } = await preparer(grande);
  const repos = memoireResidente(process.pid);
  const { sommet } = await sommetDeMemoire(process.pid, nous);
  const memoire = sommet - repos;
  return [
    await mesurer('(h) tableau du mois, chiffré', CIBLE_CHIFFRE, nous, plancher, resume),
    { mesure: '(h) mémoire pour le chiffrer', valeur: mebioctets(memoire), cible: `< ${mebioctets(MEMOIRE_MAX)}`, tenu: memoire < MEMOIRE_MAX, detail: `de plus qu'au repos (${mebioctets(repos)})` },
  ];
}

async function mesurer(mesure: string, cible: number, nous: Travail, plancher: Travail, resume: string): Promise<Resultat> {
  const { nous: a, plancher: b, rapport } = await comparer(nous, plancher);
  const repos = memoireResidente(process.pid);
  const { sommet } = await sommetDeMemoire(process.pid, nous);
  return {
    mesure, valeur: fois(rapport), cible: `≤ ${fois(cible)}`, tenu: rapport <= cible,
    detail: `${resume} : ${millisecondes(a)} contre ${millisecondes(b)} par exceljs ; ${mebioctets(sommet - repos)} de plus qu'au repos`,
  };
}

const auNeant = (): Writable => new Writable({ write: (_morceau, _encodage, suite) => suite() });

async function versListe(lignes: Iterable<Cellule[]> | AsyncIterable<Cellule[]>): Promise<Cellule[][]> {
  const liste: Cellule[][] = [];
  for await (const ligne of lignes) liste.push(ligne);
  return liste;
}

function valeur(cellule: Cellule): ExcelJS.CellValue {
  if (cellule === null || typeof cellule !== 'object') return typeof cellule === 'boolean' ? (cellule ? 'Oui' : 'Non') : cellule;
  if ('date' in cellule) return versDateExcel(cellule.date);
  return 'texte' in cellule ? cellule.texte : cellule.valeur;
}
