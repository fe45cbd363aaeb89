/** What waits, or was refused, of the files and forms of a PLIE, its agencies included: kept for a while, with names in it. */
import type { Contexte } from '../acces/acteur';
import { perimetreDroits } from '../acces/perimetre';
import { chercherLigne, lignes, sql } from '../lib/db/sql';
import type { Valeur } from './rules-acces';
import type { Cherchee } from './rules-fichiers';

type Lecteur = Pick<Contexte, 'base' | 'acteur'>;

/** `octets`: workbooks; `lu`: what was already read of one. */
export interface FichierGarde { table: string; nom_fichier: string; depose_le: string; octets: Buffer[]; lu: Valeur[] }

/** Whom to look for; null once their identity has gone. */
export const chercherIdentite = ({ base, acteur }: Lecteur, plieId: number, id: number): Promise<Cherchee | null> => chercherLigne<Cherchee>(base, sql`
  select p.nom, p.prenom, p.date_naissance, p.identifiant_pe from personnes p where p.plie_id = ${plieId} and p.id = ${id} and p.efface_le is null and ${perimetreDroits(acteur, 'p.plie_id')}`);

export async function listerFichiersGardes({ base, acteur }: Lecteur, plieId: number): Promise<FichierGarde[]> {
  const reprises = await lignes<{ nom_fichier: string; depose_le: string; contenu: Uint8Array | null; refus: Uint8Array | null; rapport: Valeur }>(base, sql`
    select r.nom_fichier, r.cree_le as depose_le, r.contenu, r.refus, r.rapport from reprises r where r.plie_id = ${plieId} and ${perimetreDroits(acteur, 'r.plie_id')} and num_nonnulls(r.contenu, r.refus, r.rapport) > 0 order by r.id`);
  const recus = await lignes<{ nom_fichier: string; depose_le: string; lu: Valeur[] }>(base, sql`
    select i.nom_fichier, i.cree_le as depose_le, json_build_array(c.lecture, c.reponses, c.examen) as lu
    from importation_contenus c join importations i on i.plie_id = c.plie_id and i.id = c.importation_id where c.plie_id = ${plieId} and ${perimetreDroits(acteur, 'c.plie_id')} order by i.id`);
  const retours = await lignes<{ nom_fichier: string; depose_le: string; lu: Valeur[] }>(base, sql`
    select c.nom_fichier, c.cree_le as depose_le, json_build_array(c.contenu) as lu from classeurs_retour c where c.plie_id = ${plieId} and c.contenu is not null and ${perimetreDroits(acteur, 'c.plie_id')} order by c.id`);
  return [
    ...reprises.map(({ contenu, refus, rapport, ...r }) => ({ table: 'reprises', ...r, octets: [contenu, refus].flatMap((o) => (o ? [Buffer.from(o)] : [])), lu: [rapport] })),
    ...recus.map((r) => ({ table: 'importation_contenus', ...r, octets: [] })),
    ...retours.map((r) => ({ table: 'classeurs_retour', ...r, octets: [] })),
  ];
}

/** The drafts of the agents of the PLIE and of its agencies. */
export const listerBrouillonsGardes = ({ base, acteur }: Lecteur, plieId: number): Promise<{ libelle: string; contenu: Valeur; instant: string }[]> => lignes(base, sql`
  select b.libelle, b.contenu, to_char(b.instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as instant from brouillons b join organisations pl on pl.id = ${plieId} and ${perimetreDroits(acteur, 'pl.id')}
  where b.organisation_id = pl.id or b.organisation_id in (select pa.agence_id from plie_agences pa where pa.plie_id = pl.id) order by b.instant`);
