/** The quality checks of a month, counted and listed by the same populations: a count is the length of its list. */
import type { Contexte } from '../acces/acteur';
import { perimetrePlies } from '../acces/perimetre';
import { brut, executer, joindre, lignes, sql, type Sql } from '../lib/db/sql';
import { decalerMois, type DateCivile, type Mois } from '../lib/dates';
import type { Transaction } from '../lib/ecriture';
import { Introuvable } from '../lib/erreurs';
import { demander, LIMITEE, type Cible, type Definition, type Demande } from './queries-definition';
import { CONTROLES_D_IDENTITE } from './queries-identite';
import { CONTROLES_DE_PARCOURS } from './queries-parcours';
import { CONTROLES_DES_SUITES, LAISSEE_DE_COTE } from './queries-suites';
import { adresseDuControle, dire, MOIS_DE_TENDANCE, type Controle, type Mesure } from './rules';

export const CONTROLES: readonly Definition[] = [...CONTROLES_D_IDENTITE, ...CONTROLES_DE_PARCOURS, ...CONTROLES_DES_SUITES];

/** Throws Introuvable for a code that is none. */
export function trouverControle(code: unknown): Definition {
  const controle = CONTROLES.find((c) => c.code === code);
  if (!controle) throw new Introuvable("Ce contrôle n'existe pas. Choisissez-en un dans la liste des contrôles du mois.");
  return controle;
}

/** Who may mend it (alias o): the référent of today, else the last one, else the one to whom the orientation was given. */
const ACCOMPAGNATEUR = sql`coalesce((select r.utilisateur_id from referents r where r.plie_id = o.plie_id and r.orientation_id = o.id order by r.date_fin desc nulls first, r.date_debut desc, r.id desc limit 1), o.attribuee_a)`;

const ORIENTATION = sql`join orientations o on o.plie_id = x.plie_id and o.id = x.orientation_id`;

/** Whose processing is restricted is in one check only. `code`: SQL. */
const retenue = (code: Sql): Sql => sql`(${code} = ${LAISSEE_DE_COTE.code}) = ${LIMITEE}`;

/** What a check counts for one accompagnateur; null: persons whom nobody follows yet. */
export interface Compte { code: string; accompagnateur_id: number | null; nombre: number }

async function compter(demande: Demande): Promise<Compte[]> {
  const populations: Sql[] = [];
  // One after the other: they may share a transaction, or the one session of the embedded database.
  for (const controle of CONTROLES) populations.push(sql`select ${brut(`'${controle.code}'`)} as code, c.* from (${await controle.population(demande)}) c`);
  return lignes<Compte>(demande.contexte.base, sql`
    with x as materialized (${joindre(populations, ' union all ')})
    select x.code, ${ACCOMPAGNATEUR} as accompagnateur_id, count(*)::int as nombre from x ${ORIENTATION} where ${retenue(brut('x.code'))} group by 1, 2`);
}

export interface Reglage { bloquant: boolean; version: number }

/** What the PLIE decided, by code. */
export async function lireReglages({ base, acteur }: Contexte, plieId: number): Promise<Map<string, Reglage>> {
  const lus = await lignes<Reglage & { code: string }>(base, sql`select code, bloquant, version from controles_reglages r where plie_id = ${plieId} and ${perimetrePlies(acteur, 'r.plie_id')}`);
  return new Map(lus.map(({ code, ...reglage }) => [code, reglage]));
}

export interface ControlesDuMois { controles: Controle[]; comptes: Compte[] }

/** All the checks of a month, with what each counts for each accompagnateur. Four statements, whatever the number of persons. */
export async function compterControles(contexte: Contexte, plieId: number, mois: Mois, accompagnateur: number | null = null): Promise<ControlesDuMois> {
  const reglages = await lireReglages(contexte, plieId);
  const comptes = await compter(demander(contexte, plieId, mois));
  const controles = CONTROLES.map((c) => {
    const nombre = comptes.filter((x) => x.code === c.code && (accompagnateur === null || x.accompagnateur_id === accompagnateur)).reduce((somme, x) => somme + x.nombre, 0);
    return { code: c.code, phrase: dire(c, nombre), gravite: c.gravite, bloquant: reglages.get(c.code)?.bloquant ?? c.bloquant, nombre, adresse: adresseDuControle(c.code, mois, accompagnateur) };
  });
  return { controles, comptes };
}

