/** The forecast, and the objective on which it stands. */
import type { Request } from 'express';
import type { Contexte } from '../acces/acteur';
import { soumettre } from '../http/formulaire';
import { rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { anneeDe } from '../lib/dates';
import { fixerObjectif } from './actions';
import { lireObjectif } from './form-objectif';
import { pageObjectif, pagePrevisions } from './page-previsions';
import { chercherObjectif, compterFlux, listerFinsParMois } from './queries-previsions';

const OBJECTIF = 'pni/objectif';

/** This year and the next; any other in the address is this one. */
async function preparerObjectif(req: Request, contexte: Contexte) {
  const courante = anneeDe(contexte.jour);
  const annees = [courante, courante + 1];
  const annee = annees.find((a) => String(a) === req.query.annee) ?? courante;
  return { annee, annees, objectif: await chercherObjectif(contexte, annee) };
}

export const routesPrevisions: RouteGardee[] = [
  {
    methode: 'get', chemin: '/pni/previsions', acte: 'prevision.lire',
    async traiter(_req, res, contexte) {
      const annee = anneeDe(contexte.jour);
      await rendre(res, 'pni/previsions', pagePrevisions({
        annee, mois: await listerFinsParMois(contexte), flux: await compterFlux(contexte, annee), objectif: await chercherObjectif(contexte, annee), acteur: contexte.acteur, jour: contexte.jour,
      }));
    },
  },
  {
    methode: 'get', chemin: '/pni/objectif', acte: 'objectif.fixer',
    async traiter(req, res, contexte) {
      await rendre(res, OBJECTIF, pageObjectif({ ...(await preparerObjectif(req, contexte)), saisie: null, erreurs: [] }));
    },
  },
  {
    methode: 'post', chemin: '/pni/objectif', acte: 'objectif.fixer',
    async traiter(req, res, contexte) {
      const vue = await preparerObjectif(req, contexte);
      await soumettre(res, {
        lu: lireObjectif({ ...(req.body as object), annee: String(vue.annee) }, contexte),
        agir: (valeur) => fixerObjectif(contexte, valeur),
        ensuite: ({ annee }) => ({ adresse: '/pni/previsions', message: `L'objectif ${annee} est enregistré.` }),
        vue: OBJECTIF,
        reafficher: (saisie, erreurs) => pageObjectif({ ...vue, saisie, erreurs }),
      });
    },
  },
];
