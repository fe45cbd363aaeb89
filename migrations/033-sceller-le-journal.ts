import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/**
 * The journal in sealed segments: each holds the hash of its acts and of their rows, and the seal of the one before. A sealed act that is
 * changed, removed or slipped in shows (`journal verifier`). What a row says of a person may be forgotten: its salted hash stays in its
 * place, so that the seal still holds, and nothing can be guessed from it once the salt is gone. Segments leave after twelve months, their
 * seal stays. Alerts of abnormal use: who opened or exported more than usual, shown to the data-protection officer.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table journal_sceaux (
      numero bigint primary key check (numero > 0),
      actes integer not null check (actes > 0),
      lignes integer not null check (lignes >= 0),
      -- instants of the first and of the last act
      debut timestamptz not null,
      fin timestamptz not null,
      -- SHA-256 of the acts and rows; of that and of the seal before
      contenu bytea not null check (length(contenu) = 32),
      empreinte bytea not null check (length(empreinte) = 32),
      scelle_le timestamptz not null default now(),
      -- its acts and rows have left, after twelve months
      parti_le timestamptz
    );

    alter table journal_actes add sceau bigint references journal_sceaux (numero);
    create index journal_actes_sceau on journal_actes (sceau, id);
    create index journal_actes_a_sceller on journal_actes (id) where sceau is null;
    alter table journal_lignes
      add sel uuid default gen_random_uuid(),
      -- what was forgotten hashed to this
      add empreinte bytea check (length(empreinte) = 32),
      add constraint journal_lignes_oubliees check (empreinte is null or (sel is null and avant is null and apres is null));

    create function empreinte_de_ligne(sel uuid, avant jsonb, apres jsonb) returns bytea language sql stable as $$
      select sha256(convert_to(coalesce(sel::text, '') || '|' || coalesce(avant::text, '') || '|' || coalesce(apres::text, ''), 'UTF8'))
    $$;

    -- The hash of what a segment holds: of acts already sealed, or of those about to be.
    create function contenu_du_journal(actes bigint[]) returns bytea language sql stable as $$
      select sha256(convert_to(coalesce(string_agg(
        jsonb_build_array(a.id, to_char(a.instant at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), a.action, a.utilisateur_id, a.systeme, a.plie_id, a.personne_id, a.requete_id, a.details)::text
        || coalesce((
          select string_agg(jsonb_build_array(l.id, l.table_nom, l.ligne_id, l.plie_id, l.personne_id, l.orientation_id, l.operation)::text
            || encode(coalesce(l.empreinte, empreinte_de_ligne(l.sel, l.avant, l.apres)), 'hex'), '' order by l.id)
          from journal_lignes l where l.acte_id = a.id), ''), chr(10) order by a.id), ''), 'UTF8'))
      from journal_actes a where a.id = any (actes)
    $$;

    drop trigger journal_actes_immuable on journal_actes;
    drop trigger journal_lignes_immuable on journal_lignes;

    -- An act may only be sealed, once; and leave with its segment.
    create function journal_actes_immuables() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.sceau is null and to_jsonb(new) - 'sceau' = to_jsonb(old) - 'sceau' then return new; end if;
      if tg_op = 'DELETE' and exists (select 1 from journal_sceaux s where s.numero = old.sceau and s.parti_le is not null) then return old; end if;
      raise exception 'Le journal ne se modifie pas' using errcode = 'insufficient_privilege';
    end $$;
    create trigger journal_actes_immuables before update or delete on journal_actes for each row execute function journal_actes_immuables();
    create trigger journal_actes_pleins before truncate on journal_actes for each statement execute function journal_immuable();

    -- A row may only forget what it says, inside an act, leaving its hash; and leave with its segment.
    create function journal_lignes_immuables() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.empreinte is null and new.empreinte = empreinte_de_ligne(old.sel, old.avant, old.apres)
        and to_jsonb(new) - '{sel,avant,apres,empreinte}'::text[] = to_jsonb(old) - '{sel,avant,apres,empreinte}'::text[] then
        perform acte_courant();
        return new;
      end if;
      if tg_op = 'DELETE' and exists (select 1 from journal_actes a join journal_sceaux s on s.numero = a.sceau where a.id = old.acte_id and s.parti_le is not null) then return old; end if;
      raise exception 'Le journal ne se modifie pas' using errcode = 'insufficient_privilege';
    end $$;
    create trigger journal_lignes_immuables before update or delete on journal_lignes for each row execute function journal_lignes_immuables();
    create trigger journal_lignes_pleines before truncate on journal_lignes for each statement execute function journal_immuable();

    -- A seal is never changed; only the day when its segment left is noted, twelve months after at the earliest.
    create function journal_sceaux_immuables() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.parti_le is null and new.parti_le is not null and to_jsonb(new) - 'parti_le' = to_jsonb(old) - 'parti_le'
        and old.fin < now() - interval '12 months' then return new; end if;
      raise exception 'Le journal ne se modifie pas' using errcode = 'insufficient_privilege';
    end $$;
    create trigger journal_sceaux_immuables before update or delete on journal_sceaux for each row execute function journal_sceaux_immuables();
    create trigger journal_sceaux_pleins before truncate on journal_sceaux for each statement execute function journal_immuable();

    -- Abnormal use, found a minute later at most; what the DPO made of it.
    create table alertes_usage (
      id bigint generated always as identity primary key,
      organisation_id bigint not null references organisations (id),
      utilisateur_id bigint not null references utilisateurs (id),
      genre text not null check (genre in ('FICHES_OUVERTES', 'EXPORTS_NOMINATIFS')),
      -- first and last of the acts counted
      debut timestamptz not null,
      fin timestamptz not null check (debut <= fin),
      nombre integer not null check (nombre > 0),
      seuil integer not null,
      suite text check (suite in ('EXPLIQUE', 'SURVEILLE', 'VIOLATION')),
      suite_par bigint references utilisateurs (id),
      suite_le timestamptz,
      version integer not null default 1,
      check ((suite is null) = (suite_le is null) and (suite is null) = (suite_par is null))
    );
    create index alertes_usage_organisation on alertes_usage (organisation_id, debut desc);
    create index alertes_usage_utilisateur on alertes_usage (utilisateur_id, genre, fin desc);
    -- Without a row: 50 files an hour, 3 exports with names a day.
    create table alertes_reglages (
      id bigint generated always as identity primary key,
      organisation_id bigint not null unique references organisations (id),
      fiches_par_heure integer not null check (fiches_par_heure between 10 and 500),
      exports_par_jour integer not null check (exports_par_jour between 1 and 50),
      version integer not null default 1
    );
  `);
  for (const table of ['alertes_usage', 'alertes_reglages']) {
    await journaliser(trx, table);
    await versionner(trx, table);
  }
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw(`
    drop table alertes_reglages, alertes_usage;
    drop trigger journal_actes_immuables on journal_actes;
    drop trigger journal_actes_pleins on journal_actes;
    drop trigger journal_lignes_immuables on journal_lignes;
    drop trigger journal_lignes_pleines on journal_lignes;
    create trigger journal_actes_immuable before update or delete or truncate on journal_actes for each statement execute function journal_immuable();
    create trigger journal_lignes_immuable before update or delete or truncate on journal_lignes for each statement execute function journal_immuable();
    alter table journal_lignes drop sel, drop empreinte;
    alter table journal_actes drop sceau;
    drop table journal_sceaux;
    drop function journal_actes_immuables, journal_lignes_immuables, journal_sceaux_immuables, contenu_du_journal, empreinte_de_ligne;
  `);
}
