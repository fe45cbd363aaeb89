/** Accounts as the log-in needs them. */
import type { Base } from '../lib/db';
import { chercherLigne, chercherLignePreparee, executer, sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import type { Acteur, Role, TypeOrganisation } from './acteur';

interface LigneActeur {
  id: number; nom: string; prenom: string; role: Role; courriel: string; mot_de_passe: string | null; actif: boolean; version_sessions: number;
  organisation_id: number; type: TypeOrganisation; code: string; organisation_nom: string; departement_code: string | null; region_code: string | null; organisation_active: boolean;
}

export interface Compte { acteur: Acteur; courriel: string; motDePasse: string | null; actif: boolean; versionSessions: number }

/** What the password of an account must not be made of. */
export const motsDuCompte = ({ courriel, acteur }: Compte): string[] => [courriel, acteur.nom, acteur.prenom, acteur.organisation?.nom ?? '', acteur.organisation?.code ?? ''];

const versCompte = (l: LigneActeur): Compte => ({
  courriel: l.courriel,
  motDePasse: l.mot_de_passe,
  actif: l.actif && l.organisation_active,
  versionSessions: l.version_sessions,
  acteur: {
    utilisateurId: l.id, nom: l.nom, prenom: l.prenom, role: l.role,
    organisation: { id: l.organisation_id, type: l.type, code: l.code, nom: l.organisation_nom, departementCode: l.departement_code, regionCode: l.region_code },
  },
});

const COLONNES = sql`u.id, u.nom, u.prenom, u.role, u.courriel, u.mot_de_passe, u.actif, u.version_sessions,
  o.id as organisation_id, o.type, o.code, o.nom as organisation_nom, o.departement_code, o.region_code, o.active as organisation_active
  from utilisateurs u join organisations o on o.id = u.organisation_id`;

export async function chercherCompteParId(base: Base, id: number): Promise<Compte | null> {
  const ligne = await chercherLigne<LigneActeur>(base, sql`select ${COLONNES} where u.id = ${id}`);
  return ligne && versCompte(ligne);
}

/** A session that is not over, and the account it belongs to as it is now: every request begins with this one statement. */
export async function chercherSession<D>(base: Base, sid: string, maintenant: string): Promise<{ donnees: D; compte: Compte | null } | null> {
  const ligne = await chercherLignePreparee<LigneActeur & { donnees: D; connecte: number | null }>(base, sql`
    select s.donnees, s.utilisateur_id as connecte, c.* from sessions s left join (select ${COLONNES}) c on c.id = s.utilisateur_id where s.sid = ${sid} and s.expire_le > ${maintenant}`);
  return ligne && { donnees: ligne.donnees, compte: ligne.connecte === null ? null : versCompte(ligne) };
}

export async function chercherCompteParCourriel(base: Base, courriel: string): Promise<Compte | null> {
  const ligne = await chercherLigne<LigneActeur>(base, sql`select ${COLONNES} where u.courriel = ${courriel.trim().toLowerCase()}`);
  return ligne && versCompte(ligne);
}

/** The account behind a link that is still good, or null. `empreinte` is the hash of the token. */
export async function chercherCompteParLien(base: Pick<Base, 'raw'>, empreinte: string, maintenant: string): Promise<Compte | null> {
  const ligne = await chercherLigne<LigneActeur>(base, sql`
    select ${COLONNES} join liens_compte l on l.utilisateur_id = u.id
    where l.empreinte = ${empreinte} and l.utilise_le is null and l.expire_le > ${maintenant}`);
  return ligne && versCompte(ligne);
}

/** Failures of an account since an instant. */
export async function compterEchecs(base: Base, courriel: string, depuis: string): Promise<number> {
  return (await chercherLigne<{ n: number }>(base, sql`select count(*) as n from echecs_connexion where courriel = ${courriel} and instant > ${depuis}`))!.n;
}

export async function noterEchec(base: Base, courriel: string, maintenant: string): Promise<void> {
  await executer(base, sql`insert into echecs_connexion (courriel, instant) values (${courriel}, ${maintenant})`);
}

export async function oublierEchecs(base: Base, courriel: string): Promise<void> {
  await executer(base, sql`delete from echecs_connexion where courriel = ${courriel}`);
}

/** Technical, as the session that opens: no act, no line of journal, no new version of the account (migration 011). */
export async function noterConnexion(base: Base, utilisateurId: number, maintenant: string): Promise<void> {
  await executer(base, sql`update utilisateurs set derniere_connexion = ${maintenant} where id = ${utilisateurId}`);
}

export async function enregistrerMotDePasse(trx: Transaction, utilisateurId: number, empreinte: string): Promise<void> {
  await executer(trx, sql`update utilisateurs set mot_de_passe = ${empreinte}, version_sessions = version_sessions + 1 where id = ${utilisateurId}`);
  await executer(trx, sql`delete from sessions where utilisateur_id = ${utilisateurId}`);
}

export async function consommerLien(trx: Transaction, empreinte: string, maintenant: string): Promise<void> {
  await executer(trx, sql`update liens_compte set utilise_le = ${maintenant} where empreinte = ${empreinte}`);
}

export async function ajouterLien(trx: Transaction, utilisateurId: number, empreinte: string, expireLe: string): Promise<void> {
  await executer(trx, sql`insert into liens_compte (utilisateur_id, empreinte, expire_le) values (${utilisateurId}, ${empreinte}, ${expireLe})`);
}

/** True when nobody has an account yet: the first-use page is then shown. */
export async function estSansCompte(base: Base): Promise<boolean> {
  return (await chercherLigne(base, sql`select 1 from utilisateurs limit 1`)) === null;
}
