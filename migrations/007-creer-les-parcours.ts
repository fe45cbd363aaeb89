import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

/** What happens along the way: référents, PNI, étapes, entretiens, absences, requests to Pôle emploi, extensions. */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table referents (
      id bigint generated always as identity,
      plie_id bigint not null,
      orientation_id bigint not null,
      utilisateur_id bigint not null references utilisateurs (id),
      date_debut date not null,
      date_fin date,
      primary key (plie_id, id),
      foreign key (plie_id, orientation_id) references orientations (plie_id, id),
      check (date_debut <= date_fin)
    );
    create unique index un_referent_ouvert on referents (plie_id, orientation_id) include (utilisateur_id) where date_fin is null;
    create index referents_orientation on referents (plie_id, orientation_id, date_debut);
    create index referents_portefeuille on referents (utilisateur_id, plie_id, orientation_id) where date_fin is null;

    -- The delegation code: 24 months at most, never two at once for a person. date_fin is the last day covered.
    create table pni (
      id bigint generated always as identity,
      plie_id bigint not null,
      orientation_id bigint not null,
      personne_id bigint not null,
      date_demande date,
      date_debut date,
      date_fin date,
      date_cloture date,
      motif_cloture text check (motif_cloture in ('SORTIE', 'CONTRAT_IAE', 'CESSATION_INSCRIPTION', 'AUTRE')),
      periode daterange generated always as (case when date_debut is not null then daterange(date_debut, least(date_fin, date_cloture), '[]') end) stored,
      version integer not null default 1,
      primary key (plie_id, id),
      foreign key (plie_id, orientation_id) references orientations (plie_id, id),
      foreign key (plie_id, personne_id) references personnes (plie_id, id),
      constraint pni_debut_et_fin check ((date_debut is null) = (date_fin is null)),
      constraint pni_demande_ou_debut check (date_demande is not null or date_debut is not null),
      constraint pni_24_mois check (date_fin <= (date_debut + interval '24 months')::date - 1),
      constraint pni_fin_apres_debut check (date_debut <= date_fin and date_debut <= date_cloture),
      constraint pni_cloture_motivee check ((date_cloture is null) = (motif_cloture is null)),
      constraint pni_sans_chevauchement exclude using gist (plie_id with =, personne_id with =, periode with &&)
    );
    create unique index un_pni_demande on pni (plie_id, orientation_id) where date_debut is null and date_cloture is null;
    create index pni_orientation on pni (plie_id, orientation_id);
    create index pni_echeances on pni (plie_id, date_fin) where date_cloture is null;

    create table etapes (
      id bigint generated always as identity,
      plie_id bigint not null,
      orientation_id bigint not null,
      liste_type text generated always as ('TYPE_ETAPE') stored,
      type text not null,
      date_debut date not null,
      date_fin date,
      resultat text check (resultat in ('ACHEVEE', 'INTERROMPUE', 'NON_REALISEE')),
      version integer not null default 1,
      primary key (plie_id, id),
      foreign key (plie_id, orientation_id) references orientations (plie_id, id),
      foreign key (liste_type, type) references codes (liste, code),
      check (date_debut <= date_fin),
      check (resultat is null or date_fin is not null)
    );
    create unique index etapes_orientation on etapes (plie_id, orientation_id, date_debut, type);

    create table entretiens (
      id bigint generated always as identity,
      plie_id bigint not null,
      orientation_id bigint not null,
      date_entretien date not null,
      primary key (plie_id, id),
      foreign key (plie_id, orientation_id) references orientations (plie_id, id)
    );
    create unique index entretiens_orientation on entretiens (plie_id, orientation_id, date_entretien);

    create table absences (
      id bigint generated always as identity,
      plie_id bigint not null,
      orientation_id bigint not null,
      date_convocation date not null,
      excuse boolean not null default false,
      premier_contact boolean not null default false,
      primary key (plie_id, id),
      foreign key (plie_id, orientation_id) references orientations (plie_id, id)
    );
    create unique index absences_orientation on absences (plie_id, orientation_id, date_convocation);
    create index absences_premier_contact on absences (plie_id, orientation_id, date_convocation) where premier_contact;

    create table demandes_pe (
      id bigint generated always as identity,
      plie_id bigint not null,
      orientation_id bigint not null,
      type text not null check (type in ('AIDE_MOBILITE', 'AIDE_RECHERCHE', 'AIDE_REPRISE', 'AIDE_FORMATION', 'PERMIS_B', 'ATELIER', 'ECCP', 'PMSMP', 'AFC', 'AIF', 'AFPR', 'POE', 'AIDE_DEROGATOIRE', 'AUTRE_PRESTATION')),
      date_demande date not null,
      reponse text not null default 'EN_ATTENTE' check (reponse in ('EN_ATTENTE', 'ACCORDEE', 'REFUSEE', 'REALISEE')),
      date_reponse date,
      date_realisation date,
      version integer not null default 1,
      primary key (plie_id, id),
      foreign key (plie_id, orientation_id) references orientations (plie_id, id),
      check (date_demande <= date_reponse and date_demande <= date_realisation),
      check ((reponse = 'REALISEE') = (date_realisation is not null))
    );
    create index demandes_pe_orientation on demandes_pe (plie_id, orientation_id);
    create index demandes_pe_date on demandes_pe (plie_id, date_demande);

    create table prolongations (
      id bigint generated always as identity,
      plie_id bigint not null,
      orientation_id bigint not null,
      date_decision date not null,
      date_fin date not null,
      instance text not null check (instance in ('COMMISSION_INTEGRATION', 'COMITE_PILOTAGE', 'DIRECTION_PLIE')),
      raison text not null check (raison in ('FORMATION_EN_COURS', 'EMPLOI_EN_COURS', 'SANTE', 'MATERNITE_PARENTALITE', 'PROJET_A_FINALISER', 'AUTRE')),
      primary key (plie_id, id),
      foreign key (plie_id, orientation_id) references orientations (plie_id, id),
      check (date_decision <= date_fin)
    );
    create index prolongations_orientation on prolongations (plie_id, orientation_id);
  `);
  for (const table of ['referents', 'pni', 'etapes', 'entretiens', 'absences', 'demandes_pe', 'prolongations']) await journaliser(trx, table);
  for (const table of ['pni', 'etapes', 'demandes_pe']) await versionner(trx, table);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table prolongations, demandes_pe, absences, entretiens, etapes, pni, referents');
}
