/** What the forms of a parcours send. */
import { LISTES } from '../codes/listes';
import type { CodeExtensible } from '../codes/queries';
import { code, dateLibre, datePassee, identifiant, lireFormulaire, obligatoire, ouiNon, type Lecteur, type Lecture } from '../lib/formulaire';

/** The version of the row that the form showed; a form without it is one of somebody else's making. */
export const version: Lecteur<number> = obligatoire(identifiant, 'Ce formulaire est incomplet : rechargez la page et recommencez.');

export const lireReferent = (corps: unknown, lecture: Lecture) => lireFormulaire({
  utilisateur_id: obligatoire(identifiant, 'Choisissez le nouveau référent unique.'),
  date_debut: obligatoire(datePassee, 'Indiquez le jour du changement.'),
  referent_actuel: identifiant,
}, corps, lecture);

export const lireEntretien = (corps: unknown, lecture: Lecture) => lireFormulaire({
  date_entretien: obligatoire(datePassee, "Indiquez le jour de l'entretien."),
}, corps, lecture);

export const lireAbsence = (corps: unknown, lecture: Lecture) => lireFormulaire({
  date_convocation: obligatoire(datePassee, 'Indiquez le jour de la convocation.'),
  excuse: obligatoire(ouiNon, "Dites si l'absence est excusée."),
}, corps, lecture);

const etape = (types: readonly CodeExtensible[]) => ({
  type: obligatoire(code(types), "Choisissez le type d'étape."),
  date_debut: obligatoire(datePassee, "Indiquez le jour où l'étape a commencé."),
  date_fin: dateLibre,
  resultat: code(LISTES.RESULTATS_ETAPE),
});

export const lireEtape = (corps: unknown, lecture: Lecture, types: readonly CodeExtensible[]) => lireFormulaire(etape(types), corps, lecture);
export const lireModificationEtape = (corps: unknown, lecture: Lecture, types: readonly CodeExtensible[]) => lireFormulaire({ ...etape(types), version }, corps, lecture);

export const lireProlongation = (corps: unknown, lecture: Lecture) => lireFormulaire({
  date_decision: obligatoire(datePassee, 'Indiquez le jour de la décision.'),
  date_fin: obligatoire(dateLibre, "Indiquez jusqu'à quand le parcours est prolongé."),
  instance: obligatoire(code(LISTES.INSTANCES), "Choisissez l'instance qui a décidé."),
  raison: obligatoire(code(LISTES.RAISONS_PROLONGATION), 'Choisissez la raison de la prolongation.'),
}, corps, lecture);

const demande = {
  type: obligatoire(code(LISTES.TYPES_DEMANDE_PE), 'Choisissez ce que vous demandez.'),
  date_demande: obligatoire(datePassee, 'Indiquez le jour de la demande.'),
};
export const lireDemande = (corps: unknown, lecture: Lecture) => lireFormulaire(demande, corps, lecture);
export const lireReponse = (corps: unknown, lecture: Lecture) => lireFormulaire({
  ...demande,
  reponse: obligatoire(code(LISTES.REPONSES_DEMANDE_PE), 'Choisissez la réponse.'),
  date_reponse: datePassee,
  date_realisation: datePassee,
  version,
}, corps, lecture);

/** Motifs under which Pôle emploi lifts a PNI; SORTIE belongs to the exit. */
export const MOTIFS_LEVEE = LISTES.MOTIFS_CLOTURE_PNI.filter((m) => m.code !== 'SORTIE');

export const lireDemandePni = (corps: unknown, lecture: Lecture) => lireFormulaire({ date_demande: obligatoire(datePassee, 'Indiquez le jour de la demande.') }, corps, lecture);
export const lirePosePni = (corps: unknown, lecture: Lecture) => lireFormulaire({ date_debut: obligatoire(datePassee, 'Indiquez le début donné par Pôle emploi.'), date_fin: dateLibre, version: identifiant }, corps, lecture);
export const lireLeveePni = (corps: unknown, lecture: Lecture) => lireFormulaire({
  date_cloture: obligatoire(datePassee, 'Indiquez le jour de la levée.'), motif_cloture: obligatoire(code(MOTIFS_LEVEE), 'Choisissez le motif de la levée.'), pni: version, version,
}, corps, lecture);
export const lireSuppressionPni = (corps: unknown, lecture: Lecture) => lireFormulaire({ version }, corps, lecture);
export const lireCorrectionPni = (corps: unknown, lecture: Lecture) => lireFormulaire({
  date_demande: datePassee, date_debut: datePassee, date_fin: dateLibre, date_cloture: datePassee, motif_cloture: code(MOTIFS_LEVEE), pni: version, version,
}, corps, lecture);
