/**
 * How many orientations the year's objective still needs, at the PLIE's own rate. Pure.
 * The rate counts as the bilan does: each event by its own date, over the twelve months that end today.
 */
import { ajouterJours, ajouterMois, formaterDate, type DateCivile } from '../lib/dates';
import { accorder } from '../lib/texte';

/** Under that, one person more or less changes the rate too much to plan with it. */
export const ORIENTATIONS_MIN = 20;
export const MOIS_PREVUS = 12;

/** The twelve months that end on `jour`, both days included. */
export const douzeDerniersMois = (jour: DateCivile): { debut: DateCivile; fin: DateCivile } => ({ debut: ajouterJours(ajouterMois(jour, -12), 1), fin: jour });

export interface Flux {
  /** Prescribed, and integrated, over the last twelve months, all prescribers. */
  orientations: number;
  integrations: number;
  /** Received and not decided yet. */
  en_attente: number;
  premiere: DateCivile | null;
}

export type Besoin =
  | { connu: true; manque: number; total: number; reste: number }
  | { connu: false; manque: number; raison: string };

/**
 * `total` = what is missing ÷ (integrations ÷ orientations), rounded up; `reste` = total less those already received and
 * not decided yet, of which the same share will be integrated.
 */
export function orientationsNecessaires(objectif: number, acquis: number, flux: Flux, jour: DateCivile): Besoin {
  const manque = Math.max(0, objectif - acquis);
  if (manque === 0) return { connu: true, manque, total: 0, reste: 0 };
  const { debut } = douzeDerniersMois(jour);
  const inconnu = (raison: string): Besoin => ({ connu: false, manque, raison });
  if (!flux.premiere) return inconnu("aucune orientation n'est enregistrée");
  if (flux.premiere > debut) return inconnu(`il faut douze mois de recul, et la première orientation date du ${formaterDate(flux.premiere)}`);
  if (flux.orientations < ORIENTATIONS_MIN) return inconnu(`${accorder(flux.orientations, 'orientation')} en douze mois, il en faut ${ORIENTATIONS_MIN} pour que le taux veuille dire quelque chose`);
  if (!flux.integrations) return inconnu('aucune intégration en douze mois');
  const total = Math.ceil((manque * flux.orientations) / flux.integrations);
  return { connu: true, manque, total, reste: Math.max(0, total - flux.en_attente) };
}
