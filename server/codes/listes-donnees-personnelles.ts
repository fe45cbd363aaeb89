/** The closed lists about personal data: retention, rights, breaches, accounts and their use. As those of listes.ts, which shows them all. */

/** How long persons are kept (domaine §10). */
const MODELES_CONSERVATION = [
  { code: 'PLIE', libelle: 'Convention PLIE, sans financement FSE' },
  { code: 'PLIE_FSE', libelle: 'Convention PLIE, financée par le FSE' },
  { code: 'ACCOMPAGNEMENT_GLOBAL', libelle: "Convention d'accompagnement global" },
  { code: 'ACCOMPAGNEMENT_SOCIAL', libelle: "Convention d'accompagnement social exclusif" },
  { code: 'DOSSIERS_RSA', libelle: 'Fichiers RSA' },
] as const;
const REGLES_EFFACEMENT = [
  { code: 'REFUS', libelle: "Refus d'intégration transmis" },
  { code: 'SORTIE', libelle: 'Délai après la sortie' },
  { code: 'INTEGRATION', libelle: "Délai après l'intégration" },
  { code: 'CONVENTION', libelle: 'Fin de la convention' },
  { code: 'ARCHIVE', libelle: "Fin de l'archive du FSE" },
  { code: 'DROIT', libelle: 'Demande de la personne' },
] as const;
const GENRES_EFFACEMENT = [
  { code: 'PERSONNE', libelle: 'Personnes effacées' },
  { code: 'ORIENTATION', libelle: 'Orientations effacées, la personne restant suivie' },
  { code: 'ARCHIVAGE', libelle: 'Personnes passées en archive restreinte' },
  { code: 'ARCHIVE', libelle: 'Archives détruites' },
  { code: 'DOSSIER_RECU', libelle: "Dossiers reçus d'un PLIE effacés" },
] as const;
const RAISONS_SECOND_FACTEUR = [
  { code: 'TELEPHONE_PERDU', libelle: 'Téléphone perdu ou volé' },
  { code: 'TELEPHONE_CHANGE', libelle: 'Téléphone changé' },
  { code: 'CODES_EPUISES', libelle: 'Plus de code de secours' },
  { code: 'CLE_CHANGEE', libelle: 'Clé du serveur changée' },
  { code: 'SANS_AUTRE_ADMINISTRATEUR', libelle: "Plus aucun administrateur ne peut entrer" },
] as const;
const SECRETS_REFUSES = [
  { code: 'MOT_DE_PASSE', libelle: 'Mot de passe' },
  { code: 'CODE', libelle: 'Code du second facteur' },
] as const;
const RAISONS_ARCHIVE = [
  { code: 'CONTROLE_FSE', libelle: 'Contrôle du FSE' },
  { code: 'AUDIT', libelle: 'Audit' },
  { code: 'DEMANDE_DE_LA_PERSONNE', libelle: 'Demande de la personne' },
  { code: 'CONTENTIEUX', libelle: 'Contentieux' },
] as const;
const TYPES_DEMANDE_DROIT = [
  { code: 'ACCES', libelle: 'Accès' },
  { code: 'RECTIFICATION', libelle: 'Rectification' },
  { code: 'EFFACEMENT', libelle: 'Effacement' },
  { code: 'LIMITATION', libelle: 'Limitation' },
  { code: 'OPPOSITION', libelle: 'Opposition' },
] as const;
const CANAUX_DEMANDE_DROIT = [
  { code: 'LETTRE', libelle: 'Lettre' },
  { code: 'COURRIEL', libelle: 'Courriel' },
  { code: 'SUR_PLACE', libelle: 'Sur place' },
  { code: 'TELEPHONE', libelle: 'Téléphone' },
] as const;
const MOYENS_IDENTITE = [
  { code: 'PIECE_MONTREE', libelle: "Pièce d'identité montrée" },
  { code: 'COPIE_DE_PIECE', libelle: "Copie d'une pièce d'identité" },
  { code: 'CONNUE', libelle: 'Personne connue, vue sur place' },
  { code: 'MANDAT', libelle: "Mandat écrit et pièce d'identité" },
] as const;
const REPONSES_DROIT = [
  { code: 'ACCORDEE', libelle: 'Accordée' },
  { code: 'EN_PARTIE', libelle: 'Accordée en partie' },
  { code: 'REFUSEE', libelle: 'Refusée' },
  { code: 'SANS_DONNEES', libelle: 'Aucune donnée gardée' },
] as const;
const MOTIFS_REFUS_DROIT = [
  { code: 'IDENTITE_NON_ETABLIE', libelle: 'Identité non établie' },
  { code: 'PARCOURS_OUVERT', libelle: 'Données nécessaires au parcours ouvert' },
  { code: 'OBLIGATION_LEGALE', libelle: 'Obligation légale de les garder (contrôle du FSE)' },
  { code: 'CONTENTIEUX', libelle: 'Contentieux, contrôle ou enquête en cours' },
  { code: 'DONNEES_EXACTES', libelle: 'Données exactes après vérification' },
  { code: 'MOTIF_LEGITIME', libelle: "Motif légitime et impérieux, plus fort que l'opposition" },
  { code: 'EXCESSIVE', libelle: 'Demande répétée ou excessive' },
] as const;
/** Why the answer takes two months more (RGPD art. 12.3). */
const RAISONS_PROLONGATION_DROIT = [
  { code: 'COMPLEXITE', libelle: 'La demande est complexe' },
  { code: 'NOMBRE', libelle: 'Les demandes sont nombreuses' },
] as const;
const MOTIFS_SUSPENSION = [
  { code: 'CONTENTIEUX', libelle: 'Contentieux en cours' },
  { code: 'CONTROLE', libelle: 'Contrôle ou audit en cours' },
  { code: 'DEMANDE_DE_LA_PERSONNE', libelle: 'Demande de la personne (limitation)' },
  { code: 'ENQUETE', libelle: 'Enquête administrative ou judiciaire' },
] as const;

