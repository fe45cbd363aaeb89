/** What the page of the deadlines is asked for, and what the form of a meeting or a document sends. */
import { LISTES } from '../codes/listes';
import { anneeDe, type DateCivile } from '../lib/dates';
import { code, dateLibre, entier, lireFormulaire, obligatoire, ouiNon, type Formulaire, type Lecture } from '../lib/formulaire';
import type { JalonSaisi } from './queries';
import type { TypeJalon, Vue } from './rules';
import { ENVOIS, estReunion, REUNIONS } from './rules-convention';

/** `?vue=toutes`; anything else is no answer. */
export const lireVue = (adresse: Record<string, unknown>): Vue | null => (adresse.vue === 'toutes' ? 'TOUTES' : adresse.vue === 'miennes' ? 'MIENNES' : null);

/** What a new line is about, read from the address: a link never breaks. A document is that of last year unless said. */
export function lireSujet(adresse: Record<string, unknown>, jour: DateCivile): { type: TypeJalon; annee: string } {
  const type = LISTES.TYPES_JALON.find((t) => t.code === adresse.type)?.code ?? 'ECHANGE_INFORMATIONS';
  return { type, annee: typeof adresse.annee === 'string' && /^\d{4}$/.test(adresse.annee) ? adresse.annee : String(anneeDe(jour) - 1) };
}

/** The types that stand beside this one in the form: meetings, or documents. */
export const famille = (type: TypeJalon) => LISTES.TYPES_JALON.filter((t) => (estReunion(type) ? (REUNIONS as string[]) : (ENVOIS as string[])).includes(t.code));

const VERSION = obligatoire(entier(1, 2_000_000_000), 'Ce formulaire est incomplet : rechargez la page, puis recommencez.');
const CHAMPS = {
  type: obligatoire(code(LISTES.TYPES_JALON), 'Choisissez de quoi il s\'agit.'),
  date_jalon: obligatoire(dateLibre, 'Indiquez le jour.'),
  annee: entier(2000, 2199),
  fait: obligatoire(ouiNon, 'Dites si c\'est prévu ou déjà fait.'),
};
/** A meeting is of no year. */
const sansAnnee = <J extends JalonSaisi>(jalon: J): J => (estReunion(jalon.type) ? { ...jalon, annee: null } : jalon);

export function lireJalonSaisi(corps: unknown, lecture: Lecture): Formulaire<JalonSaisi> {
  const lu = lireFormulaire(CHAMPS, corps, lecture);
  return lu.ok ? { ...lu, valeur: sansAnnee(lu.valeur) } : lu;
}
export function lireModification(corps: unknown, lecture: Lecture): Formulaire<JalonSaisi & { version: number }> {
  const lu = lireFormulaire({ ...CHAMPS, version: VERSION }, corps, lecture);
  return lu.ok ? { ...lu, valeur: sansAnnee(lu.valeur) } : lu;
}
export const lireSuppression = (corps: unknown, lecture: Lecture): Formulaire<{ version: number }> => lireFormulaire({ version: VERSION }, corps, lecture);
