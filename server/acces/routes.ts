/** Log-in, log-out, and the choice of a password behind an invitation. */
import type { RoutePublique } from '../http/routes';
import { aujourdhui, dansMinutes } from '../lib/dates';
import { Introuvable } from '../lib/erreurs';
import { rediriger, rendre } from '../http/rendu';
import { LIEN_PERIME, choisirMotDePasse } from './actions';
import { authentifier, chargerActeur, empreinteDuJeton, ouvrirSession } from './connexion';
import { lireConnexion, lireNouveauMotDePasse } from './form';
import { pageConnexion, pageMotDePasse } from './page';
import { chercherCompteParLien, estSansCompte } from './queries';

const REFUS = {
  INCONNU: "Ce courriel et ce mot de passe ne vont pas ensemble. Vérifiez-les ; si vous avez oublié le mot de passe, demandez un nouveau lien à votre administrateur.",
  BLOQUE: 'Trop de tentatives : ce compte est fermé pendant 15 minutes. Réessayez ensuite, ou demandez un nouveau lien à votre administrateur.',
};

export const routes: RoutePublique[] = [
  {
    methode: 'get', chemin: '/connexion', acte: 'public',
    async traiter(req, res, { connexion }) {
      if (chargerActeur(req)) return rediriger(res, '/');
      if (await estSansCompte(connexion.base)) return rediriger(res, '/installation');
      await rendre(res, 'acces/connexion', pageConnexion({}, []));
    },
  },
  {
    methode: 'post', chemin: '/connexion', acte: 'public',
    async traiter(req, res, { connexion, horloge }) {
      const lu = lireConnexion(req.body, { jour: aujourdhui(horloge) });
      const verdict = lu.ok ? await authentifier(connexion.base, horloge, lu.valeur.courriel, lu.valeur.mot_de_passe) : null;
      if (verdict && 'compte' in verdict) {
        await ouvrirSession(connexion.base, horloge, req, verdict.compte);
        const retour = req.session.retour;
        delete req.session.retour;
        // Only a path of ours: never another site.
        return rediriger(res, retour && /^\/(?![/\\])/.test(retour) ? retour : '/');
      }
      const erreurs = lu.ok ? [{ champ: 'courriel', message: REFUS[verdict!.refus] }] : lu.erreurs;
      const saisie = { courriel: lu.saisie.courriel };
      res.status(422);
      await rendre(res, 'acces/connexion', { ...pageConnexion(saisie, erreurs), erreurs });
    },
  },
  {
    methode: 'post', chemin: '/deconnexion', acte: 'public',
    async traiter(req, res) {
      await new Promise<void>((resolve, reject) => req.logout((erreur) => (erreur ? reject(erreur as Error) : resolve())));
      await rediriger(res, '/connexion', 'Vous êtes déconnecté.');
    },
  },
  {
    methode: 'get', chemin: '/mot-de-passe/:jeton', acte: 'public',
    async traiter(req, res, { connexion, horloge }) {
      const jeton = String(req.params.jeton);
      const compte = await chercherCompteParLien(connexion.base, empreinteDuJeton(jeton), dansMinutes(horloge, 0));
      if (!compte) throw new Introuvable(LIEN_PERIME);
      await rendre(res, 'acces/mot-de-passe', pageMotDePasse(jeton, compte.courriel, []));
    },
  },
  {
    methode: 'post', chemin: '/mot-de-passe/:jeton', acte: 'public',
    async traiter(req, res, { connexion, horloge }) {
      const jeton = String(req.params.jeton);
      const invite = await chercherCompteParLien(connexion.base, empreinteDuJeton(jeton), dansMinutes(horloge, 0));
      if (!invite) throw new Introuvable(LIEN_PERIME);
      const lu = lireNouveauMotDePasse(req.body, { jour: aujourdhui(horloge) }, invite.courriel);
      if (!lu.ok) {
        res.status(422);
        return rendre(res, 'acces/mot-de-passe', { ...pageMotDePasse(jeton, invite.courriel, lu.erreurs), erreurs: lu.erreurs });
      }
      const compte = await choisirMotDePasse(connexion.base, horloge, String(res.locals.requeteId), jeton, lu.valeur.mot_de_passe);
      await ouvrirSession(connexion.base, horloge, req, compte);
      await rediriger(res, '/', 'Votre mot de passe est enregistré.');
    },
  },
];
