/**
 * The fictional region: real names of territories (annexe 2 of the convention), everything else invented.
 * Years are given from the year of the day (0 = this year, -1 = last year).
 */

export interface AgenceDemo { code: string; nom: string; departement: string; /** orients by information collective only */ ic?: boolean }

export interface ConventionDemo {
  /** First and last day, as « année relative, mois-jour ». */
  debut: [annee: number, moisJour: string];
  fin: [annee: number, moisJour: string];
  phase_diagnostic?: boolean;
  orientations_ic?: 'AUCUNE' | 'CERTAINES' | 'TOUTES';
  perimetre_sorties?: 'PE' | 'TOUS_PRESCRIPTEURS';
  mode_integration?: 'COMMISSION' | 'ECHANGE_DE_LISTES';
  fse?: boolean;
}

export interface PlieDemo {
  code: string;
  nom: string;
  departement: string;
  /** The first is the reference agency. */
  agences: string[];
  /** Orientations over the three years. */
  orientations: number;
  accompagnateurs: number;
  /** Share of the first contacts missed, and of the persons received who are integrated. */
  absents: number;
  integres: number;
  conventions: ConventionDemo[];
  communes: [nom: string, codePostal: string][];
  /** The PLIE convenes some of those oriented sur le flux to its own collective reception. */
  accueil_collectif?: boolean;
  /** One more accompagnateur has just left: their account is closed, their persons are still theirs. */
  depart_recent?: boolean;
}

export const REGION = { code: 'PACA', nom: "Provence-Alpes-Côte d'Azur" };

export const DEPARTEMENTS = [
  { code: '13', nom: 'Bouches-du-Rhône' },
  { code: '06', nom: 'Alpes-Maritimes' },
  { code: '83', nom: 'Var' },
] as const;

export const AGENCES: readonly AgenceDemo[] = [
  { code: 'CALANQUES', nom: 'Agence des Calanques', departement: '13' },
  { code: 'BELLE-RIVE', nom: 'Agence de la Belle-Rive', departement: '13', ic: true },
  { code: 'GRAND-LARGE', nom: 'Agence du Grand-Large', departement: '13' },
  { code: 'CARMINS', nom: 'Agence des Carmins', departement: '13' },
  { code: 'PLATANES', nom: 'Agence des Platanes', departement: '13' },
  { code: 'FONTAINE', nom: 'Agence de la Fontaine-Vieille', departement: '13', ic: true },
  { code: 'OLIVETTES', nom: 'Agence des Olivettes', departement: '13', ic: true },
  { code: 'MAS-NEUF', nom: 'Agence du Mas-Neuf', departement: '13' },
  { code: 'ETANG-BLEU', nom: "Agence de l'Étang-Bleu", departement: '13' },
  { code: 'SALICORNES', nom: 'Agence des Salicornes', departement: '13' },
  { code: 'AGAVES', nom: 'Agence des Agaves', departement: '06' },
  { code: 'BELVEDERE', nom: 'Agence du Belvédère', departement: '06' },
  { code: 'MIMOSAS', nom: 'Agence des Mimosas', departement: '06' },
  { code: 'JASMINS', nom: 'Agence des Jasmins', departement: '06' },
  { code: 'LENTISQUES', nom: 'Agence des Lentisques', departement: '06' },
  { code: 'PINEDE', nom: 'Agence de la Pinède', departement: '06' },
  { code: 'CAP-NOIR', nom: 'Agence du Cap-Noir', departement: '83' },
];

/** Seven years, around the three that are shown: a 29 February always falls inside. */
const ENTIERE: Pick<ConventionDemo, 'debut' | 'fin'> = { debut: [-5, '01-01'], fin: [1, '12-31'] };

