/** All the SQL of accounts, as an administrator sees them. */
import type { Acteur, Contexte, Role, TypeOrganisation } from '../../acces/acteur';
import { perimetreReglages } from '../../acces/perimetre';
import { chercherLigne, executer, lignes, sql, vide } from '../../lib/db/sql';
import type { Transaction } from '../../lib/ecriture';
import { Conflit, Introuvable } from '../../lib/erreurs';
import { COMPTES_PAR_PAGE, type EtatCompte, type NouvelUtilisateur } from './rules';

export interface Utilisateur extends NouvelUtilisateur {
  id: number; actif: boolean; etat: EtatCompte; version: number;
  /** Instant; null when it never logged in. */
  derniere_connexion: string | null;
  organisation_nom: string; organisation_type: TypeOrganisation; organisation_active: boolean;
  /** A code is asked for at each log-in. */
  second_facteur: boolean;
}

/** Created by a reprise and never invited: « à inviter »; without a password yet: « invité ». */
const ETAT = sql`case when u.actif and u.mot_de_passe is not null then 'ACTIF' when u.actif then 'INVITE'
  when u.mot_de_passe is null and not exists (select 1 from liens_compte l where l.utilisateur_id = u.id) then 'A_INVITER' else 'DESACTIVE' end`;

const COLONNES = sql`u.id, u.organisation_id, u.role, u.nom, u.prenom, u.fonction, u.telephone, u.courriel, u.actif, u.version, u.derniere_connexion, ${ETAT} as etat,
  o.nom as organisation_nom, o.type as organisation_type, o.active as organisation_active, exists (select 1 from seconds_facteurs f where f.utilisateur_id = u.id) as second_facteur
  from utilisateurs u join organisations o on o.id = u.organisation_id`;

export interface FiltreUtilisateurs { q?: string | null; organisation?: number | null; role?: Role | null; etat?: EtatCompte | null }

/** One page of accounts by name, and how many there are in all. `page` starts at 1. */
export async function listerUtilisateurs({ base, acteur }: Contexte, filtre: FiltreUtilisateurs, page: number): Promise<{ utilisateurs: Utilisateur[]; total: number }> {
  const ou = sql`${perimetreReglages(acteur)}
    ${filtre.q ? sql`and (normaliser(u.prenom || ' ' || u.nom) like '%' || normaliser(${filtre.q}) || '%' or normaliser(u.nom || ' ' || u.prenom) like '%' || normaliser(${filtre.q}) || '%' or position(lower(${filtre.q}) in u.courriel) > 0)` : vide}
    ${filtre.organisation ? sql`and u.organisation_id = ${filtre.organisation}` : vide}
    ${filtre.role ? sql`and u.role = ${filtre.role}` : vide}
    ${filtre.etat ? sql`and ${ETAT} = ${filtre.etat}` : vide}`;
  const compte = await chercherLigne<{ total: number }>(base, sql`select count(*) as total from utilisateurs u where ${ou}`);
  const utilisateurs = await lignes<Utilisateur>(base, sql`
    select ${COLONNES} where ${ou}
    order by u.nom collate francais, u.prenom collate francais, u.id
    limit ${COMPTES_PAR_PAGE} offset ${(page - 1) * COMPTES_PAR_PAGE}`);
  return { utilisateurs, total: compte!.total };
}

export async function lireUtilisateur({ base, acteur }: Contexte, id: number): Promise<Utilisateur> {
  const ligne = await chercherLigne<Utilisateur>(base, sql`select ${COLONNES} where u.id = ${id} and ${perimetreReglages(acteur)}`);
  if (!ligne) throw new Introuvable();
  return ligne;
}

/** Inside an act: the account, held until it ends; Conflit when the form showed an older version. */
export async function verrouillerUtilisateur(trx: Transaction, acteur: Acteur, id: number, version: number | null = null): Promise<Utilisateur> {
  const ligne = await chercherLigne<Utilisateur>(trx, sql`select ${COLONNES} where u.id = ${id} and ${perimetreReglages(acteur)} for update of u`);
  if (!ligne) throw new Introuvable();
  if (version !== null && ligne.version !== version) throw new Conflit();
  return ligne;
}

export async function insererUtilisateur(trx: Transaction, u: NouvelUtilisateur, motDePasse: string | null): Promise<number> {
  const ligne = await chercherLigne<{ id: number }>(trx, sql`
    insert into utilisateurs (organisation_id, role, nom, prenom, fonction, telephone, courriel, mot_de_passe)
    values (${u.organisation_id}, ${u.role}, ${u.nom}, ${u.prenom}, ${u.fonction}, ${u.telephone}, ${u.courriel}, ${motDePasse})
    returning id`);
  return ligne!.id;
}

/** A change of role or of organisation ends the open sessions: what is on screen is no longer theirs. */
export async function changerUtilisateur(trx: Transaction, id: number, u: NouvelUtilisateur): Promise<void> {
  await executer(trx, sql`
    update utilisateurs set organisation_id = ${u.organisation_id}, role = ${u.role}, nom = ${u.nom}, prenom = ${u.prenom}, fonction = ${u.fonction}, telephone = ${u.telephone},
      courriel = ${u.courriel}, version_sessions = version_sessions + (case when role <> ${u.role} or organisation_id <> ${u.organisation_id} then 1 else 0 end)
    where id = ${id}`);
}

/** Opens or closes an account; closing ends its sessions. */
export async function changerActivite(trx: Transaction, id: number, actif: boolean): Promise<void> {
  // Opened again, it has six months anew before it counts as unused.
  await executer(trx, sql`update utilisateurs set actif = ${actif}, version_sessions = version_sessions + ${actif ? 0 : 1}, derniere_connexion = case when ${actif} then null else derniere_connexion end where id = ${id}`);
  if (!actif) await executer(trx, sql`delete from sessions where utilisateur_id = ${id}`);
}

/** The links not used yet no longer open anything. */
export async function perimerLiens(trx: Transaction, id: number, maintenant: string): Promise<void> {
  await executer(trx, sql`update liens_compte set expire_le = ${maintenant} where utilisateur_id = ${id} and utilise_le is null and expire_le > ${maintenant}`);
}

/** Locks of the application in PostgreSQL: any numbers, the same in every process. */
const VERROU_PREMIER_USAGE = 70_515_001;
const VERROU_ADMINISTRATEURS = 70_515_002;

/** How many administrators may log in. Held until the transaction ends, so that two people cannot disable each other at once. */
export async function compterAdministrateurs(trx: Transaction): Promise<number> {
  await executer(trx, sql`select pg_advisory_xact_lock(${VERROU_ADMINISTRATEURS})`);
  const ligne = await chercherLigne<{ n: number }>(trx, sql`
    select count(*) as n from utilisateurs u join organisations o on o.id = u.organisation_id
    where u.role = 'ADMINISTRATEUR' and u.actif and o.active and u.mot_de_passe is not null`);
  return ligne!.n;
}

/** True when nobody has an account, and nobody else can be told so before the transaction ends. */
export async function estPremierUsage(trx: Transaction): Promise<boolean> {
  await executer(trx, sql`select pg_advisory_xact_lock(${VERROU_PREMIER_USAGE})`);
  return (await chercherLigne(trx, sql`select 1 from utilisateurs limit 1`)) === null;
}
