/** Reading the addresses of the analyses: which days, which territory, which axis, which figure. Pure. */
import { AXES, type Axe } from '../../reports/analyses/axes';
import { dateLibre, lireFormulaire, obligatoire, type Formulaire } from '../lib/formulaire';
import { formaterDate, type DateCivile } from '../lib/dates';
import { critiquerJours, joursParDefaut, type Jours } from './rules';

type Requete = Record<string, unknown>;

const lire = (requete: Requete, nom: string): string => {
  const valeur = requete[nom];
  return typeof valeur === 'string' ? valeur.trim() : '';
};

const SCHEMA = {
  debut: obligatoire(dateLibre, 'Indiquez le premier jour de la période.'),
  fin: obligatoire(dateLibre, 'Indiquez le dernier jour de la période.'),
};

/** Two typed dates; neither, the days of every day. */
export function lireJours(requete: Requete, jour: DateCivile): Formulaire<Jours> {
  const choisis = joursParDefaut(jour);
  const sans = !lire(requete, 'debut') && !lire(requete, 'fin');
  const lu = lireFormulaire(SCHEMA, sans ? choisis : requete, { jour });
  if (!lu.ok) return lu;
  const erreurs = critiquerJours(lu.valeur);
  if (erreurs.length) return { ok: false, saisie: lu.saisie, erreurs };
  return { ...lu, saisie: { debut: formaterDate(lu.valeur.debut), fin: formaterDate(lu.valeur.fin) } };
}

export const lireTerritoire = (requete: Requete): string => lire(requete, 'territoire');

/** Null when none is asked for; undefined when there is no such axis. */
export function lireAxe(requete: Requete): Axe | null | undefined {
  const cle = lire(requete, 'axe');
  return cle === '' ? null : AXES.find((a) => a.cle === cle);
}

/** In an address: the facts that have no value on the axis. */
export const SANS_VALEUR = '-';

/** A cell. `valeur` is undefined for the total, null for the row of those that have none. */
export interface Case { colonne: string; valeur: string | null | undefined }

export function lireCase(requete: Requete): Case {
  const valeur = lire(requete, 'valeur');
  return { colonne: lire(requete, 'colonne'), valeur: valeur === '' ? undefined : valeur === SANS_VALEUR ? null : valeur };
}

/** From 1; null when it is not a page number. */
export function lirePage(requete: Requete): number | null {
  const page = lire(requete, 'page');
  return page === '' ? 1 : /^[1-9]\d{0,6}$/.test(page) ? Number(page) : null;
}
