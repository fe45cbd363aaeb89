/** The merging of two files forgets nothing: what the database says of persons is all handled. */
import { CHOIX } from '../../server/doublons/rules';
import { TABLE_DES_PAIRES, TABLES_OUBLIEES, TABLES_RATTACHEES } from '../../server/doublons/queries-fusion';
import { creerBaseDeTest } from '../outils/moteur';

let essai: Awaited<ReturnType<typeof creerBaseDeTest>>;
beforeAll(async () => { essai = await creerBaseDeTest(); });
afterAll(() => essai.fermer());

const lire = async <T>(texte: string): Promise<T[]> => (await essai.base.raw<{ rows: T[] }>(texte)).rows;

test('chaque clé étrangère qui mène à une personne est traitée par la fusion', async () => {
  const cles = await lire<{ nom: string; colonnes: string[] }>(`
    select c.conrelid::regclass::text as nom, array_agg(distinct a.attname::text) as colonnes
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
    where c.contype = 'f' and c.confrelid = 'personnes'::regclass and a.attname <> 'plie_id' group by 1 order by 1`);
  expect(cles.filter((c) => c.nom !== TABLE_DES_PAIRES)).toEqual([...TABLES_RATTACHEES, ...TABLES_OUBLIEES].sort().map((nom) => ({ nom, colonnes: ['personne_id'] })));
  // Named without a key of its own: a convocation, which follows its orientation, and the journal, which never changes. Anything else would be left behind.
  const sansCle = await lire<{ nom: string }>(`
    select t.table_name as nom from information_schema.columns t join information_schema.tables x using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = 'personne_id' order by 1`);
  expect(sansCle.map((t) => t.nom).filter((nom) => ![...TABLES_RATTACHEES, ...TABLES_OUBLIEES].includes(nom as 'pni'))).toEqual(['convocations', 'journal_actes', 'journal_lignes']);
});

test('chaque donnée d\'une personne se choisit, ou ne se choisit pas pour une raison connue', async () => {
  const colonnes = await lire<{ nom: string }>("select column_name as nom from information_schema.columns where table_name = 'personnes'");
  const choisies = CHOIX.flatMap((c): readonly string[] => c.colonnes);
  // Keys and what is worked out; where the file comes from is kept by the merge itself (fusions).
  expect(colonnes.map((c) => c.nom).filter((c) => !choisies.includes(c)).sort()).toEqual(['efface_le', 'id', 'nom_norm', 'origine', 'plie_id', 'prenom_norm', 'reference_reprise', 'version']);
});
