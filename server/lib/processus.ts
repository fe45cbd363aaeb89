/**
 * Arguments for a worker or a child process started from one of our own files:
 * a `.ts` file (development, tests) needs the tsx loader, a compiled `.js` file needs nothing.
 */
import path from 'node:path';

/** `fichier` without extension, beside the caller's `__filename`. */
export function fichierFrere(appelant: string, nom: string): { fichier: string; execArgv: string[] } {
  const extension = path.extname(appelant);
  return {
    fichier: path.join(path.dirname(appelant), nom + extension),
    execArgv: extension === '.ts' ? ['--require', require.resolve('tsx/cjs')] : [],
  };
}
