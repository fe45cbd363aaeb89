import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/**
 * The yearly bilan as it was validated. bilans: one per PLIE and year, with its step; bilan_versions: the figures of each validation,
 * with the settings that gave them; bilan_faits: the list behind each figure; bilan_etapes: who did what and when; bilan_relances: the
 * register of reminders. What is validated does not change: the database refuses it. A fact only forgets its orientation, once that is
 * erased.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table bilans (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      annee integer not null check (annee between 2000 and 2199),
      etape text not null default 'BROUILLON' check (etape in ('BROUILLON', 'CONTROLE', 'VALIDE', 'RENVOYE', 'ACCEPTE', 'CLOS')),
      -- the last validated version; 0 before the first
      numero integer not null default 0 check (numero >= 0),
      -- what the checks found last: codes, counts, sentences without a name
      controles jsonb,
      version integer not null default 1,
      primary key (plie_id, id),
      constraint bilans_un_par_annee unique (plie_id, annee),
      check (etape in ('BROUILLON', 'CONTROLE') or numero > 0)
    );
    create index bilans_annee on bilans (annee, plie_id);

    create table bilan_versions (
      id bigint generated always as identity,
      plie_id bigint not null,
      bilan_id bigint not null,
      numero integer not null check (numero > 0),
      -- version of the definitions (reports/bilan-quantitatif)
      definitions text not null,
      -- values of every column, terms of each ratio, settings of each part of the year
      chiffres jsonb not null,
      -- Pôle emploi's sessions, behind column 2
      seances jsonb not null,
      controles jsonb not null,
      -- SHA-256 of what is above
      empreinte text not null check (empreinte ~ '^[0-9a-f]{64}$'),
      -- null while its facts are being written, in the act that validates
      valide_le timestamptz,
      valide_par bigint references utilisateurs (id),
      primary key (plie_id, id),
      constraint bilan_versions_numero unique (plie_id, bilan_id, numero),
      foreign key (plie_id, bilan_id) references bilans (plie_id, id)
    );

    create table bilan_faits (
      plie_id bigint not null,
      version_id bigint not null,
      colonne text not null,
      -- place in the list, from 1
      rang integer not null,
      -- null once the orientation is erased, since that day
      orientation_id bigint,
      efface_le date,
      -- the event that counts, and what the columns of exits tell apart
      date_fait date not null,
      nature_sortie text,
      motif_sortie text,
      primary key (plie_id, version_id, colonne, rang),
      foreign key (plie_id, version_id) references bilan_versions (plie_id, id),
      foreign key (plie_id, orientation_id) references orientations (plie_id, id) on delete set null (orientation_id),
      check ((orientation_id is null) = (efface_le is not null))
    );
    create index bilan_faits_orientation on bilan_faits (plie_id, orientation_id);

    create table bilan_etapes (
      id bigint generated always as identity,
      plie_id bigint not null,
      bilan_id bigint not null,
      etape text not null check (etape in ('BROUILLON', 'CONTROLE', 'VALIDE', 'RENVOYE', 'ACCEPTE', 'CLOS')),
      -- the version that it is about; null before the first one
      numero integer,
      le timestamptz not null default now(),
      par bigint references utilisateurs (id),
      -- a reason, a remark, what is to be done again
      commentaire text check (length(commentaire) between 1 and 2000),
      primary key (plie_id, id),
      foreign key (plie_id, bilan_id) references bilans (plie_id, id)
    );
    create index bilan_etapes_bilan on bilan_etapes (plie_id, bilan_id);

    create table bilan_relances (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      annee integer not null check (annee between 2000 and 2199),
      utilisateur_id bigint references utilisateurs (id),
      destinataire text not null check (length(destinataire) between 1 and 254),
      -- sent by the tool, or by hand from one's own mail
      par_serveur boolean not null,
      etat text not null check (etat in ('PREPARE', 'ENVOYE', 'ECHEC')),
      erreur text,
      le timestamptz not null default now(),
      primary key (plie_id, id),
      check ((etat = 'ECHEC') = (erreur is not null))
    );
    create index bilan_relances_annee on bilan_relances (annee, plie_id);

    -- The documents of two years may leave on one day.
    alter table jalons drop constraint jalons_un_par_jour;
    create unique index jalons_un_par_jour on jalons (plie_id, type, date_jalon) where annee is null;

    create function bilan_refuse() returns void language plpgsql as $$
    begin
      raise exception 'Un bilan validé ne change plus' using errcode = 'check_violation', constraint = 'bilan_fige';
    end $$;

    -- A year keeps its PLIE, and its versions only grow.
    create function figer_bilan() returns trigger language plpgsql as $$
    begin
      if tg_op = 'TRUNCATE' then perform bilan_refuse(); end if;
      if tg_op = 'DELETE' and old.numero = 0 then return old; end if;
      if tg_op = 'DELETE' then perform bilan_refuse(); end if;
      if (new.plie_id, new.id, new.annee) is distinct from (old.plie_id, old.id, old.annee) or new.numero not in (old.numero, old.numero + 1)
         or (new.numero > old.numero and not exists (select 1 from bilan_versions v where v.plie_id = new.plie_id and v.bilan_id = new.id and v.numero = new.numero and v.valide_le is not null))
         -- back to figures that move only by reopening; to frozen ones only by a new version
         or (new.etape = 'VALIDE' and old.etape <> 'VALIDE' and new.numero = old.numero)
      then perform bilan_refuse(); end if;
      return new;
    end $$;
    create trigger bilans_figes before update or delete on bilans for each row execute function figer_bilan();
    create trigger bilans_gardes before truncate on bilans for each statement execute function figer_bilan();

    create function figer_bilan_version() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'UPDATE' or old.valide_le is not null then perform bilan_refuse(); end if;
      if (new.plie_id, new.id, new.bilan_id, new.numero, new.definitions, new.chiffres, new.seances, new.controles, new.empreinte)
         is distinct from (old.plie_id, old.id, old.bilan_id, old.numero, old.definitions, old.chiffres, old.seances, old.controles, old.empreinte) then perform bilan_refuse(); end if;
      return new;
    end $$;
    create trigger bilan_versions_figees before update or delete on bilan_versions for each row execute function figer_bilan_version();
    create trigger bilan_versions_gardees before truncate on bilan_versions for each statement execute function figer_bilan_version();

    -- Facts enter before their version is validated; afterwards they can only forget their orientation.
    create function figer_bilan_faits_ajoutes() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from apres f join bilan_versions v on v.plie_id = f.plie_id and v.id = f.version_id where v.valide_le is not null) then perform bilan_refuse(); end if;
      return null;
    end $$;
    create function figer_bilan_fait() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'UPDATE' then perform bilan_refuse(); end if;
      if new.orientation_id is not null or old.orientation_id is null or (new.plie_id, new.version_id, new.colonne, new.rang, new.date_fait, new.nature_sortie, new.motif_sortie)
         is distinct from (old.plie_id, old.version_id, old.colonne, old.rang, old.date_fait, old.nature_sortie, old.motif_sortie) then perform bilan_refuse(); end if;
      new.efface_le := (now() at time zone 'Europe/Paris')::date;
      return new;
    end $$;
    create trigger bilan_faits_ajout after insert on bilan_faits referencing new table as apres for each statement execute function figer_bilan_faits_ajoutes();
    create trigger bilan_faits_figes before update or delete on bilan_faits for each row execute function figer_bilan_fait();
    create trigger bilan_faits_gardes before truncate on bilan_faits for each statement execute function figer_bilan_fait();
    -- No journal line per fact: they are their own record. An act is asked for all the same.
    create trigger bilan_faits_acteur before insert or update or delete on bilan_faits for each statement execute function exiger_acteur();

    -- What was done and said stays; a comment may be emptied (retention).
    create function figer_bilan_etape() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'UPDATE' then perform bilan_refuse(); end if;
      if new.commentaire is not null or (new.plie_id, new.id, new.bilan_id, new.etape, new.numero, new.le, new.par)
         is distinct from (old.plie_id, old.id, old.bilan_id, old.etape, old.numero, old.le, old.par) then perform bilan_refuse(); end if;
      return new;
    end $$;
    create trigger bilan_etapes_figees before update or delete on bilan_etapes for each row execute function figer_bilan_etape();
    create trigger bilan_etapes_gardees before truncate on bilan_etapes for each statement execute function figer_bilan_etape();
  `);
  await journaliser(trx, 'bilans');
  await journaliser(trx, 'bilan_versions', ['chiffres', 'seances']);
  await journaliser(trx, 'bilan_etapes', ['commentaire']);
  await journaliser(trx, 'bilan_relances');
  await versionner(trx, 'bilans');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw(`
    drop index jalons_un_par_jour;
    alter table jalons add constraint jalons_un_par_jour unique (plie_id, type, date_jalon);
    drop table bilan_relances, bilan_etapes, bilan_faits, bilan_versions, bilans;
    drop function figer_bilan_etape, figer_bilan_fait, figer_bilan_faits_ajoutes, figer_bilan_version, figer_bilan, bilan_refuse;
  `);
}
