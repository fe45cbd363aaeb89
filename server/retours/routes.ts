/** The answers of Pôle emploi, in the PLIE. */
import type { Request } from 'express';
import type { Contexte } from '../acces/acteur';
import { soumettre } from '../http/formulaire';
import { rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { ajouterJours } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { nomComplet } from '../lib/texte';
import { traiterRetour } from './actions';
import { lireSuite } from './form';
import { pageRetours, type PreparationRetours } from './page';
import { routes as routesImport } from './routes-import';
import { lireRetour, listerRetoursATraiter, listerRetoursConnus } from './queries';
import { JOURS_CONNUS, RUBRIQUE } from './rules';

const CONNUS_MONTRES = 50;

async function preparer(req: Request, contexte: Contexte, saisie: PreparationRetours['saisie'] = null, erreurs: Erreur[] = []) {
  const portee = contexte.acteur.role === 'ACCOMPAGNATEUR' && req.query.de !== 'tous' ? 'MIENNES' : 'TOUTES';
  return pageRetours({
    aTraiter: await listerRetoursATraiter(contexte, portee), connus: await listerRetoursConnus(contexte, portee, ajouterJours(contexte.jour, -JOURS_CONNUS), CONNUS_MONTRES),
    portee, acteur: contexte.acteur, saisie, erreurs,
  });
}

export const routes: RouteGardee[] = [
  // Words before « :id ».
  ...routesImport,
  {
    methode: 'get', chemin: RUBRIQUE.adresse, acte: 'retour.traiter',
    async traiter(req, res, contexte) {
      await rendre(res, 'retours/liste', await preparer(req, contexte));
    },
  },
  {
    methode: 'post', chemin: '/retours/:id/traiter', acte: 'retour.traiter',
    async traiter(req, res, contexte) {
      const { id } = await lireRetour(contexte.base, contexte.acteur, idDuChemin(req));
      await soumettre(res, {
        lu: lireSuite(req.body, contexte),
        agir: ({ suite }) => traiterRetour(contexte, id, suite),
        ensuite: (r) => ({ adresse: req.query.de === 'tous' ? `${RUBRIQUE.adresse}?de=tous` : RUBRIQUE.adresse, message: `La réponse pour ${nomComplet(r)} est traitée.` }),
        vue: 'retours/liste',
        // The field is that of a line: the summary leads to it.
        reafficher: (saisie, erreurs) => {
          for (const e of erreurs) if (e.champ === 'suite') e.champ = `suite-${id}`;
          return preparer(req, contexte, { id, suite: String(saisie.suite ?? '') }, erreurs);
        },
      });
    },
  },
];
