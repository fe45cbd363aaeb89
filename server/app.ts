/** The application: the order of what a request goes through, and the table of all routes. */
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import express, { type Express, type Request, type RequestHandler } from 'express';
import { csrfSync } from 'csrf-sync';
import multer from 'multer';
import { authentification, chargerActeur } from './acces/connexion';
import { peut } from './acces/droits';
import type { Acteur, Contexte } from './acces/acteur';
import { ActeRefuse } from './lib/erreurs';
import { aujourdhui } from './lib/dates';
import { RACINE } from './lib/racine';
import { limiterLesComptes, limiterLesLectures } from './http/debit';
import { entetes } from './http/entetes';
import { erreurs, introuvable } from './http/erreurs';
import { surLaPersonne } from './http/limitation';
import { noterLesRefus } from './http/refus';
import { rediriger } from './http/rendu';
import { sante } from './http/sante';
import { sessions } from './http/session';
import type { Dependances } from './http/dependances';
import type { Route, RouteGardee } from './http/routes';
import { routes as connexion } from './acces/routes';
import { routes as secondFacteur } from './acces/routes-facteur';
import { routes as accueil } from './accueil/routes';
import { routes as doublons } from './doublons/routes';
import { routes as analyses } from './analyses/routes';
import { routes as cohortes } from './analyses/routes-cohortes';
import { routes as stock } from './analyses/routes-stock';
import { routes as avis } from './avis/routes';
import { routes as echanges } from './echanges/routes';
import { routes as envois } from './echanges/routes-envoi';
import { routes as administration } from './administration/routes';
import { routes as chiffresPe } from './chiffres-pe/routes';
import { routes as bilans } from './bilans/routes';
import { routes as envoisDeBilan } from './bilans/routes-envoi';
import { routes as codes } from './administration/codes/routes';
import { routes as alertes } from './administration/journal/routes-alertes';
import { routes as journal } from './administration/journal/routes';
import { routes as utilisateurs } from './administration/utilisateurs/routes';
import { routes as calendrier } from './calendrier/routes';
import { routes as commissions } from './commissions/routes';
import { routes as compte } from './compte/routes';
import { routes as facteurDuCompte } from './compte/routes-facteur';
import { routes as enquete } from './enquete/routes';
import { routes as fiches } from './fiches/routes';
import { routes as conformite } from './conformite/routes';
import { routes as conservation } from './conservation/routes';
import { routes as demandesDeDroits } from './demandes-de-droits/routes';
import { routes as comparaison } from './comparaison/routes';
import { routes as correspondants } from './correspondants/routes';
import { routes as controles } from './controles/routes';
import { routes as conventions } from './organisations/conventions/routes';
import { routes as importation } from './importation/routes';
import { routes as installation } from './organisations/installation/routes';
import { routes as organisations } from './organisations/routes';
import { routes as notes } from './notes/routes';
import { routes as orientations } from './orientations/routes';
import { routes as pages } from './pages/routes';
import { routes as parcours } from './parcours/routes';
import { routes as personnes } from './personnes/routes';
import { routes as pilotage } from './pilotage/routes';
import { routes as pni } from './pni/routes';
import { routes as portefeuille } from './portefeuille/routes';
import { routes as rappels } from './rappels/routes';
import { routes as reattributions } from './reattributions/routes';
import { routes as reception } from './reception/routes';
import { routes as releve } from './releve/routes';
import { routes as reprise } from './reprise/routes';
import { routes as retours } from './retours/routes';
import { routes as simulation } from './simulation/routes';
import { routes as sorties } from './sorties/routes';
import { routes as taches } from './taches/routes';
import { routes as violations } from './violations/routes';

/** Every route of the application. Express tries them one after the other: what is opened all day comes first. */
export const ROUTES: readonly Route[] = [...connexion, ...secondFacteur, ...accueil, ...portefeuille, ...orientations, ...personnes, ...reception, ...calendrier, ...rappels, ...fiches, ...avis, ...notes, ...doublons, ...commissions, ...parcours, ...reattributions, ...pni, ...sorties, ...retours, ...taches, ...pages, ...pilotage, ...simulation, ...analyses, ...cohortes, ...stock, ...bilans, ...envoisDeBilan, ...enquete, ...releve, ...chiffresPe, ...installation, ...compte, ...facteurDuCompte, ...administration, ...organisations, ...conventions, ...utilisateurs, ...codes, ...journal, ...alertes, ...echanges, ...envois, ...controles, ...comparaison, ...conservation, ...conformite, ...correspondants, ...violations, ...demandesDeDroits, ...reprise, ...importation];

const UN_AN = 365 * 86_400_000;

