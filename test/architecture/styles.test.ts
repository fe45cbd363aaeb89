/** One brace lost in the style sheet puts all that follows inside a media query, and no page says so. */
import fs from 'node:fs';
import path from 'node:path';
import { RACINE } from '../../server/lib/racine';

test('chaque accolade ouverte est refermée, et aucune règle ne se retrouve deux niveaux plus bas', () => {
  const lignes = fs.readFileSync(path.join(RACINE, 'public/css/passerelle.css'), 'utf8').replace(/\/\*[\s\S]*?\*\//g, (c) => c.replace(/[^\n]/g, ' ')).split('\n');
  let profondeur = 0;
  const fautes: string[] = [];
  lignes.forEach((ligne, i) => {
    // Rules at the margin of the file belong to nothing: the one before them is closed.
    if (/^[^\s}]/.test(ligne) && profondeur !== 0) fautes.push(`ligne ${i + 1} : ${ligne.slice(0, 60)}`);
    for (const signe of ligne) profondeur += signe === '{' ? 1 : signe === '}' ? -1 : 0;
  });
  expect(fautes.slice(0, 1)).toEqual([]);
  expect(profondeur).toBe(0);
});
