/** Orientations: reading one within scope, locking it for an act, and writing its facts. */
import type { Acteur, Contexte } from '../acces/acteur';
import { perimetreOrientations } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import { formaterDate, type DateCivile } from '../lib/dates';
import { chercherLigne, executer, lignes, sql, type Sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { Conflit, DonneesEffacees, Introuvable } from '../lib/erreurs';
import { etatAffiche, type DatesOrientation, type Etat, type EtatEnregistre, type FaitDuParcours } from './rules';

/** A row of `orientations`, with the name of its person and what its shown state depends on. */
export interface Orientation extends DatesOrientation {
  id: number;
  plie_id: number;
  personne_id: number;
  agence_id: number | null;
  prescripteur: CodeDe<'PRESCRIPTEURS'>;
  mode_orientation: CodeDe<'MODES_ORIENTATION'> | null;
  type_contact: CodeDe<'TYPES_CONTACT'> | null;
  motif_refus: CodeDe<'MOTIFS_REFUS'> | null;
  /** Health or social data: always null for Pôle emploi. */
  detail_refus: string | null;
  nature_sortie: CodeDe<'NATURES_SORTIE'> | null;
  motif_sortie: CodeDe<'MOTIFS_SORTIE'> | null;
  /** Who receives the person until the integration, which gives them a référent unique. */
  attribuee_a: number | null;
  etat: Etat;
  version: number;
  nom: string;
  prenom: string;
  derniere_absence_contact: DateCivile | null;
  suivi_ouvert: boolean;
}

type Ligne = Omit<Orientation, 'etat'> & { etat: EtatEnregistre; efface_le: DateCivile | null };

/** Is this actor of the PLIE itself? Only then health and social details, and working data, are read. */
export const estDuPlie = (acteur: Acteur): boolean => acteur.role === 'SYSTEME' || acteur.organisation?.type === 'PLIE';

const COLONNES = (acteur: Acteur): Sql => sql`o.id, o.plie_id, o.personne_id, o.agence_id, o.prescripteur, o.mode_orientation, o.date_prescription,
  o.date_contact, o.type_contact, o.date_diagnostic, o.date_refus, o.motif_refus, ${estDuPlie(acteur) ? sql`o.detail_refus` : sql`null`} as detail_refus,
  o.date_decision, o.date_integration, o.date_sortie, o.nature_sortie, o.motif_sortie, o.attribuee_a, o.etat, o.version, p.nom, p.prenom, p.efface_le,
  (select max(a.date_convocation) from absences a where a.plie_id = o.plie_id and a.orientation_id = o.id and a.premier_contact) as derniere_absence_contact,
  exists (select 1 from suivis_emploi s where s.plie_id = o.plie_id and s.orientation_id = o.id and s.date_perte is null) as suivi_ouvert`;

/** Throws DonneesEffacees of a person who is no more: nothing of theirs is read or written again. */
const versOrientation = ({ efface_le, ...l }: Ligne): Orientation => {
  if (efface_le) throw new DonneesEffacees(formaterDate(efface_le));
  return { ...l, etat: etatAffiche(l.etat, { absentAuPremierContact: l.derniere_absence_contact !== null, suiviOuvert: l.suivi_ouvert }) };
};

/** One orientation within scope. Throws Introuvable, or DonneesEffacees. */
export async function lireOrientation({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, id: number): Promise<Orientation> {
  const ligne = await chercherLigne<Ligne>(base, sql`
    select ${COLONNES(acteur)} from orientations o join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
    where ${perimetreOrientations(acteur, 'o')} and o.id = ${id}`);
  if (!ligne) throw new Introuvable();
  return versOrientation(ligne);
}

/**
 * The same, locked until the end of the transaction. Throws Introuvable out of scope, DonneesEffacees, Conflit when it changed since the
 * form was shown. `version` null: the caller adds a fact that does not depend on what the form showed.
 */
export async function verrouillerOrientation(trx: Transaction, acteur: Acteur, id: number, version: number | null): Promise<Orientation> {
  const ligne = await chercherLigne<Ligne>(trx, sql`
    select ${COLONNES(acteur)} from orientations o join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
    where ${perimetreOrientations(acteur, 'o')} and o.id = ${id} for update of o`);
  if (!ligne) throw new Introuvable();
  if (version !== null && ligne.version !== version) throw new Conflit();
  return versOrientation(ligne);
}

/** The columns that an act may write; the state follows by itself. */
export type ChampsOrientation = Partial<Pick<Orientation, 'agence_id' | 'prescripteur' | 'mode_orientation' | 'date_prescription' | 'date_contact' | 'type_contact' | 'date_diagnostic'
  | 'date_refus' | 'motif_refus' | 'detail_refus' | 'date_decision' | 'date_integration' | 'date_sortie' | 'nature_sortie' | 'motif_sortie' | 'attribuee_a'>>;

export async function modifierOrientation(trx: Transaction, { plie_id, id }: { plie_id: number; id: number }, champs: ChampsOrientation): Promise<void> {
  await trx('orientations').where({ plie_id, id }).update(champs);
}

/** What the fiche de liaison brings: the prescription, the agent, and the situation of that day. */
export interface FicheOrientation {
  plie_id: number;
  personne_id: number;
  agence_id: number | null;
  prescripteur: CodeDe<'PRESCRIPTEURS'>;
  mode_orientation: CodeDe<'MODES_ORIENTATION'> | null;
  date_prescription: DateCivile;
  agent_nom: string | null;
  agent_prenom: string | null;
  agent_fonction: string | null;
  agent_telephone: string | null;
  agent_courriel: string | null;
  prescripteur_id: number | null;
  minimum_social: CodeDe<'MINIMA_SOCIAUX'> | null;
  rqth: boolean | null;
  deld: boolean | null;
  freins: CodeDe<'FREINS'>[];
  date_information: DateCivile | null;
}

export async function ajouterOrientation(trx: Transaction, fiche: FicheOrientation): Promise<number> {
  const [ligne] = await trx('orientations').insert(fiche).returning<{ id: number }[]>('id');
  return ligne!.id;
}

export async function ajouterAbsencePremierContact(trx: Transaction, o: { plie_id: number; id: number }, date: DateCivile, excuse: boolean): Promise<void> {
  await trx('absences').insert({ plie_id: o.plie_id, orientation_id: o.id, date_convocation: date, excuse, premier_contact: true });
}

/** Settings of the convention that covers a day; null when none does. */
export interface Reglages { phase_diagnostic: boolean; mode_integration: CodeDe<'MODES_INTEGRATION'> }

export function chercherReglages(base: Pick<Contexte['base'], 'raw'>, plieId: number, date: DateCivile): Promise<Reglages | null> {
  return chercherLigne<Reglages>(base, sql`
    select phase_diagnostic, mode_integration from conventions
    where plie_id = ${plieId} and daterange(date_debut, date_fin, '[]') @> ${date}::date`);
}

export interface Choix { code: string; libelle: string }

/** Agencies a PLIE works with, the reference agency first. */
export function listerAgences(base: Pick<Contexte['base'], 'raw'>, plieId: number): Promise<Choix[]> {
  return lignes<Choix>(base, sql`
    select g.id::text as code, g.nom as libelle from plie_agences pa join organisations g on g.id = pa.agence_id
    where pa.plie_id = ${plieId} and g.active order by pa.reference desc, g.nom collate francais`);
}

/** PLIEs that work with an agency. */
export function listerPliesDeLAgence(base: Pick<Contexte['base'], 'raw'>, agenceId: number): Promise<Choix[]> {
  return lignes<Choix>(base, sql`
    select pl.id::text as code, pl.nom as libelle from plie_agences pa join organisations pl on pl.id = pa.plie_id
    where pa.agence_id = ${agenceId} and pl.active order by pl.nom collate francais`);
}

/** The open orientations of a person of that PLIE, an open parcours first. For the alert before a second one. */
export function listerOrientationsOuvertes(base: Pick<Contexte['base'], 'raw'>, plieId: number, personneId: number): Promise<Pick<Orientation, 'id' | 'date_prescription' | 'date_integration'>[]> {
  return lignes(base, sql`
    select id, date_prescription, date_integration from orientations
    where plie_id = ${plieId} and personne_id = ${personneId} and date_fin = 'infinity' order by date_integration nulls last, date_prescription desc`);
}

/** The agent as the fiche de liaison names them. */
export interface Agent { nom: string; prenom: string; fonction: string | null; telephone: string | null; courriel: string }

export function chercherAgent(base: Pick<Contexte['base'], 'raw'>, utilisateurId: number | null): Promise<Agent | null> {
  return chercherLigne<Agent>(base, sql`select nom, prenom, fonction, telephone, courriel from utilisateurs where id = ${utilisateurId}`);
}

/** Accompagnateurs (and the animation team) of a PLIE who may be a référent. */
export function listerAccompagnateurs(base: Pick<Contexte['base'], 'raw'>, plieId: number): Promise<Choix[]> {
  return lignes<Choix>(base, sql`
    select u.id::text as code, u.prenom || ' ' || upper(u.nom) as libelle from utilisateurs u
    where u.organisation_id = ${plieId} and u.actif and u.role in ('ACCOMPAGNATEUR', 'ANIMATION')
    order by u.role, u.nom collate francais, u.prenom collate francais`);
}

// ---- What an integration opens, and what undoing it closes ----

/** The référent unique, from the day of the integration. */
export async function ouvrirReferent(trx: Transaction, o: { plie_id: number; id: number }, utilisateurId: number, date: DateCivile): Promise<void> {
  await trx('referents').insert({ plie_id: o.plie_id, orientation_id: o.id, utilisateur_id: utilisateurId, date_debut: date });
}

export async function demanderPni(trx: Transaction, o: { plie_id: number; id: number; personne_id: number }, date: DateCivile): Promise<void> {
  await trx('pni').insert({ plie_id: o.plie_id, orientation_id: o.id, personne_id: o.personne_id, date_demande: date });
}

/** What only a parcours can hold, with its first day: a correction of the integration must respect it. */
export async function lireFaitsDuParcours(trx: Transaction, { plie_id, id }: { plie_id: number; id: number }): Promise<FaitDuParcours[]> {
  return lignes<FaitDuParcours>(trx, sql`
    select nom, min(date) as date from (
      select 'l''entretien' as nom, e.date_entretien as date from entretiens e where e.plie_id = ${plie_id} and e.orientation_id = ${id}
      union all select 'l''étape', e.date_debut from etapes e where e.plie_id = ${plie_id} and e.orientation_id = ${id}
      union all select 'le PNI', n.date_debut from pni n where n.plie_id = ${plie_id} and n.orientation_id = ${id} and n.date_debut is not null
      union all select 'le suivi dans l''emploi ou en formation', s.date_debut from suivis_emploi s where s.plie_id = ${plie_id} and s.orientation_id = ${id}
      union all select 'la demande à Pôle emploi', d.date_demande from demandes_pe d where d.plie_id = ${plie_id} and d.orientation_id = ${id}
      union all select 'la prolongation', l.date_decision from prolongations l where l.plie_id = ${plie_id} and l.orientation_id = ${id}
      union all select 'le changement de référent', r.date_debut from referents r join orientations o on o.plie_id = r.plie_id and o.id = r.orientation_id
        where r.plie_id = ${plie_id} and r.orientation_id = ${id} and r.date_debut > o.date_integration
    ) faits group by nom order by 2, 1`);
}

/** The integration moves: the référent and the PNI request that it opened move with it. */
export async function deplacerIntegration(trx: Transaction, { plie_id, id }: { plie_id: number; id: number }, avant: DateCivile, apres: DateCivile): Promise<void> {
  await executer(trx, sql`update referents set date_debut = ${apres} where plie_id = ${plie_id} and orientation_id = ${id} and date_debut = ${avant}`);
  await executer(trx, sql`update pni set date_demande = ${apres} where plie_id = ${plie_id} and orientation_id = ${id} and date_demande = ${avant} and date_debut is null`);
}

/** The integration never was: neither the référent nor the PNI request that it opened. Never called once a PNI is set. */
export async function annulerIntegration(trx: Transaction, { plie_id, id }: { plie_id: number; id: number }, date: DateCivile): Promise<void> {
  await executer(trx, sql`delete from referents where plie_id = ${plie_id} and orientation_id = ${id} and date_debut >= ${date}`);
  await executer(trx, sql`delete from pni where plie_id = ${plie_id} and orientation_id = ${id} and date_debut is null`);
}
