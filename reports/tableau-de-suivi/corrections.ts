/**
 * What a validated table said and what holds now (sheet « Corrections »). A month is established again with today's data and
 * compared with what was last told of it: its frozen rows, and the corrections that later tables already told. Pure.
 *
 * Compared: identity and dated facts. Not compared: addresses and telephones, which are those of today; the agency's and
 * the accompagnateur's columns; the PNI and the action, of which Pôle emploi is itself the source.
 */
import { formaterDate, type Mois } from '../../server/lib/dates';
import { COLONNES_TABLEAU } from './colonnes';
import { texteDe, type CelluleEchangee, type CodeFeuille, type LigneEchangee } from './contenu';

export interface Correction {
  orientation_id: number;
  identifiant_pe: string | null;
  nom: string;
  prenom: string;
  /** The table that is corrected. */
  mois: Mois;
  colonne: string;
  /** What was last told; null when nothing was. */
  transmise: CelluleEchangee;
  exacte: CelluleEchangee;
}

const rangDe = (titre: string): number => COLONNES_TABLEAU.findIndex((c) => c.titre === titre);
const avecRang = (titres: readonly string[]) => titres.map((titre) => ({ titre, rang: rangDe(titre) }));
const IDENTITE = avecRang(['Nom', 'Prénom', 'Date de naissance', 'Identifiant Pôle emploi', 'Identifiant CAF']);
const FAITS = avecRang(['Prescripteur', 'Date de prescription', 'Situation', 'Date du refus', 'Motif de refus', "Date d'intégration", 'Date de sortie', 'Nature de sortie', 'Motif de sortie']);
const SITUATION = 'Situation';

/** The situation of an orientation that the table should not have held. */
export const LIGNE_RETIREE = 'Ligne retirée';
const FAIT_RETIRE = 'Retirée';

type Feuilles = Pick<Record<CodeFeuille, LigneEchangee[]>, 'ORIENTATIONS' | 'ETAPES' | 'ABSENCES'>;
type Cellules = CelluleEchangee[];

interface MoisLu {
  lignes: Map<number, Cellules>;
  /** Étapes and absences, each under what names it. */
  faits: Map<number, Map<string, CelluleEchangee>>;
  effacees: Set<number>;
}

function lire(feuilles: Feuilles): MoisLu {
  const lu: MoisLu = { lignes: new Map(), faits: new Map(), effacees: new Set() };
  for (const { orientation_id: id, cellules } of feuilles.ORIENTATIONS) {
    if (cellules) lu.lignes.set(id!, cellules);
    else lu.effacees.add(id!);
  }
  const ajouter = (id: number, nom: string, valeur: CelluleEchangee) => {
    if (!lu.faits.has(id)) lu.faits.set(id, new Map());
    lu.faits.get(id)!.set(nom, valeur);
  };
  for (const { orientation_id: id, cellules } of feuilles.ETAPES) if (cellules) ajouter(id!, `Étape ${texteDe(cellules[3]!)}, début ${enClair(cellules[4]!)}`, cellules[5] ?? 'En cours');
  for (const { orientation_id: id, cellules } of feuilles.ABSENCES) if (cellules) ajouter(id!, `Absence du ${enClair(cellules[3]!)}`, cellules[4] ? 'Excusé' : 'Non excusé');
  return lu;
}

/** A cell as it is read on screen. */
export const enClair = (cellule: CelluleEchangee): string => (cellule !== null && typeof cellule === 'object' ? formaterDate(cellule.date) : texteDe(cellule));

export type Dites = Map<number, Correction[]>;

/** Corrections by orientation, in the order in which they were told. */
export function ranger(corrections: readonly Correction[]): Dites {
  const dites: Dites = new Map();
  for (const c of corrections) retenir(dites, c);
  return dites;
}
function retenir(dites: Dites, c: Correction): void {
  const liste = dites.get(c.orientation_id);
  if (liste) liste.push(c);
  else dites.set(c.orientation_id, [c]);
}

