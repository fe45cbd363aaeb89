/** What the journal says around a backup, and the backups of each night. */
import type { Contexte } from '../acces/acteur';
import { perimetreSauvegardes } from '../acces/perimetre';
import type { DateCivile } from '../lib/dates';
import type { Base } from '../lib/db';
import { chercherLigne, executer, lignes, sql, type Sql } from '../lib/db/sql';
import type { Entete } from './archive';
import type { Executant } from './queries-schema';
import { HEURES_AVANT_ABANDON, TENTATIVES_MAX, type Nuit, type Nuits, type Raison } from './rules';

/** Beyond, an act that was being written during the snapshot would have been under way for a thousand others. */
const ACTES_EN_COURS = 1_000;

export async function lireInstant(trx: Executant): Promise<string> {
  return (await chercherLigne<{ instant: string }>(trx, sql`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as instant`))!.instant;
}

/** Instants to the microsecond: two databases that share a past are told by them. */
const texteInstant = sql`to_char(a.instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

export async function lireFinDuJournal(trx: Executant): Promise<Entete['journal']> {
  const dernier = await chercherLigne<{ id: number; instant: string }>(trx, sql`select a.id, ${texteInstant} as instant from journal_actes a order by a.id desc limit 1`);
  if (!dernier) return { dernier: null, manquants: [] };
  const manquants = await lignes<{ id: number }>(trx, sql`
    select g.id from generate_series(greatest(1, ${dernier.id}::bigint - ${ACTES_EN_COURS}), ${dernier.id}::bigint) as g (id) where not exists (select 1 from journal_actes a where a.id = g.id) order by 1`);
  return { dernier, manquants: manquants.map((m) => m.id) };
}

export interface Defait {
  /** True when the database is what the backup became: only what came after is undone. False: another database, which is replaced. */
  suite: boolean;
  actes: number;
  /** ISO; null without acts. */
  du: string | null;
  au: string | null;
  /** Rows that these acts wrote, most touched table first. */
  tables: { nom: string; lignes: number }[];
}

/** What a restore would undo in this database. */
export async function lireDefait(trx: Executant, { dernier, manquants }: Entete['journal']): Promise<Defait> {
  const suite = dernier !== null && (await chercherLigne(trx, sql`select 1 from journal_actes a where a.id = ${dernier.id} and ${texteInstant} = ${dernier.instant}`)) !== null;
  const depuis: Sql = suite ? sql`(a.id > ${dernier.id} or a.id = any(${manquants}::bigint[]))` : sql`true`;
  const bornes = (await chercherLigne<Pick<Defait, 'actes' | 'du' | 'au'>>(trx, sql`
    select count(*) as actes, to_char(min(a.instant) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as du, to_char(max(a.instant) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as au from journal_actes a where ${depuis}`))!;
  const tables = await lignes<Defait['tables'][number]>(trx, sql`
    select l.table_nom as nom, count(*) as lignes from journal_lignes l where l.acte_id in (select a.id from journal_actes a where ${depuis}) group by 1 order by 2 desc, 1`);
  return { suite, ...bornes, tables };
}

// The backups of each night

/**
 * Claims the backup of a night, or a new try of one that failed or whose process died. One statement: two processes
 * never both win.
 */
export async function reserverNuit(base: Base, jour: DateCivile, maintenant: string): Promise<boolean> {
  return (await executer(base, sql`
    insert into sauvegardes (jour, etat, commence_le) values (${jour}, 'EN_COURS', ${maintenant})
    on conflict (jour) do update set etat = 'EN_COURS', commence_le = excluded.commence_le, tentatives = sauvegardes.tentatives + 1, reprendre_le = null, raison = null
    where sauvegardes.tentatives < ${TENTATIVES_MAX}
      and (sauvegardes.etat = 'ECHEC' and sauvegardes.reprendre_le <= excluded.commence_le
        or sauvegardes.etat = 'EN_COURS' and sauvegardes.commence_le < excluded.commence_le - make_interval(hours => ${HEURES_AVANT_ABANDON}))`)) > 0;
}

export async function noterFaite(base: Base, jour: DateCivile, { fichier, octets, lignes: nombre, maintenant }: { fichier: string; octets: number; lignes: number; maintenant: string }): Promise<void> {
  await executer(base, sql`update sauvegardes set fichier = ${fichier}, octets = ${octets}, lignes = ${nombre}, faite_le = ${maintenant}, verifiee_le = null where jour = ${jour}`);
}

export async function noterVerifiee(base: Base, jour: DateCivile, maintenant: string, oublierAvant: DateCivile): Promise<void> {
  await executer(base, sql`update sauvegardes set etat = 'FAITE', verifiee_le = ${maintenant} where jour = ${jour}`);
  await executer(base, sql`delete from sauvegardes where jour < ${oublierAvant}`);
}

export async function noterEchec(base: Base, jour: DateCivile, raison: Raison, reprendreLe: string): Promise<void> {
  await executer(base, sql`update sauvegardes set etat = 'ECHEC', raison = ${raison}, reprendre_le = ${reprendreLe} where jour = ${jour}`);
}

/** The server stops: the next one to start takes the night, and this try does not count. */
export async function noterInterrompue(base: Base, jour: DateCivile, raison: Raison, maintenant: string): Promise<void> {
  await executer(base, sql`update sauvegardes set etat = 'ECHEC', raison = ${raison}, reprendre_le = ${maintenant}, tentatives = tentatives - 1 where jour = ${jour}`);
}

/** The latest night, and the latest that left a file, old when it was left before `limite` (ISO); null when there was none. */
export async function lireNuits({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, limite: string): Promise<Nuits> {
  const lire = (condition: Sql) => chercherLigne<Nuit>(base, sql`
    select s.etat, s.raison, s.octets, s.faite_le, s.verifiee_le, s.faite_le < ${limite} as ancienne from sauvegardes s where ${condition} and ${perimetreSauvegardes(acteur)} order by s.jour desc limit 1`);
  return { derniere: await lire(sql`true`), derniereFaite: await lire(sql`s.faite_le is not null`) };
}
