/** One address: without `de`, whose portfolio to hand over; with it, its persons. */
import type { Request } from 'express';
import type { Contexte } from '../acces/acteur';
import { soumettre } from '../http/formulaire';
import { rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { Introuvable } from '../lib/erreurs';
import { listerAccompagnateurs } from '../parcours/queries';
import { reattribuer } from './actions';
import { lireReattribution } from './form';
import { pageChoix, pageReattribution, saisieInitiale } from './page';
import { lirePorteur, listerPorteurs, listerSuivies } from './queries';
import { PERSONNES_PAR_PAGE } from './rules';

const CHEMIN = '/portefeuilles/reattribuer';

const porteurDemande = (req: Request): number | null => (typeof req.query.de === 'string' && /^\d{1,15}$/.test(req.query.de) ? Number(req.query.de) : null);

async function preparer(contexte: Contexte, id: number) {
  const porteur = await lirePorteur(contexte, id);
  return { porteur, suivies: await listerSuivies(contexte, id, PERSONNES_PAR_PAGE), accompagnateurs: await listerAccompagnateurs(contexte.base, porteur.plie_id), jour: contexte.jour };
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: CHEMIN, acte: 'orientation.attribuer',
    async traiter(req, res, contexte) {
      const id = porteurDemande(req);
      if (id === null) return rendre(res, 'reattributions/choix', pageChoix(await listerPorteurs(contexte)));
      const vue = await preparer(contexte, id);
      await rendre(res, 'reattributions/reattribution', pageReattribution({ ...vue, saisie: saisieInitiale(vue, { cocher: req.query.cocher, repartir: req.query.repartir }), erreurs: [] }));
    },
  },
  {
    methode: 'post', chemin: CHEMIN, acte: 'orientation.attribuer',
    async traiter(req, res, contexte) {
      const id = porteurDemande(req);
      if (id === null) throw new Introuvable();
      const vue = await preparer(contexte, id);
      await soumettre(res, {
        lu: lireReattribution(req.body, contexte),
        agir: (valeur) => reattribuer(contexte, id, valeur),
        ensuite: ({ message, reste }) => ({ adresse: reste ? `${CHEMIN}?de=${id}` : CHEMIN, message }),
        vue: 'reattributions/reattribution',
        reafficher: (saisie, erreurs) => pageReattribution({ ...vue, saisie, erreurs }),
      });
    },
  },
];
