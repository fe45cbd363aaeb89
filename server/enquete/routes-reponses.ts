/** The survey as a PLIE's convention answers it: the form of one party, both side by side, what was agreed. */
import { lireLignes, partieDe } from '../../reports/bilan-qualitatif/enquete';
import type { Contexte } from '../acces/acteur';
import { peut } from '../acces/droits';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { RegleEnfreinte, Introuvable, type Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { convenir, enregistrerReponses, lireParticipation, reprendreAnneePassee } from './actions-reponses';
import { lireAccords, lireReponses } from './form';
import { adresseDuPlie } from './page';
import { pageRepondre, pageReponses } from './page-reponses';
import { lireEnquete, lirePlie } from './queries';
import { chercherAnneeAReprendre, listerAccords, listerReponses } from './queries-reponses';
import type { Request } from 'express';

const ids = (req: Request): [enqueteId: number, plieId: number] => [idDuChemin(req), idDuChemin(req, 'plie')];

async function composerFormulaire(contexte: Contexte, enqueteId: number, plieId: number, saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const { enquete, plie, cle } = await lireParticipation(contexte, enqueteId, plieId);
  return pageRepondre({ enquete, plie, jour: contexte.jour, partie: cle.partie, reponses: await listerReponses(contexte.base, cle), anneeAReprendre: await chercherAnneeAReprendre(contexte.base, cle) }, saisie, erreurs);
}

async function composerReponses(contexte: Contexte, enqueteId: number, plieId: number, saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const enquete = await lireEnquete(contexte, enqueteId);
  const ligne = (await lireLignes(contexte, enquete)).find((l) => l.plie.id === plieId);
  if (!ligne) throw new Introuvable();
  return pageReponses({
    enquete, plie: ligne.plie, ligne, jour: contexte.jour, accords: await listerAccords(contexte.base, enqueteId, plieId), partie: partieDe(contexte.acteur), peutConvenir: peut(contexte.acteur, 'enquete.convenir'),
  }, saisie, erreurs);
}

export const routesReponses: RouteGardee[] = [
  {
    methode: 'get', chemin: '/enquete/:id/plies/:plie', acte: 'enquete.lire',
    async traiter(req, res, contexte) {
      await rendre(res, 'enquete/reponses', await composerReponses(contexte, ...ids(req)));
    },
  },
  {
    methode: 'get', chemin: '/enquete/:id/plies/:plie/repondre', acte: 'enquete.repondre',
    async traiter(req, res, contexte) {
      const { enquete, plie } = await lireParticipation(contexte, ...ids(req));
      if (enquete.close_le) return res.redirect(303, adresseDuPlie(enquete.id, plie.id));
      await rendre(res, 'enquete/repondre', await composerFormulaire(contexte, enquete.id, plie.id));
    },
  },
  {
    // The whole page by its button; one question at a time by the script, which is answered in JSON.
    methode: 'post', chemin: '/enquete/:id/plies/:plie/repondre', acte: 'enquete.repondre',
    async traiter(req, res, contexte) {
      const [enqueteId, plieId] = ids(req);
      const { cle } = await lireParticipation(contexte, enqueteId, plieId);
      const lu = lireReponses(req.body, contexte);
      if (req.accepts(['html', 'json']) === 'json') {
        try {
          if (!lu.ok) throw new RegleEnfreinte(lu.erreurs);
          return void res.json(await enregistrerReponses(contexte, enqueteId, plieId, lu.valeur));
        } catch (erreur) {
          if (!(erreur instanceof RegleEnfreinte)) throw erreur;
          const touchees = new Set(erreur.erreurs.map((e) => e.champ));
          const versions = Object.fromEntries((await listerReponses(contexte.base, cle)).filter((r) => touchees.has(`reponse_${r.question}`)).map((r) => [r.question, r.version]));
          return void res.status(422).json({ message: erreur.message, versions });
        }
      }
      await soumettre(res, {
        lu,
        agir: (valeur) => enregistrerReponses(contexte, enqueteId, plieId, valeur),
        ensuite: ({ message, complet }) => ({ adresse: adresseDuPlie(enqueteId, plieId, complet ? '' : '/repondre'), message }),
        vue: 'enquete/repondre',
        reafficher: (saisie, erreurs) => composerFormulaire(contexte, enqueteId, plieId, saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: '/enquete/:id/plies/:plie/reprendre', acte: 'enquete.repondre',
    async traiter(req, res, contexte) {
      const [enqueteId, plieId] = ids(req);
      const { message } = await reprendreAnneePassee(contexte, enqueteId, plieId);
      await rediriger(res, adresseDuPlie(enqueteId, plieId, '/repondre'), message);
    },
  },
  {
    methode: 'post', chemin: '/enquete/:id/plies/:plie/accord', acte: 'enquete.convenir',
    async traiter(req, res, contexte) {
      const [enqueteId, plieId] = ids(req);
      await lireEnquete(contexte, enqueteId);
      await lirePlie(contexte, enqueteId, plieId);
      await soumettre(res, {
        lu: lireAccords(req.body, contexte),
        agir: (valeur) => convenir(contexte, enqueteId, plieId, valeur),
        ensuite: ({ message }) => ({ adresse: adresseDuPlie(enqueteId, plieId), message }),
        vue: 'enquete/reponses',
        reafficher: (saisie, erreurs) => composerReponses(contexte, enqueteId, plieId, saisie, erreurs),
      });
    },
  },
];
