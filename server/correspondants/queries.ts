/** The contacts of organisations and the countries of their data. */
import type { Acteur, Contexte, TypeOrganisation } from '../acces/acteur';
import { perimetreCorrespondants, perimetreCorrespondantsTenus } from '../acces/perimetre';
import { chercherLigne, executer, lignes, sql } from '../lib/db/sql';
import type { DateCivile } from '../lib/dates';
import type { Transaction } from '../lib/ecriture';
import { Conflit, Introuvable } from '../lib/erreurs';
import type { Correspondant, Domaine, Hebergement } from './rules';

/**
 * All the correspondents of conventions today, as a table: those that a convention names for itself, and those that each party names for
 * all of its own. Columns: convention_id, partie, domaine, nom (a name, else a function), fonction, telephone, courriel.
 */
export const CORRESPONDANTS_DE_CONVENTION = sql`(
  select convention_id, partie, domaine, nom, fonction, telephone, courriel from convention_correspondants
  union all
  select cv.id, case kc.organisation_id when cv.plie_id then 'PLIE' else 'POLE_EMPLOI' end, kc.domaine, coalesce(kc.nom, kc.fonction), case when kc.nom is null then null else kc.fonction end, kc.telephone, kc.courriel
  from conventions cv join correspondants kc on kc.organisation_id in (cv.plie_id, cv.agence_id) and kc.jusqu_au is null)`;

/** `tenue`: the reader keeps it. `partie`: it is a party to a convention in course. Past contacts and countries included, the latest first. */
export interface Organisation { id: number; type: TypeOrganisation; nom: string; departement: string | null; tenue: boolean; partie: boolean; correspondants: Correspondant[]; hebergements: Hebergement[] }

const lue = ({ acteur, jour }: Pick<Contexte, 'acteur' | 'jour'>) => sql`o.id, o.type, o.nom, d.nom as departement, ${perimetreCorrespondantsTenus(acteur)} as tenue,
  exists (select 1 from conventions c where o.id in (c.plie_id, c.agence_id) and ${jour} between c.date_debut and c.date_fin) as partie,
  coalesce((select json_agg(k order by k.domaine, k.depuis_le desc, k.id desc) from (select id, domaine, nom, fonction, telephone, courriel, depuis_le, jusqu_au, version from correspondants where organisation_id = o.id) k), '[]') as correspondants,
  coalesce((select json_agg(h order by h.depuis_le, h.id) from (select id, usage, prestataire, pays, depuis_le, jusqu_au, version from hebergements where organisation_id = o.id) h), '[]') as hebergements
  from organisations o left join departements d on d.code = o.departement_code`;

/** The reader's own first. */
export const listerOrganisations = (contexte: Contexte): Promise<Organisation[]> => lignes<Organisation>(contexte.base, sql`
  select ${lue(contexte)} where o.active and ${perimetreCorrespondants(contexte.acteur)}
  order by (o.id = ${contexte.acteur.organisation?.id ?? 0}) desc, o.type desc, d.code, o.nom collate francais, o.id`);

/** Throws Introuvable. */
export async function lireOrganisation(contexte: Contexte, id: number): Promise<Organisation> {
  const organisation = await chercherLigne<Organisation>(contexte.base, sql`select ${lue(contexte)} where o.id = ${id} and ${perimetreCorrespondants(contexte.acteur)}`);
  if (!organisation) throw new Introuvable();
  return organisation;
}

/** How many of the parties that the reader keeps lack somebody, and how many have not said where their servers are. */
export async function compterManques({ base, acteur, jour }: Contexte): Promise<{ correspondants: number; pays: number }> {
  return (await chercherLigne<{ correspondants: number; pays: number }>(base, sql`
    select coalesce(sum(2 - (select count(*) from correspondants k where k.organisation_id = o.id and k.jusqu_au is null)), 0)::int as correspondants,
      count(*) filter (where not exists (select 1 from hebergements h where h.organisation_id = o.id and h.usage = 'HEBERGEMENT' and h.jusqu_au is null))::int as pays
    from organisations o where o.active and ${perimetreCorrespondantsTenus(acteur)}
      and exists (select 1 from conventions c where o.id in (c.plie_id, c.agence_id) and ${jour} between c.date_debut and c.date_fin)`))!;
}

