/** What the tests of the backups share: a folder of their own, the key, databases on either engine, the shape of a schema. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { migrer, ouvrirBase, type Base, type Connexion } from '../../server/lib/db';
import type { Auteur } from '../../server/lib/ecriture';
import { annoncer, restaurer, verifierFichier, type SauvegardeLue } from '../../server/sauvegardes/actions-restaurer';
import { COPIE_EMBARQUEE, POSTGRES } from './moteur';

export const CLE = 'aubépine tournesol girouette';
export const AUTEUR: Auteur = { utilisateurId: null, systeme: 'essai', requeteId: null, cleFormulaire: null };

export function creerDossier(): { dossier: string; chemin: (nom: string) => string; ranger: () => void } {
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), 'plie-test-sauvegarde-'));
  return { dossier, chemin: (nom) => path.join(dossier, nom), ranger: () => fs.rmSync(dossier, { recursive: true, force: true }) };
}

/** An empty embedded database, whatever the engine of the suite. */
export async function ouvrirEmbarquee(): Promise<Connexion> {
  if (!POSTGRES) return ouvrirBase({ memoire: fs.readFileSync(COPIE_EMBARQUEE) });
  const connexion = await ouvrirBase({ memoire: null });
  await migrer(connexion.base);
  return connexion;
}

export const lire = (chemin: string): Promise<SauvegardeLue> => verifierFichier(chemin, CLE, () => {});

/** What the command does, the question answered. */
export async function remettre(base: Base, chemin: string): Promise<SauvegardeLue> {
  const sauvegarde = await lire(chemin);
  await restaurer(base, AUTEUR, sauvegarde, await annoncer(base, sauvegarde), () => {});
  return sauvegarde;
}

/** Rows of each table: equal before and after means that nothing was touched. */
export async function compterTout(base: Base): Promise<Record<string, number>> {
  const { rows } = await base.raw<{ rows: { nom: string }[] }>("select tablename as nom from pg_tables where schemaname = 'public' order by 1");
  const comptes = await base.raw<{ rows: { nom: string; n: number }[] }>(rows.map((t) => `select '${t.nom}' as nom, count(*) as n from ${t.nom}`).join(' union all '));
  return Object.fromEntries(comptes.rows.map((r) => [r.nom, r.n]));
}

/** Everything of a schema that a restore makes anew: columns, constraints, indexes, triggers (awake or not), functions. */
export async function decrireSchema(base: Base): Promise<string[]> {
  const { rows } = await base.raw<{ rows: { d: string }[] }>(`
    select d from (
      select 'colonne ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || a.attnotnull || a.attidentity::text || a.attgenerated::text as d from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      union all select 'contrainte ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'
      union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
      union all select 'déclencheur ' || pg_get_triggerdef(oid) || tgenabled::text from pg_trigger where not tgisinternal
      union all select 'fonction ' || pg_get_functiondef(p.oid) from pg_proc p where p.pronamespace = 'public'::regnamespace and not exists (select 1 from pg_depend x where x.objid = p.oid and x.deptype = 'e')
    ) as x order by d collate "C"`);
  return rows.map((r) => r.d);
}
