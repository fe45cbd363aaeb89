/** Absences to be told to Pôle emploi, and the register of what was sent. */
import type { Contexte } from '../acces/acteur';
import { perimetreOrientations } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import { ajouterJours, type DateCivile } from '../lib/dates';
import { chercherLigne, executer, lignes, sql, type Sql } from '../lib/db/sql';
import { Introuvable } from '../lib/erreurs';
import type { Transaction } from '../lib/ecriture';
import { JOURS_POUR_PREVENIR, type ConventionDAvis } from './rules';

export interface AbsenceVue { id: number; date_convocation: DateCivile; excuse: boolean; premier_contact: boolean }

/** One absence of an orientation within scope. Throws Introuvable. */
export async function lireAbsence({ base, acteur }: Contexte, orientationId: number, id: number): Promise<AbsenceVue> {
  const absence = await chercherLigne<AbsenceVue>(base, sql`
    select a.id, a.date_convocation, a.excuse, a.premier_contact
    from absences a join orientations o on o.plie_id = a.plie_id and o.id = a.orientation_id
    where a.id = ${id} and a.orientation_id = ${orientationId} and ${perimetreOrientations(acteur, 'o')}`);
  if (!absence) throw new Introuvable();
  return absence;
}

/** The convention under which something may be sent on that day: the present one, else the last, which says why nothing can. */
export function chercherConvention({ base, jour }: Contexte, plieId: number): Promise<ConventionDAvis | null> {
  return chercherLigne<ConventionDAvis>(base, sql`
    select date_debut, date_fin, date_suspension, boite_generique from conventions
    where plie_id = ${plieId} order by ${jour} between date_debut and date_fin desc, date_debut desc limit 1`);
}

export interface AvisInscrit {
  id: number; etat: CodeDe<'ETATS_AVIS'>; destinataire: string; canal_cle: CodeDe<'CANAUX'>; erreur: string | null; prepare_le: string; envoye_le: string | null; nom: string | null; prenom: string | null;
}

/** The attempts for an absence already read within scope, the last one first. */
export function listerAvis({ base }: Contexte, plieId: number, absenceId: number): Promise<AvisInscrit[]> {
  return lignes<AvisInscrit>(base, sql`
    select v.id, v.etat, v.destinataire, v.canal_cle, v.erreur, v.prepare_le, v.envoye_le, u.nom, u.prenom
    from avis_absence v left join utilisateurs u on u.id = v.utilisateur_id
    where v.plie_id = ${plieId} and v.absence_id = ${absenceId} order by v.id desc`);
}

export interface NouvelAvis { plie_id: number; orientation_id: number; absence_id: number; utilisateur_id: number | null; destinataire: string; canal_fichier: CodeDe<'CANAUX'>; canal_cle: CodeDe<'CANAUX'>; empreinte: string }

export async function ajouterAvis(trx: Transaction, avis: NouvelAvis): Promise<number> {
  const [ligne] = await trx('avis_absence').insert(avis).returning<{ id: number }[]>('id');
  return ligne!.id;
}

export const noterEnvoi = (trx: Transaction, plieId: number, id: number): Promise<number> =>
  executer(trx, sql`update avis_absence set etat = 'ENVOYE', erreur = null, envoye_le = now() where plie_id = ${plieId} and id = ${id} and etat = 'PREPARE'`);

export const noterEchec = (trx: Transaction, plieId: number, id: number, erreur: string): Promise<number> =>
  executer(trx, sql`update avis_absence set etat = 'ECHEC', erreur = ${erreur} where plie_id = ${plieId} and id = ${id} and etat = 'PREPARE'`);

// ---- What is still to be told ----

/** `MIENNES`: of the persons of whom the actor is the référent unique today. */
export type Portee = 'MIENNES' | 'TOUTES';

/** True for an absence (alias a, of the orientation o) that Pôle emploi should still be told of. */
export function aSignaler({ acteur, jour }: Contexte, portee: Portee): Sql {
  return sql`${perimetreOrientations(acteur, 'o')} and a.date_convocation between ${ajouterJours(jour, -JOURS_POUR_PREVENIR)} and ${jour}
    and (o.prescripteur = 'POLE_EMPLOI' or o.date_integration is not null)
    and not exists (select 1 from avis_absence v where v.plie_id = a.plie_id and v.absence_id = a.id and v.etat = 'ENVOYE')
    and ${portee === 'TOUTES' ? sql`true` : sql`exists (select 1 from referents r where r.plie_id = o.plie_id and r.orientation_id = o.id and r.utilisateur_id = ${acteur.utilisateurId} and r.date_fin is null)`}`;
}

const DES_ABSENCES = sql`from absences a join orientations o on o.plie_id = a.plie_id and o.id = a.orientation_id`;

export async function compterAbsencesASignaler(contexte: Contexte, portee: Portee): Promise<number> {
  return (await chercherLigne<{ n: number }>(contexte.base, sql`select count(*) as n ${DES_ABSENCES} where ${aSignaler(contexte, portee)}`))!.n;
}

export interface AbsenceASignaler extends AbsenceVue {
  orientation_id: number; personne_id: number; nom: string; prenom: string; referent: string | null;
  dernier_etat: CodeDe<'ETATS_AVIS'> | null; dernier_le: string | null; erreur: string | null;
}

/** The oldest first: the first to fall out of the delay. */
export function listerAbsencesASignaler(contexte: Contexte, portee: Portee): Promise<AbsenceASignaler[]> {
  return lignes<AbsenceASignaler>(contexte.base, sql`
    select a.id, a.orientation_id, o.personne_id, p.nom, p.prenom, a.date_convocation, a.excuse, a.premier_contact,
      (select u.prenom || ' ' || upper(u.nom) from referents r join utilisateurs u on u.id = r.utilisateur_id where r.plie_id = o.plie_id and r.orientation_id = o.id and r.date_fin is null) as referent,
      d.etat as dernier_etat, d.prepare_le as dernier_le, d.erreur
    ${DES_ABSENCES}
    join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
    left join lateral (select v.etat, v.prepare_le, v.erreur from avis_absence v where v.plie_id = a.plie_id and v.absence_id = a.id order by v.id desc limit 1) d on true
    where ${aSignaler(contexte, portee)}
    order by a.date_convocation, a.id`);
}
