/** Reprise of what a PLIE already has: deposit, preview, confirm, follow, collect the refused rows. */
import { setTimeout as attendre } from 'node:timers/promises';
import { listerCodes } from '../codes/queries';
import { ecrireClasseur, XLSX } from '../lib/classeur/ecrire';
import type { Contexte } from '../acces/acteur';
import type { Dependances } from '../http/dependances';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import type { Erreur } from '../lib/erreurs';
import { abandonnerReprise, demanderImport, deposerReprise, ouvrirRefus, plieDe } from './actions-reprises';
import { feuillesDuModele } from './classeurs';
import { lireConfirmation, lireFichier } from './form';
import { pageReprise, pageReprises } from './page';
import { listerAgencesDuPlie } from './queries';
import { lireReprise, listerReprises } from './queries-reprises';
import { travailler, type Atelier } from './travaux';

const REPRISES_MONTREES = 20;
/** A small file is done before the next page is asked for: no page of waiting is then shown. */
const ATTENTE_MS = 1500;

export const atelierDe = ({ connexion, horloge, logger }: Pick<Dependances, 'connexion' | 'horloge' | 'logger'>): Atelier => ({ base: connexion.base, horloge, logger, uneSeuleConnexion: connexion.moteur === 'embarquee' });

const lancer = (deps: Dependances) => Promise.race([travailler(atelierDe(deps)), attendre(ATTENTE_MS, undefined, { ref: false })]);

async function composerReprises(contexte: Contexte, erreurs: Erreur[] = []) {
  const [agences, typesEtape] = [await listerAgencesDuPlie(contexte, plieDe(contexte).id), await listerCodes(contexte.base, 'TYPE_ETAPE')];
  return pageReprises(await listerReprises(contexte, REPRISES_MONTREES), { agences, typesEtape }, erreurs);
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/reprise', acte: 'reprise.importer',
    async traiter(_req, res, contexte) {
      await rendre(res, 'reprise/reprises', await composerReprises(contexte));
    },
  },
  {
    methode: 'post', chemin: '/reprise', acte: 'reprise.importer', fichier: true,
    async traiter(req, res, contexte, deps) {
      await soumettre(res, {
        lu: lireFichier(req.file),
        agir: async (fichier) => {
          const id = await deposerReprise(contexte, fichier);
          await lancer(deps);
          return id;
        },
        ensuite: (id) => ({ adresse: `/reprise/${id}` }),
        vue: 'reprise/reprises',
        reafficher: (_saisie, erreurs) => composerReprises(contexte, erreurs),
      });
    },
  },
  {
    methode: 'get', chemin: '/reprise/modele.xlsx', acte: 'reprise.importer',
    async traiter(_req, res) {
      res.type(XLSX).attachment('modele-reprise.xlsx');
      await ecrireClasseur(res, feuillesDuModele());
    },
  },
  {
    methode: 'get', chemin: '/reprise/:id', acte: 'reprise.importer',
    async traiter(req, res, contexte, { connexion }) {
      const page = pageReprise(await lireReprise(contexte, idDuChemin(req)), { uneSeuleConnexion: connexion.moteur === 'embarquee' });
      // The page of waiting comes back by itself, without JavaScript.
      if (page.enCours) res.setHeader('Refresh', '2');
      await rendre(res, 'reprise/reprise', page);
    },
  },
  {
    methode: 'get', chemin: '/reprise/:id/refus.xlsx', acte: 'reprise.importer',
    async traiter(req, res, contexte) {
      const { id } = await lireReprise(contexte, idDuChemin(req));
      const refus = await ouvrirRefus(contexte, id);
      if (!refus) return rediriger(res, `/reprise/${id}`);
      res.type(XLSX).attachment(`reprise-${id}-lignes-refusees.xlsx`).send(refus);
    },
  },
  {
    methode: 'post', chemin: '/reprise/:id/importer', acte: 'reprise.importer',
    async traiter(req, res, contexte, deps) {
      const lu = lireConfirmation(req.body, { jour: contexte.jour });
      const id = await demanderImport(contexte, idDuChemin(req), lu.ok && lu.valeur.ignorer_les_erreurs);
      await lancer(deps);
      await rediriger(res, `/reprise/${id}`);
    },
  },
  {
    methode: 'post', chemin: '/reprise/:id/annuler', acte: 'reprise.importer',
    async traiter(req, res, contexte) {
      await abandonnerReprise(contexte, idDuChemin(req));
      await rediriger(res, '/reprise', "La reprise est annulée et son fichier effacé. Rien n'a été enregistré.");
    },
  },
];
