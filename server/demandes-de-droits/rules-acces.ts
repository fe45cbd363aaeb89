/** What the database calls its columns, in the words of the person who asks what is held on them. Pure. */
import { libelle, type NomDeListe } from '../codes/listes';
import { ACTIONS, SITUATIONS } from '../../reports/tableau-de-suivi/situation';
import { chercherDateIso, formaterDate, formaterInstant } from '../lib/dates';
import { formaterNombre } from '../lib/texte';

export const LIBELLES_COLONNES: Readonly<Record<string, string>> = {
  nom: 'Nom', prenom: 'Prénom', date_naissance: 'Date de naissance', sexe: 'Sexe', adresse: 'Adresse', code_postal: 'Code postal', commune: 'Commune', telephone: 'Téléphone', courriel: 'Courriel', consentement_courriel: 'Consentement au courriel',
  identifiant_pe: 'Identifiant Pôle emploi', zone_pe: 'Zone', identifiant_caf: 'Identifiant CAF', reference_reprise: 'Référence dans le fichier repris', minimum_social: 'Minimum social', rqth: 'RQTH', deld: 'DELD', freins: 'Freins',
  agence_id: 'Agence', prescripteur: 'Prescripteur', date_prescription: 'Prescription le', mode_orientation: "Mode d'orientation", date_fin: 'Fin le', date_decision: 'Décision le', date_diagnostic: 'Diagnostic le', attribuee_a: 'Attribuée à',
  agent_nom: "Nom de l'agent prescripteur", agent_prenom: "Prénom de l'agent prescripteur", agent_fonction: "Fonction de l'agent prescripteur", agent_telephone: "Téléphone de l'agent prescripteur", agent_courriel: "Courriel de l'agent prescripteur",
  date_information: 'Information le', etat: 'État', date_contact: 'Contact le', type_contact: 'Type de contact', date_refus: 'Refus le', motif_refus: 'Motif du refus', detail_refus: 'Détail du refus', date_integration: 'Intégration le',
  date_sortie: 'Sortie le', nature_sortie: 'Nature de la sortie', motif_sortie: 'Motif de la sortie', date_seance: 'Séance du', heure: 'Heure', presence: 'Présence', decision: 'Décision', motif_ajournement: "Motif de l'ajournement", type: 'Type', date_vue: 'Vue le',
  utilisateur_id: 'Accompagnateur', date_debut: 'Début le', date_demande: 'Demande le', date_cloture: 'Clôture le', motif_cloture: 'Motif de la clôture', resultat: 'Résultat', date_entretien: 'Entretien le', date_convocation: 'Convocation le', excuse: 'Excusée',
  premier_contact: 'Au premier contact', reponse: 'Réponse', date_reponse: 'Réponse le', date_realisation: 'Réalisation le', date_issue: 'Issue le', instance: 'Instance', raison: 'Raison', nature: 'Nature', date_perte: 'Perte le', contrat: 'Contrat',
  date_fin_prevue: 'Fin prévue le', mi_temps: 'Mi-temps au moins', titre: 'Titre', rncp: 'Inscrit au RNCP', date_validation: 'Validation le', preuve: 'Preuve', date_preuve: 'Preuve vue le', mois: 'Mois', en_poste: 'En poste', explication: 'Explication',
  date_reclassement: 'Reclassement le', texte: 'Texte', instant: 'Date et heure', modifie_le: 'Modifiée le', cellules: 'Ligne envoyée', feuille: 'Feuille', transmis_le: 'Transmis le', conseiller: 'Conseiller', accompagnateur: 'Accompagnateur',
  accompagnateur_telephone: "Téléphone de l'accompagnateur", accompagnateur_courriel: "Courriel de l'accompagnateur", situation: 'Situation', pni_debut: 'Début du PNI', pni_fin: 'Fin du PNI', ppae_actualise_le: 'PPAE actualisé le', action: 'Action', date_fait: 'Fait le',
  date_acte: 'Acte le', motif: 'Motif', pni_pose_le: 'PNI posé le', pni_leve_le: 'PNI levé le', motif_levee: 'Motif de la levée', refus: 'Refus', contenu: 'Contenu', prepare_le: 'Préparé le', envoye_le: 'Envoyé le', traitee_le: 'Traitée le', colonne: 'Colonne du bilan',
  ancienne_id: 'Ancien numéro de fiche', constat: 'Constat', debut: 'Début le', fin: 'Fin le', canal: 'Reçue par', recue_le: 'Reçue le', identite_moyen: 'Identité vérifiée par', identite_le: 'Identité vérifiée le', champs_changes: 'Données corrigées', repondue_le: 'Répondue le', personne: 'Personne', parcours: 'Parcours', justificatifs: 'Pièces vues', nom_fichier: 'Fichier', depose_le: 'Déposé le', valeurs: 'Ce qui y est écrit', libelle: 'Brouillon', destinataire: 'Envoyé à', prolongation: 'Délai prolongé parce que', prolongee_le: 'Prolongation dite le', prevenue_par: 'Prévenue par', prevenue_le: 'Prévenue le', pour: 'Pour', notee_le: 'Notée le', expire_le: "Valable jusqu'au",
};

