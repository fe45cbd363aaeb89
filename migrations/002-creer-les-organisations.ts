import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/** PLIEs, Pôle emploi agencies and regions; the agencies a PLIE works with; conventions and the settings that bend the indicators. */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table regions (
      code text primary key check (code ~ '^[A-Z0-9-]{1,12}$'),
      nom text not null
    );
    create table departements (
      code text primary key check (code ~ '^(0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|97[1-6])$'),
      nom text not null,
      region_code text references regions (code)
    );

    create table organisations (
      id bigint generated always as identity primary key,
      type text not null check (type in ('PLIE', 'AGENCE', 'REGION')),
      code text not null unique check (code ~ '^[A-Z0-9][A-Z0-9_-]{0,29}$'),
      nom text not null check (length(nom) between 1 and 120),
      departement_code text references departements (code),
      region_code text references regions (code),
      adresse text,
      telephone text,
      courriel text,
      active boolean not null default true,
      version integer not null default 1,
      check ((type = 'PLIE' and departement_code is not null) or type <> 'PLIE'),
      check ((type = 'REGION') = (region_code is not null))
    );
    create unique index organisations_region on organisations (region_code) where type = 'REGION';
    create index organisations_departement on organisations (departement_code) where type = 'PLIE';

    create table plie_agences (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      agence_id bigint not null references organisations (id),
      reference boolean not null default false,
      primary key (plie_id, agence_id)
    );
    create unique index plie_agences_reference on plie_agences (plie_id) where reference;
    create index plie_agences_agence on plie_agences (agence_id);

    create table conventions (
      id bigint generated always as identity primary key,
      plie_id bigint not null references organisations (id),
      agence_id bigint not null references organisations (id),
      date_debut date not null,
      date_fin date not null,
      -- art. 7: some PLIEs have no diagnostic phase; columns 5, 6 and 8 then do not apply
      phase_diagnostic boolean not null default true,
      orientations_ic text not null default 'AUCUNE' check (orientations_ic in ('AUCUNE', 'CERTAINES', 'TOUTES')),
      perimetre_sorties text not null default 'PE' check (perimetre_sorties in ('PE', 'TOUS_PRESCRIPTEURS')),
      mode_integration text not null default 'COMMISSION' check (mode_integration in ('COMMISSION', 'ECHANGE_DE_LISTES')),
      fse boolean not null default false,
      boite_generique text,
      -- exchange of personal data stopped at once on a breach (data convention, art. 10)
      date_suspension date,
      version integer not null default 1,
      check (date_debut <= date_fin),
      -- one set of settings holds on any day
      constraint conventions_sans_chevauchement exclude using gist (plie_id with =, daterange(date_debut, date_fin, '[]') with &&)
    );

    create table convention_correspondants (
      id bigint generated always as identity primary key,
      convention_id bigint not null references conventions (id) on delete cascade,
      partie text not null check (partie in ('PLIE', 'POLE_EMPLOI')),
      domaine text not null check (domaine in ('GOUVERNANCE', 'OPERATIONNEL', 'SECURITE', 'DONNEES_PERSONNELLES')),
      nom text not null,
      fonction text,
      telephone text,
      courriel text,
      unique (convention_id, partie, domaine)
    );
  `);
  for (const table of ['organisations', 'plie_agences', 'conventions', 'convention_correspondants']) await journaliser(trx, table);
  for (const table of ['organisations', 'conventions']) await versionner(trx, table);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table convention_correspondants, conventions, plie_agences, organisations, departements, regions');
}
