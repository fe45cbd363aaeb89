/** What the pages of the checks receive: their address, and the setting of one check. */
import { moisATraiter } from '../echanges/rules';
import { chercherMois, moisDe, type DateCivile, type Mois } from '../lib/dates';
import { Introuvable } from '../lib/erreurs';
import { identifiant, lireFormulaire, obligatoire, ouiNon, type Formulaire, type Lecture } from '../lib/formulaire';
import type { ReglageSaisi } from './actions';
import { TOUS } from './rules';

export interface Filtres { mois: Mois; accompagnateur: number | null; page: number }

/** `parDefaut`: the accompagnateur whose lines come first. Throws Introuvable for a month that is none, or to come. */
export function lireFiltres(adresse: Record<string, unknown>, jour: DateCivile, parDefaut: number | null): Filtres {
  const lire = (nom: string): string => (typeof adresse[nom] === 'string' ? adresse[nom] : '');
  const nombre = (nom: string): number | null => (/^\d{1,9}$/.test(lire(nom)) ? Number(lire(nom)) : null);
  const mois = lire('mois') ? chercherMois(lire('mois')) : moisATraiter(jour);
  if (!mois) throw new Introuvable("Ce mois n'existe pas. Choisissez-en un depuis la page « Contrôles ».");
  if (mois > moisDe(jour)) throw new Introuvable("Ce mois n'a pas commencé : il n'y a rien à contrôler.");
  return { mois, accompagnateur: lire('accompagnateur') === TOUS ? null : (nombre('accompagnateur') ?? parDefaut), page: Math.max(1, nombre('page') ?? 1) };
}

export const lireReglage = (corps: unknown, lecture: Lecture): Formulaire<ReglageSaisi> =>
  lireFormulaire({ bloquant: obligatoire(ouiNon, 'Dites si ce contrôle bloque la validation.'), version: identifiant }, corps, lecture);
