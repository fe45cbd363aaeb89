/**
 * What an orientation may be waiting for, as SQL conditions: the home page counts them and the list filters by them
 * (`/orientations?a_faire=…`), so that a count is the length of the list that it opens. Same rules as rules-echeances.ts.
 */
import { ajouterJours, dernierJourDuMois, moisDe, premierJourDuMois, type DateCivile, type Mois } from '../lib/dates';
import { sql, type Sql } from '../lib/db/sql';
import { iaeDepuis } from '../parcours/queries-pni';
import { TRANCHES_AVERTISSEMENT } from '../parcours/rules-pni';
import type { Attente } from './rules-attentes';
import { JOURS_AVANT_RETARD_CONTACT } from './rules-echeances';

const EN_PARCOURS = sql`o.etat = 'EN_PARCOURS'`;
const pni = (condition: Sql): Sql => sql`exists (select 1 from pni n where n.plie_id = o.plie_id and n.orientation_id = o.id and n.date_cloture is null and ${condition})`;
/** The first contact waits since the prescription, or since the last convocation missed. */
export const ATTEND_DEPUIS = sql`greatest(o.date_prescription, (select max(a.date_convocation) from absences a where a.plie_id = o.plie_id and a.orientation_id = o.id and a.premier_contact))`;

/** What excuses from the entretien of a month that it covers whole, one after the other (parcours/rules.ts entretienDuMois). */
const dispense = (premier: DateCivile, dernier: DateCivile): Sql => sql`coalesce((
  select range_agg(x.periode) @> daterange(${premier}::date, ${dernier}::date, '[]')
  from (
    select daterange(e.date_debut, coalesce(e.date_fin, ${dernier}::date), '[]') as periode
    from etapes e
    where e.plie_id = o.plie_id and e.orientation_id = o.id and e.date_debut <= ${dernier} and coalesce(e.date_fin, ${dernier}::date) >= ${premier}
      and e.resultat is distinct from 'NON_REALISEE'
      and (e.type in ('FORMATION', 'PMSMP', 'PRESTATION') or (e.type = 'EMPLOI' and e.date_fin < (e.date_debut + interval '2 months')::date - 1))
    union all
    select daterange(s.date_debut, s.date_perte, '[)') from suivis_emploi s
    where s.plie_id = o.plie_id and s.orientation_id = o.id
  ) x), false)`;

/** True for the parcours (alias o) that ran through that month with no entretien, and that nothing excused from it. */
export function sansEntretien(mois: Mois): Sql {
  const [premier, dernier] = [premierJourDuMois(mois), dernierJourDuMois(mois)];
  return sql`(o.date_integration < ${premier} and coalesce(o.date_sortie, 'infinity') > ${dernier}
    and not exists (select 1 from entretiens t where t.plie_id = o.plie_id and t.orientation_id = o.id and t.date_entretien between ${premier} and ${dernier})
    and not ${dispense(premier, dernier)})`;
}

/** True for the open parcours (alias o) whose référent unique can no longer log in. */
export const SUIVI_PAR_UN_COMPTE_DESACTIVE = sql`(${EN_PARCOURS} and exists (
  select 1 from referents r join utilisateurs u on u.id = r.utilisateur_id where r.plie_id = o.plie_id and r.orientation_id = o.id and r.date_fin is null and not u.actif))`;

/** True for the orientations (alias o) that wait for that, on that day. */
export function conditionAttente(attente: Attente, jour: DateCivile): Sql {
  switch (attente) {
    case 'contact':
      return sql`o.etat = 'PRESCRITE'`;
    case 'contact-tardif':
      return sql`(o.etat = 'PRESCRITE' and ${ATTEND_DEPUIS} < ${ajouterJours(jour, -JOURS_AVANT_RETARD_CONTACT)})`;
    case 'decision':
      return sql`o.etat in ('ACCUEILLIE', 'EN_DIAGNOSTIC')`;
    case 'entretien':
      return sql`(${EN_PARCOURS} and ${sansEntretien(moisDe(jour))})`;
    case 'pni-a-demander':
      return sql`(${EN_PARCOURS} and not exists (select 1 from pni n where n.plie_id = o.plie_id and n.orientation_id = o.id))`;
    case 'pni-a-poser':
      return sql`(${EN_PARCOURS} and ${pni(sql`(n.date_debut is null or n.date_debut > ${jour})`)})`;
    case 'pni-fin-30':
    case 'pni-fin-60':
    case 'pni-fin-90': {
      const { depuis, seuil } = TRANCHES_AVERTISSEMENT.find((t) => attente === `pni-fin-${t.seuil}`)!;
      return sql`(${EN_PARCOURS} and ${pni(sql`n.date_debut <= ${jour} and n.date_fin between ${ajouterJours(jour, depuis)} and ${ajouterJours(jour, seuil)}`)})`;
    }
    case 'pni-a-lever':
      return sql`(${EN_PARCOURS} and ${pni(sql`n.date_debut <= ${jour} and n.date_fin >= ${jour} and ${iaeDepuis(jour)} is not null`)})`;
    case 'pni-echu':
      return sql`(${EN_PARCOURS} and ${pni(sql`n.date_fin < ${jour}`)})`;
    case 'sans-referent':
      return sql`(${EN_PARCOURS} and not exists (select 1 from referents r where r.plie_id = o.plie_id and r.orientation_id = o.id and r.date_fin is null))`;
  }
}
