/** Every route of the orientations: the list, the creation, the acts. The order matters: « nouvelle » before « :id ». */
import { plafondDuCompte } from '../http/pagination';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { lireFiltres } from './form-liste';
import { pageListe, PAR_PAGE } from './page-liste';
import { lireOrientation } from './queries';
import { lireOptions, listerOrientations } from './queries-liste';
import { routesActes } from './routes-actes';
import { routesCreation } from './routes-creation';

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/orientations', acte: 'orientation.lire',
    async traiter(req, res, contexte) {
      const filtres = lireFiltres(req.query, contexte.jour);
      const plafond = plafondDuCompte(filtres.page, PAR_PAGE);
      const { lignes, total } = await listerOrientations(contexte, filtres, PAR_PAGE, plafond);
      await rendre(res, 'orientations/liste', pageListe({ filtres, lignes, total, plafond, options: await lireOptions(contexte), acteur: contexte.acteur, jour: contexte.jour }));
    },
  },
  ...routesCreation,
  ...routesActes,
  {
    methode: 'get', chemin: '/orientations/:id', acte: 'orientation.lire',
    async traiter(req, res, contexte) {
      const orientation = await lireOrientation(contexte, idDuChemin(req));
      await rediriger(res, `/personnes/${orientation.personne_id}?orientation=${orientation.id}`);
    },
  },
];
