/** Requests of persons about their data: read within scope, written. */
import type { Contexte } from '../acces/acteur';
import { perimetreDroits } from '../acces/perimetre';
import { LIMITATION } from '../conservation/rules';
import type { CodeDe } from '../codes/listes';
import type { DateCivile } from '../lib/dates';
import { chercherLigne, executer, lignes, sql, type Sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { Conflit, Introuvable } from '../lib/erreurs';
import { estPressante, type TypeDeDemande } from './rules';

type Lecteur = Pick<Contexte, 'base' | 'acteur'>;
export interface Demande {
  id: number; plie_id: number; plie_nom: string; /** Null: no file at their name. */
  personne_id: number | null; nom: string; prenom: string; efface_le: DateCivile | null;
  /** What the control of the FSE needs is all that is left. */
  archivee: boolean;
  type: TypeDeDemande; canal: CodeDe<'CANAUX_DEMANDE_DROIT'>; recue_le: DateCivile;
  identite_moyen: CodeDe<'MOYENS_IDENTITE'> | null; identite_le: DateCivile | null;
  reponse: CodeDe<'REPONSES_DROIT'> | null; motif_refus: CodeDe<'MOTIFS_REFUS_DROIT'> | null; champs_changes: string[]; repondue_le: DateCivile | null; par: string | null;
  /** The restriction in force on the person; null when there is none. */
  limitation_id: number | null;
  prolongation: CodeDe<'RAISONS_PROLONGATION_DROIT'> | null; prolongee_le: DateCivile | null;
  version: number;
}

const demandes = ({ acteur }: Lecteur, ou: Sql): Sql => sql`
  select d.id, d.plie_id, o.nom as plie_nom, d.personne_id, coalesce(p.nom, '') as nom, coalesce(p.prenom, '') as prenom, p.efface_le, d.prolongation, d.prolongee_le,
    exists (select 1 from archives_fse v where v.plie_id = d.plie_id and v.personne_id = d.personne_id) as archivee, d.type, d.canal, d.recue_le, d.identite_moyen, d.identite_le, d.reponse, d.motif_refus, d.champs_changes, d.repondue_le, d.version,
    (select u.prenom || ' ' || upper(u.nom) from utilisateurs u where u.id = d.utilisateur_id) as par,
    (select s.id from suspensions_effacement s where s.plie_id = d.plie_id and s.personne_id = d.personne_id and s.fin is null and s.motif = ${LIMITATION}) as limitation_id
  from demandes_droits d left join personnes p on p.plie_id = d.plie_id and p.id = d.personne_id join organisations o on o.id = d.plie_id
  where ${perimetreDroits(acteur)} and ${ou}`;

/** The first due first. */
export const listerDemandesOuvertes = (contexte: Lecteur): Promise<Demande[]> => lignes<Demande>(contexte.base, sql`${demandes(contexte, sql`d.reponse is null`)} order by d.recue_le + make_interval(months => case when d.prolongee_le is null then 1 else 3 end), d.id`);
export const listerDemandesCloses = (contexte: Lecteur, plafond: number): Promise<Demande[]> => lignes<Demande>(contexte.base, sql`${demandes(contexte, sql`d.reponse is not null`)} order by d.repondue_le desc, d.id desc limit ${plafond}`);

/** Open requests that are due within the days of the alert, or late. */
export const compterPressantes = async (contexte: Lecteur, jour: DateCivile): Promise<number> => (await listerDemandesOuvertes(contexte)).filter((d) => estPressante(d, jour)).length;

/** Throws Introuvable. */
export async function lireDemande(contexte: Lecteur, id: number): Promise<Demande> {
  const lue = await chercherLigne<Demande>(contexte.base, demandes(contexte, sql`d.id = ${id}`));
  if (!lue) throw new Introuvable();
  return lue;
}

export const ajouterDemande = async (trx: Transaction, d: { plie_id: number; personne_id: number | null; type: TypeDeDemande; canal: string; recue_le: DateCivile }): Promise<number> => (await chercherLigne<{ id: number }>(trx, sql`
  insert into demandes_droits (plie_id, personne_id, type, canal, recue_le) values (${d.plie_id}, ${d.personne_id}, ${d.type}, ${d.canal}, ${d.recue_le}) returning id`))!.id;

/** The PLIE of a file of the reader's scope, erased or not; null otherwise. */
export const chercherPlieDeLaFiche = async ({ base, acteur }: Lecteur, personneId: number): Promise<number | null> =>
  (await chercherLigne<{ plie_id: number }>(base, sql`select d.plie_id from personnes d where d.id = ${personneId} and ${perimetreDroits(acteur)}`))?.plie_id ?? null;

const uneSeule = (faits: number): void => { if (!faits) throw new Conflit(); };
const ouverte = (d: Demande): Sql => sql`plie_id = ${d.plie_id} and id = ${d.id} and version = ${d.version} and reponse is null`;

/** Throws Conflit when somebody else changed it. */
export const noterIdentite = async (trx: Transaction, d: Demande, { moyen, le }: { moyen: string; le: DateCivile }): Promise<void> =>
  uneSeule(await executer(trx, sql`update demandes_droits set identite_moyen = ${moyen}, identite_le = ${le} where ${ouverte(d)}`));

export const noterProlongation = async (trx: Transaction, d: Demande, { prolongation, prolongee_le }: { prolongation: CodeDe<'RAISONS_PROLONGATION_DROIT'>; prolongee_le: DateCivile }): Promise<void> =>
  uneSeule(await executer(trx, sql`update demandes_droits set prolongation = ${prolongation}, prolongee_le = ${prolongee_le} where ${ouverte(d)} and prolongee_le is null`));

export interface Reponse { reponse: CodeDe<'REPONSES_DROIT'>; motif_refus: CodeDe<'MOTIFS_REFUS_DROIT'> | null; champs_changes: string[] }
export const noterReponse = async (trx: Transaction, d: Demande, r: Reponse, { jour, par }: { jour: DateCivile; par: number | null }): Promise<void> =>
  uneSeule(await executer(trx, sql`
    update demandes_droits set reponse = ${r.reponse}, motif_refus = ${r.motif_refus}, champs_changes = ${r.champs_changes}, repondue_le = ${jour}, utilisateur_id = ${par} where ${ouverte(d)}`));

/** Columns of the person and of their orientations that were changed since the reception, as the journal knows them. */
export const listerChangements = async ({ base }: Lecteur, d: Demande): Promise<string[]> => (await lignes<{ champ: string }>(base, sql`
  select distinct k.champ from journal_lignes l join journal_actes a on a.id = l.acte_id cross join lateral jsonb_object_keys(l.apres) as k (champ)
  where l.plie_id = ${d.plie_id} and l.operation = 'MODIFICATION' and l.table_nom in ('personnes', 'orientations') and l.apres is not null
    and (l.personne_id = ${d.personne_id} or l.orientation_id in (select id from orientations where plie_id = ${d.plie_id} and personne_id = ${d.personne_id}))
    and a.instant >= (${d.recue_le}::date)::timestamp at time zone 'Europe/Paris'
    and k.champ not in ('version', 'nom_norm', 'prenom_norm') order by 1`)).map((l) => l.champ);

/** Orientations that are neither refused nor ended. */
export const compterOuvertes = async ({ base }: Pick<Contexte, 'base'>, d: Pick<Demande, 'plie_id' | 'personne_id'>): Promise<number> => (await chercherLigne<{ n: number }>(base, sql`
  select count(*) as n from orientations where plie_id = ${d.plie_id} and personne_id = ${d.personne_id} and etat not in ('REFUSEE', 'SORTIE')`))!.n;
