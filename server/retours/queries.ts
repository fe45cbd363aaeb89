/** The SQL of the answers of Pôle emploi: on its own side, on their way, and in the PLIE. */
import type { Contexte } from '../acces/acteur';
import { perimetreRetours } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import type { DateCivile } from '../lib/dates';
import type { Base } from '../lib/db';
import { chercherLigne, chercherLignePreparee, executer, lignes, sql, vide, type Sql } from '../lib/db/sql';
import { Introuvable } from '../lib/erreurs';
import type { Transaction } from '../lib/ecriture';
import type { CleParcours } from '../parcours/queries';

export type MotifDeLevee = CodeDe<'MOTIFS_CLOTURE_PNI'>;
export type EtatRetour = 'EN_ROUTE' | 'TRANSMIS' | 'APPLIQUE' | 'A_TRAITER' | 'TRAITE';

/** What Pôle emploi did: at least one of the three days. `refus`: the lifting answers a request, the PNI was never set. */
export interface Reponse {
  pni_pose_le: DateCivile | null;
  pni_fin: DateCivile | null;
  pni_leve_le: DateCivile | null;
  motif_levee: MotifDeLevee | null;
  refus: boolean;
  ppae_actualise_le: DateCivile | null;
}
export const SANS_REPONSE: Reponse = { pni_pose_le: null, pni_fin: null, pni_leve_le: null, motif_levee: null, refus: false, ppae_actualise_le: null };

/** Of whom, on which side. */
export interface DeQui {
  plie_id: number;
  agence_id: number | null;
  dossier_id: number | null;
  orientation_id: number | null;
  identifiant_pe: string | null;
  nom: string;
  prenom: string;
  date_naissance: DateCivile;
}

export async function ajouterRetour(trx: Transaction, q: DeQui, r: Reponse, s: { origine: 'DIRECT' | 'CLASSEUR'; etat: EtatRetour; tache_id: number | null; utilisateur_id: number | null }): Promise<number> {
  const [ligne] = await lignes<{ id: number }>(trx, sql`
    insert into retours_pe (plie_id, agence_id, dossier_id, orientation_id, identifiant_pe, nom, prenom, date_naissance,
      pni_pose_le, pni_fin, pni_leve_le, motif_levee, refus, ppae_actualise_le, origine, etat, tache_id, utilisateur_id)
    values (${q.plie_id}, ${q.agence_id}, ${q.dossier_id}, ${q.orientation_id}, ${q.identifiant_pe}, ${q.nom}, ${q.prenom}, ${q.date_naissance},
      ${r.pni_pose_le}, ${r.pni_fin}, ${r.pni_leve_le}, ${r.motif_levee}, ${r.refus}, ${r.ppae_actualise_le}, ${s.origine}, ${s.etat}, ${s.tache_id}, ${s.utilisateur_id})
    returning id`);
  return ligne!.id;
}

/** Of whom an answer on that parcours is; with the dossier that Pôle emploi holds of it, if a table told of it. */
export async function lireDeQui(trx: Transaction, p: CleParcours): Promise<DeQui> {
  const [qui] = await lignes<DeQui>(trx, sql`
    select o.plie_id, o.agence_id, o.id as orientation_id, p.identifiant_pe, p.nom, p.prenom, p.date_naissance,
      (select max(d.id) from dossiers_pe d where d.plie_id = o.plie_id and d.orientation_id = o.id) as dossier_id
    from orientations o join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
    where o.plie_id = ${p.plie_id} and o.id = ${p.id}`);
  return qui!;
}

/** The answers given on that parcours in this installation, which no longer hold: those that set it on that day, or lifted it. */
export function retirerRetoursDirects(trx: Transaction, p: CleParcours, r: Pick<Reponse, 'pni_pose_le' | 'pni_leve_le'>): Promise<{ tache_id: number | null }[]> {
  return lignes(trx, sql`
    delete from retours_pe where plie_id = ${p.plie_id} and orientation_id = ${p.id} and origine = 'DIRECT' and etat in ('APPLIQUE', 'A_TRAITER')
      and (pni_pose_le = ${r.pni_pose_le} or pni_leve_le = ${r.pni_leve_le})
    returning tache_id`);
}

export const supprimerRetour = (trx: Transaction, plieId: number, id: number): Promise<number> => executer(trx, sql`delete from retours_pe where plie_id = ${plieId} and id = ${id}`);

export type Portee = 'MIENNES' | 'TOUTES';

