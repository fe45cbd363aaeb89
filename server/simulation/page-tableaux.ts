/** A simulation as tables: the same on the screen and in the workbook. Pure. */
import { celluleMasquee, celluleNombre, celluleTaux, celluleTexte, type CelluleDAnalyse, type ColonneDAnalyse, type LigneDAnalyse, type TableauDAnalyse } from '../../reports/analyses/tableau';
import { masquer, SEUIL } from '../../reports/analyses/masquer';
import { dansLaPhrase, formaterNombre } from '../lib/texte';
import { enMois, type Parametres, type Version } from '../sorties/regle';
import type { Simulation } from './actions';
import { TRAITEMENTS, type Compare, type Comptes } from './rules';

/** Everywhere a simulation is shown or written. */
export const BANDEAU = "Simulation : rien n'est enregistré";

/** `nominatif`: nothing is hidden from those who may see persons. */
export interface Presentation { contexte: string; version: Version; nominatif: boolean }

const COLONNES: ColonneDAnalyse[] = [
  { cle: '10', titre: 'Col. 10 – Sorties', libelle: 'Col. 10 – Sorties, orientations PE', unite: 'NOMBRE', groupe: 'Orientations PE' },
  { cle: '11', titre: 'Col. 11 – Positives', libelle: 'Col. 11 – Dont positives, orientations PE', unite: 'NOMBRE', groupe: 'Orientations PE' },
  { cle: '12', titre: 'Col. 12 – Taux', libelle: 'Col. 12 – Taux de sorties positives, orientations PE', unite: 'TAUX', groupe: 'Orientations PE' },
  { cle: '14', titre: 'Col. 14 – Sorties', libelle: 'Col. 14 – Sorties totales du PLIE', unite: 'NOMBRE', groupe: 'Tous prescripteurs' },
  { cle: '15', titre: 'Col. 15 – Positives', libelle: 'Col. 15 – Dont positives du PLIE', unite: 'NOMBRE', groupe: 'Tous prescripteurs' },
  { cle: '16', titre: 'Col. 16 – Taux', libelle: 'Col. 16 – Taux de sorties positives du PLIE', unite: 'TAUX', groupe: 'Tous prescripteurs' },
];

const signe = (n: number): string => (n > 0 ? '+' : n < 0 ? '−' : '');
const difference = (avant: number, apres: number): CelluleDAnalyse => ({ ...celluleTexte(`${signe(apres - avant)}${formaterNombre(Math.abs(apres - avant))}`), valeur: apres - avant });
/** Tenths of a point; half goes away from zero. Both ratios are over the same exits. */
function points(avant: number, apres: number, sur: number): CelluleDAnalyse {
  if (!sur) return celluleTexte('n.d.');
  const dixiemes = Math.floor((Math.abs(apres - avant) * 2000 + sur) / (2 * sur));
  return { ...celluleTexte(`${signe(apres - avant)}${formaterNombre(Math.floor(dixiemes / 10))},${dixiemes % 10} points`), valeur: (apres - avant) / sur };
}

const compter = (c: Comptes): CelluleDAnalyse[] => [
  celluleNombre(c.sortiesPe), celluleNombre(c.positivesPe), celluleTaux(c.positivesPe, c.sortiesPe), celluleNombre(c.sorties), celluleNombre(c.positives), celluleTaux(c.positives, c.sorties),
];
const comparer = ({ enregistre: a, simule: b }: Compare): CelluleDAnalyse[] => [
  difference(a.sortiesPe, b.sortiesPe), difference(a.positivesPe, b.positivesPe), points(a.positivesPe, b.positivesPe, a.sortiesPe), difference(a.sorties, b.sorties), difference(a.positives, b.positives), points(a.positives, b.positives, a.sorties),
];

