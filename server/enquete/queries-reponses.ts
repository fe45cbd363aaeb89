/** What the parties of a convention answer, and what their comité agreed on. The PLIE was found within scope. */
import { chercherLigne, executer, lignes, sql } from '../lib/db/sql';
import type { Base } from '../lib/db';
import type { DateCivile } from '../lib/dates';
import type { Transaction } from '../lib/ecriture';
import type { Partie, Reponse } from '../../reports/bilan-qualitatif/tableau';

export interface Cle { enqueteId: number; plieId: number; partie: Partie }

export interface ReponseDonnee {
  question: number; reponse: Reponse | null; argument: string | null; reprise: boolean; modifie_le: string; version: number;
  nom: string | null; prenom: string | null;
}

/** Of one party, by question. */
export function listerReponses(base: Base | Transaction, { enqueteId, plieId, partie }: Cle): Promise<ReponseDonnee[]> {
  return lignes<ReponseDonnee>(base, sql`
    select r.question, r.reponse, r.argument, r.reprise, r.modifie_le, r.version, u.nom, u.prenom
    from enquete_reponses r left join utilisateurs u on u.id = r.utilisateur_id
    where r.plie_id = ${plieId} and r.enquete_id = ${enqueteId} and r.partie = ${partie} order by r.question`);
}

export interface ReponseAEcrire { question: number; reponse: Reponse | null; argument: string | null; version: number }

/** False when somebody wrote it meanwhile. `version` 0: not answered before. */
export async function ecrireReponse(trx: Transaction, { enqueteId, plieId, partie }: Cle, r: ReponseAEcrire, utilisateurId: number | null): Promise<boolean> {
  const ecrites = r.version === 0
    ? await executer(trx, sql`
      insert into enquete_reponses (plie_id, enquete_id, partie, question, reponse, argument, utilisateur_id)
      values (${plieId}, ${enqueteId}, ${partie}, ${r.question}, ${r.reponse}, ${r.argument}, ${utilisateurId})
      on conflict on constraint enquete_reponses_une_par_question do nothing`)
    : await executer(trx, sql`
      update enquete_reponses set reponse = ${r.reponse}, argument = ${r.argument}, reprise = false, utilisateur_id = ${utilisateurId}, modifie_le = now()
      where plie_id = ${plieId} and enquete_id = ${enqueteId} and partie = ${partie} and question = ${r.question} and version = ${r.version}`);
  return ecrites > 0;
}

/** The year of the latest earlier campaign of the region in which that party answered; null when there is none. */
export async function chercherAnneeAReprendre(base: Base | Transaction, { enqueteId, plieId, partie }: Cle): Promise<number | null> {
  const ligne = await chercherLigne<{ annee: number | null }>(base, sql`
    select max(a.annee) as annee from enquetes e join enquetes a on a.region_code = e.region_code and a.annee < e.annee
    where e.id = ${enqueteId} and exists (
      select 1 from enquete_reponses r where r.plie_id = ${plieId} and r.enquete_id = a.id and r.partie = ${partie} and r.reponse is not null and not r.reprise)`);
  return ligne!.annee;
}

/** Copies that year's answers where nothing is answered yet, as a start to be confirmed. Gives their number. */
export function reprendreReponses(trx: Transaction, { enqueteId, plieId, partie }: Cle, annee: number, utilisateurId: number | null): Promise<number> {
  return executer(trx, sql`
    insert into enquete_reponses (plie_id, enquete_id, partie, question, reponse, argument, reprise, utilisateur_id)
    select r.plie_id, e.id, r.partie, r.question, r.reponse, r.argument, true, ${utilisateurId}
    from enquetes e join enquetes a on a.region_code = e.region_code and a.annee = ${annee}
    join enquete_reponses r on r.plie_id = ${plieId} and r.enquete_id = a.id and r.partie = ${partie} and r.reponse is not null and not r.reprise
    where e.id = ${enqueteId}
    on conflict on constraint enquete_reponses_une_par_question do nothing`);
}

export interface AccordDonne { question: number; reponse: Reponse; date_comite: DateCivile; version: number }

export function listerAccords(base: Base | Transaction, enqueteId: number, plieId: number): Promise<AccordDonne[]> {
  return lignes<AccordDonne>(base, sql`select question, reponse, date_comite, version from enquete_accords where plie_id = ${plieId} and enquete_id = ${enqueteId} order by question`);
}

/** False when somebody wrote it meanwhile. `version` 0: none was recorded before. */
export async function ecrireAccord(trx: Transaction, enqueteId: number, plieId: number, a: AccordDonne, utilisateurId: number | null): Promise<boolean> {
  const ecrits = a.version === 0
    ? await executer(trx, sql`
      insert into enquete_accords (plie_id, enquete_id, question, reponse, date_comite, utilisateur_id)
      values (${plieId}, ${enqueteId}, ${a.question}, ${a.reponse}, ${a.date_comite}, ${utilisateurId})
      on conflict on constraint enquete_accords_un_par_question do nothing`)
    : await executer(trx, sql`
      update enquete_accords set reponse = ${a.reponse}, date_comite = ${a.date_comite}, utilisateur_id = ${utilisateurId}
      where plie_id = ${plieId} and enquete_id = ${enqueteId} and question = ${a.question} and version = ${a.version}`);
  return ecrits > 0;
}
