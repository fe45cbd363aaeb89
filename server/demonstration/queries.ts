/** SQL of the demonstration: is the database empty, is it a demonstration, and rows by the thousand. */
import { FEUILLES, type Contenu, type Entete } from '../../reports/tableau-de-suivi/contenu';
import type { Role } from '../acces/acteur';
import type { CodeDe } from '../codes/listes';
import type { Base } from '../lib/db';
import { brut, chercherLigne, executer, joindre, lignes, sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';

/** Action under which the filling is journalled: its line is what tells a demonstration from a real database. */
export const ACTION = 'demonstration.remplir';

/** Served by the index journal_actes_demonstration, which is empty on a real database. */
export async function estDemonstration(base: Base): Promise<boolean> {
  return (await chercherLigne(base, sql`select 1 from journal_actes where action = 'demonstration.remplir' limit 1`)) !== null;
}

/** Nothing but what the migrations put there: no organisation (hence no person) and no account. */
export async function estVide(base: Base): Promise<boolean> {
  return (await chercherLigne(base, sql`select 1 from organisations union all select 1 from utilisateurs limit 1`)) === null;
}

export async function insererTerritoires(trx: Transaction, region: { code: string; nom: string }, departements: { code: string; nom: string; region_code: string }[]): Promise<void> {
  await executer(trx, sql`insert into regions (code, nom) values (${region.code}, ${region.nom}) on conflict do nothing`);
  for (const d of departements) await executer(trx, sql`insert into departements (code, nom, region_code) values (${d.code}, ${d.nom}, ${d.region_code}) on conflict do nothing`);
}

/** One statement for all the rows given, with their own identifiers; `rows` have the columns of the table as keys. */
export async function insererLignes(trx: Transaction, table: string, rows: readonly object[]): Promise<void> {
  const colonnes = joindre(Object.keys(rows[0]!).map(brut));
  await executer(trx, sql`insert into ${brut(table)} (${colonnes}) overriding system value select ${colonnes} from jsonb_populate_recordset(null::${brut(table)}, ${JSON.stringify(rows)}::jsonb)`);
}

/** Files opened some time ago, in the journal. */
export async function noterConsultations(trx: Transaction, ouvertures: readonly { instant: string; utilisateur_id: number; plie_id: number; personne_id: number }[]): Promise<void> {
  await trx('journal_actes').insert(ouvertures.map((o) => ({ ...o, action: 'personne.consulter' })));
}

/** The planner's statistics, at once: the embedded database never gathers them by itself. */
export async function analyser(trx: Transaction, tables: readonly string[]): Promise<void> {
  await executer(trx, sql`analyze ${joindre(tables.map(brut))}`);
}

/** A session where everyone has their decision is closed, once its lines are there: the database takes none on a closed one. */
export async function cloreSeances(trx: Transaction): Promise<void> {
  await executer(trx, sql`
    update commissions c set date_cloture = c.date_seance
    where exists (select 1 from commission_dossiers d where d.plie_id = c.plie_id and d.commission_id = c.id)
      and not exists (select 1 from commission_dossiers d where d.plie_id = c.plie_id and d.commission_id = c.id and d.decision is null)`);
}

export interface TableauValide {
  id: number; plie_id: number; etape: CodeDe<'ETAPES_TABLEAU'>; contenu: Contenu; entete: Entete; format: string; empreinte: string; valide_le: string; valide_par: number;
  transmis_le: string; transmis_par: number; importe_le: string | null; traite_le: string | null;
}

/** The frozen rows, then the steps: the database takes none once a table is validated. */
export async function validerTableaux(trx: Transaction, tableaux: readonly TableauValide[]): Promise<void> {
  const rangees = tableaux.flatMap(({ id, plie_id, contenu }) => FEUILLES.flatMap((feuille) => contenu.feuilles[feuille].map((l, i) => ({ plie_id, tableau_id: id, feuille, rang: i + 1, orientation_id: l.orientation_id, mois_corrige: l.mois_corrige, cellules: l.cellules }))));
  if (rangees.length) await insererLignes(trx, 'tableau_lignes', rangees);
  const etapes = tableaux.map(({ contenu: _contenu, ...etape }) => etape);
  await executer(trx, sql`
    update tableaux t set etape = v.etape, entete = v.entete, format = v.format, empreinte = v.empreinte, valide_le = v.valide_le, valide_par = v.valide_par,
      transmis_le = v.transmis_le, transmis_par = v.transmis_par, importe_le = v.importe_le, traite_le = v.traite_le
    from jsonb_populate_recordset(null::tableaux, ${JSON.stringify(etapes)}::jsonb) v where t.plie_id = v.plie_id and t.id = v.id`);
}

/** The import and its tasks, as of the day they were done. */
export async function daterImportation(trx: Transaction, { plie_id, id }: { plie_id: number; id: number }, le: string): Promise<void> {
  await executer(trx, sql`update importations set cree_le = ${le}, confirmee_le = ${le} where plie_id = ${plie_id} and id = ${id}`);
  await executer(trx, sql`update taches_pe set cree_le = ${le} where plie_id = ${plie_id} and importation_id = ${id}`);
}

/** What Pôle emploi has already done of what was asked: a PNI that has begun, a PNI that has ended. */
export async function solderTaches(trx: Transaction, plieId: number, utilisateurId: number, le: string): Promise<void> {
  await executer(trx, sql`
    update taches_pe t set etat = 'FAITE', date_acte = x.date_acte, utilisateur_id = ${utilisateurId}, traitee_le = ${le}
    from (
      select d.plie_id, d.id, 'POSER_PNI' as action, max(n.date_debut) as date_acte from dossiers_pe d join pni n on n.plie_id = d.plie_id and n.orientation_id = d.orientation_id where n.date_debut is not null group by 1, 2
      union all
      select d.plie_id, d.id, 'LEVER_PNI', max(n.date_cloture) from dossiers_pe d join pni n on n.plie_id = d.plie_id and n.orientation_id = d.orientation_id where n.date_cloture is not null group by 1, 2
    ) x
    where t.plie_id = ${plieId} and x.plie_id = t.plie_id and x.id = t.dossier_id and x.action = t.action and t.etat = 'A_FAIRE'`);
}

/** The next identifier follows those that were given. */
export async function avancerIdentifiants(trx: Transaction, table: string, dernier: number): Promise<void> {
  await executer(trx, sql`select setval(pg_get_serial_sequence(${table}, 'id'), ${dernier})`);
}

export interface CompteActif { id: number; role: Role; courriel: string; organisation: { code: string; nom: string } }

/** All the accounts that may log in. */
export async function listerComptesActifs(base: Base): Promise<CompteActif[]> {
  return lignes(base, sql`
    select u.id, u.role, u.courriel, json_build_object('code', o.code, 'nom', o.nom) as organisation
    from utilisateurs u join organisations o on o.id = u.organisation_id
    where u.actif
    order by u.id`);
}
