/** What is said where a person is left out of a file, at their request. Pure. */
import { accorder } from '../lib/texte';

/** « 1 personne non exportée : limitation », in the file and on screen; null when nobody is left out. */
export const direNonExportees = (nombre: number): string | null => (nombre ? `${accorder(nombre, 'personne non exportée', 'personnes non exportées')} : limitation` : null);
