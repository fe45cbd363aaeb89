/** Reading the addresses of the bilan: which year, which figure, which page. Pure. */
import type { Fond } from '../../reports/figes';
import type { Chiffre } from '../../reports/liste';
import { FONDS } from './rules';

type Requete = Record<string, unknown>;

const lire = (requete: Requete, nom: string): string => {
  const valeur = requete[nom];
  return typeof valeur === 'string' ? valeur.trim() : '';
};

/** Four digits; null for anything else. */
export const lireAnnee = (texte: string): number | null => (/^(19|20|21)\d{2}$/.test(texte) ? Number(texte) : null);

export interface DemandeDeBilan {
  /** Null when it is not a year. */
  annee: number | null;
  territoire: string;
  fond: Fond;
}

/** Without a year, the one before `anneeCourante`: its bilan is the one to send. */
export function lireDemande(requete: Requete, anneeCourante: number): DemandeDeBilan {
  const annee = lire(requete, 'annee');
  return { annee: annee === '' ? anneeCourante - 1 : lireAnnee(annee), territoire: lire(requete, 'territoire'), fond: lireFond(requete) };
}

function lireFond(requete: Requete): Fond {
  switch (lire(requete, 'chiffres')) {
    case FONDS.VALIDES: return 'VALIDES';
    case FONDS.JOUR: return 'JOUR';
    default: return 'RETENUS';
  }
}

/** Undefined without a year; null when it is not one. */
export function lireAnneeDemandee(requete: Requete): number | null | undefined {
  const annee = lire(requete, 'annee');
  return annee === '' ? undefined : lireAnnee(annee);
}

/** The figure whose list is asked for; a month that is none is NaN, and no figure has it. */
export function lireChiffre(requete: Requete): Chiffre {
  const [valeur, mois] = [lire(requete, 'valeur'), lire(requete, 'mois')];
  return { numero: lire(requete, 'colonne'), ...(valeur && { valeur }), ...(lire(requete, 'dont') === 'oui' && { dont: true }), ...(mois && { mois: /^\d{1,2}$/.test(mois) ? Number(mois) : NaN }) };
}

/** The indicator on which PLIEs are compared; '' for the one shown first. */
export const lireIndicateur = (requete: Requete): string => lire(requete, 'indicateur');

/** From 1; null when it is not a page number. */
export function lirePage(requete: Requete): number | null {
  const page = lire(requete, 'page');
  return page === '' ? 1 : /^[1-9]\d{0,6}$/.test(page) ? Number(page) : null;
}
