import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/**
 * Working notes of the PLIE on a person: free text, kept apart from all that is exchanged or counted, and gone with the
 * person. The journal says who wrote, corrected or erased one, never what it said: it must not become a second store of it.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    -- The arguments of a trigger name the columns that the journal leaves out.
    create or replace function journaliser_ajout() returns trigger language plpgsql as $$
    begin
      insert into journal_lignes (acte_id, table_nom, ligne_id, plie_id, personne_id, orientation_id, operation, apres)
      select acte_courant(), tg_table_name, (j ->> 'id')::bigint, (j ->> 'plie_id')::bigint,
             case tg_table_name when 'personnes' then (j ->> 'id')::bigint else (j ->> 'personne_id')::bigint end,
             case tg_table_name when 'orientations' then (j ->> 'id')::bigint else (j ->> 'orientation_id')::bigint end,
             'AJOUT', jsonb_strip_nulls(j)
      from (select to_jsonb(apres) - coalesce(tg_argv, '{}'::text[]) as j from apres) as lignes;
      return null;
    end $$;

    create or replace function journaliser_suppression() returns trigger language plpgsql as $$
    begin
      insert into journal_lignes (acte_id, table_nom, ligne_id, plie_id, personne_id, orientation_id, operation, avant)
      select acte_courant(), tg_table_name, (j ->> 'id')::bigint, (j ->> 'plie_id')::bigint,
             case tg_table_name when 'personnes' then (j ->> 'id')::bigint else (j ->> 'personne_id')::bigint end,
             case tg_table_name when 'orientations' then (j ->> 'id')::bigint else (j ->> 'orientation_id')::bigint end,
             'SUPPRESSION', jsonb_strip_nulls(j)
      from (select to_jsonb(avant) - coalesce(tg_argv, '{}'::text[]) as j from avant) as lignes;
      return null;
    end $$;

    create or replace function journaliser_modification() returns trigger language plpgsql as $$
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

    create table notes (
      id bigint generated always as identity,
      plie_id bigint not null,
      personne_id bigint not null,
      auteur_id bigint not null references utilisateurs (id),
      instant timestamptz not null,
      modifie_le timestamptz,
      texte text not null check (length(texte) between 1 and 2000),
      version integer not null default 1,
      primary key (plie_id, id),
      foreign key (plie_id, personne_id) references personnes (plie_id, id) on delete cascade
    );
    create index notes_personne on notes (plie_id, personne_id, instant desc);
  `);
  await journaliser(trx, 'notes', ['texte']);
  await versionner(trx, 'notes');
}

/** The functions of the journal stay: a trigger without arguments leaves nothing out, as before. */
export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table notes');
}
