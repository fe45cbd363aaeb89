/** The public pages of every footer, and where to report a weakness. */
import { contexteSysteme } from '../acces/acteur';
import { listerDelegues, listerDepartements } from '../correspondants/queries';
import { listerPolitiques } from '../conservation/queries';
import { politiquesEnVigueur } from '../conservation/rules';
import { chargerActeur } from '../acces/connexion';
import type { Dependances } from '../http/dependances';
import type { RoutePublique } from '../http/routes';
import { rendre, type Page } from '../http/rendu';
import { aujourdhui } from '../lib/dates';
import { pageAccessibilite, pageAide, pageDonneesPersonnelles, pageMentionsLegales, pagePlanDuSite, texteSecurite, type Exploitant } from './page';

const exploitant = ({ config }: Dependances): Exploitant => ({ editeur: config.editeur, hebergeur: config.hebergeur, contact: config.contact, url: config.url });

/** A page that only the settings change. */
const lire = (chemin: string, vue: string, page: (exploitant: Exploitant) => Page): RoutePublique => ({
  methode: 'get', chemin, acte: 'public',
  traiter: (_req, res, deps) => rendre(res, vue, page(exploitant(deps))),
});

export const routes: RoutePublique[] = [
  lire('/accessibilite', 'pages/accessibilite', pageAccessibilite),
  lire('/mentions-legales', 'pages/mentions-legales', pageMentionsLegales),
  {
    methode: 'get', chemin: '/donnees-personnelles', acte: 'public',
    // Nobody is logged in: the durations of all conventions, and where to write in a département.
    async traiter(req, res, deps) {
      const contexte = contexteSysteme(deps.connexion.base, aujourdhui(deps.horloge), 'page publique');
      const departements = await listerDepartements(contexte);
      const choisi = departements.find((d) => d.code === req.query.departement) ?? null;
      await rendre(res, 'pages/donnees-personnelles', pageDonneesPersonnelles(exploitant(deps), politiquesEnVigueur(await listerPolitiques(contexte), contexte.jour), { departements, choisi, delegues: choisi ? await listerDelegues(contexte, choisi.code) : [] }));
    },
  },
  {
    methode: 'get', chemin: '/aide', acte: 'public',
    traiter: (req, res) => rendre(res, 'pages/aide', pageAide(chargerActeur(req))),
  },
  {
    methode: 'get', chemin: '/plan-du-site', acte: 'public',
    traiter: (req, res) => rendre(res, 'pages/plan-du-site', pagePlanDuSite(chargerActeur(req))),
  },
  {
    methode: 'get', chemin: '/.well-known/security.txt', acte: 'public',
    traiter(_req, res, deps) {
      res.type('text/plain').send(texteSecurite(exploitant(deps), aujourdhui(deps.horloge)));
    },
  },
];
