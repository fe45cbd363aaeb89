/** The objective of a PLIE for a year. */
import type { Contexte } from '../acces/acteur';
import { ecrire } from '../lib/ecriture';
import { Conflit, Introuvable } from '../lib/erreurs';
import { ajouterObjectif, modifierObjectif } from './queries-previsions';

/** `version`: the one that the form showed, null when there was no objective yet. */
export interface ObjectifSaisi { annee: number; orientations: number | null; integrations: number | null; participants: number | null; version: number | null }

export function fixerObjectif({ base, auteur, acteur }: Contexte, { version, ...valeur }: ObjectifSaisi): Promise<{ annee: number }> {
  const plieId = acteur.organisation?.type === 'PLIE' ? acteur.organisation.id : null;
  if (plieId === null) throw new Introuvable();
  return ecrire(base, auteur, { action: 'objectif.fixer', plieId, details: { annee: valeur.annee } }, async (trx) => {
    if (!(await (version === null ? ajouterObjectif(trx, plieId, valeur) : modifierObjectif(trx, plieId, version, valeur)))) throw new Conflit();
    return { annee: valeur.annee };
  });
}
