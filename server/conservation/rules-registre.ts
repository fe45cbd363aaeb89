/**
 * The register of erasures kept outside the database (PLIE_EFFACEMENTS): numbers, days and rules, never a name. A backup restored into an
 * empty installation has it as its only witness of what was erased since. One line each, in the order of time:
 *
 *   ouverture <instant> <installation>
 *   effacement <instant> <installation> <plie> <genre> <number> <rule> <day>
 *   restauration <instant> <installation> <instant of the backup> <last numbers given, at the backup: persons> <orientations> <dossiers>
 *
 * The installation is told by the first seal of its journal, which every backup of it holds. Pure.
 */
import type { DateCivile } from '../lib/dates';
import { RegleEnfreinte } from '../lib/erreurs';
import type { Genre, Regle } from './queries-echeances';

export type Serie = 'personnes' | 'orientations' | 'dossiers_pe';
/** The last number given in each series. */
export type Marques = Record<Serie, number>;
export interface EffacementNote { instant: string; installation: string; plie_id: number; genre: Genre; cible_id: number; regle: Regle; le: DateCivile }
export interface RestaurationNotee { instant: string; installation: string; sauvegarde: string; marques: Marques }
export interface Registre { installations: string[]; effacements: EffacementNote[]; restaurations: RestaurationNotee[] }

const SERIES: Record<Genre, Serie> = { PERSONNE: 'personnes', ARCHIVAGE: 'personnes', ARCHIVE: 'personnes', ORIENTATION: 'orientations', DOSSIER_RECU: 'dossiers_pe' };

const INSTANT = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
const OUVERTURE = new RegExp(`^ouverture (${INSTANT}) ([0-9a-f]{64})$`);
const EFFACEMENT = new RegExp(`^effacement (${INSTANT}) ([0-9a-f]{64}) (\\d+) (${Object.keys(SERIES).join('|')}) (\\d+) ([A-Z]+) (\\d{4}-\\d\\d-\\d\\d)$`);
const RESTAURATION = new RegExp(`^restauration (${INSTANT}) ([0-9a-f]{64}) (${INSTANT}) (\\d+) (\\d+) (\\d+)$`);

export const ligneDOuverture = (instant: string, installation: string): string => `ouverture ${instant} ${installation}\n`;
export const ligneDEffacement = (e: EffacementNote): string => `effacement ${e.instant} ${e.installation} ${e.plie_id} ${e.genre} ${e.cible_id} ${e.regle} ${e.le}\n`;
export const ligneDeRestauration = ({ instant, installation, sauvegarde, marques: m }: RestaurationNotee): string => `restauration ${instant} ${installation} ${sauvegarde} ${m.personnes} ${m.orientations} ${m.dossiers_pe}\n`;

/** Throws RegleEnfreinte on a line that is none of these: what it hid cannot be known. */
export function lireRegistre(contenu: string): Registre {
  const registre: Registre = { installations: [], effacements: [], restaurations: [] };
  for (const [i, ligne] of contenu.split('\n').entries()) {
    if (!ligne.trim()) continue;
    const [ouverture, e, r] = [OUVERTURE.exec(ligne), EFFACEMENT.exec(ligne), RESTAURATION.exec(ligne)];
    if (ouverture) registre.installations.push(ouverture[2]!);
    else if (e) registre.effacements.push({ instant: e[1]!, installation: e[2]!, plie_id: Number(e[3]), genre: e[4] as Genre, cible_id: Number(e[5]), regle: e[6] as Regle, le: e[7] as DateCivile });
    else if (r) registre.restaurations.push({ instant: r[1]!, installation: r[2]!, sauvegarde: r[3]!, marques: { personnes: Number(r[4]), orientations: Number(r[5]), dossiers_pe: Number(r[6]) } });
    else throw new RegleEnfreinte(`La ligne ${i + 1} du registre des effacements n'en est pas une. Réparez-la d'après une copie de ce fichier, puis recommencez.`);
  }
  return registre;
}

/**
 * The erasures that hold for the database as it was at that instant. A restore between the two gave again, to others, the numbers that the
 * restored backup did not know: of these nothing holds from one side to the other.
 */
export function effacementsValables({ effacements, restaurations }: Registre, installation: string, instant: string): EffacementNote[] {
  const entre = (e: EffacementNote, r: RestaurationNotee) => (e.instant <= r.instant) !== (instant <= r.instant);
  return effacements.filter((e) => e.installation === installation
    && restaurations.every((r) => r.installation !== installation || !entre(e, r) || e.cible_id <= r.marques[SERIES[e.genre]]));
}
