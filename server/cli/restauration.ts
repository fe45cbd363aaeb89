/** `restauration`: puts a backup back, after it was read whole and what it undoes was shown. */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { rechiffrer } from '../acces/actions-facteur';
import { phraseDesPerdus } from '../acces/rules-facteur';
import { NOMS_DES_TABLES } from '../conformite/rules-tables';
import { formaterInstant } from '../lib/dates';
import { accorder, formaterNombre } from '../lib/texte';
import { annoncer, restaurer, verifierFichier } from '../sauvegardes/actions-restaurer';
import type { Defait } from '../sauvegardes/queries';
import { formaterTaille } from '../sauvegardes/rules';
import { exigerCle, fichierSeul, Refus, type Commande } from './commande';

const MOT = 'REMPLACER';

export const commande: Commande = {
  nom: 'restauration',
  resume: 'remet la base dans l\'état d\'une sauvegarde',
  aide: `
Usage : npm run plie -- restauration <fichier> [--remplacer]

Lit et vérifie tout le fichier, puis remet la base dans l'état où elle était à l'instant de la sauvegarde, et la relit pour
vérifier que rien ne manque. Ce qui a été effacé depuis la sauvegarde l'est de nouveau, d'après la base remplacée et le registre
de PLIE_EFFACEMENTS. Un fichier abîmé ou d'une autre clé est refusé avant que rien ne soit touché ; un échec en cours de
route laisse la base comme elle était. La base peut être vide, ou d'un autre moteur que celle de la sauvegarde.

  --remplacer   remplace les données de la base sans poser la question ; obligatoire sans terminal

Si la base contient des données, ce qui sera défait est montré d'abord. Arrêtez l'application avant ; après, chacun se reconnecte.
La clé vient de l'environnement : PLIE_CLE_SAUVEGARDE, celle du jour de la sauvegarde.
`,
  async executer(args, { config, ouvrirEnProprietaire, sortir, dire, avancer, demander }) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { remplacer: { type: 'boolean', default: false } } });
    const chemin = path.resolve(fichierSeul(positionals));
    const cle = exigerCle(config);
    const sauvegarde = await verifierFichier(chemin, cle, avancer('Vérification'));
    dire(`Sauvegarde du ${formaterInstant(sauvegarde.entete.instant)}, vérifiée : ${accorder(sauvegarde.sommes.size, 'table')}, ${accorder(sauvegarde.lignes, 'ligne')}, ${formaterTaille(sauvegarde.octets)}.`);

    const { base, auteur } = await ouvrirEnProprietaire();
    const defait = await annoncer(base, sauvegarde);
    if (defait) {
      dire(decrire(defait));
      if (!values.remplacer) {
        if (!demander) throw new Refus("Rien n'a été changé. Pour remplacer ces données sans terminal, ajoutez --remplacer.");
        if ((await demander(`Pour continuer, tapez ${MOT} : `)).trim() !== MOT) throw new Refus("Rien n'a été changé.");
      }
    }
    const { rejoues } = await restaurer(base, auteur, sauvegarde, defait, avancer('Restauration'), { tetes: config.journalTetes, effacements: config.effacements });
    sortir(`${chemin} : ${accorder(sauvegarde.sommes.size, 'table restaurée', 'tables restaurées')}, ${accorder(sauvegarde.lignes, 'ligne')}, ${accorder(defait?.actes ?? 0, 'acte défait', 'actes défaits')}, ${accorder(rejoues ?? 0, 'effacement refait', 'effacements refaits')} ; relu dans la base, tout est conforme.`);
    if (rejoues === null) dire(`Rien ne dit ici ce qui a été effacé depuis la sauvegarde (${expliquerSansRegistre(config.effacements)}) : lancez « conservation », puis refaites les effacements demandés depuis par des personnes.`);
    const { perdus } = await rechiffrer(base, config.clesSecrets);
    if (perdus) dire(phraseDesPerdus(perdus));
    dire('Les sessions ne sont pas restaurées : chacun se reconnecte.');
    if (config.journalTetes) dire(`La restauration est notée dans ${config.journalTetes} : « journal verifier » en tient compte.`);
  },
};

function expliquerSansRegistre(fichier: string | undefined): string {
  if (!fichier) return "PLIE_EFFACEMENTS n'est pas donné";
  return fs.existsSync(fichier) ? `${fichier} n'est pas le registre de cette installation` : `${fichier} n'existe pas`;
}

function decrire({ suite, actes, du, au, tables }: Defait): string {
  const periode = du && au ? (formaterInstant(du) === formaterInstant(au) ? `, le ${formaterInstant(du)}` : `, du ${formaterInstant(du)} au ${formaterInstant(au)}`) : '';
  const introduction = !suite
    ? `Cette base n'est pas la suite de cette sauvegarde : tout ce qu'elle contient sera remplacé (${accorder(actes, 'acte')}${periode}).`
    : actes ? `Cette base contient des données. Depuis la sauvegarde : ${accorder(actes, 'acte')}${periode}. Ils seront défaits.`
      : 'Cette base contient les données de la sauvegarde, et rien n\'a été écrit depuis.';
  return [introduction, ...tables.map((t) => `  ${NOMS_DES_TABLES[t.nom] ?? t.nom} : ${formaterNombre(t.lignes)} ${t.lignes > 1 ? 'changements' : 'changement'}`)].join('\n');
}
