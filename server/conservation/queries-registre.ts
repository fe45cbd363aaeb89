/** What the register kept outside the database is made of. Numbers only: the system reads them. */
import type { Base } from '../lib/db';
import { chercherLigne, lignes, sql, type Sql } from '../lib/db/sql';
import type { EffacementNote } from './rules-registre';

/** A file that was merged into an erased one would come back with a backup under its former number: it is of those erased. */
export const effaces: Sql = sql`
  select e.plie_id, e.genre, e.cible_id, e.regle, e.le from effacements e
  union
  select e.plie_id, e.genre, f.ancienne_id, e.regle, e.le from effacements e join fusions f on f.plie_id = e.plie_id and f.personne_id = e.cible_id where e.genre in ('PERSONNE', 'ARCHIVAGE')`;

export const listerEffaces = (base: Pick<Base, 'raw'>): Promise<Omit<EffacementNote, 'instant' | 'installation'>[]> => lignes(base, sql`select * from (${effaces}) x order by le, plie_id, genre, cible_id`);

export const compterEffaces = async (base: Pick<Base, 'raw'>): Promise<number> => (await chercherLigne<{ n: number }>(base, sql`select count(*) as n from effacements`))!.n;

/** The first seal of the journal tells this installation; null as long as nothing was sealed. */
export const chercherInstallation = async (base: Pick<Base, 'raw'>): Promise<string | null> =>
  (await chercherLigne<{ empreinte: string }>(base, sql`select encode(empreinte, 'hex') as empreinte from journal_sceaux where numero = 1`))?.empreinte ?? null;
