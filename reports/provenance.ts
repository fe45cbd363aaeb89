/**
 * Why an orientation counts in a column, or not: each definition put to one person's orientations, by the very phrases
 * with which the engine counts, and each of its clauses told apart.
 */
import { perimetreOrientations } from '../server/acces/perimetre';
import type { DateCivile } from '../server/lib/dates';
import { brut, joindre, lignes, sql, type Sql } from '../server/lib/db/sql';
import { estCompte, type Compte, type Document } from './indicateur';
import { estCompteDans, reglagesDuJour } from './moteur';
import { periodes, type Lecteur } from './periodes';

/** What a count says of one orientation. */
export interface Jugement {
  comptee: boolean;
  /** Day of the event that would count; null when it did not happen. */
  date: DateCivile | null;
  /** Null when that day is not of the year asked for. */
  clauses: { applicable: boolean; conditions: boolean[] } | null;
}

export interface Provenance {
  orientation_id: number;
  date_prescription: DateCivile;
  prescripteur: string;
  mode_orientation: string | null;
  nature_sortie: string | null;
  motif_sortie: string | null;
  /** By number of column. */
  jugements: Record<string, Jugement>;
}

/** Counts whose facts are orientations: only these are somebody's. */
export const comptesNominatifs = (document: Document): Compte[] => document.indicateurs.filter(estCompte).filter((i) => i.source.nominative);

const juger = (i: Compte): Sql => sql`${brut(`'${i.numero}'`)}, jsonb_build_object(
  'comptee', exists (select 1 from r where ${estCompteDans(i)}),
  'date', f.${brut(i.date)},
  'clauses', (select jsonb_build_object('applicable', ${brut(i.applicable?.sql ?? 'true')}, 'conditions', jsonb_build_array(${brut(i.conditions.map((c) => `coalesce(${c.sql}, false)`).join(', '))})) from r where ${reglagesDuJour(i)}))`;

/** The orientations of a person within scope, newest first, and what each column of the year says of each. */
export function etablirProvenance(lecteur: Lecteur, document: Document, { annee, plieCode, personneId }: { annee: number; plieCode: string; personneId: number }): Promise<Provenance[]> {
  return lignes<Provenance>(lecteur.base, sql`
    with ${periodes(lecteur, { annee, territoire: { type: 'PLIE', code: plieCode } })}
    select f.id as orientation_id, f.date_prescription, f.prescripteur, f.mode_orientation, f.nature_sortie, f.motif_sortie, jsonb_build_object(${joindre(comptesNominatifs(document).map(juger))}) as jugements
    from orientations f
    where f.plie_id in (select id from organisations where type = 'PLIE' and code = ${plieCode}) and f.personne_id = ${personneId} and ${perimetreOrientations(lecteur.acteur, 'f')}
    order by f.date_prescription desc, f.id desc`);
}
