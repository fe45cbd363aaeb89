/** Each column of the database has its class, and the classes keep the promises made to the persons. */
import { COLONNES } from '../../server/conformite/colonnes';
import { NOMS_DES_TABLES } from '../../server/conformite/rules-tables';
import { creerBaseDeTest } from '../outils/moteur';

const toutes = Object.entries(COLONNES).flatMap(([table, colonnes]) => Object.entries(colonnes).map(([colonne, classe]) => ({ nom: `${table}.${colonne}`, ...classe })));

test('toute colonne de la base est classée, et rien d\'autre', async () => {
  const essai = await creerBaseDeTest();
  const { rows } = await essai.base.raw<{ rows: { nom: string }[] }>("select table_name || '.' || column_name as nom from information_schema.columns where table_schema = 'public'");
  await essai.fermer();
  expect(toutes.map((c) => c.nom).sort()).toEqual(rows.map((r) => r.nom).sort());
});

test('toute table classée a un nom en français, et lui seul', () => {
  expect(Object.keys(NOMS_DES_TABLES).sort()).toEqual(Object.keys(COLONNES).sort());
  expect(new Set(Object.values(NOMS_DES_TABLES)).size).toBe(Object.keys(NOMS_DES_TABLES).length);
});

test('la situation sociale et de santé ne va que de Pôle emploi vers le PLIE', () => {
  const sensibles = toutes.filter((c) => /\.(minimum_social|rqth|deld|freins)$/.test(c.nom));
  expect(sensibles).toHaveLength(8);
  expect(sensibles.filter((c) => c.sens !== 'PE_VERS_PLIE')).toEqual([]);
  expect(toutes.filter((c) => c.nature === 'SENSIBLE' && ['PLIE_VERS_PE', 'DEUX_SENS'].includes(c.sens))).toEqual([]);
});

test('rien de ce qui nomme une personne n\'est gardé', () => {
  expect(toutes.filter((c) => c.nature === 'IDENTITE' && c.conservation === 'GARDEE')).toEqual([]);
});
