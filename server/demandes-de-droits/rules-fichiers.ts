/** Rows about a person, in what was read of a file: of a workbook that waits, of a draft. Pure. */
import { chercherDateIso, depuisNumeroExcel, formaterDate, type DateCivile } from '../lib/dates';
import { sansAccents } from '../lib/texte';
import { nommerColonne, type Valeur } from './rules-acces';

export interface Cherchee { nom: string; prenom: string; date_naissance: DateCivile; identifiant_pe: string | null }

const scalaires = (v: Valeur): (string | number)[] => (v === null || typeof v === 'boolean' ? [] : typeof v === 'object' ? Object.values(v).flatMap(scalaires) : [v]);

/**
 * Are these values about that person? By the identifiant, which the name or the birth date must not be alone to lack; or by name, first
 * name and birth date together. A name alone is somebody else's as well.
 */
export function parleDe(p: Cherchee, valeurs: readonly (string | number)[]): boolean {
  const dites = new Set(valeurs.map((v) => sansAccents(String(v))));
  const dit = (texte: string): boolean => dites.has(sansAccents(texte));
  const nee = dit(p.date_naissance) || dit(formaterDate(p.date_naissance)) || valeurs.some((v) => typeof v === 'number' && depuisNumeroExcel(v) === p.date_naissance);
  const identifiee = p.identifiant_pe !== null && valeurs.some((v) => typeof v === 'string' && v.replace(/\s/g, '').toUpperCase().startsWith(p.identifiant_pe!));
  return identifiee ? nee || dit(p.nom) : nee && dit(p.nom) && dit(p.prenom);
}

/** The smallest pieces of a JSON value that are about that person, each as it is. */
export function morceauxSur(p: Cherchee, valeur: Valeur): Valeur[] {
  if (valeur === null || typeof valeur !== 'object') return [];
  const dedans = Object.values(valeur).flatMap((v) => morceauxSur(p, v));
  return dedans.length ? dedans : parleDe(p, scalaires(valeur)) ? [valeur] : [];
}

/** A piece as it is read: « Nom : Aubry », or the value alone where nothing names it. */
export function enClair(valeur: Valeur, cle = ''): string[] {
  if (valeur === null || valeur === '') return [];
  if (Array.isArray(valeur)) return valeur.flatMap((v) => enClair(v, cle));
  if (typeof valeur === 'object') return Object.entries(valeur).flatMap(([c, v]) => enClair(v, c));
  const date = typeof valeur === 'string' ? chercherDateIso(valeur) : null;
  const texte = typeof valeur === 'boolean' ? (valeur ? 'Oui' : 'Non') : date ? formaterDate(date) : String(valeur);
  return [cle ? `${nommerColonne(cle)} : ${texte}` : texte];
}
