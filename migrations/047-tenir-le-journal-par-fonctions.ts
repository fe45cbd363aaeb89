import type { Knex } from 'knex';

/**
 * What the application may do to the journal beyond adding to it: seal what waits, let go of what has been kept for twelve months, forget
 * what it says of those who are erased. Each is a function of the owner that holds its own conditions, so that the role of the application
 * needs no right to change or delete a row (server/lib/db/droits.ts gives the others). Under one role, the same functions are called.
 * Their names are read from `public` alone, temporary tables last: nothing of the caller's can take the place of a table.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    -- The acts that wait, two thousand at most, under the next number. One statement, hence one state of the journal: an act under way
    -- meanwhile goes into a later segment, and of two processes the second is refused (same number). No row when nothing waits.
    create function sceller_le_journal() returns setof journal_sceaux language sql security definer set search_path = pg_catalog, public, pg_temp as $$
      with dernier as (select coalesce(max(numero), 0) as numero from journal_sceaux),
      attente as (select a.id, a.instant from journal_actes a where a.sceau is null order by a.id limit 2000),
      segment as (select array_agg(id) as actes, count(*) as nombre, min(instant) as debut, max(instant) as fin from attente),
      contenu as (select contenu_du_journal(s.actes) as contenu, s.* from segment s where s.nombre > 0),
      nouveau as (
        insert into journal_sceaux (numero, actes, lignes, debut, fin, contenu, empreinte)
        select d.numero + 1, c.nombre, (select count(*) from journal_lignes l where l.acte_id = any (c.actes)), c.debut, c.fin, c.contenu,
          sha256(coalesce((select s.empreinte from journal_sceaux s where s.numero = d.numero), decode(repeat('00', 32), 'hex')) || c.contenu)
        from contenu c cross join dernier d
        returning *),
      scelles as (update journal_actes a set sceau = n.numero from nouveau n cross join segment s where a.id = any (s.actes))
      select * from nouveau
    $$;

    -- The segments kept for twelve months, a hundred at most, inside an act; their seals stay.
    create function vider_le_journal() returns table (segments bigint, retires bigint) language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    declare
      partis bigint[];
    begin
      perform acte_courant();
      with p as (
        update journal_sceaux set parti_le = now()
        where numero in (select s.numero from journal_sceaux s where s.parti_le is null and s.fin < now() - interval '12 months' order by s.numero limit 100 for update)
        returning numero)
      select coalesce(array_agg(p.numero), '{}') into partis from p;
      delete from journal_lignes l using journal_actes a where a.id = l.acte_id and a.sceau = any (partis);
      delete from journal_actes a where a.sceau = any (partis);
      get diagnostics retires = row_count;
      segments := cardinality(partis);
      return next;
    end $$;

    -- These rows forget what they say, inside an act; refused whole when one of them is of nobody whose erasure is written down: a person
    -- already without identity, an orientation, or what this very act deletes while it writes an erasure down.
    create function oublier_au_journal(numeros bigint[]) returns bigint language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    declare
      acte bigint := acte_courant();
      oubliees bigint;
    begin
      if exists (
        select 1 from journal_lignes l where l.id = any (numeros)
          and not exists (
            select 1 from unnest(array[
              l.personne_id,
              (select f.personne_id from fusions f where f.plie_id = l.plie_id and f.ancienne_id = l.personne_id),
              (select o.personne_id from orientations o where o.plie_id = l.plie_id and o.id = l.orientation_id)]) as x (id)
            join personnes p on p.plie_id = l.plie_id and p.id = x.id and p.efface_le is not null
            join effacements e on e.plie_id = p.plie_id and e.cible_id = p.id and e.genre in ('PERSONNE', 'ARCHIVAGE'))
          and not exists (select 1 from effacements e where e.plie_id = l.plie_id and e.genre = 'ORIENTATION' and e.cible_id = l.orientation_id)
          and not (l.table_nom in ('filtres', 'retours_pe', 'dossiers_pe')
            and exists (select 1 from journal_lignes s where s.table_nom = l.table_nom and s.ligne_id = l.ligne_id and s.operation = 'SUPPRESSION' and s.acte_id = acte)
            and exists (select 1 from journal_lignes s where s.table_nom = 'effacements' and s.operation = 'AJOUT' and s.acte_id = acte))
      ) then
        raise exception 'Le journal n''oublie que ce qui est effacé' using errcode = 'insufficient_privilege';
      end if;
      update journal_lignes l set empreinte = empreinte_de_ligne(l.sel, l.avant, l.apres), avant = null, apres = null, sel = null where l.id = any (numeros) and l.empreinte is null;
      get diagnostics oubliees = row_count;
      return oubliees;
    end $$;

    -- Statistics of a table of ours that the planner does not know yet: only its owner may gather them.
    create function analyser_table_neuve(nom text) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    begin
      if exists (select 1 from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname = nom and c.reltuples < 1000) then
        execute format('analyze public.%I', nom);
      end if;
    end $$;

    revoke execute on function sceller_le_journal(), vider_le_journal(), oublier_au_journal(bigint[]), analyser_table_neuve(text) from public;
  `);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop function analyser_table_neuve, oublier_au_journal, vider_le_journal, sceller_le_journal');
}
