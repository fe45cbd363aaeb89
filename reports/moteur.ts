/**
 * Turns definitions into figures: one statement for a whole table, so that all its figures are of one instant.
 * Each count reads its own range of its own partial index, per PLIE and per period of convention settings;
 * one roll-up by grouping sets gives PLIEs, départements and the whole. Nothing is added up outside SQL.
 */
import { brut, joindre, lignesPreparees, sql, vide, type Sql } from '../server/lib/db/sql';
import type { DateCivile } from '../server/lib/dates';
import { compteDe, conditionDe, estCompte, estTaux, estVentilation, type Compte, type Document, type Somme } from './indicateur';
import { comptesDuJour, figes, lignesFigees, ventilationFigee, type Fond } from './figes';
import { periodes, type Etendue, type Lecteur } from './periodes';
import type { Source } from './sources';

/** A count: null when it is not available. `plies` is the number of PLIEs that it covers. */
export interface CelluleCompte { applicable: boolean; valeur: number | null; plies: number }
/** Both terms over the same PLIEs; null when a source is missing. */
export interface CelluleTaux { applicable: boolean; numerateur: number | null; denominateur: number | null; plies: number }
export interface CelluleVentilation { valeurs: Record<string, { nombre: number; dont: number }>; plies: number }

/** The days on which a PLIE's settings are these, as the database writes them. */
export interface Periode {
  debut: DateCivile;
  fin: DateCivile;
  phase_diagnostic: boolean;
  orientations_ic: 'AUCUNE' | 'CERTAINES' | 'TOUTES';
  perimetre_sorties: 'PE' | 'TOUS_PRESCRIPTEURS';
  /** False when no convention covers any of these days: the settings are borrowed, or the defaults. */
  conventionnee: boolean;
}

export interface Ligne {
  niveau: 'PLIE' | 'DEPARTEMENT' | 'ENSEMBLE';
  /** Null above a PLIE. */
  plie: { code: string; nom: string } | null;
  /** Null for the whole. */
  departement: { code: string; nom: string } | null;
  /** How many PLIEs the line is about. */
  plies: number;
  comptes: Record<string, CelluleCompte>;
  taux: Record<string, CelluleTaux>;
  ventilations: Record<string, CelluleVentilation>;
  /** Sums that make denominators: { D: 12 }; null when a term is missing. For a PLIE only, as the two below. */
  sommes: Record<string, number | null>;
  /** What each term brought to a sum: { D: { '1': 12, '2': 0 } }. */
  termes: Record<string, Record<string, number>>;
  /** Columns over the days of a check; null when it has no such day. */
  controles: Record<string, Record<string, number | null> | null>;
  /** Empty when the PLIE has no figures: only validated ones were asked for. */
  periodes: Periode[];
  /** The validation that these figures are of; null for those of today, and above a PLIE. */
  fige: { numero: number; definitions: string; valide_le: string } | null;
}

type Brute = Record<string, number | boolean | null> & {
  niveau: number; plies: number; plie_code: string | null; plie_nom: string | null; departement_code: string | null; departement_nom: string | null;
  periodes: Periode[] | null; ventilations: Record<string, Record<string, [number, number]>> | null; fige: Ligne['fige'];
};

const nom = (prefixe: string, numero: string): Sql => brut(`${prefixe}${numero.toLowerCase()}`);
const et = (...conditions: (string | undefined)[]): Sql => joindre(['true', ...conditions.filter(Boolean)].map((c) => brut(String(c))), ' and ');
const virgule = (morceaux: Sql[]): Sql => (morceaux.length ? sql`, ${joindre(morceaux, ',\n    ')}` : vide);
const dansLaPeriode = (date: string): Sql => sql`f.plie_id = r.plie_id and f.${brut(date)} between r.debut and r.fin`;

/** What makes the fact `f` count, under the settings `r` of its day. */
export const estCompteDans = (i: Compte): Sql => sql`${dansLaPeriode(i.date)} and ${et(conditionDe(i), i.applicable?.sql)}`;
/** The settings `r` of the day of the fact `f`. */
export const reglagesDuJour = (i: Compte): Sql => dansLaPeriode(i.date);

