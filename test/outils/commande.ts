/** The tools of a command (server/cli/commande.ts), on a database already open and without a terminal. */
import type { Contexte } from '../../server/acces/acteur';
import type { Outils } from '../../server/cli/commande';
import { lireConfig } from '../../server/config';

/** `sortie`: the lines that the command prints. */
export function outilsDeCommande(contexte: Contexte, env: NodeJS.ProcessEnv = {}): { outils: Outils; sortie: string[] } {
  const sortie: string[] = [];
  return { sortie, outils: { config: lireConfig(env), ouvrir: async () => contexte, ouvrirEnProprietaire: async () => contexte, reecrire: async () => {}, fermer: async () => {}, sortir: (texte) => void sortie.push(texte), dire: () => {}, avancer: () => () => {}, demander: null } };
}
