/**
 * What is due to go, and when, as SQL: one relation from which the dry run, the night's work, the page and the warnings are read.
 *
 * A person goes when the last of their orientations is due. Nothing is due before the table that carries its refusal or its exit has
 * left, and a parcours still open is never due: it raises an alert. An agreement renewed without a gap is one agreement (decided: the
 * exchange goes on, and so does the accompaniment of those it covers). Source: domaine §10, PLIE art. 8, PLIE data art. 4.2 and 7.
 */
import type { Acteur } from '../acces/acteur';
import { perimetreConservation } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import type { DateCivile } from '../lib/dates';
import type { Base } from '../lib/db';
import { brut, chercherLigne, joindre, lignes, sql, type Sql } from '../lib/db/sql';
import { dureesParDefaut, JOURS_D_AVERTISSEMENT, modeleParDefaut, MOIS_SANS_TABLEAU, type Limite } from './rules';

export type Regle = CodeDe<'REGLES_EFFACEMENT'>;
export interface Lecteur { base: Pick<Base, 'raw'>; acteur: Acteur }

const parDefaut = (limite: Limite): Sql => {
  const [avec, sans] = [true, false].map((fse) => dureesParDefaut(modeleParDefaut({ fse }))[limite]);
  return sql`case when p.id is not null then p.${brut(limite)} when a.fse then ${avec}::int else ${sans}::int end as ${brut(limite)}`;
};
const LIMITES: readonly Limite[] = ['jours_apres_refus', 'mois_apres_sortie', 'mois_apres_integration', 'mois_apres_convention', 'annees_archive'];

/** The day by which a table should have carried what happened on that day, when none is known to have. */
const auPlusTard = (date: Sql): Sql => sql`(date_trunc('month', ${date}) + make_interval(months => ${MOIS_SANS_TABLEAU}))::date`;
/** The day the first table that tells of it left. */
const partiLe = (date: Sql): Sql => sql`(select min((t.transmis_le at time zone 'Europe/Paris')::date) from tableau_lignes l join tableaux t on t.plie_id = l.plie_id and t.id = l.tableau_id
  where l.plie_id = o.plie_id and l.orientation_id = o.id and t.transmis_le is not null and t.mois >= to_char(${date}, 'YYYY-MM'))`;
const dansMois = (date: Sql, mois: Sql): Sql => sql`(${date} + make_interval(months => ${mois}))::date`;

/** Which PLIEs are read, as a condition on a column that holds their id: within the reader's scope, always. */
type Portee = (colonne: string) => Sql;
const partout = (acteur: Acteur): Portee => (colonne) => perimetreConservation(acteur, colonne);
/** One at a time, in the night's work: each batch reads no other PLIE. */
const dUnPlie = (acteur: Acteur, plieId: number): Portee => (colonne) => sql`${perimetreConservation(acteur, colonne)} and ${brut(colonne)} = ${plieId}`;

/**
 * `regimes` (plie_id, debut, fin, accord_fin, the five limits): which policy holds for what began on a day. The days that no convention
 * covers take the one before, else the first.
 */
const regimes = (portee: Portee): Sql => sql`suites as (
    select c.*, c.date_debut > lag(c.date_fin) over (partition by c.plie_id order by c.date_debut) + 1 as rupture
    from conventions c where ${portee('c.plie_id')}
  ),
  groupes as (select s.*, count(*) filter (where s.rupture) over (partition by s.plie_id order by s.date_debut) as groupe from suites s),
  accords as (select g.id, g.plie_id, g.fse, g.date_debut, max(g.date_fin) over (partition by g.plie_id, g.groupe) as accord_fin from groupes g),
  politiques as (select distinct on (convention_id) * from politiques_conservation order by convention_id, numero desc),
  regimes as materialized (
    select a.plie_id, a.accord_fin,
      case when lag(a.id) over (partition by a.plie_id order by a.date_debut) is null then '-infinity'::date else a.date_debut end as debut,
      coalesce(lead(a.date_debut) over (partition by a.plie_id order by a.date_debut) - 1, 'infinity'::date) as fin,
      ${joindre(LIMITES.map(parDefaut))}
    from accords a left join politiques p on p.convention_id = a.id
  )`;

