/**
 * Format A of the reprise (domaine 05, A), as data: its sheets, their columns, how each cell is read. The reader, the blank
 * workbook and the help of the screen all come from here. Pure.
 */
import { LISTES } from '../codes/listes';
import { choisie, code, codes, colonne, enumerer, exigee, type Code, type Colonnes, type ValeursDe } from '../lib/classeur/colonnes';
import { codePostal, courriel, dateLibre, datePassee, entier, identifiantPe, ouiNon, telephone, texte } from '../lib/formulaire';

export interface FeuilleReprise { nom: NomDeFeuille; colonnes: Colonnes }
export const NOMS_DES_FEUILLES = ['Personnes', 'Orientations', 'Étapes', 'Entretiens', 'Absences', 'Informations collectives'] as const;
export type NomDeFeuille = (typeof NOMS_DES_FEUILLES)[number];

/** What the PLIE adds to the closed lists. */
export interface ListesDuPlie { agences: Code[]; typesEtape: Code[] }

const reference = (titre: string, aide: string) => exigee(titre, texte(60), aide);
const DATE = 'date (JJ/MM/AAAA)';

/** The sheets and their columns, in the order of the format. */
export function decrireFormat({ agences, typesEtape }: ListesDuPlie) {
  // « France Travail » is the name that Pôle emploi bears since 2024: files say either.
  const prescripteurs = [...LISTES.PRESCRIPTEURS, { code: 'POLE_EMPLOI', libelle: 'France Travail' }] as const;
  const personnes = {
    reference: reference('Réf. personne', 'votre propre numéro ; il relie les feuilles et se garde'),
    nom: exigee('Nom', texte(100), 'texte'),
    prenom: exigee('Prénom', texte(100), 'texte'),
    date_naissance: exigee('Date de naissance', datePassee, DATE, 'date'),
    sexe: choisie('Sexe', LISTES.SEXES, 'F ou H ; sert aux chiffres du FSE, jamais transmis'),
    adresse: colonne('Adresse', texte(200), 'texte'),
    code_postal: colonne('Code postal', codePostal, 'cinq chiffres', 'code_postal'),
    commune: colonne('Commune', texte(100), 'texte'),
    telephone: colonne('Téléphone', telephone, 'chiffres', 'telephone'),
    courriel: colonne('Courriel', courriel, 'gardé seulement avec le consentement'),
    consentement_courriel: colonne('Consentement courriel', ouiNon, 'oui ou non'),
    identifiant_pe: colonne('Identifiant Pôle emploi', identifiantPe, '7 chiffres et une lettre, ou 8 chiffres'),
    identifiant_caf: colonne('Identifiant CAF', texte(20), 'texte'),
    minimum_social: choisie('Minimum social', LISTES.MINIMA_SOCIAUX),
    rqth: colonne('RQTH', ouiNon, 'oui ou non'),
    deld: colonne('DELD', ouiNon, 'oui ou non'),
    freins: { ...colonne('Freins', codes(LISTES.FREINS), `séparés par « ; » : ${enumerer(LISTES.FREINS)}`), liste: LISTES.FREINS },
  };
  const orientations = {
    reference: reference('Réf. orientation', 'votre propre numéro, un par orientation'),
    reference_personne: reference('Réf. personne', 'celle de la feuille Personnes'),
    date_prescription: exigee('Date de prescription', dateLibre, DATE, 'date'),
    prescripteur: { ...exigee('Prescripteur', code(prescripteurs), enumerer(LISTES.PRESCRIPTEURS)), liste: prescripteurs },
    mode_orientation: choisie("Mode d'orientation", LISTES.MODES_ORIENTATION, `obligatoire pour Pôle emploi : ${enumerer(LISTES.MODES_ORIENTATION)}`),
    agence: choisie('Agence', agences, 'code ou nom d\'une agence de votre PLIE'),
    date_contact: colonne('Date du premier contact', dateLibre, DATE, 'date'),
    type_contact: choisie('Type de premier contact', LISTES.TYPES_CONTACT),
    present: colonne('Présent au premier contact', ouiNon, 'oui ou non ; « non » enregistre une absence'),
    date_diagnostic: colonne("Date d'entrée en diagnostic", dateLibre, DATE, 'date'),
    date_refus: colonne('Date du refus', dateLibre, DATE, 'date'),
    motif_refus: choisie('Motif de refus', LISTES.MOTIFS_REFUS),
    date_integration: colonne("Date d'intégration", dateLibre, DATE, 'date'),
    accompagnateur: colonne('Accompagnateur', courriel, 'son courriel ; un compte inactif est créé s\'il est inconnu'),
    pni_debut: colonne('Début PNI', datePassee, DATE, 'date'),
    pni_fin: colonne('Fin PNI', dateLibre, 'date ; vide, elle est calculée (24 mois)', 'date'),
    date_sortie: colonne('Date de sortie', dateLibre, DATE, 'date'),
    nature_sortie: choisie('Nature de sortie', LISTES.NATURES_SORTIE, `${enumerer(LISTES.NATURES_SORTIE)} ; vide, elle se déduit du motif`),
    motif_sortie: choisie('Motif de sortie', LISTES.MOTIFS_SORTIE),
  };
  const etapes = {
    reference_orientation: reference('Réf. orientation', 'celle de la feuille Orientations'),
    type: { ...exigee("Type d'étape", code(typesEtape), enumerer(typesEtape)), liste: typesEtape },
    date_debut: exigee('Date de début', datePassee, DATE, 'date'),
    date_fin: colonne('Date de fin', dateLibre, DATE, 'date'),
  };
  const entretiens = {
    reference_orientation: reference('Réf. orientation', 'celle de la feuille Orientations'),
    date_entretien: exigee('Date', datePassee, DATE, 'date'),
  };
  const absences = {
    reference_orientation: reference('Réf. orientation', 'celle de la feuille Orientations'),
    date_convocation: exigee('Date de convocation', datePassee, DATE, 'date'),
    excuse: colonne('Excusé', ouiNon, 'oui ou non'),
  };
  const informationsCollectives = {
    date_session: exigee('Date', datePassee, DATE, 'date'),
    agence: choisie('Agence', agences, 'code ou nom d\'une agence de votre PLIE'),
    convoques: exigee('Convoqués', entier(0, 100_000), 'nombre', 'entier'),
    presents: exigee('Présents', entier(0, 100_000), 'nombre', 'entier'),
  };
  return { Personnes: personnes, Orientations: orientations, Étapes: etapes, Entretiens: entretiens, Absences: absences, 'Informations collectives': informationsCollectives } satisfies Record<NomDeFeuille, Colonnes>;
}

export type Format = ReturnType<typeof decrireFormat>;
export type Valeurs<F extends NomDeFeuille> = ValeursDe<Format[F]>;
