/** All the SQL of the commissions: sessions, persons presented, proofs seen. */
import type { Contexte } from '../acces/acteur';
import { perimetreCommissions, perimetreOrientations } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import type { DateCivile } from '../lib/dates';
import { chercherLigne, executer, joindre, lignes, sql, type Sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { Conflit, Introuvable } from '../lib/erreurs';
import type { EtatEnregistre } from '../orientations/rules';
import { ETATS_PRESENTABLES, type Decision, type FaitsDuDossier, type Justificatif } from './rules';

type Lecture = Pick<Contexte, 'base' | 'acteur'>;

export interface Commission {
  id: number;
  plie_id: number;
  plie: string;
  date_seance: DateCivile;
  lieu: string;
  membres: CodeDe<'FONCTIONS_COMMISSION'>[];
  date_cloture: DateCivile | null;
  version: number;
}
export interface CommissionComptee extends Commission { presentes: number; integrer: number; refuser: number; ajourner: number; informees: number }

const COMMISSION = sql`c.id, c.plie_id, pl.nom as plie, c.date_seance, c.lieu, c.membres, c.date_cloture, c.version`;

/** The sessions of the PLIE, the ones to come first, with what was decided at each. */
export function listerCommissions({ base, acteur }: Lecture, limite: number): Promise<CommissionComptee[]> {
  return lignes<CommissionComptee>(base, sql`
    select ${COMMISSION}, count(d.id) as presentes, count(*) filter (where d.decision = 'INTEGRER') as integrer, count(*) filter (where d.decision = 'REFUSER') as refuser,
      count(*) filter (where d.decision = 'AJOURNER') as ajourner, count(d.date_information) as informees
    from commissions c join organisations pl on pl.id = c.plie_id
    left join commission_dossiers d on d.plie_id = c.plie_id and d.commission_id = c.id
    where ${perimetreCommissions(acteur, 'c')}
    group by c.plie_id, c.id, pl.nom
    order by (c.date_cloture is null) desc, case when c.date_cloture is null then c.date_seance end, c.date_seance desc, c.id desc
    limit ${limite}`);
}

export type CommissionADecider = Pick<Commission, 'id' | 'date_seance' | 'lieu'> & { attendues: number };

/** The sessions held before that day of which some decisions are not entered, the oldest first. */
export function listerCommissionsADecider({ base, acteur }: Lecture, jour: DateCivile): Promise<CommissionADecider[]> {
  return lignes<CommissionADecider>(base, sql`
    select c.id, c.date_seance, c.lieu, count(*) as attendues
    from commissions c
    join commission_dossiers d on d.plie_id = c.plie_id and d.commission_id = c.id
    join orientations o on o.plie_id = d.plie_id and o.id = d.orientation_id
    where ${perimetreCommissions(acteur, 'c')} and c.date_cloture is null and c.date_seance < ${jour} and d.decision is null and o.etat in (${joindre(ETATS_PRESENTABLES)})
    group by c.plie_id, c.id
    order by c.date_seance, c.id`);
}

export async function lireCommission({ base, acteur }: Lecture, id: number): Promise<Commission> {
  const ligne = await chercherLigne<Commission>(base, sql`select ${COMMISSION} from commissions c join organisations pl on pl.id = c.plie_id where ${perimetreCommissions(acteur, 'c')} and c.id = ${id}`);
  if (!ligne) throw new Introuvable();
  return ligne;
}

/** The same, held until the end of the transaction. `version` null: what is done does not depend on what the form showed. */
export async function verrouillerCommission(trx: Transaction, acteur: Contexte['acteur'], id: number, version: number | null): Promise<Commission> {
  const ligne = await chercherLigne<Commission>(trx, sql`select ${COMMISSION} from commissions c join organisations pl on pl.id = c.plie_id where ${perimetreCommissions(acteur, 'c')} and c.id = ${id} for update of c`);
  if (!ligne) throw new Introuvable();
  if (version !== null && ligne.version !== version) throw new Conflit("Quelqu'un d'autre a modifié cette séance depuis que vous l'avez ouverte : rien n'a été enregistré.");
  return ligne;
}

/** Open sessions of the same PLIE held after this one: where a person may be adjourned to. */
export function listerSuivantes({ base, acteur }: Lecture, c: Pick<Commission, 'plie_id' | 'id' | 'date_seance'>): Promise<Pick<Commission, 'id' | 'date_seance' | 'lieu'>[]> {
  return lignes(base, sql`
    select c.id, c.date_seance, c.lieu from commissions c
    where ${perimetreCommissions(acteur, 'c')} and c.plie_id = ${c.plie_id} and c.id <> ${c.id} and c.date_cloture is null and c.date_seance > ${c.date_seance}
    order by c.date_seance, c.id`);
}

type ChampsCommission = Pick<Commission, 'date_seance' | 'lieu' | 'membres'>;

export async function ajouterCommission(trx: Transaction, plieId: number, champs: ChampsCommission): Promise<number> {
  const [ligne] = await trx('commissions').insert({ plie_id: plieId, ...champs }).returning<{ id: number }[]>('id');
  return ligne!.id;
}

export async function modifierCommission(trx: Transaction, { plie_id, id }: Pick<Commission, 'plie_id' | 'id'>, champs: Partial<ChampsCommission & Pick<Commission, 'date_cloture'>>): Promise<void> {
  await trx('commissions').where({ plie_id, id }).update(champs);
}

export async function supprimerCommission(trx: Transaction, { plie_id, id }: Pick<Commission, 'plie_id' | 'id'>): Promise<void> {
  await executer(trx, sql`delete from commissions where plie_id = ${plie_id} and id = ${id}`);
}

// ---- The integration file of an orientation ----

/** An orientation that is, or may be, presented: who, from whom, and what its file holds. */
export interface Dossier extends FaitsDuDossier {
  orientation_id: number;
  plie_id: number;
  personne_id: number;
  nom: string;
  prenom: string;
  date_naissance: DateCivile;
  etat: EtatEnregistre;
  version: number;
  prescripteur: CodeDe<'PRESCRIPTEURS'>;
  date_prescription: DateCivile;
  date_refus: DateCivile | null;
  motif_refus: CodeDe<'MOTIFS_REFUS'> | null;
  referent: string | null;
  /** The open session from which a decision is awaited. */
  attendue_id: number | null;
  attendue_le: DateCivile | null;
}

const DOSSIER: Sql = sql`o.id as orientation_id, o.plie_id, o.personne_id, p.nom, p.prenom, p.date_naissance, o.etat, o.version, o.prescripteur, o.date_prescription,
  o.date_contact, o.date_diagnostic, o.date_decision, o.date_integration, o.date_refus, o.motif_refus, p.identifiant_pe, p.minimum_social, p.rqth, g.nom as agence,
  (select coalesce(jsonb_agg(jsonb_build_object('type', j.type, 'date_vue', j.date_vue)), '[]') from justificatifs j where j.plie_id = o.plie_id and j.orientation_id = o.id) as justificatifs,
  (select min(coalesce(n.date_demande, n.date_debut)) from pni n where n.plie_id = o.plie_id and n.orientation_id = o.id) as date_pni,
  (select u.prenom || ' ' || upper(u.nom) from referents r join utilisateurs u on u.id = r.utilisateur_id where r.plie_id = o.plie_id and r.orientation_id = o.id order by r.date_debut desc limit 1) as referent,
  a.commission_id as attendue_id, s.date_seance as attendue_le`;
const SOURCES: Sql = sql`orientations o
  join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
  left join organisations g on g.id = o.agence_id
  left join commission_dossiers a on a.plie_id = o.plie_id and a.orientation_id = o.id and a.decision is null
  left join commissions s on s.plie_id = a.plie_id and s.id = a.commission_id`;

export async function lireDossier({ base, acteur }: Lecture, orientationId: number): Promise<Dossier> {
  const ligne = await chercherLigne<Dossier>(base, sql`select ${DOSSIER} from ${SOURCES} where ${perimetreOrientations(acteur, 'o')} and o.id = ${orientationId}`);
  if (!ligne) throw new Introuvable();
  return ligne;
}

/**
 * Who may still be put on the list of a session: received by its day, not decided, awaited nowhere, and not there already
 * (through another orientation of the same person either).
 */
export function listerCandidats({ base, acteur }: Lecture, c: Pick<Commission, 'plie_id' | 'id' | 'date_seance'>): Promise<Dossier[]> {
  return lignes<Dossier>(base, sql`
    select distinct on (o.personne_id) ${DOSSIER} from ${SOURCES}
    where ${perimetreOrientations(acteur, 'o')} and o.plie_id = ${c.plie_id} and o.etat in (${joindre(ETATS_PRESENTABLES)})
      and o.date_contact <= ${c.date_seance} and o.date_decision is null and a.id is null
      and not exists (select 1 from commission_dossiers x join orientations ox on ox.plie_id = x.plie_id and ox.id = x.orientation_id
        where x.plie_id = ${c.plie_id} and x.commission_id = ${c.id} and ox.personne_id = o.personne_id)
    order by o.personne_id, o.date_contact, o.id`);
}

export interface DossierPresente extends Dossier {
  id: number;
  decision: Decision | null;
  motif_ajournement: CodeDe<'MOTIFS_AJOURNEMENT'> | null;
  suivante_id: number | null;
  suivante_le: DateCivile | null;
  date_information: DateCivile | null;
  adresse: string | null;
  code_postal: string | null;
  commune: string | null;
}

/** The persons of a session by name; those of the given dossiers only, when some are named. */
export function listerDossiers({ base, acteur }: Lecture, { plie_id, id }: Pick<Commission, 'plie_id' | 'id'>): Promise<DossierPresente[]> {
  return lignes<DossierPresente>(base, sql`
    select ${DOSSIER}, d.id, d.decision, d.motif_ajournement, d.suivante_id, cs.date_seance as suivante_le, d.date_information, p.adresse, p.code_postal, p.commune
    from commission_dossiers d join ${SOURCES} on true
    left join commissions cs on cs.plie_id = d.plie_id and cs.id = d.suivante_id
    where ${perimetreOrientations(acteur, 'o')} and d.plie_id = ${plie_id} and d.commission_id = ${id} and o.plie_id = d.plie_id and o.id = d.orientation_id
    order by p.nom_norm, p.prenom_norm, d.id`);
}

/** What is held of a person presented while their line is decided. */
export interface Ligne { id: number; orientation_id: number; decision: Decision | null; suivante_id: number | null; nom: string; prenom: string; etat: EtatEnregistre; version: number }

/** A line of the session and its orientation, held. Throws Introuvable when it is not of that session. */
export async function verrouillerLigne(trx: Transaction, { plie_id, id }: Pick<Commission, 'plie_id' | 'id'>, dossierId: number): Promise<Ligne> {
  const ligne = await chercherLigne<Ligne>(trx, sql`
    select d.id, d.orientation_id, d.decision, d.suivante_id, p.nom, p.prenom, o.etat, o.version
    from commission_dossiers d join orientations o on o.plie_id = d.plie_id and o.id = d.orientation_id
    join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
    where d.plie_id = ${plie_id} and d.commission_id = ${id} and d.id = ${dossierId} for update of d, o`);
  if (!ligne) throw new Introuvable();
  return ligne;
}

export async function inscrire(trx: Transaction, { plie_id, id }: Pick<Commission, 'plie_id' | 'id'>, orientations: readonly number[]): Promise<void> {
  await trx('commission_dossiers').insert(orientations.map((orientation_id) => ({ plie_id, commission_id: id, orientation_id })));
}

export async function desinscrire(trx: Transaction, { plie_id, id }: Pick<Commission, 'plie_id' | 'id'>, dossierId: number): Promise<void> {
  await executer(trx, sql`delete from commission_dossiers where plie_id = ${plie_id} and commission_id = ${id} and id = ${dossierId}`);
}

/** Takes off the next session the person whom an adjournment had put there, as long as nothing is decided. */
export async function desinscrireDeLaSuivante(trx: Transaction, plieId: number, suivanteId: number, orientationId: number): Promise<void> {
  await executer(trx, sql`delete from commission_dossiers where plie_id = ${plieId} and commission_id = ${suivanteId} and orientation_id = ${orientationId} and decision is null`);
}

export async function noterDecision(trx: Transaction, plieId: number, dossierId: number, d: Pick<DossierPresente, 'decision' | 'motif_ajournement' | 'suivante_id'>): Promise<void> {
  await executer(trx, sql`
    update commission_dossiers set decision = ${d.decision}, motif_ajournement = ${d.motif_ajournement}, suivante_id = ${d.suivante_id}, date_information = null
    where plie_id = ${plieId} and id = ${dossierId}`);
}

/** Number of persons noted: only those whose decision is known. */
export function noterInformation(trx: Transaction, { plie_id, id }: Pick<Commission, 'plie_id' | 'id'>, dossiers: readonly number[], date: DateCivile): Promise<number> {
  return executer(trx, sql`
    update commission_dossiers set date_information = ${date}
    where plie_id = ${plie_id} and commission_id = ${id} and decision is not null and id in (${joindre(dossiers)})`);
}

/** How many of the session still await a decision, and how many were presented. */
export async function compterDossiers(trx: Transaction, { plie_id, id }: Pick<Commission, 'plie_id' | 'id'>): Promise<{ attendus: number; tous: number }> {
  return (await chercherLigne<{ attendus: number; tous: number }>(trx, sql`
    select count(*) filter (where decision is null) as attendus, count(*) as tous from commission_dossiers where plie_id = ${plie_id} and commission_id = ${id}`))!;
}

// ---- Proofs seen ----

export async function ajouterJustificatifs(trx: Transaction, d: Pick<Dossier, 'plie_id' | 'orientation_id'>, types: readonly Justificatif[], date: DateCivile): Promise<void> {
  if (types.length) await trx('justificatifs').insert(types.map((type) => ({ plie_id: d.plie_id, orientation_id: d.orientation_id, type, date_vue: date })));
}

export async function retirerJustificatifs(trx: Transaction, d: Pick<Dossier, 'plie_id' | 'orientation_id'>, types: readonly Justificatif[]): Promise<void> {
  if (types.length) await executer(trx, sql`delete from justificatifs where plie_id = ${d.plie_id} and orientation_id = ${d.orientation_id} and type in (${joindre(types)})`);
}
