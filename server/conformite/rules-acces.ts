/** What a table tells to the person whose data it holds. Pure. */
import { COLONNES } from './colonnes';

/** Columns that repeat another one (a name without its accents, the list from which a code is taken). */
const SANS_SENS = ['personnes.nom_norm', 'personnes.prenom_norm', 'dossiers_pe.nom_norm', 'dossiers_pe.prenom_norm', 'orientations.liste_detail_refus', 'personnes_recentes.personne_id'];

/** The columns that say something of a person: all but keys and settings. */
export const colonnesADire = (table: string): string[] =>
  Object.entries(COLONNES[table] ?? {}).filter(([nom, { nature }]) => nature !== 'TECHNIQUE' && !SANS_SENS.includes(`${table}.${nom}`)).map(([nom]) => nom);
