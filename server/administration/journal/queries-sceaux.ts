/** The seals of the journal: made, read over, and their segments let go. A seal names nobody; the system makes them. */
import type { Base } from '../../lib/db';
import { chercherLigne, lignes, sql } from '../../lib/db/sql';
import type { Transaction } from '../../lib/ecriture';
import { MOIS_GARDES } from './rules-sceaux';

export interface Tete { numero: number; empreinte: string; scelle_le: string }

const PREMIER = sql`'\\x0000000000000000000000000000000000000000000000000000000000000000'::bytea`;

/** Seals the acts that wait, a segment of them at most (migration 047). Null when none waits, or when another process has just done it. */
export async function scellerSegment(base: Base): Promise<Tete | null> {
  try {
    // A savepoint when the caller has a transaction open: a refusal does not spoil it.
    return await base.transaction((trx) => chercherLigne<Tete>(trx, sql`select numero, encode(empreinte, 'hex') as empreinte, scelle_le from sceller_le_journal()`));
  } catch (erreur) {
    // Another process sealed under this number.
    if ((erreur as { code?: string }).code === '23505') return null;
    throw erreur;
  }
}

export interface SegmentLu {
  numero: number;
  empreinte: string;
  actes: number;
  lignes: number;
  parti: boolean;
  /** It follows the seal before, and bears the next number. */
  enchaine: boolean;
  /** Its acts and rows are those that were sealed; true of a segment that has left. */
  intact: boolean;
}

/** A hundred segments after that number, each read over. */
export const relireSegments = (base: Base, apres: number): Promise<SegmentLu[]> => lignes<SegmentLu>(base, sql`
  select s.numero, encode(s.empreinte, 'hex') as empreinte, s.actes, s.lignes, s.parti_le is not null as parti,
    s.empreinte = sha256(coalesce(p.empreinte, ${PREMIER}) || s.contenu) and (p.numero is not null or s.numero = 1) as enchaine,
    s.parti_le is not null or (s.contenu = contenu_du_journal(x.actes) and s.actes = cardinality(x.actes)
      and s.lignes = (select count(*) from journal_lignes l where l.acte_id = any (x.actes))) as intact
  from (select * from journal_sceaux where numero > ${apres} order by numero limit 100) s
  left join journal_sceaux p on p.numero = s.numero - 1
  cross join lateral (select coalesce(array_agg(a.id), '{}') as actes from journal_actes a where a.sceau = s.numero) x
  order by s.numero`);

export const compterNonScelles = async (base: Base): Promise<number> =>
  (await chercherLigne<{ n: number }>(base, sql`select count(*) as n from journal_actes where sceau is null`))!.n;

export const chercherTete = (base: Pick<Base, 'raw'>): Promise<Tete | null> =>
  chercherLigne<Tete>(base, sql`select numero, encode(empreinte, 'hex') as empreinte, scelle_le from journal_sceaux order by numero desc limit 1`);

/** True when a segment has been kept for as long as it may. */
export const attendDeparts = async (base: Base): Promise<boolean> =>
  (await chercherLigne(base, sql`select 1 from journal_sceaux where parti_le is null and fin < now() - make_interval(months => ${MOIS_GARDES}) limit 1`)) !== null;

/** Lets go of the segments whose time has come, a hundred at most; their seals stay. */
export const laisserPartir = async (trx: Transaction): Promise<{ segments: number; actes: number }> =>
  (await chercherLigne<{ segments: number; actes: number }>(trx, sql`select segments, retires as actes from vider_le_journal()`))!;
