/** What the pages of the answers send. */
import { LISTES } from '../codes/listes';
import { lireFichierRecu, type FichierNomme, type FichierRecu } from '../lib/classeur/recevoir';
import { code, datePassee, entier, identifiant, lireFormulaire, obligatoire, type Formulaire, type Lecture } from '../lib/formulaire';

export const lireSuite = (corps: unknown, lecture: Lecture) => lireFormulaire({ suite: obligatoire(code(LISTES.SUITES_RETOUR), "Choisissez ce qui a été fait.") }, corps, lecture);

/** « Tous depuis le … »; without a day, those that have not left yet. */
export const lireDemandeDeClasseur = (corps: unknown, lecture: Lecture) => lireFormulaire({ plie: obligatoire(identifiant, 'Choisissez le PLIE.'), depuis: datePassee }, corps, lecture);

const version = obligatoire(identifiant, 'Ce formulaire est incomplet : rechargez la page et recommencez.');
export const lireVersion = (corps: unknown, lecture: Lecture) => lireFormulaire({ version }, corps, lecture);
/** `personne`: empty to take the answer back. */
export const lireChoixDePersonne = (corps: unknown, lecture: Lecture) => lireFormulaire({ version, ligne: obligatoire(entier(1, 1_048_576), 'Ce formulaire est incomplet : rechargez la page et recommencez.'), personne: identifiant }, corps, lecture);

/** The password may be left out: a hand-made file has none. */
export function lireDepot(fichier: FichierRecu | undefined, corps: unknown): Formulaire<{ fichier: FichierNomme; mot_de_passe: string | null }> {
  const recu = (corps ?? {}) as Record<string, unknown>;
  const mot_de_passe = typeof recu.mot_de_passe === 'string' && recu.mot_de_passe ? recu.mot_de_passe : null;
  const lu = lireFichierRecu(fichier, 'Choisissez le classeur que Pôle emploi vous a envoyé.');
  return lu.ok ? { ...lu, valeur: { fichier: lu.valeur, mot_de_passe } } : lu;
}
