/** Reading the addresses of the analyses that follow people in time: which population, which mark, which day, which cell. Pure. */
import { REPERES, type Repere } from '../../reports/analyses/cohorte';
import { POPULATIONS, type Population } from '../../reports/analyses/populations';
import { formaterDate, type DateCivile } from '../lib/dates';
import { datePassee, lireFormulaire, obligatoire, type Formulaire } from '../lib/formulaire';

type Requete = Record<string, unknown>;

export const lireTexte = (requete: Requete, nom: string): string => {
  const valeur = requete[nom];
  return typeof valeur === 'string' ? valeur.trim() : '';
};

/** Null when there is no such population; the first one goes without saying. */
export function lirePopulation(requete: Requete): Population | null {
  const code = lireTexte(requete, 'population');
  return code === '' ? POPULATIONS[0].code : (POPULATIONS.find((p) => p.code === code)?.code ?? null);
}

export const REPERE_PAR_DEFAUT: Repere = 12;

/** Null when there is no such mark. */
export function lireRepere(requete: Requete): Repere | null {
  const mois = lireTexte(requete, 'repere');
  return mois === '' ? REPERE_PAR_DEFAUT : (REPERES.find((r) => String(r) === mois) ?? null);
}

const SCHEMA = { date: obligatoire(datePassee, 'Indiquez le jour à regarder.') };

/** A typed day, past or present; today without one. */
export function lireJourDuStock(requete: Requete, jour: DateCivile): Formulaire<{ date: DateCivile }> {
  const lu = lireFormulaire(SCHEMA, lireTexte(requete, 'date') ? requete : { date: jour }, { jour });
  return lu.ok ? { ...lu, saisie: { date: formaterDate(lu.valeur.date) } } : lu;
}
