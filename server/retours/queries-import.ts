/** The SQL of the workbook C: what leaves Pôle emploi, what a PLIE brings in. */
import type { Contexte } from '../acces/acteur';
import { perimetreDossiers, perimetreRetours } from '../acces/perimetre';
import type { Cellule } from '../lib/classeur/ecrire';
import type { DateCivile } from '../lib/dates';
import type { Base } from '../lib/db';
import { chercherLigne, executer, lignes, sql, vide } from '../lib/db/sql';
import { Introuvable } from '../lib/erreurs';
import type { Transaction } from '../lib/ecriture';
import type { CleParcours } from '../parcours/queries';
import type { Reponse } from './queries';
import type { LigneSortante, ValeursRetour } from './rules-format';
import type { Designee, PersonneConnue } from './rules-reconnaitre';

// ---- On Pôle emploi's side

export interface PlieDestinataire { id: number; code: string; nom: string; en_route: number; derniere: string | null }

/** The PLIEs that a table of this agency told of, with the answers that wait for the workbook. */
export function listerDestinataires({ base, acteur }: Contexte): Promise<PlieDestinataire[]> {
  return lignes<PlieDestinataire>(base, sql`
    select p.id, p.code, p.nom, count(r.id) filter (where r.etat = 'EN_ROUTE') as en_route,
      (select max(a.instant) from journal_actes a where a.action = 'retour.exporter' and a.plie_id = p.id and a.utilisateur_id in (select u.id from utilisateurs u where u.organisation_id = ${acteur.organisation?.id ?? null})) as derniere
    from dossiers_pe d join organisations p on p.id = d.plie_id
    left join retours_pe r on r.plie_id = d.plie_id and r.dossier_id = d.id
    where ${perimetreDossiers(acteur)} group by p.id, p.code, p.nom order by p.nom collate francais`);
}

/** Of a dossier (alias d): its person's processing is restricted. */
const LIMITES = sql`personnes_limitees('TRANSMETTRE') l join orientations x on x.plie_id = l.plie_id and x.personne_id = l.personne_id where x.plie_id = d.plie_id and x.id = d.orientation_id`;

/** The answers to put in the workbook of a PLIE, within scope: those that wait, or all since a day. With `verrou`, held. */
export function listerSortants(base: Pick<Base, 'raw'>, acteur: Contexte['acteur'], plieId: number, depuis: DateCivile | null, verrou = false): Promise<(LigneSortante & { id: number; limitee: boolean })[]> {
  return lignes(base, sql`
    select r.id, exists (select 1 from ${LIMITES}) as limitee, coalesce(r.identifiant_pe, d.identifiant_pe) as identifiant_pe, r.nom, r.prenom, r.date_naissance, r.pni_pose_le, r.pni_fin, r.pni_leve_le, r.motif_levee, r.refus, r.ppae_actualise_le
    from retours_pe r join dossiers_pe d on d.plie_id = r.plie_id and d.id = r.dossier_id
    where r.plie_id = ${plieId} and ${perimetreDossiers(acteur)} and ${depuis ? sql`(r.cree_le at time zone 'Europe/Paris')::date >= ${depuis}` : sql`r.etat = 'EN_ROUTE'`}
    order by r.id ${verrou ? sql`for update of r` : vide}`);
}

export function noterTransmis(trx: Transaction, plieId: number, ids: number[]): Promise<number> {
  return executer(trx, sql`update retours_pe set etat = 'TRANSMIS' where plie_id = ${plieId} and id = any(${ids}::bigint[]) and etat = 'EN_ROUTE'`);
}

// ---- In the PLIE

/** A row as it was read: its values, what cannot be read, and its cells as they were. */
export interface LigneLue { numero: number; valeurs: Partial<ValeursRetour>; fautes: { champ: string; message: string }[]; affichees: Record<string, string>; cellules: Cellule[] }
export interface ContenuClasseur { titres: string[]; remarques: string[]; lignes: LigneLue[]; /** Row → person chosen on screen. */ choix: Record<string, number> }

export interface ClasseurRecu {
  id: number; plie_id: number; nom_fichier: string; etat: 'A_CONFIRMER' | 'CONFIRME'; contenu: ContenuClasseur | null;
  nouveaux: number; modifies: number; inchanges: number; refuses: number; cree_le: string; confirme_le: string | null; par: string | null; version: number;
}

export async function ajouterClasseur(trx: Transaction, plieId: number, utilisateurId: number | null, nom: string, contenu: ContenuClasseur): Promise<number> {
  const [ligne] = await lignes<{ id: number }>(trx, sql`insert into classeurs_retour (plie_id, utilisateur_id, nom_fichier, contenu) values (${plieId}, ${utilisateurId}, ${nom}, ${JSON.stringify(contenu)}) returning id`);
  return ligne!.id;
}

const COLONNES = sql`c.id, c.plie_id, c.nom_fichier, c.etat, c.nouveaux, c.modifies, c.inchanges, c.refuses, c.cree_le, c.confirme_le, c.version, case when u.id is not null then u.prenom || ' ' || upper(u.nom) end as par`;

