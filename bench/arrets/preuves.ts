/** What the database holds, read against what was sent: nothing acknowledged is lost, nothing is half there, nothing is there twice. */
import { verifierJournal } from '../../server/administration/journal/actions';
import type { Base } from '../../server/lib/db';
import { brut, lignes, sql } from '../../server/lib/db/sql';
import type { Ecriture } from './client';
import { LIGNES_DU_TABLEAU, telephoneDuTableau } from './gestes';

export interface Fautes { perdues: string[]; aMoitie: string[]; deuxFois: string[]; reponsesFausses: string[] }

/** Where each genre of writing is found again: its mark, and how many times it is there. */
const TRACES: Record<string, string> = {
  ENTRETIEN: "select orientation_id || ' ' || date_entretien as marque, count(*) as n from entretiens group by 1",
  DEMANDE: "select orientation_id || ' ' || date_demande as marque, count(*) as n from demandes_pe group by 1",
  NOTE: 'select texte as marque, count(*) as n from notes group by 1',
  FICHE: "select apres ->> 'adresse' as marque, count(*) as n from journal_lignes where table_nom = 'personnes' and operation = 'MODIFICATION' and apres ->> 'adresse' is not null group by 1",
  ORIENTATION: 'select p.nom as marque, count(o.id) as n from personnes p left join orientations o on o.plie_id = p.plie_id and o.personne_id = p.id group by 1',
  INTEGRATION: "select ligne_id::text as marque, count(*) as n from journal_lignes where table_nom = 'orientations' and operation = 'MODIFICATION' and apres ->> 'date_integration' is not null group by 1",
  DEPOT: "select plie_id || ' ' || nom_fichier as marque, count(*) as n from importations group by 1",
  TABLEAU: "select ligne_id::text as marque, count(*) as n from journal_lignes where table_nom = 'importations' and operation = 'MODIFICATION' and apres ->> 'etat' = 'CONFIRMEE' group by 1",
};

/** How many rows an act writes: fewer would be half of it. */
const LIGNES_PAR_ACTE: Record<string, number> = {
  'parcours.enregistrer_entretien': 1, 'parcours.demander_a_pe': 1, 'note.ajouter': 1, 'personne.modifier': 1, 'orientation.creer': 2, 'orientation.integrer': 3, 'tableau.recevoir': 1,
};

export async function confronterAuxReponses(base: Base, ecritures: readonly Ecriture[], fautes: Fautes): Promise<void> {
  for (const [genre, requete] of Object.entries(TRACES)) {
    const nombres = new Map((await lignes<{ marque: string; n: number }>(base, brut(requete))).map(({ marque, n }) => [marque, n]));
    for (const { marque, issue, renvoyee } of ecritures.filter((e) => e.genre === genre)) {
      const [n, dite] = [nombres.get(marque) ?? 0, `${genre} ${marque}${renvoyee ? ', renvoyée' : ''}`];
      if (n > 1) fautes.deuxFois.push(dite);
      if (n === 0 && issue === 'RECONNUE') fautes.perdues.push(dite);
      if (n > 0 && issue === 'REFUSEE') fautes.reponsesFausses.push(`${dite} : dite refusée, et pourtant écrite`);
    }
  }
}

/** How many of the writings that nobody answered are there all the same. */
export async function compterEcritesSansReponse(base: Base, ecritures: readonly Ecriture[]): Promise<number> {
  let nombre = 0;
  for (const [genre, requete] of Object.entries(TRACES)) {
    const muettes = ecritures.filter((e) => e.genre === genre && e.issue === 'SANS_REPONSE');
    if (!muettes.length) continue;
    const marques = new Set((await lignes<{ marque: string }>(base, brut(requete))).map((l) => l.marque));
    nombre += muettes.filter((e) => marques.has(e.marque)).length;
  }
  return nombre;
}

