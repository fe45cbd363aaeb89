/** All that the document of a year says, read once: figures, the year before, objectives, Pôle emploi's sources, survey. */
import type { Acteur } from '../../server/acces/acteur';
import type { DateCivile } from '../../server/lib/dates';
import { consolider, type TableauQualitatif } from '../bilan-qualitatif/tableau';
import { lireBilanQualitatif, type BilanQualitatif } from '../bilan-qualitatif/enquete';
import { etablirBilan, listerSourcesPoleEmploi, type Bilan, type SourcePoleEmploi } from '../bilan-quantitatif/bilan';
import { BILAN_QUANTITATIF } from '../bilan-quantitatif/definitions';
import { COLONNES_DU_FLUX } from '../graphiques/flux';
import type { Fond } from '../figes';
import { compterParMois, type ParMois } from '../mois';
import { lireObjectifs, type Objectifs } from '../objectifs';
import type { Demande, Lecteur } from '../periodes';

export interface MatiereDuDocument {
  annee: number;
  /** As it is chosen on the screens: « Collines », « Provence-Alpes-Côte d'Azur ». */
  territoire: string;
  /** The document is that of one PLIE: it alone carries what its convention argues. */
  seul: boolean;
  fond: Fond;
  jour: DateCivile;
  bilan: Bilan;
  precedente: Bilan;
  parMois: ParMois;
  objectifs: Objectifs;
  sources: SourcePoleEmploi[];
  qualitatif: BilanQualitatif;
  tableau: TableauQualitatif;
}

/** `territoire`: its name. */
export async function lireMatiere(lecteur: Lecteur & { acteur: Acteur; jour: DateCivile }, demande: Demande, fond: Fond, territoire: string): Promise<MatiereDuDocument> {
  const qualitatif = await lireBilanQualitatif(lecteur, demande);
  return {
    annee: demande.annee, territoire, seul: demande.territoire.type === 'PLIE', fond, jour: lecteur.jour,
    bilan: await etablirBilan(lecteur, demande, fond),
    precedente: await etablirBilan(lecteur, { ...demande, annee: demande.annee - 1 }, fond),
    parMois: await compterParMois(lecteur, BILAN_QUANTITATIF, demande, fond, COLONNES_DU_FLUX),
    objectifs: await lireObjectifs(lecteur, demande, fond),
    sources: await listerSourcesPoleEmploi(lecteur, demande, fond),
    qualitatif, tableau: consolider(qualitatif.lignes),
  };
}