export function createApp(deps: Dependances): Express {
  const app = express();
  app.disable('x-powered-by');
  // Pages are never stored (no-store): hashing each to compare it next time would be for nothing. Static files keep theirs.
  app.disable('etag');
  app.set('query parser', 'simple');
  // Who asks is the address of the connection, unless it is a proxy that the settings name.
  app.set('trust proxy', deps.config.proxys ?? false);
  app.locals.deps = deps;
  const { csrfSynchronisedProtection: csrf, generateToken } = csrfSync({
    getTokenFromRequest: (req) => (req.body as { _csrf?: string } | undefined)?._csrf,
    errorConfig: { statusCode: 403, message: 'jeton absent ou périmé', code: 'EBADCSRFTOKEN' },
  });
  const televerser = multer({ storage: multer.memoryStorage(), limits: { fileSize: 10 * 1024 * 1024, files: 1, fields: 20, fieldSize: 10_000 } }).single('fichier');
  // A form cut on its way, or written by no browser, is the sender's fault and no failure of ours: its parser says so by plain errors.
  const recevoir: RequestHandler = (req, res, next) => televerser(req, res, (erreur: unknown) => next(erreur instanceof Error && !(erreur instanceof multer.MulterError) ? Object.assign(erreur, { status: 400 }) : erreur));

  app.use(...entetes(deps.config));
  app.get('/sante', sante(deps));
  app.use(tracer(deps));
  app.use('/public', express.static(path.join(RACINE, 'public'), { maxAge: deps.config.production ? UN_AN : 0 }));
  for (const [adresse, dossier] of Object.entries(BIBLIOTHEQUES)) app.use(adresse, express.static(path.join(RACINE, 'node_modules', dossier), { maxAge: UN_AN, immutable: true, index: false }));
  app.use('/calendrier', limiterLesLectures());
  app.use(...sessions(deps));
  app.use(...authentification());
  app.use((req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    // Before any route: the page of an error carries a form too (« Se déconnecter »).
    req.csrfToken = () => generateToken(req);
    next();
  });
  app.use(limiterLesComptes(deps.config));
  app.use(express.urlencoded({ extended: false, limit: '200kb', parameterLimit: 2000 }));

  const refuser = noterLesRefus(deps);
  for (const route of ROUTES) {
    const traiter: RequestHandler = (req, res, next) => {
      const faire = async () => (route.acte === 'public' ? route.traiter(req, res, deps) : route.traiter(req, res, await surLaPersonne(route, req, contexteDe(req, deps, String(res.locals.requeteId))), deps));
      faire().catch(next);
    };
    if (route.acte === 'public') app[route.methode](route.chemin, csrf, traiter);
    else app[route.methode](route.chemin, autoriser(route), ...(route.fichier ? [recevoir] : []), csrf, traiter, refuser(route));
  }
  app.use(introuvable);
  app.use(erreurs(deps));
  return app;
}

/** The libraries that the browser loads: from node_modules, never from elsewhere. */
const BIBLIOTHEQUES: Record<string, string> = {
  '/vendor/bootstrap': 'bootstrap/dist',
  '/vendor/source-sans-3': '@fontsource-variable/source-sans-3',
  '/vendor/chart.js': 'chart.js/dist',
};

/** One line per request: route pattern, status, duration, ids. */
function tracer({ logger, horloge }: Dependances): RequestHandler {
  return (req, res, next) => {
    res.locals.requeteId = randomUUID();
    const debut = horloge.maintenant().getTime();
    res.on('finish', () => {
      logger.info({ requete: res.locals.requeteId, methode: req.method, route: (req.route as { path?: string } | undefined)?.path ?? '-', statut: res.statusCode, ms: horloge.maintenant().getTime() - debut, acteur: (req as Request & { acteur?: Acteur }).acteur?.utilisateurId ?? null });
    });
    next();
  };
}

/** Anonymous: to the log-in page, and back after it. Logged in without the right: refused. */
function autoriser(route: RouteGardee): RequestHandler {
  return (req, res, next) => {
    const acteur = chargerActeur(req);
    if (!acteur) {
      if (req.method === 'GET') req.session.retour = req.originalUrl;
      return rediriger(res, '/connexion');
    }
    if (!peut(acteur, route.acte)) throw new ActeRefuse();
    next();
  };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function contexteDe(req: Request, deps: Dependances, requeteId: string): Contexte {
  const acteur = chargerActeur(req)!;
  const cle = (req.body as { _cle?: unknown } | undefined)?._cle;
  return {
    base: deps.connexion.base,
    acteur,
    jour: aujourdhui(deps.horloge),
    auteur: { utilisateurId: acteur.utilisateurId, systeme: null, requeteId, cleFormulaire: typeof cle === 'string' && UUID.test(cle) ? cle : null },
  };
}
