/** A request of a person about their data: its clock, and what comes next. Pure. */
import type { CodeDe } from '../codes/listes';
import { ajouterMois, joursEntre, type DateCivile } from '../lib/dates';
import { accorder } from '../lib/texte';

export type TypeDeDemande = CodeDe<'TYPES_DEMANDE_DROIT'>;

/** One calendar month after the reception, clamped to the end of the month (31 January: 28 or 29 February). */
export const echeanceDe = (recueLe: DateCivile): DateCivile => ajouterMois(recueLe, 1);

/** Told on the home page so many days before. */
export const JOURS_D_ALERTE = 7;

export type Ton = 'retard' | 'du' | '';
/** « encore 12 jours », « dernier jour », « en retard de 3 jours ». */
export function horloge(recueLe: DateCivile, jour: DateCivile): { texte: string; ton: Ton } {
  const restants = joursEntre(jour, echeanceDe(recueLe));
  if (restants < 0) return { texte: `en retard de ${accorder(-restants, 'jour')}`, ton: 'retard' };
  return { texte: restants ? `encore ${accorder(restants, 'jour')}` : 'dernier jour', ton: restants <= JOURS_D_ALERTE ? 'du' : '' };
}

export const estPressante = (recueLe: DateCivile, jour: DateCivile): boolean => joursEntre(jour, echeanceDe(recueLe)) <= JOURS_D_ALERTE;

/** A request to restrict or to object, once granted, restricts the processing. */
export const LIMITENT: readonly TypeDeDemande[] = ['LIMITATION', 'OPPOSITION'];

export const adresseDeLimitation = ({ id }: { id: number }): string => `/demandes-de-droits/limitations/${id}`;