export const PLIES: readonly PlieDemo[] = [
  {
    code: 'MPM-CENTRE', nom: 'PLIE MPM Centre', departement: '13', agences: ['CALANQUES', 'BELLE-RIVE', 'GRAND-LARGE'], orientations: 420, accompagnateurs: 6, absents: 0.3, integres: 0.6,
    conventions: [{ ...ENTIERE, orientations_ic: 'CERTAINES' }], communes: [['Port-Valmorin', '13991'], ['Les Aygades-Hautes', '13992'], ['Belle-Rive', '13993']],
  },
  {
    code: 'MPM-OUEST', nom: 'PLIE MPM Ouest', departement: '13', agences: ['CARMINS', 'GRAND-LARGE'], orientations: 300, accompagnateurs: 4, absents: 0.26, integres: 0.58,
    conventions: [{ ...ENTIERE, mode_integration: 'ECHANGE_DE_LISTES' }], communes: [['Port-des-Pins', '13994'], ['Roquevallière', '13994']],
  },
  {
    code: 'MPM-EST', nom: 'PLIE MPM Est', departement: '13', agences: ['PLATANES'], orientations: 280, accompagnateurs: 4, absents: 0.22, integres: 0.66,
    conventions: [{ ...ENTIERE, fse: true }], communes: [['Aubignosque', '13995'], ["Saint-Jean-de-l'Aube", '13995']], accueil_collectif: true,
  },
  {
    code: 'PAYS-AIX', nom: "PLIE Pays d'Aix", departement: '13', agences: ['FONTAINE', 'OLIVETTES'], orientations: 330, accompagnateurs: 5, absents: 0.28, integres: 0.6,
    conventions: [{ ...ENTIERE, orientations_ic: 'TOUTES' }], communes: [['Les Milles-Sources', '13996'], ['Puyvert-sous-Victoire', '13996'], ["L'Arc-Fontaine", '13996']],
  },
  {
    code: 'ARLES', nom: 'PLIE Arles', departement: '13', agences: ['MAS-NEUF'], orientations: 170, accompagnateurs: 2, absents: 0.18, integres: 0.7,
    conventions: [ENTIERE], communes: [['Le Mas-Neuf', '13997'], ['Salin-de-Badière', '13997']],
  },
  {
    code: 'PAYS-MARTEGAL', nom: 'PLIE CA Pays Martégal', departement: '13', agences: ['ETANG-BLEU'], orientations: 180, accompagnateurs: 3, absents: 0.2, integres: 0.62,
    conventions: [{ ...ENTIERE, mode_integration: 'ECHANGE_DE_LISTES' }], communes: [["L'Étang-Bleu", '13998'], ['Roc-Martin', '13998']],
  },
  {
    // Its convention ended last year: nothing can be oriented nor sent any more.
    code: 'OUEST-PROVENCE', nom: 'PLIE Ouest Provence', departement: '13', agences: ['SALICORNES', 'ETANG-BLEU'], orientations: 180, accompagnateurs: 2, absents: 0.24, integres: 0.6,
    conventions: [{ debut: [-5, '01-01'], fin: [-1, '12-31'] }], communes: [['Port-Salicorne', '13999'], ['Les Étangs-Blancs', '13999']],
  },
  {
    code: 'NCA', nom: 'PLIE NCA', departement: '06', agences: ['AGAVES', 'BELVEDERE'], orientations: 330, accompagnateurs: 5, absents: 0.27, integres: 0.6,
    conventions: [{ ...ENTIERE, fse: true }], communes: [['Villarouge-les-Agaves', '06991'], ['Saint-Roch-du-Paillon', '06992']], accueil_collectif: true,
  },
  {
    code: 'CANNES', nom: 'PLIE Cannes', departement: '06', agences: ['MIMOSAS'], orientations: 190, accompagnateurs: 3, absents: 0.2, integres: 0.58,
    conventions: [ENTIERE], communes: [['La Croix-des-Mimosas', '06993'], ['Haut-Cabrol', '06993']],
  },
  {
    // The diagnostic phase was given up, and the exits widened, at the turn of this year.
    code: 'GRASSE', nom: 'PLIE Grasse', departement: '06', agences: ['JASMINS', 'MIMOSAS'], orientations: 160, accompagnateurs: 2, absents: 0.16, integres: 0.66,
    conventions: [{ debut: [-5, '01-01'], fin: [-1, '12-31'] }, { debut: [0, '01-01'], fin: [2, '12-31'], phase_diagnostic: false, perimetre_sorties: 'TOUS_PRESCRIPTEURS' }],
    communes: [['Les Jasmins', '06994'], ['Mas-des-Roses', '06994']],
  },
  {
    code: 'CASA', nom: 'PLIE CASA', departement: '06', agences: ['LENTISQUES', 'PINEDE'], orientations: 280, accompagnateurs: 4, absents: 0.22, integres: 0.64,
    conventions: [{ ...ENTIERE, phase_diagnostic: false, perimetre_sorties: 'TOUS_PRESCRIPTEURS' }], communes: [['Les Lentisques-sur-Mer', '06995'], ['Valbrise', '06996'], ['Roquefleurie', '06996'], ['La Pinède', '06995']], depart_recent: true,
  },
  {
    code: 'PROVENCE-MED', nom: 'PLIE Provence Méditerranée', departement: '83', agences: ['CAP-NOIR'], orientations: 180, accompagnateurs: 3, absents: 0.2, integres: 0.64,
    conventions: [ENTIERE], communes: [['Le Cap-Noir', '83991'], ['La Bruyère-sur-Mer', '83992']],
  },
];
