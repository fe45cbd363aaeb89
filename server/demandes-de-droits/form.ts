/** The forms of a request: received, identity checked, answered. */
import { LISTES } from '../codes/listes';
import { coche, code, datePassee, entier, identifiant, lireFormulaire, obligatoire, type Lecture } from '../lib/formulaire';

const DEMANDE = {
  personne_id: identifiant,
  inconnue: coche,
  type: obligatoire(code(LISTES.TYPES_DEMANDE_DROIT), 'Choisissez ce que la personne demande.'),
  canal: obligatoire(code(LISTES.CANAUX_DEMANDE_DROIT), 'Dites par où la demande est arrivée.'),
  recue_le: obligatoire(datePassee, 'Donnez le jour où la demande est arrivée : le délai part de là.'),
};
const version = obligatoire(entier(1, 1_000_000), 'Rechargez la page, puis recommencez.');
const IDENTITE = { version, identite_moyen: obligatoire(code(LISTES.MOYENS_IDENTITE), "Dites comment l'identité a été vérifiée."), identite_le: obligatoire(datePassee, "Donnez le jour de la vérification.") };
const REPONSE = { version, reponse: obligatoire(code(LISTES.REPONSES_DROIT), 'Choisissez la réponse.'), motif_refus: code(LISTES.MOTIFS_REFUS_DROIT) };
const PROLONGATION = { version, prolongation: obligatoire(code(LISTES.RAISONS_PROLONGATION_DROIT), 'Dites pourquoi la réponse demande plus de temps.'), prolongee_le: obligatoire(datePassee, 'Donnez le jour où la personne en a été prévenue.') };
const EFFACEMENT = { version, confirmer: coche };
const EXCEPTION = { pour: obligatoire(code(LISTES.USAGES_LIMITES), "Dites ce que l'exception permet."), motif: obligatoire(code(LISTES.MOTIFS_EXCEPTION), "Dites pourquoi l'exception est possible.") };
const LEVEE = {
  motif_levee: obligatoire(code(LISTES.MOTIFS_LEVEE.filter((m) => m.code !== 'DONNEES_EFFACEES')), 'Dites pourquoi la limitation prend fin.'),
  prevenue_par: obligatoire(code(LISTES.CANAUX_DEMANDE_DROIT), 'Dites comment la personne a été prévenue.'),
  prevenue_le: obligatoire(datePassee, 'Donnez le jour où la personne a été prévenue.'),
};

export const lireProlongation = (corps: unknown, lecture: Lecture) => lireFormulaire(PROLONGATION, corps, lecture);
export const lireException = (corps: unknown, lecture: Lecture) => lireFormulaire(EXCEPTION, corps, lecture);
export const lireLevee = (corps: unknown, lecture: Lecture) => lireFormulaire(LEVEE, corps, lecture);
export const lireNouvelle = (corps: unknown, lecture: Lecture) => lireFormulaire(DEMANDE, corps, lecture);
export const lireIdentite = (corps: unknown, lecture: Lecture) => lireFormulaire(IDENTITE, corps, lecture);
export const lireReponse = (corps: unknown, lecture: Lecture) => lireFormulaire(REPONSE, corps, lecture);
export const lireEffacement = (corps: unknown, lecture: Lecture) => lireFormulaire(EFFACEMENT, corps, lecture);