/** The restriction of processing (RGPD art. 18): the uses that it forbids, what opens one for a while, why it ends. */
const USAGES_LIMITES = [
  { code: 'MODIFIER', libelle: 'Modifier les données' },
  { code: 'TRANSMETTRE', libelle: 'Transmettre, imprimer ou exporter' },
] as const;
const MOTIFS_EXCEPTION = [
  { code: 'CONSENTEMENT', libelle: 'La personne y consent' },
  { code: 'DROIT_EN_JUSTICE', libelle: 'Un droit est à établir ou à défendre en justice' },
  { code: 'DROITS_D_AUTRUI', libelle: "Les droits d'une autre personne sont à protéger" },
  { code: 'INTERET_PUBLIC', libelle: 'Un intérêt public important le demande' },
] as const;
const MOTIFS_LEVEE = [
  { code: 'EXACTITUDE_VERIFIEE', libelle: 'Les données contestées sont exactes' },
  { code: 'DONNEES_CORRIGEES', libelle: 'Les données contestées sont corrigées' },
  { code: 'MOTIF_LEGITIME', libelle: "Un motif légitime l'emporte sur l'opposition" },
  { code: 'DROIT_ETABLI', libelle: 'Le droit pour lequel elles étaient gardées est établi' },
  { code: 'DEMANDE_RETIREE', libelle: 'La personne retire sa demande' },
  { code: 'DONNEES_EFFACEES', libelle: 'Les données sont effacées à sa demande' },
] as const;

/** Abnormal use (design/security.md), and what the data-protection officer made of it. */
const GENRES_ALERTE = [
  { code: 'FICHES_OUVERTES', libelle: 'Fiches ouvertes' },
  { code: 'EXPORTS_NOMINATIFS', libelle: 'Fichiers nominatifs sortis' },
  { code: 'REFUS', libelle: 'Pages refusées' },
] as const;
const SUITES_ALERTE = [
  { code: 'EXPLIQUE', libelle: 'Expliqué, usage normal' },
  { code: 'SURVEILLE', libelle: 'À surveiller' },
  { code: 'VIOLATION', libelle: 'Traité comme une violation de données' },
] as const;

/** The register of breaches (domaine §10; RGPD art. 33 and 34): what happened, to whom, to what, what was done about it. */
const NATURES_VIOLATION = [
  { code: 'PERTE', libelle: 'Perte' },
  { code: 'VOL', libelle: 'Vol' },
  { code: 'ACCES', libelle: 'Accès non autorisé' },
  { code: 'MAUVAIS_DESTINATAIRE', libelle: 'Envoi à un mauvais destinataire' },
  { code: 'PUBLICATION', libelle: 'Publication' },
  { code: 'INDISPONIBILITE', libelle: 'Indisponibilité' },
  { code: 'AUTRE', libelle: 'Autre' },
] as const;

