/** The SQL of the feeds: whose secret it is, and what each event last said. */
import type { Base } from '../lib/db';
import { brut, chercherLigne, executer, joindre, lignes, sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';

/** A feed by the hash of its secret; null when there is none. */
export const chercherFlux = (base: Base, empreinte: string): Promise<{ id: number; utilisateur_id: number } | null> =>
  chercherLigne(base, sql`select f.id, f.utilisateur_id from flux_calendrier f where f.empreinte = ${empreinte}`);

/** Since when that agent has a feed; null without one. */
export const chercherMonFlux = (base: Base, utilisateurId: number): Promise<{ cree_le: string } | null> =>
  chercherLigne(base, sql`select f.cree_le from flux_calendrier f where f.utilisateur_id = ${utilisateurId}`);

/** A new secret takes the place of the one before: its events stay what the agendas know. */
export async function poserFlux(trx: Transaction, utilisateurId: number, empreinte: string, maintenant: string): Promise<void> {
  await executer(trx, sql`insert into flux_calendrier (utilisateur_id, empreinte, cree_le) values (${utilisateurId}, ${empreinte}, ${maintenant})
    on conflict (utilisateur_id) do update set empreinte = excluded.empreinte, cree_le = excluded.cree_le`);
}

export async function retirerFlux(trx: Transaction, utilisateurId: number): Promise<void> {
  await executer(trx, sql`delete from flux_calendrier where utilisateur_id = ${utilisateurId}`);
}

interface Ligne { uid: string; sequence: number; modifie_le: string }

/**
 * The version of each event, one more when it changed since the last reading. Technical, as a cache: no act, and nothing is
 * written when nothing changed. `maintenant`: an ISO instant.
 */
export async function versionner(base: Base, fluxId: number, evenements: readonly { uid: string; empreinte: string }[], maintenant: string): Promise<Map<string, Ligne>> {
  const lire = async () => new Map((await lignes<Ligne & { empreinte: string }>(base, sql`
    select v.uid, v.empreinte, v.sequence, to_char(v.modifie_le at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as modifie_le from flux_evenements v where v.flux_id = ${fluxId}`)).map((v) => [v.uid, v]));
  const connus = await lire();
  const changes = evenements.filter((e) => connus.get(e.uid)?.empreinte !== e.empreinte);
  if (!changes.length) return connus;
  await executer(base, sql`
    insert into flux_evenements (flux_id, uid, empreinte, modifie_le) values ${joindre(changes.map((e) => sql`(${fluxId}, ${e.uid}, ${e.empreinte}, ${maintenant})`))}
    on conflict (flux_id, uid) do update set empreinte = excluded.empreinte, sequence = flux_evenements.sequence + 1, modifie_le = excluded.modifie_le
    where flux_evenements.empreinte <> excluded.empreinte`);
  // What has not changed for two years is in no agenda any more.
  await executer(base, sql`delete from flux_evenements v where v.flux_id = ${fluxId} and v.modifie_le < ${maintenant}::timestamptz - ${brut("interval '2 years'")} and v.uid not in (${joindre(evenements.map((e) => e.uid))})`);
  return lire();
}
