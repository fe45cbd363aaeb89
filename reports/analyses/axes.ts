/**
 * By what the figures of a period may be split. Never by accompagnateur: a table of them would be a ranking.
 * A situation (minimum social, RQTH, DELD, freins) is that of the fiche de liaison, as it was noted on the orientation.
 */
import { brut, sql, type Sql } from '../../server/lib/db/sql';
import { LISTES } from '../../server/codes/listes';

interface Valeur { code: string; libelle: string }

export interface Axe {
  cle: string;
  /** Head of the rows: « Agence ». */
  libelle: string;
  /** In a title: « par agence ». */
  par: string;
  /** « select … as valeur, … as libelle »: the values of the fact `f` whose event is on the day of that column; one row with null when it has none. */
  valeurs(date: string): Sql;
  /** The values are those of the person `e` of the fact. */
  surLaPersonne: boolean;
  /** Each fact has one value at most: the rows add up to the total. */
  partition: boolean;
  /** All the values, in their order; null when they are those met. */
  liste: readonly Valeur[] | null;
  /** Over `valeur` and the least `libelle` of its facts: the label of a value met. */
  nom?: Sql;
  /** The row of the facts without a value; null when each has one. */
  sansValeur: string | null;
  /** Columns that it may split. */
  colonnes: readonly string[];
  /** What is to be known of it, under the table. */
  note?: string;
}

/**
 * Ages on the day of the event. Both cuts of the European Social Fund can be added up from them: under 25 and 55 or more
 * (2014-2020), 18 to 29 and 55 or more (2021-2027). `jusqua`: last age of the band.
 */
export const TRANCHES_D_AGE: readonly (Valeur & { jusqua: number | null })[] = [
  { code: 'MOINS_25', libelle: 'Moins de 25 ans', jusqua: 24 },
  { code: '25_29', libelle: '25 à 29 ans', jusqua: 29 },
  { code: '30_44', libelle: '30 à 44 ans', jusqua: 44 },
  { code: '45_54', libelle: '45 à 54 ans', jusqua: 54 },
  { code: '55_PLUS', libelle: '55 ans et plus', jusqua: null },
];

/** Birthdays at which a person changes bands. */
export const CHANGEMENTS_DE_TRANCHE: readonly number[] = TRANCHES_D_AGE.flatMap((t) => (t.jusqua === null ? [] : [t.jusqua + 1]));

/** Counts about orientations, and their ratios. */
export const TOUTES_LES_COLONNES = ['1', '3', '4', '5', '6', '7', '8', '9', '9bis', '10', '11', '12', '14', '15', '16'];
/** Those above are about orientations of Pôle emploi until the exits: nothing to split between prescribers. */
const SORTIES = ['10', '11', '12', '14', '15', '16'];
const REFUS = ['R', 'RT'];
const OUI_NON: readonly Valeur[] = [{ code: 'true', libelle: 'Oui' }, { code: 'false', libelle: 'Non' }];
const NON_RENSEIGNE = 'Non renseigné';

/** A column of the orientation or of the person; its codes are those of the list. */
const colonne = (source: 'f' | 'e', nom: string) => () => brut(`select ${source}.${nom}::text as valeur, null::text as libelle`);
const age = (date: string): Sql => {
  const cas = TRANCHES_D_AGE.map((t) => (t.jusqua === null ? `else '${t.code}'` : `when x.age <= ${t.jusqua} then '${t.code}'`)).join(' ');
  return brut(`select case ${cas} end as valeur, null::text as libelle from (select extract(year from age(f.${date}::timestamp, e.date_naissance::timestamp)) as age) x`);
};

const surOrientation = { surLaPersonne: false, partition: true, sansValeur: NON_RENSEIGNE, colonnes: TOUTES_LES_COLONNES };
const DE_LA_FICHE = { ...surOrientation, note: "Situation notée sur la fiche de liaison, le jour de l'orientation." };
const surPersonne = { ...surOrientation, surLaPersonne: true };

export const AXES: readonly Axe[] = [
  { ...surOrientation, cle: 'agence', libelle: 'Agence', par: 'par agence', valeurs: colonne('f', 'agence_id'), liste: null, nom: sql`(select a.nom from organisations a where a.id = valeur::bigint)`, sansValeur: 'Agence non précisée' },
  {
    ...surPersonne, cle: 'commune', libelle: 'Commune', par: 'par commune', liste: null, sansValeur: 'Commune non renseignée', note: "Commune de l'adresse d'aujourd'hui.",
    // « SAINT-PAUL » and « saint paul » are one commune, called by its best spelling: the first by this rank.
    valeurs: () => sql`select nullif(normaliser(e.commune), '') as valeur, case e.commune when upper(e.commune) then '2' when lower(e.commune) then '3' else '1' end || e.commune as libelle`,
    nom: sql`substr(libelle, 2)`,
  },
  { ...surOrientation, cle: 'prescripteur', libelle: 'Prescripteur', par: 'par prescripteur', valeurs: colonne('f', 'prescripteur'), liste: LISTES.PRESCRIPTEURS, sansValeur: null, colonnes: SORTIES, note: 'Les colonnes 1 à 9 bis du bilan ne comptent que les orientations de Pôle emploi : il n\'y a rien à y répartir entre prescripteurs.' },
  { ...surOrientation, cle: 'motif-sortie', libelle: 'Motif de sortie', par: 'par motif de sortie', valeurs: colonne('f', 'motif_sortie'), liste: LISTES.MOTIFS_SORTIE, sansValeur: null, colonnes: SORTIES },
  { ...surOrientation, cle: 'motif-refus', libelle: 'Motif de refus', par: 'par motif de refus', valeurs: colonne('f', 'motif_refus'), liste: LISTES.MOTIFS_REFUS, sansValeur: null, colonnes: REFUS },
  {
    ...DE_LA_FICHE, cle: 'frein', libelle: 'Frein', par: 'par frein', partition: false, liste: LISTES.FREINS, sansValeur: 'Aucun frein coché',
    note: `${DE_LA_FICHE.note} Qui a plusieurs freins compte dans chacun : les lignes s'ajoutent à plus que le total, qui le compte une fois.`,
    valeurs: () => sql`select x.valeur, null::text as libelle from unnest(case when f.freins = '{}' then array[null::text] else f.freins end) as x (valeur)`,
  },
  { ...DE_LA_FICHE, cle: 'minimum-social', libelle: 'Minimum social', par: 'par minimum social', valeurs: colonne('f', 'minimum_social'), liste: LISTES.MINIMA_SOCIAUX },
  { ...DE_LA_FICHE, cle: 'rqth', libelle: 'RQTH', par: 'selon la RQTH', valeurs: colonne('f', 'rqth'), liste: OUI_NON },
  { ...DE_LA_FICHE, cle: 'deld', libelle: 'DELD', par: 'selon la DELD', valeurs: colonne('f', 'deld'), liste: OUI_NON },
  { ...surPersonne, cle: 'sexe', libelle: 'Sexe', par: 'par sexe', valeurs: colonne('e', 'sexe'), liste: LISTES.SEXES },
  { ...surPersonne, cle: 'age', libelle: 'Âge', par: "par tranche d'âge", valeurs: age, liste: TRANCHES_D_AGE, sansValeur: null, note: "Âge au jour de ce que la colonne compte : une même personne peut changer de tranche d'une colonne à l'autre." },
];
