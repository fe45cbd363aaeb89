/**
 * Writes what the check put aside: each batch is one statement that reads its JSON, and links rows by their references.
 * What is already there is left as it is, so that the same file changes nothing.
 */
import { executer, sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';

/** One reprise of a PLIE at a time: the second one waits, then finds what the first has written. */
export async function verrouillerPlie(trx: Transaction, plieId: number): Promise<void> {
  await executer(trx, sql`select 1 from organisations where id = ${plieId} for update`);
}

/**
 * Statistics of a table that has just got its first rows. Without them the checks of the keys that point to it are planned
 * as if every index were as good, once for the whole transaction: PostgreSQL then reads all the PLIE's rows for each check.
 * Only for a table still unknown (the function sees to it): ANALYZE keeps that of another transaction waiting until the end of this one.
 */
export async function analyserTableNeuve(trx: Transaction, table: string): Promise<void> {
  await executer(trx, sql`select analyser_table_neuve(${table})`);
}

/** Accounts to be invited: inactive, without a password. */
export function insererComptes(trx: Transaction, plieId: number, json: string): Promise<number> {
  return executer(trx, sql`
    insert into utilisateurs (organisation_id, role, nom, prenom, courriel, actif)
    select ${plieId}, 'ACCOMPAGNATEUR', r.nom, r.prenom, r.courriel, false
    from json_to_recordset(${json}::json) as r (courriel text, nom text, prenom text)
    on conflict (courriel) do nothing`);
}

export function insererPersonnes(trx: Transaction, plieId: number, json: string): Promise<number> {
  return executer(trx, sql`
    insert into personnes (plie_id, reference_reprise, nom, prenom, date_naissance, sexe, adresse, code_postal, commune, telephone,
                           consentement_courriel, courriel, identifiant_pe, zone_pe, identifiant_caf, minimum_social, rqth, deld, freins, origine)
    select ${plieId}, r.reference, r.nom, r.prenom, r.date_naissance, r.sexe, r.adresse, r.code_postal, r.commune, r.telephone,
           r.consentement_courriel, r.courriel, r.identifiant_pe, r.zone_pe, r.identifiant_caf, r.minimum_social, r.rqth, r.deld, r.freins, 'REPRISE'
    from json_to_recordset(${json}::json) as r (
      reference text, nom text, prenom text, date_naissance date, sexe text, adresse text, code_postal text, commune text, telephone text,
      consentement_courriel boolean, courriel text, identifiant_pe text, zone_pe text, identifiant_caf text, minimum_social text, rqth boolean, deld boolean, freins text[])`);
}

/**
 * Orientations with what their row says of their parcours: référent unique from the integration to the exit, PNI closed by
 * the exit, how the class of the exit was found. The situation of the fiche is the one the file gives for the person.
 */
export function insererOrientations(trx: Transaction, plieId: number, json: string): Promise<number> {
  return executer(trx, sql`
    with r as (
      select r.*, p.id as personne_id, p.minimum_social, p.rqth, p.deld, p.freins
      from json_to_recordset(${json}::json) as r (
        reference text, reference_personne text, agence_id bigint, prescripteur text, mode_orientation text, date_prescription date,
        date_contact date, type_contact text, date_diagnostic date, date_refus date, motif_refus text, date_integration date, accompagnateur text,
        pni_debut date, pni_fin date, date_sortie date, nature_sortie text, motif_sortie text, sortie_origine text, sortie_regle text, sortie_explication text)
      cross join lateral (
        select * from personnes where plie_id = ${plieId} and reference_reprise = r.reference_personne
        union all
        select k.* from fusions f join personnes k on k.plie_id = f.plie_id and k.id = f.personne_id where f.plie_id = ${plieId} and f.reference_reprise = r.reference_personne
      ) as p
    ), o as (
      insert into orientations (plie_id, personne_id, reference_reprise, agence_id, prescripteur, mode_orientation, date_prescription, minimum_social, rqth, deld, freins,
                                date_contact, type_contact, date_diagnostic, date_refus, motif_refus, date_integration, date_sortie, nature_sortie, motif_sortie, origine)
      select ${plieId}, personne_id, reference, agence_id, prescripteur, mode_orientation, date_prescription, minimum_social, rqth, deld, freins,
             date_contact, type_contact, date_diagnostic, date_refus, motif_refus, date_integration, date_sortie, nature_sortie, motif_sortie, 'REPRISE'
      from r
      returning id, reference_reprise
    ), referents_crees as (
      insert into referents (plie_id, orientation_id, utilisateur_id, date_debut, date_fin)
      select ${plieId}, o.id, u.id, r.date_integration, r.date_sortie
      from r join o on o.reference_reprise = r.reference join utilisateurs u on u.courriel = r.accompagnateur
      where r.date_integration is not null
    ), pni_crees as (
      insert into pni (plie_id, orientation_id, personne_id, date_debut, date_fin, date_cloture, motif_cloture)
      select ${plieId}, o.id, r.personne_id, r.pni_debut, r.pni_fin, case when r.date_sortie is not null then greatest(r.pni_debut, r.date_sortie) end, case when r.date_sortie is not null then 'SORTIE' end
      from r join o on o.reference_reprise = r.reference
      where r.pni_debut is not null
    ), sorties_creees as (
      insert into sorties (plie_id, orientation_id, origine, regle, explication)
      select ${plieId}, o.id, r.sortie_origine, r.sortie_regle, r.sortie_explication
      from r join o on o.reference_reprise = r.reference
      where r.date_sortie is not null
    )
    select 1 from o`);
}

export function insererEtapes(trx: Transaction, plieId: number, json: string): Promise<number> {
  return executer(trx, sql`
    insert into etapes (plie_id, orientation_id, type, date_debut, date_fin)
    select ${plieId}, o.id, r.type, r.date_debut, r.date_fin
    from json_to_recordset(${json}::json) as r (reference text, type text, date_debut date, date_fin date)
    join orientations o on o.plie_id = ${plieId} and o.reference_reprise = r.reference
    on conflict (plie_id, orientation_id, date_debut, type) do nothing`);
}

export function insererEntretiens(trx: Transaction, plieId: number, json: string): Promise<number> {
  return executer(trx, sql`
    insert into entretiens (plie_id, orientation_id, date_entretien)
    select ${plieId}, o.id, r.date_entretien
    from json_to_recordset(${json}::json) as r (reference text, date_entretien date)
    join orientations o on o.plie_id = ${plieId} and o.reference_reprise = r.reference
    on conflict (plie_id, orientation_id, date_entretien) do nothing`);
}

export function insererAbsences(trx: Transaction, plieId: number, json: string): Promise<number> {
  return executer(trx, sql`
    insert into absences (plie_id, orientation_id, date_convocation, excuse, premier_contact)
    select ${plieId}, o.id, r.date_convocation, r.excuse, r.premier_contact
    from json_to_recordset(${json}::json) as r (reference text, date_convocation date, excuse boolean, premier_contact boolean)
    join orientations o on o.plie_id = ${plieId} and o.reference_reprise = r.reference
    on conflict (plie_id, orientation_id, date_convocation) do nothing`);
}

export function insererSessions(trx: Transaction, plieId: number, json: string): Promise<number> {
  return executer(trx, sql`
    insert into informations_collectives (plie_id, agence_id, date_session, rang, convoques, presents)
    select ${plieId}, r.agence_id, r.date_session, r.rang, r.convoques, r.presents
    from json_to_recordset(${json}::json) as r (agence_id bigint, date_session date, rang integer, convoques integer, presents integer)
    on conflict on constraint informations_collectives_session do nothing`);
}
