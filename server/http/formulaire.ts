/**
 * The one way a form is handled: recorded and redirected, or shown again as typed: with 422 and its errors, or with 409 when somebody else
 * came first.
 */
import type { Response } from 'express';
import { Conflit, RegleEnfreinte, type Erreur } from '../lib/erreurs';
import type { Formulaire, Saisie } from '../lib/formulaire';
import { rediriger, rendre, type Page } from './rendu';

export interface Soumission<T, R> {
  lu: Formulaire<T>;
  agir(valeur: T): Promise<R>;
  /** Where to go after, and the sentence shown there; or a page shown at once, when it holds what must not be stored (a one-time link). */
  ensuite(resultat: R): { adresse: string; message?: string } | { vue: string; page: Page };
  vue: string;
  /** The same page, with what was typed and the errors; after a conflict, without the version that was sent. Reads again what may have changed. */
  reafficher(saisie: Saisie, erreurs: Erreur[]): Page | Promise<Page>;
}

const SAISIE_GARDEE = "Votre saisie est gardée ci-dessous : si vous l'enregistrez de nouveau, elle remplacera ce qui a changé.";
const PAGE_RELUE = 'La page ci-dessous est à jour : relisez-la avant de recommencer.';
/** What a form only carries: which row it is about, as it was shown. */
const PORTE = /^(version|empreinte|pni|suivi)(_|$)/;
const estTapee = (saisie: Saisie): boolean => Object.entries(saisie).some(([champ, valeur]) => valeur?.length && !PORTE.test(champ));

export async function soumettre<T, R>(res: Response, s: Soumission<T, R>): Promise<void> {
  let erreurs: Erreur[];
  let { saisie } = s.lu;
  if (s.lu.ok) {
    try {
      const suite = s.ensuite(await s.agir(s.lu.valeur));
      return 'vue' in suite ? await rendre(res, suite.vue, suite.page) : rediriger(res, suite.adresse, suite.message);
    } catch (erreur) {
      if (erreur instanceof Conflit) {
        erreurs = [{ champ: '', message: `${erreur.fait} ${estTapee(saisie) ? SAISIE_GARDEE : PAGE_RELUE}` }];
        saisie = { ...saisie, version: undefined };
        res.status(409);
      } else if (erreur instanceof RegleEnfreinte) {
        erreurs = erreur.erreurs;
        res.status(422);
      } else throw erreur;
    }
  } else {
    erreurs = s.lu.erreurs;
    res.status(422);
  }
  await rendre(res, s.vue, { ...(await s.reafficher(saisie, erreurs)), erreurs });
}
