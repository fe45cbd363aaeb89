/**
 * The closed lists (domaine 02): stable codes, French labels, in the order in which they are offered.
 * The database holds the same codes in its check constraints; a test compares the two.
 * The lists that an administrator may extend (types d'étape, publics exclus) are in the table `codes`.
 */
import { LISTES_DES_DONNEES_PERSONNELLES } from './listes-donnees-personnelles';

const PRESCRIPTEURS = [
  { code: 'POLE_EMPLOI', libelle: 'Pôle emploi' },
  { code: 'DEPARTEMENT', libelle: 'Conseil départemental' },
  { code: 'MISSION_LOCALE', libelle: 'Mission locale' },
  { code: 'CAP_EMPLOI', libelle: 'Cap emploi' },
  { code: 'CCAS', libelle: 'CCAS' },
  { code: 'SIAE', libelle: "Structure d'insertion par l'activité économique" },
  { code: 'SPONTANE', libelle: 'Démarche spontanée' },
  { code: 'AUTRE', libelle: 'Autre' },
] as const;

const MODES_ORIENTATION = [
  { code: 'FLUX', libelle: 'Sur le flux' },
  { code: 'INFO_COLLECTIVE', libelle: 'Information collective' },
] as const;

const TYPES_CONTACT = [
  { code: 'COLLECTIF', libelle: 'Collectif' },
  { code: 'INDIVIDUEL', libelle: 'Individuel' },
] as const;

const MINIMA_SOCIAUX = [
  { code: 'AUCUN', libelle: 'Aucun' },
  { code: 'RSA', libelle: 'RSA' },
  { code: 'ASS', libelle: 'ASS' },
  { code: 'AAH', libelle: 'AAH' },
  { code: 'AUTRE', libelle: 'Autre' },
] as const;

const FREINS = [
  { code: 'FINANCIER', libelle: 'Difficultés financières' },
  { code: 'LOGEMENT', libelle: 'Difficultés de logement' },
  { code: 'SANTE', libelle: 'État de santé' },
  { code: 'ADMINISTRATIF_JURIDIQUE', libelle: 'Difficultés administratives ou juridiques' },
  { code: 'FAMILLE', libelle: 'Contraintes familiales' },
  { code: 'COMMUNICATION', libelle: "Capacités d'insertion et de communication" },
  { code: 'TRANSPORT', libelle: 'Accès à un moyen de transport' },
] as const;

const MOTIFS_REFUS = [
  { code: 'ABSENCE_RDV', libelle: 'Absence au rendez-vous' },
  { code: 'FORMATION', libelle: 'Formation' },
  { code: 'EMPLOI', libelle: 'Emploi CDI ou CDD' },
  { code: 'CUI_PEC', libelle: 'CUI-PEC' },
  { code: 'CREATION_ENTREPRISE', libelle: "Création d'entreprise" },
  { code: 'AUTRE_DISPOSITIF', libelle: 'Intégration dans un autre dispositif' },
  { code: 'DEMENAGEMENT', libelle: 'Déménagement' },
  { code: 'NE_RELEVE_PAS', libelle: 'Ne relève pas du PLIE' },
  { code: 'NON_ELIGIBLE', libelle: 'Non éligible' },
] as const;

/** `echange`: the motif under which it is sent to Pôle emploi, whose list has ten. */
const MOTIFS_SORTIE = [
  { code: 'FORMATION', libelle: 'Formation', echange: 'FORMATION' },
  { code: 'EMPLOI', libelle: 'Emploi CDI ou CDD', echange: 'EMPLOI' },
  { code: 'CUI_PEC', libelle: 'CUI-PEC', echange: 'CUI_PEC' },
  { code: 'CREATION_ENTREPRISE', libelle: "Création d'entreprise", echange: 'CREATION_ENTREPRISE' },
  { code: 'REORIENTATION_PARTENAIRE', libelle: 'Réorientation vers un autre partenaire', echange: 'REORIENTATION_PARTENAIRE' },
  { code: 'REORIENTATION_DISPOSITIF', libelle: 'Réorientation vers un autre dispositif', echange: 'REORIENTATION_DISPOSITIF' },
  { code: 'RETRAITE', libelle: 'Retraite', echange: 'RETRAITE' },
  { code: 'DEMENAGEMENT', libelle: 'Déménagement', echange: 'DEMENAGEMENT' },
  { code: 'FIN_DE_PARCOURS', libelle: 'Fin de parcours', echange: 'FIN_DE_PARCOURS' },
  { code: 'RUPTURE_ABANDON', libelle: 'Rupture ou abandon', echange: 'RUPTURE_ABANDON' },
  { code: 'DECES', libelle: 'Décès', echange: 'FIN_DE_PARCOURS' },
  { code: 'MATERNITE', libelle: 'Maternité', echange: 'FIN_DE_PARCOURS' },
  { code: 'SANTE', libelle: 'Santé', echange: 'FIN_DE_PARCOURS' },
] as const;

