/** The monthly table that is next to be sent (domaine §7), and the news of a conseiller. Pure. */
import { decalerMois, joursEntre, moisDe, premierJourDuMois, ajouterJours, type DateCivile, type Mois } from '../lib/dates';

export interface EnvoiDuMois {
  mois: Mois;
  /** Last day on time: the table of a month leaves before the 7th of the next one. */
  auPlusTard: DateCivile;
  /** Days left, that one included: 0 on the last day. Null when the month is not over yet. */
  restants: number | null;
}

/** The table that is next to be sent: last month's until the 6th, this month's from the 7th on. */
export function prochainTableau(jour: DateCivile): EnvoiDuMois {
  const present = moisDe(jour);
  const limite = ajouterJours(premierJourDuMois(present), 5);
  if (jour <= limite) return { mois: decalerMois(present, -1), auPlusTard: limite, restants: joursEntre(jour, limite) };
  return { mois: present, auPlusTard: ajouterJours(premierJourDuMois(decalerMois(present, 1)), 5), restants: null };
}

/** How far back the home page of a conseiller looks for news, and how many it shows. */
export const JOURS_DE_NOUVELLES = 30;
export const NOUVELLES_MONTREES = 12;
