/** The overview of the administration. */
import { rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { dansMinutes } from '../lib/dates';
import { debutCourant } from '../lib/secrets';
import { lireNuits } from '../sauvegardes/queries';
import { decrireSauvegardes, HEURES_AVANT_ALERTE } from '../sauvegardes/rules';
import { pageAdministration } from './page';
import { compterReglages, listerManques } from './queries';

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/administration', acte: 'organisation.administrer',
    async traiter(_req, res, contexte, { config, connexion, horloge }) {
      await rendre(res, 'administration/administration', pageAdministration({
        comptes: await compterReglages(contexte), manques: await listerManques(contexte, debutCourant(config.clesSecrets)), jour: contexte.jour, embarquee: connexion.moteur === 'embarquee',
        sauvegardes: decrireSauvegardes(config.sauvegardes ? await lireNuits(contexte, dansMinutes(horloge, -60 * HEURES_AVANT_ALERTE)) : null),
      }));
    },
  },
];
