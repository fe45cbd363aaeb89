import { parseArgs } from 'node:util';
import type { Commande } from './commande';

export const commande: Commande = {
  nom: 'migrer',
  resume: 'met la base de données au schéma de cette version',
  aide: 'Usage : npm run plie -- migrer\n\nApplique les migrations manquantes. Sans effet si la base est à jour.',
  async executer(args, { ouvrirEnProprietaire, dire }) {
    parseArgs({ args, options: {} });
    await ouvrirEnProprietaire();
    dire('La base est à jour.');
  },
};
