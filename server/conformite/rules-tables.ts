/** What each table is called in French, where the journal or the record of processing names it. Every classed table has its name here. */
export const NOMS_DES_TABLES: Readonly<Record<string, string>> = {
  personnes: 'Personnes', orientations: 'Orientations', seances: 'Séances de réception', convocations: 'Convocations', referents: 'Référents', pni: 'PNI', etapes: 'Étapes', entretiens: 'Entretiens',
  absences: 'Absences', avis_absence: "Avis d'absence", demandes_pe: 'Demandes à Pôle emploi', prolongations: 'Prolongations', suivis_emploi: "Suivis dans l'emploi", suivi_contacts: 'Contacts de suivi', sorties: 'Sorties',
  fusions: 'Fusions de fiches', personnes_distinctes: 'Personnes distinctes', commissions: 'Commissions', commission_dossiers: 'Dossiers de commission', justificatifs: 'Pièces vues', notes: 'Notes de travail',
  tableaux: 'Tableaux de suivi', tableau_lignes: 'Lignes des tableaux de suivi', transmissions: 'Envois de tableaux', controles_reglages: 'Réglages des contrôles', controles_mesures: 'Mesures des contrôles',
  importations: 'Tableaux reçus', importation_contenus: 'Contenus des tableaux reçus', dossiers_pe: "Dossiers reçus d'un PLIE", dossier_etapes: "Étapes reçues d'un PLIE", dossier_absences: "Absences reçues d'un PLIE",
  taches_pe: 'Actions demandées à Pôle emploi', retours_pe: 'Réponses de Pôle emploi', classeurs_retour: 'Classeurs de réponses',
  bilans: 'Bilans', bilan_versions: 'Versions de bilan', bilan_faits: 'Listes figées des bilans', bilan_etapes: 'Étapes des bilans', bilan_relances: 'Relances des bilans', bilan_envois: 'Envois des bilans',
  enquetes: 'Enquêtes annuelles', enquete_reponses: "Réponses à l'enquête", enquete_accords: "Réponses convenues à l'enquête", enquete_relances: "Relances de l'enquête",
  informations_collectives: 'Informations collectives', services_pe: 'Services rendus par Pôle emploi', declarations_pe: 'Déclarations de Pôle emploi', objectifs: 'Objectifs', jalons: 'Échéances notées', releve_envois: 'Relevés des demandes transmis',
  regions: 'Régions', departements: 'Départements', organisations: 'Organisation', plie_agences: 'Agence rattachée', conventions: 'Convention', convention_correspondants: 'Correspondant', correspondants: "Correspondant d'organisation", hebergements: "Pays d'hébergement ou d'accès", codes: 'Valeur de liste',
  utilisateurs: 'Compte', liens_compte: 'Lien de connexion', seconds_facteurs: 'Second facteur', codes_secours: 'Codes de secours', sessions: 'Sessions', echecs_connexion: 'Échecs de connexion', formulaires: 'Envois de formulaires', filtres: 'Filtres enregistrés', brouillons: 'Brouillons',
  personnes_recentes: 'Fiches ouvertes récemment', flux_calendrier: "Liens d'agenda", flux_evenements: "Événements d'agenda", rappels_reglages: 'Réglages des rappels', rappels: 'Rappels envoyés', rappels_passages: 'Passages des rappels',
  journal_actes: 'Journal : actes', journal_lignes: 'Journal : lignes', journal_sceaux: 'Journal : sceaux', alertes_usage: 'Usages inhabituels', alertes_reglages: 'Seuils des alertes', reprises: 'Fichiers de reprise',
  politiques_conservation: 'Politiques de conservation', suspensions_effacement: "Suspensions d'effacement", limitation_exceptions: 'Exceptions à une limitation', demandes_droits: 'Demandes de droits', effacements: 'Effacements', certificats_destruction: 'Certificats de destruction', archives_fse: 'Archive restreinte du FSE',
  violations: 'Violations de données', violation_conventions: 'Conventions concernées par une violation', violation_annonces: 'Informations données sur une violation',
  sauvegardes: 'Sauvegardes de la nuit', migrations: 'Version de la base', migrations_lock: 'Verrou de version',
};
