/** Workbook D of a year and a territory, as the bytes of its file. */
import type { Acteur } from '../../server/acces/acteur';
import { classeurEnMemoire } from '../../server/lib/classeur/ecrire';
import type { DateCivile } from '../../server/lib/dates';
import { lireBilanQualitatif } from '../bilan-qualitatif/enquete';
import { etablirBilan, listerSourcesPoleEmploi } from '../bilan-quantitatif/bilan';
import { feuillesDuBilan } from '../bilan-quantitatif/classeur';
import type { Fond } from '../figes';
import type { Demande, Lecteur } from '../periodes';

export const lireClasseur = async (lecteur: Lecteur & { acteur: Acteur; jour: DateCivile }, demande: Demande, fond: Fond): Promise<Buffer> =>
  classeurEnMemoire(feuillesDuBilan(await etablirBilan(lecteur, demande, fond), await listerSourcesPoleEmploi(lecteur, demande, fond), await lireBilanQualitatif(lecteur, demande)));
