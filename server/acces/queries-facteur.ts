/** The second factor of an account. Its seed is sealed (lib/secrets.ts). */
import type { ActeConnu } from '../codes/actes';
import type { Base } from '../lib/db';
import { chercherLigne, executer, joindre, lignes, sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { MINUTES_POUR_LE_CODE } from './rules-facteur';

export interface SecondFacteur { secret: string; dernier_pas: number; pose_le: string }

export const chercherSecondFacteur = (base: Pick<Base, 'raw'>, utilisateurId: number): Promise<SecondFacteur | null> =>
  chercherLigne<SecondFacteur>(base, sql`select secret, dernier_pas, pose_le from seconds_facteurs where utilisateur_id = ${utilisateurId}`);

export const estDispense = async (base: Pick<Base, 'raw'>, utilisateurId: number): Promise<boolean> =>
  (await chercherLigne<{ dispense: boolean }>(base, sql`select dispense_second_facteur as dispense from utilisateurs where id = ${utilisateurId}`))?.dispense ?? false;

/** Takes a code for good: false when it, or a later one, was taken meanwhile. */
export const prendrePas = async (trx: Transaction, utilisateurId: number, pas: number): Promise<boolean> =>
  (await executer(trx, sql`update seconds_facteurs set dernier_pas = ${pas} where utilisateur_id = ${utilisateurId} and dernier_pas < ${pas}`)) > 0;

export const prendreCodeDeSecours = async (trx: Transaction, utilisateurId: number, empreinte: string, maintenant: string): Promise<boolean> =>
  (await executer(trx, sql`update codes_secours set utilise_le = ${maintenant} where utilisateur_id = ${utilisateurId} and empreinte = ${empreinte} and utilise_le is null`)) > 0;

export const compterCodesRestants = async (base: Pick<Base, 'raw'>, utilisateurId: number): Promise<number> =>
  (await chercherLigne<{ n: number }>(base, sql`select count(*) as n from codes_secours where utilisateur_id = ${utilisateurId} and utilise_le is null`))!.n;

/** The salt of the recovery codes of an account; null without codes. */
export const chercherSel = async (base: Pick<Base, 'raw'>, utilisateurId: number): Promise<Buffer | null> =>
  (await chercherLigne<{ sel: Buffer }>(base, sql`select sel from codes_secours where utilisateur_id = ${utilisateurId} limit 1`))?.sel ?? null;

export const estCodeIntact = async (base: Pick<Base, 'raw'>, utilisateurId: number, empreinte: string): Promise<boolean> =>
  (await chercherLigne(base, sql`select 1 from codes_secours where utilisateur_id = ${utilisateurId} and empreinte = ${empreinte} and utilise_le is null`)) !== null;

export async function poserCodes(trx: Transaction, utilisateurId: number, sel: Buffer, empreintes: readonly string[]): Promise<void> {
  await executer(trx, sql`delete from codes_secours where utilisateur_id = ${utilisateurId}`);
  await trx('codes_secours').insert(empreintes.map((empreinte) => ({ utilisateur_id: utilisateurId, sel, empreinte })));
}

export async function poserSecondFacteur(trx: Transaction, utilisateurId: number, { secret, pas, maintenant }: { secret: string; pas: number; maintenant: string }): Promise<void> {
  await executer(trx, sql`delete from seconds_facteurs where utilisateur_id = ${utilisateurId}`);
  await executer(trx, sql`insert into seconds_facteurs (utilisateur_id, secret, dernier_pas, pose_le) values (${utilisateurId}, ${secret}, ${pas}, ${maintenant})`);
}

/** The factor and its codes; false when there was none. */
export async function oterSecondFacteur(trx: Transaction, utilisateurId: number): Promise<boolean> {
  await executer(trx, sql`delete from codes_secours where utilisateur_id = ${utilisateurId}`);
  return (await executer(trx, sql`delete from seconds_facteurs where utilisateur_id = ${utilisateurId}`)) > 0;
}

/** The account chooses another at its next log-in; its sessions end. */
export async function retirerSecondFacteur(trx: Transaction, utilisateurId: number): Promise<boolean> {
  const retire = await oterSecondFacteur(trx, utilisateurId);
  await executer(trx, sql`update utilisateurs set version_sessions = version_sessions + 1 where id = ${utilisateurId}`);
  await executer(trx, sql`delete from sessions where utilisateur_id = ${utilisateurId}`);
  return retire;
}

/** What happened to an account: log-ins, refusals, its password, its second factor. */
export interface FaitDuCompte { instant: string; action: string; details: Record<string, string | number | boolean | null> | null }

const FAITS_DU_COMPTE = ['connexion.ouvrir', 'connexion.refuser', 'connexion.fermer', 'compte.choisir_mot_de_passe', 'compte.changer_mot_de_passe', 'compte.poser_second_facteur', 'compte.retirer_second_facteur', 'compte.renouveler_codes', 'compte.donner_code_secours', 'compte.fermer_sessions'] as const satisfies readonly ActeConnu[];

/** The latest first. One's own: no other right is needed. */
export const listerFaitsDuCompte = (base: Pick<Base, 'raw'>, utilisateurId: number, nombre: number): Promise<FaitDuCompte[]> => lignes<FaitDuCompte>(base, sql`
  select a.instant, a.action, a.details from journal_actes a
  where a.utilisateur_id = ${utilisateurId} and a.action in (${joindre([...FAITS_DU_COMPTE])}) order by a.instant desc, a.id desc limit ${nombre}`);

// ---- Seeds under another key than the present one

/** Those that do not begin as the present key makes them begin. */
export const listerAutresCles = (base: Pick<Base, 'raw'>, debut: string): Promise<{ utilisateur_id: number; secret: string }[]> =>
  lignes(base, sql`select utilisateur_id, secret from seconds_facteurs where not starts_with(secret, ${debut}) order by utilisateur_id`);

/** Nothing when the account has chosen another meanwhile. */
export async function changerScelle(trx: Transaction, utilisateurId: number, ancien: string, secret: string): Promise<void> {
  await executer(trx, sql`update seconds_facteurs set secret = ${secret} where utilisateur_id = ${utilisateurId} and secret = ${ancien}`);
}

// ---- Sessions

/** `debut`, `vu`: instants. */
export interface SessionOuverte { sid: string; debut: string; vu: string; appareil: string | null }

/** Open sessions of an account, the latest first. */
export const listerSessions = (base: Pick<Base, 'raw'>, utilisateurId: number, maintenant: string): Promise<SessionOuverte[]> => lignes<SessionOuverte>(base, sql`
  select sid, to_timestamp((donnees ->> 'debut')::double precision / 1000) as debut, to_timestamp((donnees ->> 'vu')::double precision / 1000) as vu, donnees ->> 'appareil' as appareil
  from sessions where utilisateur_id = ${utilisateurId} and expire_le > ${maintenant} order by 3 desc nulls last, sid`);

/** Ends every session of an account but that one. */
export const fermerAutresSessions = (base: Pick<Base, 'raw'>, utilisateurId: number, saufSid: string): Promise<number> =>
  executer(base, sql`delete from sessions where utilisateur_id = ${utilisateurId} and sid <> ${saufSid}`);

/** Has the journal noted that of the account in the last `minutes`? */
export const aUnFaitRecent = async (base: Pick<Base, 'raw'>, utilisateurId: number, action: FaitDuCompte['action'], minutes: number): Promise<boolean> =>
  (await chercherLigne(base, sql`select 1 from journal_actes where utilisateur_id = ${utilisateurId} and action = ${action} and instant > now() - make_interval(mins => ${minutes}) limit 1`)) !== null;

/**
 * What the log-in says: the last one before this, the failures since; `precedente`: from which kind of browser, new or not, null for the first
 * in twelve months; `parUnLien`: a one-time link has just given the account its password.
 */
export const lireAvisDeConnexion = async (base: Pick<Base, 'raw'>, utilisateurId: number, courriel: string): Promise<{ derniere: string | null; echecs: number; precedente: { appareil: string; nouveau: boolean } | null; parUnLien: boolean }> => ({
  parUnLien: await aUnFaitRecent(base, utilisateurId, 'compte.choisir_mot_de_passe', MINUTES_POUR_LE_CODE),
  precedente: (await chercherLigne<{ details: { appareil: string; nouveau: boolean } }>(base, sql`
    select a.details from journal_actes a where a.utilisateur_id = ${utilisateurId} and a.action = 'connexion.ouvrir' order by a.instant desc, a.id desc limit 1`))?.details ?? null,
  derniere: (await chercherLigne<{ d: string | null }>(base, sql`select derniere_connexion as d from utilisateurs where id = ${utilisateurId}`))?.d ?? null,
  echecs: (await chercherLigne<{ n: number }>(base, sql`select count(*) as n from echecs_connexion where courriel = ${courriel}`))!.n,
});

/** Accounts that nobody has used for so long: closed, for their owner to ask for them again. Those never used wait for their link to lapse. */
export const listerInutilises = (base: Pick<Base, 'raw'>, avant: string): Promise<{ id: number }[]> => lignes<{ id: number }>(base, sql`
  select u.id from utilisateurs u where u.actif and not u.dispense_second_facteur and u.derniere_connexion < ${avant}
    and (u.role <> 'ADMINISTRATEUR' or exists (select 1 from utilisateurs x where x.role = 'ADMINISTRATEUR' and x.actif and x.id <> u.id and x.derniere_connexion >= ${avant}))`);

export async function fermerCompte(trx: Transaction, id: number): Promise<void> {
  await executer(trx, sql`update utilisateurs set actif = false, version_sessions = version_sessions + 1 where id = ${id}`);
  await executer(trx, sql`delete from sessions where utilisateur_id = ${id}`);
}
