/** What the page of the month receives: its address, and the form that asks for the file. */
import { ACTIONS, SITUATIONS, type CodeAction, type CodeSituation } from '../../reports/tableau-de-suivi/situation';
import { MOT_DE_PASSE_MAX } from '../lib/classeur/chiffrer';
import { chercherMois, moisDe, type DateCivile, type Mois } from '../lib/dates';
import { Introuvable } from '../lib/erreurs';
import { lireFormulaire, type Formulaire, type Lecteur, type Lecture } from '../lib/formulaire';
import { moisATraiter } from './rules';

export type Vue = 'orientations' | 'etapes' | 'absences';
export const SIGNALEMENTS = ['identifiant', 'agence'] as const;

/** What is looked at: the month, which of its three tables, and which of its rows. */
export interface Demande {
  mois: Mois;
  vue: Vue;
  situation: CodeSituation | null;
  /** AUCUNE: the rows that ask for nothing. */
  action: CodeAction | 'AUCUNE' | null;
  sans: (typeof SIGNALEMENTS)[number] | null;
  page: number;
}

const parmi = <T extends string>(valeurs: readonly T[], texte: unknown): T | null => valeurs.find((v) => v === texte) ?? null;

/** A month that has begun. Throws Introuvable otherwise, with the sentence that says so. */
export function lireMois(texte: unknown, jour: DateCivile): Mois {
  const mois = typeof texte === 'string' ? chercherMois(texte) : null;
  if (!mois) throw new Introuvable("Ce mois n'existe pas. Choisissez-en un dans la liste de la page « Tableau de suivi ».");
  if (mois > moisDe(jour)) throw new Introuvable("Ce mois n'a pas commencé : son tableau de suivi n'existe pas encore.");
  return mois;
}

export function lireDemande(adresse: Record<string, unknown>, jour: DateCivile): Demande {
  const page = Number(adresse.page);
  return {
    mois: adresse.mois === undefined || adresse.mois === '' ? moisATraiter(jour) : lireMois(adresse.mois, jour),
    vue: parmi(['orientations', 'etapes', 'absences'], adresse.vue) ?? 'orientations',
    situation: parmi(SITUATIONS.map((s) => s.code), adresse.situation),
    action: parmi([...ACTIONS.map((a) => a.code), 'AUCUNE' as const], adresse.action),
    sans: parmi(SIGNALEMENTS, adresse.sans),
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/** Names and identifiers of a whole territory are behind it: not a word that is found by trying. */
const MOT_DE_PASSE_MIN = 12;

/** Taken as typed, blanks included; null when the file is wanted in the clear. */
const motDePasse: Lecteur<string | null> = (brut) => {
  const valeur = brut[0] ?? '';
  if (!valeur) return { ok: true, valeur: null };
  if (valeur.length < MOT_DE_PASSE_MIN) return { ok: false, erreur: `Cette phrase de passe est trop courte : ${MOT_DE_PASSE_MIN} caractères au moins, par exemple quatre mots sans rapport entre eux.` };
  if (valeur.length > MOT_DE_PASSE_MAX) return { ok: false, erreur: `Cette phrase de passe est trop longue : ${MOT_DE_PASSE_MAX} caractères au plus.` };
  return { ok: true, valeur };
};

export const lireTelechargement = (corps: unknown, lecture: Lecture): Formulaire<{ mot_de_passe: string | null }> => lireFormulaire({ mot_de_passe: motDePasse }, corps, lecture);
