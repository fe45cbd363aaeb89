/** All the SQL of the monthly tables as they are kept: their steps and their frozen rows. */
import { FEUILLES, type CodeFeuille, type Contenu, type Entete, type LigneEchangee } from '../../reports/tableau-de-suivi/contenu';
import type { Acteur, Contexte } from '../acces/acteur';
import { perimetreConventions, perimetreOrientations, perimetreTableaux } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import { brut, chercherLigne, executer, lignes, sql, vide, type Sql } from '../lib/db/sql';
import { decalerMois, moisDe, type DateCivile, type Mois } from '../lib/dates';
import type { Transaction } from '../lib/ecriture';
import { Conflit, Introuvable } from '../lib/erreurs';
import type { ConventionDuPlie } from './rules-convention';
import type { ControleNote } from './rules-etapes';

export type EtapeTableau = CodeDe<'ETAPES_TABLEAU'>;

/** A table as it is kept. Instants are timestamptz; each step says who took it, null for the system or another installation. */
export interface TableauSuivi {
  id: number; plie_id: number; mois: Mois; etape: EtapeTableau; version: number;
  prepare_le: string; prepare_par: string | null;
  controle_le: string | null; controle_par: string | null; controles: ControleNote[] | null;
  valide_le: string | null; valide_par: string | null;
  transmis_le: string | null; transmis_par: string | null;
  importe_le: string | null; importe_par: string | null; recu_le: DateCivile | null; recu_par: string | null;
  traite_le: string | null; traite_par: string | null;
  format: string | null; entete: Entete | null; empreinte: string | null;
}

/** « Prénom NOM » of the user of a column. */
const nomDe = (colonne: string) => `(select u.prenom || ' ' || upper(u.nom) from utilisateurs u where u.id = t.${colonne}) as ${colonne}`;
const COLONNES = brut(['t.id', 't.plie_id', 't.mois', 't.etape', 't.version', 't.prepare_le', 't.controle_le', 't.controles', 't.valide_le', 't.transmis_le', 't.importe_le', 't.recu_le', 't.recu_par', 't.traite_le', 't.format', 't.entete', 't.empreinte',
  ...['prepare_par', 'controle_par', 'valide_par', 'transmis_par', 'importe_par', 'traite_par'].map(nomDe)].join(', '));

const lire = (acteur: Acteur, condition: Sql) => sql`select ${COLONNES} from tableaux t where ${condition} and ${perimetreTableaux(acteur)}`;

/** The table of a month; null when nobody has prepared it. */
export function chercherTableau({ base, acteur }: Contexte, plieId: number, mois: Mois): Promise<TableauSuivi | null> {
  return chercherLigne<TableauSuivi>(base, lire(acteur, sql`t.plie_id = ${plieId} and t.mois = ${mois}`));
}

/** The month just over whose table somebody has begun and nobody has sent; null when there is none. */
export async function chercherEnRetard({ base, acteur, jour }: Contexte, plieId: number): Promise<Mois | null> {
  return (await chercherLigne<{ mois: Mois }>(base, sql`select t.mois from tableaux t where t.plie_id = ${plieId} and t.mois = ${decalerMois(moisDe(jour), -1)} and t.transmis_le is null and ${perimetreTableaux(acteur)}`))?.mois ?? null;
}

/** The tables validated for months before that one, the latest month first, `nombre` at most. */
export function listerValidesAvant({ base, acteur }: Contexte, plieId: number, mois: Mois, nombre: number): Promise<TableauSuivi[]> {
  return lignes<TableauSuivi>(base, sql`${lire(acteur, sql`t.plie_id = ${plieId} and t.mois < ${mois} and t.valide_le is not null`)} order by t.mois desc limit ${nombre}`);
}

/** Inside an act: the table, held until it ends. Throws Introuvable, or Conflit when the form showed another version. */
export async function verrouillerTableau(trx: Transaction, acteur: Acteur, plieId: number, mois: Mois, version: number): Promise<{ id: number; etape: EtapeTableau }> {
  const ligne = await chercherLigne<{ id: number; etape: EtapeTableau; version: number }>(trx, sql`
    select t.id, t.etape, t.version from tableaux t where t.plie_id = ${plieId} and t.mois = ${mois} and ${perimetreTableaux(acteur)} for update`);
  if (!ligne) throw new Introuvable();
  if (ligne.version !== version) throw new Conflit("Quelqu'un d'autre a fait avancer ce tableau entre-temps : rien n'a été enregistré.");
  return ligne;
}

export async function ajouterTableau(trx: Transaction, plieId: number, mois: Mois, par: number | null): Promise<void> {
  await executer(trx, sql`insert into tableaux (plie_id, mois, prepare_par) values (${plieId}, ${mois}, ${par})`);
}

export async function noterControle(trx: Transaction, plieId: number, id: number, par: number | null, controles: ControleNote[]): Promise<void> {
  await executer(trx, sql`update tableaux set etape = 'CONTROLE', controle_le = now(), controle_par = ${par}, controles = ${JSON.stringify(controles)}::jsonb where plie_id = ${plieId} and id = ${id}`);
}

export interface Gel { entete: Entete; empreinte: string; format: string; valideLe: string }

