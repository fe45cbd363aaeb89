/** The PNI of the territory: the list, and what its ends foretell. */
import { rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { lireOptions } from '../orientations/queries-liste';
import { lireFiltres } from './form';
import { pageListe, PAR_PAGE } from './page';
import { compterPni, listerPni } from './queries';
import { routesPrevisions } from './routes-previsions';

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/pni', acte: 'pni.lire',
    async traiter(req, res, contexte) {
      const filtres = lireFiltres(req.query);
      const { agences, accompagnateurs } = await lireOptions(contexte);
      const { lignes, total } = await listerPni(contexte, filtres, PAR_PAGE);
      await rendre(res, 'pni/liste', pageListe({ filtres, lignes, total, agences, accompagnateurs, comptes: await compterPni(contexte, filtres), acteur: contexte.acteur, jour: contexte.jour }));
    },
  },
  ...routesPrevisions,
];
