/** First use: open to all as long as nobody has an account, not found afterwards. */
import type { Request } from 'express';
import { connecter, porte } from '../../acces/connexion';
import { chercherCompteParId, estSansCompte } from '../../acces/queries';
import type { Dependances } from '../../http/dependances';
import { rediriger, rendre } from '../../http/rendu';
import type { RoutePublique } from '../../http/routes';
import { aujourdhui } from '../../lib/dates';
import { Introuvable, RegleEnfreinte, type Erreur } from '../../lib/erreurs';
import { installer } from './actions';
import { exigeUnCode } from './code';
import { lireInstallation } from './form';
import { pageInstallation, premiereSaisie } from './page';

const codeExige = (req: Request, { config }: Dependances): boolean =>
  exigeUnCode(config.production, req.socket.remoteAddress, Boolean(req.headers['x-forwarded-for'] ?? req.headers.forwarded));

export const routes: RoutePublique[] = [
  {
    methode: 'get', chemin: '/installation', acte: 'public',
    async traiter(req, res, deps) {
      if (!(await estSansCompte(deps.connexion.base))) throw new Introuvable();
      await rendre(res, 'installation/installation', pageInstallation(codeExige(req, deps), premiereSaisie(aujourdhui(deps.horloge))));
    },
  },
  {
    methode: 'post', chemin: '/installation', acte: 'public',
    async traiter(req, res, deps) {
      const { connexion: { base }, horloge } = deps;
      if (!(await estSansCompte(base))) throw new Introuvable();
      const jour = aujourdhui(horloge);
      const lu = await lireInstallation(req.body, { jour }, codeExige(req, deps));
      let erreurs: Erreur[] = lu.ok ? [] : lu.erreurs;
      if (lu.ok) {
        try {
          const id = await installer(base, jour, String(res.locals.requeteId), lu.valeur);
          await connecter(porte(res, deps), req, (await chercherCompteParId(base, id))!);
          return rediriger(res, '/administration', 'L\'installation est prête. Invitez maintenant les personnes qui vont y travailler.');
        } catch (erreur) {
          if (!(erreur instanceof RegleEnfreinte)) throw erreur;
          erreurs = erreur.erreurs;
        }
      }
      res.status(422);
      await rendre(res, 'installation/installation', pageInstallation(codeExige(req, deps), lu.saisie, erreurs));
    },
  },
];
