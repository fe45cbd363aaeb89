/** The worklist of the référent of Pôle emploi, and the dossiers behind it. */
import type { Request, Response } from 'express';
import type { Contexte } from '../acces/acteur';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { consigner } from '../lib/ecriture';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { nomComplet } from '../lib/texte';
import { annulerTache, repondre, traiterTache, traiterTaches } from './actions';
import { acteDemande, lireFiltresTaches, lireRefusPni, lireReponseDossier, lireTraitement } from './form';
import { adresseDesTaches, adresseDuDossier, messageDuTraitement, PAR_PAGE, pageTaches } from './page';
import { pageDossier, pageRefus, pageReponse } from './page-dossier';
import { compterEnRoute, compterTaches, lireDossier, lireFaitsDuDossier, lireOptionsTaches, lireTache, listerTaches, type FiltresTaches } from './queries';
import { genreDe, GENRES, RUBRIQUE } from './rules';

const VUE = 'taches/liste';

interface Retour { saisie: Saisie | null; erreurs: Erreur[]; message: string | null }

/** Without a kind in the address: the first that waits. */
async function filtrer(req: Request, contexte: Contexte): Promise<FiltresTaches> {
  const { genre, ...autres } = lireFiltresTaches(req.query);
  if (genre) return { ...autres, action: genre.code };
  const comptes = await compterTaches(contexte, autres);
  return { ...autres, action: (GENRES.find((g) => comptes[g.code]) ?? GENRES[0]!).code };
}

async function preparer(contexte: Contexte, filtres: FiltresTaches, retour: Retour = { saisie: null, erreurs: [], message: null }) {
  return pageTaches({ filtres, comptes: await compterTaches(contexte, filtres), options: await lireOptionsTaches(contexte), lignes: await listerTaches(contexte, filtres, PAR_PAGE), jour: contexte.jour, enRoute: await compterEnRoute(contexte), ...retour });
}

/** What was done stays done; the refused lines come back with their reason. */
async function traiter(req: Request, res: Response, contexte: Contexte): Promise<void> {
  const filtres = await filtrer(req, contexte);
  const genre = genreDe(filtres.action);
  const lu = lireTraitement(req.body, contexte, genre);
  if (lu.ok) {
    const { faites, refusees } = await traiterTaches(contexte, lu.valeur);
    if (!refusees.length) return rediriger(res, adresseDesTaches(filtres), `${messageDuTraitement(genre, faites)} Une erreur s'annule aujourd'hui dans « faites aujourd'hui ».`);
    const erreurs = refusees.map((r) => ({ champ: `date-${r.id}`, message: r.message }));
    res.status(422);
    return rendre(res, VUE, await preparer(contexte, filtres, { saisie: { ...lu.saisie, taches: refusees.map((r) => String(r.id)) }, erreurs, message: faites ? messageDuTraitement(genre, faites) : null }));
  }
  res.status(422);
  await rendre(res, VUE, await preparer(contexte, filtres, { saisie: lu.saisie, erreurs: lu.erreurs, message: null }));
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: RUBRIQUE.adresse, acte: 'tache.traiter',
    async traiter(req, res, contexte) {
      await rendre(res, VUE, await preparer(contexte, await filtrer(req, contexte)));
    },
  },
  { methode: 'post', chemin: RUBRIQUE.adresse, acte: 'tache.traiter', traiter },
  {
    methode: 'get', chemin: '/taches/dossiers/:id', acte: 'tache.traiter',
    async traiter(req, res, contexte) {
      const dossier = await lireDossier(contexte.base, contexte.acteur, idDuChemin(req));
      await consigner(contexte.base, contexte.auteur, { action: 'dossier.consulter', plieId: dossier.plie_id, details: { dossier: dossier.id } });
      await rendre(res, 'taches/dossier', pageDossier(dossier, await lireFaitsDuDossier(contexte.base, dossier)));
    },
  },
  {
    methode: 'get', chemin: '/taches/dossiers/:id/reponse', acte: 'tache.traiter',
    async traiter(req, res, contexte) {
      const dossier = await lireDossier(contexte.base, contexte.acteur, idDuChemin(req));
      await rendre(res, 'taches/reponse', pageReponse(dossier, acteDemande(req.query.acte), { saisie: {}, erreurs: [], jour: contexte.jour }));
    },
  },
  {
    methode: 'post', chemin: '/taches/dossiers/:id/reponse', acte: 'tache.traiter',
    async traiter(req, res, contexte) {
      const dossier = await lireDossier(contexte.base, contexte.acteur, idDuChemin(req));
      const acte = acteDemande(req.query.acte);
      await soumettre(res, {
        lu: lireReponseDossier(req.body, contexte, acte),
        agir: (valeur) => repondre(contexte, dossier.id, valeur),
        ensuite: (d) => ({ adresse: adresseDuDossier(d.id), message: `${messageDuTraitement(genreDe(acte), 1)}` }),
        vue: 'taches/reponse',
        reafficher: (saisie, erreurs) => pageReponse(dossier, acte, { saisie, erreurs, jour: contexte.jour }),
      });
    },
  },
  {
    methode: 'get', chemin: '/taches/:id/refuser', acte: 'tache.traiter',
    async traiter(req, res, contexte) {
      const tache = await lireTache(contexte.base, contexte.acteur, idDuChemin(req));
      await rendre(res, 'taches/reponse', pageRefus(tache, { saisie: {}, erreurs: [], jour: contexte.jour }));
    },
  },
  {
    methode: 'post', chemin: '/taches/:id/refuser', acte: 'tache.traiter',
    async traiter(req, res, contexte) {
      const tache = await lireTache(contexte.base, contexte.acteur, idDuChemin(req));
      if (tache.action !== 'POSER_PNI') return rediriger(res, adresseDuDossier(tache.dossier_id));
      await soumettre(res, {
        lu: lireRefusPni(req.body, contexte),
        agir: ({ date, motif }) => traiterTache(contexte, tache.id, { acte: 'REFUSER_PNI', date, motif }),
        ensuite: (t) => ({ adresse: `${RUBRIQUE.adresse}?action=POSER_PNI`, message: `Le PNI de ${nomComplet(t)} est refusé.` }),
        vue: 'taches/reponse',
        reafficher: (saisie, erreurs) => pageRefus(tache, { saisie, erreurs, jour: contexte.jour }),
      });
    },
  },
  {
    methode: 'post', chemin: '/taches/:id/annuler', acte: 'tache.traiter',
    async traiter(req, res, contexte) {
      try {
        const tache = await annulerTache(contexte, idDuChemin(req));
        return await rediriger(res, `${RUBRIQUE.adresse}?action=${tache.action}`, `La réponse pour ${nomComplet(tache)} est annulée : elle est de nouveau à donner.`);
      } catch (erreur) {
        if (!(erreur instanceof RegleEnfreinte)) throw erreur;
        const filtres: FiltresTaches = { action: 'POSER_PNI', agence: null, plie: null, faites: true, page: 1 };
        res.status(422);
        await rendre(res, VUE, await preparer(contexte, filtres, { saisie: null, erreurs: erreur.erreurs, message: null }));
      }
    },
  },
];
