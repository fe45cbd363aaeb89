/** The portfolio of an accompagnateur (domaine §5): its size, the next entretien, and what comes first. Pure. */
import { ajouterJours, decalerMois, dernierJourDuMois, moisDe, premierJourDuMois, type DateCivile } from '../lib/dates';
import type { Echeance } from '../orientations/rules-echeances';
import { entretienDuMois, type Periode } from '../parcours/rules';

/** Persons that one accompagnateur follows; outside, it is shown. */
export const PORTEFEUILLE_MIN = 45;
export const PORTEFEUILLE_MAX = 65;

/** How many persons the sheet of a group offers: more could not be ticked with care. */
export const PERSONNES_MAX = 400;

export type Charge = 'EN_DESSOUS' | 'DANS_LE_REPERE' | 'AU_DESSUS';

/** Where a portfolio stands, and how many persons it lacks or has too many. Both bounds are inside. */
export function apprecierCharge(personnes: number): { charge: Charge; ecart: number } {
  if (personnes < PORTEFEUILLE_MIN) return { charge: 'EN_DESSOUS', ecart: PORTEFEUILLE_MIN - personnes };
  if (personnes > PORTEFEUILLE_MAX) return { charge: 'AU_DESSUS', ecart: personnes - PORTEFEUILLE_MAX };
  return { charge: 'DANS_LE_REPERE', ecart: 0 };
}

/** How far ahead the next entretien is looked for: longer than what excuses from it. */
const MOIS_REGARDES = 24;

/**
 * The last day to hold the next entretien: the end of the first month, from this one on, that has none and that nothing
 * covers whole (the monthly rule is the parcours' own). Null when what excuses from it has no known end.
 * There are no appointments in the tool: this is the only « next » that is known.
 */
export function prochainEntretien(p: { date_integration: DateCivile | null; date_sortie: DateCivile | null }, entretiens: DateCivile[], periodes: Periode[], jour: DateCivile): DateCivile | null {
  for (let n = 0; n < MOIS_REGARDES; n += 1) {
    const mois = decalerMois(moisDe(jour), n);
    // A month to come is looked at as on its first day.
    if (entretienDuMois(p, mois, entretiens, periodes, n === 0 ? jour : premierJourDuMois(mois)) === 'A_FAIRE') return dernierJourDuMois(mois);
  }
  return null;
}

/** Days within which what has a date is near: the last warning of a PNI, and any entretien of the month. */
const JOURS_PROCHES = 30;

export type Urgence = 'RETARD' | 'PROCHE' | 'ATTENTE' | 'PLUS_TARD' | 'RIEN';
const RANGS: readonly Urgence[] = ['RETARD', 'PROCHE', 'ATTENTE', 'PLUS_TARD', 'RIEN'];

/** What a person's line calls for: something late, something due within 30 days, something that waits without a date, something due later, nothing. */
export function urgenceDe(echeances: readonly Echeance[], jour: DateCivile): Urgence {
  const proche = ajouterJours(jour, JOURS_PROCHES);
  if (echeances.some((e) => e.enRetard)) return 'RETARD';
  if (echeances.some((e) => e.date && e.date <= proche)) return 'PROCHE';
  if (echeances.some((e) => !e.date)) return 'ATTENTE';
  return echeances.length ? 'PLUS_TARD' : 'RIEN';
}

/** What the order needs of a line: all that is due and what it calls for, the next entretien, the normalised name. */
export interface LigneAClasser { echeances: readonly Echeance[]; urgence: Urgence; prochain: DateCivile | null; tri: string }

/** The day that counts within a rank: of the oldest thing late, of the nearest date, else of the next entretien. */
function jourQuiCompte(l: LigneAClasser): string {
  const dates = l.echeances.filter((e) => l.urgence !== 'RETARD' || e.enRetard).flatMap((e) => (e.date ? [e.date] : []));
  return dates.sort()[0] ?? l.prochain ?? '9999';
}

/** The most pressing first: by urgency, then late the oldest first, dated the nearest first, then by name. */
export function classer<L extends LigneAClasser>(lignes: readonly L[]): L[] {
  const cles = new Map(lignes.map((l) => [l, `${RANGS.indexOf(l.urgence)}${jourQuiCompte(l)}${l.tri}`]));
  return lignes.toSorted((a, b) => (cles.get(a)! < cles.get(b)! ? -1 : cles.get(a)! > cles.get(b)! ? 1 : 0));
}

/**
 * Keeps the line just recorded where it was, before the line that followed it: whoever works down the list finds the next
 * one next. It goes to its new place when another is recorded.
 */
export function retenirEnPlace<L extends { id: number }>(lignes: readonly L[], fait: number | null, avant: number | null): L[] {
  const [ligne, reste] = [lignes.find((l) => l.id === fait), lignes.filter((l) => l.id !== fait)];
  const place = reste.findIndex((l) => l.id === avant);
  if (!ligne || place < 0) return [...lignes];
  return [...reste.slice(0, place), ligne, ...reste.slice(place)];
}
