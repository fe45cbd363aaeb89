/** The fiche de liaison, to be printed. */
import { idDuChemin, type RouteGardee } from '../http/routes';
import { imprimerFiche } from './actions';

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/orientations/:id/fiche.pdf', acte: 'orientation.lire',
    async traiter(req, res, contexte, { config }) {
      const id = idDuChemin(req);
      const octets = await imprimerFiche(contexte, id, config.nomOperateur);
      // The name of the file stays on disks: it names nobody.
      res.setHeader('Content-Disposition', `inline; filename="fiche-de-liaison-${id}.pdf"`);
      res.type('application/pdf').send(octets);
    },
  },
];
