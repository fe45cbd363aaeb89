/** The figures of a period as a table of an analysis, small counts hidden from those who may not see persons. Pure. */
import { TOUTES_LES_COLONNES, type Axe } from '../../reports/analyses/axes';
import { ANALYSES, EMBOITEES, GROUPES_DES_ANALYSES } from '../../reports/analyses/definitions';
import { masquer, type Etat, type Masquage } from '../../reports/analyses/masquer';
import type { LigneRepartie, Repartition } from '../../reports/analyses/repartition';
import { celluleMasquee, celluleNombre, celluleTaux, celluleTexte, type CelluleDAnalyse, type ColonneDAnalyse, type LigneDAnalyse, type TableauDAnalyse } from '../../reports/analyses/tableau';
import { annoter, enumerer, noteEnClair } from '../../reports/bilan-quantitatif/notes';
import { lireChiffre, NON_APPLICABLE, nomDeLigne } from '../../reports/bilan-quantitatif/textes';
import { numeroLisible, type Indicateur } from '../../reports/indicateur';
import type { Ligne } from '../../reports/moteur';
import { adresseDeListe } from '../http/pagination';
import type { DateCivile } from '../lib/dates';
import type { TerritoireOffert } from '../pilotage/rules-territoires';
import { SANS_VALEUR } from './form';
import { nommerJours, type Jours } from './rules';

export interface Vue { choisi: TerritoireOffert; jours: Jours; axe: Axe | null; jour: DateCivile; nominatif: boolean }

type Colonne = ColonneDAnalyse & { indicateur: Indicateur };

const SIGNES: Record<Exclude<Etat, 'CLAIR'>, string> = { MOINS: '<\u00a05', MASQUE: 'masqué' };
const majuscule = (texte: string): string => texte.charAt(0).toUpperCase() + texte.slice(1);
const HORS_ANNEXE = /^R/;

/** « Col. 14 – Sorties totales du PLIE »; no number outside annexe 1. */
export const intitule = ({ numero, libelle }: Indicateur): string => (HORS_ANNEXE.test(numero) ? libelle : `Col. ${numeroLisible(numero)} – ${libelle}`);

/** In the order of the groups, without those that do not exist for anybody there. */
function colonnesDe(axe: Axe | null, total: Ligne): Colonne[] {
  const offertes = axe?.colonnes ?? TOUTES_LES_COLONNES;
  const existe = (i: Indicateur): boolean => (i.genre === 'taux' ? total.taux[i.numero]!.applicable : i.genre === 'compte' && total.comptes[i.numero]!.applicable);
  return GROUPES_DES_ANALYSES.flatMap((g) => g.colonnes.filter((n) => offertes.includes(n)).map((n) => ANALYSES.indicateurs.find((i) => i.numero === n)!).filter(existe).map((indicateur) => ({
    indicateur, cle: indicateur.numero, groupe: g.titre, libelle: intitule(indicateur), unite: indicateur.genre === 'taux' ? 'TAUX' as const : 'NOMBRE' as const,
    titre: indicateur.titre, ...(!HORS_ANNEXE.test(indicateur.numero) && { numero: numeroLisible(indicateur.numero), definition: `/definitions#col-${indicateur.numero}` }),
  })));
}

/** Address of the list behind a count, for those who may open it. */
const lienVers = ({ choisi, jours, axe, nominatif }: Vue, colonne: string, valeur?: string | null, territoire = choisi.cle): string | null => (nominatif
  ? adresseDeListe('/analyses/repartition/liste', { ...jours, territoire, axe: axe?.cle, valeur: valeur === null ? SANS_VALEUR : valeur, colonne })
  : null);

/** A figure of the engine: of a PLIE, of a département, of the whole. */
function celluleDuMoteur({ indicateur: i }: Colonne, ligne: Ligne, lien: string | null): CelluleDAnalyse {
  const { texte, details } = lireChiffre(i, ligne);
  const { numerateur, denominateur } = i.genre === 'taux' ? ligne.taux[i.numero]! : { numerateur: ligne.comptes[i.numero]!.valeur, denominateur: 1 };
  const valeur = numerateur === null || !denominateur ? null : numerateur / denominateur;
  return { texte, details, valeur, lien: i.genre === 'compte' && valeur ? lien : null, masquee: false };
}