/** The checks of a month, for the whole PLIE: what stays to be mended today. */
export const controlerLeMois = async (contexte: Contexte, plieId: number, mois: Mois): Promise<Controle[]> => (await compterControles(contexte, plieId, mois)).controles;

export interface LigneControlee extends Cible {
  nom: string;
  prenom: string;
  accompagnateur: string | null;
  /** Null when it never happened (no entretien yet). */
  depuis: DateCivile | null;
  detail: string | null;
}

export interface Tranche { accompagnateur: number | null; page: number; parPage: number }

/** One page of the list behind a check, the oldest first. `total`: all that the filter keeps. */
export async function listerControle(contexte: Contexte, plieId: number, code: string, mois: Mois, { accompagnateur, page, parPage }: Tranche): Promise<{ lignes: LigneControlee[]; total: number }> {
  const population = await trouverControle(code).population(demander(contexte, plieId, mois));
  const brutes = await lignes<LigneControlee & { total: number }>(contexte.base, sql`
    with x as (select c.*, o.personne_id, ${ACCOMPAGNATEUR} as accompagnateur_id from (${population}) c join orientations o on o.plie_id = c.plie_id and o.id = c.orientation_id where ${retenue(sql`${code}::text`)})
    select x.orientation_id, x.personne_id, x.objet_id, x.depuis, x.detail, p.nom, p.prenom, u.prenom || ' ' || upper(u.nom) as accompagnateur, count(*) over ()::int as total
    from x join personnes p on p.plie_id = x.plie_id and p.id = x.personne_id left join utilisateurs u on u.id = x.accompagnateur_id
    where ${accompagnateur === null ? sql`true` : sql`x.accompagnateur_id = ${accompagnateur}`}
    order by x.depuis nulls first, p.nom_norm, p.prenom_norm, x.orientation_id, x.objet_id
    limit ${brut(String(parPage))} offset ${(page - 1) * parPage}`);
  return { lignes: brutes, total: brutes[0]?.total ?? 0 };
}

/** What the last check of each month counted, over the months of a trend. */
export function listerMesures({ base, acteur }: Contexte, plieId: number, mois: Mois): Promise<Mesure[]> {
  return lignes<Mesure>(base, sql`
    select distinct on (m.mois, m.code) m.mois, m.code, m.nombre from controles_mesures m
    where m.plie_id = ${plieId} and m.mois between ${decalerMois(mois, 1 - MOIS_DE_TENDANCE)} and ${mois} and ${perimetrePlies(acteur, 'm.plie_id')}
    order by m.mois, m.code, m.instant desc, m.id desc`);
}

/** Keeps what a check of the month counted. */
export async function mesurerLeMois(trx: Transaction, plieId: number, mois: Mois, controles: readonly Pick<Controle, 'code' | 'nombre'>[]): Promise<void> {
  await trx('controles_mesures').insert(controles.map(({ code, nombre }) => ({ plie_id: plieId, mois, code, nombre })));
}

/** False when somebody else changed it since `version` was shown (null: there was none). */
export async function reglerControle(trx: Transaction, plieId: number, code: string, bloquant: boolean, version: number | null): Promise<boolean> {
  return (await executer(trx, version === null
    ? sql`insert into controles_reglages (plie_id, code, bloquant) values (${plieId}, ${code}, ${bloquant}) on conflict (plie_id, code) do nothing`
    : sql`update controles_reglages set bloquant = ${bloquant} where plie_id = ${plieId} and code = ${code} and version = ${version}`)) > 0;
}
