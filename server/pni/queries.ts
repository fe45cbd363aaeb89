/** The SQL of the list of PNI: a page of it, and what each state and each band holds, within the actor's scope. */
import type { Contexte } from '../acces/acteur';
import { perimetreOrientations } from '../acces/perimetre';
import { ajouterJours, dernierJourDuMois, premierJourDuMois, type DateCivile } from '../lib/dates';
import { brut, chercherLigne, joindre, lignes, sql, type Sql } from '../lib/db/sql';
import { iaeDepuis } from '../parcours/queries-pni';
import { TRANCHES_AVERTISSEMENT, type EtatPni } from '../parcours/rules-pni';
import { bornes, estPeriode, FILTRES_ETAT_PNI, type FiltresPni } from './rules';

/** The state of a PNI (alias n) at a day, as parcours/rules-pni.ts etatPni says it; an exit ends what nothing else closed. */
const etat = (jour: DateCivile): Sql => sql`(case
  when n.date_cloture <= ${jour} then case n.motif_cloture when 'SORTIE' then 'TERMINE' else 'LEVE' end
  when o.date_sortie <= ${jour} then 'TERMINE'
  when n.date_debut is null or n.date_debut > ${jour} then 'DEMANDE'
  when n.date_fin >= ${jour} then 'ACTIF'
  else 'ECHU' end)`;

const tranche = (jour: DateCivile, { depuis, seuil }: { depuis: number; seuil: number }): Sql =>
  sql`(n.etat = 'ACTIF' and n.date_fin between ${ajouterJours(jour, depuis)} and ${ajouterJours(jour, seuil)})`;

/** Whose PNI, whatever their state. Kept apart from the choice of a state and of an end, which the counts go across. */
export function pniDuPerimetre({ acteur, jour }: Contexte, f: Pick<FiltresPni, 'agence' | 'accompagnateur'>): Sql {
  return sql`(select n.*, o.agence_id, ${etat(jour)} as etat, ${iaeDepuis(jour)} as iae_depuis
    from pni n join orientations o on o.plie_id = n.plie_id and o.id = n.orientation_id
    where ${joindre([
      perimetreOrientations(acteur),
      ...(f.agence ? [sql`o.agence_id = ${f.agence}`] : []),
      ...(f.accompagnateur ? [sql`exists (select 1 from referents r where r.utilisateur_id = ${f.accompagnateur} and r.plie_id = o.plie_id and r.orientation_id = o.id and r.date_fin is null)`] : []),
    ], ' and ')})`;
}

const A_LEVER = sql`(n.etat = 'ACTIF' and n.iae_depuis is not null)`;

function finDemandee(fin: FiltresPni['fin'], jour: DateCivile): Sql {
  if (fin === null) return sql`true`;
  if (typeof fin === 'number') return tranche(jour, TRANCHES_AVERTISSEMENT.find((t) => t.seuil === fin)!);
  const { du, au } = estPeriode(fin) ? bornes(fin) : { du: premierJourDuMois(fin), au: dernierJourDuMois(fin) };
  return sql`n.date_fin between ${du} and ${au}`;
}

export interface LignePni {
  id: number;
  orientation_id: number;
  personne_id: number;
  nom: string;
  prenom: string;
  etat: EtatPni;
  date_demande: DateCivile | null;
  date_debut: DateCivile | null;
  date_fin: DateCivile | null;
  date_cloture: DateCivile | null;
  agence: string | null;
  /** For an agency, which works with several PLIEs; null for the PLIE itself. */
  plie: string | null;
  accompagnateur: string | null;
  /** The furthest end that an extension of the parcours decided. */
  prolonge_jusqu_au: DateCivile | null;
  /** First day of the IAE contract that should have ended the delegation. */
  iae_depuis: DateCivile | null;
}

/** One page, the most pressing first: échus, to be lifted, ending soon, to be set, then the others by their end. `total`: all that the filters keep. */
export async function listerPni(contexte: Contexte, f: FiltresPni, parPage: number): Promise<{ lignes: LignePni[]; total: number }> {
  const { base, acteur, jour } = contexte;
  const ou = sql`n.etat in (${joindre(FILTRES_ETAT_PNI.find((e) => e.code === f.etat)!.etats)}) and ${finDemandee(f.fin, jour)}${f.etat === 'A_LEVER' ? sql` and ${A_LEVER}` : sql``}`;
  const ordre = sql`n.rang, case when n.rang < 5 then coalesce(n.date_fin, n.date_demande) end, coalesce(n.date_cloture, n.date_fin) desc, n.id`;
  const brutes = await lignes<LignePni & { total: number }>(base, sql`
    with feuillet as (
      select * from (
        select n.*, count(*) over () as total, case when n.etat = 'ECHU' then 0 when ${A_LEVER} then 1 when n.etat = 'ACTIF' then case when n.date_fin <= ${ajouterJours(jour, Math.max(...TRANCHES_AVERTISSEMENT.map((t) => t.seuil)))} then 2 else 4 end when n.etat = 'DEMANDE' then 3 else 5 end as rang
        from ${pniDuPerimetre(contexte, f)} n where ${ou}) n
      order by ${ordre} limit ${brut(String(parPage))} offset ${(f.page - 1) * parPage})
    select n.id, n.orientation_id, n.personne_id, p.nom, p.prenom, n.etat, n.date_demande, n.date_debut, n.date_fin, n.date_cloture, n.iae_depuis, g.nom as agence,
      ${acteur.organisation?.type === 'PLIE' ? sql`null` : sql`pl.nom`} as plie, u.prenom || ' ' || upper(u.nom) as accompagnateur,
      (select max(l.date_fin) from prolongations l where l.plie_id = n.plie_id and l.orientation_id = n.orientation_id) as prolonge_jusqu_au, n.total
    from feuillet n
    join personnes p on p.plie_id = n.plie_id and p.id = n.personne_id
    join organisations pl on pl.id = n.plie_id
    left join organisations g on g.id = n.agence_id
    left join referents r on r.plie_id = n.plie_id and r.orientation_id = n.orientation_id and r.date_fin is null
    left join utilisateurs u on u.id = r.utilisateur_id
    order by ${ordre}`);
  return { lignes: brutes, total: brutes[0]?.total ?? 0 };
}

export type ComptesPni = Record<EtatPni | 'A_LEVER', number> & Record<`fin_${(typeof TRANCHES_AVERTISSEMENT)[number]['seuil']}`, number>;

/** What each state and each band holds, under the filters of agency and accompagnateur. */
export async function compterPni(contexte: Contexte, f: FiltresPni): Promise<ComptesPni> {
  const { base, jour } = contexte;
  const etats = FILTRES_ETAT_PNI.find((e) => e.code === 'TOUS')!.etats;
  return (await chercherLigne<ComptesPni>(base, sql`
    select ${joindre([
      ...etats.map((e) => sql`count(*) filter (where n.etat = ${e}) as ${brut(`"${e}"`)}`),
      sql`count(*) filter (where ${A_LEVER}) as "A_LEVER"`,
      ...TRANCHES_AVERTISSEMENT.map((t) => sql`count(*) filter (where ${tranche(jour, t)}) as ${brut(`fin_${t.seuil}`)}`),
    ])} from ${pniDuPerimetre(contexte, f)} n`))!;
}
