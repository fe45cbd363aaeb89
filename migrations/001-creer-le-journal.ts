import type { Knex } from 'knex';

/**
 * The journal: one line per act (who, what, when, from where), and under it one line per changed row.
 * The triggers of the journalled tables refuse any write outside an act. Its lines never change.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create extension if not exists unaccent;
    create extension if not exists btree_gist;
    create collation francais (provider = icu, locale = 'fr');

    -- Names as they are searched: no accent, no case, one blank for any other sign.
    -- unaccent is only "stable" since its dictionary could be edited; ours is not, so that a column can be generated from it.
    create function normaliser(texte text) returns text language sql immutable parallel safe strict as $$
      select btrim(regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, texte)), '[^a-z0-9]+', ' ', 'g'))
    $$;

    create table journal_actes (
      id bigint generated always as identity primary key,
      instant timestamptz not null default clock_timestamp(),
      action text not null,
      utilisateur_id bigint,
      -- what wrote when it is not a person: the command line, a nightly task
      systeme text,
      plie_id bigint,
      personne_id bigint,
      requete_id text,
      -- counts and codes only, never a name
      details jsonb,
      check (utilisateur_id is not null or systeme is not null)
    );
    create index journal_actes_instant on journal_actes (instant desc);
    create index journal_actes_personne on journal_actes (plie_id, personne_id, instant desc) where personne_id is not null;
    create index journal_actes_utilisateur on journal_actes (utilisateur_id, instant desc);
    -- tells a demonstration at each start; empty on a real database
    create index journal_actes_demonstration on journal_actes (id) where action = 'demonstration.remplir';

    create table journal_lignes (
      id bigint generated always as identity primary key,
      acte_id bigint not null references journal_actes (id),
      table_nom text not null,
      ligne_id bigint not null,
      plie_id bigint,
      personne_id bigint,
      orientation_id bigint,
      operation text not null check (operation in ('AJOUT', 'MODIFICATION', 'SUPPRESSION')),
      avant jsonb,
      apres jsonb
    );
    create index journal_lignes_acte on journal_lignes (acte_id);
    create index journal_lignes_ligne on journal_lignes (table_nom, ligne_id);
    create index journal_lignes_orientation on journal_lignes (plie_id, orientation_id) where orientation_id is not null;

    create function acte_courant() returns bigint language plpgsql stable as $$
    declare
      acte text := current_setting('plie.acte', true);
    begin
      if acte is null or acte = '' then
        raise exception 'Écriture sans acteur refusée' using errcode = 'insufficient_privilege';
      end if;
      return acte::bigint;
    end $$;

    create function exiger_acteur() returns trigger language plpgsql as $$
    begin
      perform acte_courant();
      return null;
    end $$;

    -- The arguments of a trigger name the columns that the journal leaves out.
    create function journaliser_ajout() returns trigger language plpgsql as $$
    begin
      insert into journal_lignes (acte_id, table_nom, ligne_id, plie_id, personne_id, orientation_id, operation, apres)
      select acte_courant(), tg_table_name, (j ->> 'id')::bigint, (j ->> 'plie_id')::bigint,
             case tg_table_name when 'personnes' then (j ->> 'id')::bigint else (j ->> 'personne_id')::bigint end,
             case tg_table_name when 'orientations' then (j ->> 'id')::bigint else (j ->> 'orientation_id')::bigint end,
             'AJOUT', jsonb_strip_nulls(j)
      from (select to_jsonb(apres) - coalesce(tg_argv, '{}'::text[]) as j from apres) as lignes;
      return null;
    end $$;

    create function journaliser_suppression() returns trigger language plpgsql as $$
    begin
      insert into journal_lignes (acte_id, table_nom, ligne_id, plie_id, personne_id, orientation_id, operation, avant)
      select acte_courant(), tg_table_name, (j ->> 'id')::bigint, (j ->> 'plie_id')::bigint,
             case tg_table_name when 'personnes' then (j ->> 'id')::bigint else (j ->> 'personne_id')::bigint end,
             case tg_table_name when 'orientations' then (j ->> 'id')::bigint else (j ->> 'orientation_id')::bigint end,
             'SUPPRESSION', jsonb_strip_nulls(j)
      from (select to_jsonb(avant) - coalesce(tg_argv, '{}'::text[]) as j from avant) as lignes;
      return null;
    end $$;

    -- Of a modified row only the columns that changed are kept.
    create function journaliser_modification() returns trigger language plpgsql as $$
    begin
      insert into journal_lignes (acte_id, table_nom, ligne_id, plie_id, personne_id, orientation_id, operation, avant, apres)
      select acte_courant(), tg_table_name, (a ->> 'id')::bigint, (a ->> 'plie_id')::bigint,
             case tg_table_name when 'personnes' then (a ->> 'id')::bigint else (a ->> 'personne_id')::bigint end,
             case tg_table_name when 'orientations' then (a ->> 'id')::bigint else (a ->> 'orientation_id')::bigint end,
             'MODIFICATION', changes.avant, changes.apres
      from (select to_jsonb(o) - coalesce(tg_argv, '{}'::text[]) as v, to_jsonb(n) - coalesce(tg_argv, '{}'::text[]) as a from avant o join apres n on o.id = n.id) as paires
      cross join lateral (
        select jsonb_object_agg(k, v -> k) as avant, jsonb_object_agg(k, a -> k) as apres
        from jsonb_object_keys(a) as k
        where v -> k is distinct from a -> k and k not in ('version', 'modifie_le')
      ) as changes
      where changes.apres is not null;
      return null;
    end $$;

    create function journal_immuable() returns trigger language plpgsql as $$
    begin
      raise exception 'Le journal ne se modifie pas' using errcode = 'insufficient_privilege';
    end $$;
    create trigger journal_actes_immuable before update or delete or truncate on journal_actes for each statement execute function journal_immuable();
    create trigger journal_lignes_immuable before update or delete or truncate on journal_lignes for each statement execute function journal_immuable();

    create function compter_version() returns trigger language plpgsql as $$
    begin
      new.version := old.version + 1;
      return new;
    end $$;
  `);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw(`
    drop table journal_lignes, journal_actes;
    drop function compter_version, journal_immuable, journaliser_modification, journaliser_suppression, journaliser_ajout, exiger_acteur, acte_courant, normaliser;
    drop collation francais;
  `);
}
