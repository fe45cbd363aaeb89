/** The files that an agency took in, or is about to. */
import { periodeDuMois } from '../../reports/tableau-de-suivi/situation';
import type { Contexte } from '../acces/acteur';
import { perimetreImportations, perimetrePlies } from '../acces/perimetre';
import type { Base } from '../lib/db';
import { chercherLigne, executer, lignes, sql, vide } from '../lib/db/sql';
import type { Mois } from '../lib/dates';
import { Introuvable } from '../lib/erreurs';
import type { Transaction } from '../lib/ecriture';
import type { Examen, LigneExaminee, Sort } from './rules-examen';
import type { NomDeFeuille } from './rules-format';
import type { Lecture } from './rules-lecture';
import type { Reponses } from './rules-rapprochement';

/** What is kept of a file until it is confirmed. */
export interface Contenu { lecture: Lecture; reponses: Reponses; examen: Examen }

export interface Importation {
  id: number;
  plie_id: number;
  plie_nom: string;
  plie_code: string;
  agence_id: number;
  mois: Mois;
  empreinte: string;
  etabli_le: string | null;
  nom_fichier: string;
  etat: 'A_CONFIRMER' | 'CONFIRMEE';
  nouveaux: number;
  modifies: number;
  inchanges: number;
  refuses: number;
  cree_le: string;
  confirmee_le: string | null;
  version: number;
  auteur_nom: string | null;
  auteur_prenom: string | null;
}

const COLONNES = sql`i.id, i.plie_id, p.nom as plie_nom, p.code as plie_code, i.agence_id, i.mois, i.empreinte, i.etabli_le, i.nom_fichier, i.etat, i.nouveaux, i.modifies, i.inchanges, i.refuses, i.cree_le, i.confirmee_le, i.version,
  u.nom as auteur_nom, u.prenom as auteur_prenom`;
const TABLES = sql`importations i join organisations p on p.id = i.plie_id left join utilisateurs u on u.id = i.utilisateur_id`;

/** Throws Introuvable: another agency's file is not there. */
export async function lireImportation({ base, acteur }: Contexte, id: number): Promise<Importation> {
  const trouvee = await chercherLigne<Importation>(base, sql`select ${COLONNES} from ${TABLES} where i.id = ${id} and ${perimetreImportations(acteur)}`);
  if (!trouvee) throw new Introuvable("Ce tableau n'existe pas, n'est pas pour votre agence, ou a été abandonné. Retrouvez ceux que vous avez reçus dans « Tableaux reçus ».");
  return trouvee;
}

/** Held until the end of the transaction. Throws Introuvable. */
export async function verrouillerImportation(trx: Transaction, { acteur }: Contexte, id: number): Promise<Omit<Importation, 'plie_nom' | 'plie_code' | 'auteur_nom' | 'auteur_prenom'> & { etabli_a: string | null }> {
  const trouvee = await chercherLigne<Importation & { etabli_a: string | null }>(trx, sql`
    select i.id, i.plie_id, i.agence_id, i.mois, i.empreinte, i.etabli_le, to_char(i.etabli_le at time zone 'Europe/Paris', 'YYYY-MM-DD HH24:MI') as etabli_a, i.nom_fichier, i.etat, i.nouveaux, i.modifies, i.inchanges, i.refuses, i.cree_le, i.confirmee_le, i.version
    from importations i where i.id = ${id} and ${perimetreImportations(acteur)} for update`);
  if (!trouvee) throw new Introuvable("Ce tableau n'existe pas, n'est pas pour votre agence, ou a été abandonné. Retrouvez ceux que vous avez reçus dans « Tableaux reçus ».");
  return trouvee;
}

export interface Filtre { sort: Sort | 'AVERTIE' | null; feuille: NomDeFeuille | null; page: number }

/** The rows of a file that waits, as they were examined: picked by the database, for they may be thousands. */
export async function listerLignesExaminees({ base, acteur }: Contexte, id: number, { sort, feuille }: Filtre, { limite, debut }: { limite: number; debut: number }): Promise<{ lignes: LigneExaminee[]; total: number }> {
  const [ligne] = await lignes<{ lignes: LigneExaminee[] | null; total: number }>(base, sql`
    with retenues as (
      select x.ligne, x.rang from importations i join importation_contenus c on c.plie_id = i.plie_id and c.importation_id = i.id, jsonb_array_elements(c.examen -> 'lignes') with ordinality as x (ligne, rang)
      where i.id = ${id} and ${perimetreImportations(acteur)}
        ${sort === 'AVERTIE' ? sql`and (x.ligne -> 'averti')::boolean` : sort ? sql`and x.ligne ->> 'sort' = ${sort}` : vide} ${feuille ? sql`and x.ligne ->> 'f' = ${feuille}` : vide})
    select (select count(*) from retenues) as total, (select json_agg(p.ligne order by p.rang) from (select ligne, rang from retenues order by rang limit ${limite} offset ${debut}) p) as lignes`);
  return { lignes: ligne?.lignes ?? [], total: ligne?.total ?? 0 };
}

