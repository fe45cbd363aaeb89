/** The figures of annexe 1 as they are read, the same on the screen, in the document and beside the year before. Pure. */
import { formaterInstant } from '../../server/lib/dates';
import { formaterNombre, formaterTaux } from '../../server/lib/texte';
import type { Fond } from '../figes';
import { estVentilation, type Indicateur } from '../indicateur';
import type { Ligne } from '../moteur';
import type { Bilan } from './bilan';

/** `details`: under the figure, the two terms of a ratio, the PLIEs that a total covers. `discret`: there is no figure. */
export interface ChiffreLu { texte: string; details: string[]; discret: boolean }

export const NON_APPLICABLE = 'Non applicable';
export const NON_DISPONIBLE = 'n.d.';

/** « 2 PLIE sur 3 », where a total does not cover them all. */
const couverture = (plies: number, ligne: Ligne): string[] => (plies > 0 && plies < ligne.plies ? [`${plies} PLIE sur\u00a0${ligne.plies}`] : []);

/** A column of a line; « – » for one that is split, or without a line. */
export function lireChiffre(i: Indicateur, ligne: Ligne | undefined): ChiffreLu {
  const vide = (texte: string): ChiffreLu => ({ texte, details: [], discret: true });
  if (!ligne || estVentilation(i)) return vide('–');
  if (i.genre === 'compte') {
    const c = ligne.comptes[i.numero]!;
    return !c.applicable ? vide(NON_APPLICABLE) : c.valeur === null ? vide(NON_DISPONIBLE) : { texte: formaterNombre(c.valeur), details: couverture(c.plies, ligne), discret: false };
  }
  const t = ligne.taux[i.numero]!;
  if (!t.applicable) return vide(NON_APPLICABLE);
  if (t.numerateur === null || !t.denominateur) return vide(NON_DISPONIBLE);
  return { texte: formaterTaux(t.numerateur, t.denominateur), details: [`${formaterNombre(t.numerateur)} / ${formaterNombre(t.denominateur)}`, ...couverture(t.plies, ligne)], discret: false };
}

/** « Collines », « Total Alpes-Maritimes », « Total ». */
export const nomDeLigne = (ligne: Ligne): string => ligne.plie?.nom ?? (ligne.departement ? `Total ${ligne.departement.nom}` : 'Total');

/** `provisoire`: some of the figures still move. `figes`: how many PLIEs are validated, out of `plies`. */
export interface EtatDesChiffres { texte: string; provisoire: boolean; figes: number; plies: number }

/** Which figures these are: validated ones, those of today, or some of each. */
export function etatDesChiffres({ lignes }: Bilan, fond: Fond): EtatDesChiffres {
  const tous = lignes.filter((l) => l.plie);
  const [seul] = tous;
  const figes = tous.filter((l) => l.fige).length;
  const [combien, sur] = [formaterNombre(figes), formaterNombre(tous.length)];
  const dire = (texte: string, provisoire: boolean): EtatDesChiffres => ({ texte, provisoire, figes, plies: tous.length });
  if (tous.length === 1 && seul!.fige) return dire(`Chiffres validés le ${formaterInstant(seul!.fige.valide_le)}, version ${seul!.fige.numero} : ils ne changent plus.`, false);
  if (fond === 'VALIDES') return dire(`Bilans validés seulement : ${combien} PLIE sur ${sur}.`, false);
  if (!figes) return dire('Chiffres du jour : ils suivent les saisies.', true);
  return dire(`Chiffres validés pour ${combien} PLIE sur ${sur}${figes < tous.length ? ', chiffres du jour pour les autres' : ''}.`, figes < tous.length);
}
