/** The rules of the reception (domaine §3): who may be convened, at what hour each, and what a presence then writes. Pure. */
import { formaterDate, type DateCivile } from '../lib/dates';
import { nomComplet } from '../lib/texte';
import type { Etat } from '../orientations/rules';

/** Days of waiting beyond which an orientation stands out (the same as the late first contact). */
export { JOURS_AVANT_RETARD_CONTACT as JOURS_D_ALERTE } from '../orientations/rules-echeances';

/** What the reception shows: not met yet, or met and waiting for what comes next. */
export const ETATS_EN_RECEPTION: readonly Etat[] = ['PRESCRITE', 'ABSENTE', 'ACCUEILLIE'];

/** Minutes between two individual appointments of one session. */
export const INTERVALLES = [
  { code: '30', libelle: '30 minutes' },
  { code: '45', libelle: '45 minutes' },
  { code: '60', libelle: '1 heure' },
] as const;

/** A time of day, « HH:MM ». */
export type Heure = string;

const minutes = (heure: Heure): number => Number(heure.slice(0, 2)) * 60 + Number(heure.slice(3, 5));
const JOURNEE = 24 * 60;
const versHeure = (m: number): Heure => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`;

/** The hours of `combien` appointments, one after the other from `debut`; null when they do not hold in the day, the last to its end. */
export function heuresEchelonnees(debut: Heure, intervalle: number, combien: number): Heure[] | null {
  const heures = Array.from({ length: combien }, (_, i) => minutes(debut) + i * intervalle);
  return (heures.at(-1) ?? 0) + intervalle <= JOURNEE ? heures.map(versHeure) : null;
}

/** Do the appointments given still hold in the day, the last to its end, when the first hour goes from `avant` to `apres`? */
export function tiennentDansLaJournee(heures: readonly Heure[], avant: Heure, apres: Heure): boolean {
  const debuts = [...heures].map((h) => minutes(h) + minutes(apres) - minutes(avant)).sort((a, b) => a - b);
  const ecarts = debuts.slice(1).map((m, i) => m - debuts[i]!).filter((ecart) => ecart > 0);
  // The length of an appointment is not kept: it is the time to the next one, and at least the shortest that is offered.
  const duree = Math.min(...(ecarts.length ? ecarts : [Number(INTERVALLES[0].code)]));
  return debuts.every((m) => m >= 0 && m + duree <= JOURNEE);
}

/** The hour that follows the last appointment already given. */
export const heureSuivante = (heure: Heure, intervalle: number): Heure | null => heuresEchelonnees(heure, intervalle, 2)?.[1] ?? null;

export interface Convocable { nom: string; prenom: string; etat: Etat; date_prescription: DateCivile; convocation: { date_seance: DateCivile } | null }

/** Why a person cannot be convened for that day, or null. */
export function motifSansConvocation(o: Convocable, date: DateCivile): string | null {
  const nom = nomComplet(o);
  if (!ETATS_EN_RECEPTION.includes(o.etat)) return `${nom} n'attend plus d'être reçue : sa fiche a changé. Rouvrez la réception et recommencez sans cette personne.`;
  if (o.convocation) return `${nom} est déjà convoquée à la séance du ${formaterDate(o.convocation.date_seance)}. Retirez-la d'abord de cette séance, ou remplissez la feuille de présence si elle a eu lieu.`;
  if (date < o.date_prescription) return `${nom} : la séance du ${formaterDate(date)} précède la prescription (${formaterDate(o.date_prescription)}). Choisissez une autre date.`;
  return null;
}

/** Is the presence of that person still to be recorded? Not when the orientation has gone on without the session. */
export const presenceAttendue = (c: { presence: string | null; etat: Etat }): boolean => c.presence === null && ETATS_EN_RECEPTION.includes(c.etat);
