import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/**
 * The monthly table as it was sent. tableaux: one per PLIE and month, its six steps with who and when; tableau_lignes: the
 * rows of its four data sheets, exactly as they leave, written once at the validation; transmissions: the register of what
 * was sent. What is validated does not change: the database refuses it. Rows may only be emptied (retention).
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table tableaux (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      mois text not null check (mois ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
      etape text not null default 'PREPARE' check (etape in ('PREPARE', 'CONTROLE', 'VALIDE', 'TRANSMIS', 'IMPORTE', 'TRAITE')),
      prepare_le timestamptz not null default now(),
      prepare_par bigint references utilisateurs (id),
      controle_le timestamptz,
      controle_par bigint references utilisateurs (id),
      -- what the checks found that day: codes and counts only
      controles jsonb,
      valide_le timestamptz,
      valide_par bigint references utilisateurs (id),
      transmis_le timestamptz,
      transmis_par bigint references utilisateurs (id),
      importe_le timestamptz,
      importe_par bigint references utilisateurs (id),
      -- noted by hand by the PLIE, when Pôle emploi works elsewhere: the day, and who received it
      recu_le date,
      recu_par text check (length(recu_par) between 1 and 100),
      traite_le timestamptz,
      traite_par bigint references utilisateurs (id),
      -- frozen with the rows: the version of the format, the header of the file, the SHA-256 of the data
      format text,
      entete jsonb,
      empreinte text check (empreinte ~ '^[0-9a-f]{64}$'),
      version integer not null default 1,
      primary key (plie_id, id),
      constraint tableaux_mois unique (plie_id, mois),
      check (etape = 'PREPARE' or controle_le is not null),
      check ((etape in ('PREPARE', 'CONTROLE')) = (valide_le is null)),
      check ((valide_le is null) = (empreinte is null) and (valide_le is null) = (entete is null) and (valide_le is null) = (format is null)),
      check ((etape in ('PREPARE', 'CONTROLE', 'VALIDE')) = (transmis_le is null)),
      check ((etape in ('IMPORTE', 'TRAITE')) = (importe_le is not null)),
      check ((etape = 'TRAITE') = (traite_le is not null)),
      check (recu_le is null or importe_le is not null)
    );

    create table tableau_lignes (
      plie_id bigint not null,
      tableau_id bigint not null,
      feuille text not null check (feuille in ('ORIENTATIONS', 'ETAPES', 'ABSENCES', 'CORRECTIONS')),
      -- place in the sheet, from 1
      rang integer not null,
      orientation_id bigint,
      -- for a correction: the month of the table that it corrects
      mois_corrige text,
      -- the cells in the order of the columns; null once erased
      cellules jsonb,
      primary key (plie_id, tableau_id, feuille, rang),
      foreign key (plie_id, tableau_id) references tableaux (plie_id, id),
      foreign key (plie_id, orientation_id) references orientations (plie_id, id),
      check ((feuille = 'CORRECTIONS') = (mois_corrige is not null))
    );
    create index tableau_lignes_orientation on tableau_lignes (plie_id, orientation_id);

    create table transmissions (
      id bigint generated always as identity,
      plie_id bigint not null,
      tableau_id bigint not null,
      utilisateur_id bigint references utilisateurs (id),
      -- SHA-256 of the encrypted file
      empreinte text not null check (empreinte ~ '^[0-9a-f]{64}$'),
      canal_fichier text not null check (canal_fichier in ('FILR', 'COURRIEL', 'MAIN_PROPRE')),
      canal_cle text not null check (canal_cle in ('TELEPHONE', 'SMS', 'MAIN_PROPRE', 'COURRIER', 'COURRIEL')),
      destinataire text not null check (length(destinataire) between 1 and 254),
      etat text not null default 'PREPARE' check (etat in ('PREPARE', 'ENVOYE', 'ECHEC')),
      erreur text,
      prepare_le timestamptz not null default now(),
      -- the day it left, Europe/Paris: what is on time or late
      date_envoi date,
      -- the encrypted bytes, until the sending is confirmed; the passphrase is nowhere
      contenu bytea,
      primary key (plie_id, id),
      foreign key (plie_id, tableau_id) references tableaux (plie_id, id),
      constraint transmission_deux_canaux check (canal_fichier <> canal_cle),
      check ((etat = 'ENVOYE') = (date_envoi is not null)),
      check ((etat = 'ECHEC') = (erreur is not null)),
      check (etat = 'PREPARE' or contenu is null)
    );
    create index transmissions_tableau on transmissions (plie_id, tableau_id);
    create index transmissions_gardees on transmissions (prepare_le) where contenu is not null;

    create function tableau_refuse() returns void language plpgsql as $$
    begin
      raise exception 'Un tableau validé ne change plus' using errcode = 'check_violation', constraint = 'tableau_fige';
    end $$;

    -- A validated table moves forward from step to step; what it said stays.
    create function figer_tableau() returns trigger language plpgsql as $$
    declare
      etapes constant text[] := array['PREPARE', 'CONTROLE', 'VALIDE', 'TRANSMIS', 'IMPORTE', 'TRAITE'];
    begin
      if old.valide_le is null then return coalesce(new, old); end if;
      if tg_op = 'DELETE' then perform tableau_refuse(); end if;
      if (new.plie_id, new.id, new.mois, new.prepare_le, new.prepare_par, new.controle_le, new.controle_par, new.controles, new.valide_le, new.valide_par, new.format, new.entete, new.empreinte)
         is distinct from (old.plie_id, old.id, old.mois, old.prepare_le, old.prepare_par, old.controle_le, old.controle_par, old.controles, old.valide_le, old.valide_par, old.format, old.entete, old.empreinte)
         or array_position(etapes, new.etape) < array_position(etapes, old.etape)
      then perform tableau_refuse(); end if;
      return new;
    end $$;
    create trigger tableaux_figes before update or delete on tableaux for each row execute function figer_tableau();

    -- Rows enter before the validation, in the act that makes it; afterwards they can only be emptied.
    create function figer_lignes_ajoutees() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from apres l join tableaux t on t.plie_id = l.plie_id and t.id = l.tableau_id where t.valide_le is not null) then perform tableau_refuse(); end if;
      return null;
    end $$;
    create function figer_ligne() returns trigger language plpgsql as $$
    begin
      if tg_op = 'TRUNCATE' or tg_op = 'DELETE' then perform tableau_refuse(); end if;
      if new.cellules is not null or (new.plie_id, new.tableau_id, new.feuille, new.rang, new.orientation_id, new.mois_corrige)
         is distinct from (old.plie_id, old.tableau_id, old.feuille, old.rang, old.orientation_id, old.mois_corrige) then perform tableau_refuse(); end if;
      return new;
    end $$;
    create trigger tableau_lignes_ajout after insert on tableau_lignes referencing new table as apres for each statement execute function figer_lignes_ajoutees();
    create trigger tableau_lignes_figees before update or delete on tableau_lignes for each row execute function figer_ligne();
    create trigger tableau_lignes_gardees before truncate on tableau_lignes for each statement execute function figer_ligne();
    -- No journal line per row: they are their own record. An act is asked for all the same.
    create trigger tableau_lignes_acteur before insert or update or delete on tableau_lignes for each statement execute function exiger_acteur();
  `);
  await journaliser(trx, 'tableaux');
  await journaliser(trx, 'transmissions', ['contenu']);
  await versionner(trx, 'tableaux');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw(`
    drop table transmissions, tableau_lignes, tableaux;
    drop function figer_ligne, figer_lignes_ajoutees, figer_tableau, tableau_refuse;
  `);
}
