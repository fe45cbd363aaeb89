/** Abnormal use: the list, its follow-up, its thresholds. For the data-protection officer. */
import type { Contexte } from '../../acces/acteur';
import { LISTES } from '../../codes/listes';
import { soumettre } from '../../http/formulaire';
import { rendre } from '../../http/rendu';
import { idDuChemin, type RouteGardee } from '../../http/routes';
import { dansMinutes } from '../../lib/dates';
import { code, entier, lireFormulaire, obligatoire } from '../../lib/formulaire';
import { reglerAlertes, traiterAlerte } from './actions-alertes';
import { ALERTES, aNoterAuRegistre, pageAlertes, pageSeuils, SEUILS_DES_ALERTES } from './page-alertes';
import { lireAlerte, lireSeuils, listerAlertes } from './queries-alertes';
import { BORNES, PLAFOND } from './rules-alertes';

const VUE = 'administration/alertes';
const preparer = async (contexte: Contexte) => pageAlertes(await listerAlertes(contexte, PLAFOND), await lireSeuils(contexte));
const version = obligatoire(entier(0, Number.MAX_SAFE_INTEGER), 'Rechargez la page, puis recommencez.');

export const routes: RouteGardee[] = [
  { methode: 'get', chemin: ALERTES.adresse, acte: 'alerte.lire', traiter: async (_req, res, contexte) => rendre(res, VUE, await preparer(contexte)) },
  { methode: 'get', chemin: SEUILS_DES_ALERTES.adresse, acte: 'alerte.lire', traiter: async (_req, res, contexte) => rendre(res, 'administration/alertes-seuils', pageSeuils(await lireSeuils(contexte))) },
  {
    methode: 'post', chemin: SEUILS_DES_ALERTES.adresse, acte: 'alerte.lire',
    traiter: (req, res, contexte) => soumettre(res, {
      lu: lireFormulaire({
        fiches_par_heure: obligatoire(entier(...BORNES.fiches_par_heure), 'Donnez un nombre de fiches par heure, entre 10 et 500.'),
        exports_par_jour: obligatoire(entier(...BORNES.exports_par_jour), 'Donnez un nombre de fichiers par jour, entre 1 et 50.'),
        refus_par_heure: obligatoire(entier(...BORNES.refus_par_heure), 'Donnez un nombre de refus par heure, entre 5 et 30.'), version,
      }, req.body, contexte),
      agir: (seuils) => reglerAlertes(contexte, seuils),
      ensuite: () => ({ adresse: ALERTES.adresse, message: 'Les seuils sont enregistrés. Ils valent pour les prochaines alertes.' }),
      vue: 'administration/alertes-seuils',
      reafficher: async (saisie, erreurs) => pageSeuils(await lireSeuils(contexte), saisie, erreurs),
    }),
  },
  {
    methode: 'post', chemin: '/journal/alertes/:id', acte: 'alerte.lire',
    async traiter(req, res, contexte, deps) {
      const { id } = await lireAlerte(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireFormulaire({ suite: obligatoire(code(LISTES.SUITES_ALERTE), 'Choisissez la suite donnée à cette alerte.'), version }, req.body, contexte),
        agir: async (choix) => { await traiterAlerte(contexte, id, choix, dansMinutes(deps.horloge, 0)); return choix.suite; },
        ensuite: (suite) => (suite === 'VIOLATION'
          ? { adresse: aNoterAuRegistre(id), message: 'La suite est notée. Notez maintenant la violation au registre : les 36 heures courent depuis sa découverte.' }
          : { adresse: ALERTES.adresse, message: 'La suite est notée.' }),
        vue: VUE,
        reafficher: () => preparer(contexte),
      });
    },
  },
];
