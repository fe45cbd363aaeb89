/** The register of what left of a bilan, and the addresses to which it may leave. */
import type { Contexte } from '../acces/acteur';
import { perimetrePlies } from '../acces/perimetre';
import { libelle, type CodeDe } from '../codes/listes';
import { CORRESPONDANTS_DE_CONVENTION } from '../correspondants/queries';
import { chercherLigne, executer, lignes, sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { Introuvable } from '../lib/erreurs';
import { dansLaPhrase } from '../lib/texte';
import type { BilanSuivi } from './queries';
import { sansRepetition, type Destinataire } from './rules-envoi';

/** `pret`: its mail waits to be sent by hand. */
export interface EnvoiDeBilan {
  id: number; plie_id: number; annee: number; numero: number; destinataire: string; par_serveur: boolean; empreinte_document: string; empreinte_classeur: string;
  etat: CodeDe<'ETATS_AVIS'>; erreur: string | null; prepare_le: string; envoye_le: string | null; par: string | null; pret: boolean;
}

const COLONNES = sql`e.id, e.plie_id, b.annee, e.numero, e.destinataire, e.par_serveur, e.empreinte_document, e.empreinte_classeur, e.etat, e.erreur, e.prepare_le, e.envoye_le,
  (select u.prenom || ' ' || upper(u.nom) from utilisateurs u where u.id = e.utilisateur_id) as par, e.message is not null as pret
  from bilan_envois e join bilans b on b.plie_id = e.plie_id and b.id = e.bilan_id`;

/** Of a PLIE's year, the last one first. */
export const listerEnvois = ({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, plieId: number, annee: number): Promise<EnvoiDeBilan[]> =>
  lignes<EnvoiDeBilan>(base, sql`select ${COLONNES} where e.plie_id = ${plieId} and b.annee = ${annee} and ${perimetrePlies(acteur, 'e.plie_id')} order by e.id desc`);

/** Throws Introuvable. */
export async function lireEnvoi({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, plieId: number, annee: number, id: number): Promise<EnvoiDeBilan> {
  const envoi = await chercherLigne<EnvoiDeBilan>(base, sql`select ${COLONNES} where e.plie_id = ${plieId} and e.id = ${id} and b.annee = ${annee} and ${perimetrePlies(acteur, 'e.plie_id')}`);
  if (!envoi) throw new Introuvable();
  return envoi;
}

/** The mail that waits; null once it has left, or was replaced. The row was read within scope. */
export async function lireMessage({ base }: Pick<Contexte, 'base'>, { plie_id, id }: Pick<EnvoiDeBilan, 'plie_id' | 'id'>): Promise<Buffer | null> {
  const lu = await chercherLigne<{ message: Uint8Array | null }>(base, sql`select message from bilan_envois where plie_id = ${plie_id} and id = ${id}`);
  return lu?.message ? Buffer.from(lu.message) : null;
}

/** The region's own address first, then the mailbox and the correspondents of the conventions of that year. */
export async function listerDestinataires({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, plieId: number, annee: number): Promise<Destinataire[]> {
  const regions = await lignes<{ nom: string; courriel: string }>(base, sql`
    select r.nom, r.courriel from organisations p join departements d on d.code = p.departement_code join organisations r on r.type = 'REGION' and r.region_code = d.region_code
    where p.id = ${plieId} and r.active and r.courriel is not null and ${perimetrePlies(acteur)} order by r.id`);
  const contacts = await lignes<{ nom: string | null; partie: string | null; domaine: string | null; courriel: string }>(base, sql`
    with c as (select c.id, c.date_debut, c.boite_generique from conventions c
      where c.plie_id = ${plieId} and c.date_debut <= make_date(${annee}, 12, 31) and c.date_fin >= make_date(${annee}, 1, 1) and ${perimetrePlies(acteur, 'c.plie_id')})
    select x.nom, x.partie, x.domaine, x.courriel from (
      select c.date_debut, 0 as rang, null as nom, null as partie, null as domaine, c.boite_generique as courriel from c
      union all
      select c.date_debut, 1, k.nom, k.partie, k.domaine, k.courriel from c join ${CORRESPONDANTS_DE_CONVENTION} k on k.convention_id = c.id
    ) x where x.courriel is not null order by x.date_debut desc, x.rang, x.partie, x.domaine`);
  return sansRepetition([
    ...regions.map((r) => ({ libelle: `${r.nom}, correspondants régionaux`, courriel: r.courriel, deLaRegion: true })),
    ...contacts.map((c) => ({ libelle: c.nom ? `${c.nom}, ${libelle('PARTIES', c.partie)}, ${dansLaPhrase(libelle('DOMAINES_CORRESPONDANT', c.domaine))}` : 'Boîte générique de la convention', courriel: c.courriel, deLaRegion: false })),
  ]);
}

export interface NouvelEnvoi { destinataire: string; par_serveur: boolean; empreinte_document: string; empreinte_classeur: string; utilisateur_id: number | null; prepare_le: string; message: Buffer | null }

/** What still waited for that recipient gives way. Gives the id of the new row. */
export async function ajouterEnvoi(trx: Transaction, { plie_id, id, numero }: Pick<BilanSuivi, 'plie_id' | 'id' | 'numero'>, envoi: NouvelEnvoi): Promise<number> {
  await executer(trx, sql`
    update bilan_envois set etat = 'ECHEC', erreur = 'Remplacé par un envoi plus récent.', message = null
    where plie_id = ${plie_id} and bilan_id = ${id} and destinataire = ${envoi.destinataire} and etat = 'PREPARE'`);
  const [ligne] = await trx('bilan_envois').insert({ plie_id, bilan_id: id, numero, ...envoi }).returning<{ id: number }[]>('id');
  return ligne!.id;
}

/** True when it still waited. */
export const noterEnvoi = async (trx: Transaction, plieId: number, id: number, maintenant: string): Promise<boolean> =>
  (await executer(trx, sql`update bilan_envois set etat = 'ENVOYE', envoye_le = ${maintenant}, message = null where plie_id = ${plieId} and id = ${id} and etat = 'PREPARE'`)) > 0;

export const noterEchec = (trx: Transaction, plieId: number, id: number, erreur: string): Promise<number> =>
  executer(trx, sql`update bilan_envois set etat = 'ECHEC', erreur = ${erreur}, message = null where plie_id = ${plieId} and id = ${id} and etat = 'PREPARE'`);
