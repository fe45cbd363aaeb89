/** The fiche de liaison, to be printed. */
import { idDuChemin, type RouteGardee } from '../http/routes';
import { consigner } from '../lib/ecriture';
import { dessinerFiche } from './document';
import { contenuFiche } from './page';
import { lireFiche } from './queries';

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/orientations/:id/fiche.pdf', acte: 'orientation.lire',
    async traiter(req, res, contexte, { config }) {
      const fiche = await lireFiche(contexte, idDuChemin(req));
      await consigner(contexte.base, contexte.auteur, { action: 'fiche.imprimer', plieId: fiche.plie_id, personneId: fiche.personne_id });
      const octets = await dessinerFiche(contenuFiche(fiche), { nomOperateur: config.nomOperateur, motDePasse: null });
      // The name of the file stays on disks: it names nobody.
      res.setHeader('Content-Disposition', `inline; filename="fiche-de-liaison-${fiche.id}.pdf"`);
      res.type('application/pdf').send(octets);
    },
  },
];
