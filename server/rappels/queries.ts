/** The SQL of the reminders: what each agent chose, who stands in for whom, what has left. */
import type { Contexte, Role } from '../acces/acteur';
import type { Genre } from '../calendrier/rules';
import type { DateCivile } from '../lib/dates';
import type { Base } from '../lib/db';
import { chercherLigne, executer, joindre, lignes, sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { Conflit } from '../lib/erreurs';
import { rolesDesSuppleants, TENTATIVES_MAX } from './rules';

/** `version` 0: nothing was chosen yet. */
export interface Reglages { genres: Genre[]; suppleant_id: number | null; version: number }
export const SANS_REGLAGE: Reglages = { genres: [], suppleant_id: null, version: 0 };

export async function lireReglages(base: Base, utilisateurId: number): Promise<Reglages> {
  return (await chercherLigne<Reglages>(base, sql`select r.genres, r.suppleant_id, r.version from rappels_reglages r where r.utilisateur_id = ${utilisateurId}`)) ?? SANS_REGLAGE;
}

/** Throws Conflit when the form showed another version. */
export async function poserReglages(trx: Transaction, utilisateurId: number, { genres, suppleant_id, version }: Reglages): Promise<void> {
  const ecrites = version === 0
    ? await executer(trx, sql`insert into rappels_reglages (utilisateur_id, genres, suppleant_id) values (${utilisateurId}, ${genres}, ${suppleant_id}) on conflict do nothing`)
    : await executer(trx, sql`update rappels_reglages set genres = ${genres}, suppleant_id = ${suppleant_id} where utilisateur_id = ${utilisateurId} and version = ${version}`);
  if (!ecrites) throw new Conflit();
}

export interface Collegue { id: number; nom: string; prenom: string; role: Role }

/** The active colleagues of these roles, in the actor's own organisation. */
export function listerCollegues({ base, acteur }: Contexte, roles: readonly Role[]): Promise<Collegue[]> {
  return lignes<Collegue>(base, sql`
    select u.id, u.nom, u.prenom, u.role from utilisateurs u
    where u.organisation_id = ${acteur.organisation?.id ?? null} and u.actif and u.role in (${joindre(roles)}) order by u.nom collate francais, u.prenom collate francais, u.id`);
}

export type CollegueRegle = Collegue & { suppleant_id: number | null; version: number };
/** The same, with who stands in for each. */
export async function listerSuppleances({ base, acteur }: Contexte, roles: readonly Role[]): Promise<CollegueRegle[]> {
  return lignes<CollegueRegle>(base, sql`
    select u.id, u.nom, u.prenom, u.role, r.suppleant_id, coalesce(r.version, 0) as version
    from utilisateurs u left join rappels_reglages r on r.utilisateur_id = u.id
    where u.organisation_id = ${acteur.organisation?.id ?? null} and u.actif and u.role in (${joindre(roles)}) order by u.nom collate francais, u.prenom collate francais, u.id`);
}

// Sending

export interface Abonne { utilisateur_id: number; genres: Genre[]; suppleant_id: number | null }

/** Who asked for reminders, and who stands in for them as long as both belong to one organisation and may open the same lists. */
export async function listerAbonnes(base: Base): Promise<Abonne[]> {
  const abonnes = await lignes<Abonne & { role: Role; role_suppleant: Role | null }>(base, sql`
    select r.utilisateur_id, r.genres, s.id as suppleant_id, u.role, s.role as role_suppleant
    from rappels_reglages r join utilisateurs u on u.id = r.utilisateur_id
    left join utilisateurs s on s.id = r.suppleant_id and s.actif and s.organisation_id = u.organisation_id
    where u.actif and r.genres <> '{}' order by r.utilisateur_id`);
  return abonnes.map(({ utilisateur_id, genres, suppleant_id, role, role_suppleant }) => ({ utilisateur_id, genres, suppleant_id: role_suppleant && rolesDesSuppleants(role).includes(role_suppleant) ? suppleant_id : null }));
}

export async function chercherCourrielOrganisation(base: Base, organisationId: number): Promise<string | null> {
  return (await chercherLigne<{ courriel: string | null }>(base, sql`select o.courriel from organisations o where o.id = ${organisationId}`))?.courriel ?? null;
}

/** The steps already said to an agent since that day. What was being sent when a process stopped counts as said. */
export async function listerPaliersDits(base: Base, utilisateurId: number, depuis: DateCivile): Promise<Set<string>> {
  const dits = await lignes<{ palier: string }>(base, sql`select unnest(r.paliers) as palier from rappels r where r.utilisateur_id = ${utilisateurId} and r.jour >= ${depuis} and r.etat <> 'ECHEC'`);
  return new Set(dits.map((d) => d.palier));
}

/**
 * Claims the one mail of an agent for a day, or the next try of one that the server refused; false when another process has
 * it, or when it has left. One statement: two processes never both win.
 */
export async function reserverRappel(base: Base, utilisateurId: number, jour: DateCivile, paliers: readonly string[], maintenant: string): Promise<boolean> {
  return (await executer(base, sql`
    insert into rappels (utilisateur_id, jour, etat, paliers) values (${utilisateurId}, ${jour}, 'ENVOI', ${[...paliers]})
    on conflict (utilisateur_id, jour) do update set etat = 'ENVOI', paliers = excluded.paliers, tentatives = rappels.tentatives + 1, reprendre_le = null
    where rappels.etat = 'ECHEC' and rappels.reprendre_le <= ${maintenant} and rappels.tentatives < ${TENTATIVES_MAX}`)) > 0;
}

export async function noterRappelEnvoye(base: Base, utilisateurId: number, jour: DateCivile, maintenant: string): Promise<void> {
  await executer(base, sql`update rappels set etat = 'ENVOYE', envoye_le = ${maintenant} where utilisateur_id = ${utilisateurId} and jour = ${jour}`);
}

export async function noterRappelRefuse(base: Base, utilisateurId: number, jour: DateCivile, reprendreLe: string): Promise<void> {
  await executer(base, sql`update rappels set etat = 'ECHEC', reprendre_le = ${reprendreLe} where utilisateur_id = ${utilisateurId} and jour = ${jour}`);
}

/** Whose mail of the day the server refused, and may be tried again now. */
export async function listerAReprendre(base: Base, jour: DateCivile, maintenant: string): Promise<number[]> {
  return (await lignes<{ utilisateur_id: number }>(base, sql`
    select r.utilisateur_id from rappels r where r.jour = ${jour} and r.etat = 'ECHEC' and r.reprendre_le <= ${maintenant} and r.tentatives < ${TENTATIVES_MAX}`)).map((r) => r.utilisateur_id);
}

/** Notes that the day's pass has begun; true when it had already been carried to its end. */
export async function commencerPassage(base: Base, jour: DateCivile, maintenant: string): Promise<boolean> {
  await executer(base, sql`insert into rappels_passages (jour, commence_le) values (${jour}, ${maintenant}) on conflict do nothing`);
  return (await chercherLigne<{ fini: boolean }>(base, sql`select p.fini_le is not null as fini from rappels_passages p where p.jour = ${jour}`))!.fini;
}

export async function finirPassage(base: Base, jour: DateCivile, maintenant: string, oublierAvant: DateCivile): Promise<void> {
  await executer(base, sql`update rappels_passages set fini_le = ${maintenant} where jour = ${jour} and fini_le is null`);
  await executer(base, sql`delete from rappels where jour < ${oublierAvant}`);
  await executer(base, sql`delete from rappels_passages where jour < ${oublierAvant}`);
}
