/** The checks of the months gone by, as if each had been checked before it was sent: their trend has something to show. */
import type { Contexte } from '../acces/acteur';
import { controlerLeMois } from '../controles/queries';
import { echeanceDuMois } from '../echanges/rules';
import { decalerMois, moisDe } from '../lib/dates';
import type { Transaction } from '../lib/ecriture';
import { insererLignes } from './queries';

const MOIS = 6;

/** Of one PLIE, on the last day on time of each month. */
export async function mesurerLesMois(trx: Transaction, contexte: Contexte, plieId: number): Promise<void> {
  for (let n = MOIS; n > 0; n -= 1) {
    const mois = decalerMois(moisDe(contexte.jour), -n);
    const jour = echeanceDuMois(mois);
    if (jour > contexte.jour) return;
    const controles = await controlerLeMois({ ...contexte, jour, base: trx }, plieId, mois);
    await insererLignes(trx, 'controles_mesures', controles.map(({ code, nombre }) => ({ plie_id: plieId, mois, code, nombre, instant: `${jour}T08:00:00Z` })));
  }
}
