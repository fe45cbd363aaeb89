/**
 * Where an orientation stands at the end of a day, as SQL over the orientation `f` and the day `j.jour`: what is dated after it
 * is not known yet. Same order as the monthly table (reports/tableau-de-suivi/situation.ts); no setting of a convention bends it.
 */
import { brut, type Sql } from '../../server/lib/db/sql';
import type { DefinitionSql } from './faits';

export type CodeSituation = 'EN_ATTENTE' | 'RECUE' | 'EN_DIAGNOSTIC' | 'REFUSEE' | 'EN_PARCOURS' | 'SORTIE_POSITIVE' | 'SORTIE_AUTRE';

const POSITIVE = "f.nature_sortie in ('POSITIVE_EMPLOI', 'POSITIVE_FORMATION')";

/** In the order of a person's way. An orientation is in the last one whose condition holds. */
export const SITUATIONS: readonly DefinitionSql<CodeSituation>[] = [
  { code: 'EN_ATTENTE', titre: 'En attente', quand: 'true', definition: "Prescrite, sans premier contact en présence ni refus à cette date. Une absence au premier contact ne change rien : la personne attend encore." },
  { code: 'RECUE', titre: 'Reçus', quand: 'f.date_contact <= j.jour', definition: 'Le premier contact en présence (collectif ou individuel) a eu lieu ; ni diagnostic, ni refus, ni intégration à cette date.' },
  { code: 'EN_DIAGNOSTIC', titre: 'En diagnostic', quand: 'f.date_diagnostic <= j.jour', definition: "Le diagnostic a commencé ; ni refus ni intégration à cette date." },
  { code: 'REFUSEE', titre: 'Refusés', quand: 'f.date_refus <= j.jour', definition: "L'intégration a été refusée, quel que soit le motif." },
  { code: 'EN_PARCOURS', titre: 'Intégrés, toujours suivis', quand: 'f.date_integration <= j.jour', definition: "Le contrat d'engagement est signé et le parcours n'est pas fini à cette date, suivi dans l'emploi compris." },
  { code: 'SORTIE_POSITIVE', titre: 'Sorties positives', quand: `f.date_sortie <= j.jour and ${POSITIVE}`, definition: "Le parcours est fini, par une sortie « positive – emploi » ou « positive – formation ». La nature est celle que l'on connaît aujourd'hui : une preuve arrivée plus tard est prise en compte." },
  { code: 'SORTIE_AUTRE', titre: 'Autres sorties', quand: `f.date_sortie <= j.jour and not ${POSITIVE}`, definition: 'Le parcours est fini, par une sortie d\'une autre nature (administrative, rupture ou abandon, réorientation, fin de parcours sans solution).' },
];

/** The code of the situation, as an expression. Select it `offset 0`: it is then computed once, not in each condition that names it. */
export const SITUATION: Sql = brut(`case ${SITUATIONS.toReversed().map((s) => `when ${s.quand} then '${s.code}'`).join(' ')} end`);
