/** The SQL of the PNI. */
import type { DateCivile } from '../lib/dates';
import type { Base } from '../lib/db';
import { executer, lignes, sql, type Sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import type { CleParcours } from './queries';
import type { DatesPni } from './rules-pni';

export interface Pni extends DatesPni { id: number; version: number }

const du = (p: CleParcours) => sql`plie_id = ${p.plie_id} and orientation_id = ${p.id}`;

/** First day of the IAE contract that ends the delegation of a PNI (alias n), null when none does. Same rule as personnes/rules-rappels.ts. */
export const iaeDepuis = (jour: DateCivile): Sql => sql`
  (select min(e.date_debut) from etapes e
   where e.plie_id = n.plie_id and e.orientation_id = n.orientation_id and e.type = 'IAE' and e.resultat is distinct from 'NON_REALISEE' and e.date_debut between n.date_debut and ${jour})`;

/** The PNI of a parcours, the most recent first: one only asked for comes before those that began. */
export function listerPni(base: Pick<Base, 'raw'>, p: CleParcours): Promise<Pni[]> {
  return lignes<Pni>(base, sql`
    select id, date_demande, date_debut, date_fin, date_cloture, motif_cloture, version from pni
    where ${du(p)} order by coalesce(date_debut, 'infinity') desc, id desc`);
}

/** A request (no dates yet), or a PNI that Pôle emploi set without one. */
export function ajouterPni(trx: Transaction, p: CleParcours & { personne_id: number }, pni: Pick<DatesPni, 'date_demande' | 'date_debut' | 'date_fin'>): Promise<number> {
  return executer(trx, sql`
    insert into pni (plie_id, orientation_id, personne_id, date_demande, date_debut, date_fin)
    values (${p.plie_id}, ${p.id}, ${p.personne_id}, ${pni.date_demande}, ${pni.date_debut}, ${pni.date_fin})`);
}

/** Number of rows changed: 0 when the version is not the one shown any more. */
export function modifierPni(trx: Transaction, p: CleParcours, pni: { id: number; version: number }, d: DatesPni): Promise<number> {
  return executer(trx, sql`
    update pni set date_demande = ${d.date_demande}, date_debut = ${d.date_debut}, date_fin = ${d.date_fin}, date_cloture = ${d.date_cloture}, motif_cloture = ${d.motif_cloture}
    where ${du(p)} and id = ${pni.id} and version = ${pni.version}`);
}

/** Number of rows gone: 0 when the version is not the one shown any more. */
export function supprimerPni(trx: Transaction, p: CleParcours, pni: { id: number; version: number }): Promise<number> {
  return executer(trx, sql`delete from pni where ${du(p)} and id = ${pni.id} and version = ${pni.version}`);
}

/** A new code takes over from one whose last day had passed with nothing to close it: it is no anomaly any more. */
export function cloreLesEchus(trx: Transaction, p: CleParcours, debut: DateCivile): Promise<number> {
  return executer(trx, sql`update pni set date_cloture = date_fin, motif_cloture = 'AUTRE' where ${du(p)} and date_cloture is null and date_fin < ${debut}`);
}

/** The exit ends the delegation and cancels a request. A code set after the exit still covers its first day: Pôle emploi did set it. */
export function cloreParSortie(trx: Transaction, p: CleParcours, date: DateCivile): Promise<number> {
  return executer(trx, sql`update pni set date_cloture = greatest(date_debut, ${date}::date), motif_cloture = 'SORTIE' where ${du(p)} and date_cloture is null`);
}

/** Undoes what an exit closed. */
export function rouvrirApresSortie(trx: Transaction, p: CleParcours): Promise<number> {
  return executer(trx, sql`update pni set date_cloture = null, motif_cloture = null where ${du(p)} and motif_cloture = 'SORTIE'`);
}
