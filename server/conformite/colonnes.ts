/**
 * Every column of the database, classed: what it says of a person, which way it may travel, and whether it outlives
 * the retention period. A column that is not here fails a test; a file that leaves the tool may only carry the columns
 * of its direction. Sources: data convention art. 4.2, annexes B and C; PLIE art. 8; domaine §2 and §10.
 */

/**
 * IDENTITE: says who a person is, or how to reach them. SENSIBLE: health, social situation, free material that may hold either.
 * STATISTIQUE: a fact that the indicators count, which names nobody. TECHNIQUE: keys, versions, settings.
 */
export type Nature = 'IDENTITE' | 'SENSIBLE' | 'STATISTIQUE' | 'TECHNIQUE';
/** INTERNE never leaves the organisation that holds it. */
export type Sens = 'PE_VERS_PLIE' | 'PLIE_VERS_PE' | 'DEUX_SENS' | 'INTERNE';
/** At the end of the retention period: EFFACEE, or GARDEE because an indicator needs it and it identifies nobody. */
export type Conservation = 'GARDEE' | 'EFFACEE';

export interface Classe { nature: Nature; sens: Sens; conservation: Conservation }

type Colonnes = Record<string, Classe>;

function classer(nature: Nature, sens: Sens, conservation: Conservation, colonnes: string): Colonnes {
  return Object.fromEntries(colonnes.split(' ').map((colonne) => [colonne, { nature, sens, conservation }]));
}
const technique = (colonnes: string) => classer('TECHNIQUE', 'INTERNE', 'GARDEE', colonnes);
const fait = (sens: Sens, colonnes: string) => classer('STATISTIQUE', sens, 'GARDEE', colonnes);
const identite = (sens: Sens, colonnes: string) => classer('IDENTITE', sens, 'EFFACEE', colonnes);
const sensible = (sens: Sens, conservation: Conservation, colonnes: string) => classer('SENSIBLE', sens, conservation, colonnes);