/**
 * What a reprise has just brought in waits to be looked at: nothing of it goes before thirty days.
 *
 * `dues` (plie_id, orientation_id, personne_id, due, regle, archive_fin, limite_ouverte): one row per orientation of the persons still
 * there; due is null while nothing says that it may go.
 */
const dues = (portee: Portee): Sql => sql`${regimes(portee)},
  reprises_recentes as materialized (
    select a.plie_id, max((a.instant at time zone 'Europe/Paris')::date) + ${JOURS_D_AVERTISSEMENT}::int as attente from journal_actes a where a.action = 'reprise.importer' and ${portee('a.plie_id')} group by a.plie_id
  ),
  dues as (
    select o.plie_id, o.id as orientation_id, o.personne_id,
      case when o.date_integration is not null and r.annees_archive is not null then (r.accord_fin + make_interval(years => r.annees_archive))::date end as archive_fin,
      case when o.etat = 'EN_PARCOURS' then least(x.convention, ${dansMois(sql`o.date_integration`, sql`r.mois_apres_integration`)}) end as limite_ouverte,
      case when o.etat = 'EN_PARCOURS' then null else greatest(least(x.convention, x.propre), x.parti, case when e.origine = 'REPRISE' then i.attente end) end as due,
      case when x.propre is null or x.convention < x.propre then 'CONVENTION' when o.etat = 'REFUSEE' then 'REFUS' when x.propre < x.sortie then 'INTEGRATION' else 'SORTIE' end as regle
    from orientations o
    join personnes e on e.plie_id = o.plie_id and e.id = o.personne_id and e.efface_le is null
    join regimes r on r.plie_id = o.plie_id and coalesce(o.date_integration, o.date_prescription) between r.debut and r.fin
    left join reprises_recentes i on i.plie_id = o.plie_id
    cross join lateral (
      select ${dansMois(sql`r.accord_fin`, sql`r.mois_apres_convention`)} as convention,
        ${dansMois(sql`o.date_sortie`, sql`r.mois_apres_sortie`)} as sortie,
        case
          when o.date_refus is not null and o.prescripteur <> 'POLE_EMPLOI' then o.date_refus
          when o.date_fin <> 'infinity' then coalesce(${partiLe(sql`o.date_fin`)}, ${auPlusTard(sql`o.date_fin`)})
        end as parti
    ) y
    cross join lateral (
      select y.*, case
        when o.date_refus is not null then y.parti + r.jours_apres_refus
        when o.date_sortie is not null then least(y.sortie, ${dansMois(sql`o.date_integration`, sql`r.mois_apres_integration`)})
      end as propre
    ) x
    where ${portee('o.plie_id')}
  )`;

/** A hold, or a restriction, keeps all that is left of the person. `alias` has their plie_id and personne_id. */
const sousSuspension = (alias: Sql): Sql => sql`exists (select 1 from suspensions_effacement s where s.plie_id = ${alias}.plie_id and s.personne_id = ${alias}.personne_id and s.fin is null)`;

/** `personnes_dues` (plie_id, personne_id, due, regle, archive_fin): those that may go one day, from `dues`; none under a hold. */
const personnesDues = sql`personnes_dues as (
    select d.plie_id, d.personne_id, max(d.due) as due, (array_agg(d.regle order by d.due desc))[1] as regle, max(d.archive_fin) as archive_fin
    from dues d
    where not ${sousSuspension(sql`d`)}
    group by d.plie_id, d.personne_id having bool_and(d.due is not null)
  )`;

export type Genre = CodeDe<'GENRES_EFFACEMENT'>;
export interface Cible { genre: Genre; cible_id: number; regle: Regle; due: DateCivile }

