import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/**
 * Pôle emploi's side of the monthly exchange. What was received is Pôle emploi's own copy, apart from the persons of the
 * PLIE: it is the same whether the PLIE works in this installation or in another, and it holds nothing but the columns of
 * the file (domaine 05 B). `plie_id` is the sender.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    -- One row per file that an agency took in.
    create table importations (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      agence_id bigint not null references organisations (id),
      utilisateur_id bigint references utilisateurs (id),
      mois text not null check (mois ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
      -- SHA-256 of the data, as the sheet « Informations » says how to compute it
      empreinte text not null check (empreinte ~ '^[0-9a-f]{64}$'),
      -- when the PLIE made the file; null for one made by other means, without that sheet
      etabli_le timestamptz,
      nom_fichier text not null,
      etat text not null default 'A_CONFIRMER' check (etat in ('A_CONFIRMER', 'CONFIRMEE')),
      nouveaux integer not null default 0,
      modifies integer not null default 0,
      inchanges integer not null default 0,
      refuses integer not null default 0,
      cree_le timestamptz not null default now(),
      confirmee_le timestamptz,
      version integer not null default 1,
      primary key (plie_id, id),
      check ((etat = 'CONFIRMEE') = (confirmee_le is not null))
    );
    -- The same rows may come again: in another month where nothing moved, or made anew after a table that said otherwise.
    create unique index une_importation_par_fichier on importations (plie_id, agence_id, mois, empreinte, etabli_le) where etat = 'CONFIRMEE';
    -- What was read of a file that waits for its confirmation, and what becomes of each row. Apart, and gone with the confirmation:
    -- the journal, which keeps every row whole, has no use for thousands of them that were never written.
    create table importation_contenus (
      plie_id bigint not null,
      importation_id bigint not null,
      lecture json not null,
      reponses json not null,
      examen jsonb not null,
      primary key (plie_id, importation_id),
      foreign key (plie_id, importation_id) references importations (plie_id, id) on delete cascade
    );
    create index importations_agence on importations (agence_id, plie_id, mois);

    -- An orientation as the last table told it.
    create table dossiers_pe (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      -- null when the file names no agency: the reference agency of the PLIE then sees to it
      agence_id bigint references organisations (id),
      -- the last import that told of it
      importation_id bigint not null,
      -- the same orientation, when the PLIE works in this installation
      orientation_id bigint,
      identifiant_pe text check (identifiant_pe ~ '^([0-9]{7}[A-Z]|[0-9]{8})$'),
      zone_pe text check (zone_pe ~ '^[0-9]{3}$'),
      nom text not null check (length(nom) between 1 and 100),
      prenom text not null check (length(prenom) between 1 and 100),
      nom_norm text collate "C" generated always as (normaliser(nom)) stored,
      prenom_norm text collate "C" generated always as (normaliser(prenom)) stored,
      date_naissance date not null,
      identifiant_caf text,
      adresse text,
      telephone text,
      courriel text,
      conseiller text,
      prescripteur text not null,
      date_prescription date not null,
      situation text not null check (situation in ('EN_ATTENTE', 'ABSENT', 'ACCUEILLI', 'EN_DIAGNOSTIC', 'REFUS', 'INTEGRE', 'EN_PARCOURS', 'SORTI')),
      date_refus date,
      motif_refus text,
      date_integration date,
      pni_debut date,
      pni_fin date,
      date_sortie date,
      nature_sortie text,
      motif_sortie text,
      accompagnateur text,
      accompagnateur_telephone text,
      accompagnateur_courriel text,
      -- the day on which the PPAE was last brought up to date by Pôle emploi
      ppae_actualise_le date,
      version integer not null default 1,
      primary key (plie_id, id),
      foreign key (plie_id, importation_id) references importations (plie_id, id),
      foreign key (plie_id, orientation_id) references orientations (plie_id, id) on delete set null (orientation_id),
      check (zone_pe is null or identifiant_pe is not null)
    );
    create unique index dossiers_pe_identifiant on dossiers_pe (plie_id, identifiant_pe, date_prescription) where identifiant_pe is not null;
    create unique index dossiers_pe_nom on dossiers_pe (plie_id, nom_norm, prenom_norm, date_naissance, date_prescription) where identifiant_pe is null;
    create index dossiers_pe_naissance on dossiers_pe (plie_id, date_naissance);
    create index dossiers_pe_agence on dossiers_pe (agence_id, plie_id);
    create index dossiers_pe_orientation on dossiers_pe (plie_id, orientation_id);

    create table dossier_etapes (
      id bigint generated always as identity,
      plie_id bigint not null,
      dossier_id bigint not null,
      -- the label: another installation may have types that this one does not know
      type text not null,
      date_debut date not null,
      date_fin date,
      primary key (plie_id, id),
      foreign key (plie_id, dossier_id) references dossiers_pe (plie_id, id) on delete cascade,
      unique (plie_id, dossier_id, type, date_debut),
      check (date_debut <= date_fin)
    );
    create table dossier_absences (
      id bigint generated always as identity,
      plie_id bigint not null,
      dossier_id bigint not null,
      date_convocation date not null,
      excuse boolean not null,
      primary key (plie_id, id),
      foreign key (plie_id, dossier_id) references dossiers_pe (plie_id, id) on delete cascade,
      unique (plie_id, dossier_id, date_convocation)
    );

    -- What a table asks of Pôle emploi. CADUQUE: a later table asks for something else.
    create table taches_pe (
      id bigint generated always as identity,
      plie_id bigint not null,
      dossier_id bigint not null,
      importation_id bigint not null,
      action text not null check (action in ('POSER_PNI', 'LEVER_PNI', 'REPRENDRE', 'ABSENCE', 'PPAE')),
      -- the day of what asks for it: integration, exit, refusal, convocation missed, étape; null when the file did not tell
      date_fait date,
      etat text not null default 'A_FAIRE' check (etat in ('A_FAIRE', 'FAITE', 'REFUSEE', 'CADUQUE')),
      -- the day of the act: PNI set or lifted, follow-up taken back, PPAE brought up to date
      date_acte date,
      -- why a PNI was lifted, or not set
      motif text check (motif in ('SORTIE', 'CONTRAT_IAE', 'CESSATION_INSCRIPTION', 'AUTRE')),
      utilisateur_id bigint references utilisateurs (id),
      traitee_le timestamptz,
      cree_le timestamptz not null default now(),
      version integer not null default 1,
      primary key (plie_id, id),
      foreign key (plie_id, dossier_id) references dossiers_pe (plie_id, id) on delete cascade,
      foreign key (plie_id, importation_id) references importations (plie_id, id),
      check ((etat in ('FAITE', 'REFUSEE')) = (date_acte is not null)),
      check ((etat = 'A_FAIRE') = (traitee_le is null)),
      check (etat <> 'REFUSEE' or (action = 'POSER_PNI' and motif is not null))
    );
    create unique index une_tache_a_faire on taches_pe (plie_id, dossier_id, action) where etat = 'A_FAIRE';
    create index taches_pe_dossier on taches_pe (plie_id, dossier_id);
    create index taches_pe_importation on taches_pe (plie_id, importation_id);

    -- What Pôle emploi did, on its way to the PLIE: written at once in the same installation, brought by the workbook C from another.
    create table retours_pe (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      -- Pôle emploi's side; null in the installation of a PLIE that received the workbook
      dossier_id bigint,
      -- the task that it closed, if one asked for it
      tache_id bigint,
      agence_id bigint references organisations (id),
      -- the PLIE's side; null where its orientations are not, or as long as the person was not recognised
      orientation_id bigint,
      origine text not null check (origine in ('DIRECT', 'CLASSEUR')),
      identifiant_pe text check (identifiant_pe ~ '^([0-9]{7}[A-Z]|[0-9]{8})$'),
      nom text not null check (length(nom) between 1 and 100),
      prenom text not null check (length(prenom) between 1 and 100),
      date_naissance date not null,
      pni_pose_le date,
      pni_fin date,
      pni_leve_le date,
      motif_levee text check (motif_levee in ('SORTIE', 'CONTRAT_IAE', 'CESSATION_INSCRIPTION', 'AUTRE')),
      -- the lifting answers a request: the PNI was never set
      refus boolean not null default false,
      ppae_actualise_le date,
      -- On Pôle emploi's side, EN_ROUTE: waits for the workbook; TRANSMIS: left in one. On the PLIE's, A_TRAITER: the accompagnateur has something to do.
      etat text not null check (etat in ('EN_ROUTE', 'TRANSMIS', 'APPLIQUE', 'A_TRAITER', 'TRAITE')),
      -- what the accompagnateur did of it
      suite text check (suite in ('SORTIE', 'POURSUITE', 'NOUVELLE_DEMANDE', 'VU')),
      utilisateur_id bigint references utilisateurs (id),
      cree_le timestamptz not null default now(),
      traite_par bigint references utilisateurs (id),
      traite_le timestamptz,
      version integer not null default 1,
      primary key (plie_id, id),
      foreign key (plie_id, dossier_id) references dossiers_pe (plie_id, id) on delete set null (dossier_id),
      foreign key (plie_id, tache_id) references taches_pe (plie_id, id) on delete set null (tache_id),
      foreign key (plie_id, orientation_id) references orientations (plie_id, id) on delete set null (orientation_id),
      check (pni_pose_le <= pni_fin),
      check ((pni_leve_le is null) = (motif_levee is null)),
      check (num_nonnulls(pni_pose_le, pni_leve_le, ppae_actualise_le) > 0),
      check (pni_leve_le is not null or not refus),
      check ((etat = 'TRAITE') = (traite_le is not null)),
      check ((etat = 'TRAITE') = (suite is not null))
    );
    create index retours_pe_orientation on retours_pe (plie_id, orientation_id);
    create index retours_pe_a_traiter on retours_pe (plie_id) where etat in ('EN_ROUTE', 'A_TRAITER');
    create index retours_pe_dossier on retours_pe (plie_id, dossier_id);
    create index retours_pe_tache on retours_pe (plie_id, tache_id);

    -- A workbook C that a PLIE brings in, between its reading and its confirmation; then contenu is emptied.
    create table classeurs_retour (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      utilisateur_id bigint references utilisateurs (id),
      nom_fichier text not null,
      etat text not null default 'A_CONFIRMER' check (etat in ('A_CONFIRMER', 'CONFIRME')),
      contenu jsonb,
      nouveaux integer not null default 0,
      modifies integer not null default 0,
      inchanges integer not null default 0,
      refuses integer not null default 0,
      cree_le timestamptz not null default now(),
      confirme_le timestamptz,
      version integer not null default 1,
      primary key (plie_id, id),
      check ((etat = 'CONFIRME') = (confirme_le is not null))
    );
  `);
  for (const table of ['importations', 'dossiers_pe', 'dossier_etapes', 'dossier_absences', 'taches_pe', 'retours_pe', 'classeurs_retour']) await journaliser(trx, table, table === 'classeurs_retour' ? ['contenu'] : []);
  for (const table of ['importations', 'dossiers_pe', 'taches_pe', 'retours_pe', 'classeurs_retour']) await versionner(trx, table);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table classeurs_retour, retours_pe, taches_pe, dossier_absences, dossier_etapes, dossiers_pe, importation_contenus, importations');
}
