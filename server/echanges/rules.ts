/** The calendar of the monthly table: before the 7th of the next month, so on the 6th at the latest (convention PLIE art. 6). Pure. */
import { ajouterJours, decalerMois, formaterMois, joursEntre, moisDe, premierJourDuMois, type DateCivile, type Mois } from '../lib/dates';

/** Last day on which the table of a month is on time. */
export const echeanceDuMois = (mois: Mois): DateCivile => ajouterJours(premierJourDuMois(decalerMois(mois, 1)), 5);

/** The month one works on: the last one until the 7th has passed, then the present one. */
export const moisATraiter = (jour: DateCivile): Mois => (Number(jour.slice(8)) <= 7 ? decalerMois(moisDe(jour), -1) : moisDe(jour));

export type EtatEcheance = 'A_VENIR' | 'EN_COURS' | 'DERNIER_JOUR' | 'DEPASSEE';

/** A_VENIR: the month is not over. EN_COURS: it is, and the table may still leave on time. `jours` is counted from today, never negative. */
export function echeance(mois: Mois, jour: DateCivile): { date: DateCivile; etat: EtatEcheance; jours: number } {
  const date = echeanceDuMois(mois);
  const jours = joursEntre(jour, date);
  if (jours < 0) return { date, etat: 'DEPASSEE', jours: -jours };
  if (jours === 0) return { date, etat: 'DERNIER_JOUR', jours };
  return { date, etat: moisDe(jour) <= mois ? 'A_VENIR' : 'EN_COURS', jours };
}

/** « de mars 2027 », « d'avril 2027 ». */
export const deMois = (mois: Mois): string => `${/^[ao]/.test(formaterMois(mois)) ? "d'" : 'de '}${formaterMois(mois)}`;
