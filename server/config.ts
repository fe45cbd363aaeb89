/** The only reader of process.env. A wrong setting stops the start with a sentence that says what to do. */
import path from 'node:path';
import { baseEnClair, courrielEnClair, lireProxys } from './lib/reseau';
import type { Cles } from './lib/secrets';

export interface Config {
  production: boolean;
  port: number;
  /** PostgreSQL, or undefined for the embedded database in `donnees`. */
  databaseUrl: string | undefined;
  /** The owner's connection, for the commands that migrate and restore; undefined: `databaseUrl` owns the schema. */
  proprietaireUrl: string | undefined;
  donnees: string;
  /** Public address, for the links in mails; no trailing slash. */
  url: string;
  /** The proxies whose X-Forwarded-For is believed: how many, or their addresses; undefined: none. */
  proxys: number | string[] | undefined;
  smtpUrl: string | undefined;
  /** Folder of the nightly backups; undefined: none is made. */
  sauvegardes: string | undefined;
  /** Passphrase of the backups, 16 characters or more. */
  cleSauvegarde: string | undefined;
  sessionSecret: string | undefined;
  /** Most requests of one account in a minute. */
  requetesParMinute: number;
  /** What encrypts the seeds of the second factors: the present key, then those of before. */
  clesSecrets: Cles;
  /** Name shown for the operator (« Pôle emploi », « France Travail »). */
  nomOperateur: string;
  /** Who answers for this installation (mentions légales), who hosts it, and the address to write to; undefined when not said. */
  editeur: string | undefined;
  hebergeur: string | undefined;
  contact: string | undefined;
  niveauJournal: string;
  /** File, outside the database, to which the head of each sealed segment of the journal is added. */
  journalTetes: string | undefined;
  /** File, outside the database, to which what is erased is added, by number. */
  effacements: string | undefined;
  /** Off in development, so that an edited view shows at once. */
  cacheDesVues: boolean;
}

const estPostgres = (adresse: string): boolean => /^postgres(ql)?:\/\//.test(adresse) && URL.canParse(adresse);
const CLE_SAUVEGARDE_MIN = 16;
const CLE_SECRETS_MIN = 32;
/** Without any setting, which production refuses: whoever reads this reads the seeds of a demonstration. Kept as a former key, so that a trial goes on once settings are given. */
const CLE_SANS_REGLAGE = 'une démonstration ou un essai';

/** A setting that cannot be used: its message is shown as it is, and the program stops. */
export class ReglageIncorrect extends Error {}

