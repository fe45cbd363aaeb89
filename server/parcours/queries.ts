/** The SQL of a parcours and of the facts along it. Every read is within the actor's scope, or on a parcours already read within it. */
import type { Acteur } from '../acces/acteur';
import { perimetreOrientations } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import { formaterDate, type DateCivile } from '../lib/dates';
import type { Base } from '../lib/db';
import { brut, chercherLigne, executer, lignes, sql, vide } from '../lib/db/sql';
import { DonneesEffacees, Introuvable } from '../lib/erreurs';
import type { Transaction } from '../lib/ecriture';
import { MOIS_DU_PARCOURS, MOIS_DU_SUIVI, type DatesDuParcours, type ReponseDemande } from './rules';

type Lecteur = Pick<Base, 'raw'>;

/** The last day of a duration begun on that column (lib/dates.ts dernierJour). */
const dernierJour = (colonne: string, mois: number) => sql`(${brut(colonne)} + interval '${brut(String(mois))} months')::date - 1`;

/** The last day foreseen for a parcours (alias o), as rules.ts finPrevueDuParcours says it. */
export const FIN_PREVUE = sql`greatest(${dernierJour('o.date_integration', MOIS_DU_PARCOURS)},
  (select ${dernierJour('s.date_debut', MOIS_DU_SUIVI)} from suivis_emploi s where s.plie_id = o.plie_id and s.orientation_id = o.id and s.date_perte is null),
  (select max(l.date_fin) from prolongations l where l.plie_id = o.plie_id and l.orientation_id = o.id))`;

export interface Parcours extends DatesDuParcours {
  id: number;
  plie_id: number;
  personne_id: number;
  nom: string;
  prenom: string;
  etat: string;
  nature_sortie: CodeDe<'NATURES_SORTIE'> | null;
  motif_sortie: CodeDe<'MOTIFS_SORTIE'> | null;
  version: number;
}

/** The orientation and its person, within scope. Introuvable otherwise, DonneesEffacees when that person is no more. With `verrou`, held until the end of the transaction. */
export async function lireParcours(base: Lecteur, acteur: Acteur, id: number, verrou = false): Promise<Parcours> {
  const lu = await chercherLigne<Parcours & { efface_le: DateCivile | null }>(base, sql`
    select o.id, o.plie_id, o.personne_id, p.nom, p.prenom, p.efface_le, o.etat, o.date_prescription, o.date_contact, o.date_integration, o.date_refus, o.date_sortie,
           o.nature_sortie, o.motif_sortie, o.version
    from orientations o join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
    where o.id = ${id} and ${perimetreOrientations(acteur)}
    ${verrou ? sql`for update of o` : vide}`);
  if (!lu) throw new Introuvable();
  const { efface_le, ...parcours } = lu;
  if (efface_le) throw new DonneesEffacees(formaterDate(efface_le));
  return parcours;
}

/** The key of a parcours, to reach its facts. */
export type CleParcours = Pick<Parcours, 'plie_id' | 'id'>;
const du = (p: CleParcours) => sql`plie_id = ${p.plie_id} and orientation_id = ${p.id}`;

// --- Référents

export interface Referent { id: number; utilisateur_id: number; nom: string; prenom: string; date_debut: DateCivile; date_fin: DateCivile | null }

/** The référents of a parcours, the present one first. */
export function listerReferents(base: Lecteur, p: CleParcours): Promise<Referent[]> {
  return lignes<Referent>(base, sql`
    select r.id, r.utilisateur_id, u.nom, u.prenom, r.date_debut, r.date_fin
    from referents r join utilisateurs u on u.id = r.utilisateur_id
    where r.plie_id = ${p.plie_id} and r.orientation_id = ${p.id}
    order by r.date_debut desc, r.id desc`);
}

export interface Accompagnateur { id: number; nom: string; prenom: string; role: 'ACCOMPAGNATEUR' | 'ANIMATION'; portefeuille: number }

