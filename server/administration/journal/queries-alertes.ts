/** Abnormal use: counted in the journal, kept, read by the data-protection officer of the agent's organisation. */
import type { Acteur, Contexte } from '../../acces/acteur';
import { perimetreAlertes } from '../../acces/perimetre';
import { actesDeNature, type ActeConnu } from '../../codes/actes';
import type { CodeDe } from '../../codes/listes';
import type { Base } from '../../lib/db';
import { chercherLigne, executer, joindre, lignes, sql, type Sql } from '../../lib/db/sql';
import type { Transaction } from '../../lib/ecriture';
import { Conflit, Introuvable } from '../../lib/erreurs';
import { SEUILS, type Seuils } from './rules-alertes';

export type GenreAlerte = CodeDe<'GENRES_ALERTE'>;

export interface Abus { organisation_id: number; utilisateur_id: number; genre: GenreAlerte; debut: string; fin: string; nombre: number; seuil: number }

const SEUIL = (colonne: Sql, defaut: number): Sql => sql`coalesce((select ${colonne} from alertes_reglages g where g.organisation_id = u.organisation_id), ${defaut}::int)`;
const OUVERTURES = joindre(['personne.consulter', 'dossier.consulter'] satisfies ReturnType<typeof actesDeNature>);

/**
 * Agents above their thresholds at that instant: different files opened, and pages refused, within the hour before; files with
 * names taken out since midnight in Paris. None that an alert of the same hour, or of the same day, already tells.
 */
export const listerAbus = (base: Base, maintenant: string): Promise<Abus[]> => lignes<Abus>(base, sql`
  with ouvertes as (
    select a.utilisateur_id, count(distinct (a.action, a.plie_id, a.personne_id, case when a.personne_id is null then a.details ->> 'dossier' end)) as nombre, min(a.instant) as debut, max(a.instant) as fin
    from journal_actes a
    where a.action in (${OUVERTURES}) and a.instant > ${maintenant}::timestamptz - interval '1 hour' and a.instant <= ${maintenant}::timestamptz and a.utilisateur_id is not null
    group by a.utilisateur_id
  ),
  exportes as (
    select a.utilisateur_id, count(*) as nombre, min(a.instant) as debut, max(a.instant) as fin
    from journal_actes a
    where a.action in (${joindre(actesDeNature('EXPORT_NOMINATIF'))}) and a.instant <= ${maintenant}::timestamptz and a.utilisateur_id is not null
      and a.instant >= (date_trunc('day', ${maintenant}::timestamptz at time zone 'Europe/Paris')) at time zone 'Europe/Paris'
    group by a.utilisateur_id
  ),
  refuses as (
    select a.utilisateur_id, sum((a.details ->> 'nombre')::int)::int as nombre, min(a.instant) as debut, max(a.instant) as fin
    from journal_actes a
    where a.action = ${'acces.refuser' satisfies ActeConnu} and a.instant > ${maintenant}::timestamptz - interval '1 hour' and a.instant <= ${maintenant}::timestamptz and a.utilisateur_id is not null
    group by a.utilisateur_id
  )
  select u.organisation_id, u.id as utilisateur_id, 'FICHES_OUVERTES' as genre, x.debut, x.fin, x.nombre, ${SEUIL(sql`g.fiches_par_heure`, SEUILS.fiches_par_heure)} as seuil
  from ouvertes x join utilisateurs u on u.id = x.utilisateur_id
  where x.nombre > ${SEUIL(sql`g.fiches_par_heure`, SEUILS.fiches_par_heure)}
    and not exists (select 1 from alertes_usage s where s.utilisateur_id = u.id and s.genre = 'FICHES_OUVERTES' and s.fin >= x.debut)
  union all
  select u.organisation_id, u.id, 'EXPORTS_NOMINATIFS', x.debut, x.fin, x.nombre, ${SEUIL(sql`g.exports_par_jour`, SEUILS.exports_par_jour)}
  from exportes x join utilisateurs u on u.id = x.utilisateur_id
  where x.nombre >= ${SEUIL(sql`g.exports_par_jour`, SEUILS.exports_par_jour)}
    and not exists (select 1 from alertes_usage s where s.utilisateur_id = u.id and s.genre = 'EXPORTS_NOMINATIFS' and s.fin >= x.debut)
  union all
  select u.organisation_id, u.id, 'REFUS', x.debut, x.fin, x.nombre, ${SEUIL(sql`g.refus_par_heure`, SEUILS.refus_par_heure)}
  from refuses x join utilisateurs u on u.id = x.utilisateur_id
  where x.nombre >= ${SEUIL(sql`g.refus_par_heure`, SEUILS.refus_par_heure)}
    and not exists (select 1 from alertes_usage s where s.utilisateur_id = u.id and s.genre = 'REFUS' and s.fin >= x.debut)`);

