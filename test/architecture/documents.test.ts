/** What the documents name exists: a test that is renamed or removed no longer answers a requirement. */
import fs from 'node:fs';
import path from 'node:path';

const RACINE = path.resolve(__dirname, '../..');

test('chaque fichier que nomme docs/asvs.md existe', () => {
  const nommes = [...fs.readFileSync(path.join(RACINE, 'docs/asvs.md'), 'utf8').matchAll(/`((?:server|test|views|public|migrations|bench|docs)(?:\/[\w./-]+)?|[\w.-]+\.(?:md|json|mjs))`/g)].map(([, chemin]) => chemin!);
  expect(nommes.length).toBeGreaterThan(100);
  expect([...new Set(nommes)].filter((chemin) => !fs.existsSync(path.join(RACINE, chemin)))).toEqual([]);
});
