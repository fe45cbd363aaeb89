/** The scheduler of the backups: every five minutes the night is taken where it stands, by whichever process comes first. */
import { passerLaNuit, type Gardien } from './actions-nuit';

const CINQ_MINUTES = 5 * 60_000;

/** Begins at once: a start after the hour catches up the night. `arreter` breaks off the backup under way, which leaves no file. */
export function veillerAuxSauvegardes(gardien: Gardien): { arreter: () => Promise<void> } {
  const arret = new AbortController();
  let enCours: Promise<void> | null = null;
  const tour = () => {
    enCours ??= passerLaNuit(gardien, arret.signal)
      .then(() => {}, (erreur: unknown) => gardien.logger.error({ erreur: (erreur as Error).name, code: (erreur as { code?: string }).code }, 'sauvegarde de la nuit'))
      .finally(() => { enCours = null; });
  };
  tour();
  const minuteur = setInterval(tour, CINQ_MINUTES);
  minuteur.unref();
  return { arreter: async () => { clearInterval(minuteur); arret.abort(); await enCours; } };
}
