/** The worklist of the référent of Pôle emploi: its kinds, and when an answer may be dated (domaine §4, §7). Pure. */
import type { CodeAction } from '../../reports/tableau-de-suivi/situation';
import type { CodeDe } from '../codes/listes';
import { ajouterJours, formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { finDuPni } from '../parcours/rules-pni';

export const RUBRIQUE = { adresse: '/taches', libelle: 'À traiter' };

export interface GenreDeTache {
  code: CodeAction;
  /** What remains to be done, in the singular and the plural. */
  nom: [string, string];
  /** The act, on the line. */
  acte: string;
  /** The day that is asked for, and the button that records it for all the ticked lines. */
  jour: string;
  bouton: string;
  /** What was done, after its number. */
  fait: [string, string];
  aide: string;
}

export const GENRES: readonly GenreDeTache[] = [
  { code: 'POSER_PNI', nom: ['PNI à poser', 'PNI à poser'], acte: 'Posé', jour: 'PNI posé à compter du', bouton: 'Poser les PNI cochés', fait: ['PNI posé', 'PNI posés'], aide: "Posez le code dans le dossier de la personne, puis indiquez-en ici le premier jour : le dernier est calculé, 24 mois au plus." },
  { code: 'LEVER_PNI', nom: ['PNI à lever', 'PNI à lever'], acte: 'Levé', jour: 'PNI levé le', bouton: 'Lever les PNI cochés', fait: ['PNI levé', 'PNI levés'], aide: 'La personne est sortie du PLIE : le code est à lever, et le suivi revient à Pôle emploi.' },
  { code: 'REPRENDRE', nom: ['suivi à reprendre', 'suivis à reprendre'], acte: 'Repris', jour: 'Suivi repris le', bouton: 'Reprendre les suivis cochés', fait: ['suivi repris', 'suivis repris'], aide: "Le PLIE n'a pas intégré la personne : Pôle emploi reprend son suivi." },
  { code: 'ABSENCE', nom: ['absence à traiter', 'absences à traiter'], acte: 'Traitée', jour: 'Absence traitée le', bouton: 'Traiter les absences cochées', fait: ['absence traitée', 'absences traitées'], aide: "La personne n'est pas venue à une convocation du PLIE dans le mois." },
  { code: 'PPAE', nom: ['PPAE à actualiser', 'PPAE à actualiser'], acte: 'Actualisé', jour: 'PPAE actualisé le', bouton: 'Actualiser les PPAE cochés', fait: ['PPAE actualisé', 'PPAE actualisés'], aide: "Une étape a commencé ou s'est terminée dans le mois." },
];
export const genreDe = (code: CodeAction): GenreDeTache => GENRES.find((g) => g.code === code)!;

export const MOTIF_HORS_SORTIE = ['CONTRAT_IAE', 'CESSATION_INSCRIPTION', 'AUTRE'] as const;

/** An answer of Pôle emploi to a dossier. REFUSER: the PNI asked for is not set. */
export type Acte =
  | { acte: 'POSER_PNI'; date: DateCivile; motif: null }
  | { acte: 'REFUSER_PNI'; date: DateCivile; motif: CodeDe<'MOTIFS_CLOTURE_PNI'> }
  | { acte: 'LEVER_PNI'; date: DateCivile; motif: CodeDe<'MOTIFS_CLOTURE_PNI'> }
  | { acte: 'REPRENDRE' | 'ABSENCE' | 'PPAE'; date: DateCivile; motif: null };

/** What is known of a dossier on Pôle emploi's side: what the PLIE told, and the PNI with what Pôle emploi did of it since. */
export interface DossierConnu {
  date_prescription: DateCivile;
  date_integration: DateCivile | null;
  date_refus: DateCivile | null;
  date_sortie: DateCivile | null;
  pni_debut: DateCivile | null;
  pni_fin: DateCivile | null;
  pni_leve_le: DateCivile | null;
}

/** A PNI may be set some days ahead: with the next actualisation, say. Not further: the date is then a slip of the hand. */
export const JOURS_D_AVANCE = 31;

const le = formaterDate;

/** Why an answer cannot be given on that day, each sentence with what to do; empty when it can. */
export function critiquerActe(d: DossierConnu, { acte, date }: Acte, jour: DateCivile): Erreur[] {
  const faute = (message: string): Erreur[] => [{ champ: 'date', message }];
  const auPlus = acte === 'POSER_PNI' ? ajouterJours(jour, JOURS_D_AVANCE) : jour;
  if (date > auPlus) return faute(acte === 'POSER_PNI' ? `Le ${le(date)} est trop loin : un PNI se pose au plus ${JOURS_D_AVANCE} jours à l'avance, jusqu'au ${le(auPlus)}.` : `Le ${le(date)} n'est pas encore arrivé. Indiquez une date passée ou celle d'aujourd'hui.`);
  if (date < d.date_prescription) return faute(`Le ${le(date)} précède la prescription du ${le(d.date_prescription)}. Vérifiez l'année.`);
  switch (acte) {
    case 'POSER_PNI': return critiquerPose(d, date);
    case 'REFUSER_PNI':
      return d.date_integration && date < d.date_integration ? faute(`Le ${le(date)} précède l'intégration du ${le(d.date_integration)}. Choisissez une date à partir de ce jour.`) : [];
    case 'LEVER_PNI':
      if (!d.pni_debut) return faute("Aucun PNI n'est connu pour cette personne : il n'y a rien à lever. Vérifiez auprès du PLIE.");
      if (d.pni_leve_le) return faute(`Ce PNI est déjà levé depuis le ${le(d.pni_leve_le)}.`);
      if (date < d.pni_debut) return faute(`Le ${le(date)} précède le début du PNI. Choisissez une date à partir du ${le(d.pni_debut)}.`);
      return [];
    case 'REPRENDRE':
      return d.date_refus && date < d.date_refus ? faute(`Le ${le(date)} précède le refus du ${le(d.date_refus)}. Choisissez une date à partir de ce jour.`) : [];
    default: return [];
  }
}

function critiquerPose(d: DossierConnu, date: DateCivile): Erreur[] {
  const faute = (message: string): Erreur[] => [{ champ: 'date', message }];
  if (!d.date_integration) return faute("Le tableau ne donne pas la date d'intégration. Demandez-la au PLIE avant de poser le PNI.");
  if (date < d.date_integration) return faute(`Le ${le(date)} précède l'intégration. Choisissez une date à partir du ${le(d.date_integration)}.`);
  if (d.date_sortie && date > d.date_sortie) return faute(`La personne est sortie du PLIE le ${le(d.date_sortie)} : ce PNI ne peut pas commencer après. Choisissez une date antérieure, ou répondez « refusé ».`);
  const fin = d.pni_leve_le ?? d.pni_fin;
  if (d.pni_debut && fin && d.pni_debut <= finDuPni(date) && date <= fin) return faute(`Un PNI court déjà du ${le(d.pni_debut)} au ${le(fin)}. Choisissez une date qui suit, ou annulez d'abord ce PNI.`);
  return [];
}