/**
 * What must be corrected in the table of a month. `dites` holds what was corrected so far, and receives what is found: months
 * are to be given from the oldest on, so that a date that was wrong in three tables is corrected once, in the first.
 */
export function corrigerMois(mois: Mois, transmis: Feuilles, exact: Feuilles, dites: Dites): Correction[] {
  const [dit, vrai] = [lire(transmis), lire(exact)];
  const trouvees: Correction[] = [];
  const dejaDitesCeMois = [...dites].filter(([, liste]) => liste.some((c) => c.mois === mois)).map(([id]) => id);
  for (const id of new Set([...vrai.lignes.keys(), ...dit.lignes.keys(), ...dejaDitesCeMois])) {
    if (dit.effacees.has(id)) continue;
    const [avant, apres] = [dit.lignes.get(id), vrai.lignes.get(id)];
    const ecarts = comparer(avant, apres, dit.faits.get(id), vrai.faits.get(id), (colonne, valeur) => derniereDite(dites.get(id), mois, colonne, valeur));
    const connue = apres ?? avant;
    for (const { colonne, transmise, exacte } of ecarts) {
      const derniere = dites.get(id)?.at(-1);
      const correction: Correction = {
        orientation_id: id,
        identifiant_pe: connue ? texteDe(connue[rangDe('Identifiant Pôle emploi')]!) || null : derniere!.identifiant_pe,
        nom: connue ? texteDe(connue[rangDe('Nom')]!) : derniere!.nom,
        prenom: connue ? texteDe(connue[rangDe('Prénom')]!) : derniere!.prenom,
        mois, colonne, transmise, exacte,
      };
      trouvees.push(correction);
      retenir(dites, correction);
    }
  }
  return trouvees;
}

/** What was last told of a cell. A situation is that of its month; any other fact, once corrected, is corrected in the tables that followed too. */
function derniereDite(corrections: Correction[] | undefined, mois: Mois, colonne: string, transmise: CelluleEchangee): CelluleEchangee {
  let valeur = transmise;
  for (const c of corrections ?? []) {
    if (c.colonne !== colonne) continue;
    if (c.mois === mois || (colonne !== SITUATION && c.mois < mois && texteDe(c.transmise) === texteDe(valeur))) valeur = c.exacte;
  }
  return valeur;
}

type Dire = (colonne: string, transmise: CelluleEchangee) => CelluleEchangee;
interface Ecart { colonne: string; transmise: CelluleEchangee; exacte: CelluleEchangee }

function comparer(avant: Cellules | undefined, apres: Cellules | undefined, faitsDits: Map<string, CelluleEchangee> | undefined, faitsVrais: Map<string, CelluleEchangee> | undefined, derniere: Dire): Ecart[] {
  const ecarts: Ecart[] = [];
  const noter = (colonne: string, transmise: CelluleEchangee, exacte: CelluleEchangee) => { if (texteDe(transmise) !== texteDe(exacte)) ecarts.push({ colonne, transmise, exacte }); };
  if (!apres) {
    const transmise = derniere(SITUATION, avant?.[rangDe(SITUATION)] ?? null);
    // Told, then taken back before any table said it again: nothing to say.
    if (transmise !== null) noter(SITUATION, transmise, LIGNE_RETIREE);
    return ecarts;
  }
  for (const { titre, rang } of avant ? IDENTITE : []) noter(titre, derniere(titre, avant![rang]!), apres[rang]!);
  for (const { titre, rang } of FAITS) noter(titre, derniere(titre, avant?.[rang] ?? null), apres[rang]!);
  for (const nom of new Set([...(faitsDits?.keys() ?? []), ...(faitsVrais?.keys() ?? [])])) {
    const transmise = derniere(nom, faitsDits?.get(nom) ?? null);
    noter(nom, transmise, faitsVrais?.get(nom) ?? (transmise === null ? null : FAIT_RETIRE));
  }
  return ecarts;
}
