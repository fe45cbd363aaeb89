/** The month of a PLIE: its table on screen, its steps, and the working copy of its file. */
import type { Request, Response } from 'express';
import type { Contexte } from '../acces/acteur';
import { controlerLeMois } from '../controles/queries';
import type { Dependances } from '../http/dependances';
import { rediriger, rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { dansMinutes } from '../lib/dates';
import { Introuvable, RegleEnfreinte, type Erreur } from '../lib/erreurs';
import type { Formulaire } from '../lib/formulaire';
import { preparerFichier } from './actions';
import { XLSX } from '../lib/classeur/ecrire';
import { ouvrirVoie } from './actions-envoi';
import { controler, preparer, valider } from './actions-etapes';
import { lireMoisDuPlie, relire } from './actions-mois';
import { lireDemande, lireEtape, lireMois, lireValidation, type Demande } from './form';
import { pageMois } from './page';
import { chercherEnRetard, listerLignesFigees, listerValidesAvant } from './queries';
import { listerEnvois } from './queries-envois';
import { listerRaisons } from './queries-raisons';
import { deMois } from './rules';
import { lignesVues } from './rules-comparaison';

/** One's own PLIE: the table of another is nobody's business. Throws Introuvable. */
export function plieDe({ acteur }: Contexte): number {
  if (acteur.organisation?.type !== 'PLIE') throw new Introuvable();
  return acteur.organisation.id;
}

async function montrer(res: Response, contexte: Contexte, demande: Demande, erreurs: Erreur[] = []): Promise<void> {
  const plieId = plieDe(contexte);
  const { mois } = demande;
  const lu = await lireMoisDuPlie(contexte, plieId, mois);
  const [avant] = await listerValidesAvant(contexte, plieId, mois, 1);
  const corrections = lu.contenu.feuilles.CORRECTIONS.filter((l) => l.cellules).map(relire);
  await rendre(res, 'echanges/mois', pageMois({
    lu, corrections,
    precedent: avant ? { mois: avant.mois, lignes: lignesVues((await listerLignesFigees(contexte, avant)).ORIENTATIONS) } : null,
    raisons: demande.vue === 'corrections' && corrections.length ? await listerRaisons(contexte, plieId, [...new Set(corrections.map((c) => c.orientation_id))]) : [],
    envois: lu.suivi ? await listerEnvois(contexte, plieId, lu.suivi.id) : [],
    controles: demande.vue === 'mois' && !lu.suivi?.valide_le ? await controlerLeMois(contexte, plieId, mois) : [],
    empechement: (await ouvrirVoie(contexte, plieId, mois)).empechement,
  }, demande, contexte.jour, erreurs));
}

/** A step: done and back to the month, or the month again with the sentence that says why not. */
async function franchir<T>(res: Response, contexte: Contexte, demande: Demande, lu: Formulaire<T>, agir: (valeur: T) => Promise<void>, fait: string): Promise<void> {
  let erreurs: Erreur[];
  try {
    if (lu.ok) {
      await agir(lu.valeur);
      return await rediriger(res, `/tableau-de-suivi?mois=${demande.mois}`, fait);
    }
    erreurs = lu.erreurs;
  } catch (erreur) {
    if (!(erreur instanceof RegleEnfreinte)) throw erreur;
    erreurs = erreur.erreurs;
  }
  res.status(422);
  await montrer(res, contexte, demande, erreurs.map((e) => ({ ...e, champ: '' })));
}

function etape(nom: string, franchirLa: (req: Request, res: Response, contexte: Contexte, deps: Dependances, demande: Demande) => Promise<void>): RouteGardee {
  return {
    methode: 'post', chemin: `/tableau-de-suivi/:mois/${nom}`, acte: 'tableau.etablir',
    traiter: (req, res, contexte, deps) => franchirLa(req, res, contexte, deps, lireDemande({ mois: lireMois(req.params.mois, contexte.jour) }, contexte.jour)),
  };
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/tableau-de-suivi', acte: 'tableau.etablir',
    async traiter(req, res, contexte) {
      const demande = lireDemande(req.query, contexte.jour);
      // A table that is late is what one comes for, even after the 7th.
      const mois = req.query.mois ? demande.mois : ((await chercherEnRetard(contexte, plieDe(contexte))) ?? demande.mois);
      await montrer(res, contexte, { ...demande, mois });
    },
  },
  etape('preparer', (_req, res, contexte, _deps, demande) => franchir(res, contexte, demande, { ok: true, valeur: null, saisie: {} },
    () => preparer(contexte, plieDe(contexte), demande.mois), `Le tableau ${deMois(demande.mois)} est préparé. Regardez ce que disent les contrôles.`)),
  etape('controler', (req, res, contexte, _deps, demande) => franchir(res, contexte, demande, lireEtape(req.body, contexte),
    ({ version }) => controler(contexte, plieDe(contexte), demande.mois, version), 'Les contrôles sont enregistrés.')),
  etape('valider', (req, res, contexte, { horloge }, demande) => franchir(res, contexte, demande, lireValidation(req.body, contexte),
    (regarde) => valider(contexte, plieDe(contexte), demande.mois, regarde, dansMinutes(horloge, 0)), `Le tableau ${deMois(demande.mois)} est validé : il ne change plus. Il reste à l'envoyer.`)),
  {
    methode: 'post', chemin: '/tableau-de-suivi/:mois.xlsx', acte: 'tableau.etablir',
    async traiter(req, res, contexte, { horloge }) {
      const plieId = plieDe(contexte);
      const lu = await lireMoisDuPlie(contexte, plieId, lireMois(req.params.mois, contexte.jour));
      const fichier = await preparerFichier(contexte, plieId, lu, { maintenant: dansMinutes(horloge, 0), motDePasse: null });
      res.type(XLSX).attachment(fichier.nom);
      await fichier.ecrire(res);
    },
  },
];
