/** All the SQL of organisations, of the agencies of a PLIE and of territories. */
import { perimetreReglages } from '../acces/perimetre';
import type { Acteur, Contexte, TypeOrganisation } from '../acces/acteur';
import { chercherLigne, executer, lignes, sql, type Sql } from '../lib/db/sql';
import type { DateCivile } from '../lib/dates';
import { Conflit, Introuvable } from '../lib/erreurs';
import type { Transaction } from '../lib/ecriture';
import type { ModificationOrganisation, NouvelleOrganisation } from './rules';

export interface Organisation {
  id: number; type: TypeOrganisation; code: string; nom: string; departement_code: string | null; region_code: string | null;
  adresse: string | null; telephone: string | null; courriel: string | null; active: boolean; version: number;
}

export interface OrganisationListee extends Organisation {
  departement_nom: string | null;
  /** Its own région, or that of its département. */
  region_nom: string | null;
  /** PLIE: its reference agency. */
  reference_nom: string | null;
  /** PLIE: number of its agencies; agency: number of its PLIEs. */
  rattachements: number;
  /** PLIE: last day of the convention in force on the day asked. */
  convention_jusqu_au: DateCivile | null;
  /** Accounts that may log in. */
  comptes: number;
}

const COLONNES = sql`o.id, o.type, o.code, o.nom, o.departement_code, o.region_code, o.adresse, o.telephone, o.courriel, o.active, o.version`;

/** All of them, PLIEs first, by département: some hundreds of rows. */
export function listerOrganisations({ base, acteur, jour }: Contexte): Promise<OrganisationListee[]> {
  return lignes<OrganisationListee>(base, sql`
    select ${COLONNES}, d.nom as departement_nom, r.nom as region_nom, reference.nom as reference_nom,
           (select count(*) from plie_agences pa where o.id = case o.type when 'PLIE' then pa.plie_id else pa.agence_id end) as rattachements,
           (select c.date_fin from conventions c where c.plie_id = o.id and c.date_debut <= ${jour} and ${jour} <= c.date_fin) as convention_jusqu_au,
           (select count(*) from utilisateurs u where u.organisation_id = o.id and u.actif) as comptes
    from organisations o
    left join departements d on d.code = o.departement_code
    left join regions r on r.code = coalesce(o.region_code, d.region_code)
    left join plie_agences pr on pr.plie_id = o.id and pr.reference
    left join organisations reference on reference.id = pr.agence_id
    where ${perimetreReglages(acteur)}
    order by case o.type when 'PLIE' then 1 when 'AGENCE' then 2 else 3 end, o.departement_code nulls last, o.nom collate francais, o.id`);
}

export async function lireOrganisation({ base, acteur }: Contexte, id: number): Promise<Organisation & { departement_nom: string | null; region_nom: string | null }> {
  const ligne = await chercherLigne<Organisation & { departement_nom: string | null; region_nom: string | null }>(base, sql`
    select ${COLONNES}, d.nom as departement_nom, r.nom as region_nom
    from organisations o
    left join departements d on d.code = o.departement_code
    left join regions r on r.code = coalesce(o.region_code, d.region_code)
    where o.id = ${id} and ${perimetreReglages(acteur)}`);
  if (!ligne) throw new Introuvable();
  return ligne;
}

/** For the lists of a form: the active ones of a type, and the one already chosen even when it no longer is. */
export function listerOrganisationsActives({ base, acteur }: Contexte, types: readonly TypeOrganisation[], choisie: number | null = null): Promise<Organisation[]> {
  return lignes<Organisation>(base, sql`
    select ${COLONNES} from organisations o
    where o.type = any(${types}) and (o.active or o.id = ${choisie}) and ${perimetreReglages(acteur)}
    order by case o.type when 'PLIE' then 1 when 'AGENCE' then 2 else 3 end, o.nom collate francais, o.id`);
}

