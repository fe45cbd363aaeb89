/**
 * Civil dates. A date is the string 'AAAA-MM-JJ', never an instant: the native `Date` stays in this file.
 * Ends are inclusive everywhere; months are calendar months, clamped to the month's end.
 */

export type DateCivile = string & { readonly __marque: 'DateCivile' };
/** A calendar month, 'AAAA-MM'. */
export type Mois = string & { readonly __marque: 'Mois' };

/** The one source of the present. Injected, so that a test or the demonstration chooses its day. */
export interface Horloge {
  maintenant(): Date;
}

export const horlogeSysteme: Horloge = { maintenant: () => new Date() };

/** A clock stopped at noon (Paris) of a civil date. */
export function horlogeFixe(date: string): Horloge {
  const instant = new Date(`${date}T11:00:00Z`);
  return { maintenant: () => new Date(instant) };
}

const formatParis = new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris', year: 'numeric', month: '2-digit', day: '2-digit' });

/** Today in Paris, whatever the time zone of the machine. */
export function aujourdhui(horloge: Horloge): DateCivile {
  return jourDe(horloge.maintenant());
}

/** The day of an instant in Paris: 2025-04-06T22:00:00Z is the 7th there. */
export function jourDe(instant: string | Date): DateCivile {
  return formatParis.format(new Date(instant)) as DateCivile;
}

const heureParis = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', hour: '2-digit', hourCycle: 'h23' });

/** The hour it is in Paris, 0 to 23. */
export function heureAParis(horloge: Horloge): number {
  return Number(heureParis.formatToParts(horloge.maintenant()).find((p) => p.type === 'hour')!.value);
}

const deuxChiffres = (n: number) => String(n).padStart(2, '0');
const composer = (annee: number, mois: number, jour: number) => `${String(annee).padStart(4, '0')}-${deuxChiffres(mois)}-${deuxChiffres(jour)}` as DateCivile;

function decomposer(date: DateCivile): { annee: number; mois: number; jour: number } {
  return { annee: Number(date.slice(0, 4)), mois: Number(date.slice(5, 7)), jour: Number(date.slice(8, 10)) };
}

const JOURS_DES_MOIS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const estBissextile = (annee: number): boolean => annee % 4 === 0 && (annee % 100 !== 0 || annee % 400 === 0);

/** Number of days of a month (1 to 12). */
export function joursDuMois(annee: number, mois: number): number {
  return mois === 2 && estBissextile(annee) ? 29 : JOURS_DES_MOIS[mois - 1]!;
}

/** True when the three numbers name a day of the calendar between 1900 and 2199. */
export function estUnJour(annee: number, mois: number, jour: number): boolean {
  return annee >= 1900 && annee < 2200 && mois >= 1 && mois <= 12 && jour >= 1 && jour <= joursDuMois(annee, mois);
}

/** Reads 'AAAA-MM-JJ'. Throws on anything else: for constants and values already checked. */
export function dateCivile(texte: string): DateCivile {
  const lue = chercherDateIso(texte);
  if (!lue) throw new Error(`Date civile attendue (AAAA-MM-JJ) : ${texte}`);
  return lue;
}

/** Reads 'AAAA-MM-JJ'; null when it is not a day of the calendar. */
export function chercherDateIso(texte: string): DateCivile | null {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(texte);
  if (!m) return null;
  return estUnJour(Number(m[1]), Number(m[2]), Number(m[3])) ? (texte as DateCivile) : null;
}

/**
 * Reads what people type: 14/03/2027, 14-3-27, 14.03.2027, 14032027, 2027-03-14, « hier », « aujourd'hui », « demain », « j-3 », « j+10 ».
 * Null when it is not a day of the calendar. A two-digit year is taken within the last 80 years and the next 20.
 */