/** The rows first, then the step: the database takes none once it is validated. */
export async function figer(trx: Transaction, plieId: number, id: number, par: number | null, { feuilles }: Contenu, gel: Gel): Promise<void> {
  const rangees = FEUILLES.flatMap((feuille) => feuilles[feuille].map((l, i) => ({ feuille, rang: i + 1, orientation_id: l.orientation_id, mois_corrige: l.mois_corrige, cellules: l.cellules })));
  await executer(trx, sql`
    insert into tableau_lignes (plie_id, tableau_id, feuille, rang, orientation_id, mois_corrige, cellules)
    select ${plieId}, ${id}, l.feuille, l.rang, l.orientation_id, l.mois_corrige, l.cellules
    from jsonb_to_recordset(${JSON.stringify(rangees)}::jsonb) as l (feuille text, rang integer, orientation_id bigint, mois_corrige text, cellules jsonb)`);
  await executer(trx, sql`
    update tableaux set etape = 'VALIDE', valide_le = ${gel.valideLe}, valide_par = ${par}, format = ${gel.format}, entete = ${JSON.stringify(gel.entete)}::jsonb, empreinte = ${gel.empreinte}
    where plie_id = ${plieId} and id = ${id}`);
}

/** The frozen rows, by sheet and in order; of these orientations only, where others are of no use. The table was read within scope. */
export async function listerLignesFigees({ base }: Pick<Contexte, 'base'>, { plie_id, id }: Pick<TableauSuivi, 'plie_id' | 'id'>, seulement: readonly number[] | null = null): Promise<Record<CodeFeuille, LigneEchangee[]>> {
  const lues = await lignes<LigneEchangee & { feuille: CodeFeuille }>(base, sql`
    select feuille, orientation_id, mois_corrige, cellules from tableau_lignes where plie_id = ${plie_id} and tableau_id = ${id} ${seulement ? sql`and orientation_id = any(${seulement})` : vide} order by feuille, rang`);
  const feuilles: Record<CodeFeuille, LigneEchangee[]> = { ORIENTATIONS: [], ETAPES: [], ABSENCES: [], CORRECTIONS: [] };
  for (const { feuille, ...ligne } of lues) feuilles[feuille].push(ligne);
  return feuilles;
}

/** Every correction told so far by the PLIE's validated tables, in the order in which they were told. */
export function listerCorrectionsDites({ base, acteur }: Contexte, plieId: number): Promise<LigneEchangee[]> {
  return lignes<LigneEchangee>(base, sql`
    select l.orientation_id, l.mois_corrige, l.cellules from tableau_lignes l join tableaux t on t.plie_id = l.plie_id and t.id = l.tableau_id
    where l.plie_id = ${plieId} and l.feuille = 'CORRECTIONS' and l.cellules is not null and ${perimetreTableaux(acteur)} order by t.valide_le, t.id, l.rang`);
}

/** Orientations of which something that a table tells was written since an instant: theirs, their étapes and absences, or their person's, or whose person came under a restriction or out of it. A day earlier, for clocks that do not quite agree. */
export async function listerTouchees({ base, acteur }: Contexte, plieId: number, depuis: string): Promise<number[]> {
  const touchees = await lignes<{ id: number }>(base, sql`
    with recentes as (
      select jl.table_nom, jl.orientation_id, jl.personne_id from journal_actes a join journal_lignes jl on jl.acte_id = a.id
      where a.instant >= ${depuis}::timestamptz - interval '1 day' and jl.plie_id = ${plieId} and jl.table_nom in ('orientations', 'sorties', 'etapes', 'absences', 'personnes', 'suspensions_effacement')
    )
    select o.id from orientations o
    where o.plie_id = ${plieId} and ${perimetreOrientations(acteur, 'o')}
      and (o.id in (select r.orientation_id from recentes r) or o.personne_id in (select r.personne_id from recentes r where r.table_nom in ('personnes', 'suspensions_effacement')))`);
  return touchees.map((t) => t.id);
}

// ---- What Pôle emploi did of it, noted by its own rooms (the caller is within its scope) ----

/** The step « importé », and before it « transmis » when the PLIE had not noted it. */
export async function noterImporte(trx: Transaction, plieId: number, mois: Mois, empreinte: string): Promise<number> {
  return executer(trx, sql`
    update tableaux t set etape = 'IMPORTE', transmis_le = coalesce(t.transmis_le, now()), importe_le = now(), importe_par = (select utilisateur_id from journal_actes where id = acte_courant())
    where t.plie_id = ${plieId} and t.mois = ${mois} and t.etape in ('VALIDE', 'TRANSMIS')
      and (t.empreinte = ${empreinte} or exists (select 1 from transmissions m where m.plie_id = t.plie_id and m.tableau_id = t.id and m.empreinte = ${empreinte}))`);
}

export async function noterTraite(trx: Transaction, plieId: number, mois: Mois): Promise<number> {
  return executer(trx, sql`
    update tableaux set etape = 'TRAITE', traite_le = now(), traite_par = (select utilisateur_id from journal_actes where id = acte_courant())
    where plie_id = ${plieId} and mois = ${mois} and etape = 'IMPORTE'`);
}

/** Noted by hand: the day on which Pôle emploi said that it had received the table, and who said so. */
export async function noterRecu(trx: Transaction, plieId: number, id: number, par: number | null, { recu_le, recu_par }: { recu_le: DateCivile; recu_par: string }): Promise<void> {
  await executer(trx, sql`
    update tableaux set etape = 'IMPORTE', importe_le = now(), importe_par = ${par}, recu_le = ${recu_le}, recu_par = ${recu_par} where plie_id = ${plieId} and id = ${id}`);
}

// ---- The convention ----

/** Conventions of a PLIE read within scope. */
export function listerConventionsDuPlie({ base, acteur }: Contexte, plieId: number): Promise<ConventionDuPlie[]> {
  return lignes<ConventionDuPlie>(base, sql`select c.id, c.date_debut, c.date_fin, c.date_suspension, c.boite_generique from conventions c where c.plie_id = ${plieId} and ${perimetreConventions(acteur)}`);
}