/** The facts of a source read once for all its indicators, by the axes it declares; then the sums of each period. */
function groupesDe(source: Source, comptes: readonly Compte[]): Sql {
  const siens = comptes.filter((i) => i.source === source);
  const axes = brut(source.axes!.map((a) => `f.${a}`).join(', '));
  return sql`${brut(source.nom)} as materialized (
    select r.plie_id, r.debut, g.*
    from r cross join lateral (
      select ${axes}, count(*) as n from ${brut(source.table)} f where ${dansLaPeriode(siens[0]!.date)} group by ${axes}
    ) g
  ),
  ${nom('sommes_', source.nom)} as (
    select r.plie_id, r.debut, ${joindre(siens.map((i) => sql`coalesce(sum(f.n) filter (where ${et(conditionDe(i))}), 0) as ${nom('n', i.numero)}`))}
    from r left join ${brut(source.nom)} f on f.plie_id = r.plie_id and f.debut = r.debut
    group by r.plie_id, r.debut
  )`;
}

/** The joins that bring the counts to each period: an index range of its own, or the sums of a grouped source. */
function comptages(comptes: readonly Compte[]): Sql {
  const directs = comptes.filter((i) => !i.source.axes).map((i) => sql`cross join lateral (
      select ${i.source.mesure ? brut(`sum(f.${i.source.mesure})`) : sql`count(*)`} as n
      from ${brut(i.source.table)} f where ${estCompteDans(i)}
    ) as ${nom('l', i.numero)}`);
  const groupes = sourcesGroupees(comptes).map((source) => sql`join ${nom('sommes_', source.nom)} as ${nom('l_', source.nom)} using (plie_id, debut)`);
  return joindre([...groupes, ...directs], '\n    ');
}

const sourcesGroupees = (comptes: readonly Compte[]): Source[] => [...new Set(comptes.map((i) => i.source).filter((s) => s.axes))];

function valeurDuComptage(i: Compte): Sql {
  const valeur = i.source.axes ? sql`${brut(`l_${i.source.nom}`)}.${nom('n', i.numero)}` : sql`${nom('l', i.numero)}.n`;
  return i.applicable ? sql`case when ${brut(i.applicable.sql)} then ${valeur} end as ${nom('c', i.numero)}` : sql`${valeur} as ${nom('c', i.numero)}`;
}

/** A sum of columns over a PLIE's year: null when a term that counts on some day has no source. */
function somme({ numero, termes }: Somme): Sql {
  const parties = termes.map((t) => sql`coalesce(sum(${nom('c', t.numero)}) filter (where ${et(t.quand)}), 0)`);
  const disponibles = termes.map((t) => sql`(sum(${nom('c', t.numero)}) is not null or count(*) filter (where ${et(t.quand)}) = 0)`);
  return joindre([
    sql`case when ${joindre(disponibles, ' and ')} then ${joindre(parties, ' + ')} end as ${nom('c', numero)}`,
    ...termes.map((t, k) => sql`${parties[k]} as ${nom(`t_${numero.toLowerCase()}_`, t.numero)}`),
  ]);
}

