import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/**
 * From the fiche received to the first contact: to whom an orientation is attributed before the integration (after it, the
 * référent unique), the sessions to which a PLIE convenes, and who is convened to each.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    alter table orientations add column attribuee_a bigint references utilisateurs (id);
    create index orientations_attribuees on orientations (attribuee_a, plie_id) where attribuee_a is not null and etat in ('PRESCRITE', 'ACCUEILLIE', 'EN_DIAGNOSTIC');
    alter table orientations add constraint orientations_et_personne unique (plie_id, id, personne_id);

    create table seances (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      type text not null check (type in ('COLLECTIF', 'INDIVIDUEL')),
      date_seance date not null,
      heure time not null,
      lieu text not null check (length(lieu) between 1 and 200),
      version integer not null default 1,
      primary key (plie_id, id)
    );
    create index seances_date on seances (plie_id, date_seance);

    create table convocations (
      id bigint generated always as identity,
      plie_id bigint not null,
      seance_id bigint not null,
      orientation_id bigint not null,
      personne_id bigint not null,
      -- in an individual session each has their own
      heure time not null,
      -- null until the presence sheet is recorded
      presence text check (presence in ('PRESENT', 'ABSENT', 'EXCUSE')),
      primary key (plie_id, id),
      foreign key (plie_id, seance_id) references seances (plie_id, id),
      -- the person is the orientation's own, and follows it
      foreign key (plie_id, orientation_id, personne_id) references orientations (plie_id, id, personne_id) on update cascade,
      constraint convocations_une_par_personne unique (plie_id, seance_id, personne_id)
    );
    create index convocations_orientation on convocations (plie_id, orientation_id);
  `);
  for (const table of ['seances', 'convocations']) await journaliser(trx, table);
  await versionner(trx, 'seances');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw(`
    drop table convocations, seances;
    alter table orientations drop constraint orientations_et_personne;
    alter table orientations drop column attribuee_a;
  `);
}