const NATURES_SORTIE = [
  { code: 'POSITIVE_EMPLOI', libelle: 'Positive – emploi' },
  { code: 'POSITIVE_FORMATION', libelle: 'Positive – formation' },
  { code: 'ADMINISTRATIVE', libelle: 'Administrative' },
  { code: 'INITIATIVE_PLIE', libelle: "À l'initiative du PLIE" },
  { code: 'INITIATIVE_PARTICIPANT', libelle: "À l'initiative du participant" },
  { code: 'REORIENTATION', libelle: 'Réorientation' },
] as const;

const CONTRATS = [
  { code: 'CDI', libelle: 'CDI' },
  { code: 'CDD', libelle: 'CDD' },
  { code: 'CTT', libelle: 'Intérim (CTT)' },
  { code: 'CUI_PEC', libelle: 'CUI-PEC' },
  { code: 'CONTRAT_PRO', libelle: 'Contrat de professionnalisation' },
  { code: 'APPRENTISSAGE', libelle: "Contrat d'apprentissage" },
  { code: 'CDDI', libelle: 'CDDI (insertion par l\'activité économique)' },
  { code: 'CREATION_ENTREPRISE', libelle: "Création d'entreprise" },
] as const;

const TITRES_FORMATION = [
  { code: 'TITRE_PROFESSIONNEL', libelle: 'Titre professionnel' },
  { code: 'DIPLOME', libelle: 'Diplôme' },
  { code: 'CQP', libelle: 'Certificat de qualification professionnelle (CQP)' },
  { code: 'AUCUN', libelle: 'Aucun titre ni diplôme' },
] as const;

const PREUVES = [
  { code: 'CONTRAT_TRAVAIL', libelle: 'Contrat de travail' },
  { code: 'BULLETIN_SALAIRE', libelle: 'Bulletin de salaire' },
  { code: 'ATTESTATION_EMPLOYEUR', libelle: "Attestation d'employeur" },
  { code: 'EXTRAIT_IMMATRICULATION', libelle: "Extrait d'immatriculation" },
  { code: 'ATTESTATION_FORMATION', libelle: 'Attestation de formation' },
  { code: 'DIPLOME_TITRE', libelle: 'Diplôme ou titre' },
  { code: 'DECLARATION', libelle: 'Déclaration du participant' },
] as const;

const RESULTATS_ETAPE = [
  { code: 'ACHEVEE', libelle: 'Achevée' },
  { code: 'INTERROMPUE', libelle: 'Interrompue' },
  { code: 'NON_REALISEE', libelle: 'Non réalisée' },
] as const;

const TYPES_DEMANDE_PE = [
  { code: 'AIDE_MOBILITE', libelle: 'Aide à la mobilité' },
  { code: 'AIDE_RECHERCHE', libelle: "Aide à la recherche d'emploi" },
  { code: 'AIDE_REPRISE', libelle: "Aide à la reprise d'emploi" },
  { code: 'AIDE_FORMATION', libelle: "Aide à l'entrée en formation" },
  { code: 'PERMIS_B', libelle: 'Permis B' },
  { code: 'ATELIER', libelle: 'Atelier' },
  { code: 'ECCP', libelle: 'Évaluation des compétences (ECCP)' },
  { code: 'PMSMP', libelle: 'PMSMP' },
  { code: 'AFC', libelle: 'Formation AFC' },
  { code: 'AIF', libelle: 'AIF' },
  { code: 'AFPR', libelle: 'AFPR' },
  { code: 'POE', libelle: 'POE' },
  { code: 'AIDE_DEROGATOIRE', libelle: 'Aide dérogatoire' },
  { code: 'AUTRE_PRESTATION', libelle: 'Autre prestation' },
] as const;

const REPONSES_DEMANDE_PE = [
  { code: 'EN_ATTENTE', libelle: 'En attente' },
  { code: 'ACCORDEE', libelle: 'Accordée' },
  { code: 'REFUSEE', libelle: 'Refusée' },
  { code: 'REALISEE', libelle: 'Réalisée' },
] as const;

