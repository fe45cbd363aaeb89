/** What is kept of a PLIE's year when it is validated: its figures, its checksum, the lists behind. */
import { createHash } from 'node:crypto';
import { brut, joindre, sql, type Sql } from '../server/lib/db/sql';
import type { DateCivile } from '../server/lib/dates';
import { estCompte, type Document } from './indicateur';
import { estCompteDans, type Ligne } from './moteur';
import type { Objectifs } from './objectifs';
import { periodes, type Demande, type Lecteur } from './periodes';

/** What is kept of the line of a PLIE. */
export type Chiffres = Pick<Ligne, 'comptes' | 'taux' | 'sommes' | 'ventilations' | 'termes' | 'controles' | 'periodes'>;
export type ChiffresFiges = Chiffres & { objectifs: Objectifs };

export interface SeanceFigee { agence_id: number | null; agence: string | null; date_session: DateCivile; convoques: number; presents: number }

/** What the checksum covers. */
export interface Gel { plie: string; annee: number; definitions: string; chiffres: ChiffresFiges; seances: SeanceFigee[] }

export const chiffresDe = ({ comptes, taux, sommes, ventilations, termes, controles, periodes: p }: Ligne): Chiffres => ({ comptes, taux, sommes, ventilations, termes, controles, periodes: p });

/** Keys in their order: the database does not keep the order in which they were written. */
const ordonner = (valeur: unknown): unknown => {
  if (Array.isArray(valeur)) return valeur.map(ordonner);
  if (valeur === null || typeof valeur !== 'object') return valeur;
  return Object.fromEntries(Object.entries(valeur).sort(([a], [b]) => (a < b ? -1 : 1)).map(([cle, v]) => [cle, ordonner(v)]));
};

/** SHA-256, in UTF-8, of the frozen figures as JSON without blanks, keys in alphabetical order. */
export const empreinteDuGel = ({ plie, annee, definitions, chiffres, seances }: Gel): string =>
  createHash('sha256').update(JSON.stringify(ordonner({ plie, annee, definitions, chiffres, seances }))).digest('hex');

/**
 * The lists behind the figures of a year, to be kept: (colonne, rang, orientation_id, date_fait, nature_sortie, motif_sortie), for each
 * column that counts orientations. Counted by the very phrases of the engine.
 */
export function faitsAFiger(lecteur: Lecteur, document: Document, demande: Demande): Sql {
  const nominatifs = document.indicateurs.filter(estCompte).filter((i) => i.source.nominative);
  return sql`with ${periodes(lecteur, demande)} ${joindre(nominatifs.map((i) => sql`
    select ${brut(`'${i.numero}'`)} as colonne, row_number() over (order by f.${brut(i.date)} desc, f.id desc)::int as rang, f.id as orientation_id, f.${brut(i.date)} as date_fait, f.nature_sortie, f.motif_sortie
    from r join ${brut(i.source.table)} f on ${estCompteDans(i)}`), ' union all ')}`;
}

/** For each column of counts, how long its frozen list must be: the figure itself. Null figures have no list. */
export const longueursAttendues = (document: Document, { comptes }: Chiffres): Record<string, number> =>
  Object.fromEntries(document.indicateurs.filter(estCompte).filter((i) => i.source.nominative).map((i) => [i.numero, comptes[i.numero]!.valeur ?? 0]));
