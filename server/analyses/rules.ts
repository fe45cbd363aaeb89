/** The days of an analysis: what may be asked for, what is offered, how it is called. Pure. */
import { ajouterMois, anneeDe, decalerMois, dernierJour, dernierJourAnnee, dernierJourDuMois, formaterDate, formaterMois, formaterPeriode, moisDe, premierJourAnnee, premierJourDuMois, type DateCivile, type Mois } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';

/** Both ends included. */
export interface Jours { debut: DateCivile; fin: DateCivile }

export const ANNEES_AU_PLUS = 10;

/** In order, ten years at most. */
export function critiquerJours({ debut, fin }: Jours): Erreur[] {
  if (fin < debut) return [{ champ: 'fin', message: `La période finirait le ${formaterDate(fin)}, avant de commencer le ${formaterDate(debut)} : corrigez l'une des deux dates.` }];
  const derniere = dernierJour(debut, 12 * ANNEES_AU_PLUS);
  return fin > derniere ? [{ champ: 'fin', message: `Une analyse porte sur ${ANNEES_AU_PLUS} ans au plus : indiquez une fin au ${formaterDate(derniere)} au plus tard.` }] : [];
}

const duMois = (mois: Mois): Jours => ({ debut: premierJourDuMois(mois), fin: dernierJourDuMois(mois) });
const deLAnnee = (annee: number): Jours => ({ debut: premierJourAnnee(annee), fin: dernierJourAnnee(annee) });
/** The calendar quarter of a day. */
function duTrimestre(jour: DateCivile): Jours {
  const premier = decalerMois(moisDe(jour), -((Number(jour.slice(5, 7)) - 1) % 3));
  return { debut: premierJourDuMois(premier), fin: dernierJourDuMois(decalerMois(premier, 2)) };
}
const depuisJanvier = (jour: DateCivile): Jours => ({ debut: premierJourAnnee(anneeDe(jour)), fin: jour });

/** What is shown when nothing is asked for: the year so far; in January, the year before. */
export const joursParDefaut = (jour: DateCivile): Jours => (jour.slice(5, 7) === '01' ? deLAnnee(anneeDe(jour) - 1) : depuisJanvier(jour));

/** One click from the page. */
export const joursOfferts = (jour: DateCivile): (Jours & { libelle: string })[] => [
  { libelle: 'Ce mois-ci', ...duMois(moisDe(jour)) },
  { libelle: 'Le mois dernier', ...duMois(decalerMois(moisDe(jour), -1)) },
  { libelle: 'Ce trimestre', ...duTrimestre(jour) },
  { libelle: 'Le trimestre dernier', ...duTrimestre(ajouterMois(jour, -3)) },
  { libelle: 'Depuis le 1er janvier', ...depuisJanvier(jour) },
  ...[0, 1, 2].map((n) => anneeDe(jour) - n).map((annee) => ({ libelle: `Année ${annee}`, ...deLAnnee(annee) })),
];

/** The civil year that these days are; null when they are not one. */
export const anneeCivile = ({ debut, fin }: Jours): number | null => (debut === premierJourAnnee(anneeDe(debut)) && fin === dernierJourAnnee(anneeDe(debut)) ? anneeDe(debut) : null);

/** « année 2025 », « mars 2026 », « du 01/01/2026 au 15/03/2026 ». */
export function nommerJours({ debut, fin }: Jours): string {
  if (anneeCivile({ debut, fin }) !== null) return `année ${anneeDe(debut)}`;
  const entier = debut === premierJourDuMois(moisDe(debut)) && fin === dernierJourDuMois(moisDe(debut));
  return entier ? formaterMois(moisDe(debut)) : formaterPeriode(debut, fin);
}

/** analyse_<territoire>_<début>_<fin>.xlsx */
export const nomDuFichier = (territoire: { code: string }, { debut, fin }: Jours, extension: 'xlsx' | 'csv'): string => `analyse_${territoire.code}_${debut}_${fin}.${extension}`;

/** Said to those from whom small counts are hidden: what is split of a part, taken from the whole, would tell those of the rest. */
export const TOUT_A_LA_FOIS = 'Hors du PLIE, ce détail se lit pour tout votre territoire à la fois : pris pour une partie seulement, il permettrait de retrouver par soustraction les petits nombres cachés.';
