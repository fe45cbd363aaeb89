/** What the merging of two files sends. */
import { code, entier, lireFormulaire, obligatoire, type Formulaire, type Lecture } from '../lib/formulaire';
import type { DemandeDeFusion } from './actions';
import { CHOIX, FICHES, type ChoixFaits } from './rules';

const version = obligatoire(entier(1, 2_000_000_000), 'Ce formulaire est incomplet : rechargez la page, puis recommencez.');

export function lireFusion(corps: unknown, lecture: Lecture): Formulaire<DemandeDeFusion> {
  const lu = lireFormulaire({ version_premiere: version, version_seconde: version, ...Object.fromEntries(CHOIX.map((c) => [c.code, code(FICHES)])) }, corps, lecture);
  if (!lu.ok) return lu;
  const { version_premiere, version_seconde, ...choix } = lu.valeur as { version_premiere: number; version_seconde: number } & ChoixFaits;
  return { ok: true, saisie: lu.saisie, valeur: { version_premiere, version_seconde, choix } };
}
