/** The constraints of the database, as sentences: the last guard answers as clearly as the first. */
import { RegleEnfreinte, TraitementLimite } from './erreurs';

const PHRASES: Record<string, [champ: string, message: string]> = {
  personnes_identifiant_pe: ['identifiant_pe', 'Une autre personne de votre PLIE porte déjà cet identifiant Pôle emploi. Ouvrez sa fiche plutôt que d\'en créer une seconde.'],
  courriel_avec_consentement: ['courriel', 'Le courriel ne peut être gardé qu\'avec le consentement de la personne. Cochez le consentement, ou effacez le courriel.'],
  un_parcours_ouvert_par_personne: ['date_integration', 'Cette personne a déjà un parcours ouvert dans votre PLIE. Enregistrez d\'abord sa sortie.'],
  dates_dans_l_ordre: ['', 'Les dates ne sont pas dans l\'ordre : prescription, premier contact, diagnostic, intégration, sortie. Corrigez celle qui précède ou celle-ci.'],
  refus_ou_integration: ['', 'Une orientation ne peut pas être à la fois refusée et intégrée.'],
  sortie_apres_integration: ['date_sortie', 'Une sortie suppose une intégration. Enregistrez d\'abord l\'intégration.'],
  pni_sans_chevauchement: ['date_debut', 'Deux PNI d\'une même personne ne peuvent pas se chevaucher. Choisissez une date de début postérieure à la fin du précédent.'],
  pni_24_mois: ['date_fin', 'Un PNI dure 24 mois au plus. Choisissez une fin plus proche.'],
  pni_fin_apres_debut: ['date_fin', 'La fin du PNI doit suivre son début.'],
  un_pni_demande: ['date_demande', 'Un PNI est déjà demandé pour ce parcours.'],
  un_referent_ouvert: ['utilisateur_id', 'Ce parcours a déjà un référent unique. Indiquez la date à laquelle il change.'],
  etapes_orientation: ['date_debut', 'Cette étape est déjà enregistrée à cette date.'],
  entretiens_orientation: ['date_entretien', 'Un entretien est déjà enregistré à cette date.'],
  convocations_une_par_personne: ['', 'Une même personne ne peut pas être convoquée deux fois à une séance. Retirez l\'une des deux convocations, puis recommencez.'],
  absences_orientation: ['date_convocation', 'Une absence est déjà enregistrée à cette date.'],
  un_suivi_ouvert: ['date_debut', 'Un suivi dans l\'emploi ou en formation est déjà ouvert. Terminez-le d\'abord.'],
  conventions_sans_chevauchement: ['date_debut', 'Une autre convention de ce PLIE couvre déjà une partie de ces dates. Changez les dates, ou terminez l\'autre convention.'],
  utilisateurs_courriel: ['courriel', 'Un compte existe déjà avec ce courriel.'],
  organisations_code_key: ['code', 'Ce code est déjà celui d\'une autre organisation.'],
  organisations_region: ['region', 'Cette région existe déjà.'],
  plie_agences_reference: ['reference', 'Ce PLIE a déjà une agence de référence.'],
  commissions_seance: ['date_seance', 'Une séance est déjà prévue ce jour-là, au même lieu. Ouvrez-la plutôt que d\'en créer une seconde.'],
  une_seance_ouverte: ['', 'Cette personne attend déjà la décision d\'une autre séance. Retirez-la d\'abord de celle-là.'],
  une_decision_par_seance: ['', 'Cette personne est déjà sur la liste de la séance.'],
  seance_close: ['', 'Cette séance est close. Rouvrez-la pour la changer.'],
  seance_sans_decision: ['', 'Une personne attend encore sa décision. Enregistrez-la, ou retirez la personne de la liste, puis closez la séance.'],
  justificatifs_orientation: ['vues', 'Cette pièce est déjà notée comme vue. Rechargez la page pour voir sa date.'],
  tableau_fige: ['', 'Ce tableau est validé : il ne change plus. Ce qui n\'est plus exact partira en correction avec le prochain tableau.'],
  bilan_fige: ['', 'Ce bilan est validé : ses chiffres ne changent plus. Pour le corriger, rouvrez-le en disant pourquoi.'],
  bilans_un_par_annee: ['', 'Le bilan de cette année est déjà commencé. Rechargez la page pour voir où il en est.'],
  tableaux_mois: ['', 'Le tableau de ce mois est déjà préparé. Rechargez la page pour voir où il en est.'],
  transmission_deux_canaux: ['canal_cle', 'La phrase de passe ne peut pas prendre le même chemin que le fichier. Choisissez un autre moyen, le téléphone par exemple.'],
  filtres_nom: ['nom', 'Vous avez déjà un filtre de ce nom. Choisissez-en un autre, ou supprimez l\'ancien.'],
  jalons_un_par_jour: ['date_jalon', 'Cette réunion est déjà notée ce jour-là. Modifiez-la plutôt que d\'en noter une seconde.'],
  jalons_une_par_annee: ['annee', 'Ce document est déjà noté pour cette année. Ouvrez « Réunions et envois » pour le modifier.'],
  informations_collectives_session: ['date_session', 'Cette session est déjà enregistrée.'],
  enquetes_une_par_annee: ['annee', 'Une enquête est déjà ouverte pour cette année dans votre région. Rechargez la page pour la voir.'],
  enquete_close: ['', 'Cette enquête est close : ses réponses sont figées et ne changent plus. Pour un complément, écrivez aux correspondants régionaux.'],
  violations_alerte: ['', 'Cette alerte est déjà au registre des violations. Ouvrez « Usages inhabituels » pour aller à la ligne qui en parle.'],
  correspondant_dates: ['depuis_le', "Le dernier jour d'un correspondant ne peut pas précéder le premier. Corrigez la date."],
  services_pe_un_par_mois: ['nombre', 'Ce service est déjà compté pour ce mois : modifiez son nombre.'],
};

interface ErreurPostgres { code?: string; constraint?: string }

/** Turns a violated constraint into its sentence; gives anything else back unchanged. */
export function expliquer(erreur: unknown): unknown {
  const { code, constraint } = (erreur ?? {}) as ErreurPostgres;
  const phrase = constraint ? PHRASES[constraint] : undefined;
  if (constraint === 'traitement_limite') return new TraitementLimite();
  if (phrase && code && ['23505', '23514', '23P01'].includes(code)) return new RegleEnfreinte([{ champ: phrase[0], message: phrase[1] }]);
  return erreur;
}