export async function ajouterAlerte(trx: Transaction, a: Abus): Promise<void> {
  await trx('alertes_usage').insert(a);
}

export interface Alerte {
  id: number; genre: GenreAlerte; debut: string; fin: string; nombre: number; seuil: number; version: number;
  agent: string; courriel: string; role: string;
  suite: CodeDe<'SUITES_ALERTE'> | null; suite_le: string | null; suite_par: string | null;
  /** The line of the register of breaches that it led to. */
  violation_id: number | null;
}

const LUE = sql`s.id, s.genre, s.debut, s.fin, s.nombre, s.seuil, s.version, u.prenom || ' ' || upper(u.nom) as agent, u.courriel, u.role,
  s.suite, s.suite_le, (select d.prenom || ' ' || upper(d.nom) from utilisateurs d where d.id = s.suite_par) as suite_par,
  (select v.id from violations v where v.alerte_id = s.id) as violation_id`;

/** Those that wait first, then the latest. */
export const listerAlertes = ({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, plafond: number): Promise<Alerte[]> => lignes<Alerte>(base, sql`
  select ${LUE} from alertes_usage s join utilisateurs u on u.id = s.utilisateur_id
  where ${perimetreAlertes(acteur, 's')} order by (s.suite is not null), s.debut desc, s.id desc limit ${plafond}`);

export const compterAlertesAVoir = async ({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>): Promise<number> =>
  (await chercherLigne<{ n: number }>(base, sql`select count(*) as n from alertes_usage s where s.suite is null and ${perimetreAlertes(acteur, 's')}`))!.n;

/** Throws Introuvable. */
export async function lireAlerte({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, id: number): Promise<Alerte> {
  const alerte = await chercherLigne<Alerte>(base, sql`select ${LUE} from alertes_usage s join utilisateurs u on u.id = s.utilisateur_id where s.id = ${id} and ${perimetreAlertes(acteur, 's')}`);
  if (!alerte) throw new Introuvable();
  return alerte;
}

/** Throws Introuvable, or Conflit when somebody has followed it up meanwhile. */
export async function noterSuite(trx: Transaction, acteur: Acteur, { id, version, suite, par, maintenant }: { id: number; version: number; suite: CodeDe<'SUITES_ALERTE'>; par: number | null; maintenant: string }): Promise<void> {
  const lue = await chercherLigne<{ version: number }>(trx, sql`select s.version from alertes_usage s where s.id = ${id} and ${perimetreAlertes(acteur, 's')} for update`);
  if (!lue) throw new Introuvable();
  if (lue.version !== version) throw new Conflit("Quelqu'un d'autre a donné suite à cette alerte entre-temps : rien n'a été enregistré.");
  await executer(trx, sql`update alertes_usage set suite = ${suite}, suite_par = ${par}, suite_le = ${maintenant} where id = ${id}`);
}

/** Of the reader's own organisation; version 0 as long as nothing was set. */
export async function lireSeuils({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>): Promise<Seuils & { version: number }> {
  return (await chercherLigne<Seuils & { version: number }>(base, sql`
    select g.fiches_par_heure, g.exports_par_jour, g.refus_par_heure, g.version from alertes_reglages g where g.organisation_id = ${acteur.organisation?.id ?? null}`)) ?? { ...SEUILS, version: 0 };
}

export async function poserSeuils(trx: Transaction, organisationId: number, { fiches_par_heure, exports_par_jour, refus_par_heure, version }: Seuils & { version: number }): Promise<void> {
  const faits = version === 0
    ? await executer(trx, sql`insert into alertes_reglages (organisation_id, fiches_par_heure, exports_par_jour, refus_par_heure) values (${organisationId}, ${fiches_par_heure}, ${exports_par_jour}, ${refus_par_heure}) on conflict do nothing`)
    : await executer(trx, sql`update alertes_reglages set fiches_par_heure = ${fiches_par_heure}, exports_par_jour = ${exports_par_jour}, refus_par_heure = ${refus_par_heure} where organisation_id = ${organisationId} and version = ${version}`);
  if (!faits) throw new Conflit("Quelqu'un d'autre a changé ces seuils entre-temps : rien n'a été enregistré.");
}
