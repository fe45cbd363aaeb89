/** The exits of a year under another version of the rule: each derived again from the facts kept, or kept as it is for want of them. Pure. */
import type { DateCivile } from '../lib/dates';
import { classerSortie, natureAttendue, type MotifSortie, type NatureSortie, type Situation, type Version } from '../sorties/regle';

/** An exit as it is recorded. `comptee_pe`: it counts in column 10 of annexe 1. */
export interface SortieEnregistree {
  plie_id: number; orientation_id: number; plie_code: string; comptee_pe: boolean;
  date_sortie: DateCivile; nature_sortie: NatureSortie; motif_sortie: MotifSortie;
  /** Null when nothing is kept of how it was classed. */
  origine: 'DERIVEE' | 'REPRISE' | null;
  date_reclassement: DateCivile | null;
  situation: Situation | null;
}

/** DERIVEE: again, from a contract or a training. SANS_EFFET: its motif speaks of neither. REPRISE, INSUFFISANTE: the nature recorded is kept. */
export type Traitement = 'DERIVEE' | 'SANS_EFFET' | 'REPRISE' | 'INSUFFISANTE';
export const TRAITEMENTS: readonly { code: Traitement; libelle: string; precision: string }[] = [
  { code: 'DERIVEE', libelle: 'Rejugées sous la règle', precision: 'Un contrat ou une formation est enregistré : la règle choisie leur est appliquée.' },
  { code: 'SANS_EFFET', libelle: 'Sans effet de la règle', precision: "Le motif (déménagement, réorientation, fin de parcours…) ne parle ni d'emploi ni de formation : la nature ne dépend pas de la règle." },
  { code: 'REPRISE', libelle: 'Nature donnée par une reprise, gardée', precision: 'La nature vient du fichier repris : aucune règle ne la change.' },
  { code: 'INSUFFISANTE', libelle: 'Faits insuffisants, nature gardée', precision: "Le motif parle d'emploi ou de formation, mais ni contrat ni formation n'est enregistré." },
];

/** `date`, `explication`: what the version says; null where the class was not derived. */
export interface Jugement { traitement: Traitement; nature: NatureSortie; date: DateCivile | null; explication: string | null }

const garder = (traitement: Traitement, { nature_sortie }: SortieEnregistree): Jugement => ({ traitement, nature: nature_sortie, date: null, explication: null });

/** Appreciated on the day when the exit recorded was: its own, or that of the proof that came late. */
export function rejuger(s: SortieEnregistree, version: Version): Jugement {
  if (s.origine === 'REPRISE') return garder('REPRISE', s);
  const attendue = natureAttendue(s.motif_sortie);
  if (!attendue) return garder('SANS_EFFET', s);
  if (s.origine === null || s.situation?.nature !== attendue) return garder('INSUFFISANTE', s);
  // Of an exit recorded as positive nobody said who took the initiative.
  const initiative = s.nature_sortie === 'INITIATIVE_PLIE' ? 'PLIE' : s.nature_sortie === 'INITIATIVE_PARTICIPANT' ? 'PARTICIPANT' : null;
  const jour = s.date_reclassement && s.date_reclassement > s.date_sortie ? s.date_reclassement : s.date_sortie;
  const { nature, date, explication } = classerSortie({ motif: s.motif_sortie, initiative, situation: s.situation }, jour, version);
  return { traitement: 'DERIVEE', nature, date, explication };
}

export const estPositive = (nature: NatureSortie): boolean => nature === 'POSITIVE_EMPLOI' || nature === 'POSITIVE_FORMATION';

/** Columns 10, 11, 14, 15 of annexe 1. The exits are the same on both sides: only those that are positive change. */
export interface Comptes { sortiesPe: number; positivesPe: number; sorties: number; positives: number }
export interface Compare { enregistre: Comptes; simule: Comptes; traitements: Record<Traitement, number>; deviennentPositives: number; neLeSontPlus: number; changentDeNature: number }

const aucun = (): Comptes => ({ sortiesPe: 0, positivesPe: 0, sorties: 0, positives: 0 });
export const rienDeCompare = (): Compare => ({ enregistre: aucun(), simule: aucun(), traitements: { DERIVEE: 0, SANS_EFFET: 0, REPRISE: 0, INSUFFISANTE: 0 }, deviennentPositives: 0, neLeSontPlus: 0, changentDeNature: 0 });

function ajouter(c: Comptes, pe: boolean, positive: boolean): void {
  c.sorties += 1;
  if (positive) c.positives += 1;
  if (pe) c.sortiesPe += 1;
  if (pe && positive) c.positivesPe += 1;
}

/** Counts one exit on both sides. */
export function compter(c: Compare, s: SortieEnregistree, j: Jugement): void {
  const [avant, apres] = [estPositive(s.nature_sortie), estPositive(j.nature)];
  ajouter(c.enregistre, s.comptee_pe, avant);
  ajouter(c.simule, s.comptee_pe, apres);
  c.traitements[j.traitement] += 1;
  if (!avant && apres) c.deviennentPositives += 1;
  else if (avant && !apres) c.neLeSontPlus += 1;
  else if (s.nature_sortie !== j.nature) c.changentDeNature += 1;
}