/**
 * What is due on that day: persons (into the archive when the control of the FSE still needs them), single
 * orientations of persons who stay, archives whose time has come, dossiers received from a PLIE that works elsewhere.
 */
const cibles = (portee: Portee, jour: DateCivile): Sql => sql`with ${dues(portee)},
  ${personnesDues},
  cibles as (
    select d.plie_id, case when d.archive_fin > ${jour}::date then 'ARCHIVAGE' else 'PERSONNE' end as genre, d.personne_id as cible_id, d.regle, d.due
    from personnes_dues d where d.due <= ${jour}::date
    union all
    select d.plie_id, 'ORIENTATION', d.orientation_id, d.regle, d.due
    from dues d
    where d.due <= ${jour}::date
      and not exists (select 1 from personnes_dues x where x.plie_id = d.plie_id and x.personne_id = d.personne_id and x.due <= ${jour}::date)
      and not ${sousSuspension(sql`d`)}
      and not exists (select 1 from effacements f where f.plie_id = d.plie_id and f.genre = 'ORIENTATION' and f.cible_id = d.orientation_id)
    union all
    select v.plie_id, 'ARCHIVE', v.personne_id, 'ARCHIVE', x.fin
    from archives_fse v
    cross join lateral (
      select max((r.accord_fin + make_interval(years => coalesce(r.annees_archive, 0)))::date) as fin
      from orientations o join regimes r on r.plie_id = o.plie_id and o.date_integration between r.debut and r.fin
      where o.plie_id = v.plie_id and o.personne_id = v.personne_id
    ) x
    where x.fin <= ${jour}::date and not ${sousSuspension(sql`v`)} and ${portee('v.plie_id')}
    union all
    select d.plie_id, 'DOSSIER_RECU', d.id, case when d.date_refus is not null then 'REFUS' else 'SORTIE' end, x.due
    from dossiers_pe d
    join regimes r on r.plie_id = d.plie_id and coalesce(d.date_integration, d.date_prescription) between r.debut and r.fin
    cross join lateral (select least(${dansMois(sql`r.accord_fin`, sql`r.mois_apres_convention`)},
      ${dansMois(sql`d.date_sortie`, sql`r.mois_apres_sortie`)}, ${auPlusTard(sql`d.date_refus`)} + r.jours_apres_refus) as due) x
    where d.orientation_id is null and x.due <= ${jour}::date and (d.date_refus is not null or d.date_sortie is not null or r.accord_fin < ${jour}::date)
      and ${portee('d.plie_id')}
  )`;

export const listerCibles = ({ base, acteur }: Lecteur, plieId: number, jour: DateCivile, limite: number): Promise<Cible[]> => lignes<Cible>(base, sql`
  ${cibles(dUnPlie(acteur, plieId), jour)} select genre, cible_id, regle, due from cibles order by due, genre, cible_id limit ${limite}`);

export interface Compte { plie_id: number; plie_code: string; plie_nom: string; genre: Genre; regle: Regle; nombre: number }

/** The same, counted: the dry run. */
export const compterCibles = ({ base, acteur }: Lecteur, jour: DateCivile): Promise<Compte[]> => lignes<Compte>(base, sql`
  ${cibles(partout(acteur), jour)}
  select c.plie_id, p.code as plie_code, p.nom as plie_nom, c.genre, c.regle, count(*) as nombre
  from cibles c join organisations p on p.id = c.plie_id group by c.plie_id, p.code, p.nom, c.genre, c.regle order by p.code, c.genre, c.regle`);

export interface Prevision { mois: string; nombre: number; archives: number }

