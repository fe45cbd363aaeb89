/** What a table asks of Pôle emploi, once what it already did is left out. Pure. */
import type { CodeAction } from '../../reports/tableau-de-suivi/situation';
import type { DateCivile, Mois } from '../lib/dates';

export interface TacheConnue {
  id: number;
  action: CodeAction;
  etat: 'A_FAIRE' | 'FAITE' | 'REFUSEE';
  /** The day of what asked for it; null when it was not told. */
  date_fait: DateCivile | null;
  /** The month of the table that asked for it. */
  mois: Mois;
}

export interface Demande { action: CodeAction; date_fait: DateCivile | null }
export interface SuiteDesTaches {
  /** To be added. */
  nouvelle: Demande | null;
  /** An open task asked for again by a later fact: its day is brought up to date. */
  redatee: { id: number; date_fait: DateCivile } | null;
  /** Open tasks that this table no longer asks for. */
  caduques: number[];
}

/** Asked once in the life of an orientation: it is integrated, refused or left once, whatever becomes of the date. */
const UNIQUES: readonly CodeAction[] = ['POSER_PNI', 'LEVER_PNI', 'REPRENDRE'];

/**
 * One thing is asked of a dossier at a time. What is done is not asked again for the same fact: the PLIE repeats its request
 * as long as the answer has not reached it. What was refused is, by the table of a later month: the PLIE then knows, and asks anew.
 */
export function suiteDesTaches(demande: Demande | null, connues: readonly TacheConnue[], mois: Mois): SuiteDesTaches {
  const caduques = connues.filter((t) => t.etat === 'A_FAIRE' && t.action !== demande?.action).map((t) => t.id);
  if (!demande) return { nouvelle: null, redatee: null, caduques };
  const memes = connues.filter((t) => t.action === demande.action);
  const ouverte = memes.find((t) => t.etat === 'A_FAIRE');
  if (ouverte) {
    const redatee = demande.date_fait !== null && demande.date_fait !== ouverte.date_fait ? { id: ouverte.id, date_fait: demande.date_fait } : null;
    return { nouvelle: null, redatee, caduques };
  }
  return { nouvelle: memes.some((t) => estLaMeme(demande, t, mois)) ? null : demande, redatee: null, caduques };
}

function estLaMeme({ action, date_fait }: Demande, tache: TacheConnue, mois: Mois): boolean {
  if (UNIQUES.includes(action)) return tache.etat === 'FAITE' || tache.mois >= mois;
  return date_fait !== null && tache.date_fait !== null ? tache.date_fait >= date_fait : tache.mois >= mois;
}

interface FaitsDeLaLigne {
  action?: CodeAction | null;
  date_integration?: DateCivile | null;
  date_refus?: DateCivile | null;
  date_sortie?: DateCivile | null;
}

/** What a row asks for, and the day of what asks for it. `absences`, `etapes`: days of the month told of this dossier. */
export function demandeDe(ligne: FaitsDeLaLigne, absences: readonly DateCivile[], etapes: readonly DateCivile[]): Demande | null {
  const derniere = (dates: readonly DateCivile[]) => dates.toSorted().at(-1) ?? null;
  switch (ligne.action) {
    case 'POSER_PNI': return { action: ligne.action, date_fait: ligne.date_integration ?? null };
    case 'LEVER_PNI': return { action: ligne.action, date_fait: ligne.date_sortie ?? null };
    case 'REPRENDRE': return { action: ligne.action, date_fait: ligne.date_refus ?? null };
    case 'ABSENCE': return { action: ligne.action, date_fait: derniere(absences) };
    case 'PPAE': return { action: ligne.action, date_fait: derniere(etapes) };
    default: return null;
  }
}
