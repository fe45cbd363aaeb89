/**
 * The only way to write: one act, one transaction, one line in the journal.
 * The database itself refuses a write outside an act (trigger exiger_acteur).
 */
import type { Knex } from 'knex';
import type { Action } from '../codes/actes';
import type { Base } from './db';
import { chercherLigne, executer, sql } from './db/sql';
import { expliquer } from './contraintes';
import { Conflit, RegleEnfreinte, type Erreur } from './erreurs';

declare const ouverteParEcrire: unique symbol;
/** A transaction that names its actor. Only `ecrire` makes one: a write query that lacks it does not compile. */
export type Transaction = Knex.Transaction & { readonly [ouverteParEcrire]: true };

/** Who writes, and from which request. */
export interface Auteur {
  utilisateurId: number | null;
  /** What writes when it is not a person, e.g. « ligne de commande ». */
  systeme: string | null;
  requeteId: string | null;
  /** One-time key of the form being sent: a retry gets the first answer and changes nothing. */
  cleFormulaire: string | null;
}

export interface Acte {
  /** What is done, as domaine.verbe: 'orientation.refuser' (codes/actes.ts). */
  action: Action;
  plieId?: number | null;
  personneId?: number | null;
  /** Counts and codes only, never a name. */
  details?: Record<string, string | number | boolean | null>;
}

/**
 * Runs `travail` in a transaction that carries the actor, and returns what it returns (plain JSON when a form sends it).
 * Rejects with RegleEnfreinte when a constraint of the database says no; nothing is then written.
 */
export async function ecrire<T>(base: Base, auteur: Auteur, acte: Acte | Action, travail: (trx: Transaction) => Promise<T>): Promise<T> {
  const demande: Acte = typeof acte === 'string' ? { action: acte } : acte;
  try {
    return await base.transaction(async (trx) => {
      if (auteur.cleFormulaire) {
        const nouveau = await executer(trx, sql`insert into formulaires (cle, utilisateur_id) values (${auteur.cleFormulaire}, ${auteur.utilisateurId}) on conflict do nothing`);
        if (!nouveau) {
          const deja = await chercherLigne<{ resultat: { valeur: T } | null }>(trx, sql`select resultat from formulaires where cle = ${auteur.cleFormulaire} and utilisateur_id is not distinct from ${auteur.utilisateurId}`);
          if (!deja?.resultat) throw new Conflit('Ce formulaire a déjà été envoyé.', 'Rechargez la page pour voir ce qui a été enregistré.');
          return deja.resultat.valeur;
        }
      }
      const id = await inscrireActe(trx, auteur, demande);
      await executer(trx, sql`select set_config('plie.acte', ${String(id)}, true)`);
      const resultat = await travail(trx as Transaction);
      if (auteur.cleFormulaire) await executer(trx, sql`update formulaires set resultat = ${JSON.stringify({ valeur: resultat ?? null })} where cle = ${auteur.cleFormulaire}`);
      return resultat;
    });
  } catch (erreur) {
    throw expliquer(erreur);
  }
}

/**
 * One line of a batch, in a savepoint: what a rule or a constraint refuses is undone and given back as sentences, so that the
 * lines after it are tried too. The act then stops if one was refused: all are written, or none.
 */
export async function essayer(trx: Transaction, travail: (trx: Transaction) => Promise<unknown>): Promise<Erreur[]> {
  try {
    await trx.transaction((etape) => travail(etape as Transaction));
    return [];
  } catch (erreur) {
    const explication = expliquer(erreur);
    if (!(explication instanceof RegleEnfreinte)) throw explication;
    return explication.erreurs;
  }
}

/** Journals what changes nothing but must be known: a person's file opened, an export, a search. */
export async function consigner(base: Base, auteur: Auteur, acte: Acte): Promise<void> {
  await inscrireActe(base, auteur, acte);
}

async function inscrireActe(executant: Pick<Knex, 'raw'>, auteur: Auteur, acte: Acte): Promise<number> {
  const ligne = await chercherLigne<{ id: number }>(executant, sql`
    insert into journal_actes (action, utilisateur_id, systeme, plie_id, personne_id, requete_id, details)
    values (${acte.action}, ${auteur.utilisateurId}, ${auteur.systeme}, ${acte.plieId ?? null}, ${acte.personneId ?? null}, ${auteur.requeteId}, ${acte.details ? JSON.stringify(acte.details) : null})
    returning id`);
  return ligne!.id;
}