/** Without an axis: as the bilan, each PLIE then its département. A total of one PLIE only repeats it. */
function lignesSansAxe(lignes: Ligne[], colonnes: Colonne[], vue: Vue): LigneDAnalyse[] {
  const montrees = lignes.at(-1)!.plies === 1 ? lignes.filter((l) => l.plie) : lignes;
  return montrees.map((l, rang) => ({
    libelle: nomDeLigne(l), genre: l.plie ? 'VALEUR' : l.departement ? 'SOUS_TOTAL' : 'TOTAL',
    ...(montrees.length > 1 && l.plie && montrees[rang - 1]?.departement?.code !== l.departement!.code && { entete: `${l.departement!.nom} (${l.departement!.code})` }),
    cellules: colonnes.map((c) => celluleDuMoteur(c, l, lienVers(vue, c.cle, undefined, l.plie ? `plie:${l.plie.code}` : l.departement && vue.choisi.territoire.type !== 'DEPARTEMENT' ? `departement:${l.departement.code}` : vue.choisi.cle))),
  }));
}

/** What must be hidden of these rows: nothing for those who may open the lists. */
function masquerRangees(rangees: LigneRepartie[], total: Ligne, comptes: Colonne[], { axe, nominatif }: Vue): Masquage | null {
  const place = (numero: string): number => comptes.findIndex((c) => c.cle === numero);
  return nominatif ? null : masquer({
    nombres: rangees.map((l) => comptes.map((c) => l.comptes[c.cle]!)),
    totaux: comptes.map((c) => total.comptes[c.cle]!.valeur),
    emboitees: EMBOITEES.map(([part, tout]) => [place(part), place(tout)] as const).filter(([part, tout]) => part >= 0 && tout >= 0),
    genre: axe!.partition ? 'PARTITION' : 'RECOUVREMENT',
  });
}

/** The counts that a ratio divides; D is column 1 wherever a row has it. */
const termesDe = (i: Indicateur): [string, string] => (i.genre === 'taux' ? [i.numerateur, i.denominateur === 'D' ? '1' : i.denominateur] : [i.numero, i.numero]);

/** Over some of the PLIEs only, the terms of a ratio are other counts than those shown, and nothing tells whether they are small. */
const porteSurLesNombresMontres = ({ rangees }: Repartition, { indicateur: i }: Colonne): boolean => i.genre !== 'taux' || rangees.every((l) => {
  const [n, d] = termesDe(i);
  return l.taux[i.numero]!.numerateur === l.comptes[n]! && l.taux[i.numero]!.denominateur === l.comptes[d]!;
});

function lignesDeLAxe({ rangees, lignes }: Repartition, colonnes: Colonne[], vue: Vue): LigneDAnalyse[] {
  const total = lignes.at(-1)!;
  const comptes = colonnes.filter((c) => c.indicateur.genre === 'compte');
  const masquage = masquerRangees(rangees, total, comptes, vue);
  const etat = (ligne: number, numero: string): Etat => masquage?.etats[ligne]?.[comptes.findIndex((c) => c.cle === numero)] ?? 'CLAIR';
  const totalMasque = (numero: string): boolean => masquage?.totaux[comptes.findIndex((c) => c.cle === numero)] ?? false;

  const compter = (l: LigneRepartie, rang: number, numero: string): CelluleDAnalyse => {
    const [n, e] = [l.comptes[numero]!, etat(rang, numero)];
    return n === null ? celluleTexte(NON_APPLICABLE) : e === 'CLAIR' ? celluleNombre(n, lienVers(vue, numero, l.valeur)) : celluleMasquee(SIGNES[e]);
  };
  const rapporter = (l: LigneRepartie, rang: number, i: Indicateur): CelluleDAnalyse => {
    const { numerateur, denominateur } = l.taux[i.numero]!;
    return termesDe(i).some((n) => etat(rang, n) !== 'CLAIR') ? celluleMasquee(SIGNES.MASQUE) : celluleTaux(numerateur, denominateur);
  };
  return [
    ...rangees.map((l, rang): LigneDAnalyse => ({ libelle: l.libelle, genre: 'VALEUR', cellules: colonnes.map((c) => (c.indicateur.genre === 'taux' ? rapporter(l, rang, c.indicateur) : compter(l, rang, c.cle))) })),
    { libelle: 'Total', genre: 'TOTAL', cellules: colonnes.map((c) => (termesDe(c.indicateur).some(totalMasque) ? celluleMasquee(SIGNES.MASQUE) : celluleDuMoteur(c, total, lienVers(vue, c.cle)))) },
  ];
}

