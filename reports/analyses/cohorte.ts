/** What became of those oriented in a period, 3, 6, 12 and 24 months after their own prescription. */
import { brut, sql } from '../../server/lib/db/sql';
import type { DateCivile } from '../../server/lib/dates';
import type { DemandeLibre, Lecteur } from '../periodes';
import { compter, type Definition, type Faits, type LigneAnalyse } from './faits';
import { conditionDe, type Population } from './populations';
import { SITUATION, SITUATIONS, type CodeSituation } from './situations';

/** Months after the prescription. */
export const REPERES = [3, 6, 12, 24] as const;
export type Repere = (typeof REPERES)[number];

export type CodeCohorte = CodeSituation | 'NON_OBSERVABLE' | 'OBSERVABLE' | 'ENSEMBLE';

/** Around the situations: who is in the cohort, and whose mark has come. */
export const COHORTE: Record<'ENSEMBLE' | 'OBSERVABLE' | 'NON_OBSERVABLE', Definition<CodeCohorte>> = {
  ENSEMBLE: { code: 'ENSEMBLE', titre: 'Orientations', definition: "Les orientations dont la date de prescription tombe dans la période. Une personne orientée deux fois compte deux fois." },
  OBSERVABLE: { code: 'OBSERVABLE', titre: 'Déjà observables', definition: "Celles pour qui le repère est passé : il tombe le même jour du mois, 3, 6, 12 ou 24 mois après leur propre prescription (le 31 devient le dernier jour d'un mois plus court). Les situations se comptent parmi elles, à la fin de ce jour-là." },
  NON_OBSERVABLE: { code: 'NON_OBSERVABLE', titre: 'Pas encore observables', definition: "Celles pour qui le repère est encore à venir : personne ne sait où elles en seront. Elles n'entrent dans aucune situation ni dans aucun pourcentage." },
};

/** The cells of a mark, in order: all = observable + not yet, and the situations add up to the observable. */
export const COLONNES_COHORTE: readonly Definition<CodeCohorte>[] = [COHORTE.ENSEMBLE, COHORTE.NON_OBSERVABLE, COHORTE.OBSERVABLE, ...SITUATIONS];

/** Key of a cell. */
export const cleCohorte = (repere: Repere, code: CodeCohorte): string => `${repere} ${code}`;

/** `jour`: today. */
export interface DemandeCohorte extends DemandeLibre { population: Population; jour: DateCivile }

/** Each orientation once per mark in ENSEMBLE, once in OBSERVABLE or NON_OBSERVABLE, and once in its situation when it is observable. */
export function faitsCohorte({ population, jour, ...demande }: DemandeCohorte): Faits {
  return {
    demande,
    requete: sql`
      select j.mois || ' ' || c.code as cle, f.id as orientation_id, f.personne_id, f.date_prescription as date_fait, s.situation as detail, 0 as rang
      from orientations f
      cross join lateral (select m.mois, (f.date_prescription + make_interval(months => m.mois))::date as jour from unnest(${brut(`array[${REPERES.join(', ')}]`)}) as m(mois) offset 0) j
      cross join lateral (select case when j.jour <= ${jour}::date then ${SITUATION} end as situation offset 0) s
      cross join lateral unnest(array['ENSEMBLE', case when s.situation is null then 'NON_OBSERVABLE' else 'OBSERVABLE' end, s.situation]) as c(code)
      where f.plie_id = p.plie_id and f.date_prescription between ${demande.debut} and ${demande.fin} and ${conditionDe(population)} and c.code is not null`,
  };
}

/** Cells by cleCohorte. */
export const etablirCohorte = (lecteur: Lecteur, demande: DemandeCohorte): Promise<LigneAnalyse<number>[]> => compter(lecteur, faitsCohorte(demande));
