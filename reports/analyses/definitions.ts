/** What the analyses of a period count: the columns of annexe 1, and refusals beside them. */
import { BILAN_QUANTITATIF, PE } from '../bilan-quantitatif/definitions';
import { estVentilation, type Clause, type Compte, type Document } from '../indicateur';
import { ORIENTATIONS } from '../sources';

/** A refusal ends its orientation: its date is that of the end, which has an index where that of the refusal has none. */
const REFUSEE: Clause = { sql: 'f.date_refus is not null', oui: "finit par un refus d'intégration", non: "ne finit pas par un refus d'intégration" };
const refus = (numero: string, libelle: string, definition: string, conditions: readonly Clause[]): Compte => ({
  numero, genre: 'compte', titre: libelle, libelle, definition, fournisseur: 'PLIE', source: ORIENTATIONS, date: 'date_fin', nomDeLaDate: 'Date du refus', conditions,
});

/** `R` and `RT` are not of annexe 1, hence no number. */
export const ANALYSES: Document = {
  indicateurs: [
    ...BILAN_QUANTITATIF.indicateurs.filter((i) => !estVentilation(i)),
    refus('R', "Refus d'intégration, orientations PE", "Nombre d'orientations de Pôle emploi dont la date de refus d'intégration tombe dans la période.", [PE, REFUSEE]),
    refus('RT', "Refus d'intégration, tous prescripteurs", "Nombre d'orientations dont la date de refus d'intégration tombe dans la période, tous prescripteurs confondus.", [REFUSEE]),
  ],
  sommes: BILAN_QUANTITATIF.sommes,
  controles: [],
};

/** Over the columns. */
export const GROUPES_DES_ANALYSES: readonly { titre: string; colonnes: readonly string[] }[] = [
  { titre: 'Orientation et accueil', colonnes: ['1', '3', '4'] },
  { titre: 'Diagnostic', colonnes: ['5', '6'] },
  { titre: 'Intégration', colonnes: ['7', '8', '9', '9bis'] },
  { titre: 'Refus', colonnes: ['R', 'RT'] },
  { titre: 'Sorties, orientations PE', colonnes: ['10', '11', '12'] },
  { titre: 'Sorties, tous prescripteurs', colonnes: ['14', '15', '16'] },
];

/** [part, whole]: the facts of the first are among those of the second. */
export const EMBOITEES: readonly (readonly [string, string])[] = [['11', '10'], ['10', '14'], ['11', '15'], ['15', '14'], ['R', 'RT']];
