/** What the page of the month receives: its address, and its forms. */
import { ACTIONS, SITUATIONS, type CodeAction, type CodeSituation } from '../../reports/tableau-de-suivi/situation';
import { LISTES } from '../codes/listes';
import { chercherMois, moisDe, type DateCivile, type Mois } from '../lib/dates';
import { Introuvable } from '../lib/erreurs';
import { code, datePassee, entier, lireFormulaire, obligatoire, texte, type Lecture } from '../lib/formulaire';
import { moisATraiter } from './rules';

/** The month as a whole, or one of the sheets of its table. */
export const VUES = ['mois', 'orientations', 'etapes', 'absences', 'corrections'] as const;
export type Vue = (typeof VUES)[number];
/** Against the table before: rows that are new, changed, or gone. */
export const CHANGEMENTS = ['NOUVELLES', 'CHANGEES', 'PARTIES'] as const;

/** What is looked at: the month, which of its sheets, and which of its rows. */
export interface Demande {
  mois: Mois;
  vue: Vue;
  situation: CodeSituation | null;
  /** AUCUNE: the rows that ask for nothing. */
  action: CodeAction | 'AUCUNE' | null;
  changement: (typeof CHANGEMENTS)[number] | null;
  page: number;
}

const parmi = <T extends string>(valeurs: readonly T[], valeur: unknown): T | null => valeurs.find((v) => v === valeur) ?? null;

/** A month that has begun. Throws Introuvable otherwise, with the sentence that says so. */
export function lireMois(valeur: unknown, jour: DateCivile): Mois {
  const mois = typeof valeur === 'string' ? chercherMois(valeur) : null;
  if (!mois) throw new Introuvable("Ce mois n'existe pas. Choisissez-en un dans la liste de la page « Tableau de suivi ».");
  if (mois > moisDe(jour)) throw new Introuvable("Ce mois n'a pas commencé : son tableau de suivi n'existe pas encore.");
  return mois;
}

export function lireDemande(adresse: Record<string, unknown>, jour: DateCivile): Demande {
  const page = Number(adresse.page);
  const filtres = {
    situation: parmi(SITUATIONS.map((s) => s.code), adresse.situation),
    action: parmi([...ACTIONS.map((a) => a.code), 'AUCUNE' as const], adresse.action),
    changement: parmi(CHANGEMENTS, adresse.changement),
  };
  return {
    mois: adresse.mois === undefined || adresse.mois === '' ? moisATraiter(jour) : lireMois(adresse.mois, jour),
    // A filter is about rows: its address shows them.
    vue: parmi(VUES, adresse.vue) ?? (Object.values(filtres).some(Boolean) ? 'orientations' : 'mois'),
    ...filtres,
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

const version = obligatoire(entier(1, Number.MAX_SAFE_INTEGER), 'Rechargez la page, puis recommencez.');

/** A step taken from the page: the version that it showed. */
export const lireEtape = (corps: unknown, lecture: Lecture) => lireFormulaire({ version }, corps, lecture);

export const lireValidation = (corps: unknown, lecture: Lecture) => lireFormulaire({ version, empreinte: obligatoire(texte(64), 'Rechargez la page, puis recommencez.') }, corps, lecture);

export const lireEnvoiDemande = (corps: unknown, lecture: Lecture) => lireFormulaire({
  canal_fichier: obligatoire(code(LISTES.CANAUX_FICHIER), 'Dites par quel moyen le fichier part.'),
  destinataire: obligatoire(texte(40), 'Choisissez le destinataire.'),
  canal_cle: obligatoire(code(LISTES.CANAUX), 'Dites par quel moyen vous donnerez la phrase de passe.'),
}, corps, lecture);

export const lireConfirmation = (corps: unknown, lecture: Lecture) => lireFormulaire({ date_envoi: obligatoire(datePassee, 'Indiquez le jour où le fichier est parti.') }, corps, lecture);

export const lireReception = (corps: unknown, lecture: Lecture) => lireFormulaire({
  version,
  recu_le: obligatoire(datePassee, 'Indiquez le jour où Pôle emploi a reçu le tableau.'),
  recu_par: obligatoire(texte(100), 'Indiquez qui vous a dit l\'avoir reçu.'),
}, corps, lecture);
