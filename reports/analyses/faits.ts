/**
 * Facts that an analysis counts, PLIE by PLIE: a figure is the number of rows of its cell, and the list behind it is those
 * rows. One relation of SQL gives both, so that they cannot differ. Totals come from grouping sets; nothing is added up elsewhere.
 */
import { chercherLigne, lignes, sql, type Sql } from '../../server/lib/db/sql';
import type { DateCivile } from '../../server/lib/dates';
import { perimetreOrientations } from '../../server/acces/perimetre';
import { COMPTE_CES_JOURS, porteeDesPlies, type DemandeLibre, type Lecteur } from '../periodes';

/** A column of an analysis and what it means exactly, as the page prints both. */
export interface Definition<Code extends string = string> { code: Code; titre: string; definition: string }
/** One whose facts are those for which this condition of SQL holds. */
export interface DefinitionSql<Code extends string = string> extends Definition<Code> { quand: string }

/**
 * What an analysis counts. `requete` selects, for the PLIE `p`, one row per fact and cell: cle (of the cell), orientation_id,
 * personne_id, date_fait (what dates it in a list), rang (the order of facts of the same day) and detail (what a list adds, a
 * code or a number as text, or null).
 */
export interface Faits {
  requete: Sql;
  /** Whose facts, and the days looked at: a closed PLIE counts on those of its conventions only. */
  demande: DemandeLibre;
}

export interface LigneAnalyse<Valeur> {
  niveau: 'PLIE' | 'DEPARTEMENT' | 'ENSEMBLE';
  /** Null above a PLIE. */
  plie: { code: string; nom: string } | null;
  /** Null for the whole. */
  departement: { code: string; nom: string } | null;
  /** How many PLIEs the line is about. */
  plies: number;
  /** By key of cell; a cell without any fact is not there. */
  valeurs: Record<string, Valeur>;
}

/** The common table expression `plies` (plie_id, departement); « with » is the caller's. */
const plies = (lecteur: Lecteur, { debut, fin, territoire }: DemandeLibre): Sql => sql`
  plies as materialized (
    select p.id as plie_id, p.departement_code as departement
    from organisations p cross join (select ${debut}::date as debut, ${fin}::date as fin) j
    where ${porteeDesPlies(lecteur, territoire)} and ${COMPTE_CES_JOURS}
  )`;

type Brute<V> = Pick<LigneAnalyse<V>, 'plies'> & { niveau: number; plie_code: string | null; plie_nom: string | null; departement_code: string | null; departement_nom: string | null; valeurs: Record<string, V> | null };
const NIVEAUX: Record<number, LigneAnalyse<unknown>['niveau']> = { 0: 'PLIE', 1: 'DEPARTEMENT', 3: 'ENSEMBLE' };

/**
 * One line per PLIE, one per département, one for the whole; each cell is `agregat` (a JSON value) over its rows `x` of `origine`.
 * « offset 0 » keeps the facts of each PLIE apart, to be read by its index: joined freely, a region made PostgreSQL read the whole country.
 */
