/** What the forms of the survey send. */
import { QUESTIONS } from '../../reports/bilan-qualitatif/questions';
import type { Partie, Reponse } from '../../reports/bilan-qualitatif/tableau';
import { LISTES } from '../codes/listes';
import type { DateCivile } from '../lib/dates';
import { code, coche, dateLibre, datePassee, entier, lireFormulaire, obligatoire, texteLong, type Formulaire, type Lecteur, type Lecture, type Schema, type Valeurs } from '../lib/formulaire';
import type { AccordsSaisis, ReponseSaisie } from './actions-reponses';
import type { PartieRelancee } from './actions-relances';
import { ARGUMENT_MAX, PREMIERE_ANNEE } from './rules';

const INCOMPLET = 'Ce formulaire est incomplet : rechargez la page, puis recommencez.';
/** 0: no row yet. */
const version = obligatoire(entier(0, 2_000_000_000), INCOMPLET);
const dateLimite = obligatoire(dateLibre, 'Indiquez le jour avant lequel répondre.');

export const lireOuverture = (corps: unknown, lecture: Lecture) =>
  lireFormulaire({ annee: obligatoire(entier(PREMIERE_ANNEE, 2199), "Choisissez l'année."), date_limite: dateLimite }, corps, lecture);

export const lireDateLimite = (corps: unknown, lecture: Lecture) => lireFormulaire({ date_limite: dateLimite, version }, corps, lecture);

/** The questions of which the body holds a version: one at a time by the script, the whole page by the button. */
const presentes = (corps: unknown): number[] => QUESTIONS.map((q) => q.numero).filter((n) => (corps as Record<string, unknown> | undefined)?.[`version_${n}`] !== undefined);

export function lireReponses(corps: unknown, lecture: Lecture): Formulaire<ReponseSaisie[]> {
  const numeros = presentes(corps);
  const schema: Schema = Object.fromEntries(numeros.flatMap((n): [string, Lecteur<unknown>][] => [
    [`reponse_${n}`, code(LISTES.REPONSES_ENQUETE)], [`argument_${n}`, texteLong(ARGUMENT_MAX)], [`confirme_${n}`, coche], [`version_${n}`, version],
  ]));
  const lu = lireFormulaire(schema, corps, lecture);
  if (!lu.ok) return lu;
  if (!numeros.length) return { ok: false, saisie: lu.saisie, erreurs: [{ champ: '', message: INCOMPLET }] };
  const lire = <T>(nom: string, n: number) => (lu.valeur as Valeurs<Record<string, Lecteur<T>>>)[`${nom}_${n}`] as T;
  return { ...lu, valeur: numeros.map((n) => ({ question: n, reponse: lire<Reponse | null>('reponse', n), argument: lire<string | null>('argument', n), confirmee: lire<boolean>('confirme', n), version: lire<number>('version', n) })) };
}

/** One meeting settles several questions: those left blank wait for another. */
export function lireAccords(corps: unknown, lecture: Lecture): Formulaire<AccordsSaisis> {
  const numeros = presentes(corps);
  const lu = lireFormulaire({
    date_comite: obligatoire(datePassee, 'Indiquez le jour du comité de pilotage qui a convenu des réponses.'),
    ...Object.fromEntries(numeros.flatMap((n): [string, Lecteur<unknown>][] => [[`reponse_${n}`, code(LISTES.REPONSES_ENQUETE)], [`version_${n}`, version]])),
  }, corps, lecture);
  if (!lu.ok) return lu;
  const valeurs = lu.valeur as Record<string, unknown> & { date_comite: DateCivile };
  const accords = numeros.flatMap((n) => (valeurs[`reponse_${n}`] ? [{ question: n, reponse: valeurs[`reponse_${n}`] as Reponse, version: valeurs[`version_${n}`] as number }] : []));
  if (!accords.length) return { ok: false, saisie: lu.saisie, erreurs: [{ champ: '', message: 'Choisissez la réponse convenue pour une question au moins.' }] };
  return { ...lu, valeur: { date_comite: valeurs.date_comite, accords } };
}

const relancees: Lecteur<PartieRelancee[]> = (brut) => {
  const lues = brut.flatMap((cle) => { const m = /^(\d{1,15})-(PLIE|POLE_EMPLOI)$/.exec(cle); return m ? [{ plieId: Number(m[1]), partie: m[2] as Partie }] : []; });
  return lues.length ? { ok: true, valeur: lues } : { ok: false, erreur: 'Choisissez qui relancer.' };
};

export const lireRelances = (corps: unknown, lecture: Lecture) => lireFormulaire({ parties: relancees }, corps, lecture);

export const lireCloture = (corps: unknown, lecture: Lecture) => lireFormulaire({ version, confirme: coche }, corps, lecture);
