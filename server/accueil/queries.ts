/** What the home page counts. One statement for what waits, one for the facts of the month and of the year, by role. */
import type { Contexte } from '../acces/acteur';
import { perimetreConventions, perimetreJournal, perimetreOrientations, perimetrePlies, perimetreReglages } from '../acces/perimetre';
import { type DateCivile, dernierJourDuMois, moisDe, premierJourAnnee, premierJourDuMois, ajouterJours, anneeDe } from '../lib/dates';
import { brut, chercherLigne, joindre, lignes, sql, vide, type Sql } from '../lib/db/sql';
import { conditionAttente, SUIVI_PAR_UN_COMPTE_DESACTIVE } from '../orientations/queries-attentes';
import { ATTENTES, type Attente } from '../orientations/rules-attentes';

/** Days before the end of a convention at which it is announced. */
const JOURS_FIN_CONVENTION = 90;

/** True for the parcours (alias o) of which this account is the référent unique today. */
const dansMonPortefeuille = (utilisateurId: number | null): Sql =>
  sql`exists (select 1 from referents rm where rm.plie_id = o.plie_id and rm.orientation_id = o.id and rm.utilisateur_id = ${utilisateurId} and rm.date_fin is null)`;

/** True for the orientations (alias o) of which this account filled in the fiche de liaison. */
const prescritesParMoi = (utilisateurId: number | null): Sql => sql`o.prescripteur_id = ${utilisateurId}`;

/** `attribuees`: before the integration, those that the actor is to receive. */
export type Comptes = Record<Attente, number> & { portefeuille: number; attribuees: number; total: number };

/** Whose orientations are counted: all within scope, those of my portfolio, or those that I prescribed. */
export type Lesquelles = 'TOUTES' | 'PORTEFEUILLE' | 'PRESCRITES';

/**
 * How many open orientations within scope wait for each thing. Of a portfolio, what concerns a parcours is counted among
 * the actor's own only; what precedes the integration has no référent yet and is counted for all.
 */
export async function compterAttentes({ base, acteur, jour }: Contexte, lesquelles: Lesquelles): Promise<Comptes> {
  const mien = { TOUTES: sql`true`, PORTEFEUILLE: sql`(o.date_integration is null or ${dansMonPortefeuille(acteur.utilisateurId)})`, PRESCRITES: prescritesParMoi(acteur.utilisateurId) }[lesquelles];
  const comptes = joindre(ATTENTES.map(({ code }) => sql`count(*) filter (where ${conditionAttente(code, jour)}) as ${brut(`"${code}"`)}`));
  return (await chercherLigne<Comptes>(base, sql`
    select ${comptes}, count(*) filter (where o.etat = 'EN_PARCOURS') as portefeuille,
      count(*) filter (where o.date_integration is null and o.attribuee_a = ${acteur.utilisateurId}) as attribuees, count(*) as total
    from orientations o
    where ${perimetreOrientations(acteur)} and o.date_fin = 'infinity' and ${mien}`))!;
}

export interface Faits {
  mois_orientations: number; mois_integrations: number; mois_refus: number; mois_sorties: number; mois_entretiens: number;
  annee_orientations: number; annee_integrations: number; annee_refus: number; annee_sorties: number; annee_positives: number;
  /** Orientations of any time: zero means that nothing was recorded yet. */
  total: number;
}