/** Who may be référent unique in a PLIE: its active accompagnateurs and animation, with the size of each portfolio. */
export function listerAccompagnateurs(base: Lecteur, plieId: number): Promise<Accompagnateur[]> {
  return lignes<Accompagnateur>(base, sql`
    select u.id, u.nom, u.prenom, u.role,
           (select count(*) from referents r join orientations o on o.plie_id = r.plie_id and o.id = r.orientation_id
            where r.utilisateur_id = u.id and r.plie_id = ${plieId} and r.date_fin is null and o.date_sortie is null) as portefeuille
    from utilisateurs u
    where u.organisation_id = ${plieId} and u.actif and u.role in ('ACCOMPAGNATEUR', 'ANIMATION')
    order by u.nom collate francais, u.prenom collate francais`);
}

export function ajouterReferent(trx: Transaction, p: CleParcours, r: { utilisateur_id: number; date_debut: DateCivile }): Promise<number> {
  return executer(trx, sql`insert into referents (plie_id, orientation_id, utilisateur_id, date_debut) values (${p.plie_id}, ${p.id}, ${r.utilisateur_id}, ${r.date_debut})`);
}

export function remplacerReferent(trx: Transaction, p: CleParcours, id: number, utilisateurId: number): Promise<number> {
  return executer(trx, sql`update referents set utilisateur_id = ${utilisateurId} where ${du(p)} and id = ${id}`);
}

/** Closes the référent in place; on his first day at the earliest. */
export function fermerReferent(trx: Transaction, p: CleParcours, date: DateCivile): Promise<number> {
  return executer(trx, sql`update referents set date_fin = greatest(date_debut, ${date}::date) where ${du(p)} and date_fin is null`);
}

/** Undoes the closing made by an exit of that date: the last référent is in place again. */
export function rouvrirReferent(trx: Transaction, p: CleParcours, date: DateCivile): Promise<number> {
  return executer(trx, sql`
    update referents set date_fin = null
    where ${du(p)} and date_fin = greatest(date_debut, ${date}::date)
      and id = (select r.id from referents r where r.plie_id = ${p.plie_id} and r.orientation_id = ${p.id} order by r.date_debut desc, r.id desc limit 1)`);
}

// --- Entretiens, absences, étapes, requests, extensions

export interface Entretien { id: number; date_entretien: DateCivile }
export const listerEntretiens = (base: Lecteur, p: CleParcours): Promise<Entretien[]> =>
  lignes<Entretien>(base, sql`select id, date_entretien from entretiens where ${du(p)} order by date_entretien desc`);

export const ajouterEntretien = (trx: Transaction, p: CleParcours, date: DateCivile): Promise<number> =>
  executer(trx, sql`insert into entretiens (plie_id, orientation_id, date_entretien) values (${p.plie_id}, ${p.id}, ${date})`);

export interface Absence { id: number; date_convocation: DateCivile; excuse: boolean; premier_contact: boolean }
export const listerAbsences = (base: Lecteur, p: CleParcours): Promise<Absence[]> =>
  lignes<Absence>(base, sql`select id, date_convocation, excuse, premier_contact from absences where ${du(p)} order by date_convocation desc`);

/** Gives back the id of the row. */
export async function ajouterAbsence(trx: Transaction, p: CleParcours, a: Omit<Absence, 'id'>): Promise<number> {
  return (await chercherLigne<{ id: number }>(trx, sql`
    insert into absences (plie_id, orientation_id, date_convocation, excuse, premier_contact) values (${p.plie_id}, ${p.id}, ${a.date_convocation}, ${a.excuse}, ${a.premier_contact}) returning id`))!.id;
}

export interface Etape { id: number; type: string; date_debut: DateCivile; date_fin: DateCivile | null; resultat: CodeDe<'RESULTATS_ETAPE'> | null; version: number }
export const listerEtapes = (base: Lecteur, p: CleParcours): Promise<Etape[]> =>
  lignes<Etape>(base, sql`select id, type, date_debut, date_fin, resultat, version from etapes where ${du(p)} order by date_debut desc, id desc`);

export const chercherEtape = (base: Lecteur, p: CleParcours, id: number): Promise<Etape | null> =>
  chercherLigne<Etape>(base, sql`select id, type, date_debut, date_fin, resultat, version from etapes where ${du(p)} and id = ${id}`);

export type ValeurEtape = Omit<Etape, 'id' | 'version'>;

