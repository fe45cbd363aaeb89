/** Every minute: what was done is sealed, abnormal use is looked for; what has been kept for twelve months goes. */
import type { Base } from '../../lib/db';
import type { Horloge } from '../../lib/dates';
import type { Logger } from '../../lib/logger';
import { chercherAbus } from './actions-alertes';
import { sceller, temoinDansUnFichier, viderLeJournal, type Temoin } from './actions';

const UNE_MINUTE = 60_000;

interface Veilleur { base: Base; horloge: Horloge; logger: Logger; /** File of the heads; undefined: in the logs only. */ tetes: string | undefined }

/** `arreter` seals what waits, then stops. */
export function veillerAuJournal({ base, horloge, logger, tetes }: Veilleur): { arreter: () => Promise<void> } {
  const temoins: Temoin[] = [async ({ numero, empreinte }) => { logger.info({ segment: numero, empreinte }, 'journal scellé'); }, ...(tetes ? [temoinDansUnFichier(tetes)] : [])];
  let arret = false;
  let enCours: Promise<void> | null = null;
  const passer = async () => {
    await sceller(base, temoins, () => !arret);
    await chercherAbus(base, horloge);
    const { segments, actes } = await viderLeJournal(base);
    if (segments) logger.info({ segments, actes }, 'journal : douze mois passés');
  };
  const tour = () => {
    enCours ??= passer()
      .catch((erreur: unknown) => logger.error({ erreur: (erreur as Error).name, code: (erreur as { code?: string }).code }, 'journal'))
      .finally(() => { enCours = null; });
  };
  const minuteur = setInterval(tour, UNE_MINUTE);
  minuteur.unref();
  return { arreter: async () => { arret = true; clearInterval(minuteur); await enCours; await sceller(base, temoins).catch(() => 0); } };
}