/** Inside an act: the organisation held until it ends, so that two never name at once. Throws Introuvable when the actor does not keep it. */
export async function verrouillerOrganisation(trx: Transaction, acteur: Acteur, id: number): Promise<void> {
  if (!(await chercherLigne(trx, sql`select o.id from organisations o where o.id = ${id} and ${perimetreCorrespondantsTenus(acteur)} for update`))) throw new Introuvable();
}

const CHANGE = "Quelqu'un d'autre a changé cette page entre-temps : rien n'a été enregistré.";

/** The one in charge, under the version that the form showed (0: nobody); the last day of the one before. Throws Conflit. */
export async function lireEnPoste(trx: Transaction, { organisationId, domaine, version }: { organisationId: number; domaine: Domaine; version: number }): Promise<{ actuel: Correspondant | null; precedent: DateCivile | null }> {
  const actuel = await chercherLigne<Correspondant>(trx, sql`select id, domaine, nom, fonction, telephone, courriel, depuis_le, jusqu_au, version from correspondants where organisation_id = ${organisationId} and domaine = ${domaine} and jusqu_au is null`);
  if ((actuel?.version ?? 0) !== version) throw new Conflit(CHANGE);
  const avant = await chercherLigne<{ jusqu_au: DateCivile | null }>(trx, sql`select max(jusqu_au) as jusqu_au from correspondants where organisation_id = ${organisationId} and domaine = ${domaine}`);
  return { actuel, precedent: avant?.jusqu_au ?? null };
}

export type Coordonnees = Pick<Correspondant, 'nom' | 'fonction' | 'telephone' | 'courriel' | 'depuis_le'>;

export async function insererCorrespondant(trx: Transaction, correspondant: Coordonnees & { organisation_id: number; domaine: Domaine }): Promise<void> {
  await trx('correspondants').insert(correspondant);
}
export async function changerCorrespondant(trx: Transaction, id: number, coordonnees: Coordonnees): Promise<void> {
  await trx('correspondants').where({ id }).update(coordonnees);
}
export async function terminerCorrespondant(trx: Transaction, id: number, dernierJour: DateCivile): Promise<void> {
  await executer(trx, sql`update correspondants set jusqu_au = ${dernierJour} where id = ${id}`);
}

export type DonneesHebergement = Pick<Hebergement, 'usage' | 'prestataire' | 'pays' | 'depuis_le'>;

export async function insererHebergement(trx: Transaction, hebergement: DonneesHebergement & { organisation_id: number }): Promise<void> {
  await trx('hebergements').insert(hebergement);
}
/** Of that organisation, still in course, under that version. Throws Conflit. */
export async function changerHebergement(trx: Transaction, organisationId: number, { id, version }: Pick<Hebergement, 'id' | 'version'>, valeurs: Partial<DonneesHebergement & Pick<Hebergement, 'jusqu_au'>>): Promise<void> {
  if (!(await trx('hebergements').where({ id, organisation_id: organisationId, version }).whereNull('jusqu_au').update(valeurs))) throw new Conflit(CHANGE);
}

/** What is public of a contact: never a name. `courriel` and `telephone` are null as long as nobody is named. */
export interface DeleguePublic { nom: string; courriel: string | null; telephone: string | null }

/** The départements where a PLIE is. */
export const listerDepartements = ({ base }: Pick<Contexte, 'base'>): Promise<{ code: string; nom: string }[]> =>
  lignes(base, sql`select d.code, d.nom from departements d where exists (select 1 from organisations o where o.type = 'PLIE' and o.active and o.departement_code = d.code) order by d.code`);

/** To whom persons write about their data, in the PLIEs of a département and their agencies. Public (RGPD art. 37.7), hence without an actor. */
export const listerDelegues = ({ base }: Pick<Contexte, 'base'>, departement: string): Promise<DeleguePublic[]> => lignes<DeleguePublic>(base, sql`
  select o.nom, k.courriel, k.telephone from organisations o
  left join correspondants k on k.organisation_id = o.id and k.domaine = 'DONNEES_PERSONNELLES' and k.jusqu_au is null
  where o.active and ((o.type = 'PLIE' and o.departement_code = ${departement})
    or (o.type = 'AGENCE' and exists (select 1 from plie_agences pa join organisations p on p.id = pa.plie_id where pa.agence_id = o.id and p.active and p.departement_code = ${departement})))
  order by o.type desc, o.nom collate francais, o.id`);
