/** The persons that an agent opened last: theirs alone, and shown as long as they may see them. */
import type { Contexte } from '../acces/acteur';
import { perimetrePersonnes } from '../acces/perimetre';
import { executer, lignes, sql } from '../lib/db/sql';
import type { Personne } from './queries';
import { RECENTES_GARDEES } from './rules-recentes';

/** Technical, as the session is: no act. The journal has its own line for the consultation. One statement adds, and forgets the oldest. */
export async function noterOuverture({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, { plie_id, id }: { plie_id: number; id: number }): Promise<void> {
  await executer(base, sql`
    with ouverte as (
      insert into personnes_recentes (utilisateur_id, plie_id, personne_id) values (${acteur.utilisateurId}, ${plie_id}, ${id})
      on conflict (utilisateur_id, plie_id, personne_id) do update set instant = clock_timestamp() returning 1
    )
    delete from personnes_recentes where utilisateur_id = ${acteur.utilisateurId} and (plie_id, personne_id) in (
      select r.plie_id, r.personne_id from personnes_recentes r
      where r.utilisateur_id = ${acteur.utilisateurId} and (r.plie_id, r.personne_id) <> (${plie_id}::bigint, ${id}::bigint)
      order by r.instant desc offset ${RECENTES_GARDEES - 1})`);
}

/** The last opened first. */
export async function listerRecentes({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>): Promise<Pick<Personne, 'id' | 'nom' | 'prenom'>[]> {
  return lignes(base, sql`
    select p.id, p.nom, p.prenom from personnes_recentes r join personnes p on p.plie_id = r.plie_id and p.id = r.personne_id
    where r.utilisateur_id = ${acteur.utilisateurId} and ${perimetrePersonnes(acteur, 'p')} order by r.instant desc limit ${RECENTES_GARDEES}`);
}
