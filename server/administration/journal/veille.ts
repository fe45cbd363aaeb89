/** Every minute: what was done is sealed, abnormal use is looked for; what has been kept for twelve months goes. */
import type { Base } from '../../lib/db';
import type { Horloge } from '../../lib/dates';
import type { Logger } from '../../lib/logger';
import { veiller, type Veille } from '../../lib/veille';
import { chercherAbus } from './actions-alertes';
import { sceller, temoinDansUnFichier, viderLeJournal, type Temoin } from './actions';

interface Veilleur { base: Base; horloge: Horloge; logger: Logger; /** File of the heads; undefined: in the logs only. */ tetes: string | undefined }

/** `arreter` seals what waits, then stops. */
export function veillerAuJournal({ base, horloge, logger, tetes }: Veilleur): Veille {
  const temoins: Temoin[] = [async ({ numero, empreinte }) => { logger.info({ segment: numero, empreinte }, 'journal scellé'); }, ...(tetes ? [temoinDansUnFichier(tetes)] : [])];
  const { arreter } = veiller({ titre: 'journal', minutes: 1, logger }, async (signal) => {
    await sceller(base, temoins, () => !signal.aborted);
    await chercherAbus(base, horloge);
    const { segments, actes } = await viderLeJournal(base);
    if (segments) logger.info({ segments, actes }, 'journal : douze mois passés');
  });
  return { arreter: async () => { await arreter(); await sceller(base, temoins).catch(() => 0); } };
}
