/** What Pôle emploi already holds of what a table may tell of: of its PLIE, and of nobody else. */
import type { Contexte } from '../acces/acteur';
import { perimetreDossiers } from '../acces/perimetre';
import { periodeDuMois } from '../../reports/tableau-de-suivi/situation';
import type { Base } from '../lib/db';
import { lignes, sql } from '../lib/db/sql';
import type { Mois } from '../lib/dates';
import type { Transaction } from '../lib/ecriture';
import { cleDuNom, type AbsenceConnue, type Connu, type DossierConnu, type EtapeConnue } from './rules-examen';
import type { Lecture } from './rules-lecture';

/** The file: its PLIE, its month, when it was made (« 2027-03-14 09:05 », Paris; null when it does not say). */
export interface Tableau { plieId: number; mois: Mois; etabliLe: string | null }

const ancrer = (etabliLe: string | null) => sql`(${etabliLe}::timestamp at time zone 'Europe/Paris')`;

export async function lireConnu(base: Base | Transaction, { acteur }: Contexte, tableau: Tableau, lecture: Lecture): Promise<Connu> {
  const { plieId, mois } = tableau;
  const agences = await listerAgencesDuPlie(base, plieId);
  const agence = agences.find((a) => a.id === acteur.organisation?.id);
  const noms = await normaliserNoms(base, lecture);
  const dossiers = await listerDossiers(base, acteur, tableau, lecture, noms);
  const ids = dossiers.map((d) => d.id);
  const { debut, fin } = periodeDuMois(mois);
  const etapes = ids.length ? await lignes<EtapeConnue>(base, sql`select dossier_id, type, date_debut, date_fin from dossier_etapes where plie_id = ${plieId} and dossier_id = any(${ids}) and date_debut <= ${fin} and (date_fin is null or date_fin >= ${debut})`) : [];
  const absences = ids.length ? await lignes<AbsenceConnue>(base, sql`select dossier_id, date_convocation, excuse from dossier_absences where plie_id = ${plieId} and dossier_id = any(${ids}) and date_convocation between ${debut} and ${fin}`) : [];
  const taches = ids.length ? await lignes<Connu['taches'][number]>(base, sql`
    select t.id, t.dossier_id, t.action, t.etat, t.date_fait, i.mois from taches_pe t join importations i on i.plie_id = t.plie_id and i.id = t.importation_id
    where t.plie_id = ${plieId} and t.dossier_id = any(${ids}) and t.etat <> 'CADUQUE'`) : [];
  return { mois, agences, agence: { id: agence?.id ?? 0, reference: agence?.reference ?? false }, dossiers, etapes, absences, taches, noms };
}

export function listerAgencesDuPlie(base: Base | Transaction, plieId: number): Promise<{ id: number; code: string; nom: string; reference: boolean }[]> {
  return lignes(base, sql`select a.id, a.code, a.nom, pa.reference from plie_agences pa join organisations a on a.id = pa.agence_id where pa.plie_id = ${plieId}`);
}

/** Is the actor's agency the one that answers for the PLIE's agreement? */
export async function estDeReference(trx: Transaction, { acteur }: Contexte, plieId: number): Promise<boolean> {
  return (await listerAgencesDuPlie(trx, plieId)).some((a) => a.reference && a.id === acteur.organisation?.id);
}

/** Names as the database compares them: the same function as its keys. */
async function normaliserNoms(base: Base | Transaction, { tableau, corrections }: Lecture): Promise<Connu['noms']> {
  const ecrits = new Map([...tableau.lignes, ...(corrections?.lignes ?? [])].map(({ v }) => [cleDuNom(v), { nom: v.nom, prenom: v.prenom }]));
  // A name that is corrected is known under the one that was sent.
  for (const { v } of corrections?.lignes ?? []) for (const ancien of [{ nom: v.transmise ?? '', prenom: v.prenom }, { nom: v.nom, prenom: v.transmise ?? '' }]) ecrits.set(cleDuNom(ancien), ancien);
  const valeurs = [...ecrits.values()];
  const normes = await lignes<{ nom: string; prenom: string }>(base, sql`
    select normaliser(n.nom) as nom, normaliser(n.prenom) as prenom from rows from (json_to_recordset(${JSON.stringify(valeurs)}::json) as (nom text, prenom text)) with ordinality as n (nom, prenom, rang) order by n.rang`);
  return new Map([...ecrits.keys()].map((clef, i) => [clef, normes[i]!]));
}

function listerDossiers(base: Base | Transaction, acteur: Contexte['acteur'], { plieId, mois, etabliLe }: Tableau, { tableau, corrections }: Lecture, noms: Connu['noms']): Promise<DossierConnu[]> {
  const lues = [...tableau.lignes, ...(corrections?.lignes ?? [])];
  const identifiants = [...new Set([...lues.flatMap(({ v }) => v.identifiant_pe ?? []), ...(corrections?.lignes ?? []).flatMap(({ v }) => v.transmise ?? [])])];
  const prescriptions = [...new Set(tableau.lignes.map(({ v }) => v.date_prescription))];
  // Those of the table are looked for on their day; only a correction names nobody's day.
  const corriges = corrections?.lignes.length ? [...noms.values()] : [];
  return lignes<DossierConnu>(base, sql`
    select d.id, d.agence_id, d.identifiant_pe, d.zone_pe, d.nom, d.prenom, d.nom_norm, d.prenom_norm, d.date_naissance, d.identifiant_caf, d.adresse, d.telephone, d.courriel, d.conseiller,
      d.prescripteur, d.date_prescription, d.situation, d.date_refus, d.motif_refus, d.date_integration, d.pni_debut, d.pni_fin, d.date_sortie, d.nature_sortie, d.motif_sortie,
      d.accompagnateur, d.accompagnateur_telephone, d.accompagnateur_courriel, ${perimetreDossiers(acteur, 'd')} as visible,
      (i.mois > ${mois} or (i.mois = ${mois} and i.etabli_le > ${ancrer(etabliLe)})) is true as plus_recent
    from dossiers_pe d join importations i on i.plie_id = d.plie_id and i.id = d.importation_id
    where d.plie_id = ${plieId} and (d.identifiant_pe = any(${identifiants}) or d.date_prescription = any(${prescriptions}::date[])
      or (d.nom_norm, d.prenom_norm) in (select nom, prenom from json_to_recordset(${JSON.stringify(corriges)}::json) as r (nom text, prenom text)))`);
}
