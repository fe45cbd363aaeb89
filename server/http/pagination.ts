/** Pages of a list whose filters stand in its address. Pure: pages use it. */
import { formaterNombre } from '../lib/texte';

export interface Pagination { texte: string; precedente: string | null; suivante: string | null }

/** The address of a list, with its filters; empty ones are left out. */
export function adresseDeListe(chemin: string, filtres: Record<string, string | null | undefined>): string {
  const parametres = new URLSearchParams(Object.entries(filtres).flatMap(([nom, valeur]): [string, string][] => (valeur ? [[nom, valeur]] : []))).toString();
  return parametres ? `${chemin}?${parametres}` : chemin;
}

/** How far a list counts its rows: beyond, it says « plus de 1 000 », so that counting never costs more than showing. */
export const plafondDuCompte = (page: number, parPage: number): number => Math.max(1000, page * parPage);

/** « 1 234 », or « plus de 1 000 » for a count stopped just after its ceiling. */
export const formaterCompte = (total: number, plafond: number): string => (total > plafond ? `plus de ${formaterNombre(plafond)}` : formaterNombre(total));

/**
 * « 51 à 100 sur 1 234 » with the pages before and after; null when one page holds all. `page` starts at 1.
 * `plafond`: the count was stopped at plafond + 1.
 */
export function paginer(chemin: string, filtres: Record<string, string | null | undefined>, page: number, parPage: number, total: number, plafond = Infinity): Pagination | null {
  if (total <= parPage && page === 1) return null;
  const premier = (page - 1) * parPage;
  const adresse = (n: number) => adresseDeListe(chemin, { ...filtres, page: n > 1 ? String(n) : null });
  return {
    texte: premier < total ? `${formaterNombre(premier + 1)} à ${formaterNombre(Math.min(premier + parPage, total))} sur ${formaterCompte(total, plafond)}` : `Il n'y a que ${formaterNombre(total)} lignes`,
    precedente: page > 1 ? adresse(page - 1) : null,
    suivante: premier + parPage < total ? adresse(page + 1) : null,
  };
}
