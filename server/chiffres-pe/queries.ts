/** The figures that only Pôle emploi holds, for a PLIE and a year: its sessions, the services it delivered, what it declares of them. */
import type { Contexte } from '../acces/acteur';
import { perimetreChiffres, perimetrePlies } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import { dernierJourAnnee, premierJourAnnee, type DateCivile, type Mois } from '../lib/dates';
import { chercherLigne, executer, lignes, sql, type Sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { Conflit, Introuvable } from '../lib/erreurs';

export type Chiffre = CodeDe<'CHIFFRES_PE'>;

export interface PlieDesChiffres { id: number; nom: string; code: string }

export function listerPlies({ base, acteur }: Contexte): Promise<PlieDesChiffres[]> {
  return lignes<PlieDesChiffres>(base, sql`select p.id, p.nom, p.code from organisations p where p.type = 'PLIE' and p.active and ${perimetrePlies(acteur)} order by p.nom collate francais`);
}

export interface AgenceDesChiffres {
  id: number; code: string; nom: string; reference: boolean;
  /** The actor types its figures. */
  saisie: boolean;
}

/** Of a PLIE already found within scope. */
export function listerAgences({ base, acteur }: Contexte, plieId: number): Promise<AgenceDesChiffres[]> {
  return lignes<AgenceDesChiffres>(base, sql`
    select a.id, a.code, a.nom, pa.reference, ${perimetreChiffres(acteur, 'pa')} as saisie
    from plie_agences pa join organisations a on a.id = pa.agence_id where pa.plie_id = ${plieId}
    order by pa.reference desc, a.nom collate francais`);
}

export interface SeanceIc { id: number; plie_id: number; agence_id: number | null; agence: string | null; date_session: DateCivile; rang: number; convoques: number; presents: number; version: number; saisie: boolean }

const seancesIc = ({ acteur }: Pick<Contexte, 'acteur'>): Sql => sql`
  select c.id, c.plie_id, c.agence_id, a.nom as agence, c.date_session, c.rang, c.convoques, c.presents, c.version, ${perimetreChiffres(acteur)} as saisie
  from informations_collectives c left join organisations a on a.id = c.agence_id`;

export function listerSeances(contexte: Contexte, plieId: number, annee: number): Promise<SeanceIc[]> {
  return lignes<SeanceIc>(contexte.base, sql`${seancesIc(contexte)}
    where c.plie_id = ${plieId} and ${perimetrePlies(contexte.acteur, 'c.plie_id')} and c.date_session between ${premierJourAnnee(annee)} and ${dernierJourAnnee(annee)}
    order by c.date_session, a.nom collate francais nulls last, c.rang`);
}

/** A session that the actor may change. Throws Introuvable. */
export async function lireSeance(contexte: Contexte, id: number): Promise<SeanceIc> {
  const seance = await chercherLigne<SeanceIc>(contexte.base, sql`${seancesIc(contexte)} where c.id = ${id} and ${perimetreChiffres(contexte.acteur)}`);
  if (!seance) throw new Introuvable();
  return seance;
}

export interface ServicePe { id: number; plie_id: number; agence_id: number; agence: string; mois: Mois; type: CodeDe<'TYPES_DEMANDE_PE'>; nombre: number; version: number; saisie: boolean }

const servicesPe = ({ acteur }: Pick<Contexte, 'acteur'>): Sql => sql`
  select c.id, c.plie_id, c.agence_id, a.nom as agence, c.mois, c.type, c.nombre, c.version, ${perimetreChiffres(acteur)} as saisie
  from services_pe c join organisations a on a.id = c.agence_id`;

export function listerServices(contexte: Contexte, plieId: number, annee: number): Promise<ServicePe[]> {
  return lignes<ServicePe>(contexte.base, sql`${servicesPe(contexte)}
    where c.plie_id = ${plieId} and ${perimetrePlies(contexte.acteur, 'c.plie_id')} and c.mois between ${`${annee}-01`} and ${`${annee}-12`}
    order by c.mois, a.nom collate francais, c.type`);
}

/** A count that the actor may change. Throws Introuvable. */
export async function lireService(contexte: Contexte, id: number): Promise<ServicePe> {
  const service = await chercherLigne<ServicePe>(contexte.base, sql`${servicesPe(contexte)} where c.id = ${id} and ${perimetreChiffres(contexte.acteur)}`);
  if (!service) throw new Introuvable();
  return service;
}

export interface Declaration { agence_id: number; annee: number; chiffre: Chiffre; etat: CodeDe<'ETATS_DECLARATION_PE'>; declare_le: string; nom: string | null; prenom: string | null }

/** `base`: a transaction, when what they say decides of a write. */
export function listerDeclarations(base: Pick<Contexte['base'], 'raw'>, { acteur }: Pick<Contexte, 'acteur'>, plieId: number): Promise<Declaration[]> {
  return lignes<Declaration>(base, sql`
    select d.agence_id, d.annee, d.chiffre, d.etat, d.declare_le, u.nom, u.prenom
    from declarations_pe d left join utilisateurs u on u.id = d.utilisateur_id
    where d.plie_id = ${plieId} and ${perimetrePlies(acteur, 'd.plie_id')}`);
}

// ---- Writes: the agency was found among those that the actor types for ----

export interface Presence { convoques: number; presents: number }
export interface NouvelleSeance extends Presence { agence_id: number | null; date_session: DateCivile }

/** Two sessions of an agency on one day are told apart by their rank. */
export async function ajouterSeance(trx: Transaction, plieId: number, s: NouvelleSeance): Promise<void> {
  await executer(trx, sql`
    insert into informations_collectives (plie_id, agence_id, date_session, convoques, presents, rang)
    select ${plieId}, ${s.agence_id}, ${s.date_session}, ${s.convoques}, ${s.presents}, coalesce(max(c.rang), 0) + 1
    from informations_collectives c where c.plie_id = ${plieId} and c.date_session = ${s.date_session} and c.agence_id is not distinct from ${s.agence_id}::bigint`);
}

/** Throws Conflit when somebody changed it meanwhile. */
export async function changerSeance(trx: Transaction, { plie_id, id }: SeanceIc, version: number, p: Presence): Promise<void> {
  if (!(await executer(trx, sql`update informations_collectives set convoques = ${p.convoques}, presents = ${p.presents} where plie_id = ${plie_id} and id = ${id} and version = ${version}`))) throw new Conflit();
}

export async function supprimerSeance(trx: Transaction, { plie_id, id }: SeanceIc): Promise<void> {
  await executer(trx, sql`delete from informations_collectives where plie_id = ${plie_id} and id = ${id}`);
}

export async function ajouterService(trx: Transaction, plieId: number, s: Pick<ServicePe, 'agence_id' | 'mois' | 'type' | 'nombre'>): Promise<void> {
  await executer(trx, sql`insert into services_pe (plie_id, agence_id, mois, type, nombre) values (${plieId}, ${s.agence_id}, ${s.mois}, ${s.type}, ${s.nombre})`);
}

/** Throws Conflit when somebody changed it meanwhile. */
export async function changerService(trx: Transaction, { plie_id, id }: ServicePe, version: number, nombre: number): Promise<void> {
  if (!(await executer(trx, sql`update services_pe set nombre = ${nombre} where plie_id = ${plie_id} and id = ${id} and version = ${version}`))) throw new Conflit();
}

export async function supprimerService(trx: Transaction, { plie_id, id }: ServicePe): Promise<void> {
  await executer(trx, sql`delete from services_pe where plie_id = ${plie_id} and id = ${id}`);
}

export interface CleDeDeclaration { agence_id: number; annee: number; chiffre: Chiffre }

export async function declarer(trx: Transaction, plieId: number, d: CleDeDeclaration & { etat: Declaration['etat']; utilisateur_id: number | null }): Promise<void> {
  await executer(trx, sql`
    insert into declarations_pe (plie_id, agence_id, annee, chiffre, etat, utilisateur_id) values (${plieId}, ${d.agence_id}, ${d.annee}, ${d.chiffre}, ${d.etat}, ${d.utilisateur_id})
    on conflict on constraint declarations_pe_une_par_annee do update set etat = excluded.etat, utilisateur_id = excluded.utilisateur_id, declare_le = now()`);
}

export async function retirerDeclaration(trx: Transaction, plieId: number, d: CleDeDeclaration): Promise<void> {
  await executer(trx, sql`delete from declarations_pe where plie_id = ${plieId} and agence_id = ${d.agence_id} and annee = ${d.annee} and chiffre = ${d.chiffre}`);
}

// ---- A workbook brings many at once ----

/** Sessions as a file gives them: new ones are added, known ones (agency, day, rank) take its counts. Returns how many of each; the others were the same. */
export async function reprendreSeances(trx: Transaction, plieId: number, seances: (NouvelleSeance & { rang: number })[]): Promise<{ ajoutees: number; changees: number }> {
  const faites = await lignes<{ ajoutee: boolean }>(trx, sql`
    insert into informations_collectives (plie_id, agence_id, date_session, rang, convoques, presents)
    select ${plieId}, r.agence_id, r.date_session, r.rang, r.convoques, r.presents
    from json_to_recordset(${JSON.stringify(seances)}::json) as r (agence_id bigint, date_session date, rang integer, convoques integer, presents integer)
    on conflict on constraint informations_collectives_session do update set convoques = excluded.convoques, presents = excluded.presents
      where (informations_collectives.convoques, informations_collectives.presents) is distinct from (excluded.convoques, excluded.presents)
    returning version = 1 as ajoutee`);
  return compter(faites);
}

export async function reprendreServices(trx: Transaction, plieId: number, services: Pick<ServicePe, 'agence_id' | 'mois' | 'type' | 'nombre'>[]): Promise<{ ajoutees: number; changees: number }> {
  const faits = await lignes<{ ajoutee: boolean }>(trx, sql`
    insert into services_pe (plie_id, agence_id, mois, type, nombre)
    select ${plieId}, r.agence_id, r.mois, r.type, r.nombre
    from json_to_recordset(${JSON.stringify(services)}::json) as r (agence_id bigint, mois text, type text, nombre integer)
    on conflict on constraint services_pe_un_par_mois do update set nombre = excluded.nombre where services_pe.nombre <> excluded.nombre
    returning version = 1 as ajoutee`);
  return compter(faits);
}

function compter(faites: { ajoutee: boolean }[]): { ajoutees: number; changees: number } {
  const ajoutees = faites.filter((f) => f.ajoutee).length;
  return { ajoutees, changees: faites.length - ajoutees };
}
