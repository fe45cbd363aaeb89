/** The home page: what waits for me, by role. */
import type { Contexte } from '../acces/acteur';
import type { RouteGardee } from '../http/routes';
import { rendre } from '../http/rendu';
import { compterPaires } from '../doublons/queries';
import { anneeDe } from '../lib/dates';
import { pageAccompagnateur, pageAdministrateur, pageAnimation, pageCorrespondant, pageDpo, pagePoleEmploi, type PageAccueil } from './page';
import { compterActes, compterAttentes, compterFaits, compterInstallation, lireCadre, listerPlies } from './queries';
import { PORTEFEUILLE_MAX } from './rules';

async function preparer(contexte: Contexte): Promise<PageAccueil> {
  const { acteur, jour } = contexte;
  switch (acteur.role) {
    case 'ACCOMPAGNATEUR':
      return pageAccompagnateur(acteur, jour, await compterAttentes(contexte, true), await compterFaits(contexte, true));
    case 'CONSEILLER_PE':
    case 'REFERENT_PE':
      return pagePoleEmploi(acteur, jour, await compterAttentes(contexte, false), await compterFaits(contexte, false));
    case 'CORRESPONDANT_REGIONAL':
      return pageCorrespondant(acteur, jour, await listerPlies(contexte, anneeDe(jour)));
    case 'ADMINISTRATEUR':
      return pageAdministrateur(acteur, jour, await compterInstallation(contexte));
    case 'DPO':
      return pageDpo(acteur, jour, await compterActes(contexte));
    default:
      return pageAnimation(acteur, jour, await compterAttentes(contexte, false), await compterFaits(contexte, false), await lireCadre(contexte, PORTEFEUILLE_MAX), await compterPaires(contexte));
  }
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/', acte: 'accueil.voir',
    async traiter(_req, res, contexte) {
      await rendre(res, 'accueil/accueil', await preparer(contexte));
    },
  },
];
