/** « Mon compte »: who I am, and my password. */
import type { Request } from 'express';
import type { Contexte } from '../acces/acteur';
import { renouvelerCodes, verifierCode } from '../acces/actions-facteur';
import { authentifier, ouvrirSession } from '../acces/connexion';
import { lireCode } from '../acces/form';
import { pageCodesDeSecours } from '../acces/page-facteur';
import { chercherCompteParId, motsDuCompte } from '../acces/queries';
import { chercherSecondFacteur, compterCodesRestants, fermerAutresSessions, listerSessions } from '../acces/queries-facteur';
import { rediriger, rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { dansMinutes, type Horloge } from '../lib/dates';
import { ecrire } from '../lib/ecriture';
import type { Erreur } from '../lib/erreurs';
import { accorder } from '../lib/texte';
import { changerMotDePasse } from './actions';
import { lireChangement } from './form';
import { pageCompte } from './page';

const REFUS = {
  INCONNU: "Ce n'est pas votre mot de passe actuel. Retapez-le.",
  BLOQUE: "Trop de tentatives : le changement de mot de passe est fermé pendant 15 minutes.",
};

const VUE = 'compte/compte';

async function preparer(req: Request, { base, acteur }: Contexte, horloge: Horloge, erreurs: Erreur[] = []) {
  const id = acteur.utilisateurId!;
  const sessions = await listerSessions(base, id, dansMinutes(horloge, 0));
  const securite = { facteur: await chercherSecondFacteur(base, id), codes: await compterCodesRestants(base, id), sessions: sessions.map(({ sid, ...s }) => ({ ...s, actuelle: sid === req.sessionID })) };
  return pageCompte(acteur, (await chercherCompteParId(base, id))!.courriel, securite, erreurs);
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/compte', acte: 'compte.gerer',
    traiter: async (req, res, contexte, { horloge }) => rendre(res, VUE, await preparer(req, contexte, horloge)),
  },
  {
    methode: 'post', chemin: '/compte', acte: 'compte.gerer',
    async traiter(req, res, contexte, { horloge }) {
      const { base, acteur } = contexte;
      const compte = (await chercherCompteParId(base, acteur.utilisateurId!))!;
      const lu = await lireChangement(req.body, contexte, motsDuCompte(compte));
      // The same check as the log-in, with the same lock-out: an open session must not help to guess.
      const verdict = lu.ok ? await authentifier(base, horloge, compte.courriel, lu.valeur.actuel) : null;
      if (lu.ok && verdict && 'compte' in verdict) {
        await changerMotDePasse(contexte, lu.valeur.mot_de_passe);
        await ouvrirSession(base, horloge, req, (await chercherCompteParId(base, acteur.utilisateurId!))!);
        return rediriger(res, '/compte', 'Votre mot de passe est changé. Vos autres sessions sont fermées.');
      }
      const erreurs = lu.ok ? [{ champ: 'actuel', message: REFUS[(verdict as { refus: keyof typeof REFUS }).refus] }] : lu.erreurs;
      res.status(422);
      await rendre(res, VUE, await preparer(req, contexte, horloge, erreurs));
    },
  },
  {
    methode: 'post', chemin: '/compte/codes', acte: 'compte.gerer',
    async traiter(req, res, contexte, { horloge }) {
      const { base, acteur } = contexte;
      const compte = (await chercherCompteParId(base, acteur.utilisateurId!))!;
      const lu = lireCode(req.body, contexte);
      // A recovery code too: whoever has lost the telephone needs new ones.
      const verdict = lu.ok ? await verifierCode(base, horloge, compte, lu.valeur.code, String(res.locals.requeteId)) : null;
      if (verdict === 'JUSTE') return rendre(res, 'acces/codes-de-secours', pageCodesDeSecours(await renouvelerCodes(base, compte, String(res.locals.requeteId)), '/compte'));
      res.status(422);
      await rendre(res, VUE, await preparer(req, contexte, horloge, lu.ok ? [{ champ: 'code', message: verdict === 'BLOQUE' ? 'Trop de tentatives : réessayez dans 15 minutes.' : "Ce code n'est pas le bon. Attendez le suivant, puis tapez-le." }] : lu.erreurs));
    },
  },
  {
    methode: 'post', chemin: '/compte/sessions/fermer', acte: 'compte.gerer',
    async traiter(req, res, contexte) {
      const { base, acteur, auteur } = contexte;
      const fermees = await ecrire(base, auteur, 'compte.fermer_sessions', (trx) => fermerAutresSessions(trx, acteur.utilisateurId!, req.sessionID));
      await rediriger(res, '/compte', fermees ? `${accorder(fermees, 'autre session est fermée', 'autres sessions sont fermées')}.` : "Aucune autre session n'était ouverte.");
    },
  },
];
