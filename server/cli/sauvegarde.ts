/** `sauvegarde`: the whole database in one encrypted file. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { accorder } from '../lib/texte';
import { sauvegarder } from '../sauvegardes/actions';
import { formaterTaille } from '../sauvegardes/rules';
import { exigerCle, fichierSeul, type Commande } from './commande';

export const commande: Commande = {
  nom: 'sauvegarde',
  resume: 'enregistre toute la base dans un fichier chiffré',
  aide: `
Usage : npm run plie -- sauvegarde <fichier>

Enregistre toute la base, telle qu'elle est à cet instant, dans un fichier chiffré. Un fichier qui existe n'est jamais remplacé.
Le fichier se restaure sur les deux moteurs (base embarquée ou PostgreSQL), avec « restauration ».

La clé vient de l'environnement : PLIE_CLE_SAUVEGARDE, 16 caractères au moins. Gardez-la ailleurs que les sauvegardes :
sans elle, personne ne peut les ouvrir.

Sur PostgreSQL, l'application peut rester en marche. Sur la base embarquée, arrêtez-la d'abord.
`,
  async executer(args, { config, ouvrir, sortir, avancer }) {
    const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
    const chemin = path.resolve(fichierSeul(positionals));
    const cle = exigerCle(config);
    const { tables, lignes, octets } = await sauvegarder(await ouvrir(), chemin, cle, { avancer: avancer('Sauvegarde') });
    sortir(`${chemin} : ${accorder(tables, 'table')}, ${accorder(lignes, 'ligne')}, ${formaterTaille(octets)}.`);
  },
};
