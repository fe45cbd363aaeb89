/**
 * Reading what people send: a schema of readers gives either a value or errors, never both.
 * The same readers serve the forms and the cells of an import; every error says what is expected.
 */
import { analyserDate, chercherMois, formaterDate, moisDe, type DateCivile, type Mois } from './dates';
import { formaterNombre, sansAccents } from './texte';
import type { Erreur } from './erreurs';

/** What a reader needs to know: today. */
export interface Lecture {
  jour: DateCivile;
}

export type Lu<T> = { ok: true; valeur: T } | { ok: false; erreur: string };
export type Lecteur<T> = (brut: string[], lecture: Lecture) => Lu<T>;
type ValeurDe<L> = L extends Lecteur<infer T> ? T : never;
export type Schema = Record<string, Lecteur<unknown>>;
export type Valeurs<S extends Schema> = { [K in keyof S]: ValeurDe<S[K]> };

/** The input as typed, to show it again. */
export type Saisie = Record<string, string | string[] | undefined>;
export type Formulaire<T> = { ok: true; valeur: T; saisie: Saisie } | { ok: false; saisie: Saisie; erreurs: Erreur[] };

const ok = <T>(valeur: T): Lu<T> => ({ ok: true, valeur });
const ko = (erreur: string): Lu<never> => ({ ok: false, erreur });

/** Reads a whole form. Fields that the schema does not name are ignored. */
export function lireFormulaire<S extends Schema>(schema: S, corps: unknown, lecture: Lecture): Formulaire<Valeurs<S>> {
  const recu = (corps ?? {}) as Record<string, unknown>;
  const saisie: Saisie = {};
  const valeurs: Record<string, unknown> = {};
  const erreurs: Erreur[] = [];
  for (const [champ, lecteur] of Object.entries(schema)) {
    const brut = recu[champ];
    const textes = (Array.isArray(brut) ? brut : brut === undefined || brut === null ? [] : [brut]).filter((v): v is string => typeof v === 'string');
    saisie[champ] = textes.length > 1 ? textes : textes[0];
    const lu = lecteur(textes, lecture);
    if (lu.ok) valeurs[champ] = lu.valeur;
    else erreurs.push({ champ, message: lu.erreur });
  }
  return erreurs.length ? { ok: false, saisie, erreurs } : { ok: true, valeur: valeurs as Valeurs<S>, saisie };
}

/** Makes a reader of an optional value compulsory, with the sentence that asks for it. */
export function obligatoire<T>(lecteur: Lecteur<T | null>, demande: string): Lecteur<T> {
  return (brut, lecture) => {
    const lu = lecteur(brut, lecture);
    if (!lu.ok) return lu;
    return lu.valeur === null ? ko(demande) : ok(lu.valeur);
  };
}

const premier = (brut: string[]): string => (brut[0] ?? '').normalize('NFC').replace(/\s+/g, ' ').trim();

/** A line of text; null when empty. */
export const texte = (max: number): Lecteur<string | null> => (brut) => {
  const valeur = premier(brut);
  if (!valeur) return ok(null);
  // Control signs have no place in a name and break files.
  if (/\p{Cc}/u.test(valeur)) return ko('Ce texte contient des caractères de commande : retapez-le.');
  return valeur.length > max ? ko(`Ce texte est trop long : ${max} caractères au plus.`) : ok(valeur);
};

/** A text of several lines; null when empty. */
export const texteLong = (max: number): Lecteur<string | null> => (brut) => {
  const valeur = (brut[0] ?? '').normalize('NFC').replace(/\r\n?/g, '\n').replace(/[^\S\n]+/g, ' ').replace(/ ?\n ?/g, '\n').replace(/\n{3,}/g, '\n\n').trim();
  if (!valeur) return ok(null);
  if (/[^\P{Cc}\n]/u.test(valeur)) return ko('Ce texte contient des caractères de commande : retapez-le.');
  return valeur.length > max ? ko(`Ce texte est trop long : ${formaterNombre(valeur.length)} caractères, ${formaterNombre(max)} au plus. Raccourcissez-le, ou écrivez-en un second.`) : ok(valeur);
};