export function listerClasseurs({ base, acteur }: Contexte, plafond: number): Promise<ClasseurRecu[]> {
  return lignes(base, sql`select ${COLONNES}, null as contenu from classeurs_retour c left join utilisateurs u on u.id = c.utilisateur_id where ${perimetreRetours(acteur, 'c')} order by c.id desc limit ${plafond}`);
}

export async function lireClasseurRecu(base: Pick<Base, 'raw'>, acteur: Contexte['acteur'], id: number, verrou = false): Promise<ClasseurRecu> {
  const classeur = await chercherLigne<ClasseurRecu>(base, sql`
    select ${COLONNES}, c.contenu from classeurs_retour c left join utilisateurs u on u.id = c.utilisateur_id where c.id = ${id} and ${perimetreRetours(acteur, 'c')} ${verrou ? sql`for update of c` : vide}`);
  if (!classeur) throw new Introuvable();
  return classeur;
}

export function garderChoix(trx: Transaction, c: { plie_id: number; id: number; version: number }, choix: Record<string, number>): Promise<number> {
  return executer(trx, sql`update classeurs_retour set contenu = jsonb_set(contenu, '{choix}', ${JSON.stringify(choix)}::jsonb) where plie_id = ${c.plie_id} and id = ${c.id} and version = ${c.version} and etat = 'A_CONFIRMER'`);
}

export function confirmerClasseur(trx: Transaction, c: { plie_id: number; id: number }, n: { nouveaux: number; modifies: number; inchanges: number; refuses: number }, contenu: ContenuClasseur | null): Promise<number> {
  return executer(trx, sql`
    update classeurs_retour set etat = 'CONFIRME', confirme_le = now(), nouveaux = ${n.nouveaux}, modifies = ${n.modifies}, inchanges = ${n.inchanges}, refuses = ${n.refuses}, contenu = ${contenu && JSON.stringify(contenu)}
    where plie_id = ${c.plie_id} and id = ${c.id} and etat = 'A_CONFIRMER'`);
}

export const supprimerClasseur = (trx: Transaction, c: { plie_id: number; id: number }): Promise<number> => executer(trx, sql`delete from classeurs_retour where plie_id = ${c.plie_id} and id = ${c.id} and etat = 'A_CONFIRMER'`);

/** Names as the database compares them, in the order given. */
export async function normaliserNoms(base: Pick<Base, 'raw'>, noms: readonly { nom: string | null; prenom: string | null }[]): Promise<{ nom_norm: string; prenom_norm: string }[]> {
  if (!noms.length) return [];
  return lignes(base, sql`
    select coalesce(normaliser(x.nom), '') as nom_norm, coalesce(normaliser(x.prenom), '') as prenom_norm
    from unnest(${noms.map((n) => n.nom)}::text[], ${noms.map((n) => n.prenom)}::text[]) with ordinality as x(nom, prenom, rang) order by x.rang`);
}

/** Whoever the rows of a file may be of: same identifiant, same birth date, same names, or chosen. */
export function listerPersonnesDesignees(base: Pick<Base, 'raw'>, plieId: number, d: readonly Designee[], choisies: readonly number[]): Promise<PersonneConnue[]> {
  return lignes<PersonneConnue>(base, sql`
    select id, nom, prenom, nom_norm, prenom_norm, date_naissance, identifiant_pe from personnes
    where plie_id = ${plieId} and (identifiant_pe = any(${d.flatMap((x) => x.identifiant_pe ?? [])}::text[]) or date_naissance = any(${d.flatMap((x) => x.date_naissance ?? [])}::date[])
      or (nom_norm = any(${d.map((x) => x.nom_norm)}::text[]) and prenom_norm = any(${d.map((x) => x.prenom_norm)}::text[])) or id = any(${[...choisies]}::bigint[]))
    order by nom_norm, prenom_norm, id`);
}

/** The parcours of a person, the latest integration first. */
export function listerParcoursDe(base: Pick<Base, 'raw'>, plieId: number, personneId: number): Promise<{ id: number; date_integration: DateCivile; date_sortie: DateCivile | null }[]> {
  return lignes(base, sql`select id, date_integration, date_sortie from orientations where plie_id = ${plieId} and personne_id = ${personneId} and date_integration is not null order by date_integration desc, id desc`);
}

/** Was that very answer already brought for that parcours? */
export async function retourDejaRecu(trx: Transaction, p: CleParcours, r: Reponse): Promise<boolean> {
  return (await chercherLigne(trx, sql`
    select 1 as oui from retours_pe where plie_id = ${p.plie_id} and orientation_id = ${p.id}
      and pni_pose_le is not distinct from ${r.pni_pose_le} and pni_fin is not distinct from ${r.pni_fin} and pni_leve_le is not distinct from ${r.pni_leve_le}
      and motif_levee is not distinct from ${r.motif_levee} and ppae_actualise_le is not distinct from ${r.ppae_actualise_le} limit 1`)) !== null;
}
