/** The overview of the administration. */
import { rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { pageAdministration } from './page';
import { compterReglages, listerManques } from './queries';

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/administration', acte: 'organisation.administrer',
    async traiter(_req, res, contexte, { connexion }) {
      await rendre(res, 'administration/administration', pageAdministration(await compterReglages(contexte), await listerManques(contexte), contexte.jour, connexion.moteur === 'embarquee'));
    },
  },
];
