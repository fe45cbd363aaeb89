/** Reading the addresses of the statement, and the form that notes it as sent. Pure. */
import { estAxe } from '../../reports/releve-des-demandes/definitions';
import type { ChiffreDuReleve } from '../../reports/releve-des-demandes/liste';
import { anneeDe, type DateCivile } from '../lib/dates';
import { datePassee, lireFormulaire, obligatoire, texte, type Lecture } from '../lib/formulaire';

type Requete = Record<string, unknown>;
const lire = (requete: Requete, nom: string): string => { const valeur = requete[nom]; return typeof valeur === 'string' ? valeur.trim() : ''; };

/** `annee`: null when it is not one. */
export interface Adresse { annee: number | null; territoire: string }

/** Without a year, the last one that is over: its statement is the one to send. */
export function lireAdresse(requete: Requete, jour: DateCivile): Adresse {
  const annee = lire(requete, 'annee');
  return { annee: annee === '' ? anneeDe(jour) - 1 : /^(19|20|21)\d{2}$/.test(annee) ? Number(annee) : null, territoire: lire(requete, 'territoire') };
}

/** The figure whose list is asked for; null when its axis is none. */
export function lireChiffre(requete: Requete): ChiffreDuReleve | null {
  const [colonne, axe] = [lire(requete, 'colonne'), lire(requete, 'par')];
  if (axe === '') return { colonne, ligne: null };
  return estAxe(axe) ? { colonne, ligne: { axe, cle: lire(requete, 'ligne') } } : null;
}

/** From 1; null when it is not a page number. */
export function lirePage(requete: Requete): number | null {
  const page = lire(requete, 'page');
  return page === '' ? 1 : /^[1-9]\d{0,5}$/.test(page) ? Number(page) : null;
}

export const lireEnvoi = (corps: unknown, lecture: Lecture) => lireFormulaire({
  date_envoi: obligatoire(datePassee, "Indiquez le jour où vous l'avez transmis."),
  destinataire: obligatoire(texte(254), 'Indiquez à qui vous avez transmis le relevé : un nom, un service ou une boîte aux lettres.'),
  empreinte: obligatoire(texte(64), 'Rechargez la page, puis recommencez.'),
}, corps, lecture);
