/** Sending the table of a month, and noting what Pôle emploi received. */
import type { Response } from 'express';
import type { Contexte } from '../acces/acteur';
import type { Dependances } from '../http/dependances';
import { soumettre } from '../http/formulaire';
import { rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { dansMinutes, type Mois } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { confirmerEnvoi, ouvrirVoie, preparerEnvoi, telechargerCourriel, telechargerFichier, type Piece } from './actions-envoi';
import { noterReception } from './actions-etapes';
import { lireConfirmation, lireEnvoiDemande, lireMois, lireReception } from './form';
import { pageEnvoi, pagePrete, pageReception } from './page-envoi';
import { chercherTableau } from './queries';
import { lireEnvoi, listerEnvois, type Envoi } from './queries-envois';
import { deMois } from './rules';
import { plieDe } from './routes';

const VUE = 'echanges/envoi';
const CHEMIN = '/tableau-de-suivi/:mois';

async function preparerPage(contexte: Contexte, { config }: Dependances, mois: Mois, saisie: Saisie, erreurs: Erreur[]) {
  const plieId = plieDe(contexte);
  const suivi = await chercherTableau(contexte, plieId, mois);
  const { empechement, destinataires } = await ouvrirVoie(contexte, plieId, mois);
  return pageEnvoi({ suivi, empechement, destinataires, envois: suivi ? await listerEnvois(contexte, plieId, suivi.id) : [], automatique: config.smtpUrl !== undefined }, mois, contexte.jour, saisie, erreurs);
}

function remettre(res: Response, piece: Piece): void {
  res.type(piece.type).attachment(piece.nom).send(piece.octets);
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: `${CHEMIN}/envoi`, acte: 'tableau.etablir',
    async traiter(req, res, contexte, deps) {
      await rendre(res, VUE, await preparerPage(contexte, deps, lireMois(req.params.mois, contexte.jour), {}, []));
    },
  },
  {
    methode: 'post', chemin: `${CHEMIN}/envoi`, acte: 'tableau.etablir',
    async traiter(req, res, contexte, deps) {
      const mois = lireMois(req.params.mois, contexte.jour);
      const plieId = plieDe(contexte);
      const automatique = deps.config.smtpUrl !== undefined;
      await soumettre(res, {
        lu: lireEnvoiDemande(req.body, contexte),
        agir: async (choix) => {
          const pret = await preparerEnvoi(contexte, deps.config, plieId, mois, choix, dansMinutes(deps.horloge, 0));
          return { ...pret, envoi: await lireEnvoi(contexte, plieId, mois, pret.id) };
        },
        // Shown at once and not after a redirection: the phrase must be stored nowhere, the session included.
        ensuite: ({ phrase, envoi }: { phrase: string | null; envoi: Envoi }) => ({ vue: 'echanges/fichier-pret', page: pagePrete(envoi, phrase, mois, contexte.jour, automatique) }),
        vue: VUE,
        reafficher: (saisie, erreurs) => preparerPage(contexte, deps, mois, saisie, erreurs),
      });
    },
  },
  {
    methode: 'get', chemin: `${CHEMIN}/envois/:envoi/fichier.xlsx`, acte: 'tableau.etablir',
    async traiter(req, res, contexte) {
      remettre(res, await telechargerFichier(contexte, plieDe(contexte), lireMois(req.params.mois, contexte.jour), idDuChemin(req, 'envoi')));
    },
  },
  {
    methode: 'get', chemin: `${CHEMIN}/envois/:envoi/courriel.eml`, acte: 'tableau.etablir',
    async traiter(req, res, contexte) {
      remettre(res, await telechargerCourriel(contexte, plieDe(contexte), lireMois(req.params.mois, contexte.jour), idDuChemin(req, 'envoi')));
    },
  },
  {
    methode: 'post', chemin: `${CHEMIN}/envois/:envoi/confirmer`, acte: 'tableau.etablir',
    async traiter(req, res, contexte, deps) {
      const mois = lireMois(req.params.mois, contexte.jour);
      // Out of scope is not found, before anything that was typed is looked at.
      const envoi = await lireEnvoi(contexte, plieDe(contexte), mois, idDuChemin(req, 'envoi'));
      await soumettre(res, {
        lu: lireConfirmation(req.body, contexte),
        agir: ({ date_envoi }) => confirmerEnvoi(contexte, plieDe(contexte), mois, envoi.id, date_envoi),
        ensuite: () => ({ adresse: `/tableau-de-suivi?mois=${mois}`, message: `L'envoi du tableau ${deMois(mois)} est noté.` }),
        vue: VUE,
        reafficher: (saisie, erreurs) => preparerPage(contexte, deps, mois, saisie, erreurs),
      });
    },
  },
  {
    methode: 'get', chemin: `${CHEMIN}/reception`, acte: 'tableau.etablir',
    async traiter(req, res, contexte) {
      const mois = lireMois(req.params.mois, contexte.jour);
      await rendre(res, 'echanges/reception', pageReception(await chercherTableau(contexte, plieDe(contexte), mois), mois, contexte.jour, {}, []));
    },
  },
  {
    methode: 'post', chemin: `${CHEMIN}/reception`, acte: 'tableau.etablir',
    async traiter(req, res, contexte) {
      const mois = lireMois(req.params.mois, contexte.jour);
      await soumettre(res, {
        lu: lireReception(req.body, contexte),
        agir: (recu) => noterReception(contexte, plieDe(contexte), mois, recu),
        ensuite: () => ({ adresse: `/tableau-de-suivi?mois=${mois}`, message: `La réception du tableau ${deMois(mois)} est notée.` }),
        vue: 'echanges/reception',
        reafficher: async (saisie, erreurs) => pageReception(await chercherTableau(contexte, plieDe(contexte), mois), mois, contexte.jour, saisie, erreurs),
      });
    },
  },
];
