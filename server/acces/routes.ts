/** Log-in, log-out, and the choice of a password behind an invitation. */
import type { Request, Response } from 'express';
import type { RoutePublique } from '../http/routes';
import { aujourdhui, dansMinutes } from '../lib/dates';
import { LienPerime } from '../lib/erreurs';
import { rediriger, rendre } from '../http/rendu';
import { choisirMotDePasse } from './actions';
import { prevenir } from './avis';
import { attendreLeCode, authentifier, chargerActeur, empreinteDuJeton, porte, type Porte } from './connexion';
import { lireConnexion, lireNouveauMotDePasse } from './form';
import { pageConnexion, pageMotDePasse } from './page';
import { chercherCompteParLien, estSansCompte, motsDuCompte, type Compte } from './queries';
import { chercherSecondFacteur, estDispense } from './queries-facteur';
import { CODE, ouvrir, POSE } from './routes-facteur';
import { demandeSecondFacteur } from './rules-facteur';

const REFUS = {
  INCONNU: "Ce courriel et ce mot de passe ne vont pas ensemble. Vérifiez-les ; si vous avez oublié le mot de passe, demandez un nouveau lien à votre administrateur.",
  BLOQUE: 'Trop de tentatives : ce compte est fermé pendant 15 minutes. Réessayez ensuite, ou demandez un nouveau lien à votre administrateur.',
};

/** The password was right: in, or to the code, or to the choice of a second factor. */
async function entrer(req: Request, res: Response, p: Porte, compte: Compte, message?: string): Promise<void> {
  const { base } = p;
  const id = compte.acteur.utilisateurId!;
  const facteur = await chercherSecondFacteur(base, id);
  if (!facteur && !demandeSecondFacteur(compte.acteur.role, await estDispense(base, id))) return ouvrir(req, res, p, compte, message);
  await attendreLeCode(p, req, compte);
  await rediriger(res, facteur ? CODE : POSE);
}

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
    async traiter(req, res, deps) {
      const lu = lireConnexion(req.body, { jour: aujourdhui(deps.horloge) });
      const p = porte(res, deps);
      const verdict = lu.ok ? await authentifier(p, lu.valeur.courriel, lu.valeur.mot_de_passe) : null;
      if (verdict && 'compte' in verdict) {
        return entrer(req, res, p, verdict.compte);
      }
      const erreurs = lu.ok ? [{ champ: verdict!.refus === 'BLOQUE' ? '' : 'courriel', message: REFUS[verdict!.refus] }] : lu.erreurs;
      const saisie = { courriel: lu.saisie.courriel };
      res.status(422);
      await rendre(res, 'acces/connexion', { ...pageConnexion(saisie, erreurs), erreurs });
    },
  },
  {
    methode: 'post', chemin: '/deconnexion', acte: 'public',
    async traiter(req, res) {
      await new Promise<void>((resolve, reject) => req.logout((erreur) => (erreur ? reject(erreur as Error) : resolve())));
      // What the browser keeps of the work goes with the session; the cookie that knows this browser again stays.
      res.set('Clear-Site-Data', '"cache", "storage"');
      await rediriger(res, '/connexion', 'Vous êtes déconnecté.');
    },
  },
  {
    methode: 'get', chemin: '/mot-de-passe/:jeton', acte: 'public',
    async traiter(req, res, { connexion, horloge }) {
      const jeton = String(req.params.jeton);
      const compte = await chercherCompteParLien(connexion.base, empreinteDuJeton(jeton), dansMinutes(horloge, 0));
      if (!compte) throw new LienPerime();
      await rendre(res, 'acces/mot-de-passe', pageMotDePasse(jeton, compte.courriel, []));
    },
  },
  {
    methode: 'post', chemin: '/mot-de-passe/:jeton', acte: 'public',
    async traiter(req, res, deps) {
      const { connexion, horloge } = deps;
      const jeton = String(req.params.jeton);
      const invite = await chercherCompteParLien(connexion.base, empreinteDuJeton(jeton), dansMinutes(horloge, 0));
      if (!invite) throw new LienPerime();
      const lu = await lireNouveauMotDePasse(req.body, { jour: aujourdhui(horloge) }, motsDuCompte(invite));
      if (!lu.ok) {
        res.status(422);
        return rendre(res, 'acces/mot-de-passe', { ...pageMotDePasse(jeton, invite.courriel, lu.erreurs), erreurs: lu.erreurs });
      }
      const compte = await choisirMotDePasse(connexion.base, horloge, String(res.locals.requeteId), jeton, lu.valeur.mot_de_passe);
      const p = porte(res, deps);
      prevenir(p, compte, 'MOT_DE_PASSE');
      await entrer(req, res, p, compte, 'Votre mot de passe est enregistré.');
    },
  },
];
