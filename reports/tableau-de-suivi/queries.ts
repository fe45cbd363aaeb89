/** The SQL of the monthly table. Every fact is as of the last day of the month; what is dated after it comes as null. */
import { brut, chercherLigne, lignes, sql, vide, type Sql } from '../../server/lib/db/sql';
import type { Base } from '../../server/lib/db';
import type { DateCivile } from '../../server/lib/dates';
import type { Acteur } from '../../server/acces/acteur';
import { perimetreOrientations, perimetrePlies } from '../../server/acces/perimetre';
import type { Faits, Periode } from './situation';

type Executant = Pick<Base, 'raw'>;

export interface PlieDuTableau {
  id: number;
  code: string;
  nom: string;
  /** Its reference agency. */
  agence_nom: string | null;
  agence_code: string | null;
}

/** What the table may carry of a person and of an orientation: nothing else is read. */
export interface LigneLue extends Omit<Faits, 'absence_du_mois' | 'etape_du_mois'> {
  orientation_id: number; personne_id: number;
  nom: string; prenom: string; date_naissance: DateCivile; identifiant_pe: string | null; identifiant_caf: string | null;
  adresse: string | null; code_postal: string | null; commune: string | null; telephone: string | null; courriel: string | null;
  agence_nom: string | null; agent_nom: string | null; agent_prenom: string | null;
  date_prescription: DateCivile; motif_refus: string | null; nature_sortie: string | null; motif_sortie: string | null;
  /** The référent unique of the last day, or the last one before it. */
  referent_id: number | null;
}

/** An accompagnateur, as Pôle emploi may reach them. */
export interface Accompagnateur { id: number; nom: string; prenom: string; telephone: string | null; courriel: string }

interface FaitDePersonne { orientation_id: number; personne_id: number; identifiant_pe: string | null; nom: string; prenom: string }
export interface EtapeDuMois extends FaitDePersonne { type: string; libelle: string; date_debut: DateCivile; date_fin: DateCivile | null }
export interface AbsenceDuMois extends FaitDePersonne { date_convocation: DateCivile; excuse: boolean }

/** The PLIE asked for, by id or by code; null out of the actor's scope. */
export function chercherPlie(base: Executant, acteur: Acteur, plie: { id: number } | { code: string }): Promise<PlieDuTableau | null> {
  return chercherLigne<PlieDuTableau>(base, sql`
    select p.id, p.code, p.nom, a.nom as agence_nom, a.code as agence_code
    from organisations p
    left join plie_agences pa on pa.plie_id = p.id and pa.reference
    left join organisations a on a.id = pa.agence_id
    where p.type = 'PLIE' and ${'id' in plie ? sql`p.id = ${plie.id}` : sql`p.code = ${plie.code}`} and ${perimetrePlies(acteur, 'p.id')}`);
}

/** These orientations, where others are of no use; null for all. */
export type Seulement = readonly number[] | null;

/**
 * The orientations of the table, as a condition on `o`: in course at the end of the month, or ended in it. Those that
 * Pôle emploi did not prescribe appear once they are integrated (convention PLIE art. 3-4 a).
 */
export const retenues = (acteur: Acteur, plieId: number, { debut, fin }: Periode, seulement: Seulement = null): Sql => sql`
  ${seulement ? sql`o.id = any(${seulement}) and` : vide} o.plie_id = ${plieId} and o.date_fin >= ${debut} and o.date_prescription <= ${fin}
  and (o.prescripteur = 'POLE_EMPLOI' or o.date_integration <= ${fin}) and ${perimetreOrientations(acteur, 'o')}`;

/** In the order of names, the same in every sheet. */
const ORDRE = brut('p.nom_norm, p.prenom_norm, p.id, o.date_prescription, o.id');

