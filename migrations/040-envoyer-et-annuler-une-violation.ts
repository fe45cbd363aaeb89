import type { Knex } from 'knex';

/**
 * A breach noted by mistake stays in the register, with its reason, and leaves the clocks. What is told by mail keeps its addresses. A
 * breach may come from an alert of abnormal use.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    alter table violations
      add column alerte_id bigint references alertes_usage (id),
      add column sans_objet_le timestamptz,
      add column sans_objet_par bigint references utilisateurs (id),
      add column motif_sans_objet text check (motif_sans_objet in ('ERREUR_DE_SAISIE', 'DEJA_NOTEE', 'FAUSSE_ALERTE', 'AUCUNE_DONNEE')),
      add constraint violation_sans_objet check ((sans_objet_le is null) = (motif_sans_objet is null) and (sans_objet_le is null or close_le is null));
    create unique index violations_alerte on violations (alerte_id);
    alter table violation_annonces add column adresses text check (length(adresses) between 1 and 600);

    create or replace function violation_close() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.close_le is null and old.sans_objet_le is null then return new; end if;
      raise exception 'Le registre des violations garde ce qui est clos' using errcode = 'check_violation', constraint = 'violation_close';
    end $$;
  `);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw(`
    alter table violation_annonces drop column adresses;
    alter table violations drop column alerte_id, drop column sans_objet_le, drop column sans_objet_par, drop column motif_sans_objet;
    create or replace function violation_close() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.close_le is null then return new; end if;
      raise exception 'Le registre des violations garde ce qui est clos' using errcode = 'check_violation', constraint = 'violation_close';
    end $$;
  `);
}
