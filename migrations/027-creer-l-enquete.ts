import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/**
 * Annexe 2, the yearly survey on the partnership: one campaign per region and year; what each party of a convention answers to
 * the eight questions; what the comité de pilotage agreed on where they differ; the reminders. A campaign once closed is
 * frozen: the database refuses any answer, agreement or reminder, and any change to what it says.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table enquetes (
      id bigint generated always as identity primary key,
      region_code text not null references regions (code),
      -- the year that the answers are about
      annee integer not null check (annee between 2000 and 2199),
      date_limite date not null,
      ouverte_le timestamptz not null default now(),
      ouverte_par bigint references utilisateurs (id),
      close_le timestamptz,
      close_par bigint references utilisateurs (id),
      -- what was answered, as JSON text, and its SHA-256: the text is kept to the letter so that the sum can be checked
      releve text,
      empreinte text check (empreinte ~ '^[0-9a-f]{64}$'),
      version integer not null default 1,
      constraint enquetes_une_par_annee unique (region_code, annee),
      check ((close_le is null) = (releve is null) and (close_le is null) = (empreinte is null))
    );

    create table enquete_reponses (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      enquete_id bigint not null references enquetes (id),
      partie text not null check (partie in ('PLIE', 'POLE_EMPLOI')),
      question integer not null check (question between 1 and 8),
      reponse text check (reponse in ('TOUT_A_FAIT', 'MOYEN', 'PAS_DU_TOUT')),
      -- about the partnership, never about a person
      argument text check (length(argument) between 1 and 1000),
      -- copied from the year before and not confirmed: counts as no answer
      reprise boolean not null default false,
      utilisateur_id bigint references utilisateurs (id),
      modifie_le timestamptz not null default now(),
      version integer not null default 1,
      primary key (plie_id, id),
      constraint enquete_reponses_une_par_question unique (plie_id, enquete_id, partie, question),
      check (not reprise or reponse is not null)
    );
    create index enquete_reponses_enquete on enquete_reponses (enquete_id);

    create table enquete_accords (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      enquete_id bigint not null references enquetes (id),
      question integer not null check (question between 1 and 8),
      reponse text not null check (reponse in ('TOUT_A_FAIT', 'MOYEN', 'PAS_DU_TOUT')),
      -- the day of the comité de pilotage
      date_comite date not null,
      utilisateur_id bigint references utilisateurs (id),
      version integer not null default 1,
      primary key (plie_id, id),
      constraint enquete_accords_un_par_question unique (plie_id, enquete_id, question)
    );
    create index enquete_accords_enquete on enquete_accords (enquete_id);

    create table enquete_relances (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      enquete_id bigint not null references enquetes (id),
      partie text not null check (partie in ('PLIE', 'POLE_EMPLOI')),
      destinataire text not null check (length(destinataire) between 1 and 254),
      etat text not null default 'PREPARE' check (etat in ('PREPARE', 'ENVOYE', 'ECHEC')),
      erreur text,
      utilisateur_id bigint references utilisateurs (id),
      prepare_le timestamptz not null default now(),
      envoye_le timestamptz,
      primary key (plie_id, id),
      check ((etat = 'ENVOYE') = (envoye_le is not null)),
      check ((etat = 'ECHEC') = (erreur is not null))
    );
    create index enquete_relances_enquete on enquete_relances (enquete_id);

    create function enquete_refusee() returns void language plpgsql as $$
    begin
      raise exception 'Une enquête close ne change plus' using errcode = 'check_violation', constraint = 'enquete_close';
    end $$;

    create function figer_enquete() returns trigger language plpgsql as $$
    begin
      if old.close_le is not null then perform enquete_refusee(); end if;
      return coalesce(new, old);
    end $$;
    create trigger enquetes_figees before update or delete on enquetes for each row execute function figer_enquete();

    -- The lock makes a closing wait for the answer being written, and an answer for the closing under way.
    create function figer_ligne_d_enquete() returns trigger language plpgsql as $$
    declare
      close timestamptz;
    begin
      select close_le into close from enquetes where id = coalesce(new.enquete_id, old.enquete_id) for share;
      if close is not null or (tg_op = 'UPDATE' and new.enquete_id <> old.enquete_id) then perform enquete_refusee(); end if;
      return coalesce(new, old);
    end $$;
  `);
  for (const table of ['enquete_reponses', 'enquete_accords', 'enquete_relances']) {
    await trx.raw(`create trigger ${table}_figees before insert or update or delete on ${table} for each row execute function figer_ligne_d_enquete()`);
  }
  await journaliser(trx, 'enquetes', ['releve']);
  for (const table of ['enquete_reponses', 'enquete_accords', 'enquete_relances']) await journaliser(trx, table);
  for (const table of ['enquetes', 'enquete_reponses', 'enquete_accords']) await versionner(trx, table);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table enquete_relances, enquete_accords, enquete_reponses, enquetes; drop function figer_ligne_d_enquete, figer_enquete, enquete_refusee');
}
