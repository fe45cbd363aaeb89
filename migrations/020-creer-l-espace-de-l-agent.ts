import type { Knex } from 'knex';
import { journaliser } from './outils';

/**
 * What an agent finds again as they left it: the persons they opened last, the forms they began, the filters they named.
 * Theirs alone. The first two are technical, as a session is: no act, no line of journal, and they do not last.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table personnes_recentes (
      utilisateur_id bigint not null references utilisateurs (id),
      plie_id bigint not null,
      personne_id bigint not null,
      instant timestamptz not null default clock_timestamp(),
      primary key (utilisateur_id, plie_id, personne_id),
      foreign key (plie_id, personne_id) references personnes (plie_id, id) on delete cascade
    );
    create index personnes_recentes_personne on personnes_recentes (plie_id, personne_id);

    create table brouillons (
      cle uuid primary key,
      utilisateur_id bigint not null references utilisateurs (id),
      -- where the agent worked when they wrote it: it does not follow them elsewhere
      organisation_id bigint not null references organisations (id),
      formulaire text not null,
      -- what the list of drafts says of it: whom it is about
      libelle text not null,
      -- the fields as typed, by name
      contenu jsonb not null,
      instant timestamptz not null
    );
    create index brouillons_utilisateur on brouillons (utilisateur_id, formulaire, instant desc);
    create index brouillons_instant on brouillons (instant);

    create table filtres (
      id bigint generated always as identity primary key,
      utilisateur_id bigint not null references utilisateurs (id),
      nom text not null check (length(nom) between 1 and 40),
      -- as the address of the list carries them; never the name that was searched for
      parametres jsonb not null,
      constraint filtres_nom unique (utilisateur_id, nom)
    );
  `);
  await journaliser(trx, 'filtres');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table filtres, brouillons, personnes_recentes');
}
