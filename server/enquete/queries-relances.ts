/** Who may be reminded of a campaign, and the register of the reminders. */
import type { Contexte } from '../acces/acteur';
import { perimetreEnquetes } from '../acces/perimetre';
import { PARTICIPE } from '../../reports/bilan-qualitatif/enquete';
import type { Partie } from '../../reports/bilan-qualitatif/tableau';
import type { CodeDe } from '../codes/listes';
import { chercherLigne, executer, lignes, sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';

export interface Destinataire { plie_id: number; partie: Partie; courriel: string }

/** The active accounts that may answer: animation of the PLIE, référents of its reference agency. */
export function listerDestinataires({ base, acteur }: Contexte, enqueteId: number): Promise<Destinataire[]> {
  return lignes<Destinataire>(base, sql`
    select p.id as plie_id, x.partie, u.courriel
    from enquetes e cross join organisations p join departements d on d.code = p.departement_code
    cross join lateral (
      select 'PLIE' as partie, p.id as organisation_id, 'ANIMATION' as role
      union all select 'POLE_EMPLOI', pa.agence_id, 'REFERENT_PE' from plie_agences pa where pa.plie_id = p.id and pa.reference
    ) x join utilisateurs u on u.organisation_id = x.organisation_id and u.role = x.role and u.actif
    where e.id = ${enqueteId} and ${PARTICIPE} and ${perimetreEnquetes(acteur)} order by p.id, x.partie, u.courriel`);
}

export interface Relance { id: number; plie_id: number; plie: string; partie: Partie; destinataire: string; etat: CodeDe<'ETATS_AVIS'>; erreur: string | null; prepare_le: string; envoye_le: string | null }

/** The latest first. */
export function listerRelances({ base, acteur }: Contexte, enqueteId: number): Promise<Relance[]> {
  return lignes<Relance>(base, sql`
    select r.id, r.plie_id, p.nom as plie, r.partie, r.destinataire, r.etat, r.erreur, r.prepare_le, r.envoye_le
    from enquete_relances r join organisations p on p.id = r.plie_id
    where r.enquete_id = ${enqueteId} and ${perimetreEnquetes(acteur)} order by r.prepare_le desc, p.nom collate francais, r.partie, r.destinataire`);
}

export async function chercherCourriel({ base, acteur }: Contexte): Promise<string> {
  return (await chercherLigne<{ courriel: string }>(base, sql`select courriel from utilisateurs where id = ${acteur.utilisateurId}`))!.courriel;
}

// ---- Writes: PLIEs found within scope ----

export async function ajouterRelance(trx: Transaction, enqueteId: number, d: Destinataire, utilisateurId: number | null): Promise<number> {
  return (await chercherLigne<{ id: number }>(trx, sql`
    insert into enquete_relances (plie_id, enquete_id, partie, destinataire, utilisateur_id) values (${d.plie_id}, ${enqueteId}, ${d.partie}, ${d.courriel}, ${utilisateurId}) returning id`))!.id;
}

/** `erreur` null: it left. */
export async function noterRelance(trx: Transaction, plieId: number, id: number, erreur: string | null): Promise<void> {
  await executer(trx, sql`update enquete_relances set etat = ${erreur ? 'ECHEC' : 'ENVOYE'}, erreur = ${erreur}, envoye_le = case when ${erreur}::text is null then now() end where plie_id = ${plieId} and id = ${id}`);
}
