/** Every route of the reception: the inbox, attributing, convening, the sessions and what is printed of them. */
import type { Request, Response } from 'express';
import type { Contexte } from '../acces/acteur';
import { exigerTransmissible, separerLimitees } from '../acces/queries-limitation';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { chercherReglages, listerAgences } from '../orientations/queries';
import { annulerSeance, attribuer, convoquer, deplacerSeance, noterPresences, retirerConvocation } from './actions';
import { lireAttribution, lireChoix, lireConvocation, lireDeplacement, lireFiltres, lirePresences } from './form';
import { pageAttribuer, pageConvoquer, pageReception, PAR_PAGE, RIEN_DE_COCHE, RUBRIQUE } from './page';
import { pageDeplacer, pageFeuille, pageLettre, pageLettres, pageSeance, pageSeances, SEANCES, type PreparationSeance } from './page-seances';
import { compterReception, lireChoisies, listerAutresOuvertes, listerCharges, listerReception, listerSosies, type OrientationRecue } from './queries';
import { chercherDernierLieu, lireConvocation as lireUneConvocation, lireEmetteur, lireSeance, listerConvocations, listerSeancesAVenir, listerSeancesSansFeuille, listerSeancesTenues, type Seance } from './queries-seances';
import { presenceAttendue } from './rules';

const ACTE = 'reception/acte';
const SEANCE = 'reception/seance';
const SEANCES_TENUES_MONTREES = 20;

/** Those convened, but for whoever may only be kept. */
const aImprimer = async (contexte: Contexte, seance: Seance) => separerLimitees(contexte, seance.plie_id, await listerConvocations(contexte.base, seance));

const adresseSeance = (id: number): string => `${SEANCES.adresse}/${id}`;

const preparerConvocation = async (contexte: Contexte, lignes: OrientationRecue[], saisie: Saisie, erreurs: Erreur[]) =>
  pageConvoquer(lignes, await listerSeancesAVenir(contexte, contexte.jour), await chercherDernierLieu(contexte.base, lignes[0]!.plie_id), contexte.jour, saisie, erreurs);

async function preparerSeance(contexte: Contexte, id: number): Promise<PreparationSeance> {
  const { base, acteur, jour } = contexte;
  const seance = await lireSeance(contexte, id);
  const reglages = await chercherReglages(base, seance.plie_id, seance.date_seance);
  return { seance, convocations: await listerConvocations(base, seance), phaseDiagnostic: reglages?.phase_diagnostic ?? false, acteur, jour };
}

/** A choice is an address: without any line ticked it goes back to the list, which says what to do. */
function surChoix(traiter: (req: Request, res: Response, contexte: Contexte, lignes: OrientationRecue[]) => Promise<void>): RouteGardee['traiter'] {
  return async (req, res, contexte) => {
    const lignes = await lireChoisies(contexte, lireChoix(req.query));
    if (lignes.length) return traiter(req, res, contexte, lignes);
    req.session.message = { texte: RIEN_DE_COCHE, ton: 'alerte' };
    return rediriger(res, RUBRIQUE.adresse);
  };
}

