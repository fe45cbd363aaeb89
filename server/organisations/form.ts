/** What the forms of organisations send. */
import type { TypeOrganisation } from '../acces/acteur';
import { DEPARTEMENTS, REGIONS } from '../codes/territoires';
import { code, courriel, entier, identifiant, lireFormulaire, obligatoire, telephone, texte, type Formulaire, type Lecteur, type Lecture } from '../lib/formulaire';
import { sansAccents } from '../lib/texte';
import { TYPES_ORGANISATION, verifierCode, type ModificationOrganisation, type NouvelleOrganisation } from './rules';

/** The number, the name, or both as the list shows them. */
export const CHOIX_DEPARTEMENTS = DEPARTEMENTS.map((d) => ({ code: d.code, libelle: `${d.code} – ${d.nom}` }));

/** A code is kept in capitals, without accents: « Valmorin est » is taken as VALMORIN-EST. */
export const codeOrganisation: Lecteur<string | null> = (brut, lecture) => {
  const lu = texte(30)(brut, lecture);
  if (!lu.ok || !lu.valeur) return lu;
  const valeur = sansAccents(lu.valeur).toUpperCase().replaceAll(' ', '-');
  const erreur = verifierCode(valeur);
  return erreur ? { ok: false, erreur } : { ok: true, valeur };
};

const COMMUN = {
  nom: obligatoire(texte(120), 'Indiquez le nom.'),
  departement_code: code(CHOIX_DEPARTEMENTS),
  adresse: texte(200),
  telephone,
  courriel,
};

export function lireNouvelleOrganisation(type: TypeOrganisation, corps: unknown, lecture: Lecture): Formulaire<NouvelleOrganisation> {
  const lu = lireFormulaire({
    ...COMMUN,
    code: obligatoire(codeOrganisation, 'Indiquez le code, par exemple VALMORIN.'),
    region_code: type === 'REGION' ? obligatoire(code(REGIONS), "Choisissez de quelle région il s'agit.") : code(REGIONS),
  }, corps, lecture);
  return lu.ok ? { ...lu, valeur: { ...lu.valeur, type } } : lu;
}

export function lireModification(corps: unknown, lecture: Lecture): Formulaire<ModificationOrganisation & { version: number }> {
  return lireFormulaire({ ...COMMUN, version: obligatoire(entier(1, 2 ** 31), 'Rechargez la page.') }, corps, lecture);
}

export const lireAgence = (corps: unknown, lecture: Lecture): Formulaire<{ agence_id: number }> => lireFormulaire({ agence_id: obligatoire(identifiant, 'Choisissez une agence.') }, corps, lecture);

/** Every région of France, then those that only the database knows (given to a command). */
export const choixRegions = (connues: readonly { code: string; nom: string }[]): { code: string; libelle: string }[] =>
  [...REGIONS, ...connues.filter((r) => !REGIONS.some((f) => f.code === r.code)).map((r) => ({ code: r.code, libelle: r.nom }))];

export const lireRattachementDepartement = (corps: unknown, lecture: Lecture, regions: readonly { code: string; libelle: string }[]): Formulaire<{ region_code: string; region_actuelle: string | null }> =>
  lireFormulaire({ region_code: obligatoire(code(regions), 'Choisissez la région.'), region_actuelle: code(regions) }, corps, lecture);

/** The filters of the list, from its address; what cannot be read filters nothing. */
export function lireFiltre(requete: unknown, lecture: Lecture): { type: TypeOrganisation | null; departement: string | null } {
  const lire = <T>(champ: string, lecteur: Lecteur<T | null>): T | null => {
    const lu = lireFormulaire({ [champ]: lecteur }, requete, lecture);
    return lu.ok ? (lu.valeur[champ] as T | null) : null;
  };
  return { type: lire('type', code(TYPES_ORGANISATION)), departement: lire('departement', code(CHOIX_DEPARTEMENTS)) };
}
