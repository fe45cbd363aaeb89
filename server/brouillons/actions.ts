/** Keeping and giving up a draft. */
import type { Contexte } from '../acces/acteur';
import { Introuvable, RegleEnfreinte } from '../lib/erreurs';
import { ecrireBrouillon, supprimerBrouillon, type Brouillon } from './queries';
import { BROUILLONS_MAX, phraseEnregistre } from './rules';

/** Gives the sentence to show. `cle` null: the form was not one of ours. Throws RegleEnfreinte. */
export async function garderBrouillon(contexte: Contexte, brouillon: Omit<Brouillon, 'cle'> & { cle: string | null }): Promise<string> {
  const { cle } = brouillon;
  if (cle === null) throw new RegleEnfreinte('Ce formulaire est incomplet et son brouillon n\'a pas été enregistré : rechargez la page, puis recommencez.');
  if (!(await ecrireBrouillon(contexte, { ...brouillon, cle }))) throw new RegleEnfreinte(`Ce brouillon n'a pas été enregistré : vous en avez déjà ${BROUILLONS_MAX}. Terminez-en un, ou abandonnez-le.`);
  return phraseEnregistre(brouillon.instant);
}

/** Throws Introuvable when it is not the agent's. */
export async function abandonnerBrouillon({ base, acteur }: Contexte, cle: string | null): Promise<void> {
  if (cle === null || !(await supprimerBrouillon(base, acteur, cle))) throw new Introuvable("Ce brouillon n'existe plus : il a été enregistré ou abandonné.");
}
