/** The steps of an exit: which ones a motif goes through, and on which one each field stands. Pure. */
import { natureAttendue, type MotifSortie } from './regle';

export const ETAPES = ['motif', 'situation', 'preuve', 'jour', 'confirmer'] as const;
export type Etape = (typeof ETAPES)[number];

/**
 * `sansContrat`: nothing is known of the contract or the training, hence no proof to ask for. `datee`: the rule gives the
 * date of the exit, which is then not asked for, nor who took its initiative.
 */
export function etapesDe(motif: MotifSortie | null, faits: { sansContrat: boolean; datee: boolean }): Etape[] {
  const parlee = motif !== null && natureAttendue(motif) !== null;
  return ETAPES.filter((e) => {
    if (e === 'situation') return parlee;
    if (e === 'preuve') return parlee && !faits.sansContrat;
    return e !== 'jour' || !faits.datee;
  });
}

const CHAMPS: Partial<Record<string, Etape>> = { motif_sortie: 'motif', preuve: 'preuve', date_preuve: 'preuve', date_sortie: 'jour', initiative: 'jour' };
const DE_LA_SITUATION = ['date_debut', 'contrat', 'date_fin_prevue', 'mi_temps', 'titre', 'rncp', 'date_validation', 'date_perte'];

/** The step on which a field stands; null for what concerns the whole exit. */
export const etapeDuChamp = (champ: string): Etape | null => CHAMPS[champ] ?? (DE_LA_SITUATION.includes(champ) ? 'situation' : null);
