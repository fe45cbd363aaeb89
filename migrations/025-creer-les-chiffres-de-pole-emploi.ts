import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/**
 * The figures that only Pôle emploi holds (PLIE art. 7), beside its information collective sessions: services delivered
 * month by month, and what an agency declares of a year: complete, or not applicable.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table services_pe (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      agence_id bigint not null references organisations (id),
      mois text not null check (mois ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
      type text not null check (type in ('AIDE_MOBILITE', 'AIDE_RECHERCHE', 'AIDE_REPRISE', 'AIDE_FORMATION', 'PERMIS_B', 'ATELIER', 'ECCP', 'PMSMP', 'AFC', 'AIF', 'AFPR', 'POE', 'AIDE_DEROGATOIRE', 'AUTRE_PRESTATION')),
      nombre integer not null check (nombre >= 0),
      version integer not null default 1,
      primary key (plie_id, id),
      constraint services_pe_un_par_mois unique (plie_id, agence_id, mois, type)
    );
    create table declarations_pe (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      agence_id bigint not null references organisations (id),
      annee integer not null check (annee between 2000 and 2199),
      chiffre text not null check (chiffre in ('INFORMATIONS_COLLECTIVES', 'SERVICES')),
      etat text not null check (etat in ('COMPLET', 'NON_APPLICABLE')),
      utilisateur_id bigint references utilisateurs (id),
      declare_le timestamptz not null default now(),
      primary key (plie_id, id),
      constraint declarations_pe_une_par_annee unique (plie_id, agence_id, annee, chiffre)
    );
    alter table informations_collectives add column version integer not null default 1;
  `);
  for (const table of ['services_pe', 'declarations_pe']) await journaliser(trx, table);
  for (const table of ['services_pe', 'informations_collectives']) await versionner(trx, table);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop trigger informations_collectives_version on informations_collectives; alter table informations_collectives drop column version; drop table declarations_pe, services_pe');
}
