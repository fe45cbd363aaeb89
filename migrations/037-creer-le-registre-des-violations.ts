import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/**
 * The register of breaches of an organisation (domaine §10; RGPD art. 33 and 34): what happened, with which conventions, what was told to
 * whom. What was told is only ever added to; a closed breach no longer changes.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table violations (
      id bigint generated always as identity primary key,
      organisation_id bigint not null references organisations (id),
      decouverte_le timestamptz not null,
      nature text not null check (nature in ('PERTE', 'VOL', 'ACCES', 'MAUVAIS_DESTINATAIRE', 'PUBLICATION', 'INDISPONIBILITE', 'AUTRE')),
      personnes text[] not null check (personnes <@ array['ORIENTEES', 'ACCOMPAGNEES', 'SORTIES', 'AGENTS', 'AUTRES']),
      donnees text[] not null check (donnees <@ array['IDENTITE', 'COORDONNEES', 'IDENTIFIANTS', 'SITUATION', 'SANTE', 'PARCOURS', 'COMPTES', 'AUTRES']),
      -- of persons; null as long as it is not known
      nombre integer check (nombre between 0 and 10000000),
      mesures text[] not null check (mesures <@ array['ACCES_FERMES', 'MOTS_DE_PASSE', 'EFFACEMENT_OBTENU', 'RETRAIT', 'RESTAURATION', 'ECHANGES_SUSPENDUS', 'PLAINTE', 'CONSIGNES', 'AUTRE']),
      -- in words, without a name
      mesures_texte text check (length(mesures_texte) between 1 and 2000),
      risque text not null check (risque in ('AUCUN', 'PROBABLE', 'ELEVE')),
      raison_sans_risque text check (raison_sans_risque in ('ILLISIBLES', 'RETROUVEES', 'DESTINATAIRE_TENU', 'SANS_PERSONNE', 'SERVICE_RETABLI')),
      ouverte_le timestamptz not null,
      utilisateur_id bigint references utilisateurs (id),
      close_le timestamptz,
      close_par bigint references utilisateurs (id),
      version integer not null default 1,
      constraint violation_decouverte check (decouverte_le <= ouverte_le),
      constraint violation_raison check ((risque = 'AUCUN') = (raison_sans_risque is not null))
    );
    create index violations_organisation on violations (organisation_id, decouverte_le);

    -- The conventions whose other party must be told.
    create table violation_conventions (
      id bigint generated always as identity primary key,
      violation_id bigint not null references violations (id),
      convention_id bigint not null references conventions (id),
      unique (violation_id, convention_id)
    );

    create table violation_annonces (
      id bigint generated always as identity primary key,
      violation_id bigint not null references violations (id),
      destinataire text not null check (destinataire in ('AUTRE_PARTIE', 'CNIL', 'PERSONNES')),
      convention_id bigint references conventions (id),
      objet text not null check (objet in ('ALERTE', 'COMPLEMENT')),
      canal text not null check (canal in ('COURRIEL', 'TELEPHONE', 'COURRIER', 'MAIN_PROPRE', 'TELESERVICE', 'PUBLICATION')),
      dite_le timestamptz not null,
      notee_le timestamptz not null,
      utilisateur_id bigint references utilisateurs (id),
      constraint annonce_passee check (dite_le <= notee_le),
      constraint annonce_convention check ((destinataire = 'AUTRE_PARTIE') = (convention_id is not null))
    );
    create index violation_annonces_violation on violation_annonces (violation_id);

    create function violation_close() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.close_le is null then return new; end if;
      raise exception 'Le registre des violations garde ce qui est clos' using errcode = 'check_violation', constraint = 'violation_close';
    end $$;
    create trigger violations_closes before update or delete on violations for each row execute function violation_close();

    create function violation_annonce_gardee() returns trigger language plpgsql as $$
    begin
      raise exception 'Ce qui est noté au registre y reste' using errcode = 'check_violation', constraint = 'violation_annonces_gardees';
    end $$;
    create trigger violation_annonces_gardees before update or delete on violation_annonces for each row execute function violation_annonce_gardee();
  `);
  for (const table of ['violations', 'violation_conventions', 'violation_annonces']) await journaliser(trx, table);
  await versionner(trx, 'violations');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table violation_annonces, violation_conventions, violations; drop function violation_close; drop function violation_annonce_gardee');
}
