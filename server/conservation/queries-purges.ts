/** What only passes through the tool: emptied when its time has come, and at once of those who are erased. */
import { chercherLigne, executer, lignes, sql, type Sql } from '../lib/db/sql';
import type { Base } from '../lib/db';
import type { Transaction } from '../lib/ecriture';
import { oublierAuJournal } from './queries-effacer';
import { HEURES_FORMULAIRES, JOURS_CLASSEURS, JOURS_ECHECS, JOURS_NOMS_DE_FICHIERS, MOIS_PAROLES, NOM_OUBLIE, PURGES, type Purge } from './rules-purges';

/** What falls due in a table, and what is done with it: one condition for the dry run and for the night. */
interface Lot { table: Sql; faire: Sql; ou: Sql }

const jours = (n: number): Sql => sql`now() - make_interval(days => ${n})`;
const supprimer = (table: Sql, ou: Sql): Lot => ({ table, faire: sql`delete from ${table}`, ou });
const oublierLeNom = (table: Sql, ou: Sql): Lot => ({ table, faire: sql`update ${table} set nom_fichier = ${NOM_OUBLIE}`, ou: sql`nom_fichier <> ${NOM_OUBLIE} and cree_le < ${jours(JOURS_NOMS_DE_FICHIERS)} and ${ou}` });

const LOTS: Readonly<Record<Purge, readonly Lot[]>> = {
  formulaires: [supprimer(sql`formulaires`, sql`cree_le < now() - make_interval(hours => ${HEURES_FORMULAIRES})`)],
  classeurs: [
    supprimer(sql`classeurs_retour`, sql`etat = 'A_CONFIRMER' and cree_le < ${jours(JOURS_CLASSEURS)}`),
    { table: sql`classeurs_retour`, faire: sql`update classeurs_retour set contenu = null`, ou: sql`contenu is not null and confirme_le < ${jours(JOURS_CLASSEURS)}` },
  ],
  noms_de_fichiers: [
    oublierLeNom(sql`importations`, sql`etat = 'CONFIRMEE'`),
    oublierLeNom(sql`classeurs_retour`, sql`etat = 'CONFIRME'`),
    oublierLeNom(sql`reprises`, sql`etat in ('TERMINEE', 'ECHOUEE', 'ANNULEE')`),
  ],
  paroles: [
    { table: sql`bilan_etapes`, faire: sql`update bilan_etapes set commentaire = null`, ou: sql`commentaire is not null and le < now() - make_interval(months => ${MOIS_PAROLES})` },
    { table: sql`tableaux`, faire: sql`update tableaux set recu_par = null`, ou: sql`recu_par is not null and recu_le < (now() at time zone 'Europe/Paris')::date - make_interval(months => ${MOIS_PAROLES})` },
  ],
  echecs: [supprimer(sql`echecs_connexion`, sql`instant < ${jours(JOURS_ECHECS)}`)],
};

export type Purges = Record<Purge, number>;
const parPurge = async (compter: (lot: Lot) => Promise<number>): Promise<Purges> => {
  const faits: Partial<Purges> = {};
  for (const cle of Object.keys(PURGES) as Purge[]) {
    let nombre = 0;
    for (const lot of LOTS[cle]) nombre += await compter(lot);
    faits[cle] = nombre;
  }
  return faits as Purges;
};

export const compterPurges = (base: Pick<Base, 'raw'>): Promise<Purges> =>
  parPurge(async ({ table, ou }) => (await chercherLigne<{ n: number }>(base, sql`select count(*) as n from ${table} where ${ou}`))!.n);

export const viderPurges = (trx: Transaction): Promise<Purges> => parPurge(({ faire, ou }) => executer(trx, sql`${faire} where ${ou}`));

/**
 * What names these persons elsewhere than in their rows, without waiting for its time: answers to forms, drafts, workbooks of answers,
 * refused rows of a reprise, names of filters, comments on a bilan. Before their names go, since that is how they are found. A file that waits for its confirmation is
 * not cut: it goes within its days.
 */
export async function oublierAuPassage(trx: Transaction, plieId: number, personnes: readonly number[]): Promise<void> {
  if (!personnes.length) return;
  const agents = sql`select u.id from utilisateurs u where u.organisation_id = ${plieId} or u.organisation_id in (select a.agence_id from plie_agences a where a.plie_id = ${plieId})`;
  const eux = sql`personnes p where p.plie_id = ${plieId} and p.id = any (${personnes}) and p.efface_le is null`;
  const designe = (v: Sql): Sql => sql`(${v} ->> 'identifiant_pe' = p.identifiant_pe or (normaliser(${v} ->> 'nom'), normaliser(${v} ->> 'prenom')) = (p.nom_norm, p.prenom_norm))`;
  await executer(trx, sql`update formulaires set resultat = null where resultat is not null and utilisateur_id in (${agents})`);
  await executer(trx, sql`delete from brouillons b where b.utilisateur_id in (${agents})
    and (b.contenu ->> 'personne_id' = any (${personnes.map(String)}) or exists (select 1 from ${eux} and ${designe(sql`b.contenu`)}))`);
  await executer(trx, sql`
    update classeurs_retour c set contenu = jsonb_set(c.contenu, '{lignes}', coalesce((
      select jsonb_agg(l) from jsonb_array_elements(c.contenu -> 'lignes') as l where not exists (select 1 from ${eux} and ${designe(sql`(l -> 'valeurs')`)})), '[]'))
    where c.plie_id = ${plieId} and c.contenu is not null
      and exists (select 1 from jsonb_array_elements(c.contenu -> 'lignes') as l, ${eux} and ${designe(sql`(l -> 'valeurs')`)})`);
  await executer(trx, sql`
    update reprises r set refus = null, rapport = r.rapport - 'erreurs' - 'avertissements' - 'apercus'
    where r.plie_id = ${plieId} and r.etat in ('TERMINEE', 'ECHOUEE') and (r.refus is not null or jsonb_exists(r.rapport, 'erreurs'))
      and exists (select 1 from ${eux} and position(p.nom_norm in normaliser(r.rapport::text)) > 0)`);
  await executer(trx, sql`
    update bilan_etapes b set commentaire = null where b.plie_id = ${plieId} and b.commentaire is not null
      and exists (select 1 from ${eux} and position(' ' || p.nom_norm || ' ' in ' ' || normaliser(b.commentaire) || ' ') > 0)`);
  const filtres = (await lignes<{ id: number }>(trx, sql`
    delete from filtres f where f.utilisateur_id in (${agents})
      and exists (select 1 from ${eux} and normaliser(f.nom) in (p.nom_norm, p.prenom_norm || ' ' || p.nom_norm, p.nom_norm || ' ' || p.prenom_norm)) returning f.id`)).map((f) => f.id);
  await oublierAuJournal(trx, sql`table_nom = 'filtres' and ligne_id = any (${filtres})`);
}
