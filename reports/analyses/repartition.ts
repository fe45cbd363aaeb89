/**
 * The figures of any period, as they are or split along an axis: the counts of the engine, by its very phrases, on the facts
 * of the period only. Each event is read by its own index, those that share a date once. Nothing is added up outside SQL.
 */
import { brut, joindre, lignes, sql, vide, type Sql } from '../../server/lib/db/sql';
import { compteDe, conditionDe, estCompte, estTaux, type Compte, type Document, type Taux } from '../indicateur';
import { calculer, reglagesDuJour, type Ligne } from '../moteur';
import { periodes, type DemandeLibre, type Lecteur } from '../periodes';
import type { Axe } from './axes';
import { ANALYSES } from './definitions';

export interface LigneRepartie {
  /** Code of the value; null for the facts that have none. */
  valeur: string | null;
  libelle: string;
  /** By number of column; null when the column does not exist for the PLIEs of these facts. */
  comptes: Record<string, number | null>;
  /** Both terms over the same PLIEs; null when none has both. */
  taux: Record<string, { numerateur: number | null; denominateur: number | null }>;
}

export interface Repartition {
  rangees: LigneRepartie[];
  /** The figures of the engine for the same days: each PLIE and département, the whole last. Empty without a PLIE in reach. */
  lignes: Ligne[];
}

const nom = (prefixe: string, numero: string): Sql => brut(`${prefixe}${numero.toLowerCase()}`);
const phrase = (i: Compte): Sql => brut(['true', conditionDe(i), i.applicable?.sql].filter(Boolean).join(' and '));

const comptesDe = (document: Document, { colonnes }: Axe): Compte[] => document.indicateurs.filter(estCompte).filter((i) => colonnes.includes(i.numero));
const tauxDe = (document: Document, { colonnes }: Axe): Taux[] => document.indicateurs.filter(estTaux).filter((i) => colonnes.includes(i.numero));

/** The facts of the period that carry this date, by PLIE and value, each count in a column of its own. */
function faits(date: string, siens: Compte[], tous: Compte[], axe: Axe): Sql {
  // Alone on its date, a count names its own condition, which is that of its index.
  const [seul, autre] = siens;
  return sql`select r.plie_id, v.valeur, min(v.libelle) as libelle,
      ${joindre(tous.map((i) => (siens.includes(i) ? sql`count(*) filter (where ${phrase(i)}) as ${nom('n', i.numero)}` : sql`0 as ${nom('n', i.numero)}`)))}
    from r
    join ${brut(seul!.source.table)} f on ${reglagesDuJour(seul!)}${autre ? vide : sql` and ${phrase(seul!)}`}
    ${axe.surLaPersonne ? sql`join personnes e on e.plie_id = f.plie_id and e.id = f.personne_id` : vide}
    cross join lateral (${axe.valeurs(date)}) v
    group by r.plie_id, v.valeur`;
}

/**
 * What must be known of each PLIE to read its counts: a name, and an aggregate over its settings `r`. `a5`: column 5 exists.
 * `q_d_2`: column 2 enters the sum D; its facts are nobody's, so that D has no value along an axis.
 */
function reglages(document: Document, comptes: Compte[], taux: Taux[]): { nom: string; sql: Sql }[] {
  const divisees = document.sommes.filter((s) => taux.some((t) => t.denominateur === s.numero));
  return [
    ...comptes.filter((i) => i.applicable).map((i) => ({ nom: `a${i.numero}`, sql: brut(`bool_or(${i.applicable!.sql})`) })),
    ...divisees.flatMap((s) => s.termes.filter((t) => !estNominatif(document, t.numero)).map((t) => ({ nom: obstacle(s.numero, t.numero), sql: brut(`bool_or(${t.quand ?? 'true'})`) }))),
  ];
}
const estNominatif = (document: Document, numero: string): boolean => compteDe(document, numero).source.nominative;
const obstacle = (somme: string, terme: string): string => `q_${somme}_${terme}`.toLowerCase();

/** The counts of a PLIE and a value, and the sums that divide them; null where they do not exist. */
function valeursDuPlie(document: Document, comptes: Compte[], taux: Taux[]): Sql[] {
  const divisees = document.sommes.filter((s) => taux.some((t) => t.denominateur === s.numero));
  return [
    ...comptes.map((i) => (i.applicable ? sql`case when ${nom('p.a', i.numero)} then sum(${nom('f.n', i.numero)}) end as ${nom('c', i.numero)}` : sql`sum(${nom('f.n', i.numero)}) as ${nom('c', i.numero)}`)),
    ...divisees.map(({ numero, termes }) => {
      const obstacles = termes.filter((t) => !estNominatif(document, t.numero)).map((t) => brut(`not p.${obstacle(numero, t.numero)}`));
      const connus = termes.filter((t) => estNominatif(document, t.numero)).map((t) => sql`sum(${nom('f.n', t.numero)})`);
      return sql`case when ${joindre([sql`true`, ...obstacles], ' and ')} then ${joindre(connus, ' + ')} end as ${nom('c', numero)}`;
    }),
  ];
}

