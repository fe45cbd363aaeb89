import type { Knex } from 'knex';
import { journaliser } from './outils';

/**
 * The yearly statement of requests to Pôle emploi (PLIE art. 6): the day on which the outcome of a request was known, one index per
 * counted event, and the register of the statements sent.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    -- an answer whose day was not noted is known on the day of what was carried out
    alter table demandes_pe add column date_issue date generated always as (coalesce(date_reponse, date_realisation)) stored;
    create index demandes_pe_issue on demandes_pe (plie_id, date_issue) where date_issue is not null;
    create index demandes_pe_realisation on demandes_pe (plie_id, date_realisation) where date_realisation is not null;

    create table releve_envois (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      annee integer not null check (annee between 2000 and 2199),
      date_envoi date not null,
      destinataire text not null check (length(destinataire) between 1 and 254),
      -- version of the definitions, and SHA-256 of the figures that they gave that day
      definitions text not null,
      empreinte text not null check (empreinte ~ '^[0-9a-f]{64}$'),
      utilisateur_id bigint references utilisateurs (id),
      note_le timestamptz not null default now(),
      -- noted by mistake: the line stays, and counts no more
      annule_le timestamptz,
      primary key (plie_id, id)
    );
    create index releve_envois_annee on releve_envois (plie_id, annee);

    -- A line of the register does not change; it can only be set aside, once.
    create function garder_releve_envoi() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'UPDATE' or old.annule_le is not null or new.annule_le is null
         or (new.plie_id, new.id, new.annee, new.date_envoi, new.destinataire, new.definitions, new.empreinte, new.utilisateur_id, new.note_le)
            is distinct from (old.plie_id, old.id, old.annee, old.date_envoi, old.destinataire, old.definitions, old.empreinte, old.utilisateur_id, old.note_le)
      then raise exception 'Le registre des envois ne change pas' using errcode = 'check_violation', constraint = 'releve_envoi_garde'; end if;
      return new;
    end $$;
    create trigger releve_envois_gardes before update or delete on releve_envois for each row execute function garder_releve_envoi();
  `);
  await journaliser(trx, 'releve_envois');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw(`
    drop table releve_envois;
    drop function garder_releve_envoi;
    drop index demandes_pe_issue, demandes_pe_realisation;
    alter table demandes_pe drop column date_issue;
  `);
}
