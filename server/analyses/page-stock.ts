/** The stock at a date, the absences and the étapes as pages. Pure. */
import { ABSENCES, cleAbsence } from '../../reports/analyses/absences';
import { cleEtape, ETAPES } from '../../reports/analyses/etapes';
import type { LigneAnalyse } from '../../reports/analyses/faits';
import type { Lien } from '../../reports/analyses/lignes';
import { SITUATIONS } from '../../reports/analyses/situations';
import { STOCK } from '../../reports/analyses/stock';
import { tableauxAbsences } from '../../reports/analyses/tableau-absences';
import { tableauxEtapes } from '../../reports/analyses/tableau-etapes';
import { tableauxStock } from '../../reports/analyses/tableau-stock';
import { champs } from '../http/champs';
import { libelle } from '../codes/listes';
import { chercherMois, decalerMois, dernierJourDuMois, formaterDate, formaterMois, moisDe, type DateCivile, type Mois } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { dansLaPhrase } from '../lib/texte';
import type { TerritoireOffert } from '../pilotage/rules-territoires';
import type { Figures, MotsDeLaCellule, Parametres } from './page-figures';
import { joursOfferts, nommerJours, type Jours } from './rules';

export const STOCK_A_UNE_DATE = '/analyses/stock';
export const ABSENCES_ET_ETAPES = '/analyses/absences-et-etapes';
export const TITRES = { stock: 'Orientations en cours à une date', absences: 'Absences et étapes' } as const;

interface Demande { choisi: TerritoireOffert; saisie: Saisie; erreurs: Erreur[]; jour: DateCivile }
/** `date`: null when it was mistyped. */
export interface DemandeDuStock extends Demande { date: DateCivile | null }
/** `jours`: null when they were mistyped. */
export interface DemandeDesAbsences extends Demande { jours: Jours | null }
type Type = { code: string; libelle: string };

export const parametresDuStock = ({ date, choisi }: DemandeDuStock): Parametres => ({ date, territoire: choisi.cle });
export const contexteDuStock = ({ choisi, date }: DemandeDuStock): string => `${choisi.libelle}, ${date ? `au ${formaterDate(date)}` : ''}`;

export function pageStock(d: DemandeDuStock, lignes: LigneAnalyse<number>[], lien: Lien): Figures {
  const c = champs(d.saisie, d.erreurs);
  const finsDeMois = [1, 2, 3].map((n) => decalerMois(moisDe(d.jour), -n));
  return {
    chemin: STOCK_A_UNE_DATE, titre: TITRES.stock, erreurs: d.erreurs, fichier: ['stock', d.choisi.code, d.date].filter(Boolean).join('_'),
    chapeau: "Les orientations en cours à la fin d'un jour de votre choix, selon où elles en étaient ce jour-là.",
    parametres: parametresDuStock(d),
    champs: [c.date('date', 'Au soir du')],
    offerts: [
      { libelle: "Aujourd'hui", parametres: { date: d.jour }, choisi: d.date === d.jour },
      ...finsDeMois.map((m) => ({ libelle: `Fin ${formaterMois(m)}`, parametres: { date: dernierJourDuMois(m) }, choisi: d.date === dernierJourDuMois(m) })),
    ],
    vide: d.date && lignes.length && !Object.keys(lignes.at(-1)!.valeurs).length ? `Aucune orientation n'était en cours le ${formaterDate(d.date)}. Choisissez un autre jour.` : null,
    tableaux: d.date ? tableauxStock(lignes, { contexte: contexteDuStock(d), lien }) : [],
    definitions: [{ definitions: STOCK }],
  };
}

export function motsDuStock(cellule: string): MotsDeLaCellule | null {
  const colonne = STOCK.find((c) => c.code === cellule);
  const lire = (situation: string): string => SITUATIONS.find((s) => s.code === situation)!.titre;
  return colonne ? { titre: colonne.titre.replace(/^dont (.)/, (_, initiale: string) => initiale.toUpperCase()), definition: colonne.definition, unite: ['orientation', 'orientations'], nomDeLaDate: 'Date de prescription', detail: { nom: 'Situation ce jour-là', lire } } : null;
}

/** The days whose facts are known: not beyond today. */
export const joursConnus = ({ debut, fin }: Jours, jour: DateCivile): Jours => ({ debut, fin: fin > jour && debut <= jour ? jour : fin });

