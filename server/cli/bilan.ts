/** Annexe 1 of a year, in JSON on standard output or as workbook D (domaine 05 E). */
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import type { Demande } from '../../reports/periodes';
import { etablirBilan, listerSourcesPoleEmploi } from '../../reports/bilan-quantitatif/bilan';
import { lireBilanQualitatif } from '../../reports/bilan-qualitatif/enquete';
import { feuillesDuBilan } from '../../reports/bilan-quantitatif/classeur';
import { versJson } from '../../reports/bilan-quantitatif/json';
import { ecrireClasseur } from '../lib/classeur/ecrire';
import { consigner } from '../lib/ecriture';
import { lireAnnee } from '../pilotage/form';
import { listerPliesOfferts } from '../pilotage/queries';
import { nomDuClasseur, territoiresOfferts, trouverTerritoire } from '../pilotage/rules-territoires';
import { exiger, MauvaisUsage, Refus, type Commande } from './commande';

export const commande: Commande = {
  nom: 'bilan',
  resume: "donne le bilan quantitatif (annexe 1) d'une année, en JSON ou en classeur",
  aide: `Usage : npm run plie -- bilan --annee N [--plie CODE] --format json|xlsx [--sortie F]

  --annee N          l'année du bilan, par exemple 2024
  --plie CODE        un seul PLIE ; sans cela, tous, avec le total de chaque département et de l'ensemble (« region »)
  --format json      le bilan en JSON, sur la sortie standard ou dans F
  --format xlsx      le classeur, dans F ou dans bilan-quantitatif_<territoire>_<année>.xlsx ; son nom est écrit sur la sortie standard
  --sortie F         le fichier à écrire

Un chiffre non disponible vaut null. Une colonne sans objet vaut null et son numéro est dans « nonApplicable ».`,
  async executer(args, { ouvrir, sortir }) {
    const { values } = parseArgs({ args, options: { annee: { type: 'string' }, plie: { type: 'string' }, format: { type: 'string' }, sortie: { type: 'string' } } });
    const annee = lireAnnee(exiger(values.annee, 'annee'));
    if (annee === null) throw new MauvaisUsage(`« ${values.annee} » n'est pas une année : quatre chiffres, par exemple 2024.`);
    const format = exiger(values.format, 'format');
    if (format !== 'json' && format !== 'xlsx') throw new MauvaisUsage(`« ${format} » n'est pas un format : json ou xlsx.`);
    const code = values.plie === undefined ? null : exiger(values.plie, 'plie').toUpperCase();

    const contexte = await ouvrir();
    const offerts = territoiresOfferts(await listerPliesOfferts(contexte), null);
    const choisi = trouverTerritoire(offerts, code === null ? '' : `plie:${code}`);
    if (!choisi) throw new Refus(code === null ? "La base ne contient aucun PLIE : créez-en un avec « organisation ajouter ».": `Aucun PLIE n'a le code « ${code} ».`);
    const demande: Demande = { annee, territoire: choisi.territoire };
    const bilan = await etablirBilan(contexte, demande);
    await consigner(contexte.base, contexte.auteur, { action: 'bilan.exporter', details: { annee, territoire: choisi.cle, format } });

    if (format === 'json') {
      const texte = JSON.stringify(versJson(bilan));
      if (values.sortie) fs.writeFileSync(values.sortie, `${texte}\n`);
      else sortir(texte);
      return;
    }
    const fichier = values.sortie ?? nomDuClasseur(choisi, annee);
    await ecrireClasseur(fs.createWriteStream(fichier), feuillesDuBilan(bilan, await listerSourcesPoleEmploi(contexte, demande), await lireBilanQualitatif(contexte, demande)));
    sortir(fichier);
  },
};
