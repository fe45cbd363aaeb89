/**
 * The objectives of a year (convention PLIE art. 3-1) and how far. Summed over the PLIEs that have set the objective, and those only;
 * of a validated bilan, as it was kept.
 */
import { brut, joindre, lignes, sql, type Sql } from '../server/lib/db/sql';
import { comptesDuJour, figes, type Fond } from './figes';
import { periodes, type Demande, type Lecteur } from './periodes';

/** `plies`: how many have set it, out of `sur`. `inconnus`: bilans validated before it existed, which do not say. */
export interface Objectif { vise: number | null; atteint: number | null; plies: number; sur: number; inconnus: number }
export type Objectifs = Record<'orientations' | 'integrations' | 'participants', Objectif>;

/** What is reached, of a PLIE `p`, over the days `j`. */
const ATTEINTS: Record<keyof Objectifs, Sql> = {
  // By Pôle emploi, on the flux or by an information collective.
  orientations: sql`select count(*) from orientations o where o.plie_id = p.plie_id and o.prescripteur = 'POLE_EMPLOI' and o.date_prescription between j.debut and j.fin`,
  // Of every prescriber. Who enters in these days has not ended before them: said for the index, which begins by date_fin.
  integrations: sql`select count(*) from orientations o where o.plie_id = p.plie_id and o.date_integration between j.debut and j.fin and o.date_fin >= j.debut`,
  // A day at least, each person once in its PLIE. An integrated orientation ends by its exit.
  participants: sql`select count(distinct o.personne_id) from orientations o where o.plie_id = p.plie_id and o.date_integration <= j.fin and o.date_fin >= j.debut`,
};
const NOMS = Object.keys(ATTEINTS) as (keyof Objectifs)[];

export async function lireObjectifs(lecteur: Lecteur, demande: Demande, fond: Fond): Promise<Objectifs> {
  const lus = await lignes<Objectif & { nom: keyof Objectifs }>(lecteur.base, sql`
    with ${periodes(lecteur, demande, comptesDuJour(fond, demande))},
    ${figes(lecteur, demande, fond)},
    par_plie as (
      select v.nom, v.vise, v.atteint, false as inconnu
      from (select distinct plie_id from r) p
      cross join jours j
      left join objectifs b on b.plie_id = p.plie_id and b.annee = ${demande.annee}
      cross join lateral (values ${joindre(NOMS.map((nom) => sql`(${nom}::text, b.${brut(nom)}, case when b.${brut(nom)} is not null then (${ATTEINTS[nom]}) end)`))}) as v (nom, vise, atteint)
      union all
      select n.nom, (n.garde->>'vise')::int, (n.garde->>'atteint')::bigint, x.chiffres is not null and n.garde is null
      from figes x cross join lateral (values ${joindre(NOMS.map((nom) => sql`(${nom}::text, x.chiffres->'objectifs'->${nom}::text)`))}) as n (nom, garde)
    )
    select nom, sum(vise) as vise, sum(atteint) as atteint, count(vise) as plies, count(*) as sur, count(*) filter (where inconnu) as inconnus
    from par_plie group by nom`);
  const lu = (nom: keyof Objectifs): Objectif => {
    const { vise, atteint, plies, sur, inconnus } = lus.find((l) => l.nom === nom) ?? { vise: null, atteint: null, plies: 0, sur: 0, inconnus: 0 };
    return { vise, atteint, plies, sur, inconnus };
  };
  return { orientations: lu('orientations'), integrations: lu('integrations'), participants: lu('participants') };
}
