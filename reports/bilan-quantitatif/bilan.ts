/** Annexe 1 of a year and a territory: its lines, and the notes printed under them. */
import { lignes, sql } from '../../server/lib/db/sql';
import type { DateCivile } from '../../server/lib/dates';
import { comptesDuJour, figes, type Fond } from '../figes';
import { calculer, type Ligne } from '../moteur';
import { periodes, type Demande, type Lecteur } from '../periodes';
import { BILAN_QUANTITATIF } from './definitions';
import { annoter, type Note } from './notes';

export interface Bilan {
  annee: number;
  /** Each département's PLIEs, then its total; the whole comes last. Empty without a PLIE in reach. */
  lignes: Ligne[];
  notes: Note[];
}

/** What Pôle emploi recorded, by PLIE and agency: the source of column 2. */
export interface SourcePoleEmploi { departement: string; plie: string; agence: string | null; seances: number; convoques: number; presents: number }

/** `jour` says whether the year is over. */
export async function etablirBilan(lecteur: Lecteur & { jour: DateCivile }, demande: Demande, fond: Fond = 'RETENUS'): Promise<Bilan> {
  const lignesDuBilan = await calculer(lecteur, BILAN_QUANTITATIF, demande, fond);
  return { annee: demande.annee, lignes: lignesDuBilan, notes: annoter(lignesDuBilan, demande, lecteur.jour) };
}

/** Counted over the same days and PLIEs as column 2; of a validated bilan, as they were then. */
export function listerSourcesPoleEmploi(lecteur: Lecteur, demande: Demande, fond: Fond = 'RETENUS'): Promise<SourcePoleEmploi[]> {
  return lignes<SourcePoleEmploi>(lecteur.base, sql`
    with ${periodes(lecteur, demande, comptesDuJour(fond, demande))},
    ${figes(lecteur, demande, fond)},
    seances as (
      select r.plie_id, f.agence_id, a.nom as agence, f.convoques, f.presents
      from r join informations_collectives f on f.plie_id = r.plie_id and f.date_session between r.debut and r.fin left join organisations a on a.id = f.agence_id
      union all
      select x.plie_id, f.agence_id, f.agence, f.convoques, f.presents
      from figes x cross join lateral jsonb_to_recordset(x.seances) as f (agence_id bigint, agence text, convoques integer, presents integer)
    )
    select d.nom as departement, p.nom as plie, s.agence, count(*) as seances, sum(s.convoques) as convoques, sum(s.presents) as presents
    from seances s
    join organisations p on p.id = s.plie_id
    join departements d on d.code = p.departement_code
    group by d.code, d.nom, p.id, p.nom, s.agence_id, s.agence
    order by d.code, p.nom collate francais, s.agence collate francais nulls last`);
}

/** True when nothing at all was counted: the page then says what to do. */
export function estVide(bilan: Bilan): boolean {
  const ensemble = bilan.lignes.at(-1);
  return !ensemble || Object.values(ensemble.comptes).every((c) => !c.valeur);
}

/** Numbers of the columns that do not exist for a PLIE in that year: « Non applicable ». */
export const colonnesSansObjet = ({ comptes, taux }: Pick<Ligne, 'comptes' | 'taux'>): ReadonlySet<string> =>
  new Set(Object.entries({ ...comptes, ...taux }).flatMap(([numero, cellule]) => (cellule.applicable ? [] : [numero])));

/** Lines to show: a total of one PLIE only repeats it. */
export function lignesAMontrer({ lignes: toutes }: Bilan): Ligne[] {
  const plies = toutes.at(-1)?.plies ?? 0;
  return plies === 1 ? toutes.filter((l) => l.niveau === 'PLIE') : toutes;
}