const MOTIFS_CLOTURE_PNI = [
  { code: 'SORTIE', libelle: 'Sortie' },
  { code: 'CONTRAT_IAE', libelle: 'Contrat IAE' },
  { code: 'CESSATION_INSCRIPTION', libelle: "Cessation d'inscription" },
  { code: 'AUTRE', libelle: 'Autre' },
] as const;

/** What the accompagnateur did of an answer of Pôle emploi. */
const SUITES_RETOUR = [
  { code: 'SORTIE', libelle: 'La sortie est enregistrée' },
  { code: 'POURSUITE', libelle: 'Le parcours continue sans délégation' },
  { code: 'NOUVELLE_DEMANDE', libelle: 'Un nouveau PNI est demandé' },
  { code: 'VU', libelle: 'Vu, rien à faire de plus' },
] as const;

const INSTANCES = [
  { code: 'COMMISSION_INTEGRATION', libelle: "Commission d'intégration et de suivi" },
  { code: 'COMITE_PILOTAGE', libelle: 'Comité de pilotage' },
  { code: 'DIRECTION_PLIE', libelle: 'Direction du PLIE' },
] as const;

const RAISONS_PROLONGATION = [
  { code: 'FORMATION_EN_COURS', libelle: 'Formation en cours' },
  { code: 'EMPLOI_EN_COURS', libelle: 'Emploi en cours' },
  { code: 'SANTE', libelle: 'Santé' },
  { code: 'MATERNITE_PARENTALITE', libelle: 'Maternité ou parentalité' },
  { code: 'PROJET_A_FINALISER', libelle: 'Projet à finaliser' },
  { code: 'AUTRE', libelle: 'Autre' },
] as const;

const PRESENCES = [
  { code: 'PRESENT', libelle: 'Présente' },
  { code: 'ABSENT', libelle: 'Absente, sans excuse' },
  { code: 'EXCUSE', libelle: 'Absente, excusée' },
] as const;

const SEXES = [
  { code: 'F', libelle: 'Femme' },
  { code: 'H', libelle: 'Homme' },
] as const;

const ORIENTATIONS_IC = [
  { code: 'AUCUNE', libelle: 'Aucune orientation ne passe par une information collective' },
  { code: 'CERTAINES', libelle: 'Certaines agences orientent par information collective' },
  { code: 'TOUTES', libelle: 'Toutes les orientations passent par une information collective' },
] as const;

const PERIMETRES_SORTIES = [
  { code: 'PE', libelle: 'Orientations de Pôle emploi seulement' },
  { code: 'TOUS_PRESCRIPTEURS', libelle: 'Tous prescripteurs confondus' },
] as const;

const MODES_INTEGRATION = [
  { code: 'COMMISSION', libelle: "Commission d'intégration" },
  { code: 'ECHANGE_DE_LISTES', libelle: 'Échange de listes' },
] as const;

const ROLES = [
  { code: 'ACCOMPAGNATEUR', libelle: 'Accompagnateur-emploi' },
  { code: 'ANIMATION', libelle: "Équipe d'animation du PLIE" },
  { code: 'CONSEILLER_PE', libelle: 'Conseiller Pôle emploi' },
  { code: 'REFERENT_PE', libelle: 'Référent Pôle emploi' },
  { code: 'CORRESPONDANT_REGIONAL', libelle: 'Correspondant régional' },
  { code: 'ADMINISTRATEUR', libelle: 'Administrateur' },
  { code: 'DPO', libelle: 'Délégué à la protection des données' },
] as const;

const ETATS = [
  { code: 'PRESCRITE', libelle: 'En attente de premier contact' },
  { code: 'ABSENTE', libelle: 'Absent au premier contact' },
  { code: 'ACCUEILLIE', libelle: 'Accueilli' },
  { code: 'EN_DIAGNOSTIC', libelle: 'En diagnostic' },
  { code: 'REFUSEE', libelle: "Refus d'intégration" },
  { code: 'EN_PARCOURS', libelle: 'En parcours' },
  { code: 'SUIVI_EMPLOI', libelle: "Suivi dans l'emploi ou en formation" },
  { code: 'SORTIE', libelle: 'Sorti' },
] as const;

const PARTIES = [
  { code: 'PLIE', libelle: 'PLIE' },
  { code: 'POLE_EMPLOI', libelle: 'Pôle emploi' },
] as const;

/** Named by each convention, and by each organisation for all its conventions. */
const DOMAINES_DE_CONVENTION = [
  { code: 'GOUVERNANCE', libelle: 'Gouvernance' },
  { code: 'OPERATIONNEL', libelle: 'Opérationnel' },
] as const;
const DOMAINES_CORRESPONDANT = [...DOMAINES_DE_CONVENTION, ...LISTES_DES_DONNEES_PERSONNELLES.DOMAINES_D_ORGANISATION] as const;

