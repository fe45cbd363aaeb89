/** What the forms of the reprise send. */
import { coche, lireFormulaire, type Formulaire, type Lecture } from '../lib/formulaire';

/** The file as the browser sent it; its name travels as bytes. */
export interface FichierRecu { originalname: string; buffer: Buffer }

export function lireFichier(fichier: FichierRecu | undefined): Formulaire<{ nom: string; contenu: Buffer }> {
  if (!fichier || !fichier.buffer.length) return { ok: false, saisie: {}, erreurs: [{ champ: 'fichier', message: fichier ? 'Ce fichier est vide. Choisissez celui qui contient les données.' : 'Choisissez le fichier à reprendre : un classeur .xlsx ou une archive .zip de fichiers .csv.' }] };
  const utf8 = Buffer.from(fichier.originalname, 'latin1').toString('utf8');
  const nom = (utf8.includes('\ufffd') ? fichier.originalname : utf8).normalize('NFC').replace(/\p{Cc}/gu, '').slice(-120);
  return { ok: true, valeur: { nom, contenu: fichier.buffer }, saisie: {} };
}

export function lireConfirmation(corps: unknown, lecture: Lecture): Formulaire<{ ignorer_les_erreurs: boolean }> {
  return lireFormulaire({ ignorer_les_erreurs: coche }, corps, lecture);
}
