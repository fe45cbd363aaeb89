/** « Mon compte »: who I am, my password, my sessions. */
import type { Request } from 'express';
import type { Contexte } from '../acces/acteur';
import { prevenir } from '../acces/avis';
import { ouvrirSession, porte } from '../acces/connexion';
import { chercherCompteParId, motsDuCompte } from '../acces/queries';
import { fermerAutresSessions, listerFaitsDuCompte, listerSessions } from '../acces/queries-facteur';
import { rediriger, rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { dansMinutes, type Horloge } from '../lib/dates';
import { ecrire } from '../lib/ecriture';
import type { Erreur } from '../lib/erreurs';
import { accorder } from '../lib/texte';
import { changerMotDePasse, confirmer } from './actions';
import { lireChangement, lireConfirmation } from './form';
import { pageCompte, pageSessions } from './page';
import { situer } from './routes-facteur';

const VUE = 'compte/compte';
/** Some two weeks of log-ins. */
const FAITS_MONTRES = 15;
const FERMER = '/compte/sessions/fermer';

async function preparer(req: Request, contexte: Contexte, horloge: Horloge, erreurs: Erreur[] = []) {
  const { base, acteur } = contexte;
  const { compte, etat } = await situer(contexte);
  const sessions = await listerSessions(base, acteur.utilisateurId!, dansMinutes(horloge, 0));
  return pageCompte(acteur, compte.courriel, { facteur: etat, faits: await listerFaitsDuCompte(base, acteur.utilisateurId!, FAITS_MONTRES), sessions: sessions.map(({ sid, ...s }) => ({ ...s, actuelle: sid === req.sessionID })) }, erreurs);
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/compte', acte: 'compte.gerer',
    traiter: async (req, res, contexte, { horloge }) => rendre(res, VUE, await preparer(req, contexte, horloge)),
  },
  {
    methode: 'post', chemin: '/compte', acte: 'compte.gerer',
    async traiter(req, res, contexte, deps) {
      const p = porte(res, deps);
      const compte = (await chercherCompteParId(p.base, contexte.acteur.utilisateurId!))!;
      const lu = await lireChangement(req.body, contexte, motsDuCompte(compte));
      const erreurs = lu.ok ? await confirmer(p, compte, lu.valeur.actuel, null) : lu.erreurs;
      if (lu.ok && !erreurs.length) {
        await changerMotDePasse(contexte, lu.valeur.mot_de_passe);
        await ouvrirSession(p, req, (await chercherCompteParId(p.base, contexte.acteur.utilisateurId!))!);
        prevenir(p, compte, 'MOT_DE_PASSE');
        return rediriger(res, '/compte', 'Votre mot de passe est changé. Vos autres sessions sont fermées.');
      }
      res.status(422);
      await rendre(res, VUE, await preparer(req, contexte, deps.horloge, erreurs));
    },
  },
  {
    methode: 'get', chemin: FERMER, acte: 'compte.gerer',
    traiter: (_req, res) => rendre(res, 'compte/sessions', pageSessions()),
  },
  {
    methode: 'post', chemin: FERMER, acte: 'compte.gerer',
    async traiter(req, res, contexte, deps) {
      const { base, acteur, auteur } = contexte;
      const lu = lireConfirmation(req.body, contexte);
      const erreurs = lu.ok ? await confirmer(porte(res, deps), (await chercherCompteParId(base, acteur.utilisateurId!))!, lu.valeur.actuel, null) : lu.erreurs;
      if (erreurs.length) {
        res.status(422);
        return rendre(res, 'compte/sessions', pageSessions(erreurs));
      }
      const fermees = await ecrire(base, auteur, 'compte.fermer_sessions', (trx) => fermerAutresSessions(trx, acteur.utilisateurId!, req.sessionID));
      await rediriger(res, '/compte', fermees ? `${accorder(fermees, 'autre session est fermée', 'autres sessions sont fermées')}.` : "Aucune autre session n'était ouverte.");
    },
  },
];
