/** The file of the month for the PLIE's own use: a working copy, and what the command line writes. */
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { feuillesDuTableau, nomDuFichier, type Etablissement } from '../../reports/tableau-de-suivi/classeur';
import type { Contexte } from '../acces/acteur';
import { direNonExportees } from '../acces/rules-limitation';
import { chiffrer } from '../lib/classeur/chiffrer';
import { classeurEnMemoire, ecrireClasseur, type Feuille } from '../lib/classeur/ecrire';
import { formaterInstant } from '../lib/dates';
import { consigner } from '../lib/ecriture';
import type { MoisLu } from './actions-mois';

export interface Fichier {
  nom: string;
  /** Writes the file and ends `sortie`; rejects when it could not be written whole. */
  ecrire(sortie: Writable): Promise<void>;
}

/** The sheets of a month: of a validated one always the same, whenever it is asked for. `maintenant`: an instant. */
export function feuillesDuMois({ suivi, contenu, empreinte, limitees }: MoisLu, maintenant: string): Feuille[] {
  const valide: Pick<Etablissement, 'etabliLe' | 'validePar'> = suivi?.valide_le
    ? { etabliLe: formaterInstant(suivi.valide_le), validePar: suivi.valide_par ?? 'Passerelle' }
    : { etabliLe: formaterInstant(maintenant), validePar: null };
  return feuillesDuTableau(contenu, { ...valide, empreinte, nonExportees: direNonExportees(limitees) });
}

/**
 * Prepares the file of a month that was read, encrypted when there is a password, and journals that it leaves: counts only.
 * It is not noted as sent.
 */
export async function preparerFichier(contexte: Contexte, plieId: number, lu: MoisLu, { maintenant, motDePasse }: { maintenant: string; motDePasse: string | null }): Promise<Fichier> {
  const { entete, feuilles: { ORIENTATIONS, ETAPES, ABSENCES, CORRECTIONS } } = lu.contenu;
  const feuilles = feuillesDuMois(lu, maintenant);
  const options = { auteur: entete.plie.nom };
  // A password that cannot be used is refused before the journal says that a file has left.
  const chiffre = motDePasse === null ? null : await chiffrer(await classeurEnMemoire(feuilles, options), motDePasse);
  await consigner(contexte.base, contexte.auteur, {
    action: 'tableau.exporter',
    plieId,
    details: { mois: entete.mois, orientations: ORIENTATIONS.length, etapes: ETAPES.length, absences: ABSENCES.length, corrections: CORRECTIONS.length, chiffre: chiffre !== null },
  });
  return {
    nom: nomDuFichier(entete.plie.code, entete.mois),
    ecrire: (sortie) => (chiffre ? pipeline(Readable.from([chiffre]), sortie) : ecrireClasseur(sortie, feuilles, options)),
  };
}
