/** The open campaigns of annexe 2, as the calendar awaits them: by PLIE and party, what was answered. */
import { PARTICIPE } from '../../reports/bilan-qualitatif/enquete';
import type { Contexte } from '../acces/acteur';
import { perimetreCampagnes, perimetreEnquetes } from '../acces/perimetre';
import { lignes, sql } from '../lib/db/sql';
import type { EnqueteAttendue } from './rules-enquete';

/** One row for each party of each PLIE in reach. An answer taken over from another year counts once confirmed. */
export function listerEnquetesAttendues({ base, acteur }: Contexte): Promise<EnqueteAttendue[]> {
  return lignes<EnqueteAttendue>(base, sql`
    select e.id, e.annee, e.date_limite, p.id as plie_id, p.nom as plie_nom, x.partie, r.faites, (r.derniere at time zone 'Europe/Paris')::date as derniere
    from enquetes e join departements d on d.region_code = e.region_code join organisations p on p.departement_code = d.code
    cross join (values ('PLIE'), ('POLE_EMPLOI')) as x (partie)
    cross join lateral (
      select count(*) as faites, max(q.modifie_le) as derniere from enquete_reponses q
      where q.plie_id = p.id and q.enquete_id = e.id and q.partie = x.partie and q.reponse is not null and not q.reprise) r
    where e.close_le is null and ${perimetreCampagnes(acteur)} and ${PARTICIPE} and ${perimetreEnquetes(acteur)}
    order by e.annee, p.nom collate francais, p.id, x.partie`);
}
