/** `journal verifier`: reads the sealed segments of the journal over (domaine 05 E). */
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { verifierJournal } from '../administration/journal/actions';
import { phraseDeRelecture } from '../administration/journal/rules-sceaux';
import { MauvaisUsage, Refus, type Commande } from './commande';

export const commande: Commande = {
  nom: 'journal',
  resume: 'vérifie que le journal est tel qu\'il a été scellé',
  aide: `Usage : npm run plie -- journal verifier [--tetes FICHIER]

Relit chaque segment scellé du journal. Une ligne de chiffres et le code 0 si rien n'a changé ; sinon la première
différence, et le code 1.

  --tetes FICHIER   compare aussi aux têtes notées hors de la base (par défaut, le fichier de PLIE_JOURNAL_TETES)`,
  async executer(args, { config, ouvrir, sortir, dire }) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { tetes: { type: 'string' } } });
    if (positionals.length !== 1 || positionals[0] !== 'verifier') throw new MauvaisUsage('Que faire du journal ? « journal verifier ».');
    const fichier = values.tetes ?? (config.journalTetes && fs.existsSync(config.journalTetes) ? config.journalTetes : undefined);
    if (values.tetes !== undefined && !fs.existsSync(values.tetes)) throw new Refus(`Le fichier ${values.tetes} n'existe pas : donnez celui où les têtes du journal sont notées.`);
    const { base } = await ouvrir();
    const relecture = await verifierJournal(base, fichier ? fs.readFileSync(fichier, 'utf8') : null, (n) => { if (n % 1000 === 0) dire(`${n} segments relus…`); });
    sortir(phraseDeRelecture(relecture, relecture.enAttente, relecture.restaurations));
  },
};