const FONCTIONS_COMMISSION = [
  { code: 'PRESIDENCE_PLIE', libelle: 'Présidence du PLIE' },
  { code: 'DIRECTION_PLIE', libelle: 'Direction du PLIE' },
  { code: 'ANIMATION_PLIE', libelle: "Équipe d'animation du PLIE" },
  { code: 'ACCOMPAGNATEUR', libelle: 'Accompagnateur-emploi' },
  { code: 'POLE_EMPLOI', libelle: 'Représentant de Pôle emploi' },
  { code: 'DEPARTEMENT', libelle: 'Représentant du Conseil départemental' },
  { code: 'MISSION_LOCALE', libelle: 'Représentant de la mission locale' },
  { code: 'CAP_EMPLOI', libelle: 'Représentant de Cap emploi' },
  { code: 'CCAS', libelle: 'Représentant du CCAS' },
  { code: 'SIAE', libelle: "Représentant d'une structure d'insertion" },
] as const;

const DECISIONS_COMMISSION = [
  { code: 'INTEGRER', libelle: 'Intégrer' },
  { code: 'REFUSER', libelle: 'Refuser' },
  { code: 'AJOURNER', libelle: 'Ajourner' },
] as const;

const MOTIFS_AJOURNEMENT = [
  { code: 'DOSSIER_INCOMPLET', libelle: 'Dossier incomplet' },
  { code: 'PERSONNE_ABSENTE', libelle: 'Personne absente ou non jointe' },
  { code: 'PROJET_A_PRECISER', libelle: 'Projet à préciser' },
  { code: 'AVIS_ATTENDU', libelle: "Avis d'un partenaire attendu" },
  { code: 'PLACE_INDISPONIBLE', libelle: 'Pas de place disponible' },
] as const;

/** Proofs of eligibility seen at the entry. The convention names the registration history (art. 4-4); the others are what its publics suppose. */
const JUSTIFICATIFS = [
  { code: 'IDENTITE', libelle: "Pièce d'identité ou titre de séjour" },
  { code: 'DOMICILE', libelle: 'Justificatif de domicile' },
  { code: 'HISTORIQUE_INSCRIPTION', libelle: "Historique d'inscription à Pôle emploi" },
  { code: 'MINIMUM_SOCIAL', libelle: 'Attestation de minimum social' },
  { code: 'RQTH', libelle: 'Notification de RQTH' },
] as const;

/** How something reaches somebody: a file and its password never by the same. */
const CANAUX = [
  { code: 'TELEPHONE', libelle: 'Par téléphone' },
  { code: 'SMS', libelle: 'Par SMS' },
  { code: 'MAIN_PROPRE', libelle: 'De la main à la main' },
  { code: 'COURRIER', libelle: 'Par courrier postal' },
  { code: 'COURRIEL', libelle: 'Par courriel' },
] as const;

/** How the monthly file travels; the codes it shares with CANAUX are the same ways. */
const CANAUX_FICHIER = [
  { code: 'FILR', libelle: "Par l'espace d'échange FilR" },
  { code: 'COURRIEL', libelle: 'Par courriel, chiffré' },
  { code: 'MAIN_PROPRE', libelle: 'De la main à la main' },
] as const;

/** The six steps of a monthly table, in order (domaine §7). */
const ETAPES_TABLEAU = [
  { code: 'PREPARE', libelle: 'Préparé' },
  { code: 'CONTROLE', libelle: 'Contrôlé' },
  { code: 'VALIDE', libelle: 'Validé' },
  { code: 'TRANSMIS', libelle: 'Transmis' },
  { code: 'IMPORTE', libelle: 'Importé' },
  { code: 'TRAITE', libelle: 'Traité' },
] as const;

/** The steps of a yearly bilan (domaine §8); returned by the correspondents, it is opened again by the PLIE. */
const ETAPES_BILAN = [
  { code: 'BROUILLON', libelle: 'Brouillon' },
  { code: 'CONTROLE', libelle: 'Contrôlé' },
  { code: 'VALIDE', libelle: 'Validé par le PLIE' },
  { code: 'RENVOYE', libelle: 'Renvoyé au PLIE' },
  { code: 'ACCEPTE', libelle: 'Accepté' },
  { code: 'CLOS', libelle: 'Clos' },
] as const;

