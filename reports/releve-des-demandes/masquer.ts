/** What of the statement is hidden from those who may not see persons: breakdowns by too few requests (analyses/masquer.ts). Pure. */
import { masquer, SEUIL, type Etat } from '../analyses/masquer';
import { COLONNES, DELAI, type Axe } from './definitions';
import type { Chiffres, LigneDAxe, Releve } from './releve';

/** By column, how each figure of a line is shown. */
export type Etats = Record<string, Etat>;
/** `ligne`: of a line of an axis; null for the whole. */
export type Masque = (axe: Axe | null, cle: string, chiffres: Chiffres) => Etats;

/** The counts that stand by themselves; the answers are the sum of the favourable ones and the others, and add nothing to what these tell. */
const SEULES = COLONNES.map((c) => c.numero).filter((n) => n !== DELAI.de);
const EMBOITEES = [[SEULES.indexOf('attente'), SEULES.indexOf('demandees')]] as const;

const uniforme = (etat: Etat): Etats => Object.fromEntries(SEULES.map((n) => [n, etat]));

/** The answers, shown only where both of their parts are; a median, over five answers at least. */
const completer = (etats: Etats, { mesures }: Chiffres): Etats => ({
  ...etats,
  [DELAI.de]: etats.favorables === 'CLAIR' && etats.defavorables === 'CLAIR' ? 'CLAIR' : 'MASQUE',
  [DELAI.numero]: mesures > 0 && mesures < SEUIL ? 'MASQUE' : 'CLAIR',
});

/** The lines of an axis add up to the whole; a single line is the whole. */
function masquerLAxe(lignes: readonly LigneDAxe[], ensemble: Chiffres) {
  if (lignes.length < 2) return { etats: lignes.map(() => SEULES.map((): Etat => 'CLAIR')), totaux: SEULES.map(() => false) };
  return masquer({ nombres: lignes.map((l) => SEULES.map((n) => l.comptes[n]!)), totaux: SEULES.map((n) => ensemble.comptes[n]!), emboitees: EMBOITEES, genre: 'PARTITION' });
}

/**
 * A family sums types up: it is hidden whole, so that no type is found again from it. A PLIE is no breakdown: its own whole is shown on
 * its own page. A whole that one table must hide is hidden in all.
 */
export function masquerLeReleve({ axes, ensemble }: Releve): Masque {
  const parAxe = new Map((['type', 'agence', 'convention'] as const).map((axe) => [axe, masquerLAxe(axes[axe], ensemble)]));
  const cachees = SEULES.filter((_, i) => [...parAxe.values()].some((m) => m.totaux[i]));
  const sansLesTotaux = (etats: Etats): Etats => ({ ...etats, ...Object.fromEntries(cachees.map((n) => [n, etats[n] === 'MOINS' ? 'MOINS' : 'MASQUE'])) });
  return (axe, cle, chiffres) => {
    if (axe === 'famille') return completer(uniforme('MASQUE'), chiffres);
    if (axe === null || axe === 'plie') return completer(sansLesTotaux(uniforme('CLAIR')), chiffres);
    const rang = axes[axe].findIndex((l) => l.cle === cle);
    const siens = parAxe.get(axe)!.etats[rang]!;
    const etats = Object.fromEntries(SEULES.map((n, i) => [n, siens[i]!]));
    return completer(axes[axe].length < 2 ? sansLesTotaux(etats) : etats, chiffres);
  };
}
