/** The yearly statement of requests to Pôle emploi and of what was carried out (convention PLIE art. 6): its columns, defined once. */
import { LISTES, type CodeDe } from '../../server/codes/listes';
import { DEMANDES_PE } from '../sources';
import type { Clause, Compte } from '../indicateur';

/** Changes with the meaning of a column: the checksum of a statement covers it. */
export const VERSION = '1';

export type TypeDeDemande = CodeDe<'TYPES_DEMANDE_PE'>;
export interface Famille { code: string; libelle: string; types: readonly TypeDeDemande[] }

/** What article 6 names: « prestation, aide, mesure et action de formation », with the types of article 4-1 that each holds. */
export const FAMILLES: readonly Famille[] = [
  { code: 'AIDES', libelle: 'Aides', types: ['AIDE_MOBILITE', 'AIDE_RECHERCHE', 'AIDE_REPRISE', 'AIDE_FORMATION', 'PERMIS_B', 'AIDE_DEROGATOIRE'] },
  { code: 'PRESTATIONS', libelle: 'Prestations', types: ['ATELIER', 'ECCP', 'PMSMP', 'AUTRE_PRESTATION'] },
  { code: 'FORMATIONS', libelle: 'Actions de formation', types: ['AFC', 'AIF'] },
  { code: 'MESURES', libelle: "Mesures d'adaptation au poste", types: ['AFPR', 'POE'] },
];

const quand = (sql: string, oui: string, non: string): Clause => ({ sql, oui, non });
const REPONDUE = quand("f.reponse <> 'EN_ATTENTE'", 'a reçu une réponse', "n'a pas reçu de réponse");
const FAVORABLE = quand("f.reponse in ('ACCORDEE', 'REALISEE')", 'a été accordée', "n'a pas été accordée");
const DEFAVORABLE = quand("f.reponse = 'REFUSEE'", 'a été refusée', "n'a pas été refusée");
const EN_ATTENTE = quand("f.reponse = 'EN_ATTENTE'", 'attend une réponse', "n'attend plus de réponse");

const commun = { genre: 'compte', fournisseur: 'PLIE', source: DEMANDES_PE } as const;
const A_LA_DEMANDE = { date: 'date_demande', nomDeLaDate: 'Date de la demande' } as const;
const A_LA_REPONSE = { date: 'date_issue', nomDeLaDate: 'Date de la réponse' } as const;

/** The counts, in the order of the columns. Every one opens the list behind it. */
export const COLONNES: readonly Compte[] = [
  { ...commun, ...A_LA_DEMANDE, numero: 'demandees', titre: 'Demandées', libelle: 'Demandes faites', conditions: [], definition: "Demandes adressées à Pôle emploi dont la date de demande tombe dans l'année, quelle que soit la suite." },
  { ...commun, ...A_LA_REPONSE, numero: 'reponses', titre: 'Réponses', libelle: 'Réponses reçues', conditions: [REPONDUE], definition: "Demandes dont la réponse, favorable ou non, tombe dans l'année, même faites l'année d'avant. Une demande réalisée sans date de réponse connue compte à sa date de réalisation." },
  { ...commun, ...A_LA_REPONSE, numero: 'favorables', titre: 'Favorables', libelle: 'Réponses favorables', conditions: [FAVORABLE], definition: 'Parmi les réponses, celles qui accordent la demande (« Accordée » ou « Réalisée »).' },
  { ...commun, ...A_LA_REPONSE, numero: 'defavorables', titre: 'Défavorables', libelle: 'Réponses défavorables', conditions: [DEFAVORABLE], definition: 'Parmi les réponses, celles qui refusent la demande (« Refusée »).' },
  { ...commun, ...A_LA_DEMANDE, numero: 'attente', titre: 'En attente', libelle: 'Demandes en attente', conditions: [EN_ATTENTE], definition: "Parmi les demandes faites dans l'année, celles qui n'ont toujours pas de réponse aujourd'hui." },
  { ...commun, date: 'date_realisation', nomDeLaDate: 'Date de réalisation', numero: 'realisees', titre: 'Réalisées', libelle: 'Réalisations', conditions: [], definition: "Demandes dont la réalisation effective tombe dans l'année, même demandées ou accordées l'année d'avant." },
];

/** The column of which the delay is the median: answers whose own date is known. */
export const DELAI = {
  numero: 'delai', de: 'reponses', titre: 'Délai médian', libelle: 'Délai médian de réponse',
  definition: "Nombre de jours entre la demande et la réponse : la moitié des réponses de l'année est arrivée en moins de temps, l'autre en plus de temps. Une réponse sans date connue n'y entre pas ; sans aucune réponse datée, « n.d. ».",
} as const;

/** What every column has in common, said under the table. */
export const PRINCIPES: readonly string[] = [
  "Chaque fait compte dans l'année de sa propre date : une demande de décembre accordée en janvier est « demandée » une année et « favorable » la suivante. Les colonnes d'une même ligne ne s'additionnent donc pas.",
  "Une personne compte une fois par demande. L'agence est celle de l'orientation de la personne ; la convention, celle en vigueur le jour du fait.",
];

/** By what the statement is split. `fait`: the column of `faits` that names the line. */
export const AXES = {
  type: { titre: 'Par type de demande', entete: 'Type de demande' },
  famille: { titre: 'Par famille', entete: 'Famille' },
  agence: { titre: 'Par agence', entete: 'Agence Pôle emploi' },
  convention: { titre: 'Par convention', entete: 'Convention' },
  plie: { titre: 'Par PLIE', entete: 'PLIE' },
} as const;
export type Axe = keyof typeof AXES;

export const estAxe = (texte: string): texte is Axe => texte in AXES;
export const colonneDe = (numero: string): Compte | null => COLONNES.find((c) => c.numero === numero) ?? null;
export const TYPES = LISTES.TYPES_DEMANDE_PE;