/** A day; « hier » and « j-3 » are understood. With `passee`, a day to come is refused: the fact has not happened yet. */
const date = (passee: boolean): Lecteur<DateCivile | null> => (brut, { jour }) => {
  const valeur = premier(brut);
  if (!valeur) return ok(null);
  const lue = analyserDate(valeur, jour);
  if (!lue) return ko(`« ${valeur} » n'est pas une date du calendrier. Écrivez-la JJ/MM/AAAA, par exemple ${formaterDate(jour)}.`);
  if (passee && lue > jour) return ko(`Le ${formaterDate(lue)} n'est pas encore arrivé. Indiquez une date passée ou celle d'aujourd'hui.`);
  return ok(lue);
};
export const datePassee: Lecteur<DateCivile | null> = date(true);
export const dateLibre: Lecteur<DateCivile | null> = date(false);

/** A month that has begun: AAAA-MM, MM/AAAA, or any day of it. */
export const moisPasse: Lecteur<Mois | null> = (brut, { jour }) => {
  const valeur = premier(brut);
  if (!valeur) return ok(null);
  const parts = /^(?<a>\d{4})-(?<m>\d{2})(-\d{2})?$/.exec(valeur)?.groups ?? /^(\d{2}\/)?(?<m>\d{1,2})\/(?<a>\d{4})$/.exec(valeur)?.groups;
  const mois = parts ? chercherMois(`${parts.a}-${parts.m!.padStart(2, '0')}`) : null;
  if (!mois) return ko(`« ${valeur} » n'est pas un mois. Écrivez-le MM/AAAA, par exemple ${moisDe(jour).slice(5)}/${jour.slice(0, 4)}.`);
  return mois > moisDe(jour) ? ko(`Le mois ${valeur} n'a pas commencé. Indiquez un mois passé ou celui d'aujourd'hui.`) : ok(mois);
};

/** « 9h », « 9 h 30 », « 9:30 », « 09.30 » or « 0930 ». */
export const heure: Lecteur<string | null> = (brut) => {
  const valeur = (brut[0] ?? '').trim().toLowerCase();
  if (!valeur) return { ok: true, valeur: null };
  const m = /^(\d{1,2})\s*(?:[h:.]\s*(\d{2})?)?$/.exec(valeur) ?? /^(\d{2})(\d{2})$/.exec(valeur);
  const [h, min] = [Number(m?.[1]), Number(m?.[2] ?? 0)];
  if (!m || h > 23 || min > 59) return { ok: false, erreur: `« ${valeur} » n'est pas une heure. Écrivez-la HH:MM, par exemple 09:30.` };
  return { ok: true, valeur: `${String(h).padStart(2, '0')}:${String(min).padStart(2, '0')}` };
};

interface Code { code: string; libelle: string }

/** One code of a closed list; its label is accepted too (accents, case and blanks ignored). */
export const code = <C extends Code>(liste: readonly C[]): Lecteur<C['code'] | null> => (brut) => {
  const valeur = premier(brut);
  if (!valeur) return ok(null);
  const cherche = sansAccents(valeur);
  const trouve = liste.find((c) => sansAccents(c.code) === cherche || sansAccents(c.libelle) === cherche);
  return trouve ? ok(trouve.code as C['code']) : ko(`« ${valeur} » ne fait pas partie de la liste. Valeurs possibles : ${liste.map((c) => c.libelle).join(' ; ')}.`);
};