/** The statement of the whole table. */
function requeteTableau(lecteur: Lecteur, document: Document, etendue: Etendue, fond: Fond): Sql {
  const comptes = document.indicateurs.filter(estCompte);
  const taux = document.indicateurs.filter(estTaux);
  const ventilations = document.indicateurs.filter(estVentilation);
  const groupees = sourcesGroupees(comptes);
  const conditionnels = comptes.filter((i) => i.applicable);
  return sql`with ${periodes(lecteur, etendue, comptesDuJour(fond, etendue))},
  ${figes(lecteur, etendue, fond)}${groupees.length ? sql`,
  ${joindre(groupees.map((source) => groupesDe(source, comptes)))}` : vide},
  par_periode as (
    select r.*${virgule(comptes.map(valeurDuComptage))}
    from r
    ${comptages(comptes)}
  ),
  par_plie_du_jour as (
    select r.departement, r.plie_id,
      json_agg(json_build_object('debut', r.debut, 'fin', r.fin, 'phase_diagnostic', r.phase_diagnostic, 'orientations_ic', r.orientations_ic,
        'perimetre_sorties', r.perimetre_sorties, 'conventionnee', r.conventionnee) order by r.debut) as periodes
      ${virgule(comptes.map((i) => sql`sum(${nom('c', i.numero)}) as ${nom('c', i.numero)}`))}
      ${virgule(conditionnels.map((i) => sql`bool_or(${brut(i.applicable!.sql)}) as ${nom('a', i.numero)}`))}
      ${virgule(document.sommes.map(somme))}
      ${virgule(document.controles.map((c) => joindre([
        sql`bool_or(${brut(c.quand)}) as ${nom('k_', c.nom)}`,
        ...c.colonnes.map((n) => sql`sum(${nom('c', n)}) filter (where ${brut(c.quand)}) as ${nom(`k_${c.nom.toLowerCase()}_`, n)}`),
      ])))}
    from par_periode r group by r.departement, r.plie_id
  ),
  par_plie as materialized (select * from par_plie_du_jour union all ${lignesFigees(document)}),
  cumuls as (
    select departement, plie_id, grouping(departement, plie_id) as niveau, count(*) as plies
      ${virgule(comptes.map((i) => sql`sum(${nom('c', i.numero)}) as ${nom('c', i.numero)}, count(${nom('c', i.numero)}) as ${nom('n', i.numero)}`))}
      ${virgule(conditionnels.map((i) => sql`bool_or(${nom('a', i.numero)}) as ${nom('a', i.numero)}`))}
      ${virgule(taux.map((i) => {
        const [n, d] = [nom('c', i.numerateur), nom('c', i.denominateur)];
        return sql`sum(${n}) filter (where ${d} is not null) as ${nom('num', i.numero)}, sum(${d}) filter (where ${n} is not null) as ${nom('den', i.numero)}, count(*) filter (where ${n} is not null and ${d} is not null) as ${nom('n', i.numero)}`;
      }))}
    from par_plie group by grouping sets ((departement, plie_id), (departement), ())
  )${ventilations.length ? sql`,
  ${joindre(ventilations.map((v) => ventilation(document, v.numero)))}` : vide}
  select c.*, p.code as plie_code, p.nom as plie_nom, c.departement as departement_code, d.nom as departement_nom, pp.periodes,
    case when x.numero is not null then json_build_object('numero', x.numero, 'definitions', x.definitions, 'valide_le', x.valide_le) end as fige
    ${virgule(document.sommes.map((s) => sql`pp.${nom('c', s.numero)}`))}
    ${virgule(document.sommes.flatMap((s) => s.termes.map((t) => sql`pp.${nom(`t_${s.numero.toLowerCase()}_`, t.numero)}`)))}
    ${virgule(document.controles.flatMap((k) => [sql`pp.${nom('k_', k.nom)}`, ...k.colonnes.map((n) => sql`pp.${nom(`k_${k.nom.toLowerCase()}_`, n)}`)]))}
    ${ventilations.length ? sql`, json_build_object(${joindre(ventilations.map((v) => sql`${brut(`'${v.numero}'`)}, ${nom('v', v.numero)}.valeurs`))}) as ventilations` : sql`, null as ventilations`}
  from cumuls c
  left join par_plie pp on pp.plie_id = c.plie_id
  left join figes x on x.plie_id = c.plie_id
  left join organisations p on p.id = c.plie_id
  left join departements d on d.code = c.departement
  ${ventilations.length ? joindre(ventilations.map((v) => sql`left join ${nom('v', v.numero)} on ${nom('v', v.numero)}.departement = coalesce(c.departement, '') and ${nom('v', v.numero)}.plie_id = coalesce(c.plie_id, 0)`), '\n  ') : vide}
  order by c.departement nulls last, c.niveau, p.nom collate francais, p.id`;
}

