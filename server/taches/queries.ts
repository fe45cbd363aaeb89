/** The worklist of the référent: tasks and dossiers within the scope of what Pôle emploi received. */
import type { CodeAction } from '../../reports/tableau-de-suivi/situation';
import type { Contexte } from '../acces/acteur';
import { perimetreDossiers } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import type { DateCivile } from '../lib/dates';
import type { Base } from '../lib/db';
import { brut, chercherLigne, executer, joindre, lignes, sql, vide, type Sql } from '../lib/db/sql';
import { Introuvable } from '../lib/erreurs';
import type { Transaction } from '../lib/ecriture';
import type { Reponse } from '../retours/queries';
import type { DossierConnu } from './rules';

export interface FiltresTaches { action: CodeAction; agence: number | null; plie: number | null; faites: boolean; page: number }

/** An identity, as Pôle emploi looks it up. */
export interface Qui { identifiant_pe: string | null; nom: string; prenom: string; date_naissance: DateCivile }

export interface Dossier extends Qui, DossierConnu {
  id: number; plie_id: number; plie: string; agence_id: number | null; agence: string | null; orientation_id: number | null;
  situation: string; motif_refus: string | null; nature_sortie: string | null; motif_sortie: string | null;
  accompagnateur: string | null; accompagnateur_telephone: string | null; accompagnateur_courriel: string | null;
  ppae_actualise_le: DateCivile | null;
}

/** The PNI as Pôle emploi knows it (of a dossier, alias d): what it set and lifted since, else what the table told. */
export const PNI_CONNU = sql`
  left join lateral (select r.pni_pose_le, r.pni_fin from retours_pe r where r.plie_id = d.plie_id and r.dossier_id = d.id and r.pni_pose_le is not null order by r.pni_pose_le desc, r.id desc limit 1) pose
    on d.pni_debut is null or pose.pni_pose_le >= d.pni_debut
  left join lateral (select max(r.pni_leve_le) as pni_leve_le from retours_pe r where r.plie_id = d.plie_id and r.dossier_id = d.id and not r.refus and r.pni_leve_le >= coalesce(pose.pni_pose_le, d.pni_debut)) levee on true`;

export const COLONNES_PNI_CONNU = sql`coalesce(pose.pni_pose_le, d.pni_debut) as pni_debut, coalesce(pose.pni_fin, d.pni_fin) as pni_fin, levee.pni_leve_le`;

const COLONNES_DOSSIER = sql`d.id, d.plie_id, pl.nom as plie, d.agence_id, g.nom as agence, d.orientation_id, d.identifiant_pe, d.nom, d.prenom, d.date_naissance, d.date_prescription, d.situation,
  d.date_refus, d.motif_refus, d.date_integration, d.date_sortie, d.nature_sortie, d.motif_sortie, d.accompagnateur, d.accompagnateur_telephone, d.accompagnateur_courriel, d.ppae_actualise_le,
  ${COLONNES_PNI_CONNU}`;

const SOURCE_DOSSIER = sql`dossiers_pe d join organisations pl on pl.id = d.plie_id left join organisations g on g.id = d.agence_id ${PNI_CONNU}`;

export interface LigneTache extends Omit<Dossier, 'id'> {
  id: number;
  dossier_id: number;
  action: CodeAction;
  etat: 'A_FAIRE' | 'FAITE' | 'REFUSEE' | 'CADUQUE';
  date_acte: DateCivile | null;
  motif: CodeDe<'MOTIFS_CLOTURE_PNI'> | null;
  mois: string;
  /** Who closed it. */
  par: string | null;
  absences: { date_convocation: DateCivile; excuse: boolean }[];
  etapes: { type: string; date_debut: DateCivile; date_fin: DateCivile | null }[];
  /** An answer already given, on its way to the PLIE, to the same request. */
  en_route: boolean;
}

/** Closed today, in Paris: what may still be undone. */
const DU_JOUR = sql`(t.etat in ('FAITE', 'REFUSEE') and (t.traitee_le at time zone 'Europe/Paris')::date = (now() at time zone 'Europe/Paris')::date)`;

const COLONNES_TACHE = sql`t.id, t.dossier_id, t.action, t.etat, t.date_acte, t.motif, i.mois,
  case when u.id is not null then u.prenom || ' ' || upper(u.nom) end as par,
  case when t.action = 'ABSENCE' then (select coalesce(jsonb_agg(to_jsonb(x) order by x.date_convocation desc), '[]') from (select a.date_convocation, a.excuse from dossier_absences a where a.plie_id = d.plie_id and a.dossier_id = d.id and to_char(a.date_convocation, 'YYYY-MM') = i.mois) x) else '[]' end as absences,
  case when t.action = 'PPAE' then (select coalesce(jsonb_agg(to_jsonb(x) order by x.date_debut desc), '[]') from (select e.type, e.date_debut, e.date_fin from dossier_etapes e where e.plie_id = d.plie_id and e.dossier_id = d.id and i.mois in (to_char(e.date_debut, 'YYYY-MM'), to_char(e.date_fin, 'YYYY-MM'))) x) else '[]' end as etapes,
  t.action = 'POSER_PNI' and exists (select 1 from retours_pe r where r.plie_id = d.plie_id and r.dossier_id = d.id and r.etat in ('EN_ROUTE', 'TRANSMIS') and r.pni_pose_le >= d.date_integration) as en_route`;

