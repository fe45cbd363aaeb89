/** What the forms of conventions send. */
import { LISTES } from '../../codes/listes';
import { code, courriel, dateLibre, datePassee, entier, identifiant, lireFormulaire, obligatoire, ouiNon, telephone, texte, type Formulaire, type Lecteur, type Lecture, type Schema } from '../../lib/formulaire';
import type { DateCivile } from '../../lib/dates';
import type { Erreur } from '../../lib/erreurs';
import type { Place } from './actions';
import type { NouvelleConvention, ReglagesConvention } from './rules';

/** The settings that a convention agrees on: the first-use page asks for them too. */
export const REGLAGES = {
  date_debut: obligatoire(dateLibre, 'Indiquez le premier jour de la convention.'),
  date_fin: obligatoire(dateLibre, 'Indiquez le dernier jour de la convention.'),
  phase_diagnostic: obligatoire(ouiNon, 'Dites si le PLIE a une phase de diagnostic.'),
  orientations_ic: obligatoire(code(LISTES.ORIENTATIONS_IC), 'Dites si des orientations passent par une information collective.'),
  perimetre_sorties: obligatoire(code(LISTES.PERIMETRES_SORTIES), 'Dites quelles sorties le bilan compte.'),
  mode_integration: obligatoire(code(LISTES.MODES_INTEGRATION), "Dites comment l'intégration est décidée."),
  fse: obligatoire(ouiNon, 'Dites si la convention est financée par le FSE.'),
};

const agence_id = obligatoire(identifiant, "Choisissez l'agence signataire.");
export const version: Lecteur<number> = obligatoire(entier(1, 2 ** 31), 'Rechargez la page.');

export const lireNouvelle = (corps: unknown, lecture: Lecture): Formulaire<NouvelleConvention> =>
  lireFormulaire({ plie_id: obligatoire(identifiant, 'Choisissez le PLIE.'), agence_id, ...REGLAGES }, corps, lecture);

export const lireModification = (corps: unknown, lecture: Lecture): Formulaire<ReglagesConvention & { version: number }> =>
  lireFormulaire({ agence_id, ...REGLAGES, version }, corps, lecture);

export const lireSuspension = (corps: unknown, lecture: Lecture): Formulaire<{ date_suspension: DateCivile; version: number }> =>
  lireFormulaire({ date_suspension: obligatoire(datePassee, 'Indiquez le jour à partir duquel rien ne doit plus être échangé.'), version }, corps, lecture);

export const lireVersion = (corps: unknown, lecture: Lecture): Formulaire<{ version: number }> => lireFormulaire({ version }, corps, lecture);

/** The four places, in the order of the form. */
export const PLACES = LISTES.PARTIES.flatMap(({ code: partie }) => LISTES.DOMAINES_DE_CONVENTION.map(({ code: domaine }) => ({ partie, domaine, prefixe: `${partie}_${domaine}` })));

const CORRESPONDANT = { nom: texte(120), fonction: texte(120), telephone, courriel };

export interface Correspondants { version: number; boite_generique: string | null; places: Place[] }

/** A place without a name is left empty; a phone or an e-mail without a name is an error. */
export function lireCorrespondants(corps: unknown, lecture: Lecture): Formulaire<Correspondants> {
  const schema: Schema = { version, boite_generique: courriel };
  for (const { prefixe } of PLACES) for (const [champ, lecteur] of Object.entries(CORRESPONDANT)) schema[`${prefixe}_${champ}`] = lecteur;
  const lu = lireFormulaire(schema, corps, lecture);
  const typee = (champ: string): boolean => Boolean(String(lu.saisie[champ] ?? '').trim());
  const anonymes = PLACES.filter(({ prefixe }) => !typee(`${prefixe}_nom`) && ['fonction', 'telephone', 'courriel'].some((champ) => typee(`${prefixe}_${champ}`)))
    .map(({ prefixe }): Erreur => ({ champ: `${prefixe}_nom`, message: 'Indiquez le nom de ce correspondant, ou effacez ses autres champs.' }));
  if (!lu.ok || anonymes.length) return { ok: false, saisie: lu.saisie, erreurs: [...(lu.ok ? [] : lu.erreurs), ...anonymes] };
  const valeurs = lu.valeur as Record<string, string | null>;
  const places = PLACES.map(({ partie, domaine, prefixe }): Place => {
    const lire = (champ: string) => valeurs[`${prefixe}_${champ}`] ?? null;
    const nom = lire('nom');
    return { partie, domaine, correspondant: nom ? { nom, fonction: lire('fonction'), telephone: lire('telephone'), courriel: lire('courriel') } : null };
  });
  return { ok: true, saisie: lu.saisie, valeur: { version: lu.valeur.version as number, boite_generique: valeurs.boite_generique ?? null, places } };
}
