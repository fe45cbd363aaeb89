/**
 * Format B as it is read (domaine 05, B): its sheets, their columns, how each cell is understood. Titles are those that the
 * PLIE's side writes. Contacts are taken as they are written: they are Pôle emploi's copy, not its data. Pure.
 */
import { createHash, type Hash } from 'node:crypto';
import { ACTIONS, SITUATIONS } from '../../reports/tableau-de-suivi/situation';
import { LISTES } from '../codes/listes';
import { choisie, code, colonne, exigee, type Colonne, type Colonnes, type Genre, type ValeursDe } from '../lib/classeur/colonnes';
import type { Cellule } from '../lib/classeur/ecrire';
import type { DateCivile } from '../lib/dates';
import { dateLibre, datePassee, identifiantPe, ouiNon, texte } from '../lib/formulaire';

export const NOMS_DES_FEUILLES = ['Tableau de suivi', 'Étapes', 'Absences', 'Corrections'] as const;
export type NomDeFeuille = (typeof NOMS_DES_FEUILLES)[number];
export const INFORMATIONS = 'Informations';

const DATE = 'date (JJ/MM/AAAA)';
const TEXTE = 'texte';
// « France Travail » is the name that Pôle emploi bears since 2024: files say either.
const PRESCRIPTEURS = [...LISTES.PRESCRIPTEURS, { code: 'POLE_EMPLOI', libelle: 'France Travail' }] as const;
const exigeeParmi = <C extends { code: string; libelle: string }>(titre: string, liste: readonly C[]): Colonne<C['code']> => ({ ...exigee(titre, code<C>(liste), ''), liste });
const date = (titre: string, genre: Genre = 'date') => colonne(titre, dateLibre, DATE, genre);

const identifiant = () => colonne('Identifiant Pôle emploi', identifiantPe, '7 chiffres et une lettre, ou 8 chiffres');
const nom = () => exigee('Nom', texte(100), TEXTE);
const prenom = () => exigee('Prénom', texte(100), TEXTE);

export const COLONNES = {
  'Tableau de suivi': {
    nom: nom(), prenom: prenom(),
    date_naissance: exigee('Date de naissance', datePassee, DATE, 'date'),
    identifiant_pe: identifiant(),
    identifiant_caf: colonne('Identifiant CAF', texte(20), TEXTE),
    adresse: colonne('Adresse', texte(400), TEXTE),
    telephone: colonne('Téléphone', texte(40), TEXTE, 'telephone'),
    courriel: colonne('Courriel', texte(254), TEXTE),
    agence: colonne('Agence Pôle emploi', texte(200), 'nom ou code'),
    conseiller: colonne('Conseiller Pôle emploi', texte(200), TEXTE),
    prescripteur: exigeeParmi('Prescripteur', PRESCRIPTEURS),
    date_prescription: exigee('Date de prescription', datePassee, DATE, 'date'),
    situation: exigeeParmi('Situation', SITUATIONS),
    date_refus: colonne('Date du refus', datePassee, DATE, 'date'),
    motif_refus: choisie('Motif de refus', LISTES.MOTIFS_REFUS),
    date_integration: colonne("Date d'intégration", datePassee, DATE, 'date'),
    pni_debut: date('Début PNI'),
    pni_fin: date('Fin PNI'),
    date_sortie: colonne('Date de sortie', datePassee, DATE, 'date'),
    nature_sortie: choisie('Nature de sortie', LISTES.NATURES_SORTIE),
    motif_sortie: choisie('Motif de sortie', LISTES.MOTIFS_SORTIE),
    accompagnateur: colonne('Accompagnateur', texte(200), TEXTE),
    accompagnateur_telephone: colonne('Téléphone accompagnateur', texte(40), TEXTE, 'telephone'),
    accompagnateur_courriel: colonne('Courriel accompagnateur', texte(254), TEXTE),
    action: choisie('Action attendue', ACTIONS),
  },
  Étapes: {
    identifiant_pe: identifiant(), nom: nom(), prenom: prenom(),
    type: exigee("Type d'étape", texte(100), TEXTE),
    date_debut: exigee('Début', dateLibre, DATE, 'date'),
    date_fin: date('Fin'),
  },
  Absences: {
    identifiant_pe: identifiant(), nom: nom(), prenom: prenom(),
    date_convocation: exigee('Date de convocation', dateLibre, DATE, 'date'),
    excuse: colonne('Excusé', ouiNon, 'oui ou non'),
  },
  Corrections: {
    identifiant_pe: identifiant(), nom: nom(), prenom: prenom(),
    mois: colonne('Mois du tableau', texte(20), 'AAAA-MM'),
    colonne: exigee('Colonne', texte(200), TEXTE),
    transmise: colonne('Valeur transmise', texte(400), TEXTE),
    exacte: colonne('Valeur exacte', texte(400), TEXTE),
  },
} as const satisfies Record<NomDeFeuille, Colonnes>;

/** What a row says, its identifiant in two parts; a column that the file does not have, or an empty cell, is not there. */
type Valeurs<F extends NomDeFeuille> = Omit<{ [K in keyof ValeursDe<(typeof COLONNES)[F]>]: Exclude<ValeursDe<(typeof COLONNES)[F]>[K], undefined> }, 'identifiant_pe'> & { identifiant_pe: string | null; zone_pe: string | null };
export type LigneTableau = Valeurs<'Tableau de suivi'>;
export type LigneEtape = Valeurs<'Étapes'>;
export type LigneAbsence = Valeurs<'Absences'>;
export type LigneCorrection = Valeurs<'Corrections'>;

/** The columns of a sheet, in the order of the format. */
export const colonnesDe = (feuille: NomDeFeuille): [string, Colonne][] => Object.entries(COLONNES[feuille] as Colonnes);

/** A value as the workbook writes it: a code by its label, a date as a date. */
export function enCellule({ genre, liste }: Colonne, valeur: unknown): Cellule {
  if (typeof valeur === 'boolean') return valeur;
  if (typeof valeur !== 'string') return null;
  if (genre === 'date') return { date: valeur as DateCivile };
  return liste?.find((c) => c.code === valeur)?.libelle ?? valeur;
}

/**
 * The checksum of the data, as the PLIE's side makes it: SHA-256 of one line per sheet and one per row, the cells parted by
 * tabs, in the order of the format whatever that of the file, dates as AAAA-MM-JJ. Blank rows do not count.
 */
export class Empreinte {
  readonly #hache: Hash = createHash('sha256');
  #feuilles = 0;

  /** To be called in the order of the format; sheets that the file does not have are counted as empty. */
  ouvrir(feuille: NomDeFeuille): void {
    while (this.#feuilles <= NOMS_DES_FEUILLES.indexOf(feuille)) this.#hache.update(`# ${NOMS_DES_FEUILLES[this.#feuilles++]}\n`);
  }

  ajouter(cellules: readonly string[]): void {
    this.#hache.update(`${cellules.join('\t')}\n`);
  }

  finir(): string {
    this.ouvrir('Corrections');
    return this.#hache.digest('hex');
  }
}
