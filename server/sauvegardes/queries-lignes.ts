/** The rows of a table, out and in, as text. A cursor rather than COPY: it runs the same on both engines, and the embedded one has no streaming COPY. */
import { brut, executer, joindre, lignes, sql, vide } from '../lib/db/sql';
import type { Table } from './archive';
import { nommer, type Executant } from './queries-schema';

/** Characters asked for at once: flat memory, and a breath for the requests that the server answers meanwhile. */
const TAILLE_VISEE = 1_000_000;
const [PREMIER_LOT, LOT_MAX] = [50, 5_000];

/** The text of each row in the order of the key, by batches. Needs a transaction, and one reading at a time. */
export async function* lireLignes(trx: Executant, { nom, colonnes, cle }: Table): AsyncGenerator<string[]> {
  const texte = sql`row(${joindre(colonnes.map((c) => (c.generee ? sql`null` : nommer(c.nom))))})::text`;
  // The order of a text does not depend on the engine; without a key, that of the whole row.
  const ordre = cle.length ? joindre(cle.map((c) => sql`${nommer(c.nom)}${c.texte ? sql` collate "C"` : vide}`)) : sql`${texte} collate "C"`;
  await executer(trx, sql`declare lecture_sauvegarde no scroll cursor for select ${texte} as ligne from ${nommer(nom)} order by ${ordre}`);
  let nombre = PREMIER_LOT;
  for (;;) {
    // FETCH takes no binding; the number is ours.
    const lot = (await lignes<{ ligne: string }>(trx, sql`fetch forward ${brut(String(nombre))} from lecture_sauvegarde`)).map((l) => l.ligne);
    if (lot.length) yield lot;
    if (lot.length < nombre) break;
    const taille = lot.reduce((somme, l) => somme + l.length, 0);
    nombre = Math.max(1, Math.min(LOT_MAX, 2 * nombre, Math.floor((nombre * TAILLE_VISEE) / Math.max(taille, 1))));
  }
  await executer(trx, sql`close lecture_sauvegarde`);
}

/** Puts rows back, with their own identifiers; what is generated is worked out again. */
export async function ecrireLignes(trx: Executant, { nom, colonnes }: Pick<Table, 'nom' | 'colonnes'>, textes: readonly string[]): Promise<void> {
  const ecrites = joindre(colonnes.filter((c) => !c.generee).map((c) => nommer(c.nom)));
  // The text of an array, so that the driver does not have to guess the type of its elements.
  const tableau = `{${textes.map((t) => `"${t.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
  await executer(trx, sql`insert into ${nommer(nom)} (${ecrites}) overriding system value select ${ecrites} from unnest(${tableau}::${nommer(nom)}[])`);
}
