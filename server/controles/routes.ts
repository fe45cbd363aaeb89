/** The quality checks of a month, the list behind each, and whether it blocks. */
import type { Contexte } from '../acces/acteur';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { Introuvable } from '../lib/erreurs';
import { lireOptions } from '../orientations/queries-liste';
import { regler } from './actions';
import { lireFiltres, lireReglage, type Filtres } from './form';
import { PAR_PAGE, pageControle, pageControles } from './page';
import { compterControles, CONTROLES, lireReglages, listerControle, listerMesures, trouverControle } from './queries';
import { adresseDuControle, codeDeLAdresse } from './rules';

const VUE = 'controles/controle';

/** One's own PLIE: the checks of another are nobody's business. */
function plieDe({ acteur }: Contexte): number {
  if (acteur.organisation?.type !== 'PLIE') throw new Introuvable();
  return acteur.organisation.id;
}

/** An accompagnateur finds their own persons first. */
const filtrer = ({ acteur, jour }: Contexte, adresse: Record<string, unknown>): Filtres => lireFiltres(adresse, jour, acteur.role === 'ACCOMPAGNATEUR' ? acteur.utilisateurId : null);

async function preparer(contexte: Contexte, code: unknown, adresse: Record<string, unknown>) {
  const [filtres, definition, plieId] = [filtrer(contexte, adresse), trouverControle(codeDeLAdresse(code)), plieDe(contexte)];
  return {
    filtres, definition, acteur: contexte.acteur, jour: contexte.jour,
    ...(await listerControle(contexte, plieId, definition.code, filtres.mois, { ...filtres, parPage: PAR_PAGE })),
    reglage: (await lireReglages(contexte, plieId)).get(definition.code) ?? null,
    mesures: await listerMesures(contexte, plieId, filtres.mois),
    accompagnateurs: (await lireOptions(contexte)).accompagnateurs,
  };
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/controles', acte: 'controle.lire',
    async traiter(req, res, contexte) {
      const [filtres, plieId] = [filtrer(contexte, req.query), plieDe(contexte)];
      await rendre(res, 'controles/mois', pageControles({
        filtres, definitions: CONTROLES, acteur: contexte.acteur, jour: contexte.jour,
        resultat: await compterControles(contexte, plieId, filtres.mois, filtres.accompagnateur),
        mesures: await listerMesures(contexte, plieId, filtres.mois),
        accompagnateurs: (await lireOptions(contexte)).accompagnateurs,
      }));
    },
  },
  {
    methode: 'get', chemin: '/controles/:code', acte: 'controle.lire',
    async traiter(req, res, contexte) {
      const vue = await preparer(contexte, req.params.code, req.query);
      // The last line of the last page has just been mended.
      if (!vue.total && vue.filtres.page > 1) return rediriger(res, adresseDuControle(vue.definition.code, vue.filtres.mois, vue.filtres.accompagnateur));
      await rendre(res, VUE, pageControle(vue));
    },
  },
  {
    methode: 'post', chemin: '/controles/:code/reglage', acte: 'controle.regler',
    async traiter(req, res, contexte) {
      const { definition, filtres, ...vue } = await preparer(contexte, req.params.code, req.query);
      await soumettre(res, {
        lu: lireReglage(req.body, contexte),
        agir: (reglage) => regler(contexte, plieDe(contexte), definition.code, reglage).then(() => reglage.bloquant),
        ensuite: (bloquant) => ({ adresse: adresseDuControle(definition.code, filtres.mois, filtres.accompagnateur), message: bloquant ? 'Ce contrôle bloque désormais la validation du mois.' : 'Ce contrôle ne bloque plus la validation du mois.' }),
        vue: VUE,
        reafficher: () => pageControle({ definition, filtres, ...vue }),
      });
    },
  },
];