export function analyserDate(saisie: string, jour: DateCivile): DateCivile | null {
  const texte = saisie.trim().toLowerCase().replace(/’/g, "'");
  if (texte === 'hier') return ajouterJours(jour, -1);
  if (texte === "aujourd'hui" || texte === 'aujourdhui' || texte === 'j') return jour;
  if (texte === 'demain') return ajouterJours(jour, 1);
  const relative = /^j\s*([+-])\s*(\d{1,4})$/.exec(texte);
  if (relative) return ajouterJours(jour, (relative[1] === '-' ? -1 : 1) * Number(relative[2]));
  const iso = chercherDateIso(texte);
  if (iso) return iso;
  const m = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2}|\d{4})$/.exec(texte) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(texte);
  if (!m) return null;
  let annee = Number(m[3]);
  if (m[3]!.length === 2) {
    const siecle = Math.floor(decomposer(jour).annee / 100) * 100;
    annee += siecle;
    if (annee > decomposer(jour).annee + 20) annee -= 100;
  }
  const [mois, quantieme] = [Number(m[2]), Number(m[1])];
  return estUnJour(annee, mois, quantieme) ? composer(annee, mois, quantieme) : null;
}

/** Adds (or removes) days. */
export function ajouterJours(date: DateCivile, jours: number): DateCivile {
  const { annee, mois, jour } = decomposer(date);
  const quantieme = jour + jours;
  // Inside the month no instant is made: lists count thousands of days.
  if (quantieme >= 1 && quantieme <= 28) return composer(annee, mois, quantieme);
  return new Date(Date.UTC(annee, mois - 1, quantieme)).toISOString().slice(0, 10) as DateCivile;
}

/** Adds (or removes) calendar months, clamped to the month's end: 31/01 + 1 month = 28/02 or 29/02. */
export function ajouterMois(date: DateCivile, mois: number): DateCivile {
  const d = decomposer(date);
  const total = d.annee * 12 + (d.mois - 1) + mois;
  const [annee, m] = [Math.floor(total / 12), (total % 12) + 1];
  return composer(annee, m, Math.min(d.jour, joursDuMois(annee, m)));
}

/**
 * Last day covered by a duration that starts on `debut`: debut + n calendar months − 1 day.
 * 15/03/2024 + 24 → 14/03/2026; 29/02/2024 + 24 → 27/02/2026 (clamped to the month's end first).
 */
export function dernierJour(debut: DateCivile, mois: number): DateCivile {
  return ajouterJours(ajouterMois(debut, mois), -1);
}

/** Days since 1 January 1970. */
const rangDuJour = (date: DateCivile): number => { const { annee, mois, jour } = decomposer(date); return Date.UTC(annee, mois - 1, jour) / 86_400_000; };

/** Days from `debut` to `fin`: 0 the same day, negative when `fin` comes first. */
export const joursEntre = (debut: DateCivile, fin: DateCivile): number => rangDuJour(fin) - rangDuJour(debut);

/** Whole calendar months from `debut` to `fin` (0 when `fin` comes first). */
export function moisEntre(debut: DateCivile, fin: DateCivile): number {
  let mois = 0;
  while (ajouterMois(debut, mois + 1) <= fin) mois += 1;
  return mois;
}

/** Age in whole years at a date. */
export function age(naissance: DateCivile, date: DateCivile): number {
  const [n, d] = [decomposer(naissance), decomposer(date)];
  return d.annee - n.annee - (d.mois < n.mois || (d.mois === n.mois && d.jour < n.jour) ? 1 : 0);
}

/** Reads 'AAAA-MM' (a month's address) or 'MM/AAAA'; null otherwise. */
export function chercherMois(texte: string): Mois | null {
  const m = /^(\d{4})-(\d{2})$/.exec(texte.trim());
  if (m && estUnJour(Number(m[1]), Number(m[2]), 1)) return texte.trim() as Mois;
  const f = /^(\d{1,2})\/(\d{4})$/.exec(texte.trim());
  return f && estUnJour(Number(f[2]), Number(f[1]), 1) ? (`${f[2]}-${deuxChiffres(Number(f[1]))}` as Mois) : null;
}

export const moisDe = (date: DateCivile): Mois => date.slice(0, 7) as Mois;
/** 1 to 12. */
export const moisDansLAnnee = (date: DateCivile): number => Number(date.slice(5, 7));
export const anneeDe = (date: DateCivile): number => Number(date.slice(0, 4));
export const premierJourDuMois = (mois: Mois): DateCivile => `${mois}-01` as DateCivile;
export const dernierJourDuMois = (mois: Mois): DateCivile => composer(Number(mois.slice(0, 4)), Number(mois.slice(5)), joursDuMois(Number(mois.slice(0, 4)), Number(mois.slice(5))));
export const decalerMois = (mois: Mois, n: number): Mois => moisDe(ajouterMois(premierJourDuMois(mois), n));
export const premierJourAnnee = (annee: number): DateCivile => composer(annee, 1, 1);
export const dernierJourAnnee = (annee: number): DateCivile => composer(annee, 12, 31);