/** A column split by an axis: { code: [facts, of which those of the « dont » column] } for each line of the roll-up. */
function ventilation(document: Document, numero: string): Sql {
  const v = document.indicateurs.filter(estVentilation).find((i) => i.numero === numero)!;
  const [de, dont] = [compteDe(document, v.de), compteDe(document, v.dont)];
  const axe = brut(v.axe);
  return sql`${nom('m', numero)} as (
    select r.departement, r.plie_id, f.${axe} as valeur, sum(f.n) as n, coalesce(sum(f.n) filter (where ${et(conditionDe(dont))}), 0) as dont
    from r join ${brut(de.source.nom)} f on f.plie_id = r.plie_id and f.debut = r.debut
    where ${et(conditionDe(de), de.applicable?.sql)}
    group by r.departement, r.plie_id, f.${axe}
    union all ${ventilationFigee(document, numero)}
  ),
  ${nom('g', numero)} as (
    select departement, plie_id, valeur, sum(n) as n, sum(dont) as dont
    from ${nom('m', numero)} group by grouping sets ((departement, plie_id, valeur), (departement, valeur), (valeur))
  ),
  ${nom('v', numero)} as (
    select coalesce(departement, '') as departement, coalesce(plie_id, 0) as plie_id, json_object_agg(valeur, json_build_array(n, dont)) as valeurs
    from ${nom('g', numero)} group by 1, 2
  )`;
}

/**
 * The figures of a year, or of any days: each département's PLIEs then its total, then the whole. Empty without a PLIE in reach.
 * Sent as a named statement: the server plans it once per connection, which is half the cost for a single PLIE.
 */
export async function calculer(lecteur: Lecteur, document: Document, etendue: Etendue, fond: Fond = 'RETENUS'): Promise<Ligne[]> {
  const lues = await lignesPreparees<Brute>(lecteur.base, requeteTableau(lecteur, document, etendue, fond));
  return lues.filter((l) => l.plies > 0).map((l) => versLigne(document, l));
}

const NIVEAUX: Record<number, Ligne['niveau']> = { 0: 'PLIE', 1: 'DEPARTEMENT', 3: 'ENSEMBLE' };

function versLigne(document: Document, l: Brute): Ligne {
  const lire = (prefixe: string, numero: string) => l[`${prefixe}${numero.toLowerCase()}`] as number | null;
  const applicable = (numero: string): boolean => {
    const parts = document.sommes.find((s) => s.numero === numero)?.termes;
    return parts ? parts.some((t) => applicable(t.numero)) : l[`a${numero.toLowerCase()}`] !== false;
  };
  const plie = l.plie_code === null ? null : { code: l.plie_code, nom: l.plie_nom! };
  return {
    niveau: NIVEAUX[l.niveau]!,
    plie,
    departement: l.departement_code === null ? null : { code: l.departement_code, nom: l.departement_nom! },
    plies: l.plies,
    comptes: Object.fromEntries(document.indicateurs.filter(estCompte).map((i) => [i.numero, { applicable: applicable(i.numero), valeur: lire('c', i.numero), plies: lire('n', i.numero)! }])),
    taux: Object.fromEntries(document.indicateurs.filter(estTaux).map((i) => [i.numero, {
      applicable: applicable(i.numerateur) && applicable(i.denominateur), numerateur: lire('num', i.numero), denominateur: lire('den', i.numero), plies: lire('n', i.numero)!,
    }])),
    ventilations: Object.fromEntries(document.indicateurs.filter(estVentilation).map((v) => [v.numero, {
      plies: lire('n', v.de)!,
      valeurs: Object.fromEntries(v.valeurs.map(({ code }) => {
        const [nombre, dont] = l.ventilations?.[v.numero]?.[code] ?? [0, 0];
        return [code, { nombre, dont }];
      })),
    }])),
    sommes: plie ? Object.fromEntries(document.sommes.map((s) => [s.numero, lire('c', s.numero)])) : {},
    termes: plie ? Object.fromEntries(document.sommes.map((s) => [s.numero, Object.fromEntries(s.termes.map((t) => [t.numero, lire(`t_${s.numero}_`.toLowerCase(), t.numero)!]))])) : {},
    controles: plie ? Object.fromEntries(document.controles.map((k) => [k.nom, l[`k_${k.nom.toLowerCase()}`] ? Object.fromEntries(k.colonnes.map((n) => [n, lire(`k_${k.nom.toLowerCase()}_`, n)])) : null])) : {},
    periodes: l.periodes ?? [],
    fige: l.fige,
  };
}
