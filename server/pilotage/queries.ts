/** What the bilan's screens and command offer to choose from. */
import type { Contexte } from '../acces/acteur';
import { perimetrePlies } from '../acces/perimetre';
import { chercherLigne, lignes, sql } from '../lib/db/sql';

export interface PlieOffert { code: string; nom: string; departement_code: string; departement_nom: string; region_code: string | null; region_nom: string | null }

/** The PLIEs whose figures the actor may see, closed ones included, by département. */
export function listerPliesOfferts({ base, acteur }: Contexte): Promise<PlieOffert[]> {
  return lignes<PlieOffert>(base, sql`
    select p.code, p.nom, d.code as departement_code, d.nom as departement_nom, g.code as region_code, g.nom as region_nom
    from organisations p
    join departements d on d.code = p.departement_code
    left join regions g on g.code = d.region_code
    where p.type = 'PLIE' and ${perimetrePlies(acteur, 'p.id')}
    order by d.code, p.nom collate francais, p.id`);
}

/** Year of the oldest prescription in scope; null when there is none. One look at the index per PLIE. */
export async function chercherPremiereAnnee({ base, acteur }: Contexte): Promise<number | null> {
  const ligne = await chercherLigne<{ annee: number | null }>(base, sql`
    select extract(year from min(o.date_prescription))::int as annee
    from organisations p
    cross join lateral (select date_prescription from orientations where plie_id = p.id order by date_prescription, id limit 1) o
    where p.type = 'PLIE' and ${perimetrePlies(acteur, 'p.id')}`);
  return ligne!.annee;
}

/** The code by which the reports name a PLIE within scope. */
export async function lireCodeDuPlie({ base, acteur }: Contexte, plieId: number): Promise<string> {
  return (await chercherLigne<{ code: string }>(base, sql`select p.code from organisations p where p.id = ${plieId} and ${perimetrePlies(acteur, 'p.id')}`))!.code;
}