export function listerLignes(base: Executant, acteur: Acteur, plieId: number, periode: Periode, seulement: Seulement = null): Promise<LigneLue[]> {
  const { fin } = periode;
  /** The column, unless its fact (itself, or the date given) comes after the month. */
  const connu = (colonne: string, date = colonne): Sql => sql`case when ${brut(date)} <= ${fin} then ${brut(colonne)} end as ${brut(colonne.split('.')[1]!)}`;
  return lignes<LigneLue>(base, sql`
    select o.id as orientation_id, o.personne_id,
           p.nom, p.prenom, p.date_naissance, p.identifiant_pe, p.identifiant_caf, p.adresse, p.code_postal, p.commune, p.telephone,
           case when p.consentement_courriel then p.courriel end as courriel,
           a.nom as agence_nom, o.agent_nom, o.agent_prenom, o.prescripteur, o.date_prescription,
           ${connu('o.date_contact')}, ${connu('o.date_diagnostic')}, ${connu('o.date_refus')}, ${connu('o.motif_refus', 'o.date_refus')},
           ${connu('o.date_integration')}, ${connu('o.date_sortie')}, ${connu('o.nature_sortie', 'o.date_sortie')}, ${connu('o.motif_sortie', 'o.date_sortie')},
           ((o.date_contact is null or o.date_contact > ${fin}) and exists (
             select 1 from absences ab where ab.plie_id = o.plie_id and ab.orientation_id = o.id and ab.premier_contact and ab.date_convocation <= ${fin}
           )) as absent_au_premier_contact,
           n.date_debut as pni_debut, n.date_fin as pni_fin,
           case when n.date_cloture <= ${fin} then n.date_cloture end as pni_cloture,
           case when n.date_cloture <= ${fin} then n.motif_cloture end as pni_motif_cloture,
           (select r.utilisateur_id from referents r
            where r.plie_id = o.plie_id and r.orientation_id = o.id and r.date_debut <= ${fin} order by r.date_debut desc, r.id desc limit 1) as referent_id
    from orientations o
    join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id and p.efface_le is null
    left join organisations a on a.id = o.agence_id
    left join lateral (
      select pni.date_debut, pni.date_fin, pni.date_cloture, pni.motif_cloture from pni
      where pni.plie_id = o.plie_id and pni.orientation_id = o.id and pni.date_debut <= ${fin} order by pni.date_debut desc limit 1
    ) n on true
    where ${retenues(acteur, plieId, periode, seulement)}
    order by ${ORDRE}`);
}

/** Apart from the rows: a few dozen agents, who would otherwise be looked up and sent again for each of thousands. */
export function listerAccompagnateurs(base: Executant, ids: readonly number[]): Promise<Accompagnateur[]> {
  return lignes<Accompagnateur>(base, sql`select id, nom, prenom, telephone, courriel from utilisateurs where id = any(${ids})`);
}

/** Étapes that began, ended or ran in the month; an end to come is not known yet. */
export function listerEtapes(base: Executant, acteur: Acteur, plieId: number, periode: Periode, seulement: Seulement = null): Promise<EtapeDuMois[]> {
  const { debut, fin } = periode;
  return lignes<EtapeDuMois>(base, sql`
    select o.id as orientation_id, o.personne_id, p.identifiant_pe, p.nom, p.prenom, e.type, c.libelle, e.date_debut, case when e.date_fin <= ${fin} then e.date_fin end as date_fin
    from orientations o
    join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id and p.efface_le is null
    join etapes e on e.plie_id = o.plie_id and e.orientation_id = o.id
    join codes c on c.liste = e.liste_type and c.code = e.type
    where ${retenues(acteur, plieId, periode, seulement)} and e.date_debut <= ${fin} and (e.date_fin is null or e.date_fin >= ${debut})
    order by ${ORDRE}, e.date_debut, e.id`);
}

export function listerAbsences(base: Executant, acteur: Acteur, plieId: number, periode: Periode, seulement: Seulement = null): Promise<AbsenceDuMois[]> {
  return lignes<AbsenceDuMois>(base, sql`
    select o.id as orientation_id, o.personne_id, p.identifiant_pe, p.nom, p.prenom, ab.date_convocation, ab.excuse
    from orientations o
    join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id and p.efface_le is null
    join absences ab on ab.plie_id = o.plie_id and ab.orientation_id = o.id
    where ${retenues(acteur, plieId, periode, seulement)} and ab.date_convocation between ${periode.debut} and ${periode.fin}
    order by ${ORDRE}, ab.date_convocation, ab.id`);
}
