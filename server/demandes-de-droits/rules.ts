/** A request of a person about their data: its clock, and what comes next. Pure. */
import type { CodeDe } from '../codes/listes';
import { ajouterMois, joursEntre, type DateCivile } from '../lib/dates';
import { accorder } from '../lib/texte';

export type TypeDeDemande = CodeDe<'TYPES_DEMANDE_DROIT'>;

/** When it arrived, and the day on which the person was told that it takes longer, if it does. */
export interface Delai { recue_le: DateCivile; prolongee_le: DateCivile | null }

/** One calendar month after the reception, clamped to the end of the month (31 January: 28 or 29 February); three when it was extended. */
export const echeanceDe = ({ recue_le, prolongee_le }: Delai): DateCivile => ajouterMois(recue_le, prolongee_le ? 3 : 1);

/** Told on the home page so many days before. */
export const JOURS_D_ALERTE = 7;

export type Ton = 'retard' | 'du' | '';
/** « encore 12 jours », « dernier jour », « en retard de 3 jours ». */
export function horloge(delai: Delai, jour: DateCivile): { texte: string; ton: Ton } {
  const restants = joursEntre(jour, echeanceDe(delai));
  if (restants < 0) return { texte: `en retard de ${accorder(-restants, 'jour')}`, ton: 'retard' };
  return { texte: restants ? `encore ${accorder(restants, 'jour')}` : 'dernier jour', ton: restants <= JOURS_D_ALERTE ? 'du' : '' };
}

export const estPressante = (delai: Delai, jour: DateCivile): boolean => joursEntre(jour, echeanceDe(delai)) <= JOURS_D_ALERTE;

/** The person must be told within the first month (RGPD art. 12.3). */
export const peutEtreProlongee = ({ recue_le, prolongee_le }: Delai, le: DateCivile): boolean => !prolongee_le && le <= ajouterMois(recue_le, 1);

/** Is anything held that names the person: their file, or the archive that is left of it? */
export const aDesDonnees = (d: { personne_id: number | null; efface_le: DateCivile | null; archivee: boolean }): boolean => d.personne_id !== null && (!d.efface_le || d.archivee);

/** A request to restrict or to object, once granted, restricts the processing. */
export const LIMITENT: readonly TypeDeDemande[] = ['LIMITATION', 'OPPOSITION'];

export const adresseDeLimitation = ({ id }: { id: number }): string => `/demandes-de-droits/limitations/${id}`;
