/** SQL as composable fragments: values are always bound, never pasted. `brut` is for names of our own code only. */
import { createHash } from 'node:crypto';
import type { Knex } from 'knex';

/** A piece of SQL with its bound values. Made by `sql`, `brut` and `joindre` only. */
export class Sql {
  constructor(readonly sql: string, readonly values: readonly unknown[]) {}
}

/** sql`… ${valeur} …`: a value becomes a binding, another piece is inlined with its own. */
export function sql(textes: TemplateStringsArray, ...valeurs: unknown[]): Sql {
  let texte = textes[0]!.replaceAll('?', '\\?');
  const liees: unknown[] = [];
  valeurs.forEach((valeur, i) => {
    if (valeur instanceof Sql) {
      texte += valeur.sql;
      liees.push(...valeur.values);
    } else {
      texte += '?';
      liees.push(valeur);
    }
    texte += textes[i + 1]!.replaceAll('?', '\\?');
  });
  return new Sql(texte, liees);
}

export const brut = (texte: string): Sql => new Sql(texte.replaceAll('?', '\\?'), []);
export const vide = brut('');

/** a, b, c (or with another separator); throws on an empty list, which SQL would not accept either. */
export function joindre(valeurs: readonly unknown[], separateur = ', '): Sql {
  if (!valeurs.length) throw new Error('joindre attend au moins une valeur');
  return valeurs.map((v) => (v instanceof Sql ? v : new Sql('?', [v]))).reduce((a, b) => new Sql(a.sql + separateur + b.sql, [...a.values, ...b.values]));
}

type Executant = Pick<Knex, 'raw'>;

/** All the rows. */
export async function lignes<T>(base: Executant, requete: Sql): Promise<T[]> {
  const { rows } = await base.raw<{ rows: T[] }>(requete.sql, requete.values as Knex.Value[]);
  return rows;
}

const noms = new Map<string, string>();

function nomDe(texte: string): string {
  let nom = noms.get(texte);
  if (!nom) noms.set(texte, nom = createHash('sha256').update(texte).digest('base64url').slice(0, 32));
  return nom;
}

/**
 * All the rows, by a named statement: the server plans it once per connection, not at each call. For the few heavy
 * reads whose text seldom changes.
 */
export async function lignesPreparees<T>(base: Executant, requete: Sql): Promise<T[]> {
  const { rows } = await base.raw<{ rows: T[] }>(requete.sql, requete.values as Knex.Value[]).options({ name: nomDe(requete.sql) });
  return rows;
}

/** The first row, or null. */
export async function chercherLigne<T>(base: Executant, requete: Sql): Promise<T | null> {
  return (await lignes<T>(base, requete))[0] ?? null;
}

/** The first row, or null, by a named statement: for what every request reads. */
export async function chercherLignePreparee<T>(base: Executant, requete: Sql): Promise<T | null> {
  return (await lignesPreparees<T>(base, requete))[0] ?? null;
}

/** Number of rows touched by a write. */
export async function executer(base: Executant, requete: Sql): Promise<number> {
  const { rowCount } = await base.raw<{ rowCount: number | null }>(requete.sql, requete.values as Knex.Value[]);
  return rowCount ?? 0;
}
