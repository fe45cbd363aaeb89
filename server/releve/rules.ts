/** When a yearly statement may be noted as sent. Pure. */
import { anneeDe, formaterDate, premierJourAnnee, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';

/** Why the statement of a year cannot be noted as sent yet, or null. */
export const motifTropTot = (annee: number, jour: DateCivile): string | null =>
  (anneeDe(jour) > annee ? null : `L'année ${annee} n'est pas finie : son relevé se transmet à partir du ${formaterDate(premierJourAnnee(annee + 1))}.`);

/** `date`: the day on which it left, already known not to be in the future. */
export function critiquerEnvoi({ annee, date }: { annee: number; date: DateCivile }, jour: DateCivile): Erreur[] {
  const tropTot = motifTropTot(annee, jour);
  if (tropTot) return [{ champ: '', message: tropTot }];
  if (date < premierJourAnnee(annee + 1)) return [{ champ: 'date_envoi', message: `Le relevé de ${annee} part une fois l'année finie : indiquez une date à partir du ${formaterDate(premierJourAnnee(annee + 1))}.` }];
  return [];
}
