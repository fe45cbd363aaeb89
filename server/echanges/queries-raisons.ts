/** Why a correction is due: the last act on what it corrects, as the journal keeps it. */
import type { Contexte } from '../acces/acteur';
import { perimetreOrientations } from '../acces/perimetre';
import { lignes, sql } from '../lib/db/sql';
import type { DateCivile } from '../lib/dates';

export interface Raison {
  orientation_id: number;
  genre: 'ORIENTATION' | 'ETAPE' | 'ABSENCE' | 'PERSONNE';
  action: string;
  instant: string;
  par: string | null;
  /** The day on which a late proof reclassified the exit. */
  date_reclassement: DateCivile | null;
}

/** Of each orientation within scope, the last act of each kind. */
export function listerRaisons({ base, acteur }: Contexte, plieId: number, orientations: readonly number[]): Promise<Raison[]> {
  return lignes<Raison>(base, sql`
    select distinct on (x.orientation_id, x.genre) x.orientation_id, x.genre, a.action, a.instant, u.prenom || ' ' || upper(u.nom) as par, s.date_reclassement
    from (
      select o.id as orientation_id, case jl.table_nom when 'etapes' then 'ETAPE' when 'absences' then 'ABSENCE' else 'ORIENTATION' end as genre, jl.acte_id
      from orientations o join journal_lignes jl on jl.plie_id = o.plie_id and jl.orientation_id = o.id and jl.table_nom in ('orientations', 'sorties', 'etapes', 'absences')
      where o.plie_id = ${plieId} and o.id = any(${orientations}) and ${perimetreOrientations(acteur, 'o')}
      union all
      select o.id, 'PERSONNE', jl.acte_id
      from orientations o join journal_lignes jl on (jl.table_nom = 'personnes' and jl.ligne_id = o.personne_id) or (jl.table_nom = 'orientations' and jl.ligne_id = o.id and jl.operation = 'MODIFICATION' and jsonb_exists(jl.apres, 'personne_id'))
      where o.plie_id = ${plieId} and o.id = any(${orientations}) and ${perimetreOrientations(acteur, 'o')}
    ) x
    join journal_actes a on a.id = x.acte_id
    left join utilisateurs u on u.id = a.utilisateur_id
    left join sorties s on s.plie_id = ${plieId} and s.orientation_id = x.orientation_id
    where a.action <> 'demonstration.remplir'
    order by x.orientation_id, x.genre, a.instant desc`);
}
