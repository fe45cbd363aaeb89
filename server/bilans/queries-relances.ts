/** The register of reminders. */
import type { Contexte } from '../acces/acteur';
import { perimetrePlies } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import { chercherLigne, executer, lignes, sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';

export interface RelanceEnvoyee { plie: string; destinataire: string; par_serveur: boolean; etat: CodeDe<'ETATS_AVIS'>; erreur: string | null; le: string; par: string | null }

/** Those of a year in the territory, the latest first. */
export const listerRelances = ({ base, acteur }: Contexte, annee: number): Promise<RelanceEnvoyee[]> => lignes<RelanceEnvoyee>(base, sql`
  select p.nom as plie, r.destinataire, r.par_serveur, r.etat, r.erreur, r.le, (select u.prenom || ' ' || upper(u.nom) from utilisateurs u where u.id = r.utilisateur_id) as par
  from bilan_relances r join organisations p on p.id = r.plie_id where r.annee = ${annee} and ${perimetrePlies(acteur)} order by r.le desc, r.id desc`);

export interface NouvelleRelance { plie_id: number; annee: number; utilisateur_id: number | null; destinataire: string; par_serveur: boolean; etat: 'PREPARE' | 'ENVOYE'; le: string }

export async function ajouterRelance(trx: Transaction, r: NouvelleRelance): Promise<number> {
  return (await chercherLigne<{ id: number }>(trx, sql`
    insert into bilan_relances (plie_id, annee, utilisateur_id, destinataire, par_serveur, etat, le)
    values (${r.plie_id}, ${r.annee}, ${r.utilisateur_id}, ${r.destinataire}, ${r.par_serveur}, ${r.etat}, ${r.le}) returning id`))!.id;
}

/** `erreur`: null when it left. */
export const noterSort = (trx: Transaction, plieId: number, id: number, erreur: string | null): Promise<number> =>
  executer(trx, sql`update bilan_relances set etat = ${erreur === null ? 'ENVOYE' : 'ECHEC'}, erreur = ${erreur} where plie_id = ${plieId} and id = ${id}`);
