/** `conservation [--simulation]`: applies the retention rules, or says what they would erase (domaine 05 E). */
import { parseArgs } from 'node:util';
import { appliquer, purger } from '../conservation/actions';
import { compterCibles, listerOuvertsAuDela, type Compte } from '../conservation/queries-echeances';
import { compterPurges, type Purges } from '../conservation/queries-purges';
import { PURGES, type Purge } from '../conservation/rules-purges';
import { libelle } from '../codes/listes';
import { accorder } from '../lib/texte';
import type { Commande } from './commande';

const ligne = ({ code, genre, regle, nombre }: Pick<Compte, 'genre' | 'regle' | 'nombre'> & { code: string }): string =>
  `${code} : ${libelle('GENRES_EFFACEMENT', genre)}, ${nombre} (${libelle('REGLES_EFFACEMENT', regle).toLowerCase()})`;

const passages = (purges: Purges): string[] => (Object.keys(PURGES) as Purge[]).filter((cle) => purges[cle]).map((cle) => `Au passage : ${PURGES[cle].quoi}, ${purges[cle]} (plus de ${PURGES[cle].terme})`);
const totalDe = (purges: Purges): number => Object.values(purges).reduce((n, m) => n + m, 0);

export const commande: Commande = {
  nom: 'conservation',
  resume: 'efface ce dont la durée de conservation est passée',
  aide: `Usage : npm run plie -- conservation [--simulation]

Applique la politique de conservation de chaque convention, et écrit une ligne par règle : combien, de quoi, pourquoi.
Le travail se fait par lots : interrompu, il reprend où il en était. Un certificat est gardé pour chaque PLIE.
Puis vide ce qui ne fait que passer (réponses de formulaires, classeurs, noms de fichiers…) et a fait son temps.
La base embarquée est ensuite réécrite : rien de ce qui est effacé ne reste dans ses fichiers.

  --simulation   dit ce qui serait effacé, sans rien effacer`,
  async executer(args, { ouvrir, reecrire, sortir, dire, avancer }) {
    const { values } = parseArgs({ args, options: { simulation: { type: 'boolean', default: false } } });
    const contexte = await ouvrir();
    const prevus = await compterCibles(contexte, contexte.jour);
    const total = prevus.reduce((n, c) => n + c.nombre, 0);
    const ouverts = (await listerOuvertsAuDela(contexte, contexte.jour, 1000)).length;
    if (ouverts) dire(`${accorder(ouverts, 'parcours encore ouvert au-delà de sa limite', 'parcours encore ouverts au-delà de leur limite')} : rien n'en est effacé, enregistrez la sortie ou la prolongation.`);
    if (values.simulation) {
      const purges = await compterPurges(contexte.base);
      for (const c of prevus) sortir(ligne({ ...c, code: c.plie_code }));
      passages(purges).forEach(sortir);
      sortir(`Simulation : ${accorder(total, 'effacement prévu', 'effacements prévus')}, ${accorder(totalDe(purges), 'ligne de passage à vider', 'lignes de passage à vider')} ; rien n'a été effacé.`);
      return;
    }
    const progres = avancer('Effacement');
    const faits = await appliquer(contexte, undefined, (n) => progres(total ? Math.min(100, (n / total) * 100) : 100));
    const purges = await purger(contexte);
    await reecrire();
    for (const { code, lignes } of faits) for (const l of lignes) sortir(ligne({ ...l, code }));
    passages(purges).forEach(sortir);
    sortir(`${accorder(faits.flatMap((f) => f.lignes).reduce((n, l) => n + l.nombre, 0), 'effacement fait', 'effacements faits')}, ${accorder(faits.length, 'certificat')}, ${accorder(totalDe(purges), 'ligne de passage vidée', 'lignes de passage vidées')}.`);
  },
};