const PERSONNES_VIOLATION = [
  { code: 'ORIENTEES', libelle: 'Personnes orientées, pas encore intégrées' },
  { code: 'ACCOMPAGNEES', libelle: 'Personnes accompagnées' },
  { code: 'SORTIES', libelle: 'Personnes sorties ou refusées' },
  { code: 'AGENTS', libelle: 'Agents et correspondants' },
  { code: 'AUTRES', libelle: 'Autres personnes' },
] as const;

const DONNEES_VIOLATION = [
  { code: 'IDENTITE', libelle: 'Identité (nom, prénom, date de naissance)' },
  { code: 'COORDONNEES', libelle: 'Coordonnées (adresse, téléphone, courriel)' },
  { code: 'IDENTIFIANTS', libelle: "Identifiants (demandeur d'emploi, CAF)" },
  { code: 'SITUATION', libelle: 'Situation sociale (minimum social, freins)' },
  { code: 'SANTE', libelle: 'Santé ou handicap' },
  { code: 'PARCOURS', libelle: 'Parcours (orientations, étapes, entretiens, sorties)' },
  { code: 'COMPTES', libelle: 'Comptes et mots de passe' },
  { code: 'AUTRES', libelle: 'Autres données' },
] as const;

const MESURES_VIOLATION = [
  { code: 'ACCES_FERMES', libelle: 'Accès ou comptes fermés' },
  { code: 'MOTS_DE_PASSE', libelle: 'Mots de passe changés' },
  { code: 'EFFACEMENT_OBTENU', libelle: 'Effacement demandé au destinataire et confirmé' },
  { code: 'RETRAIT', libelle: 'Publication retirée' },
  { code: 'RESTAURATION', libelle: 'Données restaurées' },
  { code: 'ECHANGES_SUSPENDUS', libelle: 'Échanges suspendus' },
  { code: 'PLAINTE', libelle: 'Plainte déposée' },
  { code: 'CONSIGNES', libelle: 'Consignes rappelées ou revues' },
  { code: 'AUTRE', libelle: 'Autre mesure' },
] as const;

const RISQUES_VIOLATION = [
  { code: 'AUCUN', libelle: 'Aucun' },
  { code: 'PROBABLE', libelle: 'Probable' },
  { code: 'ELEVE', libelle: 'Élevé' },
] as const;

/** Why the regulator need not be told. */
const RAISONS_SANS_RISQUE = [
  { code: 'ILLISIBLES', libelle: 'Données chiffrées, illisibles sans la clé' },
  { code: 'RETROUVEES', libelle: "Données retrouvées avant d'avoir été lues" },
  { code: 'DESTINATAIRE_TENU', libelle: 'Destinataire tenu au secret, qui a tout effacé' },
  { code: 'SANS_PERSONNE', libelle: 'Données qui ne désignent personne' },
  { code: 'SERVICE_RETABLI', libelle: 'Service rétabli, données intactes' },
] as const;

/** Why a line of the register has no object: it stays, and leaves the clocks. */
const MOTIFS_SANS_OBJET = [
  { code: 'ERREUR_DE_SAISIE', libelle: 'Notée par erreur' },
  { code: 'DEJA_NOTEE', libelle: 'Déjà notée sur une autre ligne' },
  { code: 'FAUSSE_ALERTE', libelle: "Vérification faite, rien ne s'est passé" },
  { code: 'AUCUNE_DONNEE', libelle: "Aucune donnée personnelle n'était touchée" },
] as const;

const DESTINATAIRES_ANNONCE = [
  { code: 'AUTRE_PARTIE', libelle: 'Autre partie de la convention' },
  { code: 'CNIL', libelle: 'CNIL' },
  { code: 'PERSONNES', libelle: 'Personnes concernées' },
] as const;

const OBJETS_ANNONCE = [
  { code: 'ALERTE', libelle: 'Première information' },
  { code: 'COMPLEMENT', libelle: 'Complément' },
] as const;

const CANAUX_ANNONCE = [
  { code: 'COURRIEL', libelle: 'Par courriel' },
  { code: 'TELEPHONE', libelle: 'Par téléphone' },
  { code: 'COURRIER', libelle: 'Par courrier postal' },
  { code: 'MAIN_PROPRE', libelle: 'De la main à la main' },
  { code: 'TELESERVICE', libelle: 'Par le téléservice de la CNIL' },
  { code: 'PUBLICATION', libelle: 'Par une annonce publique' },
] as const;

/** Named by an organisation for all its conventions (data convention, art. 6 and 7). */
const DOMAINES_D_ORGANISATION = [
  { code: 'SECURITE', libelle: "Sécurité des systèmes d'information" },
  { code: 'DONNEES_PERSONNELLES', libelle: 'Protection des données personnelles' },
] as const;

