/** What the forms of Pôle emploi's figures send. */
import { LISTES } from '../codes/listes';
import { lireFichierRecu, type FichierNomme, type FichierRecu } from '../lib/classeur/recevoir';
import { code, datePassee, entier, identifiant, lireFormulaire, moisPasse, obligatoire, type Formulaire, type Lecteur, type Lecture } from '../lib/formulaire';
import type { DeclarationSaisie, SeanceSaisie, ServiceSaisi } from './actions';
import type { Presence } from './queries';
import { NOMBRE_MAX } from './rules';

const nombre = (demande: string): Lecteur<number> => obligatoire(entier(0, NOMBRE_MAX), demande);
const version = obligatoire(entier(1, 2_000_000_000), 'Ce formulaire est incomplet : rechargez la page, puis recommencez.');
const agence = obligatoire(identifiant, "Choisissez l'agence.");
const PRESENCE = { convoques: nombre('Indiquez le nombre de personnes convoquées, 0 compris.'), presents: nombre('Indiquez le nombre de personnes présentes, 0 compris.') };

export const lireSeance = (corps: unknown, lecture: Lecture): Formulaire<SeanceSaisie> =>
  lireFormulaire({ date_session: obligatoire(datePassee, 'Indiquez le jour de la séance.'), agence_id: agence, ...PRESENCE }, corps, lecture);

export const lirePresence = (corps: unknown, lecture: Lecture): Formulaire<Presence & { version: number }> => lireFormulaire({ ...PRESENCE, version }, corps, lecture);

/** Two forms of one page ask for an agency: each by its own name, for a field has one id. */
export function lireService(corps: unknown, lecture: Lecture): Formulaire<ServiceSaisi> {
  const lu = lireFormulaire({
    mois: obligatoire(moisPasse, 'Indiquez le mois.'), agence_du_service: agence, type: obligatoire(code(LISTES.TYPES_DEMANDE_PE), 'Choisissez le service.'), nombre: nombre('Indiquez combien ont été délivrés.'),
  }, corps, lecture);
  if (!lu.ok) return lu;
  const { agence_du_service: agence_id, ...valeur } = lu.valeur;
  return { ...lu, valeur: { ...valeur, agence_id } };
}

export const lireNombre = (corps: unknown, lecture: Lecture): Formulaire<{ nombre: number; version: number }> => lireFormulaire({ nombre: nombre('Indiquez combien ont été délivrés.'), version }, corps, lecture);

/** `etat` null: the figures are opened again. */
export const lireDeclaration = (corps: unknown, lecture: Lecture): Formulaire<DeclarationSaisie> => lireFormulaire({
  agence_id: agence, annee: obligatoire(entier(2000, 2199), "Indiquez l'année."), chiffre: obligatoire(code(LISTES.CHIFFRES_PE), 'Choisissez les chiffres à déclarer.'), etat: code(LISTES.ETATS_DECLARATION_PE),
}, corps, lecture);

export const lireFichier = (fichier: FichierRecu | undefined): Formulaire<FichierNomme> => lireFichierRecu(fichier, 'Choisissez le classeur des chiffres de Pôle emploi (.xlsx).');