export const ajouterEtape = (trx: Transaction, p: CleParcours, e: ValeurEtape): Promise<number> =>
  executer(trx, sql`insert into etapes (plie_id, orientation_id, type, date_debut, date_fin, resultat) values (${p.plie_id}, ${p.id}, ${e.type}, ${e.date_debut}, ${e.date_fin}, ${e.resultat})`);

/** Number of rows changed: 0 when the version is not the one shown any more. */
export const modifierEtape = (trx: Transaction, p: CleParcours, id: number, version: number, e: ValeurEtape): Promise<number> =>
  executer(trx, sql`update etapes set type = ${e.type}, date_debut = ${e.date_debut}, date_fin = ${e.date_fin}, resultat = ${e.resultat} where ${du(p)} and id = ${id} and version = ${version}`);

export interface Demande extends ReponseDemande { id: number; type: CodeDe<'TYPES_DEMANDE_PE'>; version: number }
export const listerDemandes = (base: Lecteur, p: CleParcours): Promise<Demande[]> =>
  lignes<Demande>(base, sql`select id, type, date_demande, reponse, date_reponse, date_realisation, version from demandes_pe where ${du(p)} order by date_demande desc, id desc`);

export const chercherDemande = (base: Lecteur, p: CleParcours, id: number): Promise<Demande | null> =>
  chercherLigne<Demande>(base, sql`select id, type, date_demande, reponse, date_reponse, date_realisation, version from demandes_pe where ${du(p)} and id = ${id}`);

export const ajouterDemande = (trx: Transaction, p: CleParcours, d: { type: Demande['type']; date_demande: DateCivile }): Promise<number> =>
  executer(trx, sql`insert into demandes_pe (plie_id, orientation_id, type, date_demande) values (${p.plie_id}, ${p.id}, ${d.type}, ${d.date_demande})`);

export const modifierDemande = (trx: Transaction, p: CleParcours, id: number, version: number, d: Omit<Demande, 'id' | 'version'>): Promise<number> =>
  executer(trx, sql`
    update demandes_pe set type = ${d.type}, date_demande = ${d.date_demande}, reponse = ${d.reponse}, date_reponse = ${d.date_reponse}, date_realisation = ${d.date_realisation}
    where ${du(p)} and id = ${id} and version = ${version}`);

export interface Prolongation { id: number; date_decision: DateCivile; date_fin: DateCivile; instance: CodeDe<'INSTANCES'>; raison: CodeDe<'RAISONS_PROLONGATION'> }
export const listerProlongations = (base: Lecteur, p: CleParcours): Promise<Prolongation[]> =>
  lignes<Prolongation>(base, sql`select id, date_decision, date_fin, instance, raison from prolongations where ${du(p)} order by date_decision desc, id desc`);

export const ajouterProlongation = (trx: Transaction, p: CleParcours, v: Omit<Prolongation, 'id'>): Promise<number> =>
  executer(trx, sql`insert into prolongations (plie_id, orientation_id, date_decision, date_fin, instance, raison) values (${p.plie_id}, ${p.id}, ${v.date_decision}, ${v.date_fin}, ${v.instance}, ${v.raison})`);

/** What may be taken back when it was recorded by mistake: table and the column of its date. */
const EFFACABLES = {
  entretiens: { table: 'entretiens', date: 'date_entretien' },
  absences: { table: 'absences', date: 'date_convocation' },
  etapes: { table: 'etapes', date: 'date_debut' },
  demandes: { table: 'demandes_pe', date: 'date_demande' },
  prolongations: { table: 'prolongations', date: 'date_decision' },
} as const;
export type FaitEffacable = keyof typeof EFFACABLES;

/** The date of a fact of that parcours, or null. */
export async function chercherDateDuFait(base: Lecteur, p: CleParcours, fait: FaitEffacable, id: number): Promise<DateCivile | null> {
  const { table, date } = EFFACABLES[fait];
  return (await chercherLigne<{ date: DateCivile }>(base, sql`select ${brut(date)} as date from ${brut(table)} where ${du(p)} and id = ${id}`))?.date ?? null;
}

export const supprimerFait = (trx: Transaction, p: CleParcours, fait: FaitEffacable, id: number): Promise<number> =>
  executer(trx, sql`delete from ${brut(EFFACABLES[fait].table)} where ${du(p)} and id = ${id}`);
