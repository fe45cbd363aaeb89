/** « Mon compte »: who I am, and my password. */
import { authentifier, ouvrirSession } from '../acces/connexion';
import { chercherCompteParId } from '../acces/queries';
import { rediriger, rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { changerMotDePasse } from './actions';
import { lireChangement } from './form';
import { pageCompte } from './page';

const REFUS = {
  INCONNU: "Ce n'est pas votre mot de passe actuel. Retapez-le.",
  BLOQUE: "Trop de tentatives : le changement de mot de passe est fermé pendant 15 minutes.",
};

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/compte', acte: 'compte.gerer',
    async traiter(_req, res, { base, acteur }) {
      await rendre(res, 'compte/compte', pageCompte(acteur, (await chercherCompteParId(base, acteur.utilisateurId!))!.courriel));
    },
  },
  {
    methode: 'post', chemin: '/compte', acte: 'compte.gerer',
    async traiter(req, res, contexte, { horloge }) {
      const { base, acteur } = contexte;
      const { courriel } = (await chercherCompteParId(base, acteur.utilisateurId!))!;
      const lu = lireChangement(req.body, contexte, courriel);
      // The same check as the log-in, with the same lock-out: an open session must not help to guess.
      const verdict = lu.ok ? await authentifier(base, horloge, courriel, lu.valeur.actuel) : null;
      if (lu.ok && verdict && 'compte' in verdict) {
        await changerMotDePasse(contexte, lu.valeur.mot_de_passe);
        await ouvrirSession(base, horloge, req, (await chercherCompteParId(base, acteur.utilisateurId!))!);
        return rediriger(res, '/compte', 'Votre mot de passe est changé. Vos autres sessions sont fermées.');
      }
      const erreurs = lu.ok ? [{ champ: 'actuel', message: REFUS[(verdict as { refus: keyof typeof REFUS }).refus] }] : lu.erreurs;
      res.status(422);
      await rendre(res, 'compte/compte', pageCompte(acteur, courriel, erreurs));
    },
  },
];
