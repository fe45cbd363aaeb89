/**
 * Reading a workbook (or .csv files) that somebody sent. The reading is done by a child process with little memory and
 * little time, killed when it oversteps; rows come by batches, and the child waits for the parent (security.md, « Files in »).
 */
import { fork, type ChildProcess } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fichierFrere } from '../processus';
import { FichierRefuse, type DepuisEnfant, type Limites, type LigneLue, type Ordre, type Source } from './lire-types';

export { FichierRefuse, LIMITES_COMMANDE, LIMITES_ENVOI } from './lire-types';
export type { CelluleLue, CelluleRefusee, LigneLue, Limites, Source } from './lire-types';

const MEMOIRE_MO = 256;

export type Morceau =
  /** First: the sheets that will be read, in the order asked, and those left alone. */
  | { genre: 'ouvert'; format: 'xlsx' | 'csv'; connues: string[]; ignorees: string[]; date1904: boolean }
  /** A sheet begins, under the name that was asked. */
  | { genre: 'feuille'; nom: string }
  /** Rows of the sheet that has begun; `avancement` from 0 to 1 of the whole file. */
  | { genre: 'lignes'; lignes: LigneLue[]; avancement: number };

/**
 * Reads the sheets named `feuilles` (accents, case and signs ignored), in that order, whatever their order in the file.
 * Throws FichierRefuse, with a sentence to show, for anything that cannot be read; leaving the loop early ends the child.
 */
export async function* lireClasseur(source: Source, feuilles: string[], limites: Limites): AsyncGenerator<Morceau> {
  const { fichier, execArgv } = fichierFrere(__filename, 'lire-enfant');
  // Neither the settings nor the secrets of the server go to the process that reads a stranger's file.
  const enfant = fork(fichier, [], { execArgv: [...execArgv, `--max-old-space-size=${MEMOIRE_MO}`], env: {}, stdio: ['pipe', 'ignore', 'ignore', 'ipc'], serialization: 'json' });
  const file = new FileDeMessages(enfant, limites.secondes * 1000);
  try {
    const ordre: Ordre = { genre: 'lire', source: 'chemin' in source ? source : { nom: source.nom, motDePasse: source.motDePasse }, feuilles, limites };
    enfant.send(ordre);
    // A child that refuses early closes its end: that is its answer's business.
    enfant.stdin!.on('error', () => {});
    enfant.stdin!.end('contenu' in source ? source.contenu : undefined);
    for (;;) {
      const message = await file.suivant();
      if (message.genre === 'fin') return;
      if (message.genre === 'refus') throw new FichierRefuse(message.phrase, message.champ);
      if (message.genre === 'lot') {
        yield { genre: 'lignes', lignes: message.numeros.map((numero, i) => ({ numero, cellules: message.cellules[i]! })), avancement: message.avancement };
        if (enfant.connected) enfant.send({ genre: 'suite' }, () => {});
      } else {
        yield message;
      }
    }
  } finally {
    enfant.kill('SIGKILL');
  }
}

/** What the child said, in order, for one reader; only the time spent waiting for the child counts against it. */
class FileDeMessages {
  #recus: DepuisEnfant[] = [];
  #fin: Error | null = null;
  #eveiller: (() => void) | null = null;

  constructor(enfant: ChildProcess, private reste: number) {
    enfant.on('message', (message: DepuisEnfant) => { this.#recus.push(message); this.#eveiller?.(); });
    // Out of memory, or killed. Unlike 'exit', it comes after the last message.
    enfant.on('disconnect', () => this.#finir('Ce fichier demande trop de mémoire pour être lu. Découpez-le, ou recopiez ses feuilles dans un classeur neuf.'));
    enfant.on('error', () => this.#finir("La lecture de ce fichier n'a pas pu commencer. Réessayez dans un instant."));
  }

  #finir(phrase: string): void {
    this.#fin ??= new FichierRefuse(phrase);
    this.#eveiller?.();
  }

  async suivant(): Promise<DepuisEnfant> {
    const debut = performance.now();
    while (!this.#recus.length) {
      if (this.#fin) throw this.#fin;
      const delai = this.reste - (performance.now() - debut);
      if (delai <= 0) throw new FichierRefuse("La lecture de ce fichier prend trop de temps et a été arrêtée. Découpez-le, ou recopiez ses feuilles dans un classeur neuf.");
      await new Promise<void>((resolve) => {
        const minuteur = setTimeout(resolve, delai);
        this.#eveiller = () => { clearTimeout(minuteur); resolve(); };
      });
      this.#eveiller = null;
    }
    this.reste -= performance.now() - debut;
    return this.#recus.shift()!;
  }
}
