/** Changes of the extensible lists; their reading is in server/codes. */
import type { Acteur } from '../../acces/acteur';
import { perimetreReglages } from '../../acces/perimetre';
import type { CodeExtensible, ListeExtensible } from '../../codes/queries';
import type { Base } from '../../lib/db';
import { chercherLigne, executer, lignes, sql } from '../../lib/db/sql';
import type { DateCivile } from '../../lib/dates';
import type { Transaction } from '../../lib/ecriture';
import { Introuvable } from '../../lib/erreurs';

export interface CodeAdministre extends CodeExtensible { id: number; liste: ListeExtensible }

const COLONNES = sql`c.id, c.liste, c.code, c.libelle, c.ordre, c.valable_du, c.valable_au`;

export function listerCodesAdministres({ base, acteur }: { base: Base; acteur: Acteur }): Promise<CodeAdministre[]> {
  return lignes<CodeAdministre>(base, sql`select ${COLONNES} from codes c where ${perimetreReglages(acteur)} order by c.liste desc, c.ordre, c.code`);
}

export async function lireCode(base: Pick<Base, 'raw'>, acteur: Acteur, id: number): Promise<CodeAdministre> {
  const ligne = await chercherLigne<CodeAdministre>(base, sql`select ${COLONNES} from codes c where c.id = ${id} and ${perimetreReglages(acteur)}`);
  if (!ligne) throw new Introuvable();
  return ligne;
}

/** Added at the end of its list. */
export async function insererCode(trx: Transaction, c: { liste: ListeExtensible; code: string; libelle: string; valable_du: DateCivile | null }): Promise<void> {
  await executer(trx, sql`
    insert into codes (liste, code, libelle, valable_du, ordre)
    select ${c.liste}::text, ${c.code}::text, ${c.libelle}::text, ${c.valable_du}::date, coalesce(max(ordre), 0) + 1 from codes where liste = ${c.liste}`);
}

export async function changerFin(trx: Transaction, id: number, valableAu: DateCivile | null): Promise<void> {
  await executer(trx, sql`update codes set valable_au = ${valableAu} where id = ${id}`);
}
