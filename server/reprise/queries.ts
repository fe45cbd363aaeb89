/** What a reprise looks up before it writes anything: what the PLIE already has, by batches of references. */
import type { Contexte } from '../acces/acteur';
import { perimetreOrientations, perimetrePersonnes } from '../acces/perimetre';
import type { DateCivile } from '../lib/dates';
import { brut, chercherLigne, lignes, sql } from '../lib/db/sql';
import type { OrientationReprise, PersonneReprise } from './rules';

export interface Plie { id: number; code: string; nom: string }

export async function chercherPlie(contexte: Contexte, code: string): Promise<Plie | null> {
  return chercherLigne<Plie>(contexte.base, sql`select id, code, nom from organisations where type = 'PLIE' and code = ${code}`);
}

export async function listerAgencesDuPlie(contexte: Contexte, plieId: number): Promise<{ id: number; code: string; libelle: string }[]> {
  return lignes(contexte.base, sql`select g.id, g.code, g.nom as libelle from plie_agences pa join organisations g on g.id = pa.agence_id where pa.plie_id = ${plieId} order by pa.reference desc, g.nom`);
}

/** Whether the PLIE holds anybody: an empty one needs no further look. */
export async function lireContenuDuPlie(contexte: Contexte, plieId: number): Promise<{ personnes: boolean; reprises: boolean }> {
  return (await chercherLigne<{ personnes: boolean; reprises: boolean }>(contexte.base, sql`
    select exists (select 1 from personnes p where p.plie_id = ${plieId} and ${perimetrePersonnes(contexte.acteur)}) as personnes,
           exists (select 1 from personnes p where p.plie_id = ${plieId} and p.reference_reprise is not null and ${perimetrePersonnes(contexte.acteur)})
             or exists (select 1 from fusions f where f.plie_id = ${plieId} and f.reference_reprise is not null) as reprises`))!;
}

/** `limitee`: on whom nothing may be written (RGPD art. 18). */
export type PersonneConnue = PersonneReprise & { id: number; limitee: boolean };
const estLimitee = (personne: 'p.id' | 'o.personne_id', plieId: number) => sql`exists (select 1 from personnes_limitees('MODIFIER') l where l.plie_id = ${plieId} and l.personne_id = ${brut(personne)})`;

/** The persons of these references; a reference that went with a merge is now that of the person kept. */
export async function listerPersonnesReprises(contexte: Contexte, plieId: number, references: string[]): Promise<PersonneConnue[]> {
  return lignes<PersonneConnue>(contexte.base, sql`
    with connues as (
      select id, reference_reprise as reference from personnes where plie_id = ${plieId} and reference_reprise = any(${references}::text[])
      union all
      select personne_id, reference_reprise from fusions where plie_id = ${plieId} and reference_reprise = any(${references}::text[])
    )
    select p.id, c.reference, p.nom, p.prenom, p.date_naissance, p.sexe, p.adresse, p.code_postal, p.commune, p.telephone,
           p.consentement_courriel, p.courriel, p.identifiant_pe, p.zone_pe, p.identifiant_caf, p.minimum_social, p.rqth, p.deld, p.freins, ${estLimitee('p.id', plieId)} as limitee
    from connues c join personnes p on p.plie_id = ${plieId} and p.id = c.id
    where ${perimetrePersonnes(contexte.acteur)}`);
}

/** Which of these identifiers the PLIE already knows, and under which reference. */
export async function listerIdentifiantsConnus(contexte: Contexte, plieId: number, identifiants: string[]): Promise<{ identifiant_pe: string; reference: string | null; id: number }[]> {
  return lignes(contexte.base, sql`
    select p.identifiant_pe, p.reference_reprise as reference, p.id from personnes p
    where p.plie_id = ${plieId} and p.identifiant_pe = any(${identifiants}::text[]) and ${perimetrePersonnes(contexte.acteur)}`);
}

/** The references of these rows whose names and birth date are those of somebody the PLIE has under another reference. */
export async function listerHomonymes(contexte: Contexte, plieId: number, personnes: { reference: string; nom: string; prenom: string; date_naissance: DateCivile }[]): Promise<string[]> {
  const trouves = await lignes<{ reference: string }>(contexte.base, sql`
    select distinct r.reference
    from json_to_recordset(${JSON.stringify(personnes)}::json) as r (reference text, nom text, prenom text, date_naissance date)
    join personnes p on p.plie_id = ${plieId} and p.nom_norm = normaliser(r.nom) and p.prenom_norm = normaliser(r.prenom) and p.date_naissance = r.date_naissance
    where p.reference_reprise is distinct from r.reference and ${perimetrePersonnes(contexte.acteur)}`);
  return trouves.map((t) => t.reference);
}