/** 14/03/2027; an empty text for null. */
export function formaterDate(date: DateCivile | null | undefined): string {
  return date ? `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}` : '';
}

/** « le 13/11/2026 », « du 13/11/2026 au 20/11/2026 »; « depuis le 13/11/2026 » when no end is known. */
export function formaterPeriode(debut: DateCivile, fin: DateCivile | null): string {
  if (!fin) return `depuis le ${formaterDate(debut)}`;
  return debut === fin ? `le ${formaterDate(debut)}` : `du ${formaterDate(debut)} au ${formaterDate(fin)}`;
}

/** 0 on Sunday, 6 on Saturday. */
const rangDansLaSemaine = (date: DateCivile): number => new Date(`${date}T00:00:00Z`).getUTCDay();

/** The Monday of its week. */
export const lundiDe = (date: DateCivile): DateCivile => ajouterJours(date, -((rangDansLaSemaine(date) + 6) % 7));

const NOMS_DES_JOURS = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'];

/** « dimanche 14/03/2027 ». */
export function formaterJour(date: DateCivile): string {
  return `${NOMS_DES_JOURS[rangDansLaSemaine(date)]} ${formaterDate(date)}`;
}

const NOMS_DES_MOIS = ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'];

/** « mars 2027 ». */
export function formaterMois(mois: Mois): string {
  return `${NOMS_DES_MOIS[Number(mois.slice(5)) - 1]} ${mois.slice(0, 4)}`;
}

/** « 14/03/2027 à 09:05 », Paris time, for an instant of the database (timestamptz, read as an ISO text). */
export function formaterInstant(instant: string | Date): string {
  const parties = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' }).formatToParts(new Date(instant));
  const lire = (type: string) => parties.find((p) => p.type === type)?.value ?? '';
  return `${lire('day')}/${lire('month')}/${lire('year')} à ${lire('hour')}:${lire('minute')}`;
}

/** The instant `minutes` after now, as an ISO text. */
export function dansMinutes(horloge: Horloge, minutes: number): string {
  return new Date(horloge.maintenant().getTime() + minutes * 60_000).toISOString();
}

/**
 * The instant at which a clock in Paris shows that day and hour ('HH:MM'), as an ISO text; null for an hour that the change to summer
 * time skips. The hour that comes twice in October is its first passage.
 */
export function instantAParis(jour: DateCivile, heure: string): string | null {
  const passages = ['+02:00', '+01:00'].map((decalage) => new Date(`${jour}T${heure}:00${decalage}`));
  return passages.find((p) => formaterInstant(p) === `${formaterDate(jour)} à ${heure}`)?.toISOString() ?? null;
}

/** The hour in Paris of an instant, 'HH:MM'. */
export const heureDe = (instant: string): string => formaterInstant(instant).slice(-5);

/** The instant so many hours later, elapsed time: a day of 23 or 25 hours changes nothing. */
export const ajouterHeures = (instant: string, heures: number): string => new Date(new Date(instant).getTime() + heures * 3_600_000).toISOString();

/** Whole minutes elapsed from `debut` to `fin`, negative when `fin` comes first. */
export const minutesEntre = (debut: string, fin: string): number => Math.floor((new Date(fin).getTime() - new Date(debut).getTime()) / 60_000);

/** A cell's date: midnight UTC of the civil date, as spreadsheets expect it. */
export function versDateExcel(date: DateCivile): Date {
  return new Date(`${date}T00:00:00Z`);
}

/** Excel's day number (1900 system) to a civil date; null out of the calendar we accept. */
export function depuisNumeroExcel(numero: number): DateCivile | null {
  const iso = Number.isFinite(numero) && numero > 0 && numero < 120_000 ? new Date(Date.UTC(1899, 11, 30) + Math.floor(numero) * 86_400_000).toISOString().slice(0, 10) : '';
  return chercherDateIso(iso);
}
