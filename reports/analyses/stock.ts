/**
 * Who is there at the end of a day: the same that the monthly table says are in course on the last day of its month
 * (reports/tableau-de-suivi/queries.ts `retenues`, less those that have ended).
 */
import { brut, joindre, sql } from '../../server/lib/db/sql';
import type { DateCivile } from '../../server/lib/dates';
import type { Lecteur, Territoire } from '../periodes';
import { compter, type DefinitionSql, type Faits, type LigneAnalyse } from './faits';
import { SITUATION } from './situations';

export type CodeStock = 'EN_COURS' | 'EN_ATTENTE' | 'RECUE' | 'EN_DIAGNOSTIC' | 'EN_PARCOURS' | 'PNI_ACTIF' | 'SUIVI_EMPLOI' | 'AUTRES';

/** Before its integration an orientation is in the monthly table only when Pôle emploi prescribed it (convention PLIE art. 3-4 a). */
const DU_TABLEAU = "(f.prescripteur = 'POLE_EMPLOI' or s.situation = 'EN_PARCOURS')";
const avant = (situation: string) => `f.prescripteur = 'POLE_EMPLOI' and s.situation = '${situation}'`;

/** Over the orientation `f`, its situation `s.situation` and the day `j.jour`. EN_COURS is the sum of the four that follow it. */
export const STOCK: readonly DefinitionSql<CodeStock>[] = [
  { code: 'EN_COURS', titre: 'En cours', quand: DU_TABLEAU, definition: "Les orientations que le tableau de suivi montre en cours à la fin de ce jour : prescrites, ni refusées ni sorties. Celles d'un autre prescripteur que Pôle emploi n'y sont qu'à partir de l'intégration. C'est la somme des quatre colonnes suivantes." },
  { code: 'EN_ATTENTE', titre: 'En attente', quand: avant('EN_ATTENTE'), definition: "Orientations de Pôle emploi sans premier contact en présence à cette date ; celles qui ont été absentes au premier contact y sont aussi." },
  { code: 'RECUE', titre: 'Reçus', quand: avant('RECUE'), definition: 'Orientations de Pôle emploi dont le premier contact en présence a eu lieu, sans diagnostic ni intégration à cette date.' },
  { code: 'EN_DIAGNOSTIC', titre: 'En diagnostic', quand: avant('EN_DIAGNOSTIC'), definition: 'Orientations de Pôle emploi dont le diagnostic a commencé, sans intégration à cette date.' },
  { code: 'EN_PARCOURS', titre: 'En parcours', quand: "s.situation = 'EN_PARCOURS'", definition: "Le contrat d'engagement est signé, la sortie n'a pas eu lieu ; tous prescripteurs, suivi dans l'emploi compris." },
  {
    code: 'PNI_ACTIF', titre: 'dont PNI actif', definition: "En parcours, avec un PNI posé par Pôle emploi qui couvre ce jour : ni échu, ni levé, ni clos.",
    quand: `s.situation = 'EN_PARCOURS' and exists (select 1 from pni n where n.plie_id = f.plie_id and n.orientation_id = f.id
      and n.date_debut <= j.jour and n.date_fin >= j.jour and (n.date_cloture is null or n.date_cloture > j.jour))`,
  },
  {
    code: 'SUIVI_EMPLOI', titre: "dont suivi dans l'emploi", definition: "En parcours, avec un emploi durable ou une formation qualifiante commencés et non perdus à cette date (suivi dans l'emploi ou en formation).",
    quand: `s.situation = 'EN_PARCOURS' and exists (select 1 from suivis_emploi e where e.plie_id = f.plie_id and e.orientation_id = f.id
      and e.date_debut <= j.jour and (e.date_perte is null or e.date_perte > j.jour))`,
  },
  { code: 'AUTRES', titre: "Autres prescripteurs, avant l'intégration", quand: `not ${DU_TABLEAU}`, definition: "Orientations d'un autre prescripteur que Pôle emploi, ni refusées, ni sorties, ni encore intégrées à cette date. Elles sont au PLIE mais pas dans le tableau de suivi : elles s'ajoutent à « En cours »." },
];

export interface DemandeStock { date: DateCivile; territoire: Territoire }

export function faitsStock({ date, territoire }: DemandeStock): Faits {
  return {
    demande: { debut: date, fin: date, territoire },
    requete: sql`
      select c.code as cle, f.id as orientation_id, f.personne_id, f.date_prescription as date_fait, s.situation as detail, 0 as rang
      from orientations f
      cross join (select ${date}::date as jour) j
      cross join lateral (select ${SITUATION} as situation offset 0) s
      cross join lateral (values ${joindre(STOCK.map((c) => brut(`('${c.code}', ${c.quand})`)))}) as c(code, vrai)
      where f.plie_id = p.plie_id and f.date_fin > ${date} and f.date_prescription <= ${date} and c.vrai`,
  };
}

/** Cells by code of the column. */
export const etablirStock = (lecteur: Lecteur, demande: DemandeStock): Promise<LigneAnalyse<number>[]> => compter(lecteur, faitsStock(demande));
