import type { Knex } from 'knex';
import { journaliser, versionner } from './outils';

const MOTIFS_REFUS = `'ABSENCE_RDV', 'FORMATION', 'EMPLOI', 'CUI_PEC', 'CREATION_ENTREPRISE', 'AUTRE_DISPOSITIF', 'DEMENAGEMENT', 'NE_RELEVE_PAS', 'NON_ELIGIBLE'`;
const MOTIFS_SORTIE = `'FORMATION', 'EMPLOI', 'CUI_PEC', 'CREATION_ENTREPRISE', 'REORIENTATION_PARTENAIRE', 'REORIENTATION_DISPOSITIF', 'RETRAITE', 'DEMENAGEMENT', 'FIN_DE_PARCOURS', 'RUPTURE_ABANDON', 'DECES', 'MATERNITE', 'SANTE'`;

/**
 * An orientation and the dates of its way: prescription ≤ contact ≤ diagnostic ≤ intégration ≤ sortie, or a refusal.
 * An integrated orientation is a parcours. One partial index per counted event: the indicators count by index alone.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table orientations (
      id bigint generated always as identity,
      plie_id bigint not null,
      personne_id bigint not null,
      reference_reprise text,
      agence_id bigint references organisations (id),
      prescripteur text not null check (prescripteur in ('POLE_EMPLOI', 'DEPARTEMENT', 'MISSION_LOCALE', 'CAP_EMPLOI', 'CCAS', 'SIAE', 'SPONTANE', 'AUTRE')),
      mode_orientation text check (mode_orientation in ('FLUX', 'INFO_COLLECTIVE')),
      date_prescription date not null,

      -- The fiche de liaison: who prescribes, and the situation as it was that day (the person's own row may change later).
      agent_nom text, agent_prenom text, agent_fonction text, agent_telephone text, agent_courriel text,
      prescripteur_id bigint references utilisateurs (id),
      minimum_social text check (minimum_social in ('AUCUN', 'RSA', 'ASS', 'AAH', 'AUTRE')),
      rqth boolean,
      deld boolean,
      freins text[] not null default '{}' check (freins <@ array['FINANCIER', 'LOGEMENT', 'SANTE', 'ADMINISTRATIF_JURIDIQUE', 'FAMILLE', 'COMMUNICATION', 'TRANSPORT']),
      -- the day the person acknowledged the notice at the foot of the fiche
      date_information date,

      -- First contact with presence; a missed one is a row of absences.
      date_contact date,
      type_contact text check (type_contact in ('COLLECTIF', 'INDIVIDUEL')),
      date_diagnostic date,
      date_refus date,
      motif_refus text check (motif_refus in (${MOTIFS_REFUS})),
      -- health or social data: stays inside the PLIE, only the motif is exchanged
      detail_refus text,
      liste_detail_refus text generated always as (case when detail_refus is not null then 'PUBLIC_EXCLU' end) stored,
      -- the day the contrat d'engagement is signed
      date_integration date,
      -- the day the commission d'intégration (or the exchange of lists) agreed
      date_decision date,
      date_sortie date,
      nature_sortie text check (nature_sortie in ('POSITIVE_EMPLOI', 'POSITIVE_FORMATION', 'ADMINISTRATIVE', 'INITIATIVE_PLIE', 'INITIATIVE_PARTICIPANT', 'REORIENTATION')),
      motif_sortie text check (motif_sortie in (${MOTIFS_SORTIE})),

      date_fin date generated always as (coalesce(date_sortie, date_refus, 'infinity')) stored,
      etat text generated always as (case
        when date_sortie is not null then 'SORTIE'
        when date_refus is not null then 'REFUSEE'
        when date_integration is not null then 'EN_PARCOURS'
        when date_diagnostic is not null then 'EN_DIAGNOSTIC'
        when date_contact is not null then 'ACCUEILLIE'
        else 'PRESCRITE' end) stored,
      origine text not null default 'SAISIE' check (origine in ('SAISIE', 'REPRISE', 'ECHANGE')),
      version integer not null default 1,

      primary key (plie_id, id),
      foreign key (plie_id, personne_id) references personnes (plie_id, id),
      foreign key (liste_detail_refus, detail_refus) references codes (liste, code),

      constraint mode_si_pole_emploi check ((prescripteur = 'POLE_EMPLOI') = (mode_orientation is not null)),
      constraint type_de_contact check ((date_contact is null) = (type_contact is null)),
      constraint refus_motive check ((date_refus is null) = (motif_refus is null)),
      constraint detail_de_refus check (detail_refus is null or motif_refus in ('NE_RELEVE_PAS', 'NON_ELIGIBLE')),
      constraint refus_ou_integration check (date_refus is null or date_integration is null),
      constraint sortie_apres_integration check (date_sortie is null or date_integration is not null),
      constraint sortie_motivee check ((date_sortie is null) = (motif_sortie is null) and (date_sortie is null) = (nature_sortie is null)),
      constraint dates_dans_l_ordre check (
        date_prescription <= date_contact and date_prescription <= date_diagnostic and date_prescription <= date_refus and date_prescription <= date_integration
        and date_contact <= date_diagnostic and date_contact <= date_refus and date_contact <= date_integration
        and date_diagnostic <= date_refus and date_diagnostic <= date_integration
        and date_decision <= date_integration
        and date_integration <= date_sortie)
    );

    create unique index orientations_reference_reprise on orientations (plie_id, reference_reprise) where reference_reprise is not null;
    create index orientations_personne on orientations (plie_id, personne_id);
    create unique index un_parcours_ouvert_par_personne on orientations (plie_id, personne_id) where date_integration is not null and date_sortie is null;
    create index orientations_recentes on orientations (plie_id, date_prescription desc, id desc);
    create index orientations_agence on orientations (agence_id, plie_id, date_prescription desc);
    create index orientations_etat on orientations (plie_id, etat, date_prescription desc);
    create index orientations_mois on orientations (plie_id, date_fin, date_prescription);

    create index compter_flux on orientations (plie_id, date_prescription) where prescripteur = 'POLE_EMPLOI' and mode_orientation = 'FLUX';
    create index compter_contacts on orientations (plie_id, date_contact) where prescripteur = 'POLE_EMPLOI' and date_contact is not null;
    create index compter_diagnostics on orientations (plie_id, date_diagnostic) where prescripteur = 'POLE_EMPLOI' and date_diagnostic is not null;
    create index compter_integrations on orientations (plie_id, date_integration) where prescripteur = 'POLE_EMPLOI' and date_integration is not null;
    create index compter_sorties on orientations (plie_id, date_sortie) include (prescripteur, nature_sortie, motif_sortie) where date_sortie is not null;
  `);
  await journaliser(trx, 'orientations');
  await versionner(trx, 'orientations');
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table orientations');
}
