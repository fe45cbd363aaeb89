/**
 * What can be counted: one named relation per kind of fact, one row per counted fact. In a condition the fact is
 * called `f`, and the settings that hold on its day `r` (reports/moteur.ts). Every source carries plie_id.
 */

export interface Source {
  nom: string;
  /** Table or view behind it. */
  table: string;
  /** What a fact weighs in the figure: a column to add up, else each fact counts for one. */
  mesure?: string;
  /**
   * Several indicators read these facts: they are read once, grouped by these columns, and each indicator adds the
   * groups up. Its condition may then name these columns only. Without it, each indicator counts by its own index.
   */
  axes?: readonly string[];
  /** A row is about a person: the list behind shows names, and asks for the right to see them. */
  nominative: boolean;
}

export const ORIENTATIONS: Source = { nom: 'orientations', table: 'orientations', nominative: true };

/** Exits are orientations too, read by their date of exit; an exit exists only after an integration. */
export const SORTIES: Source = { nom: 'sorties', table: 'orientations', axes: ['prescripteur', 'nature_sortie', 'motif_sortie'], nominative: true };

/** Pôle emploi's sessions: they bring in the persons present, who have no name here. */
export const INFORMATIONS_COLLECTIVES: Source = { nom: 'informations_collectives', table: 'informations_collectives', mesure: 'presents', nominative: false };

/** Requests to Pôle emploi for a person followed (PLIE art. 4-1), each read by the date of what happened to it. */
export const DEMANDES_PE: Source = { nom: 'demandes_pe', table: 'demandes_pe', nominative: true };
