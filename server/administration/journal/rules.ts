/** How the journal is read: which tables are settings, and what an act is called in French. Pure. */
import { DOMAINES_DE_REGLAGES } from '../../acces/perimetre';

/** Tables whose rows may be shown before and after: settings and accounts. Of any other, only the table and the numbers. */
export const TABLES_DE_REGLAGES = ['organisations', 'plie_agences', 'conventions', 'convention_correspondants', 'utilisateurs', 'codes'] as const;

export const ACTES_PAR_PAGE = 50;
/** Days shown when no period is asked for. */
export const JOURS_MONTRES = 30;

/** domaine.verbe → sentence. A code that is not here is shown as it is. */
export const ACTIONS: Record<string, string> = {
  'installation.creer': 'Première installation',
  'organisation.ajouter': 'Ajout d\'une organisation',
  'organisation.modifier': 'Modification d\'une organisation',
  'organisation.desactiver': 'Désactivation d\'une organisation',
  'organisation.reactiver': 'Réactivation d\'une organisation',
  'organisation.rattacher': 'Rattachement d\'une agence à un PLIE',
  'organisation.detacher': 'Détachement d\'une agence',
  'organisation.designer_reference': 'Désignation de l\'agence de référence',
  'organisation.rattacher_departement': 'Rattachement d\'un département à une région',
  'convention.ajouter': 'Ajout d\'une convention',
  'convention.modifier': 'Modification d\'une convention',
  'convention.suspendre': 'Suspension des échanges',
  'convention.reprendre': 'Reprise des échanges',
  'convention.nommer_correspondants': 'Nomination des correspondants d\'une convention',
  'utilisateur.inviter': 'Invitation d\'une personne',
  'utilisateur.renouveler_lien': 'Nouveau lien de connexion',
  'utilisateur.modifier': 'Modification d\'un compte',
  'utilisateur.desactiver': 'Désactivation d\'un compte',
  'utilisateur.reactiver': 'Réactivation d\'un compte',
  'compte.choisir_mot_de_passe': 'Choix d\'un mot de passe par lien',
  'compte.changer_mot_de_passe': 'Changement de mot de passe',
  'code.ajouter': 'Ajout d\'une valeur à une liste',
  'code.retirer': 'Retrait d\'une valeur d\'une liste',
  'code.remettre': 'Remise d\'une valeur dans une liste',
  'demonstration.remplir': 'Remplissage de la démonstration',
  'personne.consulter': 'Ouverture de la fiche d\'une personne',
  'personne.rechercher': 'Recherche d\'une personne avant de la créer',
  'personne.modifier': 'Modification d\'une personne',
  'fiche.imprimer': 'Impression d\'une fiche de liaison',
  'doublon.lister': 'Liste des doublons possibles',
  'doublon.distinguer': 'Deux fiches notées comme deux personnes',
  'doublon.revenir': 'Deux fiches de nouveau à vérifier',
  'doublon.fusionner': 'Fusion de deux fiches d\'une même personne',
  'doublon.relire': 'Relecture des fusions de fiches',
  'orientation.creer': 'Nouvelle orientation',
  'orientation.enregistrer_contact': 'Premier contact',
  'orientation.noter_absence_contact': 'Absence au premier contact',
  'orientation.enregistrer_diagnostic': 'Entrée en diagnostic',
  'orientation.decider_integration': 'Décision d\'intégration',
  'orientation.refuser': 'Refus d\'intégration',
  'orientation.integrer': 'Intégration',
  'orientation.corriger': 'Correction d\'une orientation',
  'parcours.changer_referent': 'Changement de référent',
  'parcours.enregistrer_entretien': 'Entretien',
  'parcours.enregistrer_absence': 'Absence à une convocation',
  'parcours.enregistrer_etape': 'Étape',
  'parcours.saisir_atelier': 'Saisie de groupe : atelier',
  'orientation.saisir_information_collective': 'Saisie de groupe : information collective',
  'parcours.modifier_etape': 'Modification d\'une étape',
  'parcours.demander_a_pe': 'Demande à Pôle emploi',
  'parcours.noter_reponse_pe': 'Réponse de Pôle emploi à une demande',
  'parcours.prolonger': 'Prolongation d\'un parcours',
  'parcours.effacer_entretiens': 'Effacement d\'un entretien',
  'parcours.effacer_absences': 'Effacement d\'une absence',
  'parcours.effacer_etapes': 'Effacement d\'une étape',
  'parcours.effacer_demandes': 'Effacement d\'une demande',
  'parcours.effacer_prolongations': 'Effacement d\'une prolongation',
  'pni.demander': 'Demande de PNI',
  'pni.poser': 'Pose d\'un PNI',
  'pni.lever': 'Levée d\'un PNI',
  'pni.corriger': 'Correction d\'un PNI',
  'pni.supprimer': 'Suppression d\'un PNI posé par erreur',
  'suivi.ouvrir': 'Ouverture d\'un suivi dans l\'emploi ou en formation',
  'suivi.noter_contact': 'Contact de suivi',
  'suivi.corriger': 'Correction d\'un suivi',
  'suivi.effacer': 'Effacement d\'un suivi',
  'sortie.enregistrer': 'Sortie',
  'sortie.corriger': 'Correction d\'une sortie',
  'sortie.reclasser': 'Reclassement d\'une sortie',
  'sortie.annuler': 'Annulation d\'une sortie',
  'reprise.deposer': 'Dépôt d\'un fichier de reprise',
  'reprise.confirmer': 'Confirmation d\'une reprise',
  'reprise.annuler': 'Abandon d\'une reprise',
  'reprise.importer': 'Import d\'une reprise',
  'reprise.telecharger_refus': 'Téléchargement des lignes refusées d\'une reprise',
  'tableau.exporter': 'Téléchargement d\'un tableau de suivi',
  'bilan.exporter': 'Téléchargement d\'un bilan',
  'bilan.lister': 'Liste des personnes derrière un chiffre du bilan',
};

export const phraseDe = (action: string): string => ACTIONS[action] ?? action;

/** The acts by which an actor may filter, by their sentence. */
export const actionsProposees = (administrateur: boolean): { code: string; libelle: string }[] =>
  Object.entries(ACTIONS).filter(([code]) => !administrateur || DOMAINES_DE_REGLAGES.includes(code.split('.')[0]!)).map(([code, libelle]) => ({ code, libelle }));
