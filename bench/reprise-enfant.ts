/**
 * A reprise in a process of its own, so that its memory is its own (with the child that reads the file).
 * Arguments: address of the database, code of the PLIE, file. Writes {"repos", "sommet", "millisecondes", "issue"}.
 */
import { performance } from 'node:perf_hooks';
import { LIMITES_COMMANDE } from '../server/lib/classeur/lire';
import { ouvrirBase } from '../server/lib/db';
import { reprendre } from '../server/reprise/actions';
import { chercherPlie } from '../server/reprise/queries';
import { contexteDuBanc } from './donnees';
import { memoireResidente, sommetDeMemoire } from './outils';

async function main([adresse, code, chemin]: string[]): Promise<void> {
  const connexion = await ouvrirBase({ databaseUrl: adresse! });
  const contexte = contexteDuBanc(connexion);
  const plie = await chercherPlie(contexte, code!);
  const repos = memoireResidente(process.pid);
  const debut = performance.now();
  const { valeur, sommet } = await sommetDeMemoire(process.pid, () => reprendre(contexte, plie!.id, { chemin: chemin! }, { simulation: false, ignorerLesErreurs: false, limites: LIMITES_COMMANDE }));
  process.stdout.write(JSON.stringify({ repos, sommet, millisecondes: performance.now() - debut, issue: valeur.issue, erreurs: valeur.rapport.erreurs.slice(0, 3) }));
  await connexion.fermer();
}

void main(process.argv.slice(2));
