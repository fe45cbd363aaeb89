import type { Knex } from 'knex';
import { journaliser } from './outils';

/** The register of what tells Pôle emploi of an absence: one row per attempt. The password is nowhere. */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table avis_absence (
      id bigint generated always as identity,
      plie_id bigint not null,
      orientation_id bigint not null,
      -- null once the absence was taken back: what was sent stays in the register
      absence_id bigint,
      utilisateur_id bigint references utilisateurs (id),
      -- the generic mailbox of the convention, as it was that day
      destinataire text not null,
      canal_fichier text not null check (canal_fichier in ('TELEPHONE', 'SMS', 'MAIN_PROPRE', 'COURRIER', 'COURRIEL')),
      canal_cle text not null check (canal_cle in ('TELEPHONE', 'SMS', 'MAIN_PROPRE', 'COURRIER', 'COURRIEL')),
      -- SHA-256 of the message
      empreinte text not null check (empreinte ~ '^[0-9a-f]{64}$'),
      etat text not null default 'PREPARE' check (etat in ('PREPARE', 'ENVOYE', 'ECHEC')),
      erreur text,
      prepare_le timestamptz not null default now(),
      envoye_le timestamptz,
      primary key (plie_id, id),
      foreign key (plie_id, orientation_id) references orientations (plie_id, id),
      foreign key (plie_id, absence_id) references absences (plie_id, id) on delete set null (absence_id),
      constraint avis_deux_canaux check (canal_fichier <> canal_cle),
      check ((etat = 'ENVOYE') = (envoye_le is not null)),
      check ((etat = 'ECHEC') = (erreur is not null))
    );
    create index avis_absence_absence on avis_absence (plie_id, absence_id);
    create index avis_absence_orientation on avis_absence (plie_id, orientation_id);
    create index absences_recentes on absences (plie_id, date_convocation);
  `);
  await journaliser(trx, 'avis_absence');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table avis_absence; drop index absences_recentes');
}
