/** Every route of the commissions. The order matters: « nouvelle » before « :id ». */
import type { Request, Response } from 'express';
import type { Contexte } from '../acces/acteur';
import { listerCodesOfferts } from '../codes/queries';
import { separerLimitees } from '../acces/queries-limitation';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { consigner } from '../lib/ecriture';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { nomComplet } from '../lib/texte';
import { chercherReglages, listerAccompagnateurs } from '../orientations/queries';
import { annulerSeance, cloreSeance, creerSeance, deciderSeance, informerPersonnes, inscrirePersonnes, modifierSeance, noterJustificatifs, reprendreDecision, retirerPersonne, rouvrirSeance, type Fait } from './actions';
import { lireDecisions, lireInformation, lireInscriptions, lireJustificatifs, lireModification, lireSeance } from './form';
import { pageCommissions, pageSaisie, pageSeance } from './page';
import { pageDecisions } from './page-decisions';
import { pageDossier } from './page-dossier';
import { pageLettres, pageListe } from './page-impression';
import { lireCommission, lireDossier, listerCandidats, listerCommissions, listerDossiers, listerSuivantes, type Commission } from './queries';
import { empechementDecision } from './rules';

/** Three or four years of sessions. */
const SEANCES_MONTREES = 100;

const ensuite = (fait: Fait) => fait;

async function lireMode({ base, acteur, jour }: Contexte) {
  return acteur.organisation ? (await chercherReglages(base, acteur.organisation.id, jour))?.mode_integration ?? null : null;
}

/** The diagnostic is asked for where the convention of the session's day (or today's, for one person) has that phase. */
async function aPhaseDiagnostic({ base }: Contexte, plieId: number, date: Contexte['jour']): Promise<boolean> {
  return (await chercherReglages(base, plieId, date))?.phase_diagnostic ?? false;
}

async function montrerSeance(contexte: Contexte, commission: Commission, saisie: Saisie, erreurs: Erreur[]) {
  const { acteur, jour } = contexte;
  const reglages = await chercherReglages(contexte.base, commission.plie_id, commission.date_seance);
  return pageSeance({
    commission, dossiers: await listerDossiers(contexte, commission), candidats: commission.date_cloture ? [] : await listerCandidats(contexte, commission),
    phaseDiagnostic: reglages?.phase_diagnostic ?? false, mode: reglages?.mode_integration ?? null, acteur, jour,
  }, saisie, erreurs);
}

async function montrerDecisions(contexte: Contexte, commission: Commission, saisie: Saisie, erreurs: Erreur[]) {
  return pageDecisions({
    commission, dossiers: (await listerDossiers(contexte, commission)).filter((d) => !d.decision), suivantes: await listerSuivantes(contexte, commission),
    accompagnateurs: await listerAccompagnateurs(contexte.base, commission.plie_id), details: await listerCodesOfferts(contexte.base, 'PUBLIC_EXCLU', commission.date_seance),
    phaseDiagnostic: await aPhaseDiagnostic(contexte, commission.plie_id, commission.date_seance),
  }, saisie, erreurs);
}

async function montrerLettres(contexte: Contexte, commission: Commission, saisie: Saisie, erreurs: Erreur[]) {
  const decides = (await listerDossiers(contexte, commission)).filter((d) => d.decision);
  return pageLettres({ commission, aImprimer: await separerLimitees(contexte, commission.plie_id, decides), acteur: contexte.acteur, jour: contexte.jour }, saisie, erreurs);
}

/** What the present state does not allow sends back to the session, with the reason. */
function renvoyer(res: Response, id: number, raison: string): Promise<void> {
  res.req.session.message = { texte: raison, ton: 'alerte' };
  return rediriger(res, `/commissions/${id}`);
}

/** An act that is a single button of the session: done, or the reason told on the same page. */
function bouton(chemin: string, acte: RouteGardee['acte'], agir: (contexte: Contexte, id: number, req: Request) => Promise<Fait>): RouteGardee {
  return {
    methode: 'post', chemin, acte,
    async traiter(req, res, contexte) {
      const id = idDuChemin(req);
      try {
        const fait = await agir(contexte, id, req);
        await rediriger(res, fait.adresse, fait.message);
      } catch (erreur) {
        if (!(erreur instanceof RegleEnfreinte)) throw erreur;
        await renvoyer(res, id, erreur.message);
      }
    },
  };
}

