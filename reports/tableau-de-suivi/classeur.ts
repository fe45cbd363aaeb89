/** The workbook of the monthly table: file B of domaine 05. Its name, sheets and headers are a contract. */
import type { Cellule, Colonne, Feuille } from '../../server/lib/classeur/ecrire';
import type { Mois } from '../../server/lib/dates';
import { COLONNES_ABSENCES, COLONNES_CORRECTIONS, COLONNES_TABLEAU, colonnesEtapes } from './colonnes';
import { FEUILLES, NOMS_DES_FEUILLES, type CodeFeuille, type Contenu } from './contenu';

/** Raised when a sheet or a header changes. */
export const VERSION_DU_FORMAT = '1';

export interface Etablissement {
  /** « 14/03/2027 à 09:05 », Paris. */
  etabliLe: string;
  /** Who validated the table; null as long as nobody did. */
  validePar: string | null;
  /** Checksum of the data (empreinteDe). */
  empreinte: string;
  /** « 1 personne non exportée : limitation »; null when nobody is left out. */
  nonExportees: string | null;
}

/** An organisation's code holds A-Z, 0-9, « - » and « _ » only: it is safe in a file name. */
export const nomDuFichier = (codePlie: string, mois: Mois): string => `tableau-de-suivi_${codePlie}_${mois}.xlsx`;

export const INFORMATIONS = 'Informations';
const COLONNES_INFORMATIONS: Colonne[] = [{ titre: 'Information', largeur: 34 }, { titre: 'Valeur', largeur: 70 }];

const colonnesDe = (code: CodeFeuille, typesEtape: readonly string[]): readonly Colonne[] =>
  ({ ORIENTATIONS: COLONNES_TABLEAU, ETAPES: colonnesEtapes(typesEtape), ABSENCES: COLONNES_ABSENCES, CORRECTIONS: COLONNES_CORRECTIONS })[code];

/** The sheets that the file may hold, in order, with their headers: nothing else may leave. */
export const FEUILLES_PERMISES: readonly { nom: string; entetes: string[] }[] = [
  ...FEUILLES.map((code) => ({ nom: NOMS_DES_FEUILLES[code], entetes: colonnesDe(code, []).map((c) => c.titre) })),
  { nom: INFORMATIONS, entetes: COLONNES_INFORMATIONS.map((c) => c.titre) },
];

/** The five sheets, in order. */
export function feuillesDuTableau(contenu: Contenu, etablissement: Etablissement): Feuille[] {
  return [
    ...FEUILLES.map((code) => ({ nom: NOMS_DES_FEUILLES[code], colonnes: [...colonnesDe(code, contenu.entete.typesEtape)], lignes: contenu.feuilles[code].map((l): Cellule[] => l.cellules ?? []) })),
    { nom: INFORMATIONS, colonnes: COLONNES_INFORMATIONS, lignes: informations(contenu, etablissement), filtre: false },
  ];
}

function informations({ entete, feuilles }: Contenu, { etabliLe, validePar, empreinte, nonExportees }: Etablissement): Cellule[][] {
  return [
    ['PLIE', entete.plie.nom],
    ['Code du PLIE', entete.plie.code],
    ['Agence Pôle emploi', entete.agence?.nom ?? null],
    ["Code de l'agence", entete.agence?.code ?? null],
    ['Mois', entete.mois],
    ['Établi le', etabliLe],
    ['Validé par', validePar ?? 'Non validé'],
    ['Version du format', VERSION_DU_FORMAT],
    ...FEUILLES.map((code): Cellule[] => [`Lignes – ${NOMS_DES_FEUILLES[code]}`, feuilles[code].length]),
    ['Empreinte des données (SHA-256)', empreinte],
    ...(nonExportees ? [['Personnes non transmises', nonExportees]] : []),
  ];
}