/** Inside an act: the row, held until it ends; Introuvable out of scope, Conflit when the form showed an older version. */
export async function verrouillerOrganisation(trx: Transaction, acteur: Acteur, id: number, version: number | null = null): Promise<Organisation> {
  const ligne = await chercherOrganisation(trx, acteur, id);
  if (!ligne) throw new Introuvable();
  if (version !== null && ligne.version !== version) throw new Conflit();
  return ligne;
}

export function chercherOrganisation(trx: Transaction, acteur: Acteur, id: number): Promise<Organisation | null> {
  return chercherLigne<Organisation>(trx, sql`select ${COLONNES} from organisations o where o.id = ${id} and ${perimetreReglages(acteur)} for update`);
}

/** By its code, in any case: what the commands are given. */
export function chercherOrganisationParCode({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, code: string): Promise<Organisation | null> {
  return chercherLigne<Organisation>(base, sql`select ${COLONNES} from organisations o where o.code = ${code.trim().toUpperCase()} and ${perimetreReglages(acteur)}`);
}

export async function insererOrganisation(trx: Transaction, o: NouvelleOrganisation): Promise<number> {
  const ligne = await chercherLigne<{ id: number }>(trx, sql`
    insert into organisations (type, code, nom, departement_code, region_code, adresse, telephone, courriel)
    values (${o.type}, ${o.code}, ${o.nom}, ${o.departement_code}, ${o.type === 'REGION' ? o.region_code : null}, ${o.adresse}, ${o.telephone}, ${o.courriel})
    returning id`);
  return ligne!.id;
}

export async function changerOrganisation(trx: Transaction, id: number, o: ModificationOrganisation): Promise<void> {
  await executer(trx, sql`
    update organisations set nom = ${o.nom}, departement_code = ${o.departement_code}, adresse = ${o.adresse}, telephone = ${o.telephone}, courriel = ${o.courriel}
    where id = ${id}`);
}

export async function changerActivite(trx: Transaction, id: number, active: boolean): Promise<void> {
  await executer(trx, sql`update organisations set active = ${active} where id = ${id}`);
}

/** Does an organisation take part in a convention that is in force or to come? */
export async function aUneConventionOuverte(trx: Transaction, id: number, jour: DateCivile): Promise<boolean> {
  return (await chercherLigne(trx, sql`select 1 from conventions where (plie_id = ${id} or agence_id = ${id}) and date_fin >= ${jour} limit 1`)) !== null;
}

/** Accounts of an organisation that may log in. */
export async function compterComptes({ base, acteur }: Contexte, id: number): Promise<number> {
  return (await chercherLigne<{ n: number }>(base, sql`select count(*) as n from utilisateurs u where u.organisation_id = ${id} and u.actif and ${perimetreReglages(acteur)}`))!.n;
}

// Agencies of a PLIE

export interface Rattachement { organisation_id: number; code: string; nom: string; active: boolean; departement_code: string | null; reference: boolean }

/** The agencies of a PLIE (reference first), or the PLIEs of an agency. */
export function listerRattachements({ base, acteur }: Contexte, organisation: Pick<Organisation, 'id' | 'type'>): Promise<Rattachement[]> {
  const autre = organisation.type === 'PLIE' ? sql`pa.agence_id` : sql`pa.plie_id`;
  const celle = organisation.type === 'PLIE' ? sql`pa.plie_id` : sql`pa.agence_id`;
  return lignes<Rattachement>(base, sql`
    select o.id as organisation_id, o.code, o.nom, o.active, o.departement_code, pa.reference
    from plie_agences pa join organisations o on o.id = ${autre}
    where ${celle} = ${organisation.id} and ${perimetreReglages(acteur)}
    order by pa.reference desc, o.nom collate francais`);
}

/** Attaches an agency; the first of a PLIE becomes its reference. True when it was not attached yet. */
export async function insererRattachement(trx: Transaction, plieId: number, agenceId: number): Promise<boolean> {
  return (await executer(trx, sql`
    insert into plie_agences (plie_id, agence_id, reference)
    values (${plieId}, ${agenceId}, not exists (select 1 from plie_agences where plie_id = ${plieId} and reference))
    on conflict (plie_id, agence_id) do nothing`)) > 0;
}

/** True when the agency is one of the PLIE's, now its only reference. */
export async function changerReference(trx: Transaction, plieId: number, agenceId: number): Promise<boolean> {
  await executer(trx, sql`update plie_agences set reference = false where plie_id = ${plieId} and reference and agence_id <> ${agenceId}`);
  return (await executer(trx, sql`update plie_agences set reference = true where plie_id = ${plieId} and agence_id = ${agenceId}`)) > 0;
}

/** What would be lost by detaching: a convention or an orientation names the two of them. */
export async function estRattachementUtilise(trx: Transaction, plieId: number, agenceId: number): Promise<boolean> {
  return (await chercherLigne<{ utilise: boolean }>(trx, sql`
    select exists (select 1 from conventions where plie_id = ${plieId} and agence_id = ${agenceId})
        or exists (select 1 from orientations where plie_id = ${plieId} and agence_id = ${agenceId}) as utilise`))!.utilise;
}

export async function supprimerRattachement(trx: Transaction, plieId: number, agenceId: number): Promise<void> {
  await executer(trx, sql`delete from plie_agences where plie_id = ${plieId} and agence_id = ${agenceId}`);
}

// Territories

export interface Departement { code: string; nom: string; region_code: string | null; region_nom: string | null; plies: number; agences: number }

const lireDepartements = (acteur: Acteur, code: Sql): Sql => sql`
  select d.code, d.nom, d.region_code, r.nom as region_nom,
         (select count(*) from organisations o where o.departement_code = d.code and o.type = 'PLIE') as plies,
         (select count(*) from organisations o where o.departement_code = d.code and o.type = 'AGENCE') as agences
  from departements d left join regions r on r.code = d.region_code
  where ${code} and ${perimetreReglages(acteur)}
  -- Corsica's two codes stand where 20 was
  order by regexp_replace(d.code, '^2(?=[AB])', '20')`;

/** Those that an organisation has named so far: the others have no row yet. */
export function listerDepartements({ base, acteur }: Contexte): Promise<Departement[]> {
  return lignes<Departement>(base, lireDepartements(acteur, sql`true`));
}

export async function lireDepartement({ base, acteur }: Contexte, code: string): Promise<Departement> {
  const ligne = await chercherLigne<Departement>(base, lireDepartements(acteur, sql`d.code = ${code}`));
  if (!ligne) throw new Introuvable();
  return ligne;
}

/** The régions in the database: one of them may be known to nobody but the command that made it. */
export function listerRegions({ base, acteur }: Contexte): Promise<{ code: string; nom: string }[]> {
  return lignes<{ code: string; nom: string }>(base, sql`select code, nom from regions where ${perimetreReglages(acteur)} order by nom collate francais`);
}

/** True when the département still had the région that the form showed, and has the new one now. */
export async function changerRegionDuDepartement(trx: Transaction, acteur: Acteur, code: string, ancienne: string | null, nouvelle: string): Promise<boolean> {
  return (await executer(trx, sql`update departements set region_code = ${nouvelle} where code = ${code} and region_code is not distinct from ${ancienne} and ${perimetreReglages(acteur)}`)) > 0;
}

/** Puts a région into the database unless it is there. */
export async function garantirRegion(trx: Transaction, code: string, nom: string): Promise<void> {
  await executer(trx, sql`insert into regions (code, nom) values (${code}, ${nom}) on conflict (code) do nothing`);
}

/** Puts a département into the database; its région changes only when `changer` says so. */
export async function garantirDepartement(trx: Transaction, departement: { code: string; nom: string; region_code: string }, changer: boolean): Promise<void> {
  await executer(trx, sql`
    insert into departements (code, nom, region_code) values (${departement.code}, ${departement.nom}, ${departement.region_code})
    on conflict (code) ${changer ? sql`do update set region_code = excluded.region_code` : sql`do nothing`}`);
}
