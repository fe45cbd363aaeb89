/** One person out of two: every row that names the second is given to the first. */
import type { Contexte } from '../acces/acteur';
import { perimetrePersonnes } from '../acces/perimetre';
import { brut, executer, lignes, sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import type { Personne } from '../personnes/queries';

/**
 * Tables whose rows name a person, and simply change hands. What hangs on an orientation (étapes, entretiens, référents…)
 * names no person and follows its orientation. A test reads the foreign keys of the database and fails on one that is missing.
 */
export const TABLES_RATTACHEES = ['orientations', 'pni', 'notes', 'fusions', 'suspensions_effacement', 'archives_fse', 'demandes_droits'] as const;
/** Gone with the second: they only say who opened it lately. */
export const TABLES_OUBLIEES = ['personnes_recentes'] as const;
/** Handled by its own rule: a pair of persons, of whom one is no more. */
export const TABLE_DES_PAIRES = 'personnes_distinctes';

/** Gives all that the second has to the first, then removes the second; its former values stay in the journal. */
export async function reunir(trx: Transaction, gardee: Personne, ancienne: Personne): Promise<void> {
  const { plie_id } = gardee;
  // One hold at a time, and one restriction: those of the file kept go on.
  await executer(trx, sql`
    update suspensions_effacement s set fin = greatest(s.debut, (now() at time zone 'Europe/Paris')::date) where s.plie_id = ${plie_id} and s.personne_id = ${ancienne.id} and s.fin is null
      and exists (select 1 from suspensions_effacement x where x.plie_id = ${plie_id} and x.personne_id = ${gardee.id} and x.fin is null and (x.motif = 'DEMANDE_DE_LA_PERSONNE') = (s.motif = 'DEMANDE_DE_LA_PERSONNE'))`);
  for (const table of TABLES_RATTACHEES) await executer(trx, sql`update ${brut(table)} set personne_id = ${gardee.id} where plie_id = ${plie_id} and personne_id = ${ancienne.id}`);
  // « X and the second are two persons » is now said of X and the first; the rows of the second go with it.
  await executer(trx, sql`
    insert into personnes_distinctes (plie_id, premiere_id, seconde_id)
    select ${plie_id}, least(autre, ${gardee.id}::bigint), greatest(autre, ${gardee.id}::bigint)
    from (select premiere_id + seconde_id - ${ancienne.id}::bigint as autre from personnes_distinctes where plie_id = ${plie_id} and ${ancienne.id} in (premiere_id, seconde_id)) as paires
    where autre <> ${gardee.id}
    on conflict do nothing`);
  await executer(trx, sql`
    insert into fusions (plie_id, personne_id, ancienne_id, reference_reprise)
    select plie_id, ${gardee.id}, id, reference_reprise from personnes where plie_id = ${plie_id} and id = ${ancienne.id}`);
  await executer(trx, sql`delete from personnes where plie_id = ${plie_id} and id = ${ancienne.id}`);
}

/** A merge, as the journal tells it. */
export interface FusionFaite {
  personne_id: number;
  ancienne_id: number;
  nom: string;
  prenom: string;
  instant: string;
  auteur: string | null;
  /** The row that is no more; and of the one kept, the columns that changed. Null once the journal has let them go. */
  ancienne: Record<string, unknown> | null;
  avant: Record<string, unknown> | null;
}

/** Merges within scope, the latest first. */
export function listerFusions({ base, acteur }: Contexte, plafond: number): Promise<FusionFaite[]> {
  return lignes<FusionFaite>(base, sql`
    select f.personne_id, f.ancienne_id, p.nom, p.prenom, s.avant as ancienne, m.avant, a.instant,
      nullif(trim(coalesce(u.prenom, '') || ' ' || upper(coalesce(u.nom, ''))), '') as auteur
    from fusions f
    join personnes p on p.plie_id = f.plie_id and p.id = f.personne_id
    left join journal_lignes s on s.table_nom = 'personnes' and s.ligne_id = f.ancienne_id and s.operation = 'SUPPRESSION'
    left join journal_actes a on a.id = s.acte_id
    left join utilisateurs u on u.id = a.utilisateur_id
    left join journal_lignes m on m.acte_id = s.acte_id and m.table_nom = 'personnes' and m.operation = 'MODIFICATION'
    where ${perimetrePersonnes(acteur, 'p')}
    order by f.id desc limit ${plafond}`);
}
