import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/** The demandeur d'emploi, inside one PLIE. Keys begin with plie_id, so that the table can be spread by PLIE. */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table personnes (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      reference_reprise text,
      nom text not null check (length(nom) between 1 and 100),
      prenom text not null check (length(prenom) between 1 and 100),
      nom_norm text collate "C" generated always as (normaliser(nom)) stored,
      prenom_norm text collate "C" generated always as (normaliser(prenom)) stored,
      date_naissance date not null,
      sexe text check (sexe in ('F', 'H')),
      adresse text,
      code_postal text,
      commune text,
      telephone text,
      consentement_courriel boolean not null default false,
      courriel text,
      identifiant_pe text check (identifiant_pe ~ '^([0-9]{7}[A-Z]|[0-9]{8})$'),
      zone_pe text check (zone_pe ~ '^[0-9]{3}$'),
      identifiant_caf text,
      minimum_social text check (minimum_social in ('AUCUN', 'RSA', 'ASS', 'AAH', 'AUTRE')),
      rqth boolean,
      deld boolean,
      freins text[] not null default '{}' check (freins <@ array['FINANCIER', 'LOGEMENT', 'SANTE', 'ADMINISTRATIF_JURIDIQUE', 'FAMILLE', 'COMMUNICATION', 'TRANSPORT']),
      origine text not null default 'SAISIE' check (origine in ('SAISIE', 'REPRISE', 'ECHANGE')),
      version integer not null default 1,
      primary key (plie_id, id),
      -- stored only with consent to electronic exchange
      constraint courriel_avec_consentement check (courriel is null or consentement_courriel),
      check (zone_pe is null or identifiant_pe is not null)
    );
    create unique index personnes_identifiant_pe on personnes (plie_id, identifiant_pe) where identifiant_pe is not null;
    create unique index personnes_reference_reprise on personnes (plie_id, reference_reprise) where reference_reprise is not null;
    create index personnes_nom on personnes (plie_id, nom_norm, prenom_norm);
    create index personnes_prenom on personnes (plie_id, prenom_norm);
    create index personnes_naissance on personnes (plie_id, date_naissance);
  `);
  await journaliser(trx, 'personnes');
  await versionner(trx, 'personnes');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table personnes');
}