/** What is done with the data somewhere: the list of countries, due on request, says it of each. */
const USAGES_HEBERGEMENT = [
  { code: 'HEBERGEMENT', libelle: 'Hébergement des serveurs' },
  { code: 'SAUVEGARDE', libelle: 'Sauvegardes' },
  { code: 'MAINTENANCE', libelle: 'Accès pour la maintenance et l\'assistance' },
  { code: 'MESSAGERIE', libelle: 'Envoi des courriels' },
  { code: 'ACCES', libelle: 'Accès des agents' },
] as const;

/** The European Union, the only places that are accepted. */
const PAYS_UE = [
  { code: 'DE', libelle: 'Allemagne' }, { code: 'AT', libelle: 'Autriche' }, { code: 'BE', libelle: 'Belgique' }, { code: 'BG', libelle: 'Bulgarie' },
  { code: 'CY', libelle: 'Chypre' }, { code: 'HR', libelle: 'Croatie' }, { code: 'DK', libelle: 'Danemark' }, { code: 'ES', libelle: 'Espagne' },
  { code: 'EE', libelle: 'Estonie' }, { code: 'FI', libelle: 'Finlande' }, { code: 'FR', libelle: 'France' }, { code: 'GR', libelle: 'Grèce' },
  { code: 'HU', libelle: 'Hongrie' }, { code: 'IE', libelle: 'Irlande' }, { code: 'IT', libelle: 'Italie' }, { code: 'LV', libelle: 'Lettonie' },
  { code: 'LT', libelle: 'Lituanie' }, { code: 'LU', libelle: 'Luxembourg' }, { code: 'MT', libelle: 'Malte' }, { code: 'NL', libelle: 'Pays-Bas' },
  { code: 'PL', libelle: 'Pologne' }, { code: 'PT', libelle: 'Portugal' }, { code: 'RO', libelle: 'Roumanie' }, { code: 'SK', libelle: 'Slovaquie' },
  { code: 'SI', libelle: 'Slovénie' }, { code: 'SE', libelle: 'Suède' }, { code: 'CZ', libelle: 'Tchéquie' },
] as const;
/** Offered so that the refusal may be said in words. */
const PAYS_HORS_UE = [
  { code: 'CA', libelle: 'Canada' }, { code: 'CN', libelle: 'Chine' }, { code: 'US', libelle: 'États-Unis' }, { code: 'IN', libelle: 'Inde' },
  { code: 'IS', libelle: 'Islande' }, { code: 'LI', libelle: 'Liechtenstein' }, { code: 'MG', libelle: 'Madagascar' }, { code: 'MA', libelle: 'Maroc' },
  { code: 'MU', libelle: 'Maurice' }, { code: 'MC', libelle: 'Monaco' }, { code: 'NO', libelle: 'Norvège' }, { code: 'GB', libelle: 'Royaume-Uni' },
  { code: 'SN', libelle: 'Sénégal' }, { code: 'CH', libelle: 'Suisse' }, { code: 'TN', libelle: 'Tunisie' }, { code: 'XX', libelle: "Autre pays, hors de l'Union européenne" },
] as const;

export const LISTES_DES_DONNEES_PERSONNELLES = {
  MODELES_CONSERVATION, REGLES_EFFACEMENT, GENRES_EFFACEMENT, RAISONS_SECOND_FACTEUR, SECRETS_REFUSES, RAISONS_ARCHIVE, TYPES_DEMANDE_DROIT, CANAUX_DEMANDE_DROIT,
  MOYENS_IDENTITE, REPONSES_DROIT, MOTIFS_REFUS_DROIT, RAISONS_PROLONGATION_DROIT, MOTIFS_SUSPENSION, USAGES_LIMITES, MOTIFS_EXCEPTION, MOTIFS_LEVEE, GENRES_ALERTE, SUITES_ALERTE, NATURES_VIOLATION, PERSONNES_VIOLATION,
  DONNEES_VIOLATION, MESURES_VIOLATION, RISQUES_VIOLATION, RAISONS_SANS_RISQUE, MOTIFS_SANS_OBJET, DESTINATAIRES_ANNONCE, OBJETS_ANNONCE, CANAUX_ANNONCE,
  DOMAINES_D_ORGANISATION, USAGES_HEBERGEMENT, PAYS_UE, PAYS_HORS_UE,
} as const;
