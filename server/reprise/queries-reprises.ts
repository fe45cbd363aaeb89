/** The reprises asked for on screen: deposited, checked, confirmed, done. Their file leaves the database as soon as it has served. */
import type { Contexte } from '../acces/acteur';
import { perimetrePlies } from '../acces/perimetre';
import type { Base } from '../lib/db';
import { chercherLigne, executer, lignes, sql } from '../lib/db/sql';
import { Introuvable } from '../lib/erreurs';
import type { Transaction } from '../lib/ecriture';
import type { Rapport } from './etat';

export type EtatReprise = 'A_LIRE' | 'LUE' | 'A_IMPORTER' | 'TERMINEE' | 'ECHOUEE' | 'ANNULEE';
/** What is kept of a reprise: `phrase` says why it could not be read or written at all. */
export type RapportGarde = Partial<Rapport> & { phrase?: string };

export interface RepriseDeposee {
  id: number;
  plie_id: number;
  nom_fichier: string;
  etat: EtatReprise;
  ignorer_les_erreurs: boolean;
  /** 0 to 100. */
  avancement: number;
  rapport: RapportGarde | null;
  a_refus: boolean;
  cree_le: string;
  auteur_nom: string;
  auteur_prenom: string;
}

const COLONNES = sql`r.id, r.plie_id, r.nom_fichier, r.etat, r.ignorer_les_erreurs, r.avancement, r.rapport, r.refus is not null as a_refus, r.cree_le, u.nom as auteur_nom, u.prenom as auteur_prenom
  from reprises r join utilisateurs u on u.id = r.utilisateur_id`;

export async function listerReprises(contexte: Contexte, limite: number): Promise<RepriseDeposee[]> {
  return lignes<RepriseDeposee>(contexte.base, sql`select ${COLONNES} where ${perimetrePlies(contexte.acteur, 'r.plie_id')} order by r.id desc limit ${limite}`);
}

export async function lireReprise(contexte: Contexte, id: number): Promise<RepriseDeposee> {
  const reprise = await chercherLigne<RepriseDeposee>(contexte.base, sql`select ${COLONNES} where r.id = ${id} and ${perimetrePlies(contexte.acteur, 'r.plie_id')}`);
  if (!reprise) throw new Introuvable();
  return reprise;
}

/** The workbook of refused rows, or null when there is none (any more). */
export async function chercherRefus(contexte: Contexte, id: number): Promise<Buffer | null> {
  return (await chercherLigne<{ refus: Buffer | null }>(contexte.base, sql`select r.refus from reprises r where r.id = ${id} and ${perimetrePlies(contexte.acteur, 'r.plie_id')}`))?.refus ?? null;
}

export async function ajouterReprise(trx: Transaction, r: { plie_id: number; utilisateur_id: number; nom_fichier: string; contenu: Buffer }): Promise<number> {
  const ligne = await chercherLigne<{ id: number }>(trx, sql`
    insert into reprises (plie_id, utilisateur_id, nom_fichier, contenu, etat) values (${r.plie_id}, ${r.utilisateur_id}, ${r.nom_fichier}, ${r.contenu}, 'A_LIRE') returning id`);
  return ligne!.id;
}

/** The state of a reprise of this PLIE, held until the end of the transaction; null when it is not there. */
export async function verrouillerReprise(trx: Transaction, contexte: Contexte, id: number): Promise<{ plie_id: number; etat: EtatReprise; rapport: RapportGarde | null } | null> {
  return chercherLigne(trx, sql`select r.plie_id, r.etat, r.rapport from reprises r where r.id = ${id} and ${perimetrePlies(contexte.acteur, 'r.plie_id')} for update`);
}

export async function confirmerReprise(trx: Transaction, plieId: number, id: number, ignorerLesErreurs: boolean): Promise<void> {
  await executer(trx, sql`update reprises set etat = 'A_IMPORTER', ignorer_les_erreurs = ${ignorerLesErreurs}, avancement = 0, reservee_jusqu_a = null where plie_id = ${plieId} and id = ${id}`);
}

export async function annulerReprise(trx: Transaction, plieId: number, id: number): Promise<void> {
  await executer(trx, sql`update reprises set etat = 'ANNULEE', contenu = null, refus = null, rapport = null where plie_id = ${plieId} and id = ${id}`);
}

// ---- The work: claimed, carried on, ended ----

export interface Travail { id: number; plie_id: number; utilisateur_id: number; etat: 'A_LIRE' | 'A_IMPORTER'; nom_fichier: string; contenu: Buffer; ignorer_les_erreurs: boolean }

/** A job belongs to a process for this long; it says again and again that it is still at it. */
const RESERVATION = sql`now() + interval '1 minute'`;

/** Takes the oldest job that nobody works on; a job left by a process that died is free again after a minute. */
export async function reserverTravail(base: Base): Promise<Travail | null> {
  return chercherLigne<Travail>(base, sql`
    update reprises r set reservee_jusqu_a = ${RESERVATION}
    from (select plie_id, id from reprises where etat in ('A_LIRE', 'A_IMPORTER') and (reservee_jusqu_a is null or reservee_jusqu_a < now()) order by id limit 1 for update skip locked) libre
    where r.plie_id = libre.plie_id and r.id = libre.id
    returning r.id, r.plie_id, r.utilisateur_id, r.etat, r.nom_fichier, r.contenu, r.ignorer_les_erreurs`);
}

export async function noterAvancement(base: Base, { plie_id, id }: Travail, avancement: number): Promise<void> {
  await executer(base, sql`update reprises set avancement = ${avancement}, reservee_jusqu_a = ${RESERVATION} where plie_id = ${plie_id} and id = ${id} and etat in ('A_LIRE', 'A_IMPORTER')`);
}

export interface Fin { etat: 'LUE' | 'TERMINEE' | 'ECHOUEE'; rapport: RapportGarde; refus: Buffer | null }

/** Ends a job; the file stays only for a confirmation. False when it is no longer in the state in which it was taken. */
export async function finirTravail(executant: Pick<Base, 'raw'>, { plie_id, id, etat }: Travail, fin: Fin): Promise<boolean> {
  return (await executer(executant, sql`
    update reprises set etat = ${fin.etat}, rapport = ${JSON.stringify(fin.rapport)}, refus = ${fin.refus}, avancement = 100, reservee_jusqu_a = null, contenu = case when ${fin.etat} = 'LUE' then contenu end
    where plie_id = ${plie_id} and id = ${id} and etat = ${etat}`)) > 0;
}

/** Files and refused rows hold names: a week after, they go, whatever became of them. */
export async function purgerReprises(base: Base): Promise<void> {
  await executer(base, sql`
    update reprises set etat = case when etat = 'LUE' then 'ANNULEE' else etat end, contenu = null, refus = null, rapport = rapport - 'erreurs' - 'avertissements' - 'apercus'
    where cree_le < now() - interval '7 days' and etat not in ('A_LIRE', 'A_IMPORTER') and (contenu is not null or refus is not null or jsonb_exists(rapport, 'erreurs'))`);
}
