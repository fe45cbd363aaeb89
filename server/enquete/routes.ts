/** The survey as the region conducts it (annexe 2), and the list of campaigns that everyone opens first. */
import type { Contexte } from '../acces/acteur';
import { peut } from '../acces/droits';
import { lireLignes, partieDe } from '../../reports/bilan-qualitatif/enquete';
import { soumettre } from '../http/formulaire';
import { rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { dansMinutes } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import type { Config } from '../config';
import { cloreEnquete, empreinteDe, ouvrirEnquete, reporterEnquete } from './actions';
import { listerPartiesARelancer, relancer } from './actions-relances';
import { lireCloture, lireDateLimite, lireOuverture, lireRelances } from './form';
import { pageEnquetesDePartie, pageEnquetesRegionales } from './page';
import { pageCampagne, pageCloture, pageRelances } from './page-campagne';
import { pageTableau } from './page-tableau';
import { lireEnquete, listerEnquetes } from './queries';
import { listerRelances } from './queries-relances';
import { routesReponses } from './routes-reponses';

async function listerToutes(contexte: Contexte) {
  const enquetes = [];
  for (const enquete of await listerEnquetes(contexte)) enquetes.push({ enquete, lignes: await lireLignes(contexte, enquete) });
  return { enquetes, jour: contexte.jour };
}

async function composer(contexte: Contexte, id: number) {
  const enquete = await lireEnquete(contexte, id);
  return { enquete, lignes: await lireLignes(contexte, enquete), jour: contexte.jour };
}

async function composerCampagne(contexte: Contexte, id: number, saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const lue = await composer(contexte, id);
  const { releve, empreinte } = lue.enquete;
  return pageCampagne({ ...lue, relances: await listerRelances(contexte, id), empreinteExacte: releve !== null && empreinteDe(releve) === empreinte }, saisie, erreurs);
}

async function composerRelances(contexte: Contexte, config: Config, id: number, erreurs: Erreur[] = []) {
  const enquete = await lireEnquete(contexte, id);
  return pageRelances({ enquete, jour: contexte.jour, parties: await listerPartiesARelancer(contexte, enquete, config.url), relances: await listerRelances(contexte, id), parCourriel: config.smtpUrl !== undefined }, erreurs);
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/enquete', acte: 'enquete.lire',
    async traiter(_req, res, contexte) {
      const toutes = await listerToutes(contexte);
      const partie = partieDe(contexte.acteur);
      if (partie && !peut(contexte.acteur, 'enquete.conduire')) return rendre(res, 'enquete/enquetes', pageEnquetesDePartie(toutes, partie));
      await rendre(res, 'enquete/enquetes-regionales', pageEnquetesRegionales(toutes));
    },
  },
  {
    methode: 'post', chemin: '/enquete', acte: 'enquete.conduire',
    async traiter(req, res, contexte) {
      await soumettre(res, {
        lu: lireOuverture(req.body, contexte),
        agir: (valeur) => ouvrirEnquete(contexte, valeur),
        ensuite: ({ id, message }) => ({ adresse: `/enquete/${id}`, message }),
        vue: 'enquete/enquetes-regionales',
        reafficher: async (saisie, erreurs) => pageEnquetesRegionales(await listerToutes(contexte), saisie, erreurs),
      });
    },
  },
  {
    methode: 'get', chemin: '/enquete/:id', acte: 'enquete.conduire',
    async traiter(req, res, contexte) {
      await rendre(res, 'enquete/campagne', await composerCampagne(contexte, idDuChemin(req)));
    },
  },
  {
    methode: 'post', chemin: '/enquete/:id/echeance', acte: 'enquete.conduire',
    async traiter(req, res, contexte) {
      const { id } = await lireEnquete(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireDateLimite(req.body, contexte),
        agir: (valeur) => reporterEnquete(contexte, id, valeur),
        ensuite: ({ message }) => ({ adresse: `/enquete/${id}`, message }),
        vue: 'enquete/campagne',
        reafficher: (saisie, erreurs) => composerCampagne(contexte, id, saisie, erreurs),
      });
    },
  },
  {
    methode: 'get', chemin: '/enquete/:id/tableau', acte: 'enquete.conduire',
    async traiter(req, res, contexte) {
      await rendre(res, 'enquete/tableau', pageTableau(await composer(contexte, idDuChemin(req))));
    },
  },
  {
    methode: 'get', chemin: '/enquete/:id/relances', acte: 'enquete.conduire',
    async traiter(req, res, contexte, { config }) {
      await rendre(res, 'enquete/relances', await composerRelances(contexte, config, idDuChemin(req)));
    },
  },
  {
    methode: 'post', chemin: '/enquete/:id/relances', acte: 'enquete.conduire',
    async traiter(req, res, contexte, { config }) {
      const { id } = await lireEnquete(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireRelances(req.body, contexte),
        agir: ({ parties }) => relancer(contexte, config, id, parties),
        ensuite: ({ message }) => ({ adresse: `/enquete/${id}/relances`, message }),
        vue: 'enquete/relances',
        reafficher: (_saisie, erreurs) => composerRelances(contexte, config, id, erreurs),
      });
    },
  },
  {
    methode: 'get', chemin: '/enquete/:id/cloture', acte: 'enquete.conduire',
    async traiter(req, res, contexte) {
      const lue = await composer(contexte, idDuChemin(req));
      if (lue.enquete.close_le) return res.redirect(303, `/enquete/${lue.enquete.id}`);
      await rendre(res, 'enquete/cloture', pageCloture(lue));
    },
  },
  {
    methode: 'post', chemin: '/enquete/:id/cloture', acte: 'enquete.conduire',
    async traiter(req, res, contexte, { horloge }) {
      const { id } = await lireEnquete(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireCloture(req.body, contexte),
        agir: (valeur) => cloreEnquete(contexte, id, valeur, dansMinutes(horloge, 0)),
        ensuite: ({ message }) => ({ adresse: `/enquete/${id}`, message }),
        vue: 'enquete/cloture',
        reafficher: async (_saisie, erreurs) => pageCloture(await composer(contexte, id), erreurs),
      });
    },
  },
  ...routesReponses,
];