const routesSeances: RouteGardee[] = [
  {
    methode: 'get', chemin: '/commissions', acte: 'commission.preparer',
    async traiter(_req, res, contexte) {
      const { acteur, jour } = contexte;
      const aPresenter = await listerCandidats(contexte, { plie_id: acteur.organisation!.id, id: -1, date_seance: jour });
      await rendre(res, 'commissions/commissions', pageCommissions({ commissions: await listerCommissions(contexte, SEANCES_MONTREES), mode: await lireMode(contexte), aPresenter: aPresenter.length, acteur, jour }));
    },
  },
  {
    methode: 'get', chemin: '/commissions/nouvelle', acte: 'commission.tenir',
    async traiter(_req, res, contexte) {
      await rendre(res, 'commissions/saisie', pageSaisie(null, await lireMode(contexte), {}, []));
    },
  },
  {
    methode: 'post', chemin: '/commissions/nouvelle', acte: 'commission.tenir',
    async traiter(req, res, contexte) {
      await soumettre(res, {
        lu: lireSeance(req.body, contexte), agir: (valeur) => creerSeance(contexte, valeur), ensuite, vue: 'commissions/saisie',
        reafficher: async (saisie, erreurs) => pageSaisie(null, await lireMode(contexte), saisie, erreurs),
      });
    },
  },
  {
    methode: 'get', chemin: '/commissions/:id', acte: 'commission.preparer',
    async traiter(req, res, contexte) {
      await rendre(res, 'commissions/seance', await montrerSeance(contexte, await lireCommission(contexte, idDuChemin(req)), {}, []));
    },
  },
  {
    methode: 'get', chemin: '/commissions/:id/modifier', acte: 'commission.tenir',
    async traiter(req, res, contexte) {
      const commission = await lireCommission(contexte, idDuChemin(req));
      if (commission.date_cloture) return renvoyer(res, commission.id, 'Cette séance est close. Rouvrez-la pour la changer.');
      await rendre(res, 'commissions/saisie', pageSaisie(commission, await lireMode(contexte), {}, []));
    },
  },
  {
    methode: 'post', chemin: '/commissions/:id/modifier', acte: 'commission.tenir',
    async traiter(req, res, contexte) {
      const commission = await lireCommission(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireModification(req.body, contexte), agir: (valeur) => modifierSeance(contexte, commission.id, valeur), ensuite, vue: 'commissions/saisie',
        reafficher: async (saisie, erreurs) => pageSaisie(commission, await lireMode(contexte), saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: '/commissions/:id/inscrire', acte: 'commission.preparer',
    async traiter(req, res, contexte) {
      const commission = await lireCommission(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireInscriptions(req.body, contexte), agir: (valeur) => inscrirePersonnes(contexte, commission.id, valeur), ensuite, vue: 'commissions/seance',
        // Nothing ticked comes as nothing at all: it is not the page as it first stands, where complete files are ticked.
        reafficher: (saisie, erreurs) => montrerSeance(contexte, commission, { orientations: [], ...saisie }, erreurs),
      });
    },
  },
  bouton('/commissions/:id/dossiers/:dossier/retirer', 'commission.preparer', (contexte, id, req) => retirerPersonne(contexte, id, idDuChemin(req, 'dossier'))),
  bouton('/commissions/:id/dossiers/:dossier/reprendre', 'commission.tenir', (contexte, id, req) => reprendreDecision(contexte, id, idDuChemin(req, 'dossier'))),
  bouton('/commissions/:id/annuler', 'commission.tenir', annulerSeance),
  bouton('/commissions/:id/clore', 'commission.tenir', cloreSeance),
  bouton('/commissions/:id/rouvrir', 'commission.tenir', rouvrirSeance),
];

const routesDecisions: RouteGardee[] = [
  {
    methode: 'get', chemin: '/commissions/:id/decisions', acte: 'commission.tenir',
    async traiter(req, res, contexte) {
      const commission = await lireCommission(contexte, idDuChemin(req));
      const raison = empechementDecision(commission, contexte.jour);
      if (raison) return renvoyer(res, commission.id, raison);
      await rendre(res, 'commissions/decisions', await montrerDecisions(contexte, commission, {}, []));
    },
  },
  {
    methode: 'post', chemin: '/commissions/:id/decisions', acte: 'commission.tenir',
    async traiter(req, res, contexte) {
      const commission = await lireCommission(contexte, idDuChemin(req));
      // Those already decided too: sent twice, the same form must be the same form.
      const dossiers = (await listerDossiers(contexte, commission)).map((d) => ({ id: d.id, nom: nomComplet(d) }));
      await soumettre(res, {
        lu: lireDecisions(req.body, contexte, dossiers), agir: (valeur) => deciderSeance(contexte, commission.id, valeur), ensuite, vue: 'commissions/decisions',
        reafficher: (saisie, erreurs) => montrerDecisions(contexte, commission, saisie, erreurs),
      });
    },
  },
  {
    methode: 'get', chemin: '/commissions/:id/liste', acte: 'commission.preparer',
    async traiter(req, res, contexte) {
      const commission = await lireCommission(contexte, idDuChemin(req));
      await rendre(res, 'commissions/liste', pageListe(commission, await separerLimitees(contexte, commission.plie_id, await listerDossiers(contexte, commission)), await aPhaseDiagnostic(contexte, commission.plie_id, commission.date_seance)));
    },
  },
  {
    methode: 'get', chemin: '/commissions/:id/lettres', acte: 'commission.preparer',
    async traiter(req, res, contexte) {
      const commission = await lireCommission(contexte, idDuChemin(req));
      const page = await montrerLettres(contexte, commission, {}, []);
      if (!page.lettres.length) return renvoyer(res, commission.id, "Aucune décision n'est encore enregistrée : il n'y a pas de lettre à remettre.");
      await consigner(contexte.base, contexte.auteur, { action: 'commission.imprimer_lettres', plieId: commission.plie_id, details: { lettres: page.lettres.length } });
      await rendre(res, 'commissions/lettres', page);
    },
  },
  {
    methode: 'post', chemin: '/commissions/:id/lettres', acte: 'commission.preparer',
    async traiter(req, res, contexte) {
      const commission = await lireCommission(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireInformation(req.body, contexte), agir: (valeur) => informerPersonnes(contexte, commission.id, valeur), ensuite, vue: 'commissions/lettres',
        reafficher: (saisie, erreurs) => montrerLettres(contexte, commission, { ...saisie, dossiers: saisie.dossiers ?? [] }, erreurs),
      });
    },
  },
];

const routesDossier: RouteGardee[] = [
  {
    methode: 'get', chemin: '/orientations/:id/dossier', acte: 'commission.preparer',
    async traiter(req, res, contexte) {
      const dossier = await lireDossier(contexte, idDuChemin(req));
      await consigner(contexte.base, contexte.auteur, { action: 'personne.consulter', plieId: dossier.plie_id, personneId: dossier.personne_id });
      await rendre(res, 'commissions/dossier', pageDossier({ dossier, phaseDiagnostic: await aPhaseDiagnostic(contexte, dossier.plie_id, contexte.jour), jour: contexte.jour }, {}, []));
    },
  },
  {
    methode: 'post', chemin: '/orientations/:id/dossier', acte: 'commission.preparer',
    async traiter(req, res, contexte) {
      const dossier = await lireDossier(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireJustificatifs(req.body, contexte), agir: (valeur) => noterJustificatifs(contexte, dossier.orientation_id, valeur), ensuite, vue: 'commissions/dossier',
        reafficher: async (saisie, erreurs) => pageDossier({ dossier, phaseDiagnostic: await aPhaseDiagnostic(contexte, dossier.plie_id, contexte.jour), jour: contexte.jour }, { ...saisie, vues: saisie.vues ?? [] }, erreurs),
      });
    },
  },
];

export const routes: RouteGardee[] = [...routesSeances, ...routesDecisions, ...routesDossier];