/** Several codes (checkboxes, or one text separated by « ; »); empty list when nothing is ticked. */
export const codes = <C extends Code>(liste: readonly C[]): Lecteur<C['code'][]> => (brut, lecture) => {
  const valeurs: C['code'][] = [];
  for (const morceau of brut.flatMap((b) => b.split(';')).filter((m) => m.trim())) {
    const lu = code(liste)([morceau], lecture);
    if (!lu.ok) return lu;
    if (lu.valeur !== null && !valeurs.includes(lu.valeur)) valeurs.push(lu.valeur);
  }
  return ok(valeurs);
};

/** oui / non (also 1 / 0, vrai / faux, o / n); null when empty. */
export const ouiNon: Lecteur<boolean | null> = (brut) => {
  const valeur = sansAccents(premier(brut));
  if (!valeur) return ok(null);
  if (['oui', 'o', '1', 'vrai', 'true', 'x', 'on'].includes(valeur)) return ok(true);
  if (['non', 'n', '0', 'faux', 'false'].includes(valeur)) return ok(false);
  return ko(`« ${premier(brut)} » : répondez par oui ou par non.`);
};

/** A single checkbox: true when ticked. */
export const coche: Lecteur<boolean> = (brut, lecture) => {
  const lu = ouiNon(brut, lecture);
  return lu.ok ? ok(lu.valeur ?? false) : lu;
};

/** A whole number in a range; null when empty. */
export const entier = (min: number, max: number): Lecteur<number | null> => (brut) => {
  const valeur = premier(brut).replace(/\s/g, '');
  if (!valeur) return ok(null);
  const n = Number(valeur);
  return /^-?\d+$/.test(valeur) && n >= min && n <= max ? ok(n) : ko(`« ${premier(brut)} » : donnez un nombre entier entre ${min} et ${max}.`);
};

/** The id of a row chosen in a list. */
export const identifiant: Lecteur<number | null> = entier(1, Number.MAX_SAFE_INTEGER);

export const courriel: Lecteur<string | null> = (brut) => {
  const valeur = premier(brut).toLowerCase();
  if (!valeur) return ok(null);
  return valeur.length <= 254 && /^[^\s@<>"(),:;]+@[^\s@<>"(),:;]+\.[^\s@<>"(),:;.]{2,}$/.test(valeur) ? ok(valeur) : ko(`« ${premier(brut)} » n'est pas une adresse de courriel complète, par exemple prenom.nom@exemple.fr.`);
};

/** A phone number as people write it; kept with its signs, the digits are checked. */
export const telephone: Lecteur<string | null> = (brut) => {
  const valeur = premier(brut);
  if (!valeur) return ok(null);
  return /^\+?[\d .()/-]{6,25}$/.test(valeur) && valeur.replace(/\D/g, '').length >= 6 ? ok(valeur) : ko(`« ${valeur} » n'est pas un numéro de téléphone. Écrivez-le avec des chiffres, par exemple 01 23 45 67 89.`);
};

export const codePostal: Lecteur<string | null> = (brut) => {
  const valeur = premier(brut).replace(/\s/g, '');
  if (!valeur) return ok(null);
  return /^\d{5}$/.test(valeur) ? ok(valeur) : ko(`« ${premier(brut)} » n'est pas un code postal : cinq chiffres, par exemple 06600.`);
};

export interface IdentifiantPe { identifiant: string; zone: string | null }

/** 7 digits + 1 letter, or 8 digits; the 3-digit zone code that some files append is kept apart (domaine §2). */
export const identifiantPe: Lecteur<IdentifiantPe | null> = (brut) => {
  const valeur = premier(brut).replace(/[\s.-]/g, '').toUpperCase();
  if (!valeur) return ok(null);
  const m = /^(\d{7}[A-Z]|\d{8})(\d{3})?$/.exec(valeur);
  return m ? ok({ identifiant: m[1]!, zone: m[2] ?? null }) : ko(`« ${premier(brut)} » n'est pas un identifiant Pôle emploi : 7 chiffres et une lettre, ou 8 chiffres, suivis au besoin des 3 chiffres de la zone.`);
};
