import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/** Accounts (an agent of one organisation), one-time links, sessions, failed log-ins, and the keys that make a form apply once. */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table utilisateurs (
      id bigint generated always as identity primary key,
      organisation_id bigint not null references organisations (id),
      role text not null check (role in ('ACCOMPAGNATEUR', 'ANIMATION', 'CONSEILLER_PE', 'REFERENT_PE', 'CORRESPONDANT_REGIONAL', 'ADMINISTRATEUR', 'DPO')),
      nom text not null check (length(nom) between 1 and 100),
      prenom text not null check (length(prenom) between 1 and 100),
      fonction text,
      telephone text,
      courriel text not null check (courriel = lower(courriel)),
      mot_de_passe text,
      actif boolean not null default true,
      -- raised on a new password or a disabling: the open sessions end
      version_sessions integer not null default 1,
      derniere_connexion timestamptz,
      version integer not null default 1
    );
    create unique index utilisateurs_courriel on utilisateurs (courriel);
    create index utilisateurs_organisation on utilisateurs (organisation_id, role);

    -- Only the hash of the token is kept: reading the table gives no way in.
    create table liens_compte (
      id bigint generated always as identity primary key,
      utilisateur_id bigint not null references utilisateurs (id),
      empreinte text not null unique,
      expire_le timestamptz not null,
      utilise_le timestamptz
    );

    create table sessions (
      sid text primary key,
      donnees jsonb not null,
      utilisateur_id bigint,
      expire_le timestamptz not null
    );
    create index sessions_expire on sessions (expire_le);
    create index sessions_utilisateur on sessions (utilisateur_id) where utilisateur_id is not null;

    create table echecs_connexion (
      id bigint generated always as identity primary key,
      courriel text not null,
      instant timestamptz not null default now()
    );
    create index echecs_connexion_courriel on echecs_connexion (courriel, instant);

    -- A form carries a key; the answer given the first time is given again to a retry.
    create table formulaires (
      cle uuid primary key,
      utilisateur_id bigint,
      resultat jsonb,
      cree_le timestamptz not null default now()
    );
    create index formulaires_cree on formulaires (cree_le);
  `);
  await journaliser(trx, 'liens_compte');
  await versionner(trx, 'utilisateurs');
  // The journal must not become a second store of password hashes.
  await trx.raw(`
    create function journaliser_utilisateur() returns trigger language plpgsql as $$
    declare
      ancien jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - 'mot_de_passe' - 'derniere_connexion' - 'version' end;
      nouveau jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - 'mot_de_passe' - 'derniere_connexion' - 'version' end;
    begin
      if ancien is distinct from nouveau then
        insert into journal_lignes (acte_id, table_nom, ligne_id, operation, avant, apres)
        values (acte_courant(), 'utilisateurs', coalesce(nouveau ->> 'id', ancien ->> 'id')::bigint,
                case tg_op when 'INSERT' then 'AJOUT' when 'UPDATE' then 'MODIFICATION' else 'SUPPRESSION' end, ancien, nouveau);
      end if;
      return null;
    end $$;
    create trigger utilisateurs_journal after insert or update or delete on utilisateurs for each row execute function journaliser_utilisateur();
    create trigger utilisateurs_acteur before insert or update or delete on utilisateurs for each statement execute function exiger_acteur();
  `);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table formulaires, echecs_connexion, sessions, liens_compte, utilisateurs; drop function journaliser_utilisateur');
}
