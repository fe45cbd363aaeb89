/** The exits of a year with the facts kept of each, and the names of those that change. Nothing is written here. */
import { BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import { compteDe, conditionDe } from '../../reports/indicateur';
import { estCompteDans } from '../../reports/moteur';
import { periodes, type Demande, type Lecteur } from '../../reports/periodes';
import { perimetreOrientations } from '../acces/perimetre';
import type { DateCivile } from '../lib/dates';
import { brut, lignes, sql } from '../lib/db/sql';
import type { SortieEnregistree } from './rules';

const [DE_POLE_EMPLOI, TOUTES] = [compteDe(BILAN_QUANTITATIF, '10'), compteDe(BILAN_QUANTITATIF, '14')];

/** After that one; the first batch begins at 0, 0. */
export interface Repere { plie_id: number; orientation_id: number }

/** One batch of the exits that column 14 counts, in the order of PLIEs and orientations. They name nobody: the aggregates are for the region too. */
export const lireSorties = (lecteur: Lecteur, demande: Demande, apres: Repere, taille: number): Promise<SortieEnregistree[]> => lignes<SortieEnregistree>(lecteur.base, sql`
  with ${periodes(lecteur, demande)},
  lot as (
    select f.plie_id, f.id, f.date_sortie, f.nature_sortie, f.motif_sortie, (${brut(conditionDe(DE_POLE_EMPLOI))}) as comptee_pe
    from r join ${brut(TOUTES.source.table)} f on ${estCompteDans(TOUTES)}
    where (f.plie_id, f.id) > (${apres.plie_id}::bigint, ${apres.orientation_id}::bigint)
    order by f.plie_id, f.id limit ${taille}
  )
  select lot.plie_id, lot.id as orientation_id, p.code as plie_code, lot.comptee_pe, lot.date_sortie, lot.nature_sortie, lot.motif_sortie, e.origine, e.date_reclassement,
    case when s.id is not null then jsonb_build_object('nature', s.nature, 'date_debut', s.date_debut, 'date_perte', s.date_perte, 'contrat', s.contrat, 'date_fin_prevue', s.date_fin_prevue, 'mi_temps', s.mi_temps,
      'titre', s.titre, 'rncp', s.rncp, 'date_validation', s.date_validation, 'preuve', s.preuve, 'date_preuve', s.date_preuve) end as situation
  from lot
  join organisations p on p.id = lot.plie_id
  left join sorties e on e.plie_id = lot.plie_id and e.orientation_id = lot.id
  left join suivis_emploi s on s.plie_id = e.plie_id and s.id = e.suivi_id
  order by lot.plie_id, lot.id`);

/** `raison`: what the rule said when it was recorded. */
export interface SortieNommee { orientation_id: number; personne_id: number; nom: string; prenom: string; /** The day their data went. */ efface_le: DateCivile | null; raison: string | null }

/** Of these orientations, those of the reader's scope, by name. */
export const nommerSorties = ({ base, acteur }: Lecteur, orientations: readonly number[]): Promise<SortieNommee[]> => lignes<SortieNommee>(base, sql`
  select o.id as orientation_id, o.personne_id, x.nom, x.prenom, x.efface_le, e.explication as raison
  from orientations o join personnes x on x.plie_id = o.plie_id and x.id = o.personne_id
  left join sorties e on e.plie_id = o.plie_id and e.orientation_id = o.id
  where o.id = any(${[...orientations]}) and ${perimetreOrientations(acteur)}`);
