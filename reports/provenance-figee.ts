/** What a validated year kept of one person: in which columns they were counted, and what was written of their orientations since. */
import { perimetreOrientations } from '../server/acces/perimetre';
import type { DateCivile } from '../server/lib/dates';
import { lignes, sql } from '../server/lib/db/sql';
import type { VersionFigee } from './liste-figee';
import type { Lecteur } from './periodes';

/** Of an orientation in a column of the validated version. */
export interface FaitGarde { orientation_id: number; colonne: string; date_fait: DateCivile; nature_sortie: string | null; motif_sortie: string | null }

/** A line of the journal on an orientation, after the validation. `avant` and `apres`: the columns that changed. */
export interface Ecriture { orientation_id: number; le: string; operation: 'AJOUT' | 'MODIFICATION'; avant: Record<string, unknown> | null; apres: Record<string, unknown> }

export interface ProvenanceFigee { version: VersionFigee; faits: FaitGarde[]; ecritures: Ecriture[] }

/** Of a person within scope; the oldest writing first. */
export async function lireProvenanceFigee(lecteur: Lecteur, version: VersionFigee, personneId: number): Promise<ProvenanceFigee> {
  const siennes = sql`o.plie_id = ${version.plie_id} and o.personne_id = ${personneId} and ${perimetreOrientations(lecteur.acteur)}`;
  return {
    version,
    faits: await lignes<FaitGarde>(lecteur.base, sql`
      select x.orientation_id, x.colonne, x.date_fait, x.nature_sortie, x.motif_sortie
      from orientations o join bilan_faits x on x.plie_id = o.plie_id and x.orientation_id = o.id and x.version_id = ${version.id}
      where ${siennes}`),
    ecritures: await lignes<Ecriture>(lecteur.base, sql`
      select l.orientation_id, a.instant as le, l.operation, l.avant, l.apres
      from orientations o join journal_lignes l on l.plie_id = o.plie_id and l.orientation_id = o.id and l.table_nom = 'orientations' and l.operation in ('AJOUT', 'MODIFICATION')
      join journal_actes a on a.id = l.acte_id and a.instant > ${version.valide_le}
      where ${siennes} order by l.id`),
  };
}
