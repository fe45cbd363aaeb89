/**
 * The pages of a person whose processing is restricted (RGPD art. 18). One place decides it, for every route under their address: on
 * what is read, the acts that would be refused are not offered (`peut` says no); in the place of a form stands the reason.
 */
import type { Request } from 'express';
import type { Contexte } from '../acces/acteur';
import { peut } from '../acces/droits';
import { chercherLimitation, refusDe } from '../acces/queries-limitation';
import { permet } from '../acces/rules-limitation';
import { idDuChemin, type RouteGardee } from './routes';

/** Before a page is made. Throws TraitementLimite. What is sent is not judged here: the database refuses it, and the form comes back as typed. */
export async function surLaPersonne(route: RouteGardee, req: Request, contexte: Contexte): Promise<Contexte> {
  const sur = route.methode === 'get' && /^\/(personnes|orientations)\/:id(?:\/|$)/.exec(route.chemin)?.[1];
  const limitation = sur ? await chercherLimitation(contexte, sur as 'personnes' | 'orientations', idDuChemin(req)) : null;
  if (!limitation || permet(limitation, 'MODIFIER')) return contexte;
  const acteur = { ...contexte.acteur, surLimitee: true };
  if (!peut(acteur, route.acte)) throw refusDe(limitation);
  return { ...contexte, acteur };
}