/** Persons who will go, month by month, as things stand. Those already due count in the present month. */
export const listerPrevisions = ({ base, acteur }: Lecteur, jour: DateCivile): Promise<Prevision[]> => lignes<Prevision>(base, sql`
  with ${dues(partout(acteur))}, ${personnesDues}
  select to_char(greatest(d.due, ${jour}::date), 'YYYY-MM') as mois, count(*) as nombre, count(*) filter (where d.archive_fin > d.due) as archives
  from personnes_dues d group by 1 order by 1`);

/**
 * By day, until that one: persons who go, and parcours still open that reach their limit. In one reading, since the home page makes it.
 */
export const compterParJour = ({ base, acteur }: Lecteur, jusqua: DateCivile): Promise<{ code: 'EFFACEMENT' | 'PARCOURS_OUVERT'; date: DateCivile; nombre: number }[]> => lignes(base, sql`
  with ${dues(partout(acteur))}, ${personnesDues}
  select 'EFFACEMENT' as code, d.due as date, count(*) as nombre from personnes_dues d where d.due <= ${jusqua}::date group by d.due
  union all
  select 'PARCOURS_OUVERT', d.limite_ouverte, count(*) from dues d where d.limite_ouverte <= ${jusqua}::date group by d.limite_ouverte`);

export interface Prochaine { personne_id: number; nom: string; prenom: string; due: DateCivile; regle: Regle; archive: boolean }

/** Who goes until that day, the first to go first. */
export const listerProchaines = ({ base, acteur }: Lecteur, jusqua: DateCivile, plafond: number): Promise<Prochaine[]> => lignes<Prochaine>(base, sql`
  with ${dues(partout(acteur))}, ${personnesDues}
  select d.personne_id, e.nom, e.prenom, d.due, d.regle, coalesce(d.archive_fin > d.due, false) as archive
  from personnes_dues d join personnes e on e.plie_id = d.plie_id and e.id = d.personne_id
  where d.due <= ${jusqua}::date order by d.due, d.personne_id limit ${plafond}`);

export interface OuvertAuDela { orientation_id: number; personne_id: number; nom: string; prenom: string; date_integration: DateCivile; limite: DateCivile }

/** Parcours still open past their limit: an alert, never an erasure. */
export const listerOuvertsAuDela = ({ base, acteur }: Lecteur, jour: DateCivile, plafond: number): Promise<OuvertAuDela[]> => lignes<OuvertAuDela>(base, sql`
  with ${dues(partout(acteur))}
  select d.orientation_id, d.personne_id, e.nom, e.prenom, o.date_integration, d.limite_ouverte as limite
  from dues d join orientations o on o.plie_id = d.plie_id and o.id = d.orientation_id join personnes e on e.plie_id = d.plie_id and e.id = d.personne_id
  where d.limite_ouverte <= ${jour}::date
  order by 6, 1 limit ${plafond}`);

/** PLIEs of the reader, in the order of their codes. */
export const listerPlies = ({ base, acteur }: Lecteur): Promise<{ id: number; code: string; nom: string }[]> => lignes(base, sql`
  select p.id, p.code, p.nom from organisations p where p.type = 'PLIE' and ${perimetreConservation(acteur, 'p.id')} order by p.code`);

export interface Echeance { due: DateCivile | null; regle: Regle; archive_fin: DateCivile | null; suspendue: boolean }

/** When one person goes, as things stand; null for one who is not in reach, is gone, or has no orientation. */
export const chercherEcheance = ({ base, acteur }: Lecteur, { plie_id, id }: { plie_id: number; id: number }): Promise<Echeance | null> => chercherLigne<Echeance>(base, sql`
  with ${dues(dUnPlie(acteur, plie_id))}
  select case when bool_and(d.due is not null) then max(d.due) end as due, (array_agg(d.regle order by d.due desc nulls first))[1] as regle, max(d.archive_fin) as archive_fin,
    exists (select 1 from suspensions_effacement s where s.plie_id = ${plie_id} and s.personne_id = ${id} and s.fin is null) as suspendue
  from dues d where d.plie_id = ${plie_id} and d.personne_id = ${id} having count(*) > 0`);