/** Reads the settings of `domain/05-fichiers.md` E. Throws ReglageIncorrect. */
export function lireConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const production = env.NODE_ENV === 'production';
  const port = Number(env.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new ReglageIncorrect(`PORT vaut « ${env.PORT} » : donnez un numéro de port entre 0 et 65535.`);
  if (production && (env.SESSION_SECRET ?? '').length < 32) throw new ReglageIncorrect('SESSION_SECRET manque ou est trop court : en production, donnez-lui au moins 32 caractères tirés au hasard.');
  const url = env.PLIE_URL ?? `http://localhost:${port}`;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new ReglageIncorrect(`PLIE_URL vaut « ${url} » : donnez l'adresse publique complète, par exemple https://plie.exemple.fr.`);
  const databaseUrl = env.DATABASE_URL || undefined;
  if (databaseUrl && !estPostgres(databaseUrl)) throw new ReglageIncorrect("DATABASE_URL doit être une adresse complète, qui commence par postgres:// (un mot de passe y écrit ses signes avec %, # devient %23), ou être vide pour la base embarquée.");
  const proprietaireUrl = env.PLIE_PROPRIETAIRE_URL || undefined;
  if (proprietaireUrl && !(databaseUrl && estPostgres(proprietaireUrl))) throw new ReglageIncorrect("PLIE_PROPRIETAIRE_URL doit commencer par postgres://, et demande DATABASE_URL : l'une ouvre la base au propriétaire du schéma, l'autre à l'application.");
  const smtpUrl = env.SMTP_URL || undefined;
  if (smtpUrl && !(URL.canParse(smtpUrl) && /^smtps?:$/.test(new URL(smtpUrl).protocol))) throw new ReglageIncorrect('SMTP_URL doit être une adresse complète : smtps://utilisateur:motdepasse@serveur:465 ou smtp://….');
  if (env.PLIE_RESEAU_PRIVE && env.PLIE_RESEAU_PRIVE !== 'oui') throw new ReglageIncorrect(`PLIE_RESEAU_PRIVE vaut « ${env.PLIE_RESEAU_PRIVE} » : donnez « oui », ou rien.`);
  if (production && env.PLIE_RESEAU_PRIVE !== 'oui') exigerTls({ DATABASE_URL: databaseUrl, PLIE_PROPRIETAIRE_URL: proprietaireUrl }, smtpUrl);
  const proxys = env.PLIE_PROXY ? lireProxys(env.PLIE_PROXY) : undefined;
  if (proxys === null) throw new ReglageIncorrect(`PLIE_PROXY vaut « ${env.PLIE_PROXY} » : donnez les adresses des proxys, séparées par des virgules (loopback s'il est sur cette machine), ou leur nombre, de 1 à 9.`);
  const cleSauvegarde = env.PLIE_CLE_SAUVEGARDE || undefined;
  if (cleSauvegarde && [...cleSauvegarde].length < CLE_SAUVEGARDE_MIN) throw new ReglageIncorrect(`PLIE_CLE_SAUVEGARDE est trop courte : donnez-lui au moins ${CLE_SAUVEGARDE_MIN} caractères, tirés au hasard.`);
  if (env.PLIE_SAUVEGARDES && !cleSauvegarde) throw new ReglageIncorrect('PLIE_SAUVEGARDES demande une sauvegarde chaque nuit, mais PLIE_CLE_SAUVEGARDE manque : donnez la clé qui les chiffre.');
  for (const nom of ['PLIE_CLE_SECRETS', 'PLIE_CLE_SECRETS_ANCIENNE'] as const) {
    if (env[nom] && env[nom].length < CLE_SECRETS_MIN) throw new ReglageIncorrect(`${nom} est trop courte : donnez-lui au moins ${CLE_SECRETS_MIN} caractères tirés au hasard.`);
  }
  const cles = [env.PLIE_CLE_SECRETS, env.SESSION_SECRET, env.PLIE_CLE_SECRETS_ANCIENNE, CLE_SANS_REGLAGE].filter((c): c is string => Boolean(c));
  const requetesParMinute = Number(env.PLIE_REQUETES_PAR_MINUTE || 600);
  if (!Number.isInteger(requetesParMinute) || requetesParMinute < 1) throw new ReglageIncorrect(`PLIE_REQUETES_PAR_MINUTE vaut « ${env.PLIE_REQUETES_PAR_MINUTE} » : donnez un nombre entier, par exemple 600.`);
  return {
    production,
    requetesParMinute,
    port,
    databaseUrl,
    proprietaireUrl,
    donnees: path.resolve(env.PLIE_DONNEES ?? './donnees'),
    url: url.replace(/\/+$/, ''),
    proxys,
    smtpUrl,
    sauvegardes: env.PLIE_SAUVEGARDES ? path.resolve(env.PLIE_SAUVEGARDES) : undefined,
    cleSauvegarde,
    sessionSecret: env.SESSION_SECRET || undefined,
    clesSecrets: cles as [string, ...string[]],
    nomOperateur: env.PLIE_OPERATEUR || 'Pôle emploi',
    editeur: env.PLIE_EDITEUR || undefined,
    hebergeur: env.PLIE_HEBERGEUR || undefined,
    contact: env.PLIE_CONTACT || undefined,
    niveauJournal: env.PLIE_JOURNAL ?? 'info',
    journalTetes: env.PLIE_JOURNAL_TETES || undefined,
    effacements: env.PLIE_EFFACEMENTS || undefined,
    cacheDesVues: env.NODE_ENV !== 'development',
  };
}

/** What would travel in clear between two machines stops the start in production. */
function exigerTls(bases: Record<string, string | undefined>, smtpUrl: string | undefined): void {
  const sinon = "S'il ne passe que par un réseau privé dont vous répondez, donnez PLIE_RESEAU_PRIVE=oui.";
  for (const [nom, adresse] of Object.entries(bases)) {
    if (adresse && baseEnClair(adresse)) throw new ReglageIncorrect(`${nom} mène à une autre machine sans échange chiffré et vérifié : ajoutez-lui ?sslmode=verify-full (et sslrootcert=… si l'autorité est la vôtre). ${sinon}`);
  }
  if (smtpUrl && courrielEnClair(smtpUrl)) throw new ReglageIncorrect(`SMTP_URL mène à une autre machine sans échange chiffré et vérifié : donnez smtps://…, ou ajoutez-lui ?requireTLS=true. ${sinon}`);
}
