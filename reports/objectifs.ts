/**
 * The objectives of a year (convention PLIE art. 3-1) and how far: integrations of every prescriber, persons accompanied a day at least,
 * each counted once in its PLIE. Summed over the PLIEs that have set the objective, and those only; of a validated bilan, as it was kept.
 */
import { chercherLigne, sql } from '../server/lib/db/sql';
import { comptesDuJour, figes, type Fond } from './figes';
import { periodes, type Demande, type Lecteur } from './periodes';

/** `plies`: how many have set it, out of `sur`. */
export interface Objectif { vise: number | null; atteint: number | null; plies: number; sur: number }
export interface Objectifs { integrations: Objectif; participants: Objectif }

export async function lireObjectifs(lecteur: Lecteur, demande: Demande, fond: Fond): Promise<Objectifs> {
  const lu = (await chercherLigne<Record<'sur' | 'plies_i' | 'plies_p', number> & Record<'vise_i' | 'atteint_i' | 'vise_p' | 'atteint_p', number | null>>(lecteur.base, sql`
    with ${periodes(lecteur, demande, comptesDuJour(fond, demande))},
    ${figes(lecteur, demande, fond)},
    par_plie as (
      select p.plie_id, b.integrations as vise_i, b.participants as vise_p, i.n as atteint_i, c.n as atteint_p
      from (select distinct plie_id from r) p
      cross join jours j
      left join objectifs b on b.plie_id = p.plie_id and b.annee = ${demande.annee}
      left join lateral (select count(*) as n from orientations o where b.integrations is not null and o.plie_id = p.plie_id and o.date_integration between j.debut and j.fin) i on true
      left join lateral (select count(distinct o.personne_id) as n from orientations o where b.participants is not null and o.plie_id = p.plie_id and o.date_integration <= j.fin and coalesce(o.date_sortie, j.fin) >= j.debut) c on true
      union all
      select x.plie_id, (x.chiffres#>>'{objectifs,integrations,vise}')::int, (x.chiffres#>>'{objectifs,participants,vise}')::int, (x.chiffres#>>'{objectifs,integrations,atteint}')::bigint, (x.chiffres#>>'{objectifs,participants,atteint}')::bigint
      from figes x
    )
    select count(*) as sur, sum(vise_i) as vise_i, sum(atteint_i) filter (where vise_i is not null) as atteint_i, count(vise_i) as plies_i,
      sum(vise_p) as vise_p, sum(atteint_p) filter (where vise_p is not null) as atteint_p, count(vise_p) as plies_p
    from par_plie`))!;
  return { integrations: { vise: lu.vise_i, atteint: lu.atteint_i, plies: lu.plies_i, sur: lu.sur }, participants: { vise: lu.vise_p, atteint: lu.atteint_p, plies: lu.plies_p, sur: lu.sur } };
}
