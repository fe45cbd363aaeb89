/** When things happen: office days, and the seasons of an employment service. */
import { ajouterJours, ajouterMois, joursEntre, type DateCivile } from '../lib/dates';
import type { Hasard } from './hasard';

const UN_LUNDI = '2024-01-01' as DateCivile;

/** From January to December: fewer in August and at Christmas, more in September. */
const SAISON = [1.2, 1, 1.1, 1, 0.9, 1, 0.7, 0.35, 1.4, 1.2, 1.1, 0.6];

/** 0 on Monday, 6 on Sunday. */
export const jourDeSemaine = (date: DateCivile): number => (((joursEntre(UN_LUNDI, date) % 7) + 7) % 7);

/** The date itself, or the Friday before a week-end: never later, so that the past stays in the past. */
export const jourOuvre = (date: DateCivile): DateCivile => ajouterJours(date, -Math.max(0, jourDeSemaine(date) - 4));

/** The Monday after a week-end. */
export const jourOuvreSuivant = (date: DateCivile): DateCivile => (jourDeSemaine(date) < 5 ? date : ajouterJours(date, 7 - jourDeSemaine(date)));

/** An office day between two dates, both included, as the seasons have it. */
export function jourDeSaison(hasard: Hasard, debut: DateCivile, fin: DateCivile): DateCivile {
  const etendue = joursEntre(debut, fin);
  for (;;) {
    const date = ajouterJours(debut, hasard.entier(0, etendue));
    if (jourDeSemaine(date) < 5 && hasard.chance(SAISON[Number(date.slice(5, 7)) - 1]! / 1.4)) return date;
  }
}

/** The day on which a month of three years begins or ends: `ilYA(jour, 36)`. */
export const ilYA = (jour: DateCivile, mois: number): DateCivile => ajouterMois(jour, -mois);

/** The last 29 February at or before a date. */
export function dernier29Fevrier(date: DateCivile): DateCivile {
  let annee = Number(date.slice(0, 4));
  const existe = () => annee % 4 === 0 && (annee % 100 !== 0 || annee % 400 === 0) && `${annee}-02-29` <= date;
  while (!existe()) annee -= 1;
  return `${annee}-02-29` as DateCivile;
}
