/**
 * The consolidated table of annexe 2: lines grouped by département, one per PLIE, percentages per département, then the total
 * and the percentages of the region (domaine 04). Pure: screen, workbook and print are made from it.
 */
import { LISTES, type CodeDe } from '../../server/codes/listes';
import type { DateCivile } from '../../server/lib/dates';
import { QUESTIONS } from './questions';

export type Reponse = CodeDe<'REPONSES_ENQUETE'>;
export type Partie = CodeDe<'PARTIES'>;

/** What one party says of one question; an argument may come before the answer. */
export interface Avis { reponse: Reponse | null; argument: string | null }

/** One question of one PLIE: what each party says, what was agreed, and the answer that the consolidated line keeps. */
export interface Case {
  question: number;
  avis: Record<Partie, Avis>;
  accord: { reponse: Reponse; date: DateCivile } | null;
  divergente: boolean;
  retenue: Reponse | null;
}

export interface LignePlie {
  plie: { id: number; code: string; nom: string };
  departement: { code: string; nom: string };
  /** One per question, in their order. */
  cases: Case[];
}

/** Counts of one question. `donnees`: answers given, the denominator of its percentages; the others are apart. */
export interface Compte { reponses: Record<Reponse, number>; donnees: number; sansReponse: number }

export interface TableauQualitatif {
  departements: { code: string; nom: string; lignes: LignePlie[]; comptes: Compte[] }[];
  /** The sum of all the lines. */
  ensemble: Compte[];
}

const REPONSES = LISTES.REPONSES_ENQUETE.map((r) => r.code);

/**
 * Where both parties answered and differ, the answer agreed in the comité, the PLIE's until there is one; where one alone
 * answered, its own. An agreement on what no longer differs has no effect.
 */
export function juger(question: number, avis: Record<Partie, Avis>, accord: Case['accord']): Case {
  const [plie, poleEmploi] = [avis.PLIE.reponse, avis.POLE_EMPLOI.reponse];
  const divergente = plie !== null && poleEmploi !== null && plie !== poleEmploi;
  return { question, avis, accord, divergente, retenue: divergente ? (accord?.reponse ?? plie) : (plie ?? poleEmploi) };
}

/** `lignes` in the order in which they are shown; those of a département follow each other. */
export function consolider(lignes: readonly LignePlie[]): TableauQualitatif {
  const departements: TableauQualitatif['departements'] = [];
  for (const ligne of lignes) {
    if (departements.at(-1)?.code !== ligne.departement.code) departements.push({ ...ligne.departement, lignes: [], comptes: [] });
    departements.at(-1)!.lignes.push(ligne);
  }
  for (const d of departements) d.comptes = compter(d.lignes);
  return { departements, ensemble: compter(lignes) };
}

function compter(lignes: readonly LignePlie[]): Compte[] {
  return QUESTIONS.map((_, rang) => {
    const retenues = lignes.map((l) => l.cases[rang]!.retenue);
    const donnees = retenues.filter((r) => r !== null).length;
    return {
      reponses: Object.fromEntries(REPONSES.map((r) => [r, retenues.filter((x) => x === r).length])) as Record<Reponse, number>,
      donnees, sansReponse: retenues.length - donnees,
    };
  });
}
