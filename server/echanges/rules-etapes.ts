/** The steps of a monthly table: what may come next, and why not (domaine §7). Pure. */
import { LISTES, type CodeDe } from '../codes/listes';
import { ajouterJours, dernierJourDuMois, formaterDate, formaterMois, type DateCivile, type Mois } from '../lib/dates';
import { accorder } from '../lib/texte';
import { deMois } from './rules';

type Etape = CodeDe<'ETAPES_TABLEAU'>;

/** What a quality check found, as the table keeps it: neither name nor sentence. */
export interface ControleNote { code: string; nombre: number; bloquant: boolean }

export const rangDeLEtape = (etape: Etape): number => LISTES.ETAPES_TABLEAU.findIndex((e) => e.code === etape);
export const estValide = (etape: Etape): boolean => rangDeLEtape(etape) >= rangDeLEtape('VALIDE');

/** Why the table cannot be validated now; null when it can. */
export function empechementDeValider(etape: Etape, mois: Mois, jour: DateCivile, controles: readonly ControleNote[]): string | null {
  if (estValide(etape)) return `Le tableau ${deMois(mois)} est déjà validé.`;
  if (jour <= dernierJourDuMois(mois)) return `Le mois ${deMois(mois)} n'est pas terminé : son tableau se valide à partir du ${formaterDate(ajouterJours(dernierJourDuMois(mois), 1))}.`;
  if (etape === 'PREPARE') return 'Lancez les contrôles avant de valider.';
  const bloquants = controles.filter((c) => c.bloquant && c.nombre > 0);
  return bloquants.length ? `${accorder(bloquants.length, 'contrôle bloquant', 'contrôles bloquants')} ${bloquants.length > 1 ? 'ne sont' : "n'est"} pas à zéro : corrigez ce qu'il${bloquants.length > 1 ? 's montrent' : ' montre'}, puis validez.` : null;
}

/** « mai 2025 a changé » : what the validator looked at is not what would be frozen. */
export const DONNEES_CHANGEES = (mois: Mois): string => `Les données de ${formaterMois(mois)} ont changé depuis que vous avez ouvert cette page. Relisez le tableau ci-dessous, puis validez de nouveau.`;