function requete(lecteur: Lecteur, document: Document, demande: DemandeLibre, axe: Axe): Sql {
  const [comptes, taux] = [comptesDe(document, axe), tauxDe(document, axe)];
  const dates = [...new Set(comptes.map((i) => i.date))];
  const connus = reglages(document, comptes, taux);
  return sql`with ${periodes(lecteur, demande)},
  plies as materialized (select ${joindre([brut('r.plie_id'), ...connus.map((k) => sql`${k.sql} as ${brut(k.nom)}`)])} from r group by r.plie_id),
  faits as (
    ${joindre(dates.map((date) => faits(date, comptes.filter((i) => i.date === date), comptes, axe)), '\n    union all ')}
  ),
  par_plie as (
    select f.valeur, min(f.libelle) as libelle, ${joindre(valeursDuPlie(document, comptes, taux))}
    from faits f join plies p using (plie_id)
    group by ${brut(['f.valeur', 'p.plie_id', ...connus.map((k) => `p.${k.nom}`)].join(', '))}
  ),
  ensemble as (
    select valeur, min(libelle) as libelle,
      ${joindre([...comptes.map((i) => sql`sum(${nom('c', i.numero)}) as ${nom('c', i.numero)}`), ...taux.map((t) => {
        const [n, d] = [nom('c', t.numerateur), nom('c', t.denominateur)];
        return sql`sum(${n}) filter (where ${d} is not null) as ${nom('num', t.numero)}, sum(${d}) filter (where ${n} is not null) as ${nom('den', t.numero)}`;
      })])}
    from par_plie group by valeur
  )
  select * from (select e.*, ${axe.nom ?? sql`e.libelle`} as nom from ensemble e) x order by x.nom collate francais`;
}

type Brute = Record<string, number | null> & { valeur: string | null; nom: string | null };

/** The rows of the page, in their order: those of the list of the axis, else those met; what has no value comes last. */
function ordonner(lues: LigneRepartie[], axe: Axe, zero: (valeur: string | null, libelle: string) => LigneRepartie): LigneRepartie[] {
  const trouver = (valeur: string | null) => lues.find((l) => l.valeur === valeur);
  const avec = axe.liste ? axe.liste.map(({ code, libelle }) => ({ ...(trouver(code) ?? zero(code, libelle)), libelle })) : lues.filter((l) => l.valeur !== null);
  return axe.sansValeur === null ? avec : [...avec, { ...(trouver(null) ?? zero(null, axe.sansValeur)), libelle: axe.sansValeur }];
}

/** Split along an axis, in one instant with the figures of the engine. */
export function repartir({ base, acteur }: Lecteur, demande: DemandeLibre, axe: Axe): Promise<Repartition> {
  return base.transaction(async (trx) => {
    const lecteur = { base: trx, acteur };
    const ensemble = await calculer(lecteur, ANALYSES, demande);
    const total = ensemble.at(-1);
    if (!total) return { rangees: [], lignes: [] };
    const [comptes, taux] = [comptesDe(ANALYSES, axe), tauxDe(ANALYSES, axe)];
    const lire = (l: Brute | null, prefixe: string, numero: string): number | null => (l ? l[`${prefixe}${numero.toLowerCase()}`]! : total.comptes[numero]?.applicable === false ? null : 0);
    const versLigne = (l: Brute | null, valeur: string | null, libelle: string): LigneRepartie => ({
      valeur, libelle,
      comptes: Object.fromEntries(comptes.map((i) => [i.numero, lire(l, 'c', i.numero)])),
      taux: Object.fromEntries(taux.map((t) => [t.numero, { numerateur: lire(l, 'num', t.numero), denominateur: lire(l, 'den', t.numero) }])),
    });
    const lues = await lignes<Brute>(trx, requete(lecteur, ANALYSES, demande, axe));
    return { lignes: ensemble, rangees: ordonner(lues.map((l) => versLigne(l, l.valeur, l.nom ?? '')), axe, (valeur, libelle) => versLigne(null, valeur, libelle)) };
  }, { isolationLevel: 'repeatable read', readOnly: true });
}

/** Of a fact `f`: it has this value on that axis, on the day of that column. For the list behind a cell. */
export const aLaValeur = (axe: Axe, { date }: Compte, valeur: string | null): Sql => sql` and exists (
    select 1 from ${axe.surLaPersonne ? sql`personnes e cross join lateral (${axe.valeurs(date)}) v where e.plie_id = f.plie_id and e.id = f.personne_id and` : sql`(${axe.valeurs(date)}) v where`} v.valeur is not distinct from ${valeur}::text)`;
