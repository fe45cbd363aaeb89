/** Start, and orderly stop. */
import http from 'node:http';
import { createApp } from './app';
import { lireConfig, ReglageIncorrect, type Config } from './config';
import { veillerALaConservation, veillerAuRegistre } from './conservation/veille';
import { purgerBrouillons } from './brouillons/queries';
import { estDemonstration } from './demonstration/queries';
import { DossierOccupe } from './lib/db/folder-lock';
import { phraseDesPerdus } from './acces/rules-facteur';
import { exigerSchema, ouvrirBase, SchemaEnRetard } from './lib/db';
import { aujourdhui, horlogeSysteme } from './lib/dates';
import { creerLogger } from './lib/logger';
import { purgerSessions } from './http/session';
import { fermerInutilises, rechiffrer } from './acces/actions-facteur';
import { estSansCompte } from './acces/queries';
import { codeInstallation } from './organisations/installation/code';
import { veillerAuJournal } from './administration/journal/veille';
import { purgerImportations } from './importation/actions';
import { veillerAuxRappels } from './rappels/veille';
import { purgerEnvois } from './echanges/actions-envoi';
import { veiller } from './reprise/travaux';
import { veillerAuxSauvegardes } from './sauvegardes/veille';

const CINQ_MINUTES = 5 * 60_000;
/** Time given to the requests under way when the process is asked to stop. */
const DELAI_ARRET = 10_000;

/** Opens the database, brings it up to date, listens. Resolves once requests are accepted. A demonstration says so on every page. */
export async function demarrer(config: Config): Promise<{ port: number; arreter: () => Promise<void> }> {
  const logger = creerLogger(config.niveauJournal);
  const connexion = await ouvrirBase(config.databaseUrl ? { databaseUrl: config.databaseUrl } : { donnees: config.donnees });
  await exigerSchema(connexion.base);
  const { perdus } = await rechiffrer(connexion.base, config.clesSecrets);
  if (perdus) process.stderr.write(`${phraseDesPerdus(perdus)}\n`);
  const demonstration = await estDemonstration(connexion.base);
  const serveur = http.createServer(createApp({ config, connexion, horloge: horlogeSysteme, logger, demonstration }));
  await new Promise<void>((resolve, reject) => serveur.once('error', reject).listen(config.port, resolve));
  if (await estSansCompte(connexion.base)) process.stderr.write(`Première utilisation : ouvrez ${config.url}/installation. Code d'installation, demandé depuis une autre machine ou en production : ${codeInstallation()}\n`);
  const menage = setInterval(() => {
    fermerInutilises(connexion.base, horlogeSysteme).catch((erreur: unknown) => logger.warn({ erreur: String(erreur) }, 'comptes inutilisés'));
    purgerSessions(connexion.base, horlogeSysteme).catch((erreur: unknown) => logger.warn({ erreur: String(erreur) }, 'purge des sessions'));
    purgerImportations(connexion.base, aujourdhui(horlogeSysteme)).catch((erreur: unknown) => logger.warn({ erreur: String(erreur) }, 'purge des tableaux reçus'));
    purgerEnvois(connexion.base).catch((erreur: unknown) => logger.warn({ erreur: String(erreur) }, 'purge des fichiers préparés'));
    purgerBrouillons(connexion.base, horlogeSysteme).catch((erreur: unknown) => logger.warn({ erreur: String(erreur) }, 'purge des brouillons'));
  }, CINQ_MINUTES);
  menage.unref();
  const reprises = veiller({ base: connexion.base, horloge: horlogeSysteme, logger, uneSeuleConnexion: connexion.moteur === 'embarquee' });
  const rappels = veillerAuxRappels({ base: connexion.base, horloge: horlogeSysteme, logger, smtpUrl: config.smtpUrl, url: config.url, operateur: config.nomOperateur });
  // A demonstration stays as it was filled: there, the retention is applied by the command only.
  const conservation = demonstration ? null : veillerALaConservation({ connexion, horloge: horlogeSysteme, logger });
  const journal = veillerAuJournal({ base: connexion.base, horloge: horlogeSysteme, logger, tetes: config.journalTetes });
  const registre = config.effacements ? veillerAuRegistre({ base: connexion.base, horloge: horlogeSysteme, logger, fichier: config.effacements }) : null;
  const { sauvegardes: dossier, cleSauvegarde: cle } = config;
  const sauvegardes = dossier && cle ? veillerAuxSauvegardes({ base: connexion.base, horloge: horlogeSysteme, logger, dossier, cle }) : null;
  const adresse = serveur.address();
  return {
    port: typeof adresse === 'object' && adresse ? adresse.port : config.port,
    arreter: async () => {
      clearInterval(menage);
      reprises.arreter();
      const fini = new Promise((resolve) => serveur.close(resolve));
      serveur.closeIdleConnections();
      const force = setTimeout(() => serveur.closeAllConnections(), DELAI_ARRET);
      await Promise.all([rappels.arreter(), sauvegardes?.arreter()]);
      await fini;
      await conservation?.arreter();
      await registre?.arreter();
      await journal.arreter();
      clearTimeout(force);
      await connexion.fermer();
    },
  };
}

/** Stops once, at the first SIGTERM or SIGINT. */
export function arreterAuSignal(arreter: () => Promise<void>): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      arreter().then(() => process.exit(0), () => process.exit(1));
    });
  }
}

async function main(): Promise<void> {
  const config = lireConfig();
  // Whoever takes hold of the server would find the owner's password there.
  if (config.proprietaireUrl) throw new ReglageIncorrect("PLIE_PROPRIETAIRE_URL n'est que pour les commandes (migrer, restauration, demo) : retirez-la des réglages du serveur, qui se connecte avec DATABASE_URL.");
  const { port, arreter } = await demarrer(config);
  arreterAuSignal(arreter);
  process.stderr.write(`Passerelle est prête : http://localhost:${port}\n`);
}

if (require.main === module) {
  main().catch((erreur: unknown) => {
    const connue = erreur instanceof ReglageIncorrect || erreur instanceof DossierOccupe || erreur instanceof SchemaEnRetard;
    const port = (erreur as NodeJS.ErrnoException).code === 'EADDRINUSE';
    process.stderr.write(`${connue ? erreur.message : port ? 'Ce port est déjà pris par un autre programme : choisissez-en un autre avec PORT.' : `Démarrage impossible : ${String(erreur)}`}\n`);
    process.exit(1);
  });
}
