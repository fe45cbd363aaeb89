/** What every page on a year and a territory offers to choose from. */
import type { Contexte } from '../acces/acteur';
import { anneeDe } from '../lib/dates';
import { chercherPremiereAnnee, listerPliesOfferts } from './queries';
import { territoiresOfferts, type TerritoireOffert } from './rules-territoires';

/** The territories that this reader may choose; none without a PLIE in reach. */
export const listerTerritoires = async (contexte: Contexte): Promise<TerritoireOffert[]> => territoiresOfferts(await listerPliesOfferts(contexte), contexte.acteur.organisation);

/** From the oldest prescription to this year, newest first; the year shown is always among them. */
export async function listerAnnees(contexte: Contexte, annee: number): Promise<number[]> {
  const courante = anneeDe(contexte.jour);
  const premiere = Math.min((await chercherPremiereAnnee(contexte)) ?? courante - 1, courante - 1);
  const annees = Array.from({ length: courante - premiere + 1 }, (_, i) => courante - i);
  return annees.includes(annee) ? annees : [annee, ...annees].sort((a, b) => b - a);
}
