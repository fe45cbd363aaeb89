/** Who is behind a request: passport over the session, lock-out, and the end of the sessions of a changed account. */
import { createHash, randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import passport from 'passport';
import type { CodeDe } from '../codes/listes';
import { estAppareilConnu, retenirAppareil } from '../http/appareils';
import type { Dependances } from '../http/dependances';
import { compteDeLaSession } from '../http/session';
import type { Base } from '../lib/db';
import { dansMinutes, type Horloge } from '../lib/dates';
import { consigner, type Auteur, type Transaction } from '../lib/ecriture';
import type { Logger } from '../lib/logger';
import type { Cles } from '../lib/secrets';
import type { Acteur } from './acteur';
import { prevenir } from './avis';
import { verifier } from './mots-de-passe';
import { MINUTES_POUR_LE_CODE } from './rules-facteur';
import { aUnFaitRecent } from './queries-facteur';
import { ajouterLien, chercherCompteParCourriel, chercherCompteParId, compterEchecs, noterConnexion, noterEchec, oublierEchecs, type Compte } from './queries';

/** 5 failures within 15 minutes close the account for 15 minutes. */
export const ECHECS_PERMIS = 5;
export const MINUTES_DE_BLOCAGE = 15;
const HEURES_DU_LIEN = 24;

/** What passwords and codes are checked with, for one request. */
export interface Porte {
  base: Base;
  horloge: Horloge;
  cles: Cles;
  requeteId: string;
  /** « Firefox, Windows » */
  appareil: string;
  /** To tell the account by mail. */
  url: string;
  smtpUrl: string | undefined;
  logger: Logger;
  /** Does it once the answer has left. */
  ensuite: (travail: () => Promise<void>) => void;
}

export const porte = (res: Response, { connexion, horloge, config, logger }: Dependances): Porte => ({
  base: connexion.base, horloge, cles: config.clesSecrets, requeteId: String(res.locals.requeteId), appareil: decrireAppareil(res.req.get('user-agent') ?? ''),
  url: config.url, smtpUrl: config.smtpUrl, logger, ensuite: (travail) => void res.once('close', () => void travail()),
});

export type Verdict = { compte: Compte } | { refus: 'INCONNU' | 'BLOQUE' };

/** True when too many attempts, of a password or of a code, have just failed. */
export const estBloque = async (base: Base, horloge: Horloge, courriel: string): Promise<boolean> => (await compterEchecs(base, courriel, dansMinutes(horloge, -MINUTES_DE_BLOCAGE))) >= ECHECS_PERMIS;

/** Checks an e-mail and a password. Same answer, and same time, for an unknown account as for a wrong password. */
export async function authentifier(p: Porte, courriel: string, motDePasse: string): Promise<Verdict> {
  const { base, horloge } = p;
  const adresse = courriel.trim().toLowerCase().slice(0, 254);
  if (await estBloque(base, horloge, adresse)) return { refus: 'BLOQUE' };
  const compte = await chercherCompteParCourriel(base, adresse);
  const juste = await verifier(compte?.motDePasse ?? null, motDePasse);
  if (!compte || !juste || !compte.actif) {
    await refuser(p, adresse, compte, 'MOT_DE_PASSE');
    return { refus: 'INCONNU' };
  }
  return { compte };
}

/**
 * A password or a code that was not right: counted, journalled, and the fifth closes the account, which is told. The same work whether the
 * account exists or not; the address that was typed is not journalled, it may be a password.
 */
export async function refuser(p: Porte, courriel: string, compte: Compte | null, refuse: CodeDe<'SECRETS_REFUSES'>): Promise<void> {
  const { base, horloge, appareil } = p;
  const auteur = auteurDe(p, compte);
  await noterEchec(base, courriel, dansMinutes(horloge, 0));
  await consigner(base, auteur, { action: 'connexion.refuser', details: { refuse, appareil } });
  if (!(await estBloque(base, horloge, courriel))) return;
  // Whoever knows an address could fill its box: told once a day. « Mon compte » and the journal have them all.
  const dite = compte && await aUnFaitRecent(base, compte.acteur.utilisateurId!, 'connexion.fermer', 24 * 60);
  await consigner(base, auteur, { action: 'connexion.fermer', details: { minutes: MINUTES_DE_BLOCAGE } });
  if (compte && !dite) prevenir(p, compte, 'BLOQUE');
}

const auteurDe = ({ requeteId }: Porte, compte: Compte | null): Auteur => ({ utilisateurId: compte?.acteur.utilisateurId ?? null, systeme: compte ? null : 'compte inconnu', requeteId, cleFormulaire: null });

export function authentification(): RequestHandler[] {
  const instance = new passport.Passport();
  instance.serializeUser((utilisateur, fini) => fini(null, (utilisateur as unknown as Compte).acteur.utilisateurId));
  instance.deserializeUser((req: Request, id: number, fini: (erreur: unknown, compte?: Express.User | false) => void) => {
    const compte = compteDeLaSession(req);
    fini(null, compte?.actif && compte.acteur.utilisateurId === id ? (compte) : false);
  });
  return [
    instance.initialize(),
    instance.session(),
    (req, _res, next) => {
      const compte = req.user as unknown as Compte | undefined;
      if (!compte) return next();
      // A new password or a disabled account ends the sessions opened before, on every machine.
      if (req.session.versionSessions !== compte.versionSessions) return req.logout(next);
      (req as Request & { acteur?: Acteur }).acteur = compte.acteur;
      next();
    },
  ];
}

/** Somebody logs in: their session opens, and the journal says so. `connu`: the account was opened from this browser before. */
export async function connecter(p: Porte, req: Request, compte: Compte): Promise<{ connu: boolean }> {
  const connu = estAppareilConnu(p, req, compte);
  await ouvrirSession(p, req, compte);
  await consigner(p.base, auteurDe(p, compte), { action: 'connexion.ouvrir', details: { appareil: p.appareil, nouveau: !connu } });
  return { connu };
}

/** Opens the session of an account: a new session id, whatever the visitor had before. */
export async function ouvrirSession(p: Porte, req: Request, compte: Compte): Promise<void> {
  const { base, horloge, appareil } = p;
  const { retour } = req.session;
  retenirAppareil(p, req, compte);
  await new Promise<void>((resolve, reject) => {
    req.logIn(compte, (erreur) => {
      if (erreur) return reject(erreur as Error);
      req.session.debut = horloge.maintenant().getTime();
      req.session.vu = req.session.debut;
      req.session.versionSessions = compte.versionSessions;
      req.session.appareil = appareil;
      if (retour) req.session.retour = retour;
      resolve();
    });
  });
  // Only now: a right password alone, its code still to come, must not wipe out the wrong codes before it.
  await oublierEchecs(base, compte.courriel);
  await noterConnexion(base, compte.acteur.utilisateurId!, dansMinutes(horloge, 0));
}

/** Somebody whose password was right, and whose code is awaited: a session of nobody yet, under a new id. */
export async function attendreLeCode({ horloge }: Porte, req: Request, compte: Compte): Promise<void> {
  const { retour } = req.session;
  await new Promise<void>((resolve, reject) => req.session.regenerate((erreur) => (erreur ? reject(erreur as Error) : resolve())));
  req.session.attente = { utilisateur: compte.acteur.utilisateurId!, versionSessions: compte.versionSessions, depuis: horloge.maintenant().getTime() };
  if (retour) req.session.retour = retour;
}

/** The account whose code is awaited; null when none is, or when it waited too long. */
export async function chercherAttente({ base, horloge }: Porte, req: Request): Promise<Compte | null> {
  const { attente } = req.session;
  if (!attente || horloge.maintenant().getTime() - attente.depuis > MINUTES_POUR_LE_CODE * 60_000) return null;
  const compte = await chercherCompteParId(base, attente.utilisateur);
  return compte?.actif && compte.versionSessions === attente.versionSessions ? compte : null;
}

/** « Firefox, Windows »: enough to tell one's own sessions apart. */
function decrireAppareil(agent: string): string {
  const trouver = (noms: readonly (readonly [RegExp, string])[]) => noms.find(([motif]) => motif.test(agent))?.[1];
  const navigateur = trouver([[/Edg\//, 'Edge'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari']]);
  const systeme = trouver([[/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS/, 'macOS'], [/Linux/, 'Linux']]);
  return [navigateur, systeme].filter(Boolean).join(', ') || 'Appareil inconnu';
}

export function chargerActeur(req: Request): Acteur | null {
  return (req as Request & { acteur?: Acteur }).acteur ?? null;
}

export const empreinteDuJeton = (jeton: string): string => createHash('sha256').update(jeton).digest('hex');

/** Makes a one-time link to choose a password, good for 24 hours. The token is in the address only, never in the database. */
export async function creerLien(trx: Transaction, horloge: Horloge, utilisateurId: number, url: string): Promise<string> {
  const jeton = randomBytes(32).toString('base64url');
  await ajouterLien(trx, utilisateurId, empreinteDuJeton(jeton), dansMinutes(horloge, HEURES_DU_LIEN * 60));
  return `${url}/mot-de-passe/${jeton}`;
}
