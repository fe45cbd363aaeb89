/** Work done over and over while the process lives: one turn at a time; one that fails is logged, and the next one tries again. */
import type { Logger } from './logger';

/** Waits for the turn under way, which was told to stop. */
export interface Veille { arreter: () => Promise<void> }

/** Begins at once. `tour` looks at the signal between two pieces of its work. Of a failure, its kind only is logged. */
export function veiller({ titre, minutes, logger }: { titre: string; minutes: number; logger: Logger }, tour: (signal: AbortSignal) => Promise<unknown>): Veille {
  const arret = new AbortController();
  let enCours: Promise<void> | null = null;
  const lancer = () => {
    enCours ??= tour(arret.signal)
      .then(() => {}, (erreur: unknown) => logger.error({ erreur: (erreur as Error).name, code: (erreur as { code?: string }).code }, titre))
      .finally(() => { enCours = null; });
  };
  lancer();
  const minuteur = setInterval(lancer, minutes * 60_000);
  minuteur.unref();
  return { arreter: async () => { clearInterval(minuteur); arret.abort(); await enCours; } };
}
