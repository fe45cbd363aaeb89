/** What the form of an objective sends. */
import { entier, identifiant, lireFormulaire, obligatoire, type Formulaire, type Lecture } from '../lib/formulaire';
import type { ObjectifSaisi } from './actions';

export function lireObjectif(corps: unknown, lecture: Lecture): Formulaire<ObjectifSaisi> {
  const lu = lireFormulaire({ annee: obligatoire(entier(2000, 2199), "Indiquez l'année de l'objectif."), orientations: entier(1, 100_000), integrations: entier(1, 100_000), participants: entier(1, 100_000), version: identifiant }, corps, lecture);
  if (!lu.ok || [lu.valeur.orientations, lu.valeur.integrations, lu.valeur.participants].some((n) => n !== null)) return lu;
  return { ok: false, saisie: lu.saisie, erreurs: [{ champ: 'orientations', message: "Indiquez au moins un nombre : d'orientations, d'intégrations, ou de personnes accompagnées." }] };
}
