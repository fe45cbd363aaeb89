/** The extensible lists: offered by the date of the fact, labelled for ever. */
import type { Base } from '../lib/db';
import type { DateCivile } from '../lib/dates';
import { lignes, sql } from '../lib/db/sql';

export type ListeExtensible = 'TYPE_ETAPE' | 'PUBLIC_EXCLU';
export interface CodeExtensible { code: string; libelle: string; ordre: number; valable_du: DateCivile | null; valable_au: DateCivile | null }

/** Every value of a list, the retired ones too: for labels and for reading old files. */
export function listerCodes(base: Pick<Base, 'raw'>, liste: ListeExtensible): Promise<CodeExtensible[]> {
  return lignes<CodeExtensible>(base, sql`select code, libelle, ordre, valable_du, valable_au from codes where liste = ${liste} order by ordre, code`);
}

/** The values offered for a fact of that date. */
export async function listerCodesOfferts(base: Pick<Base, 'raw'>, liste: ListeExtensible, date: DateCivile): Promise<CodeExtensible[]> {
  return (await listerCodes(base, liste)).filter((c) => (!c.valable_du || c.valable_du <= date) && (!c.valable_au || date <= c.valable_au));
}