/** Where a code takes its label, by column, or by table and column where the same name has several lists. */
const LISTE_DE: Readonly<Record<string, NomDeListe>> = {
  sexe: 'SEXES', minimum_social: 'MINIMA_SOCIAUX', freins: 'FREINS', prescripteur: 'PRESCRIPTEURS', mode_orientation: 'MODES_ORIENTATION', type_contact: 'TYPES_CONTACT', motif_refus: 'MOTIFS_REFUS', motif_sortie: 'MOTIFS_SORTIE', nature_sortie: 'NATURES_SORTIE',
  motif_cloture: 'MOTIFS_CLOTURE_PNI', motif_levee: 'MOTIFS_CLOTURE_PNI', resultat: 'RESULTATS_ETAPE', presence: 'PRESENCES', instance: 'INSTANCES', raison: 'RAISONS_PROLONGATION', contrat: 'CONTRATS', titre: 'TITRES_FORMATION', preuve: 'PREUVES', decision: 'DECISIONS_COMMISSION',
  motif_ajournement: 'MOTIFS_AJOURNEMENT', 'justificatifs.type': 'JUSTIFICATIFS', 'demandes_pe.type': 'TYPES_DEMANDE_PE', 'demandes_pe.reponse': 'REPONSES_DEMANDE_PE', 'orientations.etat': 'ETATS', 'avis_absence.etat': 'ETATS_AVIS', 'suspensions_effacement.motif': 'MOTIFS_SUSPENSION',
  'taches_pe.motif': 'MOTIFS_CLOTURE_PNI', 'limitation_exceptions.motif': 'MOTIFS_EXCEPTION', pour: 'USAGES_LIMITES', prolongation: 'RAISONS_PROLONGATION_DROIT', 'suspensions_effacement.motif_levee': 'MOTIFS_LEVEE', prevenue_par: 'CANAUX_DEMANDE_DROIT', 'demandes_droits.type': 'TYPES_DEMANDE_DROIT', canal: 'CANAUX_DEMANDE_DROIT', identite_moyen: 'MOYENS_IDENTITE', 'demandes_droits.reponse': 'REPONSES_DROIT', 'demandes_droits.motif_refus': 'MOTIFS_REFUS_DROIT',
};
const DU_TABLEAU: Readonly<Record<string, readonly { code: string; libelle: string }[]>> = { 'dossiers_pe.situation': SITUATIONS, 'taches_pe.action': ACTIONS };
const AUTRES: Readonly<Record<string, string>> = { EMPLOI: 'Emploi', FORMATION: 'Formation', ORIENTATIONS: 'Orientations', ETAPES: 'Étapes', ABSENCES: 'Absences', CORRECTIONS: 'Corrections', A_FAIRE: 'À faire', A_TRAITER: 'À traiter', FAITE: 'Faite', TRAITEE: 'Traitée', infinity: 'Sans fin' };

/** A value as the database gives it, and as JSON holds it. */
export type Valeur = string | number | boolean | null | Valeur[] | { [cle: string]: Valeur };

export const nommerColonne = (colonne: string): string => LIBELLES_COLONNES[colonne] ?? colonne;

/** A value as it is printed; '' for what is not known. */
export function dire(table: string, colonne: string, valeur: Valeur): string {
  if (valeur === null) return '';
  if (typeof valeur === 'boolean') return valeur ? 'Oui' : 'Non';
  if (typeof valeur === 'number') return colonne.endsWith('_id') ? String(valeur) : formaterNombre(valeur);
  if (Array.isArray(valeur)) return valeur.map((v) => (colonne === 'champs_changes' ? nommerColonne(v as string) : dire(table, colonne, v))).filter(Boolean).join(', ');
  // Of a row as the journal keeps it: keys and versions are left out.
  if (typeof valeur === 'object') return Object.entries(valeur).filter(([c]) => LIBELLES_COLONNES[c]).map(([c, v]) => [nommerColonne(c), dire(table, c, v)]).filter(([, v]) => v).map(([c, v]) => `${c} : ${v}`).join(' ; ');
  const texte = valeur;
  const liste = LISTE_DE[`${table}.${colonne}`] ?? LISTE_DE[colonne];
  if (liste) return libelle(liste, texte);
  const date = chercherDateIso(texte);
  if (date) return formaterDate(date);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(texte)) return formaterInstant(texte);
  return DU_TABLEAU[`${table}.${colonne}`]?.find((c) => c.code === texte)?.libelle ?? AUTRES[texte] ?? texte;
}
