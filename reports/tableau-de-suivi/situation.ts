/**
 * What the monthly table says of an orientation, and what it asks of Pôle emploi (domaine 05 B). Pure: facts in, codes out.
 * Every fact received is already as of the last day of the month: what is dated after it is null.
 */
import { dernierJourDuMois, premierJourDuMois, type DateCivile, type Mois } from '../../server/lib/dates';

export const SITUATIONS = [
  { code: 'EN_ATTENTE', libelle: 'En attente de premier contact' },
  { code: 'ABSENT', libelle: 'Absent au premier contact' },
  { code: 'ACCUEILLI', libelle: 'Accueilli' },
  { code: 'EN_DIAGNOSTIC', libelle: 'En diagnostic' },
  { code: 'REFUS', libelle: "Refus d'intégration" },
  { code: 'INTEGRE', libelle: 'Intégré dans le mois' },
  { code: 'EN_PARCOURS', libelle: 'En parcours' },
  { code: 'SORTI', libelle: 'Sorti' },
] as const;
export type CodeSituation = (typeof SITUATIONS)[number]['code'];

export const ACTIONS = [
  { code: 'POSER_PNI', libelle: 'Poser le PNI' },
  { code: 'LEVER_PNI', libelle: 'Lever le PNI' },
  { code: 'REPRENDRE', libelle: 'Reprendre le suivi' },
  { code: 'ABSENCE', libelle: "Traiter l'absence" },
  { code: 'PPAE', libelle: 'Actualiser le PPAE' },
] as const;
export type CodeAction = (typeof ACTIONS)[number]['code'];

/** A calendar month, both ends included. */
export interface Periode { debut: DateCivile; fin: DateCivile }

export const periodeDuMois = (mois: Mois): Periode => ({ debut: premierJourDuMois(mois), fin: dernierJourDuMois(mois) });

export const estDans = (date: DateCivile | null, { debut, fin }: Periode): boolean => date !== null && debut <= date && date <= fin;

/** The facts of an orientation at the end of the month. `pni_*` is the last PNI that has begun. */
export interface Faits {
  prescripteur: string;
  date_contact: DateCivile | null;
  date_diagnostic: DateCivile | null;
  absent_au_premier_contact: boolean;
  date_refus: DateCivile | null;
  date_integration: DateCivile | null;
  date_sortie: DateCivile | null;
  pni_debut: DateCivile | null;
  pni_fin: DateCivile | null;
  pni_cloture: DateCivile | null;
  pni_motif_cloture: 'SORTIE' | 'CONTRAT_IAE' | 'CESSATION_INSCRIPTION' | 'AUTRE' | null;
  /** A convocation of the month was missed. */
  absence_du_mois: boolean;
  /** An étape began or ended in the month. */
  etape_du_mois: boolean;
}

export function situation(f: Pick<Faits, 'date_sortie' | 'date_refus' | 'date_integration' | 'date_diagnostic' | 'date_contact' | 'absent_au_premier_contact'>, periode: Periode): CodeSituation {
  if (f.date_sortie) return 'SORTI';
  if (f.date_refus) return 'REFUS';
  if (f.date_integration) return estDans(f.date_integration, periode) ? 'INTEGRE' : 'EN_PARCOURS';
  if (f.date_diagnostic) return 'EN_DIAGNOSTIC';
  if (f.date_contact) return 'ACCUEILLI';
  return f.absent_au_premier_contact ? 'ABSENT' : 'EN_ATTENTE';
}

/** The one thing that Pôle emploi has to do, by order of precedence; null when there is nothing. */
export function actionAttendue(f: Faits, periode: Periode): CodeAction | null {
  if (estPniALever(f)) return 'LEVER_PNI';
  if (f.prescripteur === 'POLE_EMPLOI' && estDans(f.date_refus, periode)) return 'REPRENDRE';
  if (f.date_integration && !f.date_sortie && !f.pni_debut) return 'POSER_PNI';
  if (f.absence_du_mois) return 'ABSENCE';
  return f.etape_du_mois ? 'PPAE' : null;
}

/**
 * The exit ends the PNI in the PLIE's own books on the same day (motif SORTIE); Pôle emploi has not lifted it for all that.
 * Nothing to lift when it had run out before the exit, or when Pôle emploi lifted it (any other end).
 */
function estPniALever(f: Faits): boolean {
  if (!f.date_sortie || !f.pni_debut || f.pni_fin! < f.date_sortie) return false;
  if (!f.pni_cloture) return true;
  const finParLaSortie = f.pni_debut > f.date_sortie ? f.pni_debut : f.date_sortie;
  return f.pni_motif_cloture === 'SORTIE' && f.pni_cloture <= finParLaSortie;
}

/** Last day covered: brought forward when Pôle emploi lifted the PNI. */
export function finDuPniAffichee(f: Faits): DateCivile | null {
  const levee = f.pni_motif_cloture && f.pni_motif_cloture !== 'SORTIE' ? f.pni_cloture : null;
  return levee && f.pni_fin && levee < f.pni_fin ? levee : f.pni_fin;
}