/** The rest of the examination: its counts, its questions, what is said of the file; null once it is confirmed. */
export async function lireResume({ base, acteur }: Contexte, id: number): Promise<(Omit<Examen, 'lignes'> & { remarques: Lecture['remarques']; reponses: Reponses }) | null> {
  return chercherLigne(base, sql`
    select c.examen -> 'comptes' as comptes, c.examen -> 'questions' as questions, c.examen -> 'demandes' as demandes, (c.examen ->> 'caduques')::int as caduques,
      c.examen -> 'retires' as retires, c.lecture -> 'remarques' as remarques, c.reponses
    from importations i join importation_contenus c on c.plie_id = i.plie_id and c.importation_id = i.id where i.id = ${id} and ${perimetreImportations(acteur)}`);
}

export function lireContenu(base: Base | Transaction, { acteur }: Contexte, id: number): Promise<Contenu | null> {
  return chercherLigne<Contenu>(base, sql`select c.lecture, c.reponses, c.examen from importations i join importation_contenus c on c.plie_id = i.plie_id and c.importation_id = i.id where i.id = ${id} and ${perimetreImportations(acteur)}`);
}

export interface DerniereImportation { id: number; mois: Mois; empreinte: string; etabli_a: string | null; confirmee_le: string }
/** The last file of a PLIE that the actor's agency confirmed. */
export function chercherDerniere(base: Base | Transaction, { acteur }: Contexte, plieId: number): Promise<DerniereImportation | null> {
  return chercherLigne(base, sql`
    select i.id, i.mois, i.empreinte, to_char(i.etabli_le at time zone 'Europe/Paris', 'YYYY-MM-DD HH24:MI') as etabli_a, i.confirmee_le
    from importations i where i.plie_id = ${plieId} and i.etat = 'CONFIRMEE' and ${perimetreImportations(acteur)} order by i.mois desc, i.confirmee_le desc, i.id desc limit 1`);
}

export interface PlieDeLAgence { id: number; code: string; nom: string }
/** The PLIEs that work with the actor's agency. */
export function listerPliesDeLAgence({ base, acteur }: Contexte): Promise<PlieDeLAgence[]> {
  return lignes(base, sql`select p.id, p.code, p.nom from organisations p where p.type = 'PLIE' and p.active and ${perimetrePlies(acteur)} order by p.nom collate francais`);
}

export interface PlieAttendu extends PlieDeLAgence {
  /** A convention covers a day of the month, and the exchange is not suspended. */
  conventionne: boolean;
  importation_id: number | null;
  confirmee_le: string | null;
  /** Dropped, and not confirmed yet. */
  depose_id: number | null;
  depose_le: string | null;
}
/** For each PLIE of the agency, the last table of that month. */
export function listerAttendus({ base, acteur, jour }: Contexte, mois: Mois): Promise<PlieAttendu[]> {
  const { debut, fin } = periodeDuMois(mois);
  const derniere = (etat: string) => sql`left join lateral (select i.id, i.confirmee_le, i.cree_le from importations i where i.plie_id = p.id and i.mois = ${mois} and i.etat = ${etat} and ${perimetreImportations(acteur)} order by i.id desc limit 1)`;
  return lignes(base, sql`
    select p.id, p.code, p.nom, i.id as importation_id, i.confirmee_le, d.id as depose_id, d.cree_le as depose_le,
      exists (select 1 from conventions c where c.plie_id = p.id and c.date_debut <= ${fin} and c.date_fin >= ${debut} and (c.date_suspension is null or c.date_suspension > ${jour})) as conventionne
    from organisations p
    ${derniere('CONFIRMEE')} i on true ${derniere('A_CONFIRMER')} d on true
    where p.type = 'PLIE' and p.active and ${perimetrePlies(acteur)} order by p.nom collate francais`);
}

/** Those that wait for their confirmation, newest first. */
export function listerEnAttente({ base, acteur }: Contexte): Promise<Importation[]> {
  return lignes(base, sql`select ${COLONNES} from ${TABLES} where i.etat = 'A_CONFIRMER' and ${perimetreImportations(acteur)} order by i.id desc`);
}

