/**
 * The days asked for, of each PLIE, cut where the settings of its convention change, as SQL: the relation `r`
 * (plie_id, departement, debut, fin, phase_diagnostic, orientations_ic, perimetre_sorties, conventionnee).
 * Ends are inclusive. Every day has settings: a day that no convention covers takes those of the latest convention
 * before it, else of the first one after it, else the defaults (with diagnostic, AUCUNE, PE).
 */
import { sql, type Sql } from '../server/lib/db/sql';
import type { Base } from '../server/lib/db';
import { dernierJourAnnee, premierJourAnnee, type DateCivile } from '../server/lib/dates';
import { perimetrePlies } from '../server/acces/perimetre';

/** What a report needs to know of who asks: where to read, and for whom. */
export interface Lecteur {
  base: Base;
  acteur: Parameters<typeof perimetrePlies>[0];
}

/** Part of what the reader may see; PERIMETRE is all of it. A territory out of reach gives no PLIE. */
export type Territoire = { type: 'PERIMETRE' } | { type: 'PLIE' | 'DEPARTEMENT' | 'REGION'; code: string };

/** A civil year: the only days whose figures may have been validated. */
export interface Demande {
  annee: number;
  territoire: Territoire;
}

/** Any days, both ends included: their figures are always those of today. */
export interface DemandeLibre {
  debut: DateCivile;
  fin: DateCivile;
  territoire: Territoire;
}

export type Etendue = Demande | DemandeLibre;

/** First and last day. */
export const joursDe = (e: Etendue): { debut: DateCivile; fin: DateCivile } => ('annee' in e ? { debut: premierJourAnnee(e.annee), fin: dernierJourAnnee(e.annee) } : { debut: e.debut, fin: e.fin });

/** The year whose validated figures stand for these days; null for free ones, which have none. */
export const anneeDesFiges = (e: Etendue): number | null => ('annee' in e ? e.annee : null);

/** A PLIE that counts on these days: a closed one keeps the years of its conventions. `p` is organisations, `j` the days. */
export const COMPTE_CES_JOURS: Sql = sql`(p.active or exists (select 1 from conventions c where c.plie_id = p.id and c.date_debut <= j.fin and c.date_fin >= j.debut))`;

/** The PLIEs asked for, as a condition on `p` (organisations): within the reader's scope, always. */
export function porteeDesPlies(lecteur: Lecteur, territoire: Territoire): Sql {
  const perimetre = sql`p.type = 'PLIE' and ${perimetrePlies(lecteur.acteur, 'p.id')}`;
  switch (territoire.type) {
    case 'PERIMETRE': return perimetre;
    case 'PLIE': return sql`${perimetre} and p.code = ${territoire.code}`;
    case 'DEPARTEMENT': return sql`${perimetre} and p.departement_code = ${territoire.code}`;
    case 'REGION': return sql`${perimetre} and p.departement_code in (select code from departements where region_code = ${territoire.code})`;
  }
}

/** The common table expressions that end with `r`; « with » is the caller's. `encore`: a further condition on the PLIE `p`. */
export function periodes(lecteur: Lecteur, etendue: Etendue, encore: Sql = sql`true`): Sql {
  const { debut, fin } = joursDe(etendue);
  return sql`jours as (select ${debut}::date as debut, ${fin}::date as fin),
  r as materialized (
    select p.id as plie_id, p.departement_code as departement, greatest(s.debut, j.debut) as debut, least(s.fin, j.fin) as fin,
           coalesce(s.phase_diagnostic, true) as phase_diagnostic,
           coalesce(s.orientations_ic, 'AUCUNE') as orientations_ic,
           coalesce(s.perimetre_sorties, 'PE') as perimetre_sorties,
           coalesce(s.date_debut <= j.fin and s.date_fin >= j.debut, false) as conventionnee
    from organisations p
    cross join jours j
    left join lateral (
      select c.phase_diagnostic, c.orientations_ic, c.perimetre_sorties, c.date_debut, c.date_fin,
             case when lag(c.id) over suite is null then '-infinity'::date else c.date_debut end as debut,
             coalesce(lead(c.date_debut) over suite - 1, 'infinity'::date) as fin
      from conventions c where c.plie_id = p.id
      window suite as (order by c.date_debut)
    ) s on s.debut <= j.fin and s.fin >= j.debut
    where ${porteeDesPlies(lecteur, etendue.territoire)} and ${COMPTE_CES_JOURS} and ${encore}
  )`;
}
