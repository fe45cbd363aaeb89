/** The fiche de liaison as it leaves: printed by whoever may read it, or joined to what is sent to Pôle emploi. */
import type { Contexte } from '../acces/acteur';
import { exigerTransmissible } from '../acces/queries-limitation';
import { consigner } from '../lib/ecriture';
import { dessinerFiche } from './document';
import { lireFiche, type Fiche } from './queries';
import { contenuFiche, contenuPourPoleEmploi } from './rules';

/** Reads the fiche within scope and journals that it was printed: a consultation. Throws Introuvable, TraitementLimite. */
export async function imprimerFiche(contexte: Contexte, orientationId: number, nomOperateur: string): Promise<Buffer> {
  const fiche = await lireFiche(contexte, orientationId);
  await exigerTransmissible(contexte, fiche);
  await consigner(contexte.base, contexte.auteur, { action: 'fiche.imprimer', plieId: fiche.plie_id, personneId: fiche.personne_id });
  return dessinerFiche(contenuFiche(fiche), { nomOperateur, motDePasse: null });
}

/** The same, encrypted, as it may travel from the PLIE to Pôle emploi. */
export const joindreFiche = (fiche: Fiche, nomOperateur: string, motDePasse: string): Promise<Buffer> => dessinerFiche(contenuPourPoleEmploi(fiche), { nomOperateur, motDePasse });