const SOURCE_TACHE = sql`taches_pe t join importations i on i.plie_id = t.plie_id and i.id = t.importation_id left join utilisateurs u on u.id = t.utilisateur_id
  join dossiers_pe d on d.plie_id = t.plie_id and d.id = t.dossier_id join organisations pl on pl.id = d.plie_id left join organisations g on g.id = d.agence_id ${PNI_CONNU}`;

const sansId = brut(COLONNES_DOSSIER.sql.replace('d.id, d.plie_id', 'd.plie_id'));

const filtrer = ({ acteur }: Pick<Contexte, 'acteur'>, f: Pick<FiltresTaches, 'agence' | 'plie' | 'faites'>): Sql => joindre([
  perimetreDossiers(acteur), f.faites ? DU_JOUR : sql`t.etat = 'A_FAIRE'`,
  ...(f.plie ? [sql`d.plie_id = ${f.plie}`] : []), ...(f.agence ? [sql`d.agence_id = ${f.agence}`] : []),
], ' and ');

/** One page of a kind, the oldest request first; those done today, the last done first. */
export async function listerTaches(contexte: Pick<Contexte, 'base' | 'acteur'>, f: FiltresTaches, parPage: number): Promise<LigneTache[]> {
  return lignes<LigneTache>(contexte.base, sql`
    select ${COLONNES_TACHE}, ${sansId} from ${SOURCE_TACHE}
    where ${filtrer(contexte, f)} ${f.faites ? vide : sql`and t.action = ${f.action}`}
    order by ${f.faites ? sql`t.traitee_le desc, t.id desc` : sql`i.mois, d.nom_norm, d.prenom_norm, t.id`} limit ${parPage} offset ${(f.page - 1) * parPage}`);
}

export type ComptesTaches = Record<CodeAction | 'FAITES', number>;

export async function compterTaches(contexte: Pick<Contexte, 'base' | 'acteur'>, f: Pick<FiltresTaches, 'agence' | 'plie'> = { agence: null, plie: null }): Promise<ComptesTaches> {
  const trouves = await lignes<{ quoi: CodeAction | 'FAITES'; n: number }>(contexte.base, sql`
    select case when t.etat = 'A_FAIRE' then t.action else 'FAITES' end as quoi, count(*) as n
    from taches_pe t join dossiers_pe d on d.plie_id = t.plie_id and d.id = t.dossier_id
    where (t.etat = 'A_FAIRE' or ${DU_JOUR}) and ${joindre([perimetreDossiers(contexte.acteur), ...(f.plie ? [sql`d.plie_id = ${f.plie}`] : []), ...(f.agence ? [sql`d.agence_id = ${f.agence}`] : [])], ' and ')}
    group by 1`);
  return { POSER_PNI: 0, LEVER_PNI: 0, REPRENDRE: 0, ABSENCE: 0, PPAE: 0, FAITES: 0, ...Object.fromEntries(trouves.map((x) => [x.quoi, x.n])) };
}

