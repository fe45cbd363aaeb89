import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/**
 * suivis_emploi: the return to employment or the entry into training, with the contract or the training and the proof
 * seen; it opens the six months of follow-up. sorties: how the class of an exit was found, kept with it.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table suivis_emploi (
      id bigint generated always as identity,
      plie_id bigint not null,
      orientation_id bigint not null,
      nature text not null check (nature in ('EMPLOI', 'FORMATION')),
      date_debut date not null,
      -- set when it was lost before its end: the parcours then goes on
      date_perte date,
      contrat text check (contrat in ('CDI', 'CDD', 'CTT', 'CUI_PEC', 'CONTRAT_PRO', 'APPRENTISSAGE', 'CDDI', 'CREATION_ENTREPRISE')),
      date_fin_prevue date,
      mi_temps boolean,
      titre text check (titre in ('TITRE_PROFESSIONNEL', 'DIPLOME', 'CQP', 'AUCUN')),
      rncp text check (rncp ~ '^RNCP[0-9]{1,6}$'),
      date_validation date,
      preuve text check (preuve in ('CONTRAT_TRAVAIL', 'BULLETIN_SALAIRE', 'ATTESTATION_EMPLOYEUR', 'EXTRAIT_IMMATRICULATION', 'ATTESTATION_FORMATION', 'DIPLOME_TITRE', 'DECLARATION')),
      date_preuve date,
      version integer not null default 1,
      primary key (plie_id, id),
      foreign key (plie_id, orientation_id) references orientations (plie_id, id),
      check (date_debut <= date_perte and date_debut <= date_fin_prevue and date_debut <= date_validation),
      check ((nature = 'EMPLOI') = (contrat is not null)),
      check (nature = 'FORMATION' or (titre is null and rncp is null and date_validation is null)),
      check ((preuve is null) = (date_preuve is null))
    );
    create unique index un_suivi_ouvert on suivis_emploi (plie_id, orientation_id) where date_perte is null;
    create index suivis_emploi_orientation on suivis_emploi (plie_id, orientation_id, date_debut);

    create table suivi_contacts (
      id bigint generated always as identity,
      plie_id bigint not null,
      suivi_id bigint not null,
      mois integer not null check (mois in (1, 3, 6)),
      date_contact date not null,
      en_poste boolean not null,
      primary key (plie_id, id),
      foreign key (plie_id, suivi_id) references suivis_emploi (plie_id, id),
      unique (plie_id, suivi_id, mois)
    );

    create table sorties (
      id bigint generated always as identity,
      plie_id bigint not null,
      orientation_id bigint not null,
      suivi_id bigint,
      -- DERIVEE: by the rule; REPRISE: the nature given in the file is kept
      origine text not null check (origine in ('DERIVEE', 'REPRISE')),
      -- version of the rule and the reason it gave, in the words shown before saving
      regle text,
      explication text,
      -- day on which a late proof reclassified it (goes into that month's table as a correction)
      date_reclassement date,
      primary key (plie_id, id),
      unique (plie_id, orientation_id),
      foreign key (plie_id, orientation_id) references orientations (plie_id, id),
      foreign key (plie_id, suivi_id) references suivis_emploi (plie_id, id),
      check ((origine = 'DERIVEE') = (regle is not null))
    );
  `);
  for (const table of ['suivis_emploi', 'suivi_contacts', 'sorties']) await journaliser(trx, table);
  await versionner(trx, 'suivis_emploi');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table sorties, suivi_contacts, suivis_emploi');
}