export interface ParcoursConnu { personne_id: number; reference: string | null; ouvert: boolean; pni: { debut: DateCivile; fin: DateCivile }[] }

/** The parcours still open and the PNI of these persons. */
export async function listerParcours(contexte: Contexte, plieId: number, personnes: number[]): Promise<ParcoursConnu[]> {
  return lignes<ParcoursConnu>(contexte.base, sql`
    select o.personne_id, o.reference_reprise as reference, o.date_integration is not null and o.date_sortie is null as ouvert,
           coalesce((select json_agg(json_build_object('debut', n.date_debut, 'fin', least(n.date_fin, n.date_cloture)))
                     from pni n where n.plie_id = o.plie_id and n.orientation_id = o.id and n.date_debut is not null), '[]'::json) as pni
    from orientations o
    where o.plie_id = ${plieId} and o.personne_id = any(${personnes}::bigint[]) and ${perimetreOrientations(contexte.acteur)}`);
}

export type OrientationConnue = Omit<OrientationReprise, 'sortie_origine' | 'sortie_regle' | 'sortie_explication' | 'date_absence'> & { id: number; limitee: boolean; premieres_absences: DateCivile[] };

export async function listerOrientationsReprises(contexte: Contexte, plieId: number, references: string[]): Promise<OrientationConnue[]> {
  return lignes<OrientationConnue>(contexte.base, sql`
    select o.id, ${estLimitee('o.personne_id', plieId)} as limitee, o.reference_reprise as reference, p.reference_reprise as reference_personne, o.agence_id, o.prescripteur, o.mode_orientation,
           o.date_prescription, o.date_contact, o.type_contact, o.date_diagnostic, o.date_refus, o.motif_refus, o.date_integration,
           o.date_sortie, o.nature_sortie, o.motif_sortie, n.date_debut as pni_debut, n.date_fin as pni_fin, r.courriel as accompagnateur,
           coalesce((select json_agg(a.date_convocation) from absences a where a.plie_id = o.plie_id and a.orientation_id = o.id and a.premier_contact), '[]'::json) as premieres_absences
    from orientations o
    join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
    left join lateral (select n.date_debut, n.date_fin from pni n where n.plie_id = o.plie_id and n.orientation_id = o.id and n.date_debut is not null order by n.date_debut limit 1) n on true
    left join lateral (select u.courriel from referents f join utilisateurs u on u.id = f.utilisateur_id where f.plie_id = o.plie_id and f.orientation_id = o.id order by f.date_debut, f.id limit 1) r on true
    where o.plie_id = ${plieId} and o.reference_reprise = any(${references}::text[]) and ${perimetreOrientations(contexte.acteur)}`);
}

export interface FaitConnu { orientation_id: number; date: DateCivile; type: string | null }

/** The étapes, entretiens or absences that these orientations already have. */
export async function listerFaitsConnus(contexte: Contexte, plieId: number, table: 'etapes' | 'entretiens' | 'absences', orientations: number[]): Promise<FaitConnu[]> {
  const colonnes = { etapes: sql`f.date_debut as date, f.type`, entretiens: sql`f.date_entretien as date, null as type`, absences: sql`f.date_convocation as date, null as type` }[table];
  const depuis = { etapes: sql`etapes f`, entretiens: sql`entretiens f`, absences: sql`absences f` }[table];
  return lignes<FaitConnu>(contexte.base, sql`
    select f.orientation_id, ${colonnes} from ${depuis} join orientations o on o.plie_id = f.plie_id and o.id = f.orientation_id
    where f.plie_id = ${plieId} and f.orientation_id = any(${orientations}::bigint[]) and ${perimetreOrientations(contexte.acteur)}`);
}

export interface SessionConnue { date_session: DateCivile; agence_id: number | null; rang: number; convoques: number; presents: number }

export async function listerSessionsConnues(contexte: Contexte, plieId: number): Promise<SessionConnue[]> {
  return lignes<SessionConnue>(contexte.base, sql`select date_session, agence_id, rang, convoques, presents from informations_collectives where plie_id = ${plieId}`);
}

/** Whose these addresses are: an accompagnateur is an account of the PLIE. */
export async function listerComptes(contexte: Contexte, courriels: string[]): Promise<{ courriel: string; organisation_id: number; role: string }[]> {
  return lignes(contexte.base, sql`select courriel, organisation_id, role from utilisateurs where courriel = any(${courriels}::text[])`);
}