const ETATS_AVIS = [
  { code: 'PREPARE', libelle: 'Préparé, envoi à confirmer' },
  { code: 'ENVOYE', libelle: 'Envoyé' },
  { code: 'ECHEC', libelle: 'Non envoyé' },
] as const;

/** What Pôle emploi alone counts, and what an agency says of a year of it (PLIE art. 7). */
const CHIFFRES_PE = [
  { code: 'INFORMATIONS_COLLECTIVES', libelle: 'Informations collectives' },
  { code: 'SERVICES', libelle: 'Services délivrés' },
] as const;

const ETATS_DECLARATION_PE = [
  { code: 'COMPLET', libelle: 'Complet' },
  { code: 'NON_APPLICABLE', libelle: 'Non applicable' },
] as const;

/** The three answers of annexe 2. */
const REPONSES_ENQUETE = [
  { code: 'TOUT_A_FAIT', libelle: 'Tout à fait' },
  { code: 'MOYEN', libelle: 'Moyen' },
  { code: 'PAS_DU_TOUT', libelle: 'Pas du tout' },
] as const;

/** The meetings of a convention and its yearly documents (articles 5 to 7). */
const TYPES_JALON = [
  { code: 'ECHANGE_INFORMATIONS', libelle: "Échange d'informations" },
  { code: 'COMITE_PILOTAGE_PLIE', libelle: 'Comité de pilotage du PLIE' },
  { code: 'COMITE_PILOTAGE_CONVENTION', libelle: 'Comité de pilotage de la convention' },
  { code: 'COMITE_TECHNIQUE', libelle: 'Comité technique' },
  { code: 'BILAN_QUANTITATIF', libelle: 'Bilan quantitatif' },
  { code: 'BILAN_QUALITATIF', libelle: 'Bilan qualitatif' },
  { code: 'RELEVE_DEMANDES', libelle: 'Relevé annuel des demandes' },
] as const;

/** Kinds of deadlines, as one chooses to be reminded of them. */
const GENRES_ECHEANCE = [
  { code: 'TABLEAU', libelle: 'Tableau de suivi du mois' },
  { code: 'BILANS', libelle: 'Bilans, enquête et relevé annuels' },
  { code: 'REUNIONS', libelle: "Comités et échanges d'informations" },
  { code: 'CONVENTION', libelle: 'Fin de convention' },
  { code: 'PNI', libelle: 'Fins de PNI' },
  { code: 'SUIVIS', libelle: "Suivis dans l'emploi ou en formation" },
  { code: 'ATTENTES', libelle: 'Premiers contacts attendus' },
  { code: 'CONSERVATION', libelle: 'Fins de conservation des données' },
] as const;

export const LISTES = {
  PRESCRIPTEURS, MODES_ORIENTATION, TYPES_CONTACT, PRESENCES, MINIMA_SOCIAUX, FREINS, MOTIFS_REFUS, MOTIFS_SORTIE, NATURES_SORTIE,
  CONTRATS, TITRES_FORMATION, PREUVES, RESULTATS_ETAPE, TYPES_DEMANDE_PE, REPONSES_DEMANDE_PE, MOTIFS_CLOTURE_PNI, SUITES_RETOUR,
  FONCTIONS_COMMISSION, DECISIONS_COMMISSION, MOTIFS_AJOURNEMENT, JUSTIFICATIFS,
  INSTANCES, RAISONS_PROLONGATION, SEXES, ORIENTATIONS_IC, PERIMETRES_SORTIES, MODES_INTEGRATION, ROLES, ETATS, PARTIES, DOMAINES_DE_CONVENTION, DOMAINES_CORRESPONDANT,
  CANAUX, CANAUX_FICHIER, ETATS_AVIS, ETAPES_TABLEAU, ETAPES_BILAN, CHIFFRES_PE, ETATS_DECLARATION_PE, REPONSES_ENQUETE, TYPES_JALON, GENRES_ECHEANCE,
  ...LISTES_DES_DONNEES_PERSONNELLES,
} as const;

export type NomDeListe = keyof typeof LISTES;
export type CodeDe<L extends NomDeListe> = (typeof LISTES)[L][number]['code'];

const LIBELLES = Object.fromEntries(Object.entries(LISTES).map(([nom, liste]) => [nom, new Map<string, string>(liste.map((c) => [c.code, c.libelle]))])) as Record<NomDeListe, Map<string, string>>;

/** The label of a code; the code itself when it is unknown, so that old data stays readable; '' for null. */
export function libelle(liste: NomDeListe, code: string | null | undefined): string {
  if (!code) return '';
  return LIBELLES[liste].get(code) ?? code;
}
