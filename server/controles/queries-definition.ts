/** The shape of a check, and the one way to write its population. */
import { retenues } from '../../reports/tableau-de-suivi/queries';
import { periodeDuMois, type Periode } from '../../reports/tableau-de-suivi/situation';
import type { Contexte } from '../acces/acteur';
import type { Droit } from '../acces/droits';
import { perimetreOrientations } from '../acces/perimetre';
import { brut, sql, vide, type Sql } from '../lib/db/sql';
import type { DateCivile, Mois } from '../lib/dates';
import type { Gravite } from './rules';

/** What is checked: a month of a PLIE. `au`: its last day, or today while it runs. What was mended since no longer counts. */
export interface Demande { contexte: Contexte; plieId: number; mois: Mois; periode: Periode; au: DateCivile }

export function demander(contexte: Contexte, plieId: number, mois: Mois): Demande {
  const periode = periodeDuMois(mois);
  return { contexte, plieId, mois, periode, au: periode.fin < contexte.jour ? periode.fin : contexte.jour };
}

/** What a line of a list leads to. `objet`: the absence, or the other person of a pair; null for the others. */
export interface Cible { orientation_id: number; personne_id: number; objet_id: number | null }

export interface Definition {
  /** In the address and in the settings: never changed. */
  code: string;
  /** They follow the count: « 3 personnes sans identifiant ». */
  singulier: string;
  pluriel: string;
  gravite: Gravite;
  /** Unless the PLIE decides otherwise: by default, only what one act mends and what would send Pôle emploi to the wrong person. */
  bloquant: boolean;
  /** How to mend it. */
  remede: string;
  /** What the date of a line is. */
  depuis: string;
  /** What the detail of a line is; no such column otherwise. */
  detail?: string;
  /** What mending it takes. */
  acte: Droit;
  /** Where it is mended, the main way first. */
  liens(cible: Cible): { adresse: string; libelle: string }[];
  /** One row per line: plie_id, orientation_id, objet_id, depuis, detail. Within the actor's scope. */
  population(demande: Demande): Sql | Promise<Sql>;
}

interface Colonnes { depuis?: Sql; objet?: Sql; detail?: Sql; jointure?: Sql }

/** The orientations (alias o) of the PLIE, within scope, for which that is true. */
export function orientations({ contexte, plieId }: Demande, condition: Sql, { depuis = brut('o.date_prescription'), objet = brut('null::bigint'), detail = brut('null::text'), jointure = vide }: Colonnes = {}): Sql {
  return sql`select o.plie_id, o.id as orientation_id, ${objet} as objet_id, ${depuis} as depuis, ${detail} as detail
    from orientations o ${jointure} where o.plie_id = ${plieId} and ${perimetreOrientations(contexte.acteur)} and ${condition}`;
}

/** True for the rows (alias o) of the month's table. */
export const duTableau = ({ contexte, plieId, periode }: Demande): Sql => retenues(contexte.acteur, plieId, periode);

/** True of an orientation (alias o) whose person's processing is restricted: it does not leave, and nobody may mend it. */
export const LIMITEE = sql`exists (select 1 from personnes_limitees('TRANSMETTRE') l where l.plie_id = o.plie_id and l.personne_id = o.personne_id)`;

export const LA_PERSONNE = sql`join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id`;
