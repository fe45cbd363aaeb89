/** Drafts of long forms: what one keeps, how long, and how it is announced. Any form may use them. Pure. */
import { formaterInstant } from '../lib/dates';
import type { Lecteur, Saisie } from '../lib/formulaire';
import { couper } from '../lib/texte';
import type { Brouillon } from './queries';

export const JOURS_GARDES = 7;
/** Of one form, by one agent. */
export const BROUILLONS_MAX = 20;
/** No field of a form is longer, nor has more values; the rest is cut. */
const LONGUEUR_MAX = 2000;
const VALEURS_MAX = 50;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The key that a form carries from its first showing to its recording; null when it is none. */
export const chercherCle = (valeur: unknown): string | null => (typeof valeur === 'string' && UUID.test(valeur) ? valeur : null);
export const cleDeBrouillon: Lecteur<string | null> = (brut) => ({ ok: true, valeur: chercherCle(brut[0]) });

/** The fields to keep, as typed: those named, and no other. */
export function contenuDe(corps: unknown, champs: readonly string[]): Saisie {
  const recu = (corps ?? {}) as Record<string, unknown>;
  return Object.fromEntries(champs.flatMap((nom): [string, string | string[]][] => {
    const brut = recu[nom];
    const textes = (Array.isArray(brut) ? brut : [brut]).filter((v): v is string => typeof v === 'string').slice(0, VALEURS_MAX).map((v) => couper(v, LONGUEUR_MAX));
    return textes.length ? [[nom, textes.length > 1 ? textes : textes[0]!]] : [];
  }));
}

/** « 14 h 05 », Paris time. */
const heure = (instant: string | Date): string => formaterInstant(instant).slice(-5).replace(':', ' h ');
/** « 14/03/2027 à 14 h 05 ». */
export const quand = (instant: string | Date): string => `${formaterInstant(instant).slice(0, 10)} à ${heure(instant)}`;

export const phraseEnregistre = (instant: string): string => `Brouillon enregistré à ${heure(instant)}`;

/** The drafts as links. `adresse`: the page of the form. */
export const decrireBrouillons = (brouillons: Brouillon[], adresse: string) =>
  brouillons.map((b) => ({ cle: b.cle, libelle: b.libelle, quand: quand(b.instant), reprendre: `${adresse}?brouillon=${b.cle}`, abandonner: `${adresse}/brouillon/abandonner` }));
