import type { Knex } from 'knex';
import { journaliser } from './outils';

/**
 * The restriction of processing (RGPD art. 18): a hold asked by the person, beside any other hold. As long as it lasts their data is only
 * stored: the database refuses every change of it, whatever the act, and `personnes_limitees` tells every export whom to leave out. An
 * exception (consent, legal claims…) opens one use for seven days, with its reason. It ends once the person was told (art. 18.3).
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    drop index une_suspension_par_personne;
    create unique index une_suspension_par_personne on suspensions_effacement (plie_id, personne_id) where fin is null and motif <> 'DEMANDE_DE_LA_PERSONNE';
    create unique index une_limitation_par_personne on suspensions_effacement (plie_id, personne_id) where fin is null and motif = 'DEMANDE_DE_LA_PERSONNE';

    alter table suspensions_effacement
      add motif_levee text check (motif_levee in ('EXACTITUDE_VERIFIEE', 'DONNEES_CORRIGEES', 'MOTIF_LEGITIME', 'DROIT_ETABLI', 'DEMANDE_RETIREE', 'DONNEES_EFFACEES')),
      -- how and when the person was told that it ends
      add prevenue_par text check (prevenue_par in ('LETTRE', 'COURRIEL', 'SUR_PLACE', 'TELEPHONE')),
      add prevenue_le date,
      add constraint prevenue_avant_la_fin check (prevenue_le <= fin and (prevenue_le is null) = (prevenue_par is null));

    create table limitation_exceptions (
      id bigint generated always as identity,
      plie_id bigint not null,
      suspension_id bigint not null,
      pour text not null check (pour in ('MODIFIER', 'TRANSMETTRE')),
      motif text not null check (motif in ('CONSENTEMENT', 'DROIT_EN_JUSTICE', 'DROITS_D_AUTRUI', 'INTERET_PUBLIC')),
      notee_le timestamptz not null default now(),
      expire_le timestamptz not null default now() + interval '7 days',
      utilisateur_id bigint references utilisateurs (id),
      primary key (plie_id, id),
      foreign key (plie_id, suspension_id) references suspensions_effacement (plie_id, id)
    );
    create index limitation_exceptions_suspension on limitation_exceptions (plie_id, suspension_id);

    -- The one answer to « may this use be made of that person's data? »: those of whom it may not. A null use: all those restricted, exceptions or not.
    create function personnes_limitees(usage text) returns table (plie_id bigint, personne_id bigint) language sql stable as $$
      select s.plie_id, s.personne_id from suspensions_effacement s
      where s.fin is null and s.motif = 'DEMANDE_DE_LA_PERSONNE'
        and not exists (select 1 from limitation_exceptions e where e.plie_id = s.plie_id and e.suspension_id = s.id and e.pour = usage and e.expire_le > now())
    $$;

    -- Every change goes through the journal: one guard there, on what the PLIE holds of a person. Answering a request and applying the retention are not « use ».
    create function refuser_si_limitee() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from personnes_limitees('MODIFIER')) and exists (
        select 1 from lignes n join journal_actes a on a.id = n.acte_id
        left join suivi_contacts c on n.table_nom = 'suivi_contacts' and c.plie_id = n.plie_id and c.id = n.ligne_id
        left join suivis_emploi s on n.table_nom = 'suivi_contacts' and s.plie_id = n.plie_id and s.id = coalesce(c.suivi_id, (n.avant ->> 'suivi_id')::bigint)
        left join orientations o on o.plie_id = n.plie_id and o.id = coalesce(n.orientation_id, s.orientation_id)
        join personnes_limitees('MODIFIER') l on l.plie_id = n.plie_id and l.personne_id in (n.personne_id, o.personne_id)
        where n.table_nom in ('personnes', 'orientations', 'convocations', 'commission_dossiers', 'justificatifs', 'referents', 'pni', 'etapes', 'entretiens', 'absences', 'avis_absence',
            'demandes_pe', 'prolongations', 'suivis_emploi', 'suivi_contacts', 'sorties', 'notes', 'fusions')
          and split_part(a.action, '.', 1) not in ('droit', 'conservation')
      ) then
        raise exception 'Traitement limité' using errcode = 'check_violation', constraint = 'traitement_limite';
      end if;
      return null;
    end $$;
    create trigger journal_lignes_limitation after insert on journal_lignes referencing new table as lignes for each statement execute function refuser_si_limitee();
  `);
  await journaliser(trx, 'limitation_exceptions');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw(`
    drop trigger journal_lignes_limitation on journal_lignes;
    drop function refuser_si_limitee, personnes_limitees;
    drop table limitation_exceptions;
    alter table suspensions_effacement drop constraint prevenue_avant_la_fin, drop prevenue_le, drop prevenue_par, drop motif_levee;
    drop index une_limitation_par_personne, une_suspension_par_personne;
    create unique index une_suspension_par_personne on suspensions_effacement (plie_id, personne_id) where fin is null;
  `);
}