/** An answer as the PLIE reads it. */
export interface RetourRecu extends Reponse {
  id: number;
  plie_id: number;
  orientation_id: number;
  personne_id: number;
  nom: string;
  prenom: string;
  etat: EtatRetour;
  origine: 'DIRECT' | 'CLASSEUR';
  suite: CodeDe<'SUITES_RETOUR'> | null;
  cree_le: string;
  agence: string | null;
  referent: string | null;
  date_sortie: DateCivile | null;
  /** A PNI is asked for or runs since: the delegation goes on. */
  pni_en_cours: boolean;
  version: number;
}

const recus = (condition: Sql): Sql => sql`
  select r.id, r.plie_id, r.orientation_id, o.personne_id, p.nom, p.prenom, r.etat, r.origine, r.suite, r.cree_le, r.version, o.date_sortie,
    r.pni_pose_le, r.pni_fin, r.pni_leve_le, r.motif_levee, r.refus, r.ppae_actualise_le, g.nom as agence,
    case when u.id is not null then u.prenom || ' ' || upper(u.nom) end as referent,
    exists (select 1 from pni n where n.plie_id = r.plie_id and n.orientation_id = r.orientation_id and n.date_cloture is null) as pni_en_cours
  from retours_pe r
  join orientations o on o.plie_id = r.plie_id and o.id = r.orientation_id
  join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
  left join organisations g on g.id = r.agence_id
  left join referents f on f.plie_id = o.plie_id and f.orientation_id = o.id and f.date_fin is null
  left join utilisateurs u on u.id = f.utilisateur_id
  where ${condition}`;

const deLaPortee = ({ acteur }: Contexte, portee: Portee): Sql => (portee === 'MIENNES' ? sql`${perimetreRetours(acteur)} and f.utilisateur_id = ${acteur.utilisateurId}` : perimetreRetours(acteur));

/** What waits for the PLIE, the oldest first. */
export const listerRetoursATraiter = (contexte: Contexte, portee: Portee): Promise<RetourRecu[]> => lignes(contexte.base, sql`${recus(sql`r.etat = 'A_TRAITER' and ${deLaPortee(contexte, portee)}`)} order by r.cree_le, r.id`);

/** What came lately and asks nothing more, the latest first. */
export const listerRetoursConnus = (contexte: Contexte, portee: Portee, depuis: DateCivile, plafond: number): Promise<RetourRecu[]> => lignes(contexte.base, sql`
  ${recus(sql`r.etat in ('APPLIQUE', 'TRAITE') and coalesce(r.traite_le, r.cree_le) >= ${depuis}::date and ${deLaPortee(contexte, portee)}`)} order by coalesce(r.traite_le, r.cree_le) desc, r.id desc limit ${plafond}`);

/** All the answers on a person, the latest first. */
export const listerRetoursDePersonne = (contexte: Contexte, personne: { plie_id: number; id: number }): Promise<RetourRecu[]> => lignes(contexte.base, sql`
  ${recus(sql`r.plie_id = ${personne.plie_id} and o.personne_id = ${personne.id} and ${perimetreRetours(contexte.acteur)}`)} order by r.id desc`);

export async function compterRetours({ base, acteur }: Contexte, portee: Portee): Promise<number> {
  const compte = await chercherLignePreparee<{ n: number }>(base, sql`
    select count(*) as n from retours_pe r
    where r.etat = 'A_TRAITER' and ${perimetreRetours(acteur)}
      ${portee === 'MIENNES' ? sql`and exists (select 1 from referents f where f.plie_id = r.plie_id and f.orientation_id = r.orientation_id and f.date_fin is null and f.utilisateur_id = ${acteur.utilisateurId})` : vide}`);
  return compte!.n;
}

/** One of them, within scope. Introuvable otherwise. */
export async function lireRetour(base: Pick<Base, 'raw'>, acteur: Contexte['acteur'], id: number): Promise<RetourRecu> {
  const retour = await chercherLigne<RetourRecu>(base, recus(sql`r.id = ${id} and ${perimetreRetours(acteur)}`));
  if (!retour) throw new Introuvable();
  return retour;
}

/** Number of rows: 0 when somebody else dealt with it first. */
export function noterSuite(trx: Transaction, r: { plie_id: number; id: number }, suite: CodeDe<'SUITES_RETOUR'>, utilisateurId: number | null): Promise<number> {
  return executer(trx, sql`update retours_pe set etat = 'TRAITE', suite = ${suite}, traite_par = ${utilisateurId}, traite_le = now() where plie_id = ${r.plie_id} and id = ${r.id} and etat = 'A_TRAITER'`);
}
