/** The exit: its motif, its form, its class shown before it is saved; then its correction, its cancelling, its reclassing. */
import type { Request, Response } from 'express';
import type { Contexte } from '../acces/acteur';
import { libelle, LISTES } from '../codes/listes';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { formaterDate } from '../lib/dates';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { dansLaPhrase } from '../lib/texte';
import { lireParcours, type Parcours } from '../parcours/queries';
import { annulerSortie, apprecierReclassement, apprecierSortie, chercherSuiviDeLaSortie, corrigerSortieReprise, enregistrerSortie, reclasserSortie, verdict, type Classe } from './actions';
import { lireAnnulation, lireCorrectionReprise, lireReclassement, lireSortie } from './form';
import { pageAnnulation, pageConfirmation, pageCorrectionReprise, pageMotif, pageReclassement, pageSortie, pageSortieEnregistree } from './page';
import { chercherSortie } from './queries';
import { natureAttendue, type MotifSortie } from './regle';
import { motifSansReclassement } from './rules';
import { routes as routesSuivi } from './routes-suivi';
import { routes as routesSuivis } from './routes-suivis';

const SORTIE = '/orientations/:id/sortie';
const champDe = (source: unknown, nom: string): string => { const v = (source as Record<string, unknown> | undefined)?.[nom]; return typeof v === 'string' ? v : ''; };
const motifDe = (texte: string): MotifSortie | null => LISTES.MOTIFS_SORTIE.find((m) => m.code === texte)?.code ?? null;
const phrase = (verbe: string, { nature, date }: Classe): string => `La sortie est ${verbe} au ${formaterDate(date)} : ${dansLaPhrase(libelle('NATURES_SORTIE', nature))}.`;

async function afficher(req: Request, res: Response, contexte: Contexte, parcours: Parcours): Promise<void> {
  const sortie = await chercherSortie(contexte.base, parcours);
  const acte = champDe(req.query, 'acte');
  if (parcours.date_sortie && acte === 'annuler') return rendre(res, 'parcours/acte', pageAnnulation(parcours, req.path));
  if (parcours.date_sortie && acte !== 'corriger') return rendre(res, 'sorties/enregistree', pageSortieEnregistree(parcours, sortie, req.path, motifSansReclassement(parcours) === null));
  if (parcours.date_sortie && sortie?.origine === 'REPRISE') return rendre(res, 'parcours/acte', pageCorrectionReprise(parcours, req.path, null, []));
  const correction = parcours.date_sortie !== null;
  const motif = motifDe(champDe(req.query, 'motif')) ?? (champDe(req.query, 'changer') ? null : parcours.motif_sortie);
  if (!motif) return rendre(res, 'sorties/motif', pageMotif(parcours, req.path, correction));
  const suivi = await chercherSuiviDeLaSortie(contexte.base, parcours, motif);
  return rendre(res, 'sorties/sortie', pageSortie({ parcours, suivi, motif, jour: contexte.jour, adresse: req.path, correction, saisie: null, erreurs: [] }));
}

/** The same form, as typed; without a motif, the first step again with its error. */
async function reafficherSortie(req: Request, contexte: Contexte, parcours: Parcours, correction: boolean, saisie: Saisie, erreurs: Erreur[]) {
  const motif = motifDe(champDe(req.body, 'motif_sortie'));
  if (!motif) return { vue: 'sorties/motif', page: { ...pageMotif(parcours, req.path, correction), erreurs } };
  const suivi = await chercherSuiviDeLaSortie(contexte.base, parcours, motif);
  return { vue: 'sorties/sortie', page: { ...pageSortie({ parcours, suivi, motif, jour: contexte.jour, adresse: req.path, correction, saisie, erreurs }), erreurs } };
}

/** Two sendings: the first shows the class, the second (`confirmer`) saves it. `modifier` goes back to the form as typed. */
async function soumettreSortie(req: Request, res: Response, contexte: Contexte, parcours: Parcours, correction: boolean): Promise<void> {
  const id = idDuChemin(req);
  const lu = lireSortie(req.body, contexte);
  let erreurs: Erreur[] = [];
  if (!lu.ok) {
    erreurs = lu.erreurs;
  } else if (!champDe(req.body, 'modifier')) {
    try {
      if (lu.valeur.confirmation) {
        const fait = await enregistrerSortie(contexte, id, lu.valeur, correction);
        return rediriger(res, `/personnes/${fait.personneId}`, phrase(correction ? 'corrigée' : 'enregistrée', fait));
      }
      const classement = await apprecierSortie(contexte, id, lu.valeur);
      return await rendre(res, 'sorties/confirmer', pageConfirmation({
        parcours, classement, motif: lu.valeur.motif_sortie, adresse: req.path, saisie: lu.saisie, verdict: verdict(classement), demandee: lu.valeur.date_sortie, acte: correction ? 'corriger' : 'enregistrer',
      }));
    } catch (erreur) {
      if (!(erreur instanceof RegleEnfreinte)) throw erreur;
      erreurs = erreur.erreurs;
    }
  }
  const { vue, page } = await reafficherSortie(req, contexte, parcours, correction, lu.saisie, erreurs);
  if (erreurs.length) res.status(422);
  await rendre(res, vue, page);
}

