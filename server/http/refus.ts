/**
 * Pages and acts refused to somebody logged in, by their right (403) or out of their territory (404), written in the journal: the pattern
 * of the route, never the address. Who tries many is told to the data-protection officer (administration/journal).
 */
import type { ErrorRequestHandler } from 'express';
import { chargerActeur } from '../acces/connexion';
import { ActeRefuse, Introuvable } from '../lib/erreurs';
import { consigner } from '../lib/ecriture';
import type { Dependances } from './dependances';
import type { RouteGardee } from './routes';

/** In an hour, of one person: each of the first is an act, then one each time their number doubles. Nobody fills the journal so. */
export const NOTES_UN_A_UN = 30;
const UNE_HEURE = 3_600_000;

interface Compte { depuis: number; refus: number; notes: number }

/** Kept by this process alone: it bounds what is written, and what is written is what counts. */
export function noterLesRefus({ connexion, horloge, logger }: Dependances): (route: RouteGardee) => ErrorRequestHandler {
  const comptes = new Map<number, Compte>();

  /** How many refusals the act to be written now stands for; 0 when none is. */
  function compter(utilisateurId: number): number {
    const maintenant = horloge.maintenant().getTime();
    for (const [id, { depuis }] of comptes) if (maintenant - depuis >= UNE_HEURE) comptes.delete(id);
    const compte = comptes.get(utilisateurId) ?? { depuis: maintenant, refus: 0, notes: 0 };
    comptes.set(utilisateurId, compte);
    compte.refus += 1;
    if (compte.refus > NOTES_UN_A_UN && compte.refus < 2 * compte.notes) return 0;
    const nombre = compte.refus - compte.notes;
    compte.notes = compte.refus;
    return nombre;
  }

  return (route) => (erreur, req, res, next) => {
    const acteur = chargerActeur(req);
    const statut = erreur instanceof ActeRefuse ? 403 : erreur instanceof Introuvable ? 404 : null;
    const nombre = acteur?.utilisateurId && statut ? compter(acteur.utilisateurId) : 0;
    if (!acteur || !nombre) return next(erreur);
    consigner(connexion.base, { utilisateurId: acteur.utilisateurId, systeme: null, requeteId: String(res.locals.requeteId), cleFormulaire: null }, {
      action: 'acces.refuser', plieId: acteur.organisation?.id ?? null, details: { page: `${route.methode.toUpperCase()} ${route.chemin}`, statut, nombre },
    }).catch((panne: unknown) => logger.warn({ erreur: String(panne) }, 'refus non consigné')).finally(() => next(erreur));
  };
}
