/** After the password: the code of the authenticator, or the choice of a second factor. */
import type { Request, Response } from 'express';
import QRCode from 'qrcode';
import { rediriger, rendre } from '../http/rendu';
import type { RoutePublique } from '../http/routes';
import { aujourdhui, formaterInstant, type Horloge } from '../lib/dates';
import type { Base } from '../lib/db';
import { accorder } from '../lib/texte';
import { poser, verifierCode } from './actions-facteur';
import { chercherAttente, ouvrirSession } from './connexion';
import { lireCode } from './form';
import { pageCode, pageCodesDeSecours, pagePose } from './page-facteur';
import type { Compte } from './queries';
import { lireAvisDeConnexion } from './queries-facteur';
import { adresseOtp, nouveauSecret } from './rules-facteur';

export const CODE = '/connexion/code';
export const POSE = '/connexion/second-facteur';
const REPRENDRE = 'Reprenez la connexion : le code était attendu depuis trop longtemps.';
const REFUS = {
  FAUX: "Ce code n'est pas le bon. Attendez le suivant dans votre application, ou tapez un code de secours qui n'a pas encore servi.",
  BLOQUE: 'Trop de tentatives : ce compte est fermé pendant 15 minutes. Réessayez ensuite, ou demandez à votre administrateur de retirer votre second facteur.',
};

/** Where the visitor was going, once: only a path of ours, never another site. */
function prendreLeRetour(req: Request): string {
  const { retour } = req.session;
  delete req.session.retour;
  return retour && /^\/(?![/\\])/.test(retour) ? retour : '/';
}

/** Opens the session, says what was tried on the account since the last one, and goes where the visitor was going. */
export async function ouvrir(req: Request, res: Response, base: Base, horloge: Horloge, compte: Compte, message?: string): Promise<void> {
  const { derniere, echecs } = await lireAvisDeConnexion(base, compte.acteur.utilisateurId!, compte.courriel);
  await ouvrirSession(base, horloge, req, compte);
  const avis = echecs ? `${accorder(echecs, 'tentative de connexion a échoué', 'tentatives de connexion ont échoué')}${derniere ? ` depuis votre dernière connexion, le ${formaterInstant(derniere)}` : ''}. Si ce n'était pas vous, changez de mot de passe dans « Mon compte ».` : undefined;
  await rediriger(res, prendreLeRetour(req), [message, avis].filter(Boolean).join(' ') || undefined);
}

/** As an image, in the page itself: the secret stands at no address. */
const qr = (secret: string, courriel: string): Promise<string> => QRCode.toDataURL(adresseOtp(secret, courriel), { margin: 2, scale: 6 });

export const routes: RoutePublique[] = [
  {
    methode: 'get', chemin: CODE, acte: 'public',
    async traiter(req, res, { connexion, horloge }) {
      if (!(await chercherAttente(connexion.base, horloge, req))) return rediriger(res, '/connexion');
      await rendre(res, 'acces/code', pageCode([]));
    },
  },
  {
    methode: 'post', chemin: CODE, acte: 'public',
    async traiter(req, res, { connexion: { base }, horloge }) {
      const compte = await chercherAttente(base, horloge, req);
      if (!compte) return rediriger(res, '/connexion', REPRENDRE);
      const lu = lireCode(req.body, { jour: aujourdhui(horloge) });
      const verdict = lu.ok ? await verifierCode(base, horloge, compte, lu.valeur.code, String(res.locals.requeteId)) : null;
      if (verdict === 'JUSTE') return ouvrir(req, res, base, horloge, compte);
      res.status(422);
      await rendre(res, 'acces/code', pageCode(lu.ok ? [{ champ: 'code', message: REFUS[verdict as keyof typeof REFUS] }] : lu.erreurs));
    },
  },
  {
    methode: 'get', chemin: POSE, acte: 'public',
    async traiter(req, res, { connexion, horloge }) {
      const compte = await chercherAttente(connexion.base, horloge, req);
      if (!compte) return rediriger(res, '/connexion');
      // The same on a reload: it may have been scanned.
      const secret = (req.session.attente!.secret ??= nouveauSecret());
      await rendre(res, 'acces/second-facteur', pagePose(secret, await qr(secret, compte.courriel), []));
    },
  },
  {
    methode: 'post', chemin: POSE, acte: 'public',
    async traiter(req, res, { connexion: { base }, horloge }) {
      const compte = await chercherAttente(base, horloge, req);
      const secret = req.session.attente?.secret;
      if (!compte || !secret) return rediriger(res, '/connexion', REPRENDRE);
      const lu = lireCode(req.body, { jour: aujourdhui(horloge) });
      const codes = lu.ok ? await poser(base, horloge, compte, secret, lu.valeur.code, String(res.locals.requeteId)) : null;
      if (codes) {
        await ouvrirSession(base, horloge, req, compte);
        return rendre(res, 'acces/codes-de-secours', pageCodesDeSecours(codes, prendreLeRetour(req)));
      }
      res.status(422);
      await rendre(res, 'acces/second-facteur', pagePose(secret, await qr(secret, compte.courriel), lu.ok ? [{ champ: 'code', message: "Ce code n'est pas celui que l'application affiche maintenant. Vérifiez que votre téléphone est à l'heure, puis tapez le code suivant." }] : lu.erreurs));
    },
  },
];
