/** Persons: read within scope, looked for before one is created, written. */
import type { Contexte } from '../acces/acteur';
import { perimetreOrientations, perimetrePersonnes, perimetrePlies } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import { formaterDate, type DateCivile } from '../lib/dates';
import { brut, chercherLigne, joindre, lignes, sql, vide, type Sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { Conflit, DonneesEffacees, Introuvable } from '../lib/erreurs';
import type { EtatEnregistre } from '../orientations/rules';
import { comparerNoms, decouperRecherche, simplifier, type Ressemblance } from './rules';

type Lecteur = Pick<Contexte, 'base' | 'acteur'>;

export interface Personne {
  id: number;
  plie_id: number;
  nom: string;
  prenom: string;
  date_naissance: DateCivile;
  sexe: CodeDe<'SEXES'> | null;
  adresse: string | null;
  code_postal: string | null;
  commune: string | null;
  telephone: string | null;
  consentement_courriel: boolean;
  courriel: string | null;
  identifiant_pe: string | null;
  zone_pe: string | null;
  identifiant_caf: string | null;
  minimum_social: CodeDe<'MINIMA_SOCIAUX'> | null;
  rqth: boolean | null;
  deld: boolean | null;
  freins: CodeDe<'FREINS'>[];
  version: number;
}

export const COLONNES_PERSONNE = sql`p.id, p.plie_id, p.nom, p.prenom, p.date_naissance, p.sexe, p.adresse, p.code_postal, p.commune, p.telephone, p.consentement_courriel, p.courriel,
  p.identifiant_pe, p.zone_pe, p.identifiant_caf, p.minimum_social, p.rqth, p.deld, p.freins, p.version`;

type Lue = Personne & { efface_le: DateCivile | null };

function presente(lue: Lue | null): Personne | null {
  if (!lue) return null;
  const { efface_le, ...personne } = lue;
  if (efface_le) throw new DonneesEffacees(formaterDate(efface_le));
  return personne;
}

/** One person within scope, or null. Throws DonneesEffacees. */
export async function chercherPersonne({ base, acteur }: Lecteur, id: number): Promise<Personne | null> {
  return presente(await chercherLigne<Lue>(base, sql`select ${COLONNES_PERSONNE}, p.efface_le from personnes p where ${perimetrePersonnes(acteur, 'p')} and p.id = ${id}`));
}

/** The same. Throws Introuvable. */
export async function lirePersonne(lecteur: Lecteur, id: number): Promise<Personne> {
  const personne = await chercherPersonne(lecteur, id);
  if (!personne) throw new Introuvable();
  return personne;
}

/** The same again, locked. Throws Introuvable, or Conflit when it changed since the form was shown. */
export async function verrouillerPersonne(trx: Transaction, acteur: Contexte['acteur'], id: number, version: number): Promise<Personne> {
  const personne = presente(await chercherLigne<Lue>(trx, sql`select ${COLONNES_PERSONNE}, p.efface_le from personnes p where ${perimetrePersonnes(acteur, 'p')} and p.id = ${id} for update of p`));
  if (!personne) throw new Introuvable();
  if (personne.version !== version) throw new Conflit();
  return personne;
}

export type ChampsPersonne = Partial<Omit<Personne, 'id' | 'plie_id' | 'version'>>;

export async function ajouterPersonne(trx: Transaction, plieId: number, champs: ChampsPersonne): Promise<number> {
  const [ligne] = await trx('personnes').insert({ plie_id: plieId, ...champs }).returning<{ id: number }[]>('id');
  return ligne!.id;
}

export async function modifierPersonne(trx: Transaction, { plie_id, id }: { plie_id: number; id: number }, champs: ChampsPersonne): Promise<void> {
  await trx('personnes').where({ plie_id, id }).update(champs);
}

/** Day of the first orientation of a person; null when there is none. */
export async function chercherPremierePrescription(trx: Transaction, { plie_id, id }: { plie_id: number; id: number }): Promise<DateCivile | null> {
  return (await chercherLigne<{ date: DateCivile | null }>(trx, sql`select min(date_prescription) as date from orientations where plie_id = ${plie_id} and personne_id = ${id}`))!.date;
}

// ---- Searching by name ----

const IDENTIFIANT = /^(\d{7}[A-Z]|\d{8})(\d{3})?$/;

/** The identifiant that a search is, without blanks nor zone code; null when it is a name. */
export function identifiantCherche(q: string): string | null {
  return IDENTIFIANT.exec(q.replace(/[\s.-]/g, '').toUpperCase())?.[1] ?? null;
}

/** Beginning of a normalised name, as a range that its index serves: in collation C, « { » follows every letter and digit. */
const debutePar = (colonne: Sql, texte: string): Sql => sql`(normaliser(${texte}) <> '' and ${colonne} >= normaliser(${texte}) and ${colonne} < normaliser(${texte}) || '{')`;

/** Identifiant, or beginnings of the nom and of the prénom in any order; accents and case ignored. */
export function conditionRecherche(q: string, alias: string): Sql {
  const p = brut(alias);
  const identifiant = identifiantCherche(q);
  if (identifiant) return sql`${p}.identifiant_pe = ${identifiant}`;
  const paires = decouperRecherche(q);
  if (!paires.length) return sql`false`;
  return sql`(${joindre(paires.map(({ nom, prenom }) => sql`(${joindre([...(nom ? [debutePar(sql`${p}.nom_norm`, nom)] : []), ...(prenom ? [debutePar(sql`${p}.prenom_norm`, prenom)] : [])], ' and ')})`), ' or ')})`;
}

/** `simplifier` of rules.ts, in SQL. */
const simplifie = (texte: Sql): Sql => sql`regexp_replace(replace(replace(${texte}, 'y', 'i'), 'ph', 'f'), '([a-z])\\1+', '\\1', 'g')`;

/**
 * What comes near when no name begins so: each word sought begins some word of the nom or of the prénom (« aubepine » finds
 * D'AUBÉPINE), spellings heard alike being one; or the beginning of an identifiant. Reads the names of a whole PLIE, the
 * first letter sorting out most of them, so it is asked only when the index found nobody.
 */
function conditionProche(q: string, alias: string): Sql {
  const p = brut(alias);
  if (/^\d{4,7}$/.test(q)) return sql`${p}.identifiant_pe like ${`${q}%`}`;
  const mots = q.split(/[^\p{L}\p{N}]+/u).filter((mot) => simplifier(mot.toLowerCase()).length >= 3).slice(0, 4);
  if (!mots.length) return sql`false`;
  const noms = sql`' ' || ${p}.nom_norm || ' ' || ${p}.prenom_norm`;
  return sql`(${joindre(mots.map((mot) => sql`(normaliser(${mot}::text) <> '' and ${noms} like '% ' || left(normaliser(${mot}::text), 1) || '%' and ${simplifie(noms)} like '% ' || ${simplifie(sql`normaliser(${mot}::text)`)} || '%')`), ' and ')})`;
}

export interface LignePersonne extends Pick<Personne, 'id' | 'nom' | 'prenom' | 'date_naissance' | 'identifiant_pe' | 'commune'> {
  /** State and date of the newest orientation within scope. */
  etat: EtatEnregistre | null;
  date_prescription: DateCivile | null;
}

interface Tranche { page: number; parPage: number; plafond: number }

/** One page of the persons within scope, in the order of their names, and their number counted up to `plafond` + 1. */
export const listerPersonnes = (lecteur: Lecteur, q: string | null, tranche: Tranche): Promise<{ lignes: LignePersonne[]; total: number }> =>
  listerNommees(lecteur, q ? conditionRecherche(q, 'p') : null, tranche);

/** The same, for the names that come near to `q`. */
export const listerPersonnesProches = (lecteur: Lecteur, q: string, tranche: Tranche): Promise<{ lignes: LignePersonne[]; total: number }> =>
  listerNommees(lecteur, conditionProche(q, 'p'), tranche);

async function listerNommees({ base, acteur }: Lecteur, condition: Sql | null, { page, parPage, plafond }: Tranche): Promise<{ lignes: LignePersonne[]; total: number }> {
  // The names found come first, by their indexes; whether the actor may see each is then asked of these only.
  const nommees = condition ? sql`with nommees as materialized (select p.* from personnes p where ${perimetrePlies(acteur, 'p.plie_id')} and ${condition})` : vide;
  const source = condition ? sql`nommees` : sql`personnes`;
  const ou = sql`${perimetrePersonnes(acteur, 'p')} and p.efface_le is null`;
  const trouvees = await lignes<LignePersonne & { total: number }>(base, sql`
    ${nommees}
    select p.id, p.nom, p.prenom, p.date_naissance, p.identifiant_pe, p.commune, d.etat, d.date_prescription,
      (select count(*) from (select 1 from ${source} p where ${ou} limit ${plafond + 1}) c) as total
    from (select * from ${source} p where ${ou} order by p.nom_norm, p.prenom_norm, p.id limit ${parPage} offset ${(page - 1) * parPage}) p
    left join lateral (
      select o.etat, o.date_prescription from orientations o
      where o.plie_id = p.plie_id and o.personne_id = p.id and ${perimetreOrientations(acteur, 'o')} order by o.date_prescription desc, o.id desc limit 1
    ) d on true
    order by p.nom_norm, p.prenom_norm, p.id`);
  return { lignes: trouvees, total: trouvees[0]?.total ?? 0 };
}

// ---- Duplicates ----

export interface Recherche { nom: string | null; prenom: string | null; date_naissance: DateCivile | null; identifiant_pe: string | null }

export interface Candidat {
  id: number;
  nom: string;
  prenom: string;
  date_naissance: DateCivile;
  identifiant_pe: string | null;
  commune: string | null;
  ressemblance: Ressemblance;
  /** Within the actor's scope: only then may the person be shown. */
  visible: boolean;
  /** The open orientation, if any. */
  ouverte: { date_prescription: DateCivile; date_integration: DateCivile | null } | null;
}

/**
 * Persons of a PLIE who may be the one looked for: same identifiant, or near-equal name and same birth date; the surest first.
 * It looks beyond the scope of a Pôle emploi agency, since the PLIE holds each person once: the caller shows the visible ones only.
 */
export async function listerDoublons({ base, acteur }: Lecteur, plieId: number, r: Recherche): Promise<Candidat[]> {
  const trouves = await lignes<Omit<Candidat, 'ressemblance'> & { nom_norm: string; prenom_norm: string; nom_saisi: string; prenom_saisi: string }>(base, sql`
    select p.id, p.nom, p.prenom, p.date_naissance, p.identifiant_pe, p.commune, p.nom_norm, p.prenom_norm,
      normaliser(${r.nom ?? ''}::text) as nom_saisi, normaliser(${r.prenom ?? ''}::text) as prenom_saisi,
      (${perimetrePersonnes(acteur, 'p')}) as visible,
      (select jsonb_build_object('date_prescription', o.date_prescription, 'date_integration', o.date_integration) from orientations o
       where o.plie_id = p.plie_id and o.personne_id = p.id and o.date_fin = 'infinity' order by o.date_integration nulls last, o.date_prescription desc limit 1) as ouverte
    from personnes p
    where p.plie_id = ${plieId} and p.efface_le is null and (p.identifiant_pe = ${r.identifiant_pe} or p.date_naissance = ${r.date_naissance}::date)`);
  const rangs: Ressemblance[] = ['IDENTIFIANT', 'MEME_NOM', 'NOM_PROCHE'];
  return trouves
    .map(({ nom_norm, prenom_norm, nom_saisi, prenom_saisi, ...candidat }) => {
      const memeIdentifiant = r.identifiant_pe !== null && candidat.identifiant_pe === r.identifiant_pe;
      const ressemblance = memeIdentifiant ? 'IDENTIFIANT' : nom_saisi ? comparerNoms({ nom: nom_saisi, prenom: prenom_saisi }, { nom: nom_norm, prenom: prenom_norm }) : null;
      return { ...candidat, ressemblance };
    })
    .filter((c): c is Candidat => c.ressemblance !== null)
    .sort((a, b) => rangs.indexOf(a.ressemblance) - rangs.indexOf(b.ressemblance));
}

/**
 * Does another PLIE follow the person of that identifiant? Beyond every scope on purpose (domaine §3: the prescriber checks
 * that nobody else follows the person): one bit comes out, never a name nor a PLIE. Probed PLIE by PLIE, by the unique index.
 */
export async function estSuivieAilleurs(base: Pick<Contexte['base'], 'raw'>, plieId: number, identifiantPe: string | null): Promise<boolean> {
  if (!identifiantPe) return false;
  return (await chercherLigne(base, sql`
    select 1 from organisations pl
    join personnes p on p.plie_id = pl.id and p.identifiant_pe = ${identifiantPe}
    join orientations o on o.plie_id = p.plie_id and o.personne_id = p.id and o.date_fin = 'infinity'
    where pl.type = 'PLIE' and pl.id <> ${plieId} limit 1`)) !== null;
}

/** True for the persons (alias p) whom another PLIE has in parcours, by their identifiant. As above: one bit, beyond every scope. */
export const EN_PARCOURS_AILLEURS = sql`exists (
  select 1 from personnes pa join orientations oa on oa.plie_id = pa.plie_id and oa.personne_id = pa.id and oa.etat = 'EN_PARCOURS'
  where pa.identifiant_pe = p.identifiant_pe and pa.plie_id <> p.plie_id)`;
