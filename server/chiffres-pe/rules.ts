/** The workbook by which Pôle emploi's figures come in, and what may still be typed. Pure. */
import { LISTES } from '../codes/listes';
import { choisie, code, enumerer, exigee, type Code } from '../lib/classeur/colonnes';
import { anneeDe, type DateCivile, type Mois } from '../lib/dates';
import { datePassee, entier, moisPasse } from '../lib/formulaire';

export const NOMS_DES_FEUILLES = ['Informations collectives', 'Services'] as const;
export type NomDeFeuille = (typeof NOMS_DES_FEUILLES)[number];

export const NOMBRE_MAX = 100_000;

/** The first sheet is that of the reprise (domaine 05, A): the same file serves both. */
export function decrireFormat(agences: readonly Code[]) {
  const nombre = (titre: string) => exigee(titre, entier(0, NOMBRE_MAX), 'nombre entier', 'entier');
  const agence = choisie('Agence', agences, "code ou nom d'une agence du PLIE ; vide quand vous n'en avez qu'une");
  return {
    'Informations collectives': { date_session: exigee('Date', datePassee, 'date (JJ/MM/AAAA)', 'date'), agence, convoques: nombre('Convoqués'), presents: nombre('Présents') },
    Services: {
      mois: exigee('Mois', moisPasse, 'mois (MM/AAAA), ou une date de ce mois', 'date'), agence,
      type: { ...exigee('Service', code(LISTES.TYPES_DEMANDE_PE), enumerer(LISTES.TYPES_DEMANDE_PE)), liste: LISTES.TYPES_DEMANDE_PE }, nombre: nombre('Nombre'),
    },
  };
}

export const anneeDuMois = (mois: Mois): number => Number(mois.slice(0, 4));

/** The years that can be shown: from the first convention's time to the present one. */
export const PREMIERE_ANNEE = 2015;
const seMontre = (texte: unknown, jour: DateCivile): boolean => Number.isInteger(Number(texte)) && Number(texte) >= PREMIERE_ANNEE && Number(texte) <= anneeDe(jour);
export const anneeDemandee = (texte: unknown, jour: DateCivile): number => (seMontre(texte, jour) ? Number(texte) : anneeDe(jour));

/** Of an address typed or broken on the way: which year is shown instead, and why; null when it is the one asked for. */
export const avisSurLAnnee = (texte: unknown, jour: DateCivile): string | null => (texte === undefined || texte === '' || seMontre(texte, jour) ? null
  : `L'année demandée n'est pas de celles qui se lisent ici, de ${PREMIERE_ANNEE} à ${anneeDe(jour)} : voici ${anneeDe(jour)}.`);