const surD = ({ indicateur: i }: Colonne): boolean => i.genre === 'taux' && i.denominateur === 'D';

/** What the axis and the hiding have to say, then what the engine has of these columns. */
function notesDe(lignes: Ligne[], tues: Colonne[], rangees: LigneDAnalyse[], { axe, jours, jour, choisi }: Vue): string[] {
  const offertes = axe?.colonnes ?? TOUTES_LES_COLONNES;
  // Column 2 is not shown: it matters where 4 and 9 bis want it.
  const sansSource = offertes.includes('4') && lignes.some((l) => l.taux['4']!.denominateur === null);
  const duMoteur = annoter(lignes, { ...jours, territoire: choisi.territoire }, jour).flatMap((n) => {
    const siennes = n.colonnes.filter((c) => offertes.includes(c) || (c === '2' && sansSource));
    return n.colonnes.length && !siennes.length ? [] : [noteEnClair({ ...n, colonnes: siennes })];
  });
  const parIc = axe && !tues.some(surD) && offertes.includes('4') && lignes.some((l) => l.periodes.some((p) => p.orientations_ic !== 'AUCUNE'));
  return [
    ...(axe?.note ? [axe.note] : []),
    ...(parIc ? ["Col. 4 et 9 bis, par ligne : sur les seuls PLIE dont aucune orientation ne passe par une information collective, car les présents n'y sont comptés qu'en nombre."] : []),
    ...(tues.some(surD) ? [`Col. ${enumerer(tues.filter(surD).map((c) => c.numero!))} : pas de taux ligne par ligne là où des orientations passent par une information collective, dont les présents ne sont comptés qu'en nombre.`] : []),
    ...(tues.some((c) => !surD(c)) ? [`Col. ${enumerer(tues.filter((c) => !surD(c)).map((c) => c.numero!))} : certains de ces PLIE n'ont pas de phase de diagnostic. Choisissez un PLIE pour lire ces taux ligne par ligne.`] : []),
    ...(rangees.some((l) => l.cellules.some((c) => c.masquee)) ? ['« < 5 » : moins de cinq personnes. « masqué » : nombre caché pour que ceux-là ne se retrouvent pas par soustraction, ou taux qui les dévoilerait.'] : []),
    ...duMoteur,
  ];
}

/** The whole table; null when nothing at all was counted. */
export function tableauDeLaPeriode(repartition: Repartition, vue: Vue): TableauDAnalyse | null {
  const { lignes } = repartition;
  const total = lignes.at(-1);
  if (!total || Object.values(total.comptes).every((c) => !c.valeur)) return null;
  const existantes = colonnesDe(vue.axe, total);
  const colonnes = vue.axe && !vue.nominatif ? existantes.filter((c) => porteSurLesNombresMontres(repartition, c)) : existantes;
  const rangees = vue.axe ? lignesDeLAxe(repartition, colonnes, vue) : lignesSansAxe(lignes, colonnes, vue);
  return {
    cle: 'repartition', nom: vue.axe ? majuscule(vue.axe.par) : 'Par PLIE',
    titre: vue.axe ? `Chiffres de la période ${vue.axe.par}` : 'Chiffres de la période',
    contexte: `${vue.choisi.libelle}, ${nommerJours(vue.jours)}`,
    axe: vue.axe?.libelle ?? 'PLIE',
    colonnes: colonnes.map(({ indicateur: _, ...c }) => c), lignes: rangees, notes: notesDe(lignes, existantes.filter((c) => !colonnes.includes(c)), rangees, vue),
  };
}
