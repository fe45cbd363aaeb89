/** The file of the month, written and journalled. */
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { feuillesDuTableau, nomDuFichier } from '../../reports/tableau-de-suivi/classeur';
import type { Tableau } from '../../reports/tableau-de-suivi/tableau';
import type { Contexte } from '../acces/acteur';
import { chiffrer } from '../lib/classeur/chiffrer';
import { classeurEnMemoire, ecrireClasseur } from '../lib/classeur/ecrire';
import { consigner } from '../lib/ecriture';

export interface Fichier {
  nom: string;
  /** Writes the file and ends `sortie`; rejects when it could not be written whole. */
  ecrire(sortie: Writable): Promise<void>;
}

/**
 * Prepares the file of a table that was read, encrypted when there is a password, and journals that it leaves:
 * counts only. `etabliLe` is the present instant, as it is printed.
 */
export async function preparerFichier(contexte: Contexte, tableau: Tableau, { etabliLe, motDePasse }: { etabliLe: string; motDePasse: string | null }): Promise<Fichier> {
  const { plie, mois, lignes, etapes, absences } = tableau;
  const feuilles = feuillesDuTableau(tableau, { etabliLe, validePar: null });
  const options = { auteur: plie.nom };
  // A password that cannot be used is refused before the journal says that a file has left.
  const chiffre = motDePasse === null ? null : await chiffrer(await classeurEnMemoire(feuilles, options), motDePasse);
  await consigner(contexte.base, contexte.auteur, {
    action: 'tableau.exporter',
    plieId: plie.id,
    details: { mois, orientations: lignes.length, etapes: etapes.length, absences: absences.length, chiffre: chiffre !== null },
  });
  return {
    nom: nomDuFichier(plie.code, mois),
    ecrire: (sortie) => (chiffre ? pipeline(Readable.from([chiffre]), sortie) : ecrireClasseur(sortie, feuilles, options)),
  };
}
