/** The one way a form is handled: recorded and redirected, or shown again with 422, as typed, with its errors. */
import type { Response } from 'express';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import type { Formulaire, Saisie } from '../lib/formulaire';
import { rediriger, rendre, type Page } from './rendu';

export interface Soumission<T, R> {
  lu: Formulaire<T>;
  agir(valeur: T): Promise<R>;
  /** Where to go after, and the sentence shown there; or a page shown at once, when it holds what must not be stored (a one-time link). */
  ensuite(resultat: R): { adresse: string; message?: string } | { vue: string; page: Page };
  vue: string;
  /** The same page, with what was typed and the errors. */
  reafficher(saisie: Saisie, erreurs: Erreur[]): Page | Promise<Page>;
}

export async function soumettre<T, R>(res: Response, s: Soumission<T, R>): Promise<void> {
  let erreurs: Erreur[];
  if (s.lu.ok) {
    try {
      const suite = s.ensuite(await s.agir(s.lu.valeur));
      return 'vue' in suite ? await rendre(res, suite.vue, suite.page) : rediriger(res, suite.adresse, suite.message);
    } catch (erreur) {
      if (!(erreur instanceof RegleEnfreinte)) throw erreur;
      erreurs = erreur.erreurs;
    }
  } else {
    erreurs = s.lu.erreurs;
  }
  res.status(422);
  await rendre(res, s.vue, { ...(await s.reafficher(s.lu.saisie, erreurs)), erreurs });
}
