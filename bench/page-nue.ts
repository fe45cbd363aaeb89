/**
 * The floor of a list: an Express application that reads its rows by a plain select and renders them with EJS, with a
 * session kept in the same table, helmet and a CSRF token, in as many bytes as the page it is compared to.
 */
import { randomBytes } from 'node:crypto';
import { csrfSync } from 'csrf-sync';
import ejs from 'ejs';
import express, { type Express } from 'express';
import session, { Store, type SessionData } from 'express-session';
import helmet from 'helmet';
import type { Base } from '../server/lib/db';

class Magasin extends Store {
  constructor(private readonly base: Base) { super(); }

  override get(sid: string, suite: (erreur: unknown, donnees?: SessionData | null) => void): void {
    this.base.raw<{ rows: { donnees: SessionData }[] }>('select donnees from sessions where sid = ? and expire_le > now()', [sid])
      .then(({ rows }) => suite(null, rows[0]?.donnees ?? null), (erreur: unknown) => suite(erreur));
  }

  override set(sid: string, donnees: SessionData, suite?: (erreur?: unknown) => void): void {
    this.base.raw("insert into sessions (sid, donnees, expire_le) values (?, ?, now() + interval '1 hour') on conflict (sid) do update set donnees = excluded.donnees", [sid, JSON.stringify(donnees)])
      .then(() => suite?.(), (erreur: unknown) => suite?.(erreur));
  }

  override destroy(sid: string, suite?: (erreur?: unknown) => void): void {
    this.base.raw('delete from sessions where sid = ?', [sid]).then(() => suite?.(), (erreur: unknown) => suite?.(erreur));
  }
}

const CELLULES = ['identifiant_pe', 'etat', 'date_prescription', 'prescripteur', 'date_integration', 'agence', 'date_contact'].map((c) => `<td data-libelle="${c}"><%= l.${c} %></td>`).join('');
/** `bourre`: the markup of a row that brings the page to its size. */
const gabarit = (bourre: string) => ejs.compile(`<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Page nue</title></head><body><table>
<% for (const l of it.lignes) { %><tr class="${bourre}"><th scope="row"><a href="/personnes/<%= l.personne_id %>"><%= l.prenom %> <%= l.nom %></a></th>${CELLULES}</tr><% } %></table>
<form method="post"><input type="hidden" name="_csrf" value="<%= it.jeton %>"></form></body></html>`, { _with: false, localsName: 'it' });

/** The columns that the bare page shows, from an orientation `o`: each floor says which rows. */
const LIRE = `select o.personne_id, o.etat, o.date_prescription, o.prescripteur, o.date_integration, o.date_contact, p.nom, p.prenom, p.identifiant_pe, g.nom as agence
    from orientations o join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id left join organisations g on g.id = o.agence_id`;

/** `suite`: what follows the plain select, with `valeur` bound to it. `octets`: the size to reach. */
export function pageNue(base: Base, { suite, valeur, octets }: { suite: string; valeur: number; octets: number }): Express {
  const app = express();
  const { generateToken, csrfSynchronisedProtection } = csrfSync();
  const lire = async () => (await base.raw<{ rows: object[] }>(`${LIRE} ${suite}`, [valeur])).rows;
  let rendre: ejs.TemplateFunction | null = null;
  app.use(helmet({ contentSecurityPolicy: { directives: { scriptSrc: ["'self'", `'nonce-${randomBytes(16).toString('base64')}'`] } } }));
  app.use(session({ secret: 'banc', resave: false, saveUninitialized: true, store: new Magasin(base) }));
  app.use(csrfSynchronisedProtection);
  app.get('/', (req, res, next) => {
    lire().then((lignes) => {
      const jeton = generateToken(req);
      rendre ??= gabarit('x'.repeat(Math.max(0, Math.round((octets - Buffer.byteLength(gabarit('')({ lignes, jeton }))) / lignes.length))));
      res.type('html').send(rendre({ lignes, jeton }));
    }, next);
  });
  return app;
}
