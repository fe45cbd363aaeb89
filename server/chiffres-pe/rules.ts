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
export function anneeDemandee(texte: unknown, jour: DateCivile): number {
  const annee = Number(texte);
  return Number.isInteger(annee) && annee >= PREMIERE_ANNEE && annee <= anneeDe(jour) ? annee : anneeDe(jour);
}
