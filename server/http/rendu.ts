/** From a page object to HTML: views/<vue>.ejs inside views/gabarit.ejs. */
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import ejs from 'ejs';
import type { Request, Response } from 'express';
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import { listerLimitees } from '../acces/queries-limitation';
import { navigation } from './navigation';
import { MINUTES_ASSUREES } from './session';
import { libelle } from '../codes/listes';
import { aujourdhui, formaterMois, moisDe, type DateCivile } from '../lib/dates';
import { nomComplet } from '../lib/texte';
import { RACINE } from '../lib/racine';
import type { Dependances } from './dependances';

const VIEWS = path.join(RACINE, 'views');

/**
 * What a view or a partial may name, and nothing else: EJS then does without JavaScript's `with`, which no engine optimises
 * (a fifth of the time of a list).
 */
const NOMS = [
  'page', 'nonce', 'jeton', 'cle', 'limitee',
  'corps', 'message', 'demonstration', 'imprime', 'titreDocument', 'utilisateur', 'minutesSession', 'recherche', 'navigation',
  'acte', 'avecPlie', 'brouillon', 'brouillons', 'carte', 'champ', 'erreurs', 'filtres', 'formulaire', 'graphique', 'jauge', 'ligne', 'lignes', 'minutes', 'nom', 'pagination', 'qui', 'resume', 'tableau',
];

/** What every page says of itself; the rest is the screen's own. */
export interface Page {
  /** The h1, and the first part of the document's title. */
  titre: string;
  /** The menu entry to which it belongs (its address), and the second part of the title. */
  rubrique?: { adresse: string; libelle: string };
  /** Breadcrumb, the home page and the page itself left out. */
  fil?: { adresse: string; libelle: string }[];
  /** Errors of a form: the title then begins with « Erreur : ». */
  erreurs?: { champ: string; message: string }[];
}

/** « 21 novembre 2026 » */
const enToutesLettres = (jour: DateCivile): string => `${Number(jour.slice(8))} ${formaterMois(moisDe(jour))}`;

/** Renders with the status already set on `res` (200 when none is). */
export async function rendre(res: Response, vue: string, page: Page): Promise<void> {
  const req = res.req;
  const deps = res.app.locals.deps as Dependances;
  const acteur = (req as Request & { acteur?: Acteur }).acteur ?? null;
  const options: ejs.Options & { async: false } = { cache: deps.config.cacheDesVues, root: VIEWS, async: false, _with: false, destructuredLocals: NOMS };
  const commun = {
    nonce: res.locals.nonce as string,
    // Made when a form prints it: a visitor who only reads a page needs no session, and gets none.
    jeton: { toString: () => jetonDe(req) },
    // One-time key of whatever form the page shows: sent twice, it applies once.
    cle: randomUUID(),
    limitee: await lireLimitees(acteur, deps),
  };
  const corps = await ejs.renderFile(path.join(VIEWS, `${vue}.ejs`), { ...commun, page }, options);
  const message = req.session?.message ?? null;
  if (message) delete req.session.message;
  const html = await ejs.renderFile(path.join(VIEWS, 'gabarit.ejs'), {
    ...commun,
    page,
    corps,
    message,
    demonstration: deps.demonstration,
    imprime: enToutesLettres(aujourdhui(deps.horloge)),
    titreDocument: [page.erreurs?.length ? `Erreur : ${page.titre}` : page.titre, page.rubrique?.libelle, 'Passerelle'].filter((t, i, tous) => t && tous.indexOf(t) === i).join(' – '),
    utilisateur: acteur && { nom: nomComplet(acteur), role: libelle('ROLES', acteur.role), territoire: acteur.organisation?.nom ?? '' },
    minutesSession: MINUTES_ASSUREES,
    recherche: acteur !== null && peut(acteur, 'personne.lire'),
    navigation: acteur ? navigation(acteur, page.rubrique?.adresse) : null,
  }, options);
  res.type('html').send(nommerOperateur(html, deps.config.nomOperateur));
}

/** Says, of where a name leads, whether that person is under a restriction (RGPD art. 18), for who reads names. */
async function lireLimitees(acteur: Acteur | null, { connexion: { base } }: Dependances): Promise<(adresse: string) => boolean> {
  if (!acteur || !peut(acteur, 'personne.lire')) return () => false;
  const limitees = new Set((await listerLimitees({ base })).flatMap((l) => [`/personnes/${l.personne_id}`, ...l.dossiers.map((id) => `/taches/dossiers/${id}`)]));
  return (adresse) => limitees.has(adresse.split(/[?#]/)[0]!);
}

/**
 * The texts of the software and its closed lists say « Pôle emploi »; the name shown is a setting (domaine §1), given here,
 * once, to the whole page. What someone typed, shown in a field, stays as typed: the form will send it back.
 */
export function nommerOperateur(html: string, nom: string): string {
  if (nom === 'Pôle emploi') return html;
  const affiche = ejs.escapeXML(nom);
  return html.replace(/( value="[^"]*"|<textarea[^>]*>[^<]*)|Pôle emploi/g, (_, saisi?: string) => saisi ?? affiche);
}

function jetonDe(req: Request): string {
  const produire = (req as Request & { csrfToken?: () => string }).csrfToken;
  return produire && req.session ? produire.call(req) : '';
}

/**
 * Where a form goes once it has been recorded, with one sentence on what was done. 303, so that a reload sends nothing again.
 * The session is written first: a browser follows as soon as it has the headers, which express-session sends before it
 * has written anything, and would meet a session that is not there yet.
 */
export async function rediriger(res: Response, adresse: string, message?: string): Promise<void> {
  const { session } = res.req;
  if (message) session.message = { texte: message, ton: 'fait' };
  // A visitor without anything to keep gets no session.
  if (Object.keys(session).some((cle) => cle !== 'cookie')) await new Promise<void>((resolve, reject) => session.save((erreur) => (erreur ? reject(erreur as Error) : resolve())));
  res.redirect(303, adresse);
}
