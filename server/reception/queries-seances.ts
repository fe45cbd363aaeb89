/** Sessions and convocations: read within scope, written inside an act. */
import type { Contexte } from '../acces/acteur';
import { perimetreSeances } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import type { DateCivile } from '../lib/dates';
import { chercherLigne, executer, lignes, sql, type Sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { Conflit, Introuvable } from '../lib/erreurs';
import { etatAffiche, type Etat, type EtatEnregistre } from '../orientations/rules';
import type { Heure } from './rules';

type Lecteur = Pick<Contexte, 'base' | 'acteur'>;

export interface Seance { id: number; plie_id: number; type: CodeDe<'TYPES_CONTACT'>; date_seance: DateCivile; heure: Heure; lieu: string; version: number }
export interface SeanceComptee extends Seance { convoques: number; presents: number; attendus: number }

const COLONNES = sql`s.id, s.plie_id, s.type, s.date_seance, to_char(s.heure, 'HH24:MI') as heure, s.lieu, s.version`;
/** A presence is still to be recorded as long as the person waits to be received. */
const ATTENDU = sql`c.presence is null and o.etat in ('PRESCRITE', 'ACCUEILLIE')`;

export async function lireSeance({ base, acteur }: Lecteur, id: number): Promise<Seance> {
  const seance = await chercherLigne<Seance>(base, sql`select ${COLONNES} from seances s where ${perimetreSeances(acteur)} and s.id = ${id}`);
  if (!seance) throw new Introuvable();
  return seance;
}

/** The same, locked. `version` null: what is added does not depend on what the form showed. */
export async function verrouillerSeance(trx: Transaction, acteur: Contexte['acteur'], id: number, version: number | null): Promise<Seance> {
  const seance = await chercherLigne<Seance>(trx, sql`select ${COLONNES} from seances s where ${perimetreSeances(acteur)} and s.id = ${id} for update of s`);
  if (!seance) throw new Introuvable();
  if (version !== null && seance.version !== version) throw new Conflit();
  return seance;
}

function compter({ base, acteur }: Lecteur, condition: Sql, ordre: Sql): Promise<SeanceComptee[]> {
  return lignes<SeanceComptee>(base, sql`
    select ${COLONNES}, count(c.id) as convoques, count(*) filter (where c.presence = 'PRESENT') as presents, count(*) filter (where ${ATTENDU}) as attendus
    from seances s left join convocations c on c.plie_id = s.plie_id and c.seance_id = s.id
    left join orientations o on o.plie_id = c.plie_id and o.id = c.orientation_id
    where ${perimetreSeances(acteur)} and ${condition}
    group by s.plie_id, s.id ${ordre}`);
}

/** Sessions between two days, both included, in the order of the days. */
export const listerSeances = (lecteur: Lecteur, du: DateCivile, au: DateCivile): Promise<SeanceComptee[]> =>
  compter(lecteur, sql`s.date_seance between ${du} and ${au}`, sql`order by s.date_seance, s.heure, s.id`);

export const listerSeancesAVenir = (lecteur: Lecteur, jour: DateCivile): Promise<SeanceComptee[]> =>
  compter(lecteur, sql`s.date_seance >= ${jour}`, sql`order by s.date_seance, s.heure, s.id`);

/** Held before today, with presences still to be recorded, the oldest first. */
export const listerSeancesSansFeuille = (lecteur: Lecteur, jour: DateCivile): Promise<SeanceComptee[]> =>
  compter(lecteur, sql`s.date_seance < ${jour}`, sql`having count(*) filter (where ${ATTENDU}) > 0 order by s.date_seance, s.heure, s.id`);

/** Held before today and recorded, the newest first. */
export const listerSeancesTenues = (lecteur: Lecteur, jour: DateCivile, combien: number): Promise<SeanceComptee[]> =>
  compter(lecteur, sql`s.date_seance < ${jour}`, sql`having count(*) filter (where ${ATTENDU}) = 0 order by s.date_seance desc, s.heure desc, s.id desc limit ${combien}`);

/** Where the PLIE last convened; null when it never did. */
export async function chercherDernierLieu(base: Pick<Contexte['base'], 'raw'>, plieId: number): Promise<string | null> {
  return (await chercherLigne<{ lieu: string | null }>(base, sql`
    select coalesce((select lieu from seances where plie_id = ${plieId} order by id desc limit 1), (select adresse from organisations where id = ${plieId})) as lieu`))?.lieu ?? null;
}

export async function ajouterSeance(trx: Transaction, plieId: number, { type, date_seance, heure, lieu }: Pick<Seance, 'type' | 'date_seance' | 'heure' | 'lieu'>): Promise<number> {
  const [ligne] = await trx('seances').insert({ plie_id: plieId, type, date_seance, heure, lieu }).returning<{ id: number }[]>('id');
  return ligne!.id;
}

export async function modifierSeance(trx: Transaction, { plie_id, id }: Pick<Seance, 'plie_id' | 'id'>, champs: Partial<Pick<Seance, 'date_seance' | 'heure' | 'lieu'>>): Promise<void> {
  await trx('seances').where({ plie_id, id }).update(champs);
}

export async function supprimerSeance(trx: Transaction, { plie_id, id }: Pick<Seance, 'plie_id' | 'id'>): Promise<void> {
  await executer(trx, sql`delete from convocations where plie_id = ${plie_id} and seance_id = ${id}`);
  await executer(trx, sql`delete from seances where plie_id = ${plie_id} and id = ${id}`);
}

// ---- Who is convened ----

export interface Convocation {
  id: number;
  plie_id: number;
  seance_id: number;
  orientation_id: number;
  personne_id: number;
  heure: Heure;
  presence: CodeDe<'PRESENCES'> | null;
  etat: Etat;
  nom: string;
  prenom: string;
  adresse: string | null;
  code_postal: string | null;
  commune: string | null;
  telephone: string | null;
  agence: string | null;
  accompagnateur: string | null;
}

async function listerConvocationsOu(base: Pick<Contexte['base'], 'raw'>, condition: Sql): Promise<Convocation[]> {
  const brutes = await lignes<Omit<Convocation, 'etat'> & { etat: EtatEnregistre; absente: boolean; suivi_ouvert: boolean }>(base, sql`
    select c.id, c.plie_id, c.seance_id, c.orientation_id, c.personne_id, to_char(c.heure, 'HH24:MI') as heure, c.presence, o.etat,
      p.nom, p.prenom, p.adresse, p.code_postal, p.commune, p.telephone, g.nom as agence, u.prenom || ' ' || upper(u.nom) as accompagnateur,
      exists (select 1 from absences a where a.plie_id = o.plie_id and a.orientation_id = o.id and a.premier_contact) as absente
    from convocations c
    join orientations o on o.plie_id = c.plie_id and o.id = c.orientation_id
    join personnes p on p.plie_id = c.plie_id and p.id = c.personne_id
    left join organisations g on g.id = o.agence_id
    left join utilisateurs u on u.id = o.attribuee_a
    where ${condition} order by c.heure, p.nom_norm, p.prenom_norm, c.id`);
  return brutes.map(({ absente, ...c }) => ({ ...c, etat: etatAffiche(c.etat, { absentAuPremierContact: absente, suiviOuvert: false }) }));
}

/** Who is convened to a session already read within scope, in the order of the hours and of the names. */
export const listerConvocations = (base: Pick<Contexte['base'], 'raw'>, { plie_id, id }: Pick<Seance, 'plie_id' | 'id'>): Promise<Convocation[]> =>
  listerConvocationsOu(base, sql`c.plie_id = ${plie_id} and c.seance_id = ${id}`);

/** One convocation within scope. Throws Introuvable. */
export async function lireConvocation({ base, acteur }: Lecteur, id: number): Promise<Convocation> {
  const [convocation] = await listerConvocationsOu(base, sql`${perimetreSeances(acteur, 'c')} and c.id = ${id}`);
  if (!convocation) throw new Introuvable();
  return convocation;
}

export async function ajouterConvocation(trx: Transaction, o: { plie_id: number; id: number; personne_id: number }, seanceId: number, heure: Heure): Promise<void> {
  await trx('convocations').insert({ plie_id: o.plie_id, seance_id: seanceId, orientation_id: o.id, personne_id: o.personne_id, heure });
}

export async function noterPresence(trx: Transaction, c: Pick<Convocation, 'plie_id' | 'id'>, presence: CodeDe<'PRESENCES'>): Promise<void> {
  await executer(trx, sql`update convocations set presence = ${presence} where plie_id = ${c.plie_id} and id = ${c.id}`);
}

/** Moves the hours of those convened with the session. */
export async function decalerConvocations(trx: Transaction, { plie_id, id }: Pick<Seance, 'plie_id' | 'id'>, avant: Heure, apres: Heure): Promise<void> {
  await executer(trx, sql`update convocations set heure = heure + (${apres}::time - ${avant}::time) where plie_id = ${plie_id} and seance_id = ${id}`);
}

/** Withdraws a person; a presence already recorded stays. Number of rows removed. */
export const supprimerConvocation = (trx: Transaction, { plie_id, id }: Pick<Convocation, 'plie_id' | 'id'>): Promise<number> =>
  executer(trx, sql`delete from convocations where plie_id = ${plie_id} and id = ${id} and presence is null`);

/** Is an absence of that day already recorded on the orientation? */
export async function aUneAbsence(trx: Transaction, o: { plie_id: number; id: number }, date: DateCivile): Promise<boolean> {
  return (await chercherLigne(trx, sql`select 1 from absences where plie_id = ${o.plie_id} and orientation_id = ${o.id} and date_convocation = ${date}`)) !== null;
}

/** The PLIE as its letters name it. */
export interface Emetteur { nom: string; adresse: string | null; telephone: string | null; courriel: string | null }
export async function lireEmetteur(base: Pick<Contexte['base'], 'raw'>, plieId: number): Promise<Emetteur> {
  return (await chercherLigne<Emetteur>(base, sql`select nom, adresse, telephone, courriel from organisations where id = ${plieId}`))!;
}
