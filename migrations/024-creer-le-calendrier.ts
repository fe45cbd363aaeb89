import type { Knex } from 'knex';
import { journaliser, parmi, versionner } from './outils';

const REUNIONS = ['ECHANGE_INFORMATIONS', 'COMITE_PILOTAGE_PLIE', 'COMITE_PILOTAGE_CONVENTION', 'COMITE_TECHNIQUE'];
const ENVOIS = ['BILAN_QUANTITATIF', 'BILAN_QUALITATIF', 'RELEVE_DEMANDES'];
const GENRES = ['TABLEAU', 'BILANS', 'REUNIONS', 'CONVENTION', 'PNI', 'SUIVIS', 'ATTENTES'];

/**
 * The calendar of a convention (domaine §9): meetings planned and held, yearly documents sent; the feed of each agent, by a secret
 * link; the reminders they chose, who stands in for them, and the mails that left.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table jalons (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      type text not null check (type in (${parmi([...REUNIONS, ...ENVOIS])})),
      date_jalon date not null,
      -- the year that a yearly document is about
      annee integer check (annee between 2000 and 2199),
      -- held, or sent; false as long as it is only planned
      fait boolean not null,
      version integer not null default 1,
      primary key (plie_id, id),
      check ((annee is not null) = (type in (${parmi(ENVOIS)}))),
      constraint jalons_un_par_jour unique (plie_id, type, date_jalon)
    );
    create unique index jalons_une_par_annee on jalons (plie_id, type, annee) where annee is not null;

    -- Only the hash of the secret is kept: reading the table opens no feed.
    create table flux_calendrier (
      id bigint generated always as identity primary key,
      utilisateur_id bigint not null unique references utilisateurs (id),
      empreinte text not null unique,
      cree_le timestamptz not null
    );
    -- Technical, as a cache: what each event last said, so that an agenda is told of a change and of nothing else.
    create table flux_evenements (
      flux_id bigint not null references flux_calendrier (id) on delete cascade,
      uid text not null,
      empreinte text not null,
      sequence integer not null default 0,
      modifie_le timestamptz not null,
      primary key (flux_id, uid)
    );

    create table rappels_reglages (
      id bigint generated always as identity primary key,
      utilisateur_id bigint not null unique references utilisateurs (id),
      -- the kinds of deadlines of which they want to be reminded; none at first
      genres text[] not null default '{}' check (genres <@ array[${parmi(GENRES)}]::text[]),
      suppleant_id bigint references utilisateurs (id),
      version integer not null default 1,
      check (suppleant_id <> utilisateur_id)
    );
    create index rappels_reglages_suppleant on rappels_reglages (suppleant_id) where suppleant_id is not null;

    -- Technical, as the sessions. One row per agent and day, claimed before the mail leaves: no two processes send it.
    create table rappels (
      utilisateur_id bigint not null references utilisateurs (id),
      jour date not null,
      etat text not null check (etat in ('ENVOI', 'ENVOYE', 'ECHEC')),
      -- what the mail reminds of, as deadline|step
      paliers text[] not null,
      tentatives integer not null default 1,
      reprendre_le timestamptz,
      envoye_le timestamptz,
      primary key (utilisateur_id, jour)
    );
    create index rappels_a_reprendre on rappels (reprendre_le) where etat = 'ECHEC';
    create table rappels_passages (
      jour date primary key,
      commence_le timestamptz not null,
      fini_le timestamptz
    );
  `);
  await journaliser(trx, 'jalons');
  await journaliser(trx, 'flux_calendrier', ['empreinte']);
  await journaliser(trx, 'rappels_reglages');
  for (const table of ['jalons', 'rappels_reglages']) await versionner(trx, table);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table rappels_passages, rappels, rappels_reglages, flux_evenements, flux_calendrier, jalons');
}
