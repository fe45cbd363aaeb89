/** A workbook sent by a form. */
import type { Formulaire } from '../formulaire';

/** The file as the browser sent it; its name travels as bytes. */
export interface FichierRecu { originalname: string; buffer: Buffer }
export interface FichierNomme { nom: string; contenu: Buffer }

/** `sansFichier`: what to choose, said when there is none. */
export function lireFichierRecu(fichier: FichierRecu | undefined, sansFichier: string): Formulaire<FichierNomme> {
  if (!fichier?.buffer.length) return { ok: false, saisie: {}, erreurs: [{ champ: 'fichier', message: fichier ? 'Ce fichier est vide. Choisissez celui qui contient les données.' : sansFichier }] };
  const utf8 = Buffer.from(fichier.originalname, 'latin1').toString('utf8');
  const nom = (utf8.includes('\ufffd') ? fichier.originalname : utf8).normalize('NFC').replace(/\p{Cc}/gu, '').slice(-120);
  return { ok: true, valeur: { nom, contenu: fichier.buffer }, saisie: {} };
}
