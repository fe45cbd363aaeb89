/** Every route of the orientations: the list, the creation, the acts. The order matters: « nouvelle » before « :id ». */
import { rediriger } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { lireOrientation } from './queries';
import { routesActes } from './routes-actes';
import { routesCreation } from './routes-creation';
import { routesListe } from './routes-liste';

export const routes: RouteGardee[] = [
  ...routesListe,
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
