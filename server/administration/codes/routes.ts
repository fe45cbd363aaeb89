/** The administration of code lists. */
import { soumettre } from '../../http/formulaire';
import { rediriger, rendre } from '../../http/rendu';
import { idDuChemin, type RouteGardee } from '../../http/routes';
import { formaterDate } from '../../lib/dates';
import { ajouterCode, remettreCode, retirerCode } from './actions';
import { lireNouveauCode, lireRetrait } from './form';
import { pageCodes, pageNouveauCode, pageRetrait } from './page';
import { lireCode, listerCodesAdministres } from './queries';

const BASE = '/administration/codes';
const acte = 'codes.administrer';

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: BASE, acte,
    async traiter(_req, res, contexte) {
      await rendre(res, 'administration/codes', pageCodes(await listerCodesAdministres(contexte), contexte.jour));
    },
  },
  {
    methode: 'get', chemin: `${BASE}/nouveau`, acte,
    async traiter(req, res) {
      const { liste } = req.query;
      await rendre(res, 'organisations/saisie', pageNouveauCode({ liste: typeof liste === 'string' ? liste : undefined }));
    },
  },
  {
    methode: 'post', chemin: `${BASE}/nouveau`, acte,
    async traiter(req, res, contexte) {
      await soumettre(res, {
        lu: lireNouveauCode(req.body, contexte),
        agir: (valeur) => ajouterCode(contexte, valeur),
        ensuite: () => ({ adresse: BASE, message: 'La valeur est ajoutée.' }),
        vue: 'organisations/saisie',
        reafficher: pageNouveauCode,
      });
    },
  },
  {
    methode: 'get', chemin: `${BASE}/:id/retirer`, acte,
    async traiter(req, res, contexte) {
      await rendre(res, 'organisations/saisie', pageRetrait(await lireCode(contexte.base, contexte.acteur, idDuChemin(req)), { valable_au: formaterDate(contexte.jour) }));
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/retirer`, acte,
    async traiter(req, res, contexte) {
      const code = await lireCode(contexte.base, contexte.acteur, idDuChemin(req));
      await soumettre(res, {
        lu: lireRetrait(req.body, contexte),
        agir: ({ valable_au }) => retirerCode(contexte, code.id, valable_au),
        ensuite: () => ({ adresse: BASE, message: 'La valeur est retirée.' }),
        vue: 'organisations/saisie',
        reafficher: (saisie, erreurs) => pageRetrait(code, saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/remettre`, acte,
    async traiter(req, res, contexte) {
      await remettreCode(contexte, idDuChemin(req));
      await rediriger(res, BASE, 'La valeur est de nouveau proposée.');
    },
  },
];
