import type { Knex } from 'knex';

const DEMANDES = 'demandes_droits';

/** Drops the checks of the table whose definition holds that text: most have names that PostgreSQL gave. */
async function retirerControles(trx: Knex, texte: string): Promise<void> {
  const { rows } = await trx.raw<{ rows: { nom: string }[] }>(`select conname as nom from pg_constraint where conrelid = '${DEMANDES}'::regclass and contype = 'c' and pg_get_constraintdef(oid) like ?`, [`%${texte}%`]);
  for (const { nom } of rows) await trx.raw('alter table ?? drop constraint ??', [DEMANDES, nom]);
}

/**
 * Whoever asks is answered: a person of whom nothing is held, too, and one of whom only the archive is left. Of the first no name is kept:
 * the number of the request stands for them. A complex request may be answered two months later, the person being told why before the
 * end of the first (RGPD art. 12.3).
 */
export async function up(trx: Knex): Promise<void> {
  for (const texte of ['ACCORDEE', 'EXCESSIVE', 'REFUSEE']) await retirerControles(trx, texte);
  await trx.raw(`
    alter table demandes_droits
      alter personne_id drop not null,
      -- no longer held by the person's alone
      add constraint demandes_droits_plie foreign key (plie_id) references organisations (id),
      add prolongation text check (prolongation in ('COMPLEXITE', 'NOMBRE')),
      -- the day on which the person was told
      add prolongee_le date,
      add constraint prolongee_a_temps check ((prolongation is null) = (prolongee_le is null) and prolongee_le between recue_le and (recue_le + interval '1 month')::date),
      add constraint demandes_droits_reponse_check check (reponse in ('ACCORDEE', 'EN_PARTIE', 'REFUSEE', 'SANS_DONNEES')),
      add constraint demandes_droits_motif_refus_check check (motif_refus in ('IDENTITE_NON_ETABLIE', 'PARCOURS_OUVERT', 'OBLIGATION_LEGALE', 'CONTENTIEUX', 'DONNEES_EXACTES', 'MOTIF_LEGITIME', 'EXCESSIVE')),
      add constraint refus_motive check ((motif_refus is null) = (reponse is null or reponse in ('ACCORDEE', 'SANS_DONNEES'))),
      add constraint demande_identifiee check (identite_le is not null or reponse is null or reponse in ('REFUSEE', 'SANS_DONNEES')),
      add constraint demande_sans_fiche check (personne_id is not null or reponse is null or reponse in ('REFUSEE', 'SANS_DONNEES'));
  `);
}

export async function down(trx: Knex): Promise<void> {
  for (const texte of ['SANS_DONNEES', 'EXCESSIVE']) await retirerControles(trx, texte);
  await trx.raw(`
    alter table demandes_droits
      drop constraint demandes_droits_plie, drop constraint prolongee_a_temps, drop prolongee_le, drop prolongation, alter personne_id set not null,
      add constraint demandes_droits_reponse_check check (reponse in ('ACCORDEE', 'EN_PARTIE', 'REFUSEE')),
      add constraint demandes_droits_motif_refus_check check (motif_refus in ('IDENTITE_NON_ETABLIE', 'PARCOURS_OUVERT', 'OBLIGATION_LEGALE', 'CONTENTIEUX', 'DONNEES_EXACTES', 'EXCESSIVE')),
      add check ((motif_refus is null) = (reponse is null or reponse = 'ACCORDEE')),
      add constraint demande_identifiee check (identite_le is not null or reponse is null or reponse = 'REFUSEE');
  `);
}
