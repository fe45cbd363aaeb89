/** No write escapes the journal: every table of the trade carries its triggers and refuses a write that names nobody. */
import { contexteSysteme } from '../../server/acces/acteur';
import { dateCivile } from '../../server/lib/dates';
import { ecrire } from '../../server/lib/ecriture';
import { fabriquer } from '../fabriques';
import { creerBaseDeTest } from '../outils/moteur';

/** What is not an act on somebody's data: the journal itself, sessions and keys, and the waiting room of an import (whose rows are journalled as they are written). */
const SANS_JOURNAL = ['echecs_connexion', 'journal_actes', 'journal_lignes', 'migrations', 'reprises'];

let essai: Awaited<ReturnType<typeof creerBaseDeTest>>;
let tables: string[];
beforeAll(async () => {
  essai = await creerBaseDeTest();
  const { rows } = await essai.base.raw<{ rows: { nom: string }[] }>("select table_name as nom from information_schema.columns where table_schema = 'public' and column_name = 'id' order by 1");
  tables = rows.map((r) => r.nom);
});
afterAll(() => essai.fermer());

test('chaque table qui a un id porte les déclencheurs du journal', async () => {
  const { rows } = await essai.base.raw<{ rows: { nom: string; fonctions: string[] }[] }>(`
    select t.tgrelid::regclass::text as nom, array_agg(distinct p.proname::text) as fonctions
    from pg_trigger t join pg_proc p on p.oid = t.tgfoid where not t.tgisinternal and t.tgenabled = 'O' group by 1`);
  const fonctions = new Map(rows.map((r) => [r.nom, r.fonctions]));
  const sans = tables.filter((nom) => {
    const f = fonctions.get(nom) ?? [];
    const ecrit = f.includes('journaliser_utilisateur') || ['journaliser_ajout', 'journaliser_modification', 'journaliser_suppression'].every((n) => f.includes(n));
    return !(ecrit && f.includes('exiger_acteur'));
  });
  expect(sans).toEqual(SANS_JOURNAL);
});

test('sans acteur, aucune de ces tables n\'accepte d\'ajout, de modification ni de suppression', async () => {
  const refus = async (requete: string) => essai.base.raw(requete).then(() => 'acceptée', (e: { code?: string }) => e.code);
  for (const table of tables.filter((t) => !SANS_JOURNAL.includes(t))) {
    // Statement triggers: they speak before any row, hence even on an empty table.
    expect([table, await refus(`insert into ${table} default values`)]).toEqual([table, '42501']);
    expect([table, await refus(`update ${table} set id = default`)]).toEqual([table, '42501']);
    expect([table, await refus(`delete from ${table}`)]).toEqual([table, '42501']);
  }
  // Frozen copies, without an id: not journalled row by row, but never written outside an act.
  for (const table of ['tableau_lignes', 'bilan_faits']) {
    for (const requete of [`insert into ${table} default values`, `delete from ${table}`]) expect([requete, await refus(requete)]).toEqual([requete, '42501']);
  }
});

test('le journal ne se modifie ni ne s\'efface', async () => {
  await essai.base.raw("with a as (insert into journal_actes (action, systeme) values ('essai', 'essai') returning id) insert into journal_lignes (acte_id, table_nom, ligne_id, operation, apres) select id, 'essai', 1, 'AJOUT', '{}' from a");
  for (const requete of ["update journal_actes set action = 'autre'", 'delete from journal_actes', 'truncate journal_actes cascade', 'update journal_lignes set table_nom = null', 'delete from journal_lignes', 'truncate journal_lignes', "update journal_lignes set apres = null, sel = null, empreinte = sha256('autre')"]) {
    await expect(essai.base.raw(requete)).rejects.toMatchObject({ code: '42501' });
  }
  expect(await essai.base('journal_actes').select('action')).toEqual([{ action: 'essai' }]);
  // One trigger would hide that another is gone: each is there, and on.
  const { rows } = await essai.base.raw<{ rows: { nom: string }[] }>("select tgname as nom from pg_trigger where tgrelid in ('journal_actes'::regclass, 'journal_lignes'::regclass, 'journal_sceaux'::regclass) and not tgisinternal and tgenabled = 'O' order by 1");
  expect(rows.map((r) => r.nom)).toEqual(['journal_actes_immuables', 'journal_actes_pleins', 'journal_lignes_immuables', 'journal_lignes_limitation', 'journal_lignes_pleines', 'journal_sceaux_immuables', 'journal_sceaux_pleins']);
});

test('d\'un compte, seul l\'instant de la dernière connexion s\'écrit sans acteur, et sans nouvelle version', async () => {
  const contexte = contexteSysteme(essai.base, dateCivile('2025-06-16'), 'essai');
  const { plie } = await fabriquer(contexte).unTerritoireComplet();
  const { id } = await fabriquer(contexte).unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
  const colonnes = Object.keys(await essai.base('utilisateurs').where({ id }).first<Record<string, unknown>>());
  const acceptees: string[] = [];
  for (const c of colonnes) await essai.base.raw(`update utilisateurs set ${c} = ${c === 'id' ? 'default' : c} where id = ${id}`).then(() => acceptees.push(c), (e: { code?: string }) => expect([c, e.code]).toEqual([c, '42501']));
  expect(acceptees).toEqual(['derniere_connexion']);
  const [actes, lignes] = [await essai.base('journal_actes'), await essai.base('journal_lignes')];
  await essai.base('utilisateurs').where({ id }).update({ derniere_connexion: '2025-06-16T08:00:00Z' });
  expect(await essai.base('utilisateurs').where({ id }).first('version')).toEqual({ version: 1 });
  expect([await essai.base('journal_actes'), await essai.base('journal_lignes')]).toEqual([actes, lignes]);
  // An act on the account still makes a new version.
  await ecrire(essai.base, contexte.auteur, 'essai', (trx) => trx('utilisateurs').where({ id }).update({ fonction: 'Essai' }));
  expect(await essai.base('utilisateurs').where({ id }).first('version')).toEqual({ version: 2 });
});

test('d\'une ligne comme d\'un compte, l\'ajout, la modification et la suppression laissent chacun leur trace, avec l\'avant et l\'après', async () => {
  const contexte = contexteSysteme(essai.base, dateCivile('2025-06-16'), 'essai');
  const { plie } = await fabriquer(contexte).unTerritoireComplet();
  const personne = await fabriquer(contexte).unePersonne({ plie_id: plie.id, nom: 'Aubier' });
  const compte = await fabriquer(contexte).unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id, nom: 'Aubier' });
  for (const [table, { id }] of [['personnes', personne], ['utilisateurs', compte]] as const) {
    await ecrire(essai.base, contexte.auteur, 'essai', (trx) => trx(table).where({ id }).update({ nom: 'Brandon' }));
    await ecrire(essai.base, contexte.auteur, 'essai', (trx) => trx(table).where({ id }).delete());
    const traces = await essai.base('journal_lignes').where({ table_nom: table, ligne_id: id }).orderBy('id').select<{ operation: string; avant: { nom?: string } | null; apres: { nom?: string } | null }[]>('operation', 'avant', 'apres');
    expect(traces.map((t) => [table, t.operation, t.avant?.nom, t.apres?.nom])).toEqual([[table, 'AJOUT', undefined, 'Aubier'], [table, 'MODIFICATION', 'Aubier', 'Brandon'], [table, 'SUPPRESSION', 'Brandon', undefined]]);
  }
});
