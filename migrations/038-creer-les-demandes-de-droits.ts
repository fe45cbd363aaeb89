import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/**
 * What persons ask about their data (domaine §10): access, rectification, erasure, restriction, objection. Nothing is granted before
 * the identity is checked; the answer is due a calendar month after the reception.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table demandes_droits (
      id bigint generated always as identity,
      plie_id bigint not null,
      personne_id bigint not null,
      type text not null check (type in ('ACCES', 'RECTIFICATION', 'EFFACEMENT', 'LIMITATION', 'OPPOSITION')),
      canal text not null check (canal in ('LETTRE', 'COURRIEL', 'SUR_PLACE', 'TELEPHONE')),
      recue_le date not null,
      identite_moyen text check (identite_moyen in ('PIECE_MONTREE', 'COPIE_DE_PIECE', 'CONNUE', 'MANDAT')),
      identite_le date check (identite_le >= recue_le),
      reponse text check (reponse in ('ACCORDEE', 'EN_PARTIE', 'REFUSEE')),
      motif_refus text check (motif_refus in ('IDENTITE_NON_ETABLIE', 'PARCOURS_OUVERT', 'OBLIGATION_LEGALE', 'CONTENTIEUX', 'DONNEES_EXACTES', 'EXCESSIVE')),
      -- columns corrected in answer to a rectification: their names, never what they hold
      champs_changes text[] not null default '{}',
      repondue_le date check (repondue_le >= recue_le),
      -- who answered
      utilisateur_id bigint references utilisateurs (id),
      version integer not null default 1,
      primary key (plie_id, id),
      foreign key (plie_id, personne_id) references personnes (plie_id, id),
      check ((identite_moyen is null) = (identite_le is null)),
      check ((reponse is null) = (repondue_le is null)),
      check ((motif_refus is null) = (reponse is null or reponse = 'ACCORDEE')),
      constraint demande_identifiee check (identite_le is not null or reponse is null or reponse = 'REFUSEE')
    );
    create index demandes_droits_personne on demandes_droits (plie_id, personne_id);
  `);
  await journaliser(trx, 'demandes_droits');
  await versionner(trx, 'demandes_droits');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table demandes_droits');
}
