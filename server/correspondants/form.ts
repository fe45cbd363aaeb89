/** What the forms of contacts and countries send. */
import { LISTES } from '../codes/listes';
import { code, courriel, datePassee, entier, lireFormulaire, obligatoire, telephone, texte, type Formulaire, type Lecture } from '../lib/formulaire';
import type { CorrespondantSaisi, HebergementSaisi } from './actions';
import { refusDePays } from './rules';

const version = obligatoire(entier(0, 2 ** 31), 'Rechargez la page, puis recommencez.');

/** Asked when somebody is already in charge. */
export const CHANGEMENTS = [
  { code: 'CORRECTION', libelle: 'Une correction', aide: 'Le correspondant reste le même : une coordonnée change, ou était fausse.' },
  { code: 'REMPLACEMENT', libelle: 'Un remplacement', aide: "Quelqu'un d'autre répond, à partir du jour indiqué. Celui d'avant reste à l'historique." },
] as const;

/** `enPoste`: somebody is in charge already. */
export function lireCorrespondant(corps: unknown, lecture: Lecture, enPoste: boolean): Formulaire<CorrespondantSaisi> {
  const changement = code(CHANGEMENTS);
  const lu = lireFormulaire({
    version, changement: enPoste ? obligatoire(changement, "Dites si c'est une correction ou un remplacement.") : changement, nom: texte(120), fonction: texte(120),
    courriel: obligatoire(courriel, 'Indiquez son adresse de courriel : une violation de données se dit par écrit.'), telephone, depuis_le: obligatoire(datePassee, 'Indiquez depuis quand.'),
  }, corps, lecture);
  if (lu.ok && !lu.valeur.nom && !lu.valeur.fonction) return { ok: false, saisie: lu.saisie, erreurs: [{ champ: 'nom', message: 'Indiquez un nom, ou une fonction si un service répond.' }] };
  return lu;
}

export function lireHebergement(corps: unknown, lecture: Lecture): Formulaire<HebergementSaisi> {
  const lu = lireFormulaire({
    version, usage: obligatoire(code(LISTES.USAGES_HEBERGEMENT), 'Dites ce qui est fait dans ce pays.'), prestataire: obligatoire(texte(120), 'Dites qui le fait : un prestataire, ou votre propre service.'),
    pays: obligatoire(code([...LISTES.PAYS_UE, ...LISTES.PAYS_HORS_UE]), 'Choisissez le pays.'), depuis_le: obligatoire(datePassee, 'Indiquez depuis quand.'),
  }, corps, lecture);
  if (!lu.ok) return lu;
  const refus = refusDePays(lu.valeur.pays);
  return refus ? { ok: false, saisie: lu.saisie, erreurs: [{ champ: 'pays', message: refus }] } : { ...lu, valeur: { ...lu.valeur, pays: lu.valeur.pays as HebergementSaisi['pays'] } };
}

export const lireVersion = (corps: unknown, lecture: Lecture): Formulaire<{ version: number }> => lireFormulaire({ version }, corps, lecture);
