import type { Knex } from 'knex';
import { journaliser } from './outils';

/**
 * How long persons are kept (domaine §10, PLIE art. 8, PLIE data art. 4.2). The policy of each convention, in versions; the holds that
 * suspend it for a person; what was erased, by number only, so that a restored backup erases it again; the restricted archive that the
 * control of the FSE needs; the certificates of destruction. An erased person keeps their row, for the indicators that count it, with
 * nothing left in it that says who they were.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    alter table personnes
      -- the day its identity went: for good, or into the restricted archive
      add efface_le date,
      add constraint personne_effacee check (efface_le is null or (
        nom = 'Effacées' and prenom = 'Données'
        and num_nonnulls(reference_reprise, adresse, code_postal, telephone, courriel, identifiant_pe, zone_pe, identifiant_caf, minimum_social, rqth, deld) = 0 and freins = '{}'));
    -- when a PLIE last took in what it had before
    create index journal_actes_reprises on journal_actes (plie_id, instant) where action = 'reprise.importer';
    create index personnes_presentes on personnes (plie_id, id) where efface_le is null;

    create table politiques_conservation (
      id bigint generated always as identity primary key,
      plie_id bigint not null references organisations (id),
      convention_id bigint not null references conventions (id),
      numero integer not null check (numero > 0),
      modele text not null check (modele in ('PLIE', 'PLIE_FSE', 'ACCOMPAGNEMENT_GLOBAL', 'ACCOMPAGNEMENT_SOCIAL', 'DOSSIERS_RSA')),
      -- null: that limit does not exist in the template
      jours_apres_refus integer,
      mois_apres_sortie integer,
      mois_apres_integration integer,
      mois_apres_convention integer not null,
      annees_archive integer,
      decidee_le date not null,
      utilisateur_id bigint references utilisateurs (id),
      unique (convention_id, numero)
    );
    create index politiques_conservation_plie on politiques_conservation (plie_id);

    create table suspensions_effacement (
      id bigint generated always as identity,
      plie_id bigint not null,
      personne_id bigint not null,
      motif text not null check (motif in ('CONTENTIEUX', 'CONTROLE', 'DEMANDE_DE_LA_PERSONNE', 'ENQUETE')),
      debut date not null,
      -- null as long as it lasts
      fin date check (debut <= fin),
      utilisateur_id bigint references utilisateurs (id),
      primary key (plie_id, id),
      foreign key (plie_id, personne_id) references personnes (plie_id, id)
    );
    create unique index une_suspension_par_personne on suspensions_effacement (plie_id, personne_id) where fin is null;

    create table certificats_destruction (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      le date not null,
      -- what was destroyed and how many, by rule; a number and words, never a name
      contenu jsonb not null,
      -- SHA-256 of the above
      empreinte text not null check (empreinte ~ '^[0-9a-f]{64}$'),
      primary key (plie_id, id)
    );

    -- What went, by number: replayed after a backup that is older than it.
    create table effacements (
      id bigint generated always as identity,
      plie_id bigint not null,
      genre text not null check (genre in ('PERSONNE', 'ORIENTATION', 'ARCHIVAGE', 'ARCHIVE', 'DOSSIER_RECU')),
      -- of the person, the orientation or the dossier
      cible_id bigint not null,
      regle text not null check (regle in ('REFUS', 'SORTIE', 'INTEGRATION', 'CONVENTION', 'ARCHIVE', 'DROIT')),
      le date not null,
      certificat_id bigint,
      primary key (plie_id, id),
      foreign key (plie_id, certificat_id) references certificats_destruction (plie_id, id)
    );
    create index effacements_le on effacements (le);
    create unique index effacements_cible on effacements (plie_id, genre, cible_id);

    -- What the control of the FSE needs of a person whose active period is over; nobody meets it elsewhere.
    create table archives_fse (
      id bigint generated always as identity,
      plie_id bigint not null,
      personne_id bigint not null,
      contenu jsonb not null,
      archive_le date not null,
      primary key (plie_id, id),
      foreign key (plie_id, personne_id) references personnes (plie_id, id),
      unique (plie_id, personne_id)
    );

    -- Made once, in the act that destroys.
    create function certificat_immuable() returns trigger language plpgsql as $$
    begin
      raise exception 'Un certificat de destruction ne change plus' using errcode = 'check_violation', constraint = 'certificat_fige';
    end $$;
    create trigger certificats_immuables before update or delete on certificats_destruction for each row execute function certificat_immuable();
    create trigger effacements_immuables before delete on effacements for each row execute function certificat_immuable();
    create trigger politiques_immuables before update or delete on politiques_conservation for each row execute function certificat_immuable();
  `);
  for (const table of ['politiques_conservation', 'suspensions_effacement', 'certificats_destruction', 'effacements']) await journaliser(trx, table);
  // Its content would be a second archive: the journal only tells that it was made, opened or destroyed.
  await journaliser(trx, 'archives_fse', ['contenu']);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw(`
    drop table archives_fse, effacements, certificats_destruction, suspensions_effacement, politiques_conservation;
    drop function certificat_immuable;
    drop index journal_actes_reprises;
    alter table personnes drop constraint personne_effacee, drop efface_le;
  `);
}
