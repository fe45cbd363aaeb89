/** A year beside the one before. Pure. */
import { formaterNombre } from '../../server/lib/texte';
import { estVentilation, type Indicateur } from '../indicateur';
import type { Ligne } from '../moteur';

/** Tenths, with its sign: « +12,5 », « −3,0 ». Half goes away from zero, as in print. */
function dixiemes(numerateur: number, denominateur: number): string {
  const n = Math.sign(numerateur) * Math.floor((Math.abs(numerateur) * 20 + denominateur) / (2 * denominateur));
  return `${n > 0 ? '+' : n < 0 ? '−' : ''}${formaterNombre(Math.floor(Math.abs(n) / 10))},${Math.abs(n) % 10}`;
}
const signe = (n: number): string => `${n > 0 ? '+' : n < 0 ? '−' : ''}${formaterNombre(Math.abs(n))}`;

/** « +12 (+8,5 %) » for a count, « −3,2 points » for a ratio; nothing when one of the two is missing. Only over as many PLIEs. */
export function evolution(i: Indicateur, avant: Ligne | undefined, apres: Ligne | undefined): string {
  if (!avant || !apres || estVentilation(i)) return '';
  if (i.genre === 'compte') {
    const [a, b] = [avant.comptes[i.numero]!, apres.comptes[i.numero]!];
    if (a.valeur === null || b.valeur === null || !a.applicable || !b.applicable) return '';
    if (a.plies !== b.plies) return 'pas les mêmes PLIE';
    return `${signe(b.valeur - a.valeur)}${a.valeur ? ` (${dixiemes((b.valeur - a.valeur) * 100, a.valeur)} %)` : ''}`;
  }
  const [a, b] = [avant.taux[i.numero]!, apres.taux[i.numero]!];
  if (!a.applicable || !b.applicable || a.numerateur === null || b.numerateur === null || !a.denominateur || !b.denominateur) return '';
  if (a.plies !== b.plies) return 'pas les mêmes PLIE';
  return `${dixiemes((b.numerateur * a.denominateur - a.numerateur * b.denominateur) * 100, a.denominateur * b.denominateur)} points`;
}
