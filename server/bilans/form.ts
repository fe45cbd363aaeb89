/** What the pages of a year receive: the version that they showed, what is said with a step, the setting of a check. */
import { anneeDe, type DateCivile } from '../lib/dates';
import { Introuvable } from '../lib/erreurs';
import { codes, entier, lireFormulaire, obligatoire, ouiNon, texte, texteLong, type Lecture } from '../lib/formulaire';
import { PREMIERE_ANNEE } from './rules';

const RECHARGER = 'Rechargez la page, puis recommencez.';
const version = obligatoire(entier(1, Number.MAX_SAFE_INTEGER), RECHARGER);
/** What the database keeps of a remark. */
const commentaire = texteLong(2000);

export const lireEtape = (corps: unknown, lecture: Lecture) => lireFormulaire({ version }, corps, lecture);
export const lireValidation = (corps: unknown, lecture: Lecture) => lireFormulaire({ version, empreinte: obligatoire(texte(64), RECHARGER), remarque: commentaire }, corps, lecture);
export const lireReouverture = (corps: unknown, lecture: Lecture) => lireFormulaire({ version, commentaire: obligatoire(commentaire, 'Dites pourquoi vous rouvrez ce bilan : la raison reste à côté de la version validée.') }, corps, lecture);
export const lireAcceptation = (corps: unknown, lecture: Lecture) => lireFormulaire({ version, mot: commentaire }, corps, lecture);
export const lireRenvoi = (corps: unknown, lecture: Lecture) => lireFormulaire({ version, commentaire: obligatoire(commentaire, 'Dites au PLIE ce qu\'il doit regarder ou corriger.') }, corps, lecture);
export const lireReglage = (corps: unknown, lecture: Lecture) => lireFormulaire({ bloquant: obligatoire(ouiNon, RECHARGER), version: entier(1, Number.MAX_SAFE_INTEGER) }, corps, lecture);

/** Reminders to the PLIEs ticked. `offerts`: their ids, as texts. */
export const lireRelance = (corps: unknown, lecture: Lecture, offerts: readonly { code: string; libelle: string }[]) => {
  const lu = lireFormulaire({ plie: codes(offerts), mot: texteLong(1000) }, corps, lecture);
  return lu.ok && !lu.valeur.plie.length ? { ok: false as const, saisie: lu.saisie, erreurs: [{ champ: 'plie', message: 'Cochez au moins un PLIE à relancer.' }] } : lu;
};

/** To whom the bilan leaves. `offerts`: their addresses. */
export const lireEnvoi = (corps: unknown, lecture: Lecture, offerts: readonly { code: string; libelle: string }[]) => {
  const lu = lireFormulaire({ version, destinataire: codes(offerts) }, corps, lecture);
  return lu.ok && !lu.valeur.destinataire.length ? { ok: false as const, saisie: lu.saisie, erreurs: [{ champ: 'destinataire', message: 'Cochez au moins un destinataire.' }] } : lu;
};

/** The year of an address: from the first convention's time to the present year. Throws Introuvable. */
export function lireAnnee(texteLu: unknown, jour: DateCivile): number {
  const annee = typeof texteLu === 'string' && /^\d{4}$/.test(texteLu) ? Number(texteLu) : NaN;
  if (!(annee >= PREMIERE_ANNEE && annee <= anneeDe(jour))) throw new Introuvable("Il n'y a pas de bilan pour cette année. Choisissez-en une dans la liste de la page « Suivi des bilans ».");
  return annee;
}

/** Without a year, the last one that is over: its bilan is the one to send. */
export const lireAnneeChoisie = (texteLu: unknown, jour: DateCivile): number => (texteLu === undefined || texteLu === '' ? anneeDe(jour) - 1 : lireAnnee(texteLu, jour));

/** The version whose figures are compared with those that followed; null when none is asked for. */
export const lireVersion = (texteLu: unknown): number | null => (typeof texteLu === 'string' && /^[1-9]\d{0,3}$/.test(texteLu) ? Number(texteLu) : null);
