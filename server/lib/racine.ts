/** The folder of package.json, from the sources as from dist/: views, public and node_modules are found from there. */
import fs from 'node:fs';
import path from 'node:path';

function chercher(dossier: string): string {
  return fs.existsSync(path.join(dossier, 'package.json')) ? dossier : chercher(path.dirname(dossier));
}

export const RACINE = chercher(__dirname);
