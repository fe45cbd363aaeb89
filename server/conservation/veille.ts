/** Every night, what has been kept for long enough goes. Several processes may try: what one has erased, the others no longer find. */
import { contexteSysteme } from '../acces/acteur';
import { reecrire, type Base, type Connexion } from '../lib/db';
import { aujourdhui, dansMinutes, heureAParis, type DateCivile, type Horloge } from '../lib/dates';
import type { Logger } from '../lib/logger';
import { veiller, type Veille } from '../lib/veille';
import { appliquer, purger } from './actions';
import { noterEffacements } from './actions-registre';
import { compterEffaces } from './queries-registre';

/** Between two and five in the morning, in Paris: nobody works, and the night's backup comes after. */
const NUIT = [2, 5] as const;

export function veillerALaConservation({ connexion, horloge, logger }: { connexion: Connexion; horloge: Horloge; logger: Logger }): Veille {
  let reecrite: DateCivile | null = null;
  return veiller({ titre: 'conservation', minutes: 15, logger }, async (signal) => {
    const heure = heureAParis(horloge);
    if (heure < NUIT[0] || heure >= NUIT[1]) return;
    const contexte = contexteSysteme(connexion.base, aujourdhui(horloge), 'conservation, la nuit');
    const faits = await appliquer(contexte, () => !signal.aborted);
    for (const { code, lignes } of faits) logger.info({ plie: code, lignes }, 'conservation');
    await purger(contexte);
    // Once a night, for what was erased in the day too.
    if (reecrite === contexte.jour) return;
    await reecrire(connexion);
    reecrite = contexte.jour;
  });
}

/** Every minute, what was erased since is added to the file kept outside the database. The file is only read when the count has moved. */
export function veillerAuRegistre({ base, horloge, logger, fichier }: { base: Base; horloge: Horloge; logger: Logger; fichier: string }): Veille {
  let connus = -1;
  return veiller({ titre: 'registre des effacements', minutes: 1, logger }, async () => {
    const nombre = await compterEffaces(base);
    if (nombre === connus) return;
    const notes = await noterEffacements(base, fichier, dansMinutes(horloge, 0));
    if (notes) logger.info({ notes }, 'registre des effacements');
    connus = nombre;
  });
}
