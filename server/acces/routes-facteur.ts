/** After the password: the code of the authenticator, or the choice of a second factor. */
import type { Request, Response } from 'express';
import QRCode from 'qrcode';
import { rediriger, rendre } from '../http/rendu';
import type { RoutePublique } from '../http/routes';
import { aujourdhui, formaterInstant } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { accorder } from '../lib/texte';
import { devoiler, poser, proposer, verifierCode } from './actions-facteur';
import { prevenir } from './avis';
import { chercherAttente, connecter, porte, type Porte } from './connexion';
import { lireCode } from './form';
import { pageCode, pageCodesDeSecours, pagePose } from './page-facteur';
import type { Compte } from './queries';
import { lireAvisDeConnexion } from './queries-facteur';
import { adresseOtp, CODE_FAUX, REFUS_DU_CODE } from './rules-facteur';

export const CODE = '/connexion/code';
export const POSE = '/connexion/second-facteur';
const REPRENDRE = 'Reprenez la connexion : le code était attendu depuis trop longtemps.';
/** Where the visitor was going, once: only a path of ours, never another site. */
function prendreLeRetour(req: Request): string {
  const { retour } = req.session;
  delete req.session.retour;
  return retour && /^\/(?![/\\])/.test(retour) ? retour : '/';
}

/** Opens the session, says what was tried on the account since the last one, and goes where the visitor was going. */
export async function ouvrir(req: Request, res: Response, p: Porte, compte: Compte, message?: string): Promise<void> {
  const { derniere, echecs, precedente, parUnLien } = await lireAvisDeConnexion(p.base, compte.acteur.utilisateurId!, compte.courriel);
  const { connu } = await connecter(p, req, compte);
  // A password just chosen by a link was told: the log-in that follows it is not told again.
  if (!connu && !parUnLien) prevenir(p, compte, 'NAVIGATEUR');
  const depuis = derniere ? formaterInstant(derniere) : null;
  const avis = [
    echecs ? `${accorder(echecs, 'tentative de connexion a échoué', 'tentatives de connexion ont échoué')}${depuis ? ` depuis votre dernière connexion, le ${depuis}` : ''}.` : '',
    // Told in the usual browser only: whoever came by the new one is not warned of the warning.
    precedente?.nouveau && connu ? `Votre connexion d'avant, le ${depuis}, venait d'un autre navigateur, jamais vu jusque-là : ${precedente.appareil}.` : '',
  ].filter(Boolean);
  if (avis.length) avis.push("Si ce n'était pas vous, changez de mot de passe dans « Mon compte ».");
  await rediriger(res, prendreLeRetour(req), [message, ...avis].filter(Boolean).join(' ') || undefined);
}

/** As an image, in the page itself: the seed stands at no address. `scelle`: as `proposer` gave it; null when it no longer opens. */
export async function preparerPose({ cles }: Porte, compte: Compte, scelle: string, adresse: string, erreurs: Erreur[]) {
  const secret = devoiler(cles, compte, scelle);
  return secret && pagePose(secret, await QRCode.toDataURL(adresseOtp(secret, compte.courriel), { margin: 2, scale: 6 }), adresse, erreurs);
}

export const routes: RoutePublique[] = [
  {
    methode: 'get', chemin: CODE, acte: 'public',
    async traiter(req, res, deps) {
      if (!(await chercherAttente(porte(res, deps), req))) return rediriger(res, '/connexion');
      await rendre(res, 'acces/code', pageCode([]));
    },
  },
  {
    methode: 'post', chemin: CODE, acte: 'public',
    async traiter(req, res, deps) {
      const p = porte(res, deps);
      const compte = await chercherAttente(p, req);
      if (!compte) return rediriger(res, '/connexion', REPRENDRE);
      const lu = lireCode(req.body, { jour: aujourdhui(p.horloge) });
      const verdict = lu.ok ? await verifierCode(p, compte, lu.valeur.code) : null;
      if (verdict === 'JUSTE') return ouvrir(req, res, p, compte);
      res.status(422);
      await rendre(res, 'acces/code', pageCode(lu.ok ? [{ champ: 'code', message: REFUS_DU_CODE[verdict ?? 'FAUX'] }] : lu.erreurs));
    },
  },
  {
    methode: 'get', chemin: POSE, acte: 'public',
    async traiter(req, res, deps) {
      const p = porte(res, deps);
      const compte = await chercherAttente(p, req);
      if (!compte) return rediriger(res, '/connexion');
      // The same on a reload: it may have been scanned.
      const page = await preparerPose(p, compte, (req.session.attente!.secret ??= proposer(p.cles, compte)), POSE, []);
      await (page ? rendre(res, 'acces/second-facteur', page) : rediriger(res, '/connexion', REPRENDRE));
    },
  },
  {
    methode: 'post', chemin: POSE, acte: 'public',
    async traiter(req, res, deps) {
      const p = porte(res, deps);
      const compte = await chercherAttente(p, req);
      const scelle = req.session.attente?.secret;
      if (!compte || !scelle) return rediriger(res, '/connexion', REPRENDRE);
      const lu = lireCode(req.body, { jour: aujourdhui(p.horloge) });
      const codes = lu.ok ? await poser(p, compte, scelle, lu.valeur.code, req.sessionID) : null;
      if (codes) {
        await connecter(p, req, compte);
        return rendre(res, 'acces/codes-de-secours', pageCodesDeSecours(codes, prendreLeRetour(req)));
      }
      const page = await preparerPose(p, compte, scelle, POSE, lu.ok ? [{ champ: 'code', message: CODE_FAUX }] : lu.erreurs);
      if (!page) return rediriger(res, '/connexion', REPRENDRE);
      res.status(422);
      await rendre(res, 'acces/second-facteur', page);
    },
  },
];
