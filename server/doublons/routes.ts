/** Duplicates: the pairs that look alike, two files side by side, their merge. */
import type { Response } from 'express';
import type { Contexte } from '../acces/acteur';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { consigner } from '../lib/ecriture';
import { entier, lireFormulaire, type Saisie } from '../lib/formulaire';
import type { Erreur } from '../lib/erreurs';
import { listerDossier } from '../personnes/queries-dossier';
import { distinguer, fusionner, revenir } from './actions';
import { lireFusion } from './form';
import { pageComparaison, pageDoublons, pageFusions, PAIRES_PAR_PAGE, PLAFOND } from './page';
import { chercherPersonneGardee, listerFiches, lirePaire, listerPaires, listerPairesEcartees } from './queries';
import { listerFusions } from './queries-fusion';

const PAIRE = '/doublons/:premiere/:seconde';
type Requete = Parameters<RouteGardee['traiter']>[0];
const idsDe = (req: Requete): [number, number] => [idDuChemin(req, 'premiere'), idDuChemin(req, 'seconde')];

async function preparerComparaison(contexte: Contexte, [un, autre]: [number, number], saisie: Saisie | null, erreurs: Erreur[]) {
  const [premiere, seconde] = await lirePaire(contexte, un, autre);
  return { premiere, seconde, page: pageComparaison({ premiere, seconde, dossiers: [await listerDossier(contexte, premiere), await listerDossier(contexte, seconde)], saisie, erreurs }) };
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/doublons', acte: 'doublon.traiter',
    async traiter(req, res, contexte) {
      const lu = lireFormulaire({ page: entier(1, 100_000) }, req.query, contexte);
      const page = (lu.ok && lu.valeur.page) || 1;
      const toutes = await listerPaires(contexte);
      const paires = toutes.slice((page - 1) * PAIRES_PAR_PAGE, page * PAIRES_PAR_PAGE);
      const ecartees = await listerPairesEcartees(contexte, PLAFOND);
      const fiches = await listerFiches(contexte, [...paires, ...ecartees].flatMap((p) => [p.premiere_id, p.seconde_id]));
      await consigner(contexte.base, contexte.auteur, { action: 'doublon.lister', plieId: contexte.acteur.organisation?.id ?? null, details: { nombre: toutes.length, page } });
      await rendre(res, 'doublons/liste', pageDoublons({ paires, total: toutes.length, page, ecartees, fiches }));
    },
  },
  {
    methode: 'get', chemin: '/doublons/fusions', acte: 'doublon.traiter',
    async traiter(_req, res, contexte) {
      const fusions = await listerFusions(contexte, PLAFOND);
      await consigner(contexte.base, contexte.auteur, { action: 'doublon.relire', plieId: contexte.acteur.organisation?.id ?? null, details: { nombre: fusions.length } });
      await rendre(res, 'doublons/fusions', pageFusions(fusions));
    },
  },
  {
    methode: 'get', chemin: PAIRE, acte: 'doublon.traiter',
    async traiter(req, res, contexte) {
      const ids = idsDe(req);
      const gardee = await chercherPersonneGardee(contexte, Math.max(...ids));
      if (gardee !== null) return rediriger(res, `/personnes/${gardee}`);
      const { premiere, seconde, page } = await preparerComparaison(contexte, ids, null, []);
      for (const p of [premiere, seconde]) await consigner(contexte.base, contexte.auteur, { action: 'personne.consulter', plieId: p.plie_id, personneId: p.id });
      await rendre(res, 'doublons/comparaison', page);
    },
  },
  {
    methode: 'post', chemin: PAIRE, acte: 'doublon.traiter',
    async traiter(req, res, contexte) {
      const ids = idsDe(req);
      // Sent twice, or to a pair already merged by somebody else: it is done.
      const gardee = await chercherPersonneGardee(contexte, Math.max(...ids));
      if (gardee !== null) return rediriger(res, `/personnes/${gardee}`);
      await lirePaire(contexte, ...ids);
      await soumettre(res, {
        lu: lireFusion(req.body, contexte),
        agir: (demande) => fusionner(contexte, ...ids, demande),
        ensuite: ({ personne_id, message }) => ({ adresse: `/personnes/${personne_id}`, message }),
        vue: 'doublons/comparaison',
        reafficher: async (saisie, erreurs) => (await preparerComparaison(contexte, ids, saisie, erreurs)).page,
      });
    },
  },
  {
    methode: 'post', chemin: `${PAIRE}/distinctes`, acte: 'doublon.traiter',
    traiter: (req, res, contexte) => retenir(res, distinguer(contexte, ...idsDe(req)), 'Noté : ce sont deux personnes différentes. La paire est rangée en bas de cette page.'),
  },
  {
    methode: 'post', chemin: `${PAIRE}/revenir`, acte: 'doublon.traiter',
    traiter: (req, res, contexte) => retenir(res, revenir(contexte, ...idsDe(req)), 'La paire est de nouveau à vérifier.'),
  },
];

async function retenir(res: Response, fait: Promise<void>, message: string): Promise<void> {
  await fait;
  await rediriger(res, '/doublons', message);
}
