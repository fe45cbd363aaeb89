/** The scheduler of the reminders: every five minutes the pass of the day is taken where it stands, by whichever process comes first. A stop lets the mail under way leave, and no other. */
import { veiller, type Veille } from '../lib/veille';
import { passer, type Facteur } from './actions';

export const veillerAuxRappels = (facteur: Facteur): Veille => veiller({ titre: 'rappels', minutes: 5, logger: facteur.logger }, async (signal) => {
  const { envoyes, refuses } = await passer(facteur, () => !signal.aborted);
  if (envoyes || refuses) facteur.logger.info({ envoyes, refuses }, 'rappels');
});