async function etablir<V>(lecteur: Lecteur, demande: DemandeLibre, origine: Sql, agregat: Sql): Promise<LigneAnalyse<V>[]> {
  const lues = await lignes<Brute<V>>(lecteur.base, sql`
    with ${plies(lecteur, demande)},
    cellules as (
      select p.departement, p.plie_id, x.cle, ${agregat} as valeur
      from plies p cross join lateral (${origine} offset 0) x
      group by grouping sets ((p.departement, p.plie_id, x.cle), (p.departement, x.cle), (x.cle))
    ),
    valeurs as (select coalesce(departement, '') as departement, coalesce(plie_id, 0) as plie_id, json_object_agg(cle, valeur) as valeurs from cellules group by 1, 2),
    cumuls as (select departement, plie_id, grouping(departement, plie_id) as niveau, count(*) as plies from plies group by grouping sets ((departement, plie_id), (departement), ()))
    select c.niveau, c.plies, o.code as plie_code, o.nom as plie_nom, c.departement as departement_code, d.nom as departement_nom, v.valeurs
    from cumuls c
    left join valeurs v on v.departement = coalesce(c.departement, '') and v.plie_id = coalesce(c.plie_id, 0)
    left join organisations o on o.id = c.plie_id
    left join departements d on d.code = c.departement
    order by c.departement nulls last, c.niveau, o.nom collate francais, o.id`);
  return lues.filter((l) => l.plies > 0).map((l) => ({
    niveau: NIVEAUX[l.niveau]!, plies: l.plies, valeurs: l.valeurs ?? {},
    plie: l.plie_code === null ? null : { code: l.plie_code, nom: l.plie_nom! },
    departement: l.departement_code === null ? null : { code: l.departement_code, nom: l.departement_nom! },
  }));
}

/** How many facts each cell holds. Empty without a PLIE in reach. */
export const compter = (lecteur: Lecteur, faits: Faits): Promise<LigneAnalyse<number>[]> =>
  etablir(lecteur, faits.demande, sql`select y.cle, count(*) as n from (${faits.requete}) y group by y.cle`, sql`sum(x.n)`);

/** A duration in days: exact percentiles over the facts, never a mean of medians. `quatreVingts`: 80 % of the facts took that long or less. */
export interface Duree { nombre: number; mediane: number; quatreVingts: number }

/** The durations of each cell; `requete` gives them as x.jours. A total is computed over its persons, PLIEs put together. */
export const mesurerDurees = (lecteur: Lecteur, faits: Faits): Promise<LigneAnalyse<Duree>[]> =>
  etablir(lecteur, faits.demande, faits.requete, sql`json_build_object('nombre', count(*), 'mediane', percentile_disc(0.5) within group (order by x.jours), 'quatreVingts', percentile_disc(0.8) within group (order by x.jours))`);

export interface FaitNominatif {
  orientation_id: number; personne_id: number; nom: string; prenom: string; plie_nom: string;
  /** The day the data of that person went; the fact still counts, and shows nobody. */
  efface_le: DateCivile | null;
  date_fait: DateCivile; detail: string | null;
  date_prescription: DateCivile; prescripteur: string;
}

export const PAR_PAGE = 100;

/** One page of the persons behind a cell, newest first, and how many there are in all: the figure. */
export async function listerFaits(lecteur: Lecteur, faits: Faits, cle: string, page: number): Promise<{ nombre: number; faits: FaitNominatif[] }> {
  const derriere = sql`with ${plies(lecteur, faits.demande)}, derriere as (
    select p.plie_id, x.orientation_id, x.personne_id, x.date_fait, x.detail, x.rang, f.date_prescription, f.prescripteur
    from plies p cross join lateral (${faits.requete}) x
    join orientations f on f.plie_id = p.plie_id and f.id = x.orientation_id
    where x.cle = ${cle} and ${perimetreOrientations(lecteur.acteur, 'f')})`;
  const { nombre } = (await chercherLigne<{ nombre: number }>(lecteur.base, sql`${derriere} select count(*) as nombre from derriere`))!;
  const lus = await lignes<FaitNominatif>(lecteur.base, sql`${derriere},
    page as (select * from derriere order by date_fait desc, orientation_id desc, rang limit ${PAR_PAGE} offset ${(page - 1) * PAR_PAGE})
    select page.orientation_id, page.personne_id, e.nom, e.prenom, e.efface_le, o.nom as plie_nom, page.date_fait, page.detail, page.date_prescription, page.prescripteur
    from page
    join personnes e on e.plie_id = page.plie_id and e.id = page.personne_id
    join organisations o on o.id = page.plie_id
    order by page.date_fait desc, page.orientation_id desc, page.rang`);
  return { nombre, faits: lus };
}
