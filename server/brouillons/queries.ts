/**
 * Drafts in the database: an agent's own, where they work now, and not older than a week. Technical, as a session is:
 * written every few seconds, so no act and no line of journal.
 */
import type { Acteur, Contexte } from '../acces/acteur';
import type { Base } from '../lib/db';
import { chercherLigne, executer, lignes, sql, type Sql } from '../lib/db/sql';
import { dansMinutes, type Horloge } from '../lib/dates';
import type { Transaction } from '../lib/ecriture';
import { Introuvable } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { BROUILLONS_MAX, JOURS_GARDES } from './rules';

export interface Brouillon { cle: string; formulaire: string; libelle: string; contenu: Saisie; instant: string }

const limite = (horloge: Horloge): string => dansMinutes(horloge, -JOURS_GARDES * 24 * 60);
const siens = (acteur: Acteur): Sql => sql`utilisateur_id = ${acteur.utilisateurId} and organisation_id = ${acteur.organisation?.id ?? null}`;

/** Writes or writes over; false when the agent has too many, or when the key is not theirs. */
export async function ecrireBrouillon({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, b: Brouillon): Promise<boolean> {
  return (await executer(base, sql`
    insert into brouillons (cle, utilisateur_id, organisation_id, formulaire, libelle, contenu, instant)
    select ${b.cle}, ${acteur.utilisateurId}, ${acteur.organisation?.id ?? null}, ${b.formulaire}, ${b.libelle}, ${JSON.stringify(b.contenu)}, ${b.instant}
    where (select count(*) from brouillons where ${siens(acteur)} and formulaire = ${b.formulaire} and cle <> ${b.cle}) < ${BROUILLONS_MAX}
    on conflict (cle) do update set libelle = excluded.libelle, contenu = excluded.contenu, instant = excluded.instant
    where brouillons.utilisateur_id = excluded.utilisateur_id and brouillons.organisation_id = excluded.organisation_id and brouillons.formulaire = excluded.formulaire`)) > 0;
}

/** The agent's drafts of a form, newest first. */
export function listerBrouillons({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, horloge: Horloge, formulaire: string): Promise<Brouillon[]> {
  return lignes<Brouillon>(base, sql`select cle, formulaire, libelle, contenu, instant from brouillons where ${siens(acteur)} and formulaire = ${formulaire} and instant > ${limite(horloge)} order by instant desc`);
}

/** One of them. Throws Introuvable. */
export async function lireBrouillon({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, horloge: Horloge, formulaire: string, cle: string): Promise<Brouillon> {
  const trouve = await chercherLigne<Brouillon>(base, sql`select cle, formulaire, libelle, contenu, instant from brouillons where cle = ${cle} and ${siens(acteur)} and formulaire = ${formulaire} and instant > ${limite(horloge)}`);
  if (!trouve) throw new Introuvable("Ce brouillon n'existe plus : il a été enregistré ou abandonné, ou il avait plus de 7 jours.");
  return trouve;
}

/** Number of drafts removed: 0 when it was not the agent's, or no more there. In the transaction that records the form, or alone. */
export function supprimerBrouillon(base: Base | Transaction, acteur: Acteur, cle: string): Promise<number> {
  return executer(base, sql`delete from brouillons where cle = ${cle} and ${siens(acteur)}`);
}

/** Removes those that are too old. Called now and then by index.ts. */
export async function purgerBrouillons(base: Base, horloge: Horloge): Promise<void> {
  await executer(base, sql`delete from brouillons where instant <= ${limite(horloge)}`);
}
