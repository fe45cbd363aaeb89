/** How long each step takes: from the prescription to the first contact, to the integration, to the exit. */
import { brut, joindre, sql, type Sql } from '../../server/lib/db/sql';
import type { DemandeLibre, Lecteur } from '../periodes';
import { mesurerDurees, type Definition, type Duree, type Faits, type LigneAnalyse } from './faits';
import { conditionDe, type Population } from './populations';

export type CodeDelai = 'CONTACT' | 'INTEGRATION' | 'ENSEMBLE' | 'SORTIE';

/** `de` and `a`: columns of orientations; the delay counts on the day of the later event, `a`. */
export interface Delai extends Definition<CodeDelai> { de: string; a: string; nomDeLaDate: string }

export const DELAIS: readonly Delai[] = [
  { code: 'CONTACT', titre: 'De la prescription au premier contact', de: 'date_prescription', a: 'date_contact', nomDeLaDate: 'Premier contact', definition: 'Jours de la date de prescription au premier contact en présence, pour les orientations dont ce premier contact tombe dans la période.' },
  { code: 'INTEGRATION', titre: "Du premier contact à l'intégration", de: 'date_contact', a: 'date_integration', nomDeLaDate: 'Intégration', definition: "Jours du premier contact en présence à la signature du contrat d'engagement, pour les orientations dont l'intégration tombe dans la période. Une intégration sans premier contact enregistré n'y est pas." },
  { code: 'ENSEMBLE', titre: "De la prescription à l'intégration", de: 'date_prescription', a: 'date_integration', nomDeLaDate: 'Intégration', definition: "Jours de la date de prescription à la signature du contrat d'engagement, pour les orientations dont l'intégration tombe dans la période." },
  { code: 'SORTIE', titre: "De l'intégration à la sortie", de: 'date_integration', a: 'date_sortie', nomDeLaDate: 'Sortie', definition: 'Jours de la signature du contrat d\'engagement à la sortie, pour les parcours dont la sortie tombe dans la période, quelle que soit la sortie.' },
];

/** What each delay is told by. */
export const MESURES = {
  mediane: { code: 'mediane', titre: 'Médiane', definition: "La moitié au moins des orientations ont attendu ce nombre de jours ou moins. C'est une durée réellement observée : la plus petite qui convienne. Sur plusieurs PLIE, elle est calculée sur toutes leurs orientations réunies, jamais comme une moyenne de médianes." },
  quatreVingts: { code: 'quatreVingts', titre: '80 % en', definition: 'Quatre orientations sur cinq au moins ont attendu ce nombre de jours ou moins (80e centile).' },
  nombre: { code: 'nombre', titre: 'Nombre', definition: 'Le nombre d\'orientations sur lesquelles ces durées sont calculées : celles dont les deux dates sont enregistrées.' },
} as const satisfies Record<string, Definition>;

export interface DemandeDelais extends DemandeLibre { population: Population }

/**
 * One fact per delay that ends in these days, in the cell that `cle` names. Every orientation with one was open on one of
 * them, which an index tells.
 */
const faitsPar = (cle: Sql, { population, ...demande }: DemandeDelais): Faits => ({
  demande,
  requete: sql`
    select ${cle} as cle, f.id as orientation_id, f.personne_id, d.jour as date_fait, d.jours, d.jours::text as detail, 0 as rang
    from orientations f
    cross join lateral (values ${joindre(DELAIS.map((d) => brut(`('${d.code}', f.${d.a}, f.${d.a} - f.${d.de})`)))}) as d(code, jour, jours)
    where f.plie_id = p.plie_id and f.date_fin >= ${demande.debut} and f.date_prescription <= ${demande.fin} and ${conditionDe(population)}
      and d.jour between ${demande.debut} and ${demande.fin} and d.jours is not null`,
});

/** Cells by code of the delay. */
export const faitsDelais = (demande: DemandeDelais): Faits => faitsPar(sql`d.code`, demande);

export const etablirDelais = (lecteur: Lecteur, demande: DemandeDelais): Promise<LigneAnalyse<Duree>[]> => mesurerDurees(lecteur, faitsDelais(demande));

/** Key of a cell of the years. */
export const cleAnnee = (annee: number, code: CodeDelai): string => `${annee} ${code}`;

/** The whole of the territory, year by year: cells by cleAnnee. Null without a PLIE in reach. */
export const etablirDelaisParAnnee = async (lecteur: Lecteur, demande: DemandeDelais): Promise<LigneAnalyse<Duree> | null> =>
  (await mesurerDurees(lecteur, faitsPar(sql`extract(year from d.jour)::int || ' ' || d.code`, demande))).at(-1) ?? null;
