import type { Knex } from 'knex';
import { journaliser, parmi, versionner } from './outils';

const FONCTIONS = ['PRESIDENCE_PLIE', 'DIRECTION_PLIE', 'ANIMATION_PLIE', 'ACCOMPAGNATEUR', 'POLE_EMPLOI', 'DEPARTEMENT', 'MISSION_LOCALE', 'CAP_EMPLOI', 'CCAS', 'SIAE'];
const MOTIFS_AJOURNEMENT = ['DOSSIER_INCOMPLET', 'PERSONNE_ABSENTE', 'PROJET_A_PRECISER', 'AVIS_ATTENDU', 'PLACE_INDISPONIBLE'];
const JUSTIFICATIFS = ['IDENTITE', 'DOMICILE', 'HISTORIQUE_INSCRIPTION', 'MINIMUM_SOCIAL', 'RQTH'];

/**
 * Sessions of the commission d'intégration (or lists exchanged, where the convention says so), the persons presented to
 * each with what was decided, and the proofs of eligibility seen. A closed session holds a decision for everyone and does
 * not change any more: the database itself says so.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table commissions (
      id bigint generated always as identity,
      plie_id bigint not null references organisations (id),
      date_seance date not null,
      lieu text not null check (length(lieu) between 1 and 120),
      -- functions only: who sat there signs the printed list
      membres text[] not null check (membres <@ array[${parmi(FONCTIONS)}]),
      -- null while decisions may still be recorded
      date_cloture date,
      version integer not null default 1,
      primary key (plie_id, id),
      constraint commissions_seance unique (plie_id, date_seance, lieu),
      check (date_cloture >= date_seance)
    );

    create table commission_dossiers (
      id bigint generated always as identity,
      plie_id bigint not null,
      commission_id bigint not null,
      orientation_id bigint not null,
      decision text check (decision in ('INTEGRER', 'REFUSER', 'AJOURNER')),
      motif_ajournement text check (motif_ajournement in (${parmi(MOTIFS_AJOURNEMENT)})),
      -- the session to which it is adjourned, when it is known
      suivante_id bigint,
      -- the day the person was told of the decision
      date_information date,
      primary key (plie_id, id),
      foreign key (plie_id, commission_id) references commissions (plie_id, id),
      foreign key (plie_id, suivante_id) references commissions (plie_id, id),
      foreign key (plie_id, orientation_id) references orientations (plie_id, id),
      constraint une_decision_par_seance unique (plie_id, commission_id, orientation_id),
      constraint ajournement_motive check ((decision is not distinct from 'AJOURNER') = (motif_ajournement is not null)),
      check (suivante_id is null or (decision = 'AJOURNER' and suivante_id <> commission_id)),
      check (date_information is null or decision is not null)
    );
    -- A decision is awaited from one session at a time; a closed session awaits none.
    create unique index une_seance_ouverte on commission_dossiers (plie_id, orientation_id) where decision is null;
    create index commission_dossiers_orientation on commission_dossiers (plie_id, orientation_id);

    create table justificatifs (
      id bigint generated always as identity,
      plie_id bigint not null,
      orientation_id bigint not null,
      type text not null check (type in (${parmi(JUSTIFICATIFS)})),
      date_vue date not null,
      primary key (plie_id, id),
      foreign key (plie_id, orientation_id) references orientations (plie_id, id),
      constraint justificatifs_orientation unique (plie_id, orientation_id, type)
    );

    create function garder_la_seance() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.date_cloture is null and new.date_cloture is not null
         and exists (select 1 from commission_dossiers d where d.plie_id = new.plie_id and d.commission_id = new.id and d.decision is null) then
        raise exception 'Séance sans décision pour tous' using errcode = 'check_violation', constraint = 'seance_sans_decision';
      end if;
      if old.date_cloture is not null and (tg_op = 'DELETE' or new.date_cloture is not null) then
        raise exception 'Séance close' using errcode = 'check_violation', constraint = 'seance_close';
      end if;
      return case tg_op when 'DELETE' then old else new end;
    end $$;
    create trigger commissions_close before update or delete on commissions for each row execute function garder_la_seance();

    create function garder_le_dossier() returns trigger language plpgsql as $$
    declare
      ligne commission_dossiers := case tg_op when 'DELETE' then old else new end;
    begin
      -- Telling the person comes after the session: it alone is noted once it is closed.
      if tg_op = 'UPDATE' and to_jsonb(old) - 'date_information' = to_jsonb(new) - 'date_information' then
        return new;
      end if;
      -- Held, so that no session is closed, and no second orientation of the person slips in, meanwhile.
      perform 1 from commissions c where c.plie_id = ligne.plie_id and c.id = ligne.commission_id and c.date_cloture is null for update;
      if not found then
        raise exception 'Séance close' using errcode = 'check_violation', constraint = 'seance_close';
      end if;
      if tg_op = 'INSERT' and exists (
        select 1 from commission_dossiers d
        join orientations o on o.plie_id = d.plie_id and o.id = d.orientation_id
        join orientations n on n.plie_id = o.plie_id and n.personne_id = o.personne_id
        where d.plie_id = new.plie_id and d.commission_id = new.commission_id and n.id = new.orientation_id) then
        raise exception 'Personne déjà présentée' using errcode = 'unique_violation', constraint = 'une_decision_par_seance';
      end if;
      return ligne;
    end $$;
    create trigger commission_dossiers_close before insert or update or delete on commission_dossiers for each row execute function garder_le_dossier();
  `);
  for (const table of ['commissions', 'commission_dossiers', 'justificatifs']) await journaliser(trx, table);
  await versionner(trx, 'commissions');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table justificatifs, commission_dossiers, commissions; drop function garder_le_dossier, garder_la_seance');
}
