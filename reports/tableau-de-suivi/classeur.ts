/** The workbook of the monthly table: file B of domaine 05. Its name, sheets and headers are a contract. */
import { createHash, type Hash } from 'node:crypto';
import type { Cellule, Feuille } from '../../server/lib/classeur/ecrire';
import type { Mois } from '../../server/lib/dates';
import { COLONNES_ABSENCES, COLONNES_CORRECTIONS, COLONNES_TABLEAU, colonnesEtapes, type ColonneEchangee } from './colonnes';
import type { Tableau } from './tableau';

/** Raised when a sheet or a header changes. */
export const VERSION_DU_FORMAT = '1';

export interface Etablissement {
  /** « 14/03/2027 à 09:05 », Paris. */
  etabliLe: string;
  /** Who validated the table; null as long as nobody did. */
  validePar: string | null;
}

/** An organisation's code holds A-Z, 0-9, « - » and « _ » only: it is safe in a file name. */
export const nomDuFichier = (codePlie: string, mois: Mois): string => `tableau-de-suivi_${codePlie}_${mois}.xlsx`;

/** The five sheets, in order. To be written once and in this order: the last one gives the checksum of those before it. */
export function feuillesDuTableau(tableau: Tableau, etablissement: Etablissement): Feuille[] {
  const empreinte = createHash('sha256');
  const donnees = [
    feuille('Tableau de suivi', COLONNES_TABLEAU, tableau.lignes, empreinte),
    feuille('Étapes', colonnesEtapes(tableau.typesEtape.map((t) => t.libelle)), tableau.etapes, empreinte),
    feuille('Absences', COLONNES_ABSENCES, tableau.absences, empreinte),
    { nom: 'Corrections', colonnes: [...COLONNES_CORRECTIONS], lignes: empreindre('Corrections', [], empreinte) },
  ];
  return [...donnees, {
    nom: 'Informations',
    colonnes: [{ titre: 'Information', largeur: 34 }, { titre: 'Valeur', largeur: 70 }],
    lignes: informations(tableau, etablissement, empreinte),
    filtre: false,
  }];
}

function feuille<L>(nom: string, colonnes: readonly ColonneEchangee<L>[], lignes: readonly L[], empreinte: Hash): Feuille {
  return { nom, colonnes: [...colonnes], lignes: empreindre(nom, cellules(colonnes, lignes), empreinte) };
}

function* cellules<L>(colonnes: readonly ColonneEchangee<L>[], lignes: readonly L[]): Generator<Cellule[]> {
  for (const ligne of lignes) yield colonnes.map((colonne) => colonne.valeur(ligne));
}

/**
 * Lets the rows through and adds them to the checksum: SHA-256, in UTF-8, of one line per sheet (« # » and its name) and
 * one per row, ended by LF; the cells parted by tabs, dates as AAAA-MM-JJ, empty cells as nothing. Whoever receives the
 * file can compute it again.
 */
function* empreindre(nom: string, lignes: Iterable<Cellule[]>, empreinte: Hash): Generator<Cellule[]> {
  empreinte.update(`# ${nom}\n`);
  for (const ligne of lignes) {
    empreinte.update(`${ligne.map(texteDe).join('\t')}\n`);
    yield ligne;
  }
}

function texteDe(cellule: Cellule): string {
  if (typeof cellule === 'boolean') return cellule ? 'Oui' : 'Non';
  if (typeof cellule === 'string' || typeof cellule === 'number') return String(cellule);
  return cellule && 'date' in cellule ? cellule.date : '';
}

function* informations({ plie, mois, lignes, etapes, absences }: Tableau, { etabliLe, validePar }: Etablissement, empreinte: Hash): Generator<Cellule[]> {
  yield ['PLIE', plie.nom];
  yield ['Code du PLIE', plie.code];
  yield ['Agence Pôle emploi', plie.agence_nom];
  yield ["Code de l'agence", plie.agence_code];
  yield ['Mois', mois];
  yield ['Établi le', etabliLe];
  yield ['Validé par', validePar ?? 'Non validé'];
  yield ['Version du format', VERSION_DU_FORMAT];
  yield ['Lignes – Tableau de suivi', lignes.length];
  yield ['Lignes – Étapes', etapes.length];
  yield ['Lignes – Absences', absences.length];
  yield ['Lignes – Corrections', 0];
  yield ['Empreinte des données (SHA-256)', empreinte.digest('hex')];
}
