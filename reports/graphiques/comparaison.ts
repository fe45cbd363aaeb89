/** The PLIEs of a territory on one indicator, in the order of the bilan: département, then name. Never sorted by value, never a ranking. Pure. */
import { formaterNombre, formaterTaux } from '../../server/lib/texte';
import type { Bilan } from '../bilan-quantitatif/bilan';
import { numeroLisible, type Compte, type Taux } from '../indicateur';
import type { Ligne } from '../moteur';
import type { Graphique } from './graphique';
import { lire, notesSur, serie } from './lecture';

/** `versLePlie`: the bilan of one PLIE, its figures in full. A ratio ends with the whole, to which each compares; a count would dwarf them. */
export function comparaison(bilan: Bilan, i: Compte | Taux, versLePlie: (ligne: Ligne) => string | null): Graphique {
  const plies = bilan.lignes.filter((l) => l.niveau === 'PLIE');
  const ensemble = bilan.lignes.at(-1)!;
  const montrees = i.genre === 'taux' && plies.length > 1 ? [...plies, ensemble] : plies;
  const points = montrees.map((l) => ({ ...lire(i, l), lien: l.plie ? versLePlie(l) : null }));
  const connus = points.slice(0, plies.length).filter((p) => p.valeur !== null);
  const extremes = [...connus].sort((a, b) => a.valeur! - b.valeur!);
  const [bas, haut] = [extremes[0], extremes.at(-1)];
  const titre = `Col. ${numeroLisible(i.numero)} – ${i.libelle}`;
  return {
    cle: 'comparaison', titre, genre: 'BARRES', unite: i.genre === 'taux' ? 'POURCENTAGE' : 'NOMBRE',
    phrase: bas && haut
      ? `${i.libelle} en ${bilan.annee} : ${dEnsemble(i, ensemble)}${bas.texte === haut.texte ? '' : `, de ${bas.texte} à ${haut.texte} selon le PLIE`}. ${connus.length} PLIE sur ${plies.length} ${connus.length > 1 ? 'ont' : 'a'} ce chiffre.`
      : `${i.libelle} en ${bilan.annee} : aucun des ${plies.length} PLIE n'a ce chiffre.`,
    axe: 'PLIE', etiquettes: montrees.map((l) => (l.plie ? `${l.plie.nom} (${l.departement!.code})` : `Ensemble (${connus.length} PLIE sur ${plies.length})`)),
    series: [serie(i.titre, points)],
    notes: ['Les PLIE sont dans l\'ordre des départements, puis des noms.', ...notesSur([i.numero], bilan)],
  };
}

/** « 66,7 % pour l'ensemble (2 / 3) », « 11 en tout ». */
function dEnsemble(i: Compte | Taux, ligne: Ligne): string {
  if (i.genre === 'compte') return `${formaterNombre(ligne.comptes[i.numero]!.valeur!)} en tout`;
  const { numerateur, denominateur } = ligne.taux[i.numero]!;
  return `${formaterTaux(numerateur!, denominateur!)} pour l'ensemble (${formaterNombre(numerateur!)} / ${formaterNombre(denominateur!)})`;
}
