/** The statement of a year for a territory: one statement, so that all its figures are of one instant. */
import { createHash } from 'node:crypto';
import { libelle } from '../../server/codes/listes';
import { brut, joindre, lignes, sql, type Sql } from '../../server/lib/db/sql';
import { formaterDate, type DateCivile } from '../../server/lib/dates';
import type { Compte } from '../indicateur';
import { estCompteDans } from '../moteur';
import { periodes, type Demande, type Lecteur } from '../periodes';
import { COLONNES, DELAI, FAMILLES, VERSION, type Axe } from './definitions';

/** Counts by column, and the median delay in days (halves are possible); null without a dated answer. */
export interface Chiffres { comptes: Record<string, number>; delai: number | null; /** Answers behind the median. */ mesures: number }
export interface LigneDAxe extends Chiffres {
  /** Type, family, id of an agency or a convention, code of a PLIE; '' without any. */
  cle: string;
  libelle: string;
}
export interface Releve {
  annee: number;
  ensemble: Chiffres;
  /** By axis, only the lines where something happened; types and families in the order of their lists. */
  axes: Record<Axe, LigneDAxe[]>;
}

/** The family of the type of a request `f`. */
const FAMILLE: Sql = joindre([sql`case f.type`, ...FAMILLES.flatMap((f) => f.types.map((t) => sql`when ${brut(`'${t}'`)} then ${brut(`'${f.code}'`)}`)), sql`end`], ' ');

/** The facts that count, each with what the axes split it by. `o` is the orientation of the request, `c` the convention of that day. */
export const faitsDe = (i: Compte): Sql => sql`
    from r join demandes_pe f on ${estCompteDans(i)}
    join orientations o on o.plie_id = f.plie_id and o.id = f.orientation_id
    left join conventions c on c.plie_id = f.plie_id and f.${brut(i.date)} between c.date_debut and c.date_fin`;

/** The facts of one line of an axis, in the words of `faitsDe`. `cle`: as the line names it. */
export const conditionDAxe = (axe: Axe, cle: string): Sql => {
  const id = /^\d{1,15}$/.test(cle) ? Number(cle) : null;
  switch (axe) {
    case 'type': return sql`f.type = ${cle}`;
    case 'famille': return sql`${FAMILLE} = ${cle}`;
    case 'agence': return sql`o.agence_id is not distinct from ${id}::bigint`;
    case 'convention': return sql`c.id is not distinct from ${id}::bigint`;
    case 'plie': return sql`f.plie_id = (select id from organisations where type = 'PLIE' and code = ${cle})`;
  }
};

const selection = (i: Compte): Sql => sql`
    select ${brut(`'${i.numero}'`)} as colonne, f.type, ${FAMILLE} as famille, o.agence_id as agence, c.id as convention, f.plie_id as plie,
      ${i.numero === DELAI.de ? sql`f.date_reponse - f.date_demande` : sql`null::integer`} as delai ${faitsDe(i)}`;

interface Brute {
  axe: Axe | null; colonne: string; n: number; delai: number | null; mesures: number; type: string | null; famille: string | null;
  agence: number | null; agence_nom: string | null; convention: number | null; debut: DateCivile | null; fin: DateCivile | null; convention_plie: string | null; plie_code: string | null; plie_nom: string | null;
}

/** Facts are put in the year of their own date; an empty territory gives zeros. */
export async function etablirReleve(lecteur: Lecteur, demande: Demande): Promise<Releve> {
  const lues = await lignes<Brute>(lecteur.base, sql`
    with ${periodes(lecteur, demande)},
    faits as materialized (${joindre(COLONNES.map(selection), ' union all ')}),
    groupes as (
      select colonne, type, famille, agence, convention, plie, grouping(type, famille, agence, convention, plie) as g,
        count(*) as n, percentile_cont(0.5) within group (order by delai) as delai, count(delai) as mesures
      from faits group by grouping sets ((colonne), (colonne, type), (colonne, famille), (colonne, agence), (colonne, convention), (colonne, plie))
    )
    select case g.g when 15 then 'type' when 23 then 'famille' when 27 then 'agence' when 29 then 'convention' when 30 then 'plie' end as axe,
      g.colonne, g.n, g.delai, g.mesures, g.type, g.famille, g.agence, a.nom as agence_nom, g.convention, k.date_debut as debut, k.date_fin as fin, kp.nom as convention_plie, p.code as plie_code, p.nom as plie_nom
    from groupes g
    left join organisations a on a.id = g.agence
    left join conventions k on k.id = g.convention
    left join organisations kp on kp.id = k.plie_id
    left join organisations p on p.id = g.plie
    order by a.nom collate francais nulls last, kp.nom collate francais nulls last, k.date_debut, p.nom collate francais`);
  return { annee: demande.annee, ensemble: chiffresDe(lues.filter((l) => l.axe === null)), axes: { type: parType(lues), famille: parFamille(lues), agence: parAxe(lues, 'agence'), convention: parAxe(lues, 'convention'), plie: parAxe(lues, 'plie') } };
}

function chiffresDe(lues: readonly Brute[]): Chiffres {
  const mesure = lues.find((l) => l.colonne === DELAI.de);
  return { comptes: Object.fromEntries(COLONNES.map((c) => [c.numero, lues.find((l) => l.colonne === c.numero)?.n ?? 0])), delai: mesure?.delai ?? null, mesures: mesure?.mesures ?? 0 };
}

function ligne(cle: string, nom: string, lues: readonly Brute[]): LigneDAxe[] {
  return lues.length ? [{ cle, libelle: nom, ...chiffresDe(lues) }] : [];
}

const parType = (lues: readonly Brute[]): LigneDAxe[] =>
  FAMILLES.flatMap((f) => f.types).flatMap((t) => ligne(t, libelle('TYPES_DEMANDE_PE', t), lues.filter((l) => l.axe === 'type' && l.type === t)));
const parFamille = (lues: readonly Brute[]): LigneDAxe[] =>
  FAMILLES.flatMap((f) => ligne(f.code, f.libelle, lues.filter((l) => l.axe === 'famille' && l.famille === f.code)));

const CLES: Record<'agence' | 'convention' | 'plie', (l: Brute) => [cle: string, nom: string]> = {
  agence: (l) => [String(l.agence ?? ''), l.agence_nom ?? 'Sans agence'],
  convention: (l) => [String(l.convention ?? ''), l.convention === null ? 'Hors convention' : `${l.convention_plie!}, du ${formaterDate(l.debut)} au ${formaterDate(l.fin)}`],
  plie: (l) => [l.plie_code!, l.plie_nom!],
};
function parAxe(lues: readonly Brute[], axe: 'agence' | 'convention' | 'plie'): LigneDAxe[] {
  const siennes = lues.filter((l) => l.axe === axe);
  const cles = [...new Map(siennes.map((l) => CLES[axe](l)))];
  return cles.flatMap(([cle, nom]) => ligne(cle, nom, siennes.filter((l) => CLES[axe](l)[0] === cle)));
}

/** SHA-256 of the figures of one PLIE, in their order, with the version of the definitions that gave them. */
export const empreinteDuReleve = (plieCode: string, { annee, ensemble, axes }: Releve): string =>
  createHash('sha256').update(JSON.stringify({ plie: plieCode, annee, definitions: VERSION, ensemble, types: axes.type, agences: axes.agence, conventions: axes.convention })).digest('hex');

export const estVide = ({ ensemble }: Releve): boolean => COLONNES.every((c) => ensemble.comptes[c.numero] === 0);
