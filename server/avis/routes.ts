/** Telling Pôle emploi of the absences: what is still to be told, and the notice of one. */
import type { Request } from 'express';
import type { Contexte } from '../acces/acteur';
import { exigerTransmissible } from '../acces/queries-limitation';
import type { Dependances } from '../http/dependances';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { lireFiche } from '../fiches/queries';
import { lireParcours } from '../parcours/queries';
import { confirmerEnvoi, prevenir } from './actions';
import { lireAvis } from './form';
import { pageAbsences, pageAvis, pagePrete, type PreparationAvis } from './page';
import { chercherConvention, lireAbsence, listerAbsencesASignaler, listerAvis } from './queries';
import { empechementDeLAbsence, empechementDEnvoi } from './rules';

const VUE = 'avis/avis';
const CHEMIN = '/orientations/:id/absences/:fait/avis';

async function preparer(req: Request, contexte: Contexte, { config }: Dependances): Promise<PreparationAvis> {
  const absence = await lireAbsence(contexte, idDuChemin(req), idDuChemin(req, 'fait'));
  const parcours = await lireParcours(contexte.base, contexte.acteur, idDuChemin(req));
  const fiche = await lireFiche(contexte, parcours.id);
  const convention = await chercherConvention(contexte, parcours.plie_id);
  return {
    parcours, absence, fiche, avis: await listerAvis(contexte, parcours.plie_id, absence.id), destinataire: convention?.boite_generique ?? null,
    empechement: empechementDeLAbsence(fiche) ?? empechementDEnvoi(convention, contexte.jour), automatique: config.smtpUrl !== undefined,
  };
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/absences', acte: 'parcours.tenir',
    async traiter(req, res, contexte) {
      const personnelle = contexte.acteur.role === 'ACCOMPAGNATEUR';
      const portee = personnelle && req.query.de !== 'tous' ? 'MIENNES' : 'TOUTES';
      await rendre(res, 'avis/absences', pageAbsences(await listerAbsencesASignaler(contexte, portee), portee, personnelle, contexte.jour));
    },
  },
  {
    methode: 'get', chemin: CHEMIN, acte: 'parcours.tenir',
    async traiter(req, res, contexte, deps) {
      const preparation = await preparer(req, contexte, deps);
      await exigerTransmissible(contexte, preparation.fiche);
      await rendre(res, VUE, pageAvis(preparation, {}, []));
    },
  },
  {
    methode: 'post', chemin: CHEMIN, acte: 'parcours.tenir',
    async traiter(req, res, contexte, deps) {
      const avant = await preparer(req, contexte, deps);
      const lu = lireAvis(req.body, { jour: contexte.jour });
      await soumettre(res, {
        lu,
        agir: (choix) => prevenir(contexte, deps.config, avant.parcours.id, avant.absence.id, choix),
        // Shown at once and not after a redirection: the password must be stored nowhere, the session included.
        ensuite: (pret) => ({ vue: 'avis/prete', page: pagePrete(avant, pret, String(lu.saisie.canal_cle)) }),
        vue: VUE,
        reafficher: async (saisie, erreurs) => pageAvis(await preparer(req, contexte, deps), saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: `${CHEMIN}/confirmer`, acte: 'parcours.tenir',
    async traiter(req, res, contexte) {
      const { personneId } = await confirmerEnvoi(contexte, idDuChemin(req), idDuChemin(req, 'fait'));
      await rediriger(res, `/personnes/${personneId}`, "L'avis d'absence est noté comme envoyé à Pôle emploi.");
    },
  },
];
