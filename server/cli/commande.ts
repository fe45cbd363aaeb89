/**
 * A command of `plie`: progress and messages to standard error, results to standard output.
 * Exit codes: 0 done, 1 refused with the reason, 2 bad usage.
 */
import type { Contexte } from '../acces/acteur';
import type { Config } from '../config';

export interface Outils {
  config: Config;
  /** Opens the database on first use, at the schema of this version; closed by the dispatcher. */
  ouvrir: () => Promise<Contexte>;
  /** Writes the files of the embedded database again without what was erased (lib/db). */
  reecrire: () => Promise<void>;
  /** The same as its owner (PLIE_PROPRIETAIRE_URL, when there are two roles), to migrate, restore or fill: the application's rights are given again before and after. */
  ouvrirEnProprietaire: () => Promise<Contexte>;
  /** Closes it before the end of the command, for another opener. */
  fermer: () => Promise<void>;
  /** Result, to standard output. */
  sortir: (texte: string) => void;
  /** Message or progress, to standard error. */
  dire: (texte: string) => void;
  /** « faire(42) » draws the bar on a terminal, nothing elsewhere. */
  avancer: (titre: string) => (pourcent: number) => void;
  /** Asks on the terminal; null without one. */
  demander: ((question: string) => Promise<string>) | null;
}

export interface Commande {
  nom: string;
  /** One line for the list of commands. */
  resume: string;
  /** The whole of --help. */
  aide: string;
  /** Resolves when done. Throws Refus (1), MauvaisUsage (2), or an error of lib/erreurs (1). */
  executer(args: string[], outils: Outils): Promise<void>;
}

/** Exit code 1: the reason is shown as it is. */
export class Refus extends Error {}
/** Exit code 2: what is missing or unknown in the command line. */
export class MauvaisUsage extends Error {}

/** A compulsory option, or MauvaisUsage. */
export function exiger(valeur: string | boolean | undefined, option: string): string {
  if (typeof valeur !== 'string' || !valeur.trim()) throw new MauvaisUsage(`Il manque --${option}.`);
  return valeur.trim();
}

/** The one file of the command line, or MauvaisUsage. */
export function fichierSeul(arguments_: readonly string[]): string {
  if (arguments_.length !== 1 || !arguments_[0]) throw new MauvaisUsage(arguments_.length ? 'Donnez un seul fichier.' : 'Il manque le fichier.');
  return arguments_[0];
}

/** The passphrase of the backups, or Refus. It is never on the command line, which every program of the machine can read. */
export function exigerCle({ cleSauvegarde }: Config): string {
  if (!cleSauvegarde) throw new Refus('PLIE_CLE_SAUVEGARDE manque : donnez dans l\'environnement la clé des sauvegardes (16 caractères au moins).');
  return cleSauvegarde;
}
