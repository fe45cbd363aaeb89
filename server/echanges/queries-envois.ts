/** The register of what was sent. */
import type { Contexte } from '../acces/acteur';
import { perimetrePlies, perimetreTableaux } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import { brut, chercherLigne, executer, lignes, sql } from '../lib/db/sql';
import type { DateCivile, Mois } from '../lib/dates';
import type { Transaction } from '../lib/ecriture';
import { Introuvable } from '../lib/erreurs';
import { JOURS_DE_GARDE, type CanalCle, type CanalFichier } from './rules-envoi';

export interface Envoi {
  id: number; plie_id: number; tableau_id: number; empreinte: string; canal_fichier: CanalFichier; canal_cle: CanalCle; destinataire: string;
  etat: CodeDe<'ETATS_AVIS'>; erreur: string | null; prepare_le: string; date_envoi: DateCivile | null; par: string | null;
  /** The encrypted file is still there. */
  garde: boolean;
}

const FRAIS = brut(`now() - interval '${JOURS_DE_GARDE} days'`);
const COLONNES = sql`m.id, m.plie_id, m.tableau_id, m.empreinte, m.canal_fichier, m.canal_cle, m.destinataire, m.etat, m.erreur, m.prepare_le, m.date_envoi,
  (select u.prenom || ' ' || upper(u.nom) from utilisateurs u where u.id = m.utilisateur_id) as par, (m.contenu is not null and m.prepare_le > ${FRAIS}) as garde`;

/** The attempts for a table, the last one first. */
export function listerEnvois({ base, acteur }: Contexte, plieId: number, tableauId: number): Promise<Envoi[]> {
  return lignes<Envoi>(base, sql`select ${COLONNES} from transmissions m where m.plie_id = ${plieId} and m.tableau_id = ${tableauId} and ${perimetreTableaux(acteur, 'm')} order by m.id desc`);
}

/** One attempt for a month. Throws Introuvable. */
export async function lireEnvoi({ base, acteur }: Contexte, plieId: number, mois: Mois, id: number): Promise<Envoi> {
  const envoi = await chercherLigne<Envoi>(base, sql`
    select ${COLONNES} from transmissions m join tableaux t on t.plie_id = m.plie_id and t.id = m.tableau_id
    where m.plie_id = ${plieId} and m.id = ${id} and t.mois = ${mois} and ${perimetreTableaux(acteur, 'm')}`);
  if (!envoi) throw new Introuvable();
  return envoi;
}

/** The encrypted file; null once it is no longer kept. The attempt was read within scope. */
export async function lireFichier({ base }: Contexte, { plie_id, id }: Envoi): Promise<Buffer | null> {
  const ligne = await chercherLigne<{ contenu: Uint8Array | null }>(base, sql`select contenu from transmissions where plie_id = ${plie_id} and id = ${id} and prepare_le > ${FRAIS}`);
  return ligne?.contenu ? Buffer.from(ligne.contenu) : null;
}

export interface NouvelEnvoi { plie_id: number; tableau_id: number; utilisateur_id: number | null; empreinte: string; canal_fichier: CanalFichier; canal_cle: CanalCle; destinataire: string; contenu: Buffer }

/** The new attempt takes the place of the one that still waited. */
export async function ajouterEnvoi(trx: Transaction, envoi: NouvelEnvoi): Promise<number> {
  await executer(trx, sql`
    update transmissions set etat = 'ECHEC', erreur = 'Remplacé par un fichier plus récent, avec une autre phrase de passe.', contenu = null
    where plie_id = ${envoi.plie_id} and tableau_id = ${envoi.tableau_id} and etat = 'PREPARE'`);
  const [ligne] = await trx('transmissions').insert(envoi).returning<{ id: number }[]>('id');
  return ligne!.id;
}

/** A file that waits and names that person must not leave: another is to be prepared, without them. */
export const retirerFichiersPrets = (trx: Transaction, plieId: number, personneId: number): Promise<number> =>
  executer(trx, sql`
    update transmissions m set etat = 'ECHEC', erreur = 'Le traitement des données d''une personne de ce tableau est limité depuis : préparez un nouveau fichier, sans elle.', contenu = null
    where m.plie_id = ${plieId} and m.etat = 'PREPARE' and m.tableau_id in (
      select l.tableau_id from tableau_lignes l join orientations o on o.plie_id = l.plie_id and o.id = l.orientation_id where o.plie_id = ${plieId} and o.personne_id = ${personneId})`);

/** It left on that day; the step « transmis » is that of the first sending. */
export async function noterEnvoi(trx: Transaction, { plie_id, id, tableau_id }: Pick<Envoi, 'plie_id' | 'id' | 'tableau_id'>, date: DateCivile, par: number | null): Promise<boolean> {
  const note = await executer(trx, sql`update transmissions set etat = 'ENVOYE', erreur = null, date_envoi = ${date}, contenu = null where plie_id = ${plie_id} and id = ${id} and etat = 'PREPARE'`);
  if (note) await executer(trx, sql`update tableaux set etape = 'TRANSMIS', transmis_le = now(), transmis_par = ${par} where plie_id = ${plie_id} and id = ${tableau_id} and etape = 'VALIDE'`);
  return note > 0;
}

export const noterEchec = (trx: Transaction, { plie_id, id }: Pick<Envoi, 'plie_id' | 'id'>, erreur: string): Promise<number> =>
  executer(trx, sql`update transmissions set etat = 'ECHEC', erreur = ${erreur}, contenu = null where plie_id = ${plie_id} and id = ${id} and etat = 'PREPARE'`);

/** Files that nobody confirmed in time, of whatever PLIE. Gives how many. */
export const viderEnvoisOublies = (trx: Transaction): Promise<number> =>
  executer(trx, sql`update transmissions set contenu = null where contenu is not null and prepare_le <= ${FRAIS}`);

/** The PLIE's own address, under which it writes; null when it has none. */
export async function chercherCourrielDuPlie({ base, acteur }: Contexte, plieId: number): Promise<string | null> {
  return (await chercherLigne<{ courriel: string | null }>(base, sql`select p.courriel from organisations p where p.id = ${plieId} and ${perimetrePlies(acteur)}`))?.courriel ?? null;
}

export const resteDesEnvoisOublies = async (base: Pick<Contexte['base'], 'raw'>): Promise<boolean> =>
  (await chercherLigne(base, sql`select 1 from transmissions where contenu is not null and prepare_le <= ${FRAIS} limit 1`)) !== null;
