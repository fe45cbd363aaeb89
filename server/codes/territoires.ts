/**
 * The régions and départements of France, with the short codes by which people name a région.
 * Public facts; a row is put into the database the first time an organisation needs it, and may then be changed there
 * (a département attached to another région for a partnership).
 */

export const REGIONS = [
  { code: 'ARA', libelle: 'Auvergne-Rhône-Alpes' },
  { code: 'BFC', libelle: 'Bourgogne-Franche-Comté' },
  { code: 'BRE', libelle: 'Bretagne' },
  { code: 'CVL', libelle: 'Centre-Val de Loire' },
  { code: 'COR', libelle: 'Corse' },
  { code: 'GES', libelle: 'Grand Est' },
  { code: 'GUA', libelle: 'Guadeloupe' },
  { code: 'GUF', libelle: 'Guyane' },
  { code: 'HDF', libelle: 'Hauts-de-France' },
  { code: 'IDF', libelle: 'Île-de-France' },
  { code: 'REU', libelle: 'La Réunion' },
  { code: 'MTQ', libelle: 'Martinique' },
  { code: 'MAY', libelle: 'Mayotte' },
  { code: 'NOR', libelle: 'Normandie' },
  { code: 'NAQ', libelle: 'Nouvelle-Aquitaine' },
  { code: 'OCC', libelle: 'Occitanie' },
  { code: 'PDL', libelle: 'Pays de la Loire' },
  { code: 'PACA', libelle: "Provence-Alpes-Côte d'Azur" },
] as const;

export type CodeRegion = (typeof REGIONS)[number]['code'];

/** Départements of each région: code and name, in the order of the codes. */
const PAR_REGION: Record<CodeRegion, Record<string, string>> = {
  ARA: { '01': 'Ain', '03': 'Allier', '07': 'Ardèche', '15': 'Cantal', '26': 'Drôme', '38': 'Isère', '42': 'Loire', '43': 'Haute-Loire', '63': 'Puy-de-Dôme', '69': 'Rhône', '73': 'Savoie', '74': 'Haute-Savoie' },
  BFC: { '21': "Côte-d'Or", '25': 'Doubs', '39': 'Jura', '58': 'Nièvre', '70': 'Haute-Saône', '71': 'Saône-et-Loire', '89': 'Yonne', '90': 'Territoire de Belfort' },
  BRE: { '22': "Côtes-d'Armor", '29': 'Finistère', '35': 'Ille-et-Vilaine', '56': 'Morbihan' },
  CVL: { '18': 'Cher', '28': 'Eure-et-Loir', '36': 'Indre', '37': 'Indre-et-Loire', '41': 'Loir-et-Cher', '45': 'Loiret' },
  COR: { '2A': 'Corse-du-Sud', '2B': 'Haute-Corse' },
  GES: { '08': 'Ardennes', '10': 'Aube', '51': 'Marne', '52': 'Haute-Marne', '54': 'Meurthe-et-Moselle', '55': 'Meuse', '57': 'Moselle', '67': 'Bas-Rhin', '68': 'Haut-Rhin', '88': 'Vosges' },
  GUA: { '971': 'Guadeloupe' },
  GUF: { '973': 'Guyane' },
  HDF: { '02': 'Aisne', '59': 'Nord', '60': 'Oise', '62': 'Pas-de-Calais', '80': 'Somme' },
  IDF: { '75': 'Paris', '77': 'Seine-et-Marne', '78': 'Yvelines', '91': 'Essonne', '92': 'Hauts-de-Seine', '93': 'Seine-Saint-Denis', '94': 'Val-de-Marne', '95': "Val-d'Oise" },
  REU: { '974': 'La Réunion' },
  MTQ: { '972': 'Martinique' },
  MAY: { '976': 'Mayotte' },
  NOR: { '14': 'Calvados', '27': 'Eure', '50': 'Manche', '61': 'Orne', '76': 'Seine-Maritime' },
  NAQ: { '16': 'Charente', '17': 'Charente-Maritime', '19': 'Corrèze', '23': 'Creuse', '24': 'Dordogne', '33': 'Gironde', '40': 'Landes', '47': 'Lot-et-Garonne', '64': 'Pyrénées-Atlantiques', '79': 'Deux-Sèvres', '86': 'Vienne', '87': 'Haute-Vienne' },
  OCC: { '09': 'Ariège', '11': 'Aude', '12': 'Aveyron', '30': 'Gard', '31': 'Haute-Garonne', '32': 'Gers', '34': 'Hérault', '46': 'Lot', '48': 'Lozère', '65': 'Hautes-Pyrénées', '66': 'Pyrénées-Orientales', '81': 'Tarn', '82': 'Tarn-et-Garonne' },
  PDL: { '44': 'Loire-Atlantique', '49': 'Maine-et-Loire', '53': 'Mayenne', '72': 'Sarthe', '85': 'Vendée' },
  PACA: { '04': 'Alpes-de-Haute-Provence', '05': 'Hautes-Alpes', '06': 'Alpes-Maritimes', '13': 'Bouches-du-Rhône', '83': 'Var', '84': 'Vaucluse' },
};

export interface Departement { code: string; nom: string; region: CodeRegion }

/** Corsica's two codes stand where 20 was. */
const rang = (code: string): string => code.replace(/^2(?=[AB])/, '20');

/** All 101, in the order of their codes. */
export const DEPARTEMENTS: readonly Departement[] = REGIONS
  .flatMap(({ code: region }) => Object.entries(PAR_REGION[region]).map(([code, nom]) => ({ code, nom, region })))
  .sort((a, b) => (rang(a.code) < rang(b.code) ? -1 : 1));

/** The département of a code, as people write it: « 6 », « 06 », « 2a ». Null when there is none. */
export function chercherDepartement(texte: string): Departement | null {
  const cherche = texte.trim().toUpperCase().padStart(2, '0');
  return DEPARTEMENTS.find((d) => d.code === cherche) ?? null;
}

/** Name of a région; its code when it is none of ours. */
export const nomDeRegion = (code: string): string => REGIONS.find((r) => r.code === code)?.libelle ?? code;
