/** What an answer of Pôle emploi means: which task it closes, what it asks of the PLIE. Pure. */
import { libelle, type CodeDe } from '../codes/listes';
import { formaterDate, type DateCivile } from '../lib/dates';
import { dansLaPhrase } from '../lib/texte';
import type { Reponse } from './queries';

export interface TacheAchevee { action: 'POSER_PNI' | 'LEVER_PNI' | 'PPAE'; etat: 'FAITE' | 'REFUSEE'; date_acte: DateCivile; motif: Reponse['motif_levee'] }

/** The task that an answer closes. A refusal is an answer to « set the PNI ». */
export function tacheAchevee(r: Reponse): TacheAchevee {
  if (r.pni_leve_le) return { action: r.refus ? 'POSER_PNI' : 'LEVER_PNI', etat: r.refus ? 'REFUSEE' : 'FAITE', date_acte: r.pni_leve_le, motif: r.motif_levee };
  if (r.pni_pose_le) return { action: 'POSER_PNI', etat: 'FAITE', date_acte: r.pni_pose_le, motif: null };
  return { action: 'PPAE', etat: 'FAITE', date_acte: r.ppae_actualise_le!, motif: null };
}

/** A lifting that no exit explains, or a refusal, asks something of the accompagnateur (domaine §4, §7); the rest is only to be known. */
export const etatALArrivee = (r: Pick<Reponse, 'pni_leve_le' | 'motif_levee'>): 'APPLIQUE' | 'A_TRAITER' => (r.pni_leve_le && r.motif_levee !== 'SORTIE' ? 'A_TRAITER' : 'APPLIQUE');

/** « PNI posé du 10/02/2025 au 09/02/2027 » */
export function direReponse(r: Reponse): string {
  return [
    r.pni_pose_le && `PNI posé du ${formaterDate(r.pni_pose_le)} au ${formaterDate(r.pni_fin)}`,
    r.pni_leve_le && `PNI ${r.refus ? 'refusé' : 'levé'} le ${formaterDate(r.pni_leve_le)} : ${dansLaPhrase(libelle('MOTIFS_CLOTURE_PNI', r.motif_levee))}`,
    r.ppae_actualise_le && `PPAE actualisé le ${formaterDate(r.ppae_actualise_le)}`,
  ].filter(Boolean).join(' ; ');
}

export const RUBRIQUE = { adresse: '/retours', libelle: 'Réponses de Pôle emploi' };
/** How long an answer that asks nothing is still shown. */
export const JOURS_CONNUS = 31;

/** What an answer asks of whoever accompanies the person. */
export function direSuite(r: Pick<Reponse, 'pni_leve_le' | 'motif_levee' | 'refus'>): string {
  if (!r.pni_leve_le || r.motif_levee === 'SORTIE') return '';
  switch (r.motif_levee) {
    case 'CONTRAT_IAE': return r.refus ? "La personne a un contrat IAE : Pôle emploi ne délègue pas son suivi. Enregistrez la sortie, ou poursuivez le parcours sans délégation." : "Le contrat IAE met fin à la délégation. Enregistrez la sortie, ou poursuivez le parcours sans délégation.";
    case 'CESSATION_INSCRIPTION': return "La personne n'est plus inscrite à Pôle emploi. Voyez avec elle : réinscription puis nouveau PNI, suite du parcours sans délégation, ou sortie.";
    default: return r.refus ? "Pôle emploi n'a pas posé le PNI demandé. Appelez l'agence, puis demandez-le de nouveau, poursuivez sans délégation, ou enregistrez la sortie." : "Pôle emploi a repris le suivi. Appelez l'agence, puis dites la suite du parcours.";
  }
}

/** Where the person stands now. */
export interface Devenir { date_sortie: DateCivile | null; pni_en_cours: boolean }
type Suite = CodeDe<'SUITES_RETOUR'>;

/** The one that the books already tell, to be proposed. */
export const suiteProposee = (d: Devenir): Suite | null => (d.date_sortie ? 'SORTIE' : d.pni_en_cours ? 'NOUVELLE_DEMANDE' : null);

/** Why that cannot be what was done, with what to do first; null when it can. */
export function critiquerSuite(suite: Suite, d: Devenir): string | null {
  if (suite === 'SORTIE' && !d.date_sortie) return "La sortie n'est pas enregistrée. Enregistrez-la d'abord, ou choisissez une autre suite.";
  if (suite === 'POURSUITE' && d.date_sortie) return `La personne est sortie le ${formaterDate(d.date_sortie)} : choisissez « ${libelle('SUITES_RETOUR', 'SORTIE')} ».`;
  if (suite === 'NOUVELLE_DEMANDE' && !d.pni_en_cours) return "Aucun PNI n'est demandé pour cette personne. Demandez-le d'abord, ou choisissez une autre suite.";
  return null;
}
