/**
 * The columns of a year month by month, by the very conditions of the engine: the twelve months of a column add up to its figure.
 * Of a validated bilan, from the lists that were kept with it.
 */
import { brut, joindre, lignes, sql, type Sql } from '../server/lib/db/sql';
import { comptesDuJour, figes, type Fond } from './figes';
import { compteDe, type Compte, type Document } from './indicateur';
import { estCompteDans } from './moteur';
import { periodes, type Demande, type Lecteur } from './periodes';

/** By column, January first; a month without a fact is 0. */
export type ParMois = Record<string, number[]>;

const moisDe = (date: string): Sql => sql`extract(month from ${brut(date)})::int`;
const colonne = ({ numero }: Compte): Sql => brut(`'${numero}'`);

const duJour = (i: Compte): Sql => sql`
    select ${colonne(i)} as colonne, ${moisDe(`f.${i.date}`)} as mois, ${brut(i.source.mesure ? `sum(f.${i.source.mesure})` : 'count(*)')} as n
    from r join ${brut(i.source.table)} f on ${estCompteDans(i)} group by 2`;

/** A frozen column: its list of facts or, without names, its sessions. */
const figee = (i: Compte): Sql => (i.source.nominative
  ? sql`select ${colonne(i)}, ${moisDe('f.date_fait')}, count(*) from figes x join bilan_faits f on f.plie_id = x.plie_id and f.version_id = x.version_id and f.colonne = ${colonne(i)} group by 2`
  : sql`select ${colonne(i)}, ${moisDe('f.date_session')}, sum(f.presents) from figes x cross join lateral jsonb_to_recordset(x.seances) as f (date_session date, presents integer) group by 2`);

/** `numeros`: columns of counts. */
export async function compterParMois(lecteur: Lecteur, document: Document, demande: Demande, fond: Fond, numeros: readonly string[]): Promise<ParMois> {
  const comptes = numeros.map((n) => compteDe(document, n));
  const lus = await lignes<{ colonne: string; mois: number; n: number }>(lecteur.base, sql`
    with ${periodes(lecteur, demande, comptesDuJour(fond, demande))},
    ${figes(lecteur, demande, fond)},
    par_mois as (${joindre(comptes.flatMap((i) => [duJour(i), figee(i)]), ' union all ')})
    select colonne, mois, sum(n) as n from par_mois group by colonne, mois`);
  return Object.fromEntries(numeros.map((numero) => [numero, Array.from({ length: 12 }, (_, rang) => lus.find((l) => l.colonne === numero && l.mois === rang + 1)?.n ?? 0)]));
}
