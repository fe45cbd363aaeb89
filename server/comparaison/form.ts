/** What the form of the comparison sends: Pôle emploi's list, its password, and where the differences are wanted. */
import { lireFichierRecu, type FichierRecu } from '../lib/classeur/recevoir';
import { code, lireFormulaire, obligatoire, type Formulaire, type Lecteur, type Lecture } from '../lib/formulaire';
import type { FichierAComparer } from './actions';
import { SORTIES, type Sortie } from './rules-format';

/** Taken as typed, blanks included; null when the file is not protected. */
const motDePasse: Lecteur<string | null> = (brut) => ({ ok: true, valeur: brut[0] || null });

export function lireEnvoi(fichier: FichierRecu | undefined, corps: unknown, lecture: Lecture): Formulaire<{ fichier: FichierAComparer; sortie: Sortie }> {
  const recu = lireFichierRecu(fichier, 'Choisissez la liste que Pôle emploi vous a envoyée : un classeur .xlsx ou un fichier .csv.');
  const lu = lireFormulaire({ mot_de_passe: motDePasse, sortie: obligatoire(code(SORTIES), 'Dites où vous voulez voir les écarts.') }, corps, lecture);
  if (!recu.ok || !lu.ok) return { ok: false, saisie: { sortie: lu.saisie.sortie }, erreurs: [...(recu.ok ? [] : recu.erreurs), ...(lu.ok ? [] : lu.erreurs)] };
  return { ok: true, saisie: lu.saisie, valeur: { fichier: { ...recu.valeur, motDePasse: lu.valeur.mot_de_passe }, sortie: lu.valeur.sortie } };
}
