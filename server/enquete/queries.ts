/** The campaigns of annexe 2: opened by the region, closed and frozen by it. */
import type { Contexte } from '../acces/acteur';
import { perimetreCampagnes, perimetreEnquetes } from '../acces/perimetre';
import { PARTICIPE, type Campagne } from '../../reports/bilan-qualitatif/enquete';
import type { DateCivile } from '../lib/dates';
import { chercherLigne, executer, lignes, sql, type Sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { Conflit, Introuvable } from '../lib/erreurs';

export interface Enquete extends Campagne {
  region: string; date_limite: DateCivile; ouverte_le: string; empreinte: string | null; version: number;
  close_par: { nom: string; prenom: string } | null;
}

const CAMPAGNES: Sql = sql`
  select e.id, e.region_code, g.nom as region, e.annee, e.date_limite, e.ouverte_le, e.close_le, e.releve, e.empreinte, e.version,
         case when u.id is not null then json_build_object('nom', u.nom, 'prenom', u.prenom) end as close_par
  from enquetes e join regions g on g.code = e.region_code left join utilisateurs u on u.id = e.close_par`;

/** Within scope, the latest year first. */
export function listerEnquetes({ base, acteur }: Contexte): Promise<Enquete[]> {
  return lignes<Enquete>(base, sql`${CAMPAGNES} where ${perimetreCampagnes(acteur)} order by e.annee desc, g.nom`);
}

/** Those that may still be answered, within scope: what the home page asks for each time. */
export function listerEnquetesOuvertes({ base, acteur }: Contexte): Promise<Enquete[]> {
  return lignes<Enquete>(base, sql`${CAMPAGNES} where e.close_le is null and ${perimetreCampagnes(acteur)} order by e.annee, g.nom`);
}

/** Throws Introuvable. */
export async function lireEnquete({ base, acteur }: Contexte, id: number): Promise<Enquete> {
  const enquete = await chercherLigne<Enquete>(base, sql`${CAMPAGNES} where e.id = ${id} and ${perimetreCampagnes(acteur)}`);
  if (!enquete) throw new Introuvable();
  return enquete;
}

export interface PlieInterroge { id: number; code: string; nom: string }

/** A PLIE of that campaign, within scope. Throws Introuvable. */
export async function lirePlie({ base, acteur }: Contexte, enqueteId: number, plieId: number): Promise<PlieInterroge> {
  const plie = await chercherLigne<PlieInterroge>(base, sql`
    select p.id, p.code, p.nom from enquetes e cross join organisations p join departements d on d.code = p.departement_code
    where e.id = ${enqueteId} and p.id = ${plieId} and ${PARTICIPE} and ${perimetreEnquetes(acteur)}`);
  if (!plie) throw new Introuvable();
  return plie;
}

/** The PLIEs of that campaign within scope. */
export function listerPlies({ base, acteur }: Contexte, enqueteId: number): Promise<PlieInterroge[]> {
  return lignes<PlieInterroge>(base, sql`
    select p.id, p.code, p.nom from enquetes e cross join organisations p join departements d on d.code = p.departement_code
    where e.id = ${enqueteId} and ${PARTICIPE} and ${perimetreEnquetes(acteur)} order by d.code, p.nom collate francais, p.id`);
}

// ---- Writes: of the actor's own region ----

export async function ouvrir(trx: Transaction, e: { region_code: string; annee: number; date_limite: DateCivile; utilisateur_id: number | null }): Promise<number> {
  return (await chercherLigne<{ id: number }>(trx, sql`insert into enquetes (region_code, annee, date_limite, ouverte_par) values (${e.region_code}, ${e.annee}, ${e.date_limite}, ${e.utilisateur_id}) returning id`))!.id;
}

/** Throws Conflit when somebody changed it meanwhile. */
export async function changerDateLimite(trx: Transaction, id: number, version: number, date: DateCivile): Promise<void> {
  if (!(await executer(trx, sql`update enquetes set date_limite = ${date} where id = ${id} and version = ${version}`))) throw new Conflit();
}

/** Waits for the answers being written, and makes later ones wait: what is read afterwards is what is frozen. */
export async function verrouiller(trx: Transaction, id: number): Promise<{ close_le: string | null }> {
  return (await chercherLigne<{ close_le: string | null }>(trx, sql`select close_le from enquetes where id = ${id} for update`))!;
}

export async function figer(trx: Transaction, id: number, c: { releve: string; empreinte: string; utilisateur_id: number | null; instant: string }): Promise<void> {
  await executer(trx, sql`update enquetes set close_le = ${c.instant}, close_par = ${c.utilisateur_id}, releve = ${c.releve}, empreinte = ${c.empreinte} where id = ${id}`);
}
