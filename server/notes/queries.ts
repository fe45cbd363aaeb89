/** Working notes: read by the agents of the PLIE only (perimetreNotes), written by their author. */
import type { Contexte } from '../acces/acteur';
import { perimetreNotes } from '../acces/perimetre';
import { chercherLigne, executer, lignes, sql, vide } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { Introuvable } from '../lib/erreurs';

type Lecteur = Pick<Contexte, 'base' | 'acteur'>;

export interface Note {
  id: number;
  plie_id: number;
  personne_id: number;
  auteur_id: number;
  auteur_nom: string;
  auteur_prenom: string;
  /** Instants, as the database gives them. */
  instant: string;
  modifie_le: string | null;
  texte: string;
  version: number;
}

/** The notes on a person, newest first, and how many there are in all. `limite` null: every one. */
export async function listerNotes({ base, acteur }: Lecteur, personne: { id: number; plie_id: number }, limite: number | null): Promise<{ notes: Note[]; total: number }> {
  const trouvees = await lignes<Note & { total: number }>(base, sql`
    select n.id, n.plie_id, n.personne_id, n.auteur_id, u.nom as auteur_nom, u.prenom as auteur_prenom, n.instant, n.modifie_le, n.texte, n.version, count(*) over () as total
    from notes n join utilisateurs u on u.id = n.auteur_id
    where n.plie_id = ${personne.plie_id} and n.personne_id = ${personne.id} and ${perimetreNotes(acteur, 'n')}
    order by n.instant desc, n.id desc ${limite === null ? vide : sql`limit ${limite}`}`);
  return { notes: trouvees, total: trouvees[0]?.total ?? 0 };
}

/** One note on that person, locked. Throws Introuvable. */
export async function verrouillerNote(trx: Transaction, acteur: Contexte['acteur'], personneId: number, id: number): Promise<{ plie_id: number; id: number; auteur_id: number; version: number }> {
  const note = await chercherLigne<{ plie_id: number; id: number; auteur_id: number; version: number }>(trx, sql`
    select n.plie_id, n.id, n.auteur_id, n.version from notes n where n.id = ${id} and n.personne_id = ${personneId} and ${perimetreNotes(acteur, 'n')} for update of n`);
  if (!note) throw new Introuvable();
  return note;
}

export async function ajouterNote(trx: Transaction, note: Pick<Note, 'plie_id' | 'personne_id' | 'auteur_id' | 'instant' | 'texte'>): Promise<void> {
  await executer(trx, sql`insert into notes (plie_id, personne_id, auteur_id, instant, texte) values (${note.plie_id}, ${note.personne_id}, ${note.auteur_id}, ${note.instant}, ${note.texte})`);
}

export async function modifierNote(trx: Transaction, { plie_id, id }: { plie_id: number; id: number }, champs: Pick<Note, 'texte' | 'modifie_le'>): Promise<void> {
  await executer(trx, sql`update notes set texte = ${champs.texte}, modifie_le = ${champs.modifie_le} where plie_id = ${plie_id} and id = ${id}`);
}

export async function supprimerNote(trx: Transaction, { plie_id, id }: { plie_id: number; id: number }): Promise<void> {
  await executer(trx, sql`delete from notes where plie_id = ${plie_id} and id = ${id}`);
}

/** At the end of their retention: whoever wrote them, and out of every scope. */
export const effacerNotes = (trx: Transaction, plieId: number, personnes: readonly number[]): Promise<number> =>
  executer(trx, sql`delete from notes where plie_id = ${plieId} and personne_id = any (${personnes})`);
