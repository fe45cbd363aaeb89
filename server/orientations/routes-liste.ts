/** The list of the orientations, and the filters of it that each agent keeps. */
import type { Response } from 'express';
import type { Contexte } from '../acces/acteur';
import { soumettre } from '../http/formulaire';
import { adresseDeListe, plafondDuCompte } from '../http/pagination';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { Introuvable } from '../lib/erreurs';
import type { Formulaire } from '../lib/formulaire';
import { enregistrerFiltre, oublierFiltre, renommerFiltre } from './actions-filtres';
import { lireFiltres, lireNomDeFiltre } from './form-liste';
import { pageListe, parametresAGarder, PAR_PAGE, type NomDeFiltre } from './page-liste';
import { listerOrientations } from './queries-liste';

const VUE = 'orientations/liste';
const CHEMIN = '/orientations';

async function preparer(contexte: Contexte, adresse: Record<string, unknown>, nomDeFiltre: NomDeFiltre | null) {
  const filtres = lireFiltres(adresse, contexte.jour);
  const plafond = plafondDuCompte(filtres.page, PAR_PAGE);
  const liste = await listerOrientations(contexte, filtres, PAR_PAGE, plafond);
  if (nomDeFiltre?.id && !liste.mesFiltres.some((f) => f.id === nomDeFiltre.id)) throw new Introuvable();
  return pageListe({ filtres, liste, plafond, nomDeFiltre, acteur: contexte.acteur, jour: contexte.jour });
}

interface Envoi { lu: Formulaire<{ nom: string }>; agir: (nom: string) => Promise<{ message: string }>; id: number | null; adresse: Record<string, string> }

/** Back to the list as it was shown, whatever comes of it. */
function recevoir(res: Response, contexte: Contexte, { lu, agir, id, adresse }: Envoi): Promise<void> {
  return soumettre(res, {
    lu,
    agir: ({ nom }) => agir(nom),
    ensuite: ({ message }) => ({ adresse: adresseDeListe(CHEMIN, adresse), message }),
    vue: VUE,
    reafficher: (saisie, erreurs) => preparer(contexte, adresse, { id, nom: String(saisie.nom ?? ''), erreurs }),
  });
}

export const routesListe: RouteGardee[] = [
  {
    methode: 'get', chemin: CHEMIN, acte: 'orientation.lire',
    async traiter(req, res, contexte) {
      await rendre(res, VUE, await preparer(contexte, req.query, null));
    },
  },
  {
    methode: 'post', chemin: `${CHEMIN}/filtres`, acte: 'orientation.lire',
    async traiter(req, res, contexte) {
      const parametres = parametresAGarder(lireFiltres((req.body ?? {}) as Record<string, unknown>, contexte.jour));
      await recevoir(res, contexte, { lu: lireNomDeFiltre(req.body, contexte), agir: (nom) => enregistrerFiltre(contexte, { nom, parametres }), id: null, adresse: parametres });
    },
  },
  {
    methode: 'post', chemin: `${CHEMIN}/filtres/:filtre/renommer`, acte: 'orientation.lire',
    async traiter(req, res, contexte) {
      const id = idDuChemin(req, 'filtre');
      await recevoir(res, contexte, { lu: lireNomDeFiltre(req.body, contexte), agir: (nom) => renommerFiltre(contexte, id, nom), id, adresse: {} });
    },
  },
  {
    methode: 'post', chemin: `${CHEMIN}/filtres/:filtre/supprimer`, acte: 'orientation.lire',
    async traiter(req, res, contexte) {
      const { message } = await oublierFiltre(contexte, idDuChemin(req, 'filtre'));
      await rediriger(res, CHEMIN, message);
    },
  },
];
