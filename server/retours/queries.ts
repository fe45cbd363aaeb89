/** The SQL of the answers of Pôle emploi: on its own side, on their way, and in the PLIE. */
import type { CodeDe } from '../codes/listes';
import type { DateCivile } from '../lib/dates';
import { executer, lignes, sql } from '../lib/db/sql';
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
