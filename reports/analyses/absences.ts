/** Convocations missed, by month. */
import { brut, joindre, sql } from '../../server/lib/db/sql';
import type { Mois } from '../../server/lib/dates';
import type { DemandeLibre, Lecteur } from '../periodes';
import { compter, type DefinitionSql, type Faits, type LigneAnalyse } from './faits';

export type CodeAbsence = 'TOTAL' | 'NON_EXCUSEES' | 'EXCUSEES' | 'PREMIER_CONTACT';

/** Over the absence `a`. TOTAL is the sum of the two that follow it. */
export const ABSENCES: readonly DefinitionSql<CodeAbsence>[] = [
  { code: 'TOTAL', titre: 'Convocations manquées', quand: 'true', definition: 'Les absences enregistrées à une convocation (premier contact, diagnostic, entretien), comptées à la date de la convocation. Une personne absente deux fois compte deux fois.' },
  { code: 'NON_EXCUSEES', titre: 'Non excusées', quand: 'not a.excuse', definition: "La personne n'est pas venue et n'a pas donné d'excuse." },
  { code: 'EXCUSEES', titre: 'Excusées', quand: 'a.excuse', definition: "La personne n'est pas venue et s'en est excusée." },
  { code: 'PREMIER_CONTACT', titre: 'dont au premier contact', quand: 'a.premier_contact', definition: 'Parmi les convocations manquées, excusées ou non, celles qui étaient au premier contact.' },
];

/** Key of a cell: over the whole of the days, or in one month of them. */
export const cleAbsence = (code: CodeAbsence, mois?: Mois): string => (mois ? `${mois} ${code}` : code);

/** A missed convocation lies within the days of its orientation, of which an index tells those that were open. */
export function faitsAbsences(demande: DemandeLibre): Faits {
  return {
    demande,
    requete: sql`
      select m.prefixe || c.code as cle, f.id as orientation_id, f.personne_id, a.date_convocation as date_fait, case when a.excuse then 'EXCUSE' else 'ABSENT' end as detail, a.id as rang
      from orientations f
      join absences a on a.plie_id = f.plie_id and a.orientation_id = f.id and a.date_convocation between ${demande.debut} and ${demande.fin}
      cross join lateral (values ${joindre(ABSENCES.map((c) => brut(`('${c.code}', ${c.quand})`)))}) as c(code, vrai)
      cross join lateral (values (''), (to_char(a.date_convocation, 'YYYY-MM '))) as m(prefixe)
      where f.plie_id = p.plie_id and f.date_fin >= ${demande.debut} and f.date_prescription <= ${demande.fin} and c.vrai`,
  };
}

/** Cells by cleAbsence. */
export const etablirAbsences = (lecteur: Lecteur, demande: DemandeLibre): Promise<LigneAnalyse<number>[]> => compter(lecteur, faitsAbsences(demande));
