/**
 * All that is held on a person, table by table: the one reading from which the document of access is made. The columns are those that
 * conformite/colonnes.ts classes as saying something of a person; a test walks the foreign keys and fails on a table that is missing here.
 */
import type { Contexte } from '../acces/acteur';
import { perimetreDroits } from '../acces/perimetre';
import { colonnesADire } from '../conformite/rules-acces';
import { NOMS_DES_TABLES } from '../conformite/rules-tables';
import { brut, joindre, lignes, sql, type Sql } from '../lib/db/sql';
import type { Valeur } from './rules-acces';

export type Ligne = Record<string, Valeur>;
export interface Partie { table: string; nom: string; lignes: Ligne[] }
export interface Consultation { instant: string; organisation: string | null; role: string | null; action: string }
export interface Changement { instant: string; table: string; operation: string; avant: Valeur; apres: Valeur }
export interface Acces { parties: Partie[]; consultations: Consultation[]; changements: Changement[] }

interface Source { ou: Sql; plus?: Record<string, Sql>; ordre?: string }

const nomDe = (colonne: string): Sql => sql`(select u.prenom || ' ' || u.nom from utilisateurs u where u.id = t.${brut(colonne)})`;
/** Numbers and codes that say nothing by themselves. */
const NOMMEES: Record<string, Sql> = {
  'etapes.type': sql`coalesce((select c.libelle from codes c where c.liste = t.liste_type and c.code = t.type), t.type)`,
  'orientations.detail_refus': sql`coalesce((select c.libelle from codes c where c.liste = t.liste_detail_refus and c.code = t.detail_refus), t.detail_refus)`,
  agence_id: sql`(select g.nom from organisations g where g.id = t.agence_id)`, utilisateur_id: nomDe('utilisateur_id'), attribuee_a: nomDe('attribuee_a'),
};

/**
 * The row of the person, when that of Pôle emploi (`alias`) is about them: the same identifiant with the same name or birth date, or,
 * where one of the two has none, the same name, first name and birth date. A name alone is not enough: it would give a person the data of another.
 */
const meme = (plieId: number, id: number, alias: string): Sql => {
  const a = brut(alias);
  return sql`select 1 from personnes p where p.plie_id = ${plieId} and p.id = ${id} and p.efface_le is null and case
    when p.identifiant_pe is not null and ${a}.identifiant_pe is not null then p.identifiant_pe = ${a}.identifiant_pe and (p.date_naissance = ${a}.date_naissance or p.nom_norm = normaliser(${a}.nom))
    else p.date_naissance = ${a}.date_naissance and p.nom_norm = normaliser(${a}.nom) and p.prenom_norm = normaliser(${a}.prenom) end`;
};

