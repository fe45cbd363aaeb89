/** All the SQL of the register of the statements sent. */
import type { Acteur, Contexte } from '../acces/acteur';
import { perimetrePlies } from '../acces/perimetre';
import type { DateCivile } from '../lib/dates';
import { chercherLigne, executer, lignes, sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { Introuvable } from '../lib/erreurs';

type Lecture = Pick<Contexte, 'base' | 'acteur'>;

/** `boite`: the mailbox of its latest convention. */
export interface PlieDuReleve { id: number; code: string; nom: string; boite: string | null }

/** A PLIE by its code, within scope. Throws Introuvable. */
export async function lirePlie({ base, acteur }: Lecture, code: string): Promise<PlieDuReleve> {
  const plie = await chercherLigne<PlieDuReleve>(base, sql`
    select p.id, p.code, p.nom, (select c.boite_generique from conventions c where c.plie_id = p.id order by c.date_debut desc limit 1) as boite
    from organisations p where p.type = 'PLIE' and p.code = ${code} and ${perimetrePlies(acteur)}`);
  if (!plie) throw new Introuvable();
  return plie;
}

/** A line of the register. */
export interface Envoi { id: number; plie_id: number; annee: number; date_envoi: DateCivile; destinataire: string; definitions: string; empreinte: string; note_le: string; annule_le: string | null; par: string | null }

const ENVOI = sql`v.id, v.plie_id, v.annee, v.date_envoi, v.destinataire, v.definitions, v.empreinte, v.note_le, v.annule_le,
  (select u.prenom || ' ' || upper(u.nom) from utilisateurs u where u.id = v.utilisateur_id) as par`;

/** Of a PLIE and a year, the latest first. */
export const listerEnvois = ({ base, acteur }: Lecture, plieId: number, annee: number): Promise<Envoi[]> =>
  lignes<Envoi>(base, sql`select ${ENVOI} from releve_envois v where v.plie_id = ${plieId} and v.annee = ${annee} and ${perimetrePlies(acteur, 'v.plie_id')} order by v.date_envoi desc, v.id desc`);

/** Throws Introuvable out of scope. */
export async function lireEnvoi({ base, acteur }: Lecture, id: number): Promise<Envoi> {
  const envoi = await chercherLigne<Envoi>(base, sql`select ${ENVOI} from releve_envois v where v.id = ${id} and ${perimetrePlies(acteur, 'v.plie_id')}`);
  if (!envoi) throw new Introuvable();
  return envoi;
}

/** `note_le`: an ISO instant. */
export interface NouvelEnvoi { annee: number; date_envoi: DateCivile; destinataire: string; definitions: string; empreinte: string; utilisateur_id: number | null; note_le: string }

export async function ajouterEnvoi(trx: Transaction, plieId: number, e: NouvelEnvoi): Promise<void> {
  await executer(trx, sql`
    insert into releve_envois (plie_id, annee, date_envoi, destinataire, definitions, empreinte, utilisateur_id, note_le)
    values (${plieId}, ${e.annee}, ${e.date_envoi}, ${e.destinataire}, ${e.definitions}, ${e.empreinte}, ${e.utilisateur_id}, ${e.note_le})`);
}

/** Number of lines set aside: 0 when it already was. */
export const annulerEnvoi = (trx: Transaction, acteur: Acteur, { plie_id, id }: Envoi, instant: string): Promise<number> =>
  executer(trx, sql`update releve_envois v set annule_le = ${instant} where v.plie_id = ${plie_id} and v.id = ${id} and v.annule_le is null and ${perimetrePlies(acteur, 'v.plie_id')}`);

/** The last day that still counts, inside an act; null when none is left. */
export const chercherDernierEnvoi = async (trx: Transaction, plieId: number, annee: number): Promise<DateCivile | null> =>
  (await chercherLigne<{ jour: DateCivile | null }>(trx, sql`select max(date_envoi) as jour from releve_envois where plie_id = ${plieId} and annee = ${annee} and annule_le is null`))!.jour;
