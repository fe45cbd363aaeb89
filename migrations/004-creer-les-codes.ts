import type { Knex } from 'knex';
import { journaliser } from './outils';

/**
 * The lists that an administrator may extend: types d'étape, and the publics that art. 3-1 excludes locally.
 * A retired value stays readable on old data. The closed lists live in server/codes and in check constraints.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table codes (
      id bigint generated always as identity,
      liste text not null check (liste in ('TYPE_ETAPE', 'PUBLIC_EXCLU')),
      code text not null check (code ~ '^[A-Z0-9_]{1,40}$'),
      libelle text not null check (length(libelle) between 1 and 120),
      ordre integer not null,
      valable_du date,
      valable_au date,
      primary key (liste, code),
      check (valable_du <= valable_au)
    );
    insert into codes (liste, code, libelle, ordre) values
      ('TYPE_ETAPE', 'FORMATION', 'Formation', 1),
      ('TYPE_ETAPE', 'ATELIER', 'Atelier', 2),
      ('TYPE_ETAPE', 'PMSMP', 'Période de mise en situation en milieu professionnel (PMSMP)', 3),
      ('TYPE_ETAPE', 'EMPLOI', 'Emploi', 4),
      ('TYPE_ETAPE', 'BILAN_ORIENTATION', 'Bilan ou orientation', 5),
      ('TYPE_ETAPE', 'PRESTATION', 'Prestation', 6),
      ('TYPE_ETAPE', 'IAE', 'Contrat en insertion par l''activité économique (IAE)', 7),
      ('TYPE_ETAPE', 'ACTION_PLIE', 'Action du PLIE', 8),
      ('PUBLIC_EXCLU', 'FRANCAIS_ORAL', 'Ne maîtrise pas le français à l''oral', 1),
      ('PUBLIC_EXCLU', 'ADDICTION_FRAGILITE', 'Addiction ou fragilité mentale', 2),
      ('PUBLIC_EXCLU', 'AAH', 'Perçoit l''AAH', 3),
      ('PUBLIC_EXCLU', 'ENTREPRISE_IMMATRICULEE', 'Créateur d''entreprise immatriculé', 4),
      ('PUBLIC_EXCLU', 'CUMUL_FREINS_SOCIAUX', 'Cumul de freins sociaux demandant d''abord un travailleur social', 5),
      ('PUBLIC_EXCLU', 'TRAVAILLE_DEJA', 'Travaille déjà quelques heures', 6),
      ('PUBLIC_EXCLU', 'NON_VOLONTAIRE', 'Non volontaire', 7);
  `);
  await journaliser(trx, 'codes');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table codes');
}
