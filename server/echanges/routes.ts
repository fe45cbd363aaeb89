/** The monthly exchange with Pôle emploi: the table of a month, on screen and as a file. */
import type { Response } from 'express';
import { etablirTableau } from '../../reports/tableau-de-suivi/tableau';
import type { Contexte } from '../acces/acteur';
import type { RouteGardee } from '../http/routes';
import { rendre } from '../http/rendu';
import { dansMinutes } from '../lib/dates';
import { Introuvable } from '../lib/erreurs';
import type { Erreur } from '../lib/erreurs';
import { preparerFichier } from './actions';
import { lireMoisDuPlie } from './actions-mois';
import { lireDemande, lireMois, lireTelechargement, type Demande } from './form';
import { pageTableau } from './page';
import { listerConventionsDuPlie } from './queries';
import { etatDeLEnvoi, phraseConvention } from './rules-convention';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** One's own PLIE: the table of another is nobody's business. */
function plieDe({ acteur }: Contexte): { id: number } {
  if (acteur.organisation?.type !== 'PLIE') throw new Introuvable();
  return { id: acteur.organisation.id };
}

async function montrer(res: Response, contexte: Contexte, demande: Demande, erreurs: Erreur[] = []): Promise<void> {
  const tableau = await etablirTableau(contexte, plieDe(contexte), demande.mois);
  await rendre(res, 'echanges/tableau', pageTableau(tableau, demande, contexte.jour, phraseConvention(etatDeLEnvoi(await listerConventionsDuPlie(contexte, tableau.plie.id), demande.mois, contexte.jour)), erreurs));
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/tableau-de-suivi', acte: 'tableau.etablir',
    async traiter(req, res, contexte) {
      await montrer(res, contexte, lireDemande(req.query, contexte.jour));
    },
  },
  {
    methode: 'post', chemin: '/tableau-de-suivi/:mois.xlsx', acte: 'tableau.etablir',
    async traiter(req, res, contexte, { horloge }) {
      const mois = lireMois(req.params.mois, contexte.jour);
      const lu = lireTelechargement(req.body, contexte);
      if (!lu.ok) {
        res.status(422);
        return montrer(res, contexte, lireDemande({ mois }, contexte.jour), lu.erreurs);
      }
      const { id } = plieDe(contexte);
      const fichier = await preparerFichier(contexte, id, await lireMoisDuPlie(contexte, id, mois), { maintenant: dansMinutes(horloge, 0), motDePasse: lu.valeur.mot_de_passe });
      res.type(XLSX).attachment(fichier.nom);
      await fichier.ecrire(res);
    },
  },
];