/** The rows of a table against what the journal says of them, from their first line on: the two must tell the same. */
async function confronterAuJournal(base: Base, table: string, tues: readonly string[]): Promise<string[]> {
  const horsDuJournal = ['version', 'modifie_le', ...tues];
  const trouvees = await lignes<{ faute: string }>(base, sql`
    with dites as (select id, ligne_id, operation, apres from journal_lignes where table_nom = ${table}),
    dernieres as (select distinct on (ligne_id) ligne_id, operation from dites order by ligne_id, id desc),
    valeurs as (select distinct on (d.ligne_id, v.k) d.ligne_id, v.k, v.v from dites d cross join lateral jsonb_each(d.apres) as v(k, v) order by d.ligne_id, v.k, d.id desc),
    attendues as (select ligne_id, jsonb_strip_nulls(jsonb_object_agg(k, v)) - ${horsDuJournal}::text[] as ligne from valeurs group by ligne_id),
    presentes as (select id, jsonb_strip_nulls(to_jsonb(t)) - ${horsDuJournal}::text[] as ligne from ${brut(table)} t)
    select coalesce(p.id, d.ligne_id) || case when p.id is null then ' : dans le journal seulement' when d.ligne_id is null then ' : sans journal'
      when d.operation = 'SUPPRESSION' then ' : supprimée selon le journal' else ' : autre que selon le journal' end as faute
    from presentes p full join dernieres d on d.ligne_id = p.id left join attendues a on a.ligne_id = p.id
    where case when p.id is null then d.operation <> 'SUPPRESSION' when d.ligne_id is null or d.operation = 'SUPPRESSION' then true else a.ligne is distinct from p.ligne end`);
  return trouvees.map(({ faute }) => `${table} ${faute}`);
}

/** Every row of every journalled table, whatever wrote it. */
export async function confronterToutAuJournal(base: Base): Promise<string[]> {
  const tables = await lignes<{ nom: string; tues: string[] }>(base, sql`
    select c.relname as nom, array_remove(string_to_array(encode(t.tgargs, 'escape'), '\\000'), '') as tues
    from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname = c.relname || '_journal_ajout' order by 1`);
  const fautes: string[] = [];
  for (const { nom, tues } of tables) fautes.push(...(await confronterAuJournal(base, nom, tues)));
  return fautes;
}

/** Acts without all their rows, keys of forms without an answer, tables received in part. */
async function chercherDesMoities(base: Base): Promise<string[]> {
  const actes = await lignes<{ id: number; action: string; n: number }>(base, sql`
    select a.id, a.action, count(l.id) as n from journal_actes a left join journal_lignes l on l.acte_id = a.id where a.action = any (${Object.keys(LIGNES_PAR_ACTE)}) group by a.id, a.action`);
  const cles = await lignes<{ cle: string }>(base, sql`select cle from formulaires where resultat is null`);
  const contenus = await lignes<{ id: number }>(base, sql`select i.id from importations i left join importation_contenus c on c.plie_id = i.plie_id and c.importation_id = i.id where i.etat = 'A_CONFIRMER' and c.importation_id is null`);
  const tableaux = await lignes<{ plie_id: number; dossiers: number; telephones: string[]; fichier: string }>(base, sql`
    select d.plie_id, count(*) as dossiers, array_agg(distinct d.telephone) as telephones,
      (select i.nom_fichier from importations i where i.plie_id = d.plie_id and i.etat = 'CONFIRMEE' order by i.id desc limit 1) as fichier
    from dossiers_pe d group by d.plie_id`);
  return [
    ...actes.filter((a) => a.n !== LIGNES_PAR_ACTE[a.action]).map((a) => `acte ${a.id} ${a.action} : ${a.n} lignes`),
    ...cles.map(({ cle }) => `formulaire ${cle} sans réponse gardée`),
    ...contenus.map(({ id }) => `tableau reçu ${id} sans son contenu`),
    ...tableaux.filter((t) => t.dossiers !== LIGNES_DU_TABLEAU || t.telephones.join() !== telephoneDuTableau(Number(/\d+/.exec(t.fichier)![0]))).map((t) => `PLIE ${t.plie_id}, ${t.fichier} : ${t.dossiers} dossiers, téléphones ${t.telephones.join()}`),
  ];
}

/** All that the database alone can tell. `dejaLa`: rows that were there without a journal before anything was written (the migrations' own). */
export async function confronterLaBase(base: Base, tetes: string | null, dejaLa: ReadonlySet<string>, fautes: Fautes): Promise<void> {
  fautes.aMoitie.push(...(await confronterToutAuJournal(base)).filter((f) => !dejaLa.has(f)), ...(await chercherDesMoities(base)));
  await verifierJournal(base, tetes).catch((erreur: Error) => { fautes.aMoitie.push(`journal : ${erreur.message}`); });
}
