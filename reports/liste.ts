/** The list behind a figure: same source, date, condition, settings and territory, hence exactly as long as the figure. */
import { brut, chercherLigne, lignes, sql, vide, type Sql } from '../server/lib/db/sql';
import type { DateCivile } from '../server/lib/dates';
import { perimetreOrientations } from '../server/acces/perimetre';
import { compteDe, estVentilation, type Compte, type Document } from './indicateur';
import { estCompteDans } from './moteur';
import { periodes, type Etendue, type Lecteur } from './periodes';

/** A figure of the table: a column of counts, or one value of a column that is split. */
export interface Chiffre {
  numero: string;
  /** For a split column: the code of the value, and whether only the « dont » facts are wanted. */
  valeur?: string;
  dont?: boolean;
  /** Only the facts of that month, 1 to 12. */
  mois?: number;
}

export interface FaitNominatif {
  orientation_id: number; personne_id: number; nom: string; prenom: string; plie_nom: string;
  /** The day the data of that person went; the fact still counts, and shows nobody. */
  efface_le: DateCivile | null;
  /** The event that counts. */
  date_fait: DateCivile;
  date_prescription: DateCivile; prescripteur: string; nature_sortie: string | null; motif_sortie: string | null;
}

export interface Seance { date_fait: DateCivile; agence_nom: string | null; plie_nom: string; convoques: number; presents: number }

/** `nombre` is the length of the list; `mesure` what it amounts to, i.e. the figure (null without any row, as in the table). */
export interface Page<T> { nombre: number; mesure: number | null; faits: T[] }

export const PAR_PAGE = 100;

/** The count behind a figure, and the condition that a split or a month adds. Null when there is no such figure. */
export function compteDuChiffre(document: Document, { numero, valeur, dont, mois }: Chiffre): { compte: Compte; condition: Sql } | null {
  const indicateur = document.indicateurs.find((i) => i.numero === numero);
  if (!indicateur || indicateur.genre === 'taux') return null;
  if (mois !== undefined && !(Number.isInteger(mois) && mois >= 1 && mois <= 12)) return null;
  const ventile = estVentilation(indicateur);
  if (ventile && !indicateur.valeurs.some((v) => v.code === valeur)) return null;
  const compte = ventile ? compteDe(document, dont ? indicateur.dont : indicateur.de) : indicateur;
  return {
    compte,
    condition: sql`${ventile ? sql` and f.${brut(indicateur.axe)} = ${valeur}` : vide}${mois === undefined ? vide : sql` and extract(month from f.${brut(compte.date)}) = ${mois}`}`,
  };
}

/** From `r` and the facts that count: `from r join … where …`, the reader's scope over persons included. */
function faits(lecteur: Lecteur, compte: Compte, condition: Sql): Sql {
  return sql`from r join ${brut(compte.source.table)} f on ${estCompteDans(compte)}
    where true${condition}${compte.source.nominative ? sql` and ${perimetreOrientations(lecteur.acteur, 'f')}` : vide}`;
}

async function mesurer(lecteur: Lecteur, etendue: Etendue, compte: Compte, origine: Sql): Promise<{ nombre: number; mesure: number | null }> {
  const mesure = compte.source.mesure ? brut(`sum(f.${compte.source.mesure})`) : sql`count(*)`;
  return (await chercherLigne(lecteur.base, sql`with ${periodes(lecteur, etendue)} select count(*) as nombre, ${mesure} as mesure ${origine}`))!;
}

/** One page of the persons behind a figure, newest event first. The page is cut before the names are looked up. */
export async function listerFaits(lecteur: Lecteur, etendue: Etendue, { compte, condition }: { compte: Compte; condition: Sql }, page: number): Promise<Page<FaitNominatif>> {
  const origine = faits(lecteur, compte, condition);
  const total = await mesurer(lecteur, etendue, compte, origine);
  const lus = await lignes<FaitNominatif>(lecteur.base, sql`
    with ${periodes(lecteur, etendue)},
    page as (
      select f.plie_id, f.id, f.personne_id, f.${brut(compte.date)} as date_fait, f.date_prescription, f.prescripteur, f.nature_sortie, f.motif_sortie
      ${origine}
      order by f.${brut(compte.date)} desc, f.id desc
      limit ${PAR_PAGE} offset ${(page - 1) * PAR_PAGE}
    )
    select page.id as orientation_id, page.personne_id, e.nom, e.prenom, e.efface_le, p.nom as plie_nom, page.date_fait, page.date_prescription, page.prescripteur, page.nature_sortie, page.motif_sortie
    from page
    join personnes e on e.plie_id = page.plie_id and e.id = page.personne_id
    join organisations p on p.id = page.plie_id
    order by page.date_fait desc, page.id desc`);
  return { ...total, faits: lus };
}

/** One page of the sessions behind column 2: what they amount to is the figure. */
export async function listerSeances(lecteur: Lecteur, etendue: Etendue, { compte, condition }: { compte: Compte; condition: Sql }, page: number): Promise<Page<Seance>> {
  const origine = faits(lecteur, compte, condition);
  const total = await mesurer(lecteur, etendue, compte, origine);
  const lus = await lignes<Seance>(lecteur.base, sql`
    with ${periodes(lecteur, etendue)},
    page as (select f.* ${origine} order by f.date_session desc, f.id desc limit ${PAR_PAGE} offset ${(page - 1) * PAR_PAGE})
    select page.date_session as date_fait, a.nom as agence_nom, p.nom as plie_nom, page.convoques, page.presents
    from page
    join organisations p on p.id = page.plie_id
    left join organisations a on a.id = page.agence_id
    order by page.date_session desc, page.id desc`);
  return { ...total, faits: lus };
}
