/** A restriction in force: read, opened by an exception, lifted. */
import { peut } from '../acces/droits';
import { soumettre } from '../http/formulaire';
import { rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { lever, noterException } from './actions-limitation';
import { lireException, lireLevee } from './form';
import { RUBRIQUE } from './page';
import { pageLimitation } from './page-limitation';
import { lireLimitation } from './queries-limitation';
import { adresseDeLimitation } from './rules';

const acte = 'droit.traiter';
const ICI = `${RUBRIQUE.adresse}/limitations/:id`;
const VUE = 'demandes-de-droits/limitation';

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: ICI, acte,
    traiter: async (req, res, contexte) => rendre(res, VUE, pageLimitation(await lireLimitation(contexte, idDuChemin(req)), { voitLesNoms: peut(contexte.acteur, 'personne.lire') })),
  },
  {
    methode: 'post', chemin: `${ICI}/exception`, acte,
    async traiter(req, res, contexte) {
      const limitation = await lireLimitation(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireException(req.body, contexte),
        agir: (saisie) => noterException(contexte, limitation.id, saisie),
        ensuite: () => ({ adresse: adresseDeLimitation(limitation), message: "L'exception est notée. Elle vaut sept jours." }),
        vue: VUE,
        reafficher: (saisie, erreurs) => pageLimitation(limitation, { voitLesNoms: peut(contexte.acteur, 'personne.lire'), saisie, erreurs }),
      });
    },
  },
  {
    methode: 'post', chemin: `${ICI}/lever`, acte,
    async traiter(req, res, contexte) {
      const limitation = await lireLimitation(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireLevee(req.body, contexte),
        agir: (saisie) => lever(contexte, limitation.id, saisie),
        ensuite: () => ({ adresse: RUBRIQUE.adresse, message: `La limitation de la fiche n° ${limitation.personne_id} est levée : ses données servent de nouveau.` }),
        vue: VUE,
        reafficher: (saisie, erreurs) => pageLimitation(limitation, { voitLesNoms: peut(contexte.acteur, 'personne.lire'), saisie, erreurs }),
      });
    },
  },
];