/** The PLIEs and the agencies of the dossiers within scope. */
export async function lireOptionsTaches({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>): Promise<{ plies: Choix[]; agences: Choix[] }> {
  const par = (colonne: Sql) => lignes<Choix>(base, sql`
    select distinct o.id::text as code, o.nom as libelle from dossiers_pe d join organisations o on o.id = ${colonne} where ${perimetreDossiers(acteur)} order by 2`);
  return { plies: await par(sql`d.plie_id`), agences: await par(sql`d.agence_id`) };
}
export interface Choix { code: string; libelle: string }

export async function lireDossier(base: Pick<Base, 'raw'>, acteur: Contexte['acteur'], id: number): Promise<Dossier> {
  const dossier = await chercherLigne<Dossier>(base, sql`select ${COLONNES_DOSSIER} from ${SOURCE_DOSSIER} where d.id = ${id} and ${perimetreDossiers(acteur)}`);
  if (!dossier) throw new Introuvable();
  return dossier;
}

export async function lireTache(base: Pick<Base, 'raw'>, acteur: Contexte['acteur'], id: number): Promise<LigneTache> {
  const tache = await chercherLigne<LigneTache>(base, sql`select ${COLONNES_TACHE}, ${sansId} from ${SOURCE_TACHE} where t.id = ${id} and ${perimetreDossiers(acteur)}`);
  if (!tache) throw new Introuvable();
  return tache;
}

/** Holds a task until the end of the transaction; its state as it is then. */
export async function verrouillerTache(trx: Transaction, t: { plie_id: number; id: number }): Promise<Pick<LigneTache, 'etat' | 'date_acte' | 'par'> & { du_jour: boolean }> {
  const etat = await chercherLigne<Pick<LigneTache, 'etat' | 'date_acte' | 'par'> & { du_jour: boolean }>(trx, sql`
    select t.etat, t.date_acte, ${DU_JOUR} as du_jour, (select u.prenom || ' ' || upper(u.nom) from utilisateurs u where u.id = t.utilisateur_id) as par
    from taches_pe t where t.plie_id = ${t.plie_id} and t.id = ${t.id} for update`);
  if (!etat) throw new Introuvable();
  return etat;
}

/** The date of the last PPAE that Pôle emploi answered for a dossier. */
export function noterPpae(trx: Transaction, d: { plie_id: number; id: number }): Promise<number> {
  return executer(trx, sql`
    update dossiers_pe set ppae_actualise_le = (select max(r.ppae_actualise_le) from retours_pe r where r.plie_id = dossiers_pe.plie_id and r.dossier_id = dossiers_pe.id)
    where plie_id = ${d.plie_id} and id = ${d.id}`);
}

export interface RetourDuDossier extends Reponse { id: number; etat: string; cree_le: string; par: string | null }

export interface FaitsDuDossier {
  taches: { id: number; action: CodeAction; etat: LigneTache['etat']; date_acte: DateCivile | null; mois: string; par: string | null }[];
  retours: RetourDuDossier[];
  etapes: { type: string; date_debut: DateCivile; date_fin: DateCivile | null }[];
  absences: { date_convocation: DateCivile; excuse: boolean }[];
  importations: { mois: string; confirmee_le: string }[];
}

/** All that hangs on a dossier already read within scope. */
export async function lireFaitsDuDossier(base: Pick<Base, 'raw'>, d: { plie_id: number; id: number }): Promise<FaitsDuDossier> {
  const du = sql`plie_id = ${d.plie_id} and dossier_id = ${d.id}`;
  return {
    taches: await lignes(base, sql`
      select t.id, t.action, t.etat, t.date_acte, i.mois, case when u.id is not null then u.prenom || ' ' || upper(u.nom) end as par
      from taches_pe t join importations i on i.plie_id = t.plie_id and i.id = t.importation_id left join utilisateurs u on u.id = t.utilisateur_id
      where t.plie_id = ${d.plie_id} and t.dossier_id = ${d.id} order by i.mois desc, t.id desc`),
    retours: await lignes(base, sql`
      select r.id, r.etat, r.cree_le, r.pni_pose_le, r.pni_fin, r.pni_leve_le, r.motif_levee, r.refus, r.ppae_actualise_le, case when u.id is not null then u.prenom || ' ' || upper(u.nom) end as par
      from retours_pe r left join utilisateurs u on u.id = r.utilisateur_id where r.plie_id = ${d.plie_id} and r.dossier_id = ${d.id} order by r.id desc`),
    etapes: await lignes(base, sql`select type, date_debut, date_fin from dossier_etapes where ${du} order by date_debut desc, id desc`),
    absences: await lignes(base, sql`select date_convocation, excuse from dossier_absences where ${du} order by date_convocation desc`),
    importations: await lignes(base, sql`select i.mois, i.confirmee_le from importations i join dossiers_pe d on d.plie_id = i.plie_id and d.importation_id = i.id where d.plie_id = ${d.plie_id} and d.id = ${d.id}`),
  };
}

/** The answer that a task gave, while it has not left nor been dealt with. */
export function chercherRetourDeTache(trx: Transaction, t: { plie_id: number; id: number }): Promise<(Reponse & { id: number; etat: string; orientation_id: number | null }) | null> {
  return chercherLigne(trx, sql`
    select id, etat, orientation_id, pni_pose_le, pni_fin, pni_leve_le, motif_levee, refus, ppae_actualise_le from retours_pe
    where plie_id = ${t.plie_id} and tache_id = ${t.id} order by id desc limit 1`);
}

/** The task of that kind still to be done on a dossier, held; its id, or null. */
export async function chercherTacheDuDossier(trx: Transaction, d: { plie_id: number; id: number }, action: CodeAction): Promise<number | null> {
  return (await chercherLigne<{ id: number }>(trx, sql`select id from taches_pe where plie_id = ${d.plie_id} and dossier_id = ${d.id} and action = ${action} and etat = 'A_FAIRE' for update`))?.id ?? null;
}

/** The answers that wait for the workbook, within scope. */
export async function compterEnRoute({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>): Promise<number> {
  const compte = await chercherLigne<{ n: number }>(base, sql`select count(*) as n from retours_pe r join dossiers_pe d on d.plie_id = r.plie_id and d.id = r.dossier_id where r.etat = 'EN_ROUTE' and ${perimetreDossiers(acteur)}`);
  return compte!.n;
}