async function soumettreReclassement(req: Request, res: Response, contexte: Contexte, parcours: Parcours): Promise<void> {
  const id = idDuChemin(req);
  const nature = (parcours.motif_sortie && natureAttendue(parcours.motif_sortie)) ?? 'EMPLOI';
  const lu = lireReclassement(req.body, contexte, nature);
  let erreurs: Erreur[] = [];
  if (!lu.ok) {
    erreurs = lu.erreurs;
  } else if (!champDe(req.body, 'modifier')) {
    try {
      if (lu.valeur.confirmation) {
        const fait = await reclasserSortie(contexte, id, lu.valeur);
        return rediriger(res, `/personnes/${fait.personneId}`, phrase('reclassée', fait));
      }
      const classement = await apprecierReclassement(contexte, id, lu.valeur);
      return await rendre(res, 'sorties/confirmer', pageConfirmation({ parcours, classement, motif: parcours.motif_sortie!, adresse: req.path, saisie: lu.saisie, verdict: verdict(classement), demandee: parcours.date_sortie!, acte: 'reclasser' }));
    } catch (erreur) {
      if (!(erreur instanceof RegleEnfreinte)) throw erreur;
      erreurs = erreur.erreurs;
    }
  }
  const suivi = await chercherSuiviDeLaSortie(contexte.base, parcours, parcours.motif_sortie);
  if (erreurs.length) res.status(422);
  await rendre(res, 'parcours/acte', { ...pageReclassement({ parcours, suivi, jour: contexte.jour, adresse: req.path, saisie: lu.saisie, erreurs }, null), erreurs });
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: SORTIE, acte: 'sortie.enregistrer',
    traiter: async (req, res, contexte) => afficher(req, res, contexte, await lireParcours(contexte.base, contexte.acteur, idDuChemin(req))),
  },
  {
    methode: 'post', chemin: SORTIE, acte: 'sortie.enregistrer',
    async traiter(req, res, contexte) {
      const parcours = await lireParcours(contexte.base, contexte.acteur, idDuChemin(req));
      const acte = champDe(req.body, 'acte');
      if (acte === 'annuler') {
        return soumettre(res, {
          lu: lireAnnulation(req.body, contexte),
          agir: (valeur) => annulerSortie(contexte, parcours.id, valeur),
          ensuite: (fait) => ({ adresse: `/personnes/${fait.personneId}`, message: 'La sortie est annulée : le parcours reprend.' }),
          vue: 'parcours/acte',
          reafficher: () => pageAnnulation(parcours, req.path),
        });
      }
      if (acte === 'corriger' && (await chercherSortie(contexte.base, parcours))?.origine === 'REPRISE') {
        return soumettre(res, {
          lu: lireCorrectionReprise(req.body, contexte),
          agir: (valeur) => corrigerSortieReprise(contexte, parcours.id, valeur),
          ensuite: (fait) => ({ adresse: `/personnes/${fait.personneId}`, message: phrase('corrigée', fait) }),
          vue: 'parcours/acte',
          reafficher: (saisie, erreurs) => pageCorrectionReprise(parcours, req.path, saisie, erreurs),
        });
      }
      return soumettreSortie(req, res, contexte, parcours, acte === 'corriger');
    },
  },
  {
    methode: 'get', chemin: `${SORTIE}/reclasser`, acte: 'sortie.enregistrer',
    async traiter(req, res, contexte) {
      const parcours = await lireParcours(contexte.base, contexte.acteur, idDuChemin(req));
      const suivi = await chercherSuiviDeLaSortie(contexte.base, parcours, parcours.motif_sortie);
      await rendre(res, 'parcours/acte', pageReclassement({ parcours, suivi, jour: contexte.jour, adresse: req.path, saisie: null, erreurs: [] }, motifSansReclassement(parcours)));
    },
  },
  {
    methode: 'post', chemin: `${SORTIE}/reclasser`, acte: 'sortie.enregistrer',
    traiter: async (req, res, contexte) => soumettreReclassement(req, res, contexte, await lireParcours(contexte.base, contexte.acteur, idDuChemin(req))),
  },
  ...routesSuivi,
  ...routesSuivis,
];
