/** The scheduler of the reminders: every five minutes the pass of the day is taken where it stands, by whichever process comes first. */
import { passer, type Facteur } from './actions';

const CINQ_MINUTES = 5 * 60_000;

/** Begins at once: a start after seven catches up the day. `arreter` lets the mail under way leave, and no other. */
export function veillerAuxRappels(facteur: Facteur): { arreter: () => Promise<void> } {
  let arret = false;
  let enCours: Promise<void> | null = null;
  const tour = () => {
    enCours ??= passer(facteur, () => !arret)
      .then(({ envoyes, refuses }) => { if (envoyes || refuses) facteur.logger.info({ envoyes, refuses }, 'rappels'); })
      .catch((erreur: unknown) => facteur.logger.error({ erreur: (erreur as Error).name, code: (erreur as { code?: string }).code }, 'rappels'))
      .finally(() => { enCours = null; });
  };
  tour();
  const minuteur = setInterval(tour, CINQ_MINUTES);
  minuteur.unref();
  return { arreter: async () => { arret = true; clearInterval(minuteur); await enCours; } };
}