function sources(plieId: number, id: number): Record<string, Source> {
  const orientations = sql`(select id from orientations where plie_id = ${plieId} and personne_id = ${id})`;
  // What Pôle emploi holds and has not tied to an orientation is theirs when it says the same person: see meme.
  const dossiers = sql`(select d.id from dossiers_pe d where d.plie_id = ${plieId} and (d.orientation_id in ${orientations} or (d.orientation_id is null and exists (${meme(plieId, id, 'd')}))))`;
  const parPersonne = { ou: sql`t.personne_id = ${id}` };
  const parOrientation = { ou: sql`t.orientation_id in ${orientations}` };
  const parDossier = { ou: sql`t.dossier_id in ${dossiers}` };
  const col = (...noms: string[]): Record<string, Sql> => Object.fromEntries(noms.map((n) => [n, sql`t.${brut(n)}`]));
  return {
    personnes: { ou: sql`t.id = ${id}` },
    orientations: parPersonne,
    convocations: { ...parOrientation, plus: { date_seance: sql`(select s.date_seance from seances s where s.plie_id = t.plie_id and s.id = t.seance_id)` } },
    commission_dossiers: { ...parOrientation, plus: { date_seance: sql`(select c.date_seance from commissions c where c.plie_id = t.plie_id and c.id = t.commission_id)` } },
    justificatifs: parOrientation, referents: parOrientation, pni: parOrientation, etapes: parOrientation, entretiens: parOrientation, absences: parOrientation,
    avis_absence: { ...parOrientation, plus: col('etat', 'prepare_le', 'envoye_le', 'destinataire') },
    demandes_pe: parOrientation, prolongations: parOrientation, suivis_emploi: parOrientation,
    suivi_contacts: { ou: sql`t.suivi_id in (select id from suivis_emploi where plie_id = ${plieId} and orientation_id in ${orientations})` },
    sorties: parOrientation, notes: parPersonne,
    tableau_lignes: {
      ...parOrientation, ordre: 't.tableau_id, t.feuille, t.rang',
      plus: { feuille: sql`t.feuille`, mois: sql`(select x.mois from tableaux x where x.plie_id = t.plie_id and x.id = t.tableau_id)`, transmis_le: sql`(select x.transmis_le from tableaux x where x.plie_id = t.plie_id and x.id = t.tableau_id)` },
    },
    dossiers_pe: { ou: sql`t.id in ${dossiers}` }, dossier_etapes: parDossier, dossier_absences: parDossier, taches_pe: { ...parDossier, plus: col('etat', 'traitee_le') },
    retours_pe: { ou: sql`(t.orientation_id in ${orientations} or t.dossier_id in ${dossiers} or (t.orientation_id is null and t.dossier_id is null and exists (${meme(plieId, id, 't')})))` },
    bilan_faits: { ...parOrientation, ordre: 't.version_id, t.colonne, t.rang', plus: col('colonne') },
    fusions: { ...parPersonne, plus: col('ancienne_id') },
    // Of the other person, nothing is said.
    personnes_distinctes: { ou: sql`(t.premiere_id = ${id} or t.seconde_id = ${id})`, plus: { constat: sql`'Cette fiche a été comparée à celle d''une autre personne, et en est distincte.'` } },
    personnes_recentes: { ...parPersonne, ordre: 't.instant' },
    suspensions_effacement: { ...parPersonne, plus: col('motif', 'debut', 'fin', 'motif_levee', 'prevenue_par', 'prevenue_le') },
    limitation_exceptions: { ou: sql`t.suspension_id in (select id from suspensions_effacement where plie_id = ${plieId} and personne_id = ${id})`, plus: col('pour', 'motif', 'notee_le', 'expire_le') },
    archives_fse: parPersonne,
    demandes_droits: { ...parPersonne, plus: col('type', 'canal', 'recue_le', 'identite_moyen', 'identite_le', 'reponse', 'motif_refus', 'champs_changes', 'prolongation', 'prolongee_le', 'repondue_le') },
  };
}

/** Instants as the JSON writes them, so that both documents say the same. */
const enTextes = (ligne: Record<string, Valeur | Date>): Ligne => Object.fromEntries(Object.entries(ligne).map(([colonne, valeur]) => [colonne, valeur instanceof Date ? valeur.toISOString() : valeur]));

/** The tables that the document covers, in its order. */
export const TABLES_D_ACCES = Object.keys(sources(0, 0));

export async function lireTout({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, { plie_id: plieId, personne_id: id }: { plie_id: number; personne_id: number }): Promise<Acces> {
  const parties: Partie[] = [];
  for (const [table, { ou, plus = {}, ordre = 't.id' }] of Object.entries(sources(plieId, id))) {
    const colonnes = [...Object.entries(plus), ...colonnesADire(table).map((c): [string, Sql] => [c, NOMMEES[`${table}.${c}`] ?? NOMMEES[c] ?? sql`t.${brut(c)}`])].map(([nom, valeur]) => sql`${valeur} as ${brut(nom)}`);
    parties.push({ table, nom: NOMS_DES_TABLES[table]!, lignes: (await lignes<Record<string, Valeur | Date>>(base, sql`select ${joindre(colonnes)} from ${brut(table)} t where t.plie_id = ${plieId} and ${perimetreDroits(acteur, 't.plie_id')} and ${ou} order by ${brut(ordre)}`)).map(enTextes) });
  }
  // A merged file left acts under its former number.
  const numeros = sql`(select ${id}::bigint union select ancienne_id from fusions where plie_id = ${plieId} and personne_id = ${id})`;
  const orientations = sql`(select id from orientations where plie_id = ${plieId} and personne_id = ${id})`;
  const siennes = sql`l.plie_id = ${plieId} and ${perimetreDroits(acteur, 'l.plie_id')} and (l.personne_id in ${numeros} or l.orientation_id in ${orientations})`;
  return {
    parties,
    consultations: await lignes<Consultation>(base, sql`
      select a.instant, o.nom as organisation, u.role, a.action from journal_actes a left join utilisateurs u on u.id = a.utilisateur_id left join organisations o on o.id = u.organisation_id
      where (a.plie_id = ${plieId} and ${perimetreDroits(acteur, 'a.plie_id')} and a.personne_id in ${numeros}) or a.id in (select l.acte_id from journal_lignes l where ${siennes}) order by a.instant, a.id`),
    changements: await lignes<Changement>(base, sql`
      select a.instant, l.table_nom as "table", l.operation, l.avant, l.apres from journal_lignes l join journal_actes a on a.id = l.acte_id where ${siennes} and (l.avant is not null or l.apres is not null) order by l.id`),
  };
}