/** The months of these days, in order. */
export function moisDesJours({ debut, fin }: Jours): Mois[] {
  const mois: Mois[] = [];
  for (let m = moisDe(debut); m <= moisDe(fin); m = decalerMois(m, 1)) mois.push(m);
  return mois;
}

export const parametresDesAbsences = ({ jours, choisi }: DemandeDesAbsences): Parametres => ({ debut: jours?.debut ?? null, fin: jours?.fin ?? null, territoire: choisi.cle });
export const contexteDesAbsences = ({ choisi, jours }: DemandeDesAbsences): string => `${choisi.libelle}, ${jours ? nommerJours(jours) : ''}`;

export function pageAbsences(d: DemandeDesAbsences, absences: LigneAnalyse<number>[], etapes: LigneAnalyse<number>[], types: readonly Type[], liens: { absences: Lien; etapes: Lien }): Figures {
  const c = champs(d.saisie, d.erreurs);
  const contexte = contexteDesAbsences(d);
  return {
    chemin: ABSENCES_ET_ETAPES, titre: TITRES.absences, erreurs: d.erreurs, fichier: ['absences-et-etapes', d.choisi.code, d.jours?.debut, d.jours?.fin].filter(Boolean).join('_'),
    chapeau: 'Les convocations manquées de la période, mois par mois, et les étapes de parcours commencées, terminées ou en cours.',
    parametres: parametresDesAbsences(d),
    champs: [c.date('debut', 'Du'), c.date('fin', 'Au')],
    offerts: joursOfferts(d.jour).map(({ libelle: texte, debut, fin }) => ({ libelle: texte, parametres: { debut, fin }, choisi: d.jours?.debut === debut && d.jours.fin === fin })),
    vide: d.jours && absences.length && !Object.keys(absences.at(-1)!.valeurs).length && !Object.keys(etapes.at(-1)!.valeurs).length ? 'Aucune absence ni aucune étape dans cette période. Choisissez d\'autres dates.' : null,
    tableaux: d.jours ? [...tableauxAbsences(absences, moisDesJours(d.jours), { contexte, lien: liens.absences }), ...tableauxEtapes(etapes, types, { contexte, lien: liens.etapes })] : [],
    definitions: [{ titre: 'Les convocations manquées', prefixe: 'ABS_', definitions: ABSENCES }, { titre: 'Les étapes', prefixe: 'ETAPE_', definitions: ETAPES }],
  };
}

/** In an address, before the key of a cell: of which table. */
export const PREFIXES = { absences: 'A ', etapes: 'E ' } as const;

/** A column told after a noun: « dont achevées », « Achevées » give « achevées ». */
const enSuite = (titre: string): string => dansLaPhrase(titre.replace(/^dont /, ''));

/** « A 2025-03 TOTAL », « E EN_COURS FORMATION ». */
export function motsDeLAbsence(cellule: string, types: readonly Type[]): MotsDeLaCellule | null {
  if (cellule.startsWith(PREFIXES.absences)) {
    const cle = cellule.slice(PREFIXES.absences.length);
    const mois = chercherMois(cle.slice(0, 7));
    const colonne = ABSENCES.find((a) => cleAbsence(a.code, mois ?? undefined) === cle);
    return colonne ? { titre: `${colonne.code === 'TOTAL' ? colonne.titre : `Convocations manquées, ${enSuite(colonne.titre)}`}${mois ? `, ${formaterMois(mois)}` : ''}`, definition: colonne.definition, unite: ['convocation manquée', 'convocations manquées'], nomDeLaDate: 'Convocation du', detail: { nom: 'Absence', lire: (code) => libelle('PRESENCES', code) } } : null;
  }
  if (!cellule.startsWith(PREFIXES.etapes)) return null;
  const [code, type] = cellule.slice(PREFIXES.etapes.length).split(' ');
  const colonne = ETAPES.find((e) => cleEtape(e.code, type) === cellule.slice(PREFIXES.etapes.length) && e.code === code);
  const sorte = types.find((t) => t.code === type);
  if (!colonne || (type !== undefined && !sorte)) return null;
  return { titre: `Étapes ${enSuite(colonne.titre)}${sorte ? ` : ${sorte.libelle}` : ''}`, definition: colonne.definition, unite: ['étape', 'étapes'], nomDeLaDate: 'Début', detail: { nom: "Type d'étape", lire: (t) => types.find((x) => x.code === t)?.libelle ?? t } };
}
