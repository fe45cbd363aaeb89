/** Whether a check blocks the validation of the month. */
import type { Contexte } from '../acces/acteur';
import { ecrire } from '../lib/ecriture';
import { Conflit } from '../lib/erreurs';
import { reglerControle, trouverControle } from './queries';

/** `version`: the one that the page showed, null as long as nothing was decided. */
export interface ReglageSaisi { bloquant: boolean; version: number | null }

export async function regler({ base, auteur }: Contexte, plieId: number, code: string, { bloquant, version }: ReglageSaisi): Promise<void> {
  trouverControle(code);
  await ecrire(base, auteur, { action: 'controle.regler', plieId, details: { controle: code, bloquant } }, async (trx) => {
    if (!(await reglerControle(trx, plieId, code, bloquant, version))) throw new Conflit();
  });
}
