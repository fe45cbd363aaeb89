/** Étapes of the parcours, by type: those of the sheet « Étapes » of the monthly table, over any days. */
import { brut, joindre, sql } from '../../server/lib/db/sql';
import type { DemandeLibre, Lecteur } from '../periodes';
import { compter, type DefinitionSql, type Faits, type LigneAnalyse } from './faits';

export type CodeEtape = 'TOTAL' | 'COMMENCEES' | 'TERMINEES' | 'ACHEVEES' | 'NON_ACHEVEES' | 'EN_COURS';

/** Over the étape `e`, its orientation `f` and the days `j`. */
export const ETAPES: readonly DefinitionSql<CodeEtape>[] = [
  { code: 'TOTAL', titre: 'Dans la période', quand: 'true', definition: "Les étapes qui ont duré au moins un jour de la période, pour un parcours qui n'était pas déjà fini à son début. Une formation qui se prolonge après la sortie n'est plus comptée aux périodes suivantes." },
  { code: 'COMMENCEES', titre: 'Commencées', quand: 'e.date_debut >= j.debut', definition: 'Parmi elles, celles dont le début tombe dans la période.' },
  { code: 'TERMINEES', titre: 'Terminées', quand: 'e.date_fin <= j.fin', definition: 'Parmi elles, celles dont la fin tombe dans la période.' },
  { code: 'ACHEVEES', titre: 'dont achevées', quand: "e.date_fin <= j.fin and e.resultat = 'ACHEVEE'", definition: 'Terminées avec le résultat « achevée ».' },
  { code: 'NON_ACHEVEES', titre: 'dont interrompues ou non réalisées', quand: "e.date_fin <= j.fin and e.resultat in ('INTERROMPUE', 'NON_REALISEE')", definition: 'Terminées avec le résultat « interrompue » ou « non réalisée ». Une étape terminée sans résultat enregistré n\'est ni ici, ni parmi les achevées.' },
  { code: 'EN_COURS', titre: 'En cours le dernier jour', quand: "(e.date_fin is null or e.date_fin > j.fin) and f.date_fin > j.fin", definition: "Parmi les étapes de la période, celles qui ne sont pas finies à la fin du dernier jour, et dont le parcours ne l'est pas non plus." },
];

/** Key of a cell: of one type, or all types together. */
export const cleEtape = (code: CodeEtape, type?: string): string => (type ? `${code} ${type}` : code);

export function faitsEtapes(demande: DemandeLibre): Faits {
  return {
    demande,
    requete: sql`
      select c.code || t.suffixe as cle, f.id as orientation_id, f.personne_id, e.date_debut as date_fait, e.type as detail, e.id as rang
      from orientations f
      cross join (select ${demande.debut}::date as debut, ${demande.fin}::date as fin) j
      join etapes e on e.plie_id = f.plie_id and e.orientation_id = f.id and e.date_debut <= j.fin and (e.date_fin is null or e.date_fin >= j.debut)
      cross join lateral (values ${joindre(ETAPES.map((c) => brut(`('${c.code}', ${c.quand})`)))}) as c(code, vrai)
      cross join lateral (values (''), (' ' || e.type)) as t(suffixe)
      where f.plie_id = p.plie_id and f.date_fin >= j.debut and f.date_prescription <= j.fin and c.vrai`,
  };
}

/** Cells by cleEtape. */
export const etablirEtapes = (lecteur: Lecteur, demande: DemandeLibre): Promise<LigneAnalyse<number>[]> => compter(lecteur, faitsEtapes(demande));
