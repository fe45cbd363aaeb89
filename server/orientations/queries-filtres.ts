/** The filters of the list that an agent named: theirs alone. */
import type { Contexte } from '../acces/acteur';
import { chercherLigne, executer, sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { Introuvable } from '../lib/erreurs';

export interface Filtre {
  id: number;
  nom: string;
  /** As the address of the list carries them. */
  parametres: Record<string, string>;
}

export async function compterFiltres(trx: Transaction, acteur: Contexte['acteur']): Promise<number> {
  return (await chercherLigne<{ n: number }>(trx, sql`select count(*)::int as n from filtres where utilisateur_id = ${acteur.utilisateurId}`))!.n;
}

/** One of the actor's own, locked. Throws Introuvable. */
export async function verrouillerFiltre(trx: Transaction, acteur: Contexte['acteur'], id: number): Promise<Filtre> {
  const filtre = await chercherLigne<Filtre>(trx, sql`select id, nom, parametres from filtres where id = ${id} and utilisateur_id = ${acteur.utilisateurId} for update`);
  if (!filtre) throw new Introuvable();
  return filtre;
}

export async function ajouterFiltre(trx: Transaction, acteur: Contexte['acteur'], { nom, parametres }: Omit<Filtre, 'id'>): Promise<void> {
  await executer(trx, sql`insert into filtres (utilisateur_id, nom, parametres) values (${acteur.utilisateurId}, ${nom}, ${JSON.stringify(parametres)})`);
}

export async function nommerFiltre(trx: Transaction, id: number, nom: string): Promise<void> {
  await executer(trx, sql`update filtres set nom = ${nom} where id = ${id}`);
}

export async function supprimerFiltre(trx: Transaction, id: number): Promise<void> {
  await executer(trx, sql`delete from filtres where id = ${id}`);
}
