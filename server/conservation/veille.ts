/** Every night, what has been kept for long enough goes. Several processes may try: what one has erased, the others no longer find. */
import { contexteSysteme } from '../acces/acteur';
import type { Base } from '../lib/db';
import { aujourdhui, heureAParis, type Horloge } from '../lib/dates';
import type { Logger } from '../lib/logger';
import { appliquer } from './actions';

const UN_QUART_DHEURE = 15 * 60_000;
/** Between two and five in the morning, in Paris: nobody works, and the night's backup comes after. */
const NUIT = [2, 5] as const;

export function veillerALaConservation({ base, horloge, logger }: { base: Base; horloge: Horloge; logger: Logger }): { arreter: () => Promise<void> } {
  let arret = false;
  let enCours: Promise<void> | null = null;
  const passer = async () => {
    const heure = heureAParis(horloge);
    if (heure < NUIT[0] || heure >= NUIT[1]) return;
    const faits = await appliquer(contexteSysteme(base, aujourdhui(horloge), 'conservation, la nuit'), () => !arret);
    for (const { code, lignes } of faits) logger.info({ plie: code, lignes }, 'conservation');
  };
  const tour = () => {
    enCours ??= passer()
      .catch((erreur: unknown) => logger.error({ erreur: (erreur as Error).name, code: (erreur as { code?: string }).code }, 'conservation'))
      .finally(() => { enCours = null; });
  };
  const minuteur = setInterval(tour, UN_QUART_DHEURE);
  minuteur.unref();
  return { arreter: async () => { arret = true; clearInterval(minuteur); await enCours; } };
}