export async function listerConfirmees({ base, acteur }: Contexte, plieId: number | null, { limite, debut }: { limite: number; debut: number }): Promise<{ lignes: Importation[]; total: number }> {
  const condition = sql`i.etat = 'CONFIRMEE' and ${perimetreImportations(acteur)} ${plieId ? sql`and i.plie_id = ${plieId}` : vide}`;
  return {
    lignes: await lignes<Importation>(base, sql`select ${COLONNES} from ${TABLES} where ${condition} order by i.mois desc, i.confirmee_le desc, i.id desc limit ${limite} offset ${debut}`),
    total: (await chercherLigne<{ total: number }>(base, sql`select count(*) as total from importations i where ${condition}`))!.total,
  };
}

// ---- Writes ----

export interface NouvelleImportation { plie_id: number; agence_id: number; utilisateur_id: number | null; mois: Mois; empreinte: string; etabliLe: string | null; nom_fichier: string; contenu: Contenu }

const comptesDe = ({ examen }: Contenu) => { const c = examen.comptes['Tableau de suivi']; return { nouveaux: c.NOUVELLE, modifies: c.MODIFIEE, inchanges: c.INCHANGEE, refuses: c.REFUSEE + c.A_RAPPROCHER }; };

/** In the place of the same file, dropped again by the same person before it was confirmed. */
export async function ajouterImportation(trx: Transaction, i: NouvelleImportation): Promise<number> {
  await executer(trx, sql`delete from importations where plie_id = ${i.plie_id} and agence_id = ${i.agence_id} and utilisateur_id = ${i.utilisateur_id} and mois = ${i.mois} and empreinte = ${i.empreinte} and etat = 'A_CONFIRMER'`);
  const c = comptesDe(i.contenu);
  const { id } = (await chercherLigne<{ id: number }>(trx, sql`
    insert into importations (plie_id, agence_id, utilisateur_id, mois, empreinte, etabli_le, nom_fichier, nouveaux, modifies, inchanges, refuses)
    values (${i.plie_id}, ${i.agence_id}, ${i.utilisateur_id}, ${i.mois}, ${i.empreinte}, ${i.etabliLe}::timestamp at time zone 'Europe/Paris', ${i.nom_fichier}, ${c.nouveaux}, ${c.modifies}, ${c.inchanges}, ${c.refuses})
    returning id`))!;
  const { lecture, reponses, examen } = i.contenu;
  await executer(trx, sql`insert into importation_contenus (plie_id, importation_id, lecture, reponses, examen) values (${i.plie_id}, ${id}, ${JSON.stringify(lecture)}, ${JSON.stringify(reponses)}, ${JSON.stringify(examen)})`);
  return id;
}

export async function changerContenu(trx: Transaction, { plie_id, id }: { plie_id: number; id: number }, contenu: Contenu): Promise<void> {
  const c = comptesDe(contenu);
  await executer(trx, sql`update importations set nouveaux = ${c.nouveaux}, modifies = ${c.modifies}, inchanges = ${c.inchanges}, refuses = ${c.refuses} where plie_id = ${plie_id} and id = ${id}`);
  await executer(trx, sql`update importation_contenus set reponses = ${JSON.stringify(contenu.reponses)}, examen = ${JSON.stringify(contenu.examen)} where plie_id = ${plie_id} and importation_id = ${id}`);
}

export async function terminerImportation(trx: Transaction, { plie_id, id }: { plie_id: number; id: number }, contenu: Contenu, utilisateurId: number | null): Promise<void> {
  const c = comptesDe(contenu);
  await executer(trx, sql`
    update importations set etat = 'CONFIRMEE', confirmee_le = now(), utilisateur_id = ${utilisateurId}, nouveaux = ${c.nouveaux}, modifies = ${c.modifies}, inchanges = ${c.inchanges}, refuses = ${c.refuses}
    where plie_id = ${plie_id} and id = ${id}`);
  await executer(trx, sql`delete from importation_contenus where plie_id = ${plie_id} and importation_id = ${id}`);
}

export async function effacerImportation(trx: Transaction, { plie_id, id }: { plie_id: number; id: number }): Promise<void> {
  await executer(trx, sql`delete from importations where plie_id = ${plie_id} and id = ${id} and etat = 'A_CONFIRMER'`);
}

/** One import of a PLIE at a time: the second one waits, then finds what the first has written. */
export async function verrouillerPlie(trx: Transaction, plieId: number): Promise<void> {
  await executer(trx, sql`select 1 from organisations where id = ${plieId} for no key update`);
}

export async function compterPerimees(base: Base): Promise<number> {
  return (await chercherLigne<{ total: number }>(base, sql`select count(*) as total from importations where etat = 'A_CONFIRMER' and cree_le < now() - interval '1 day'`))!.total;
}
export async function effacerPerimees(trx: Transaction): Promise<number> {
  return executer(trx, sql`delete from importations where etat = 'A_CONFIRMER' and cree_le < now() - interval '1 day'`);
}