/** The two sides and their difference; by PLIE where there are several; what the rule could be applied to. */
export function tableauxDeLaSimulation({ ensemble, parPlie }: Simulation, noms: ReadonlyMap<string, string>, p: Presentation): TableauDAnalyse[] {
  const tableau = (cle: string, nom: string, titre: string, axe: string, colonnes: ColonneDAnalyse[], lignes: LigneDAnalyse[], notes: string[]): TableauDAnalyse => ({ cle, nom, titre, contexte: p.contexte, axe, colonnes, lignes, notes: [`${BANDEAU}.`, ...notes] });
  const cote = (libelle: string, cellules: CelluleDAnalyse[], genre: LigneDAnalyse['genre'] = 'VALEUR'): LigneDAnalyse => ({ libelle, genre, cellules });
  const plies = [...noms].filter(([code]) => parPlie.has(code)).map(([code, nom]) => ({ nom, c: parPlie.get(code)! }));
  return [
    tableau('comparaison', 'Simulation', 'Les mêmes sorties, deux règles', BANDEAU, COLONNES, [
      cote('Nature enregistrée', compter(ensemble.enregistre)), cote(`Simulation, ${dansLaPhrase(p.version.libelle)}`, compter(ensemble.simule)), cote('Différence', comparer(ensemble), 'TOTAL'),
    ], ["Les sorties comptées sont les mêmes des deux côtés, à leur date enregistrée : les colonnes 10 et 14 ne changent donc pas. Chiffres du jour, même pour une année validée."]),
    ...(plies.length > 1 ? [tableau('par-plie', 'Simulation par PLIE', 'Par PLIE, tous prescripteurs', 'PLIE', COLONNES_PAR_PLIE, [
      ...plies.map(({ nom, c }) => cote(nom, parPlieCellules(c))), cote('Ensemble', parPlieCellules(ensemble), 'TOTAL'),
    ], [])] : []),
    tableau('traitements', 'Simulation, faits', "À quoi la règle a pu s'appliquer", 'Ce que la règle en fait', [{ cle: 'n', titre: 'Sorties', libelle: 'Nombre de sorties', unite: 'NOMBRE' }], traitements(ensemble, p), TRAITEMENTS.map((t) => `${t.libelle} : ${dansLaPhrase(t.precision)}`)),
  ];
}

const COLONNES_PAR_PLIE: ColonneDAnalyse[] = [
  { cle: '14', titre: 'Sorties', libelle: 'Col. 14 – Sorties totales du PLIE', unite: 'NOMBRE' },
  { cle: '15', titre: 'Positives', libelle: 'Col. 15, nature enregistrée', unite: 'NOMBRE', groupe: 'Enregistré' }, { cle: '16', titre: 'Taux', libelle: 'Col. 16, nature enregistrée', unite: 'TAUX', groupe: 'Enregistré' },
  { cle: '15s', titre: 'Positives', libelle: 'Col. 15, simulation', unite: 'NOMBRE', groupe: 'Simulation' }, { cle: '16s', titre: 'Taux', libelle: 'Col. 16, simulation', unite: 'TAUX', groupe: 'Simulation' },
  { cle: 'd', titre: 'Positives', libelle: 'Différence de la col. 15', unite: 'NOMBRE', groupe: 'Différence' }, { cle: 'dt', titre: 'Taux', libelle: 'Différence de la col. 16, en points', unite: 'TAUX', groupe: 'Différence' },
];
const parPlieCellules = ({ enregistre: a, simule: b }: Compare): CelluleDAnalyse[] => [
  celluleNombre(a.sorties), celluleNombre(a.positives), celluleTaux(a.positives, a.sorties), celluleNombre(b.positives), celluleTaux(b.positives, b.sorties), difference(a.positives, b.positives), points(a.positives, b.positives, a.sorties),
];

function traitements({ traitements: t, enregistre }: Compare, { nominatif }: Presentation): LigneDAnalyse[] {
  const nombres = TRAITEMENTS.map(({ code }) => [t[code]]);
  const masquage = nominatif ? null : masquer({ nombres, totaux: [enregistre.sorties], emboitees: [], genre: 'PARTITION' });
  return [
    ...TRAITEMENTS.map(({ libelle }, i): LigneDAnalyse => {
      const etat = masquage?.etats[i]![0] ?? 'CLAIR';
      return { libelle, genre: 'VALEUR', cellules: [etat === 'CLAIR' ? celluleNombre(nombres[i]![0]!) : celluleMasquee(etat === 'MOINS' ? `<\u00a0${SEUIL}` : 'masqué')] };
    }),
    { libelle: 'Ensemble', genre: 'TOTAL', cellules: [celluleNombre(enregistre.sorties)] },
  ];
}

/** The parameters of a version beside those in force, in words. */
export const direParametres = (p: Parametres): { libelle: string; valeur: string }[] => [
  { libelle: 'Emploi tenu', valeur: enMois(p.moisDuMaintien) },
  { libelle: 'CDD ou intérim prévu pour', valeur: `${enMois(p.moisDuContrat)} au moins` },
  { libelle: 'CUI-PEC prévu pour', valeur: `${enMois(p.moisDuCuiPec)} au moins` },
  { libelle: 'Au moins à mi-temps', valeur: p.miTempsExige ? 'exigé' : 'non exigé' },
  { libelle: "Preuve de l'emploi", valeur: p.preuveExigee ? 'exigée' : 'non exigée' },
  { libelle: 'Formation longue', valeur: `plus de ${enMois(p.moisDeFormationLongue)}` },
  { libelle: 'Formation longue comptée après', valeur: enMois(p.moisDeFormationFaits) },
];
