/** The journal as it may be read: never the content of a person's row. */
import type { Contexte } from '../../acces/acteur';
import { perimetreJournal } from '../../acces/perimetre';
import type { DateCivile } from '../../lib/dates';
import { joindre, lignes, sql, vide } from '../../lib/db/sql';
import { ACTES_PAR_PAGE, TABLES_DE_REGLAGES } from './rules';

export interface ActeDuJournal {
  id: number;
  /** An instant, as the database gives it. */
  instant: string;
  action: string;
  auteur: string | null;
  systeme: string | null;
  plie_nom: string | null;
  personne_id: number | null;
  details: Record<string, string | number | boolean | null> | null;
}

export interface FiltreJournal {
  du: DateCivile;
  au: DateCivile | null;
  action: string | null;
  /** Part of a name or of an e-mail. */
  auteur: string | null;
  /** Acts of one of these kinds only. */
  nature: readonly string[] | null;
  /** Number of a person's file. */
  personne: number | null;
}

/** One page of acts, newest first; one more than a page tells that there is a next one. */
export function listerActes({ base, acteur }: Contexte, f: FiltreJournal, page: number): Promise<ActeDuJournal[]> {
  return lignes<ActeDuJournal>(base, sql`
    select a.id, a.instant, a.action, nullif(trim(coalesce(u.prenom, '') || ' ' || upper(coalesce(u.nom, ''))), '') as auteur, a.systeme, p.nom as plie_nom, a.personne_id, a.details
    from journal_actes a
    left join utilisateurs u on u.id = a.utilisateur_id
    left join organisations p on p.id = a.plie_id
    where ${perimetreJournal(acteur)}
      and a.instant >= (${f.du}::date)::timestamp at time zone 'Europe/Paris'
      ${f.au ? sql`and a.instant < (${f.au}::date + 1)::timestamp at time zone 'Europe/Paris'` : vide}
      ${f.action ? sql`and a.action = ${f.action}` : vide}
      ${f.nature ? sql`and a.action in (${joindre([...f.nature])})` : vide}
      ${f.personne ? sql`and a.personne_id = ${f.personne}` : vide}
      ${f.auteur ? sql`and (normaliser(u.prenom || ' ' || u.nom) like '%' || normaliser(${f.auteur}) || '%' or position(lower(${f.auteur}) in u.courriel) > 0 or position(lower(${f.auteur}) in lower(a.systeme)) > 0)` : vide}
    order by a.instant desc, a.id desc
    limit ${ACTES_PAR_PAGE + 1} offset ${(page - 1) * ACTES_PAR_PAGE}`);
}

export interface LigneChangee { acte_id: number; table_nom: string; operation: 'AJOUT' | 'MODIFICATION' | 'SUPPRESSION'; avant: Record<string, unknown> | null; apres: Record<string, unknown> | null }
export interface LignesComptees { acte_id: number; table_nom: string; operation: LigneChangee['operation']; nombre: number }

const REGLAGES = joindre([...TABLES_DE_REGLAGES]);

/** What acts already read within scope changed: the settings, before and after. */
export async function listerReglagesChanges({ base }: Contexte, actes: readonly number[]): Promise<LigneChangee[]> {
  if (!actes.length) return [];
  return lignes<LigneChangee>(base, sql`
    select acte_id, table_nom, operation, avant, apres from journal_lignes
    where acte_id in (${joindre(actes)}) and table_nom in (${REGLAGES})
    order by id limit 500`);
}

/** What the same acts changed elsewhere: table and counts only. */
export async function compterAutresLignes({ base }: Contexte, actes: readonly number[]): Promise<LignesComptees[]> {
  if (!actes.length) return [];
  return lignes<LignesComptees>(base, sql`
    select acte_id, table_nom, operation, count(*) as nombre from journal_lignes
    where acte_id in (${joindre(actes)}) and table_nom not in (${REGLAGES})
    group by acte_id, table_nom, operation order by acte_id, table_nom, operation`);
}

/** Names of the organisations that changed rows mention. */
export async function nommerOrganisations({ base }: Contexte, ids: readonly number[]): Promise<Map<number, string>> {
  if (!ids.length) return new Map();
  const noms = await lignes<{ id: number; nom: string }>(base, sql`select id, nom from organisations where id in (${joindre(ids)})`);
  return new Map(noms.map((o) => [o.id, o.nom]));
}
