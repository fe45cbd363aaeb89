/** The state of the tasks: closed by an act, or open again. */
import type { CodeDe } from '../codes/listes';
import type { DateCivile, Mois } from '../lib/dates';
import { executer, lignes, sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import type { CodeAction } from '../../reports/tableau-de-suivi/situation';

export interface Achevement { etat: 'FAITE' | 'REFUSEE'; date_acte: DateCivile; motif: CodeDe<'MOTIFS_CLOTURE_PNI'> | null; utilisateur_id: number | null }

/** Closes what the tables still asked for of that kind on that orientation, however it was answered. The ids of those closed. */
export async function cloreTaches(trx: Transaction, p: { plie_id: number; id: number }, a: Achevement & { action: CodeAction }): Promise<number[]> {
  const closes = await lignes<{ id: number }>(trx, sql`
    update taches_pe t set etat = ${a.etat}, date_acte = ${a.date_acte}, motif = ${a.motif}, utilisateur_id = ${a.utilisateur_id}, traitee_le = now()
    from dossiers_pe d where d.plie_id = t.plie_id and d.id = t.dossier_id and t.plie_id = ${p.plie_id} and d.orientation_id = ${p.id} and t.action = ${a.action} and t.etat = 'A_FAIRE'
    returning t.id`);
  return closes.map((t) => t.id);
}

/** Closes one task. Number of rows: 0 when it is not to be done any more. */
export function cloreTache(trx: Transaction, t: { plie_id: number; id: number }, a: Achevement): Promise<number> {
  return executer(trx, sql`
    update taches_pe set etat = ${a.etat}, date_acte = ${a.date_acte}, motif = ${a.motif}, utilisateur_id = ${a.utilisateur_id}, traitee_le = now()
    where plie_id = ${t.plie_id} and id = ${t.id} and etat = 'A_FAIRE'`);
}

/** To be done again; without effect when a later table already asks for the same. */
export function rouvrirTache(trx: Transaction, plieId: number, id: number): Promise<number> {
  return executer(trx, sql`
    update taches_pe t set etat = 'A_FAIRE', date_acte = null, motif = null, utilisateur_id = null, traitee_le = null
    where t.plie_id = ${plieId} and t.id = ${id} and t.etat in ('FAITE', 'REFUSEE')
      and not exists (select 1 from taches_pe a where a.plie_id = t.plie_id and a.dossier_id = t.dossier_id and a.action = t.action and a.etat = 'A_FAIRE')`);
}

/** The months of those tasks in which nothing that a table asked of Pôle emploi is left to do. */
export function listerMoisTraites(trx: Transaction, plieId: number, taches: number[]): Promise<{ mois: Mois }[]> {
  return lignes(trx, sql`
    select distinct i.mois from taches_pe t join importations i on i.plie_id = t.plie_id and i.id = t.importation_id
    where t.plie_id = ${plieId} and t.id = any(${taches}::bigint[])
      and not exists (select 1 from taches_pe a join importations ia on ia.plie_id = a.plie_id and ia.id = a.importation_id where a.plie_id = i.plie_id and ia.mois = i.mois and a.etat = 'A_FAIRE')`);
}
