/** `npm run plie -- <command>`: finds the command, gives it its tools, turns its errors into exit codes. */
import { createInterface } from 'node:readline/promises';
import { contexteSysteme, type Contexte } from '../acces/acteur';
import { lireConfig, ReglageIncorrect } from '../config';
import { aujourdhui, horlogeSysteme } from '../lib/dates';
import { exigerSchema, migrer, ouvrirBase, reecrire, SchemaEnRetard, type Connexion } from '../lib/db';
import { DossierOccupe } from '../lib/db/folder-lock';
import { accorderDroits, RoleTropFort } from '../lib/db/roles';
import { DepotImpossible } from '../lib/depot';
import { ActeRefuse, Conflit, Introuvable, RegleEnfreinte } from '../lib/erreurs';
import { SauvegardeRefusee } from '../sauvegardes/coffre';
import { lireRoleDeLApplication } from './roles';
import { MauvaisUsage, Refus, type Commande, type Outils } from './commande';
import { commande as commandeBilan } from './bilan';
import { commande as commandeConservation } from './conservation';
import { commande as commandeConvention } from './convention';
import { commande as commandeDemo } from './demo';
import { commande as commandeJournal } from './journal';
import { commande as commandeMigrer } from './migrer';
import { commande as commandeOrganisation } from './organisation';
import { commande as commandeRestauration } from './restauration';
import { commande as commandeSauvegarde } from './sauvegarde';
import { commande as commandeTableau } from './tableau';
import { commande as commandeUtilisateur } from './utilisateur';
import { commande as commandeReprise } from './reprise';

const COMMANDES: readonly Commande[] = [commandeMigrer, commandeDemo, commandeOrganisation, commandeConvention, commandeUtilisateur, commandeBilan, commandeTableau, commandeReprise, commandeConservation, commandeJournal, commandeSauvegarde, commandeRestauration];

const REFUS = [Refus, SauvegardeRefusee, SchemaEnRetard, RoleTropFort, DepotImpossible, ReglageIncorrect, DossierOccupe, Introuvable, RegleEnfreinte, Conflit, ActeRefuse];

function barre(titre: string): (pourcent: number) => void {
  if (!process.stderr.isTTY) return () => {};
  return (pourcent) => {
    const pleins = Math.round(pourcent / 4);
    process.stderr.write(`\r${titre} [${'█'.repeat(pleins)}${'░'.repeat(25 - pleins)}] ${String(Math.round(pourcent)).padStart(3)} %${pourcent >= 100 ? '\n' : ''}`);
  };
}

async function demander(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl+D: no answer.
  const fermeture = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  try { return await Promise.race([terminal.question(question), fermeture]); } finally { terminal.close(); }
}

const sommaire = () => `Usage : npm run plie -- <commande> [options]\n\n${COMMANDES.map((c) => `  ${c.nom.padEnd(14)} ${c.resume}`).join('\n')}\n\nL'aide d'une commande : npm run plie -- <commande> --help\n`;

/** Runs one command line and returns its exit code. */
export async function executer(args: string[]): Promise<number> {
  const [nom, ...reste] = args;
  const commande = COMMANDES.find((c) => c.nom === nom);
  if (!nom || nom === '--help' || nom === 'aide') {
    process.stdout.write(sommaire());
    return nom ? 0 : 2;
  }
  if (!commande) {
    process.stderr.write(`« ${nom} » n'est pas une commande.\n\n${sommaire()}`);
    return 2;
  }
  if (reste.includes('--help')) {
    process.stdout.write(`${commande.aide.trim()}\n`);
    return 0;
  }
  let connexion: Connexion | null = null;
  // What gives the application's role its rights; nothing to give with one role.
  let accorder: (() => Promise<void>) | null = null;
  try {
    const config = lireConfig();
    const contexte = ({ base }: Connexion): Contexte => contexteSysteme(base, aujourdhui(horlogeSysteme), `ligne de commande : ${commande.nom}`);
    const outils: Outils = {
      config,
      ouvrir: async () => {
        connexion ??= await ouvrirBase(config.databaseUrl ? { databaseUrl: config.databaseUrl } : { donnees: config.donnees });
        await exigerSchema(connexion.base);
        return contexte(connexion);
      },
      ouvrirEnProprietaire: async () => {
        const { proprietaireUrl, databaseUrl } = config;
        if (!proprietaireUrl || !databaseUrl) return outils.ouvrir();
        const { base } = connexion = await ouvrirBase({ databaseUrl: proprietaireUrl });
        const role = await lireRoleDeLApplication(base, databaseUrl);
        await migrer(base);
        accorder = () => accorderDroits(base, role);
        await accorder();
        return contexte(connexion);
      },
      reecrire: async () => { if (connexion) await reecrire(connexion); },
      fermer: async () => {
        await connexion?.fermer();
        connexion = accorder = null;
      },
      sortir: (texte) => void process.stdout.write(`${texte}\n`),
      dire: (texte) => void process.stderr.write(`${texte}\n`),
      avancer: barre,
      demander: process.stdin.isTTY && process.stderr.isTTY ? demander : null,
    };
    await commande.executer(reste, outils);
    await (accorder as (() => Promise<void>) | null)?.();
    return 0;
  } catch (erreur) {
    const { code, message } = erreur as { code?: string; message: string };
    if (erreur instanceof MauvaisUsage || code?.startsWith('ERR_PARSE_ARGS')) {
      process.stderr.write(`${message}\n\n${commande.aide.trim()}\n`);
      return 2;
    }
    if (REFUS.some((classe) => erreur instanceof classe)) {
      process.stderr.write(`${message}\n`);
      return 1;
    }
    process.stderr.write(`La commande a échoué, et rien n'a été enregistré : ${message}\n`);
    return 1;
  } finally {
    await (connexion as Connexion | null)?.fermer();
  }
}

if (require.main === module) {
  void executer(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