/** The facts of the present month and year; of a portfolio, past and present. */
export async function compterFaits({ base, acteur, jour }: Contexte, lesquelles: Lesquelles): Promise<Faits> {
  const [debutMois, finMois] = [premierJourDuMois(moisDe(jour)), dernierJourDuMois(moisDe(jour))];
  const debutAnnee = premierJourAnnee(anneeDe(jour));
  const compter = (nom: string, colonne: string, depuis: string, condition: Sql = vide) =>
    sql`count(*) filter (where o.${brut(colonne)} between ${depuis} and ${finMois} ${condition}) as ${brut(nom)}`;
  const mien = {
    TOUTES: sql`true`,
    PORTEFEUILLE: sql`exists (select 1 from referents rm where rm.plie_id = o.plie_id and rm.orientation_id = o.id and rm.utilisateur_id = ${acteur.utilisateurId})`,
    PRESCRITES: prescritesParMoi(acteur.utilisateurId),
  }[lesquelles];
  const perimetre = sql`${perimetreOrientations(acteur)} and ${mien}`;
  return (await chercherLigne<Faits>(base, sql`
    select ${compter('mois_orientations', 'date_prescription', debutMois)}, ${compter('mois_integrations', 'date_integration', debutMois)},
      ${compter('mois_refus', 'date_refus', debutMois)}, ${compter('mois_sorties', 'date_sortie', debutMois)},
      ${compter('annee_orientations', 'date_prescription', debutAnnee)}, ${compter('annee_integrations', 'date_integration', debutAnnee)},
      ${compter('annee_refus', 'date_refus', debutAnnee)}, ${compter('annee_sorties', 'date_sortie', debutAnnee)},
      ${compter('annee_positives', 'date_sortie', debutAnnee, sql`and o.nature_sortie in ('POSITIVE_EMPLOI', 'POSITIVE_FORMATION')`)},
      count(*) as total,
      (select count(*) from entretiens t join orientations o on o.plie_id = t.plie_id and o.id = t.orientation_id
        where t.date_entretien between ${debutMois} and ${finMois} and ${perimetre}) as mois_entretiens
    from orientations o where ${perimetre}`))!;
}

/** What the PLIE did with an orientation, and when. */
export interface Nouvelle { personne_id: number; orientation_id: number; nom: string; prenom: string; date: DateCivile; fait: 'CONTACT' | 'ABSENCE' | 'INTEGRATION' | 'REFUS' | 'SORTIE'; code: string | null }

/** What became of the orientations that the actor prescribed, since that day, newest first. */
export function listerNouvelles({ base, acteur }: Contexte, depuis: DateCivile, combien: number): Promise<Nouvelle[]> {
  return lignes<Nouvelle>(base, sql`
    select o.personne_id, o.id as orientation_id, p.nom, p.prenom, f.date, f.fait, f.code
    from orientations o
    join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
    cross join lateral (
      values (o.date_contact, 'CONTACT', null), (o.date_integration, 'INTEGRATION', null), (o.date_refus, 'REFUS', o.motif_refus), (o.date_sortie, 'SORTIE', o.motif_sortie)
      union all select a.date_convocation, 'ABSENCE', null from absences a where a.plie_id = o.plie_id and a.orientation_id = o.id and a.premier_contact
    ) as f (date, fait, code)
    where ${perimetreOrientations(acteur)} and ${prescritesParMoi(acteur.utilisateurId)} and f.date >= ${depuis}
    order by f.date desc, o.id desc limit ${brut(String(combien))}`);
}

export interface Cadre {
  /** The convention that covers today, null when none does. */
  convention_fin: string | null;
  accompagnateurs: number;
  /** Accompagnateurs who follow more than 65 persons. */
  surcharges: number;
  /** Persons in parcours whose référent's account is disabled. */
  sans_compte: number;
}

/** What frames the work of a PLIE: its convention today, its accompagnateurs and their load. `plafond`: persons in a portfolio. */
export async function lireCadre({ base, acteur, jour }: Contexte, plafond: number): Promise<Cadre> {
  return (await chercherLigne<Cadre>(base, sql`
    with portefeuilles as (
      select u.id, (select count(*) from referents r join orientations o on o.plie_id = r.plie_id and o.id = r.orientation_id
        where r.utilisateur_id = u.id and r.date_fin is null and o.etat = 'EN_PARCOURS') as personnes
      from utilisateurs u where u.organisation_id = ${acteur.organisation?.id ?? null} and u.role = 'ACCOMPAGNATEUR' and u.actif)
    select (select max(c.date_fin) from conventions c where ${perimetreConventions(acteur)} and ${jour} between c.date_debut and c.date_fin) as convention_fin,
      (select count(*) from portefeuilles) as accompagnateurs,
      (select count(*) from portefeuilles where personnes > ${plafond}) as surcharges,
      (select count(*) from orientations o where o.plie_id = ${acteur.organisation?.id ?? null} and ${SUIVI_PAR_UN_COMPTE_DESACTIVE}) as sans_compte`))!;
}

