/** The two lists to be compared: the PLIE's persons, and what Pôle emploi holds of them in this installation. */
import type { Contexte } from '../acces/acteur';
import { perimetrePersonnes, perimetreRetours } from '../acces/perimetre';
import { chercherLigne, lignes, sql } from '../lib/db/sql';
import { COLONNES_PNI_CONNU, PNI_CONNU } from '../taches/queries';
import type { LignePe, LignePlie } from './rules';

type Nommee = Pick<LignePe, 'identifiant_pe' | 'date_naissance'>;

/**
 * The persons of the PLIE who are in parcours with a PNI not closed, and all those whom the list may speak of: same identifiant
 * or same birth date. Each with the newest of their orientations, the open parcours first, and the newest of its PNI.
 */
export function listerDuPlie({ base, acteur }: Contexte, plieId: number, liste: readonly Nommee[]): Promise<LignePlie[]> {
  return lignes<LignePlie>(base, sql`
    with retenues as (
      select n.personne_id as id from pni n join orientations o on o.plie_id = n.plie_id and o.id = n.orientation_id where n.plie_id = ${plieId} and n.date_cloture is null and o.etat = 'EN_PARCOURS'
      union select p.id from personnes p where p.plie_id = ${plieId} and p.identifiant_pe = any(${liste.flatMap((l) => l.identifiant_pe ?? [])}::text[])
      union select p.id from personnes p where p.plie_id = ${plieId} and p.date_naissance = any(${liste.flatMap((l): string[] => (l.date_naissance ? [l.date_naissance] : []))}::date[]))
    select p.id as personne_id, p.identifiant_pe, p.nom, p.prenom, p.nom_norm, p.prenom_norm, p.date_naissance, o.id as orientation_id, o.date_integration, o.date_refus, o.date_sortie,
      u.prenom || ' ' || upper(u.nom) as accompagnateur,
      (select json_build_object('date_demande', n.date_demande, 'date_debut', n.date_debut, 'date_fin', n.date_fin, 'date_cloture', n.date_cloture, 'motif_cloture', n.motif_cloture)
        from pni n where n.plie_id = o.plie_id and n.orientation_id = o.id order by n.date_cloture is null desc, coalesce(n.date_debut, 'infinity') desc, n.id desc limit 1) as pni
    from retenues join personnes p on p.plie_id = ${plieId} and p.id = retenues.id and p.efface_le is null
    left join lateral (
      select x.* from orientations x where x.plie_id = p.plie_id and x.personne_id = p.id order by x.etat = 'EN_PARCOURS' desc, x.date_prescription desc, x.id desc limit 1
    ) o on true
    left join referents r on r.plie_id = o.plie_id and r.orientation_id = o.id and r.date_fin is null
    left join utilisateurs u on u.id = r.utilisateur_id
    where ${perimetrePersonnes(acteur, 'p')}
    order by p.nom_norm, p.prenom_norm, p.id`);
}

/** The last import that an agency of this installation confirmed of the PLIE's tables; null when none did. */
export async function chercherDernierImport({ base, acteur }: Contexte, plieId: number): Promise<string | null> {
  return (await chercherLigne<{ instant: string | null }>(base, sql`select max(i.confirmee_le) as instant from importations i where i.plie_id = ${plieId} and ${perimetreRetours(acteur, 'i')}`))?.instant ?? null;
}

/** What the agencies of this installation hold of the PLIE: of each dossier only what the workbook « Retour » would tell. */
export function listerDossiers({ base, acteur }: Contexte, plieId: number): Promise<LignePe[]> {
  return lignes<LignePe>(base, sql`
    select d.orientation_id, d.identifiant_pe, d.nom, d.prenom, d.nom_norm, d.prenom_norm, d.date_naissance, ${COLONNES_PNI_CONNU}
    from dossiers_pe d ${PNI_CONNU}
    where d.plie_id = ${plieId} and ${perimetreRetours(acteur, 'd')}
    order by d.nom_norm, d.prenom_norm, d.id`);
}

