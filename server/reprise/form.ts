/** What the forms of the reprise send. */
import { lireFichierRecu, type FichierNomme, type FichierRecu } from '../lib/classeur/recevoir';
import { coche, lireFormulaire, type Formulaire, type Lecture } from '../lib/formulaire';

/** What is said to whoever sends the form without a file. */
const SANS_FICHIER = 'Choisissez le fichier à reprendre : un classeur .xlsx ou une archive .zip de fichiers .csv.';

export const lireFichier = (fichier: FichierRecu | undefined): Formulaire<FichierNomme> => lireFichierRecu(fichier, SANS_FICHIER);

export function lireConfirmation(corps: unknown, lecture: Lecture): Formulaire<{ ignorer_les_erreurs: boolean }> {
  return lireFormulaire({ ignorer_les_erreurs: coche }, corps, lecture);
}