/** One act by a button: what a rule refuses is said on the page of the session. */
async function agirSurSeance(res: Response, seanceId: number, agir: () => Promise<{ adresse: string; message: string }>): Promise<void> {
  try {
    const { adresse, message } = await agir();
    return await rediriger(res, adresse, message);
  } catch (erreur) {
    if (!(erreur instanceof RegleEnfreinte)) throw erreur;
    res.req.session.message = { texte: erreur.message, ton: 'alerte' };
    return rediriger(res, adresseSeance(seanceId));
  }
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/reception', acte: 'reception.lire',
    async traiter(req, res, contexte) {
      const filtres = lireFiltres(req.query);
      const plieId = contexte.acteur.organisation?.id ?? -1;
      const { lignes, total } = await listerReception(contexte, filtres, PAR_PAGE);
      await rendre(res, 'reception/reception', pageReception({
        filtres, lignes, total, comptes: await compterReception(contexte), agences: await listerAgences(contexte.base, plieId), charges: await listerCharges(contexte.base, plieId),
        sosies: await listerSosies(contexte, lignes), autres: await listerAutresOuvertes(contexte, lignes), acteur: contexte.acteur, jour: contexte.jour,
      }));
    },
  },
  {
    methode: 'get', chemin: '/reception/attribuer', acte: 'orientation.attribuer',
    traiter: surChoix(async (_req, res, contexte, lignes) => {
      await rendre(res, ACTE, pageAttribuer(lignes, await listerCharges(contexte.base, lignes[0]!.plie_id), contexte.jour, {}, []));
    }),
  },
  {
    methode: 'post', chemin: '/reception/attribuer', acte: 'orientation.attribuer',
    traiter: surChoix(async (req, res, contexte, lignes) => {
      await soumettre(res, {
        lu: lireAttribution(req.body, contexte),
        agir: (valeur) => attribuer(contexte, lignes, valeur),
        ensuite: ({ message }) => ({ adresse: RUBRIQUE.adresse, message }),
        vue: ACTE,
        reafficher: async (saisie, erreurs) => pageAttribuer(lignes, await listerCharges(contexte.base, lignes[0]!.plie_id), contexte.jour, saisie, erreurs),
      });
    }),
  },
  {
    methode: 'get', chemin: '/reception/convoquer', acte: 'seance.tenir',
    traiter: surChoix(async (_req, res, contexte, lignes) => {
      await rendre(res, ACTE, await preparerConvocation(contexte, lignes, {}, []));
    }),
  },
  {
    methode: 'post', chemin: '/reception/convoquer', acte: 'seance.tenir',
    traiter: surChoix(async (req, res, contexte, lignes) => {
      await soumettre(res, {
        lu: lireConvocation(req.body, contexte),
        agir: (valeur) => convoquer(contexte, lignes.map((o) => o.id), valeur),
        ensuite: ({ seance_id, message }) => ({ adresse: adresseSeance(seance_id), message }),
        vue: ACTE,
        reafficher: (saisie, erreurs) => preparerConvocation(contexte, lignes, saisie, erreurs),
      });
    }),
  },
  {
    methode: 'get', chemin: '/reception/seances', acte: 'reception.lire',
    async traiter(_req, res, contexte) {
      const { jour } = contexte;
      await rendre(res, 'reception/seances', pageSeances(await listerSeancesSansFeuille(contexte, jour), await listerSeancesAVenir(contexte, jour), await listerSeancesTenues(contexte, jour, SEANCES_TENUES_MONTREES), contexte.acteur));
    },
  },
  {
    methode: 'get', chemin: '/reception/seances/:id', acte: 'reception.lire',
    async traiter(req, res, contexte) {
      await rendre(res, SEANCE, pageSeance(await preparerSeance(contexte, idDuChemin(req)), {}, []));
    },
  },
  {
    methode: 'post', chemin: '/reception/seances/:id/presences', acte: 'orientation.instruire',
    async traiter(req, res, contexte) {
      const id = idDuChemin(req);
      const preparation = await preparerSeance(contexte, id);
      await soumettre(res, {
        lu: lirePresences(req.body, contexte, preparation.convocations.filter(presenceAttendue)),
        agir: (valeur) => noterPresences(contexte, id, valeur),
        ensuite: ({ message }) => ({ adresse: adresseSeance(id), message }),
        vue: SEANCE,
        reafficher: (saisie, erreurs) => pageSeance(preparation, saisie, erreurs),
      });
    },
  },
  {
    methode: 'get', chemin: '/reception/seances/:id/modifier', acte: 'seance.tenir',
    async traiter(req, res, contexte) {
      await rendre(res, ACTE, pageDeplacer(await lireSeance(contexte, idDuChemin(req)), {}, []));
    },
  },
  {
    methode: 'post', chemin: '/reception/seances/:id/modifier', acte: 'seance.tenir',
    async traiter(req, res, contexte) {
      const seance = await lireSeance(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireDeplacement(req.body, contexte),
        agir: (valeur) => deplacerSeance(contexte, seance.id, valeur),
        ensuite: ({ message }) => ({ adresse: adresseSeance(seance.id), message }),
        vue: ACTE,
        reafficher: (saisie, erreurs) => pageDeplacer(seance, saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: '/reception/seances/:id/annuler', acte: 'seance.tenir',
    async traiter(req, res, contexte) {
      const id = idDuChemin(req);
      await agirSurSeance(res, id, async () => ({ adresse: SEANCES.adresse, ...(await annulerSeance(contexte, id)) }));
    },
  },
  {
    methode: 'get', chemin: '/reception/seances/:id/feuille', acte: 'reception.lire',
    async traiter(req, res, contexte) {
      const seance = await lireSeance(contexte, idDuChemin(req));
      await rendre(res, 'reception/feuille', pageFeuille(seance, await aImprimer(contexte, seance), await lireEmetteur(contexte.base, seance.plie_id)));
    },
  },
  {
    methode: 'get', chemin: '/reception/seances/:id/lettres', acte: 'reception.lire',
    async traiter(req, res, contexte) {
      const seance = await lireSeance(contexte, idDuChemin(req));
      await rendre(res, 'reception/lettres', pageLettres(seance, await aImprimer(contexte, seance), await lireEmetteur(contexte.base, seance.plie_id), contexte.jour));
    },
  },
  {
    methode: 'get', chemin: '/reception/convocations/:id', acte: 'reception.lire',
    async traiter(req, res, contexte) {
      const convocation = await lireUneConvocation(contexte, idDuChemin(req));
      await exigerTransmissible(contexte, convocation);
      const seance = await lireSeance(contexte, convocation.seance_id);
      await rendre(res, 'reception/lettres', pageLettre(seance, convocation, await lireEmetteur(contexte.base, seance.plie_id), contexte.jour));
    },
  },
  {
    methode: 'post', chemin: '/reception/convocations/:id/retirer', acte: 'seance.tenir',
    async traiter(req, res, contexte) {
      const { id, seance_id } = await lireUneConvocation(contexte, idDuChemin(req));
      await agirSurSeance(res, seance_id, async () => ({ adresse: adresseSeance(seance_id), message: (await retirerConvocation(contexte, id)).message }));
    },
  },
];
