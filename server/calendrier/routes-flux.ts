/** The feed by its secret link, and the page of one's account where it is made and taken back. */
import { rediriger, rendre } from '../http/rendu';
import type { Route } from '../http/routes';
import { creerFlux, fermerFlux, lireFlux } from './actions-flux';
import { FLUX, pageFlux } from './page-flux';
import { chercherMonFlux } from './queries-flux';

const acte = 'echeance.lire';

export const routesFlux: Route[] = [
  {
    // Limited by address in server/app.ts; the secret is 256 bits of chance, kept hashed.
    methode: 'get', chemin: '/calendrier/:secret.ics', acte: 'public',
    async traiter(req, res, { config, connexion, horloge }) {
      const flux = await lireFlux(connexion.base, horloge, String(req.params.secret), { url: config.url, operateur: config.nomOperateur });
      res.type('text/calendar; charset=utf-8').send(flux);
    },
  },
  {
    methode: 'get', chemin: FLUX.adresse, acte,
    traiter: async (_req, res, { base, acteur }) => rendre(res, 'calendrier/flux', pageFlux(await chercherMonFlux(base, acteur.utilisateurId!), null)),
  },
  {
    methode: 'post', chemin: FLUX.adresse, acte,
    async traiter(_req, res, contexte, { config, horloge }) {
      const lien = await creerFlux(contexte, horloge, config.url);
      // Shown at once: the address is nowhere else. A form sent twice made one address, which was shown the first time.
      if (lien) return rendre(res, 'calendrier/flux', pageFlux(await chercherMonFlux(contexte.base, contexte.acteur.utilisateurId!), lien));
      await rediriger(res, FLUX.adresse, "L'adresse a déjà été montrée. Créez-en une nouvelle si vous ne l'avez pas copiée.");
    },
  },
  {
    methode: 'post', chemin: `${FLUX.adresse}/retirer`, acte,
    async traiter(_req, res, contexte) {
      await fermerFlux(contexte);
      await rediriger(res, FLUX.adresse, "L'adresse est retirée : les agendas qui la lisaient ne recevront plus rien.");
    },
  },
];