export interface PlieDeLaRegion { id: number; code: string; nom: string; departement: string; convention_fin: string | null; orientations: number; integrations: number; sorties: number }

/** The PLIEs of which this actor sees the aggregates, with their counts of a year. Never a person. */
export function listerPlies({ base, acteur, jour }: Contexte, annee: number): Promise<PlieDeLaRegion[]> {
  const [debut, fin] = [`${annee}-01-01`, `${annee}-12-31`];
  const compter = (colonne: string) => sql`(select count(*) from orientations o where o.plie_id = p.id and o.${brut(colonne)} between ${debut} and ${fin})`;
  return lignes<PlieDeLaRegion>(base, sql`
    select p.id, p.code, p.nom, d.code || ' – ' || d.nom as departement,
      (select max(c.date_fin) from conventions c where c.plie_id = p.id and ${jour} between c.date_debut and c.date_fin) as convention_fin,
      ${compter('date_prescription')} as orientations, ${compter('date_integration')} as integrations, ${compter('date_sortie')} as sorties
    from organisations p join departements d on d.code = p.departement_code
    where p.type = 'PLIE' and p.active and ${perimetrePlies(acteur, 'p.id')}
    order by d.code, p.nom collate francais`);
}

export interface Installation { plies: number; agences: number; comptes: number; sans_agence: number; sans_convention: number; conventions_bientot: number; sans_animation: number; a_inviter: number; invites: number }

/** What the set-up still lacks, over everything the administrator keeps. */
export async function compterInstallation({ base, acteur, jour }: Contexte): Promise<Installation> {
  const plies = (condition: Sql) => sql`(select count(*) from organisations p where p.type = 'PLIE' and p.active and ${condition})`;
  const convention = (jusqua: Sql) => sql`exists (select 1 from conventions c where c.plie_id = p.id and c.date_debut <= ${jour} and c.date_fin >= ${jusqua})`;
  const comptes = (condition: Sql) => sql`(select count(*) from utilisateurs u where ${condition})`;
  return (await chercherLigne<Installation>(base, sql`
    select ${plies(sql`true`)} as plies, (select count(*) from organisations p where p.type = 'AGENCE' and p.active) as agences, ${comptes(sql`u.actif`)} as comptes,
      ${plies(sql`not exists (select 1 from plie_agences pa where pa.plie_id = p.id)`)} as sans_agence,
      ${plies(sql`not ${convention(sql`${jour}`)}`)} as sans_convention,
      ${plies(sql`${convention(sql`${jour}`)} and not exists (select 1 from conventions c where c.plie_id = p.id and c.date_fin > ${ajouterJours(jour, JOURS_FIN_CONVENTION)})`)} as conventions_bientot,
      ${plies(sql`not exists (select 1 from utilisateurs u where u.organisation_id = p.id and u.actif and u.role = 'ANIMATION')`)} as sans_animation,
      ${comptes(sql`not u.actif and u.mot_de_passe is null and not exists (select 1 from liens_compte l where l.utilisateur_id = u.id)`)} as a_inviter,
      ${comptes(sql`u.actif and u.mot_de_passe is null`)} as invites
    where ${perimetreReglages(acteur)}`))!;
}

export interface Consultations { consultations: number; modifications: number; conventions: number }

/** Acts of the month on the data of the DPO's own organisation: counts only. */
export async function compterActes({ base, acteur, jour }: Contexte): Promise<Consultations> {
  const actes = sql`j.instant >= ${premierJourDuMois(moisDe(jour))}::date and ${perimetreJournal(acteur, 'j')}`;
  return (await chercherLigne<Consultations>(base, sql`
    select (select count(*) from journal_actes j where ${actes} and not exists (select 1 from journal_lignes l where l.acte_id = j.id)) as consultations,
      (select count(*) from journal_actes j where ${actes} and exists (select 1 from journal_lignes l where l.acte_id = j.id)) as modifications,
      (select count(*) from conventions c where ${perimetreConventions(acteur)} and ${jour} between c.date_debut and c.date_fin) as conventions`))!;
}
