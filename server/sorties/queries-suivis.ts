/** The lists of the follow-ups: those that are open, and the exits that a late proof could still make positive. */
import type { Contexte } from '../acces/acteur';
import { perimetreOrientations } from '../acces/perimetre';
import { anneeDe, dernierJourAnnee, dernierJourDuMois, premierJourAnnee, premierJourDuMois, type DateCivile, type Mois } from '../lib/dates';
import { chercherLigne, lignes, sql, type Sql } from '../lib/db/sql';
import type { MotifSortie, NatureSortie, Situation } from './regle';
import type { Contact } from './rules';

interface Suivie { orientation_id: number; personne_id: number; nom: string; prenom: string; accompagnateur: string | null }
export type SuiviOuvert = Situation & Suivie & { id: number; contacts: Contact[] };
/** An exit whose contract or training has no proof; `situation` null when none was recorded. */
export interface SortieSansPreuve extends Suivie { date_sortie: DateCivile; motif_sortie: MotifSortie; nature_sortie: NatureSortie; situation: Situation | null }

const FAITS = sql`s.nature, s.date_debut, s.date_perte, s.contrat, s.date_fin_prevue, s.mi_temps, s.titre, s.rncp, s.date_validation, s.preuve, s.date_preuve`;
const SUIVIE = sql`o.id as orientation_id, o.personne_id, p.nom, p.prenom, u.prenom || ' ' || upper(u.nom) as accompagnateur`;
const ORDRE_DES_NOMS = sql`p.nom_norm, p.prenom_norm, o.id`;

/** The référent of today, or the last one of a parcours that has ended. */
const REFERENT = sql`
  left join lateral (select utilisateur_id from referents where plie_id = o.plie_id and orientation_id = o.id order by date_debut desc, id desc limit 1) r on true
  left join utilisateurs u on u.id = r.utilisateur_id`;
const suiviesPar = (accompagnateur: number | null): Sql => (accompagnateur === null ? sql`true` : sql`r.utilisateur_id = ${accompagnateur}`);

/** The follow-ups open in the parcours of the actor's scope, the oldest first; `accompagnateur`: those of one référent only. */
export const listerSuivisOuverts = ({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, accompagnateur: number | null): Promise<SuiviOuvert[]> =>
  lignes<SuiviOuvert>(base, sql`
    select s.id, ${FAITS}, ${SUIVIE},
      (select coalesce(jsonb_agg(jsonb_build_object('mois', k.mois, 'date_contact', k.date_contact, 'en_poste', k.en_poste) order by k.mois), '[]')
       from suivi_contacts k where k.plie_id = s.plie_id and k.suivi_id = s.id) as contacts
    from suivis_emploi s
    join orientations o on o.plie_id = s.plie_id and o.id = s.orientation_id
    join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
    ${REFERENT}
    where ${perimetreOrientations(acteur)} and o.etat = 'EN_PARCOURS' and s.date_perte is null and ${suiviesPar(accompagnateur)}
    order by s.date_debut, ${ORDRE_DES_NOMS}`);

/** An exit `o` (and what is known of it, `e`) into employment or training, not positive for want of a proof that somebody could still see: of an erased person, nobody can. */
const SANS_PREUVE = sql`o.etat = 'SORTIE' and o.motif_sortie in ('EMPLOI', 'CUI_PEC', 'CREATION_ENTREPRISE', 'FORMATION') and o.nature_sortie not in ('POSITIVE_EMPLOI', 'POSITIVE_FORMATION')
      and not exists (select 1 from suivis_emploi s where s.plie_id = e.plie_id and s.id = e.suivi_id and s.preuve is not null)
      and not exists (select 1 from personnes x where x.plie_id = o.plie_id and x.id = o.personne_id and x.efface_le is not null)`;

/** Those dated within those days, the oldest first. */
async function listerSansPreuve({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, depuis: DateCivile, jusquA: DateCivile, lesquelles: Sql): Promise<SortieSansPreuve[]> {
  return lignes<SortieSansPreuve>(base, sql`
    select ${SUIVIE}, o.date_sortie, o.motif_sortie, o.nature_sortie,
      (select to_jsonb(x) from (select ${FAITS} from suivis_emploi s where s.plie_id = e.plie_id and s.id = e.suivi_id) x) as situation
    from orientations o
    join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
    left join sorties e on e.plie_id = o.plie_id and e.orientation_id = o.id
    ${REFERENT}
    where ${perimetreOrientations(acteur)} and ${SANS_PREUVE} and o.date_sortie between ${depuis} and ${jusquA} and ${lesquelles}
    order by o.date_sortie, ${ORDRE_DES_NOMS}`);
}

/** Those of this year and of the last one. */
export const listerSortiesSansPreuve = (contexte: Pick<Contexte, 'base' | 'acteur' | 'jour'>, accompagnateur: number | null): Promise<SortieSansPreuve[]> =>
  listerSansPreuve(contexte, premierJourAnnee(anneeDe(contexte.jour) - 1), contexte.jour, suiviesPar(accompagnateur));

/** Those of a PLIE in a month. */
export const listerSortiesSansPreuveDuMois = (contexte: Pick<Contexte, 'base' | 'acteur'>, plieId: number, mois: Mois): Promise<SortieSansPreuve[]> =>
  listerSansPreuve(contexte, premierJourDuMois(mois), dernierJourDuMois(mois), sql`o.plie_id = ${plieId}`);

/** How many of a PLIE in a year. */
export async function compterSortiesSansPreuve({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, plieId: number, annee: number): Promise<number> {
  return (await chercherLigne<{ n: number }>(base, sql`
    select count(*) as n from orientations o left join sorties e on e.plie_id = o.plie_id and e.orientation_id = o.id
    where o.plie_id = ${plieId} and ${perimetreOrientations(acteur)} and ${SANS_PREUVE} and o.date_sortie between ${premierJourAnnee(annee)} and ${dernierJourAnnee(annee)}`))!.n;
}
