/** A year beside the one before, and beside its objectives. Pure. */
import { formaterNombre, formaterTaux } from '../../server/lib/texte';
import { estVentilation, type Indicateur } from '../indicateur';
import type { Ligne } from '../moteur';
import type { Objectif, Objectifs } from '../objectifs';

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

export interface Jauge { libelle: string; atteint: string; vise: string; taux: string; largeur: string; tenu: boolean; reste: string; couverture: string }

/** How far each objective is; one that nobody has set is left out. */
export const jauges = ({ integrations, participants }: Objectifs): Jauge[] =>
  [jauge("Intégrations de l'année, tous prescripteurs", integrations), jauge("Personnes accompagnées dans l'année", participants)].filter((o) => o !== null);

function jauge(libelle: string, { vise, atteint, plies, sur }: Objectif): Jauge | null {
  if (!vise || atteint === null) return null;
  const part = Math.min(100, Math.round((atteint / vise) * 1000) / 10);
  return { libelle, atteint: formaterNombre(atteint), vise: formaterNombre(vise), taux: formaterTaux(atteint, vise), largeur: `${part}%`, tenu: atteint >= vise, reste: atteint >= vise ? 'Objectif tenu' : `Il en manque ${formaterNombre(vise - atteint)}`, couverture: plies < sur ? `${plies} PLIE sur ${sur} ${plies > 1 ? 'ont' : 'a'} fixé cet objectif` : '' };
}
