/** The record of processing, for those who answer for the data. */
import { listerOrganisations } from '../correspondants/queries';
import { listerPolitiques } from '../conservation/queries';
import { rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { pageRegistre, RUBRIQUE } from './page';

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: RUBRIQUE.adresse, acte: 'registre.lire',
    traiter: async (_req, res, contexte, { config }) => rendre(res, 'conformite/registre', pageRegistre(await listerPolitiques(contexte), await listerOrganisations(contexte), config)),
  },
];
