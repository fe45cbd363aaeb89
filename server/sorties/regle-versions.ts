/** The rule of positive exits as data: each version has its parameters. Pure. */

export interface Parametres {
  /** Months for which a job is kept. */
  moisDuMaintien: number;
  /** Months for which a CDD or an interim is foreseen, at least. */
  moisDuContrat: number;
  /** The same for a CUI-PEC. */
  moisDuCuiPec: number;
  /** At least half-time, asked of a CDI, a CDD and an interim. */
  miTempsExige: boolean;
  /** A proof of the job was seen. */
  preuveExigee: boolean;
  /** A training foreseen for more than so many months counts before its title… */
  moisDeFormationLongue: number;
  /** …once so many are done. */
  moisDeFormationFaits: number;
}

export interface Version {
  /** Kept with each exit. */
  code: string;
  libelle: string;
  description: string;
  parametres: Parametres;
}

/** In force (domaine §6, decided). */
export const REGLE_EN_VIGUEUR: Version = {
  code: '2024-1', libelle: 'Règle en vigueur (2024-1)', description: "Emploi durable tenu six mois, au moins à mi-temps, preuve vue ; titre ou diplôme du RNCP validé, ou six mois d'une formation de plus de neuf.",
  parametres: { moisDuMaintien: 6, moisDuContrat: 6, moisDuCuiPec: 6, miTempsExige: true, preuveExigee: true, moisDeFormationLongue: 9, moisDeFormationFaits: 6 },
};

/** Published to be compared with the one in force: no exit is ever classed by them. */
export const VERSIONS_D_ETUDE: readonly Version[] = [
  {
    code: 'ETUDE-12-MOIS', libelle: 'Étude : douze mois', description: "Comme la règle en vigueur, mais l'emploi est prévu pour douze mois et tenu douze mois.",
    parametres: { ...REGLE_EN_VIGUEUR.parametres, moisDuMaintien: 12, moisDuContrat: 12, moisDuCuiPec: 12 },
  },
  {
    code: 'ETUDE-SANS-PREUVE', libelle: 'Étude : sans preuve', description: "Comme la règle en vigueur, mais un emploi durable tenu six mois compte même si aucune preuve n'a été vue.",
    parametres: { ...REGLE_EN_VIGUEUR.parametres, preuveExigee: false },
  },
  {
    code: 'ETUDE-3-MOIS', libelle: 'Étude : trois mois', description: 'Comme la règle en vigueur, mais un emploi compte dès trois mois tenus et une formation longue dès trois mois faits.',
    parametres: { ...REGLE_EN_VIGUEUR.parametres, moisDuMaintien: 3, moisDeFormationFaits: 3 },
  },
];

const NOMBRES = ['', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix', 'onze', 'douze', 'treize', 'quatorze', 'quinze', 'seize', 'dix-sept', 'dix-huit', 'dix-neuf', 'vingt', 'vingt et un', 'vingt-deux', 'vingt-trois', 'vingt-quatre'];
/** « six mois »; digits past twenty-four. */
export const enMois = (n: number): string => `${NOMBRES[n] ?? n} mois`;
