/**
 * Whose data may not be used (RGPD art. 18): read here, decided by the function personnes_limitees of the database. Changes are refused by
 * the database itself; what leaves (files, letters, prints) asks here.
 */
import type { Contexte } from './acteur';
import { lignes, sql, type Sql } from '../lib/db/sql';
import { TraitementLimite } from '../lib/erreurs';

type Lecteur = Pick<Contexte, 'base'>;

const numeros = async ({ base }: Lecteur, requete: Sql): Promise<Set<number>> => new Set((await lignes<{ id: number }>(base, requete)).map((l) => l.id));

/** Of these persons, those under a restriction, exceptions or not: as they are marked on screen. */
export const listerLimitees = (contexte: Lecteur, personnes: readonly number[]): Promise<Set<number>> =>
  numeros(contexte, sql`select personne_id as id from personnes_limitees(null) where personne_id = any (${personnes}::bigint[])`);

/** Persons of a PLIE whom no file may name today. */
export const listerNonTransmissibles = (contexte: Lecteur, plieId: number): Promise<Set<number>> =>
  numeros(contexte, sql`select personne_id as id from personnes_limitees('TRANSMETTRE') where plie_id = ${plieId}`);

/** The same, by their orientations: each with its person. */
export const listerOrientationsNonTransmissibles = async ({ base }: Lecteur, plieId: number): Promise<Map<number, number>> =>
  new Map((await lignes<{ id: number; personne_id: number }>(base, sql`
    select o.id, o.personne_id from personnes_limitees('TRANSMETTRE') l join orientations o on o.plie_id = l.plie_id and o.personne_id = l.personne_id where l.plie_id = ${plieId}`)).map((o) => [o.id, o.personne_id]));

/** Before a document on one person leaves. Throws TraitementLimite. */
export async function exigerTransmissible(contexte: Lecteur, { plie_id, personne_id }: { plie_id: number; personne_id: number }): Promise<void> {
  if ((await listerNonTransmissibles(contexte, plie_id)).has(personne_id)) throw new TraitementLimite();
}

/** What may leave of a list on the persons of one PLIE, and how many persons stay behind. */
export async function separerLimitees<T extends { personne_id: number | null }>(contexte: Lecteur, plieId: number, liste: readonly T[]): Promise<{ gardees: T[]; limitees: number }> {
  const exclues = await listerNonTransmissibles(contexte, plieId);
  const estExclue = (l: T): boolean => l.personne_id !== null && exclues.has(l.personne_id);
  return { gardees: liste.filter((l) => !estExclue(l)), limitees: new Set(liste.filter(estExclue).map((l) => l.personne_id)).size };
}