export const COLONNES: Readonly<Record<string, Colonnes>> = {
  // Persons
  personnes: {
    ...technique('id plie_id origine efface_le version'),
    ...identite('DEUX_SENS', 'nom prenom date_naissance adresse code_postal telephone courriel identifiant_pe zone_pe identifiant_caf'),
    ...identite('INTERNE', 'nom_norm prenom_norm reference_reprise consentement_courriel'),
    // Travels inside the postal address; the figures by commune outlive the person's row, and name nobody.
    ...fait('DEUX_SENS', 'commune'),
    // FSE figures only; never exchanged.
    ...fait('INTERNE', 'sexe'),
    // The present situation goes; that of the day of the orientation stays, unnamed, for the breakdowns.
    ...sensible('PE_VERS_PLIE', 'EFFACEE', 'minimum_social rqth deld freins'),
  },
  orientations: {
    ...technique('id plie_id personne_id prescripteur_id origine version'),
    ...identite('INTERNE', 'reference_reprise'),
    ...fait('DEUX_SENS', 'agence_id prescripteur date_prescription'),
    ...fait('INTERNE', 'mode_orientation date_fin date_decision date_diagnostic attribuee_a'),
    ...identite('DEUX_SENS', 'agent_nom agent_prenom agent_fonction agent_telephone agent_courriel'),
    ...sensible('PE_VERS_PLIE', 'GARDEE', 'minimum_social rqth deld freins'),
    ...fait('PE_VERS_PLIE', 'date_information'),
    // Sent as the « Situation » of the monthly table.
    ...fait('PLIE_VERS_PE', 'etat date_contact type_contact date_refus motif_refus date_integration date_sortie nature_sortie motif_sortie'),
    // Why the person is not eligible is health or social data: only the motif is sent.
    ...sensible('INTERNE', 'EFFACEE', 'detail_refus liste_detail_refus'),
  },
  seances: technique('id plie_id type date_seance heure lieu version'),
  convocations: { ...technique('id plie_id seance_id orientation_id personne_id'), ...fait('INTERNE', 'heure presence') },
  referents: { ...technique('id plie_id orientation_id'), ...fait('PLIE_VERS_PE', 'utilisateur_id'), ...fait('INTERNE', 'date_debut date_fin') },
  pni: { ...technique('id plie_id orientation_id personne_id periode version'), ...fait('DEUX_SENS', 'date_demande date_debut date_fin date_cloture motif_cloture') },
  etapes: { ...technique('id plie_id orientation_id liste_type version'), ...fait('PLIE_VERS_PE', 'type date_debut date_fin'), ...fait('INTERNE', 'resultat') },
  entretiens: { ...technique('id plie_id orientation_id'), ...fait('INTERNE', 'date_entretien') },
  absences: { ...technique('id plie_id orientation_id'), ...fait('PLIE_VERS_PE', 'date_convocation excuse'), ...fait('INTERNE', 'premier_contact') },
  avis_absence: technique('id plie_id orientation_id absence_id utilisateur_id destinataire canal_fichier canal_cle empreinte etat erreur prepare_le envoye_le'),
  // Who said that it had arrived, and what was said of a bilan: forgotten after a year (server/conservation/rules-purges.ts).
  tableaux: {
    ...technique('id plie_id mois etape prepare_le prepare_par controle_le controle_par controles valide_le valide_par transmis_le transmis_par importe_le importe_par recu_le traite_le traite_par format entete empreinte version'),
    ...identite('INTERNE', 'recu_par'),
  },
  // The rows as they left, names included: emptied with the person. The checksum of the table stays.
  tableau_lignes: { ...technique('plie_id tableau_id feuille rang orientation_id mois_corrige'), ...identite('PLIE_VERS_PE', 'cellules') },
  // The file is encrypted, and goes when its sending is confirmed, or after 30 days.
  transmissions: { ...technique('id plie_id tableau_id utilisateur_id empreinte canal_fichier canal_cle etat erreur prepare_le date_envoi'), ...identite('INTERNE', 'destinataire contenu') },
  // The figures of a year, frozen: they name nobody. A fact forgets its orientation when that is erased.
  bilans: technique('id plie_id annee etape numero controles version'),
  bilan_versions: technique('id plie_id bilan_id numero definitions chiffres seances controles empreinte valide_le valide_par'),
  bilan_faits: { ...technique('plie_id version_id colonne rang orientation_id efface_le'), ...fait('INTERNE', 'date_fait nature_sortie motif_sortie') },
  bilan_etapes: { ...technique('id plie_id bilan_id etape numero le par'), ...sensible('INTERNE', 'EFFACEE', 'commentaire') },
  // The mail holds aggregates only, and goes once it has left.
  bilan_envois: { ...technique('id plie_id bilan_id numero par_serveur empreinte_document empreinte_classeur etat erreur utilisateur_id prepare_le envoye_le'), ...identite('INTERNE', 'destinataire message') },
  bilan_relances: { ...technique('id plie_id annee utilisateur_id par_serveur etat erreur le'), ...identite('INTERNE', 'destinataire') },
  demandes_pe: { ...technique('id plie_id orientation_id version'), ...fait('DEUX_SENS', 'type date_demande reponse date_reponse date_realisation date_issue') },
  releve_envois: { ...technique('id plie_id annee definitions empreinte utilisateur_id note_le annule_le'), ...fait('INTERNE', 'date_envoi'), ...identite('INTERNE', 'destinataire') },
  prolongations: { ...technique('id plie_id orientation_id'), ...fait('INTERNE', 'date_decision date_fin instance'), ...sensible('INTERNE', 'EFFACEE', 'raison') },
  suivis_emploi: { ...technique('id plie_id orientation_id version'), ...fait('INTERNE', 'nature date_debut date_perte contrat date_fin_prevue mi_temps titre rncp date_validation preuve date_preuve') },
  suivi_contacts: { ...technique('id plie_id suivi_id'), ...fait('INTERNE', 'mois date_contact en_poste') },
  sorties: { ...technique('id plie_id orientation_id suivi_id origine regle'), ...fait('INTERNE', 'explication date_reclassement') },
  fusions: { ...technique('id plie_id personne_id ancienne_id'), ...identite('INTERNE', 'reference_reprise') },
  personnes_distinctes: technique('id plie_id premiere_id seconde_id'),
  commission_dossiers: { ...technique('id plie_id commission_id orientation_id suivante_id'), ...fait('INTERNE', 'decision motif_ajournement date_information') },
  // Which proofs were seen tells of a minimum social or a handicap.
  justificatifs: { ...technique('id plie_id orientation_id'), ...sensible('INTERNE', 'EFFACEE', 'type date_vue') },

  // What Pôle emploi received from a PLIE: the columns of the monthly table, under its own retention.
  importations: { ...technique('id plie_id agence_id utilisateur_id mois empreinte etabli_le etat nouveaux modifies inchanges refuses cree_le confirmee_le version'), ...identite('INTERNE', 'nom_fichier') },
  importation_contenus: { ...technique('plie_id importation_id'), ...identite('INTERNE', 'lecture reponses examen') },
  dossiers_pe: {
    ...technique('id plie_id importation_id orientation_id version'),
    ...identite('INTERNE', 'nom_norm prenom_norm adresse telephone courriel identifiant_caf conseiller accompagnateur accompagnateur_telephone accompagnateur_courriel'),
    ...identite('PE_VERS_PLIE', 'identifiant_pe zone_pe nom prenom date_naissance'),
    ...fait('INTERNE', 'agence_id prescripteur date_prescription situation date_refus motif_refus date_integration pni_debut pni_fin date_sortie nature_sortie motif_sortie ppae_actualise_le'),
  },
  dossier_etapes: { ...technique('id plie_id dossier_id'), ...fait('INTERNE', 'type date_debut date_fin') },
  dossier_absences: { ...technique('id plie_id dossier_id'), ...fait('INTERNE', 'date_convocation excuse') },
  taches_pe: { ...technique('id plie_id dossier_id importation_id etat utilisateur_id traitee_le cree_le version'), ...fait('INTERNE', 'action date_fait date_acte motif') },
  retours_pe: {
    ...technique('id plie_id dossier_id tache_id agence_id orientation_id origine etat utilisateur_id cree_le traite_par traite_le suite version'),
    ...identite('PE_VERS_PLIE', 'identifiant_pe nom prenom date_naissance'),
    ...fait('PE_VERS_PLIE', 'pni_pose_le pni_fin pni_leve_le motif_levee refus ppae_actualise_le'),
  },
  classeurs_retour: { ...technique('id plie_id utilisateur_id etat nouveaux modifies inchanges refuses cree_le confirme_le version'), ...identite('PE_VERS_PLIE', 'nom_fichier contenu') },

  // Free text of the PLIE on a person: in no export, no report, and on no page of another organisation.
  notes: { ...technique('id plie_id personne_id auteur_id version'), ...sensible('INTERNE', 'EFFACEE', 'texte instant modifie_le') },

  // Organisations and settings
  regions: technique('code nom'),
  departements: technique('code nom region_code'),
  organisations: technique('id type code nom departement_code region_code adresse telephone courriel active version'),
  plie_agences: technique('id plie_id agence_id reference'),
  conventions: technique('id plie_id agence_id date_debut date_fin phase_diagnostic orientations_ic perimetre_sorties mode_integration fse boite_generique date_suspension version'),
  convention_correspondants: { ...technique('id convention_id partie domaine'), ...identite('DEUX_SENS', 'nom fonction telephone courriel') },
  correspondants: { ...technique('id organisation_id domaine depuis_le jusqu_au version'), ...identite('DEUX_SENS', 'nom fonction telephone courriel') },
  hebergements: technique('id organisation_id usage prestataire pays depuis_le jusqu_au version'),
  objectifs: { ...technique('id plie_id version'), ...fait('DEUX_SENS', 'annee orientations integrations participants') },
  controles_reglages: technique('id plie_id code bloquant version'),
  controles_mesures: technique('id plie_id mois code nombre instant'),
  codes: technique('id liste code libelle ordre valable_du valable_au'),
  commissions: { ...technique('id plie_id version'), ...fait('INTERNE', 'date_seance lieu membres date_cloture') },
  jalons: { ...technique('id plie_id version'), ...fait('INTERNE', 'type date_jalon annee fait') },
  informations_collectives: { ...technique('id plie_id rang version'), ...fait('PE_VERS_PLIE', 'agence_id date_session convoques presents') },
  services_pe: { ...technique('id plie_id version'), ...fait('PE_VERS_PLIE', 'agence_id mois type nombre') },
  declarations_pe: technique('id plie_id agence_id annee chiffre etat utilisateur_id declare_le'),
  // Annexe 2: on the partnership, never on a person; the form says so beside the field.
  enquetes: { ...technique('id region_code annee date_limite ouverte_le ouverte_par close_le close_par empreinte version'), ...fait('DEUX_SENS', 'releve') },
  enquete_reponses: { ...technique('id plie_id enquete_id partie question reprise utilisateur_id modifie_le version'), ...fait('DEUX_SENS', 'reponse argument') },
  enquete_accords: { ...technique('id plie_id enquete_id question utilisateur_id version'), ...fait('DEUX_SENS', 'reponse date_comite') },
  enquete_relances: technique('id plie_id enquete_id partie destinataire etat erreur utilisateur_id prepare_le envoye_le'),

  // Agents
  utilisateurs: {
    ...technique('id organisation_id role actif version_sessions dispense_second_facteur version'),
    ...identite('DEUX_SENS', 'nom prenom fonction telephone courriel'),
    ...identite('INTERNE', 'mot_de_passe derniere_connexion'),
  },
  seconds_facteurs: { ...technique('id utilisateur_id pose_le'), ...identite('INTERNE', 'secret dernier_pas') },
  codes_secours: { ...technique('id utilisateur_id utilise_le'), ...identite('INTERNE', 'empreinte sel') },
  liens_compte: { ...technique('id utilisateur_id expire_le utilise_le'), ...identite('INTERNE', 'empreinte') },
  sessions: { ...technique('sid utilisateur_id expire_le'), ...identite('INTERNE', 'donnees') },
  echecs_connexion: { ...technique('id instant'), ...identite('INTERNE', 'courriel') },
  formulaires: { ...technique('cle utilisateur_id cree_le'), ...identite('INTERNE', 'resultat') },

  // The calendar and the reminders of an agent: kinds of deadlines, counts and days, never a person.
  flux_calendrier: { ...technique('id utilisateur_id cree_le'), ...identite('INTERNE', 'empreinte') },
  flux_evenements: technique('flux_id uid empreinte sequence modifie_le'),
  rappels_reglages: technique('id utilisateur_id genres suppleant_id version'),
  rappels: technique('utilisateur_id jour etat paliers tentatives reprendre_le envoye_le'),
  rappels_passages: technique('jour commence_le fini_le'),

  // The backup of each night.
  sauvegardes: technique('jour etat commence_le tentatives reprendre_le raison fichier octets lignes faite_le verifiee_le'),

  // What each agent finds again: gone with the person, after a week, or with the account.
  personnes_recentes: { ...technique('utilisateur_id plie_id'), ...identite('INTERNE', 'personne_id instant') },
  brouillons: { ...technique('cle utilisateur_id organisation_id formulaire instant'), ...identite('INTERNE', 'libelle'), ...sensible('INTERNE', 'EFFACEE', 'contenu') },
  filtres: technique('id utilisateur_id nom parametres'),

  // The journal holds before and after of every column above, names included. An erasure makes its rows forget what they say; its ids name nobody then. Segments go after 12 months.
  journal_actes: technique('id instant action utilisateur_id systeme plie_id personne_id requete_id details sceau'),
  journal_lignes: { ...technique('id acte_id table_nom ligne_id plie_id personne_id orientation_id operation empreinte'), ...sensible('INTERNE', 'EFFACEE', 'avant apres sel') },
  // Retention: what went is known by its number; the restricted archive holds what the control of the FSE needs, until it goes too.
  politiques_conservation: technique('id plie_id convention_id numero modele jours_apres_refus mois_apres_sortie mois_apres_integration mois_apres_convention annees_archive decidee_le utilisateur_id'),
  suspensions_effacement: technique('id plie_id personne_id motif debut fin motif_levee prevenue_par prevenue_le utilisateur_id'),
  limitation_exceptions: technique('id plie_id suspension_id pour motif notee_le expire_le utilisateur_id'),
  // What they asked, when, what was answered: the proof of the answer outlives their data, by the number of the file.
  demandes_droits: technique('id plie_id personne_id type canal recue_le identite_moyen identite_le reponse motif_refus champs_changes repondue_le prolongation prolongee_le utilisateur_id version'),
  effacements: technique('id plie_id genre cible_id regle le certificat_id'),
  certificats_destruction: technique('id plie_id le contenu empreinte'),
  archives_fse: { ...technique('id plie_id personne_id archive_le'), ...sensible('INTERNE', 'EFFACEE', 'contenu') },
  journal_sceaux: technique('numero actes lignes debut fin contenu empreinte scelle_le parti_le'),
  alertes_usage: technique('id organisation_id utilisateur_id genre debut fin nombre seuil suite suite_par suite_le version'),
  alertes_reglages: technique('id organisation_id fiches_par_heure exports_par_jour refus_par_heure version'),
  // Breaches: closed lists and counts, and a text that asks for no name. The register is kept (RGPD art. 33).
  violations: { ...technique('id organisation_id decouverte_le nature personnes donnees nombre mesures risque raison_sans_risque ouverte_le utilisateur_id close_le close_par alerte_id sans_objet_le sans_objet_par motif_sans_objet version'), ...sensible('INTERNE', 'GARDEE', 'mesures_texte') },
  violation_conventions: technique('id violation_id convention_id'),
  violation_annonces: { ...technique('id violation_id destinataire convention_id objet canal dite_le notee_le utilisateur_id'), ...identite('INTERNE', 'adresses') },
  reprises: { ...technique('id plie_id utilisateur_id etat ignorer_les_erreurs avancement reservee_jusqu_a cree_le'), ...identite('INTERNE', 'nom_fichier'), ...sensible('INTERNE', 'EFFACEE', 'contenu rapport refus') },

  migrations: technique('id name batch migration_time'),
  migrations_lock: technique('index is_locked'),
};
