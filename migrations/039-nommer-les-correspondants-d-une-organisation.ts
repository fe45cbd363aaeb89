import type { Knex } from 'knex';
import { journaliser, parmi, versionner } from './outils';

/** The 27 members of the European Union: the only places where the data of a convention may be held or seen. */
const UNION = ['DE', 'AT', 'BE', 'BG', 'CY', 'HR', 'DK', 'ES', 'EE', 'FI', 'FR', 'GR', 'HU', 'IE', 'IT', 'LV', 'LT', 'LU', 'MT', 'NL', 'PL', 'PT', 'RO', 'SK', 'SI', 'SE', 'CZ'];

/**
 * Who answers for the data and for security is named by an organisation, once, for all its conventions, with the days (data convention,
 * art. 6 and 7); and so is the list of the countries where data are held or seen, due on request. What a convention names on its own
 * keeps its two other domains.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table correspondants (
      id bigint generated always as identity primary key,
      organisation_id bigint not null references organisations (id),
      domaine text not null check (domaine in ('SECURITE', 'DONNEES_PERSONNELLES')),
      -- a name or a function: a service answers better than somebody on leave
      nom text check (length(nom) between 1 and 120),
      fonction text check (length(fonction) between 1 and 120),
      telephone text,
      courriel text,
      depuis_le date not null,
      -- last day; null: still in charge
      jusqu_au date,
      version integer not null default 1,
      constraint correspondant_designe check (nom is not null or fonction is not null),
      constraint correspondant_dates check (jusqu_au >= depuis_le)
    );
    create unique index correspondants_un_en_poste on correspondants (organisation_id, domaine) where jusqu_au is null;

    create table hebergements (
      id bigint generated always as identity primary key,
      organisation_id bigint not null references organisations (id),
      usage text not null check (usage in ('HEBERGEMENT', 'SAUVEGARDE', 'MAINTENANCE', 'MESSAGERIE', 'ACCES')),
      prestataire text not null check (length(prestataire) between 1 and 120),
      pays text not null check (pays in (${parmi(UNION)})),
      depuis_le date not null,
      jusqu_au date,
      version integer not null default 1,
      constraint hebergement_dates check (jusqu_au >= depuis_le)
    );
    create index hebergements_organisation on hebergements (organisation_id);

    -- Each party's, from its latest convention. The journal tells acts of people: this is none.
    alter table convention_correspondants disable trigger user;
    insert into correspondants (organisation_id, domaine, nom, fonction, telephone, courriel, depuis_le)
    select distinct on (organisation_id, k.domaine) case k.partie when 'PLIE' then c.plie_id else c.agence_id end as organisation_id, k.domaine, left(k.nom, 120), left(nullif(k.fonction, ''), 120), k.telephone, k.courriel, c.date_debut
    from convention_correspondants k join conventions c on c.id = k.convention_id
    where k.domaine in ('SECURITE', 'DONNEES_PERSONNELLES') order by organisation_id, k.domaine, c.date_debut desc, c.id desc;
    delete from convention_correspondants where domaine in ('SECURITE', 'DONNEES_PERSONNELLES');
    alter table convention_correspondants enable trigger user;
    alter table convention_correspondants drop constraint convention_correspondants_domaine_check,
      add constraint convention_correspondants_domaine_check check (domaine in ('GOUVERNANCE', 'OPERATIONNEL'));
  `);
  for (const table of ['correspondants', 'hebergements']) {
    await journaliser(trx, table);
    await versionner(trx, table);
  }
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw(`
    alter table convention_correspondants drop constraint convention_correspondants_domaine_check,
      add constraint convention_correspondants_domaine_check check (domaine in ('GOUVERNANCE', 'OPERATIONNEL', 'SECURITE', 'DONNEES_PERSONNELLES'));
    alter table convention_correspondants disable trigger user;
    insert into convention_correspondants (convention_id, partie, domaine, nom, fonction, telephone, courriel)
    select c.id, case o.type when 'PLIE' then 'PLIE' else 'POLE_EMPLOI' end, k.domaine, coalesce(k.nom, k.fonction), k.fonction, k.telephone, k.courriel
    from correspondants k join organisations o on o.id = k.organisation_id join conventions c on o.id in (c.plie_id, c.agence_id) where k.jusqu_au is null;
    alter table convention_correspondants enable trigger user;
    drop table hebergements, correspondants;
  `);
}
