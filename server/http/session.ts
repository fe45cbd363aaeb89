/**
 * Sessions in the database: they outlive a restart and are shared by all processes.
 * Own store rather than connect-session-knex, whose promises reject unhandled when the database is away, and which
 * keeps no user id: the sessions of a person must be found to be ended.
 */
import session, { Store, type Session, type SessionData } from 'express-session';
import type { Request, RequestHandler } from 'express';
import { chercherSession, type Compte } from '../acces/queries';
import type { Base } from '../lib/db';
import { dansMinutes, type Horloge } from '../lib/dates';
import { executer, sql } from '../lib/db/sql';
import { randomBytes } from 'node:crypto';
import type { Dependances } from './dependances';

/** Ended after 30 minutes without a request, and 12 hours after the log-in at most. */
export const MINUTES_INACTIVITE = 30;
export const MINUTES_MAXIMUM = 12 * 60;
/** The session is written again at most this often: reading a page then costs no write. */
const MINUTES_ENTRE_DEUX_ECRITURES = 5;
/** How long a session lives for sure after a request that may not have written it. */
export const MINUTES_ASSUREES = MINUTES_INACTIVITE - MINUTES_ENTRE_DEUX_ECRITURES;

declare module 'express-session' {
  interface SessionData {
    /** Milliseconds: when the person logged in, and when the session was last written. */
    debut: number;
    vu: number;
    versionSessions: number;
    message: { texte: string; ton: 'fait' | 'alerte' };
    retour: string;
    /** Whose password was right, until the code comes; and the seed, sealed, proposed to whoever sets the second factor. */
    attente: { utilisateur: number; versionSessions: number; depuis: number; secret?: string };
    /** The second factor that somebody logged in is choosing: its seed, sealed, and since when. */
    choixFacteur: { secret: string; depuis: number };
    /** Browser and system, as the list of one's sessions names it. */
    appareil: string;
    passport: { user: number };
  }
}

/** The account read with a session, out of reach of what is written back. */
const COMPTE = Symbol('compte');
type SessionLue = SessionData & { [COMPTE]?: Compte | null };
const comptes = new WeakMap<Request, Compte | null>();

/** The account behind the session of a request, as it was when the request came. */
export const compteDeLaSession = (req: Request): Compte | null => comptes.get(req) ?? null;

class MagasinDeSessions extends Store {
  constructor(private readonly base: Base, private readonly horloge: Horloge) {
    super();
  }

  override get(sid: string, suite: (erreur: unknown, donnees?: SessionData | null) => void): void {
    chercherSession<SessionData>(this.base, sid, dansMinutes(this.horloge, 0)).then((lue) => suite(null, lue && ({ ...lue.donnees, [COMPTE]: lue.compte } as SessionLue)), suite);
  }

  override createSession(req: Request, donnees: SessionLue): Session & SessionData {
    comptes.set(req, donnees[COMPTE] ?? null);
    return super.createSession(req, donnees);
  }

  override set(sid: string, donnees: SessionData, suite?: (erreur?: unknown) => void): void {
    executer(this.base, sql`
      insert into sessions (sid, donnees, utilisateur_id, expire_le)
      values (${sid}, ${JSON.stringify(donnees)}, ${donnees.passport?.user ?? null}, ${dansMinutes(this.horloge, MINUTES_INACTIVITE)})
      on conflict (sid) do update set donnees = excluded.donnees, utilisateur_id = excluded.utilisateur_id, expire_le = excluded.expire_le`)
      .then(() => suite?.(), (erreur) => suite?.(erreur));
  }

  override destroy(sid: string, suite?: (erreur?: unknown) => void): void {
    executer(this.base, sql`delete from sessions where sid = ${sid}`).then(() => suite?.(), (erreur) => suite?.(erreur));
  }
}

/** `__Host-` binds the cookie to this host over https; plain http is for development only. */
export function sessions({ config, connexion, horloge }: Dependances): RequestHandler[] {
  const https = config.url.startsWith('https:');
  const lire = session({
    name: https ? '__Host-plie' : 'plie',
    secret: config.sessionSecret ?? randomBytes(32).toString('hex'),
    store: new MagasinDeSessions(connexion.base, horloge),
    resave: false,
    saveUninitialized: false,
    // Behind the proxy that carries https, Express itself speaks http.
    proxy: https,
    cookie: { httpOnly: true, secure: https, sameSite: 'lax', path: '/' },
  });
  const dater: RequestHandler = (req, _res, next) => {
    const maintenant = horloge.maintenant().getTime();
    if (req.session.passport) {
      if (maintenant - (req.session.debut ?? 0) > MINUTES_MAXIMUM * 60_000) return req.session.regenerate(next);
      if (maintenant - (req.session.vu ?? 0) > MINUTES_ENTRE_DEUX_ECRITURES * 60_000) req.session.vu = maintenant;
    }
    next();
  };
  return [lire, dater];
}

/** Removes the sessions that are over. Called now and then by index.ts. */
export async function purgerSessions(base: Base, horloge: Horloge): Promise<void> {
  await executer(base, sql`delete from sessions where expire_le <= ${dansMinutes(horloge, 0)}`);
}
