/** What the forecast counts: ends to come by month, the flux of the last twelve months, the objective of a year. */
import type { Contexte } from '../acces/acteur';
import { perimetreOrientations, perimetrePlies } from '../acces/perimetre';
import { decalerMois, dernierJourAnnee, dernierJourDuMois, moisDe, premierJourAnnee, premierJourDuMois, type Mois } from '../lib/dates';
import { chercherLigne, executer, lignes, sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { pniDuPerimetre } from './queries';
import { douzeDerniersMois, MOIS_PREVUS, type Flux } from './rules-previsions';

export interface FinsDuMois { mois: Mois; fins: number; cumul: number }

/** Active PNI by the month of their last day, this month from today on; a month without any is there too. */
export function listerFinsParMois(contexte: Contexte): Promise<FinsDuMois[]> {
  const premier = moisDe(contexte.jour);
  const dernier = decalerMois(premier, MOIS_PREVUS - 1);
  return lignes<FinsDuMois>(contexte.base, sql`
    select to_char(m.debut, 'YYYY-MM') as mois, count(n.id) as fins, (sum(count(n.id)) over (order by m.debut))::int as cumul
    from generate_series(${premierJourDuMois(premier)}::date, ${premierJourDuMois(dernier)}::date, interval '1 month') as m (debut)
    left join ${pniDuPerimetre(contexte, { agence: null, accompagnateur: null })} n
      on n.etat = 'ACTIF' and n.date_fin between ${contexte.jour} and ${dernierJourDuMois(dernier)} and date_trunc('month', n.date_fin) = m.debut
    group by m.debut order by m.debut`);
}

/** `orientations_annee`: by Pôle emploi only, whose objective it is. */
export interface FluxDuPlie extends Flux { orientations_annee: number; integrations_annee: number; participants_annee: number }

export async function compterFlux({ base, acteur, jour }: Contexte, annee: number): Promise<FluxDuPlie> {
  const { debut, fin } = douzeDerniersMois(jour);
  const [premier, dernier] = [premierJourAnnee(annee), dernierJourAnnee(annee)];
  return (await chercherLigne<FluxDuPlie>(base, sql`
    select count(*) filter (where o.date_prescription between ${debut} and ${fin}) as orientations,
      count(*) filter (where o.date_integration between ${debut} and ${fin}) as integrations,
      count(*) filter (where o.date_integration is null and o.date_refus is null) as en_attente,
      min(o.date_prescription) as premiere,
      count(*) filter (where o.prescripteur = 'POLE_EMPLOI' and o.date_prescription between ${premier} and ${dernier}) as orientations_annee,
      count(*) filter (where o.date_integration between ${premier} and ${dernier}) as integrations_annee,
      count(distinct o.personne_id) filter (where o.date_integration <= ${dernier} and coalesce(o.date_sortie, ${dernier}) >= ${premier}) as participants_annee
    from orientations o where ${perimetreOrientations(acteur)}`))!;
}

export interface Objectif { id: number; annee: number; orientations: number | null; integrations: number | null; participants: number | null; version: number }

/** The objective of the actor's PLIE for a year, or null. */
export const chercherObjectif = ({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, annee: number): Promise<Objectif | null> =>
  chercherLigne<Objectif>(base, sql`select b.id, b.annee, b.orientations, b.integrations, b.participants, b.version from objectifs b where b.annee = ${annee} and ${perimetrePlies(acteur, 'b.plie_id')}`);

type ValeurObjectif = Pick<Objectif, 'annee' | 'orientations' | 'integrations' | 'participants'>;

/** Number of rows: 0 when one is already there. */
export const ajouterObjectif = (trx: Transaction, plieId: number, v: ValeurObjectif): Promise<number> =>
  executer(trx, sql`insert into objectifs (plie_id, annee, orientations, integrations, participants) values (${plieId}, ${v.annee}, ${v.orientations}, ${v.integrations}, ${v.participants}) on conflict (plie_id, annee) do nothing`);

/** Number of rows: 0 when the version is not the one shown any more. */
export const modifierObjectif = (trx: Transaction, plieId: number, version: number, v: ValeurObjectif): Promise<number> =>
  executer(trx, sql`update objectifs set orientations = ${v.orientations}, integrations = ${v.integrations}, participants = ${v.participants} where plie_id = ${plieId} and annee = ${v.annee} and version = ${version}`);
