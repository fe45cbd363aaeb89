/** What is sent from the list of a portfolio, and from the sheet of a group. */
import { code, datePassee, lireFormulaire, obligatoire, type Formulaire, type Lecteur, type Lecture } from '../lib/formulaire';
import type { Erreur } from '../lib/erreurs';
import type { DateCivile } from '../lib/dates';
import type { LigneDuGroupe } from './actions';

/** The three buttons of a line: `libelle` is what is seen, `nom` what is heard. */
export const FAITS = [
  { code: 'ENTRETIEN', libelle: 'Entretien', nom: 'Entretien' },
  { code: 'ABSENCE', libelle: 'Absence', nom: 'Absence' },
  { code: 'EXCUSEE', libelle: 'Excusée', nom: 'Absence excusée' },
] as const;

export const lireSaisie = (corps: unknown, lecture: Lecture) => lireFormulaire({
  fait: obligatoire(code(FAITS), "Choisissez ce que vous enregistrez : l'entretien ou l'absence."),
  date: obligatoire(datePassee, 'Indiquez le jour.'),
}, corps, lecture);

export const NATURES = [
  { code: 'ATELIER', libelle: 'Atelier' },
  { code: 'INFORMATION', libelle: 'Information collective' },
] as const;
export type Nature = (typeof NATURES)[number]['code'];

/** The ids ticked in one column. What is not an id is no person: it is left out. */
const cochees: Lecteur<number[]> = (brut) => ({ ok: true, valeur: [...new Set(brut.filter((v) => /^\d{1,15}$/.test(v)).map(Number))] });

export interface Feuille { nature: Nature; date: DateCivile; lignes: LigneDuGroupe[] }

/** The sheet: who was convened, who came, who sent an excuse. To have come, or to be excused, is to have been convened. */
export function lireGroupe(corps: unknown, lecture: Lecture): Formulaire<Feuille> {
  const coches = lireFormulaire({ convoquees: cochees, presentes: cochees, excusees: cochees }, corps, lecture);
  const lu = lireFormulaire({ nature: obligatoire(code(NATURES), 'Choisissez la nature de la séance.'), date: obligatoire(datePassee, 'Indiquez le jour de la séance.') }, corps, lecture);
  const saisie = { ...coches.saisie, ...lu.saisie };
  const { convoquees, presentes, excusees } = coches.ok ? coches.valeur : { convoquees: [], presentes: [], excusees: [] };
  const erreurs: Erreur[] = lu.ok ? [] : [...lu.erreurs];
  for (const id of presentes.filter((p) => excusees.includes(p))) erreurs.push({ champ: `ligne-${id}`, message: "À la fois présente et excusée : décochez l'une des deux cases." });
  const ids = [...new Set([...convoquees, ...presentes, ...excusees])];
  if (!ids.length) erreurs.push({ champ: 'personnes', message: 'Cochez au moins une personne : présente, ou convoquée et absente.' });
  if (erreurs.length || !lu.ok) return { ok: false, saisie, erreurs };
  const presence = (id: number) => (presentes.includes(id) ? 'PRESENT' : excusees.includes(id) ? 'EXCUSE' : 'ABSENT');
  return { ok: true, saisie, valeur: { ...lu.valeur, lignes: ids.map((id) => ({ id, presence: presence(id) })) } };
}
