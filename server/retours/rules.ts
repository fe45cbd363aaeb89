/** What an answer of Pôle emploi means: which task it closes, what it asks of the PLIE. Pure. */
import { libelle } from '../codes/listes';
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
