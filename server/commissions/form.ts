/** What the forms of the commissions send. */
import { LISTES, type CodeDe } from '../codes/listes';
import type { DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { code, codes, dateLibre, datePassee, entier, identifiant, lireFormulaire, obligatoire, texte, type Formulaire, type Lecteur, type Lecture, type Saisie } from '../lib/formulaire';
import type { DecisionSaisie, SeanceSaisie } from './actions';
import type { Justificatif } from './rules';

const version: Lecteur<number> = obligatoire(entier(1, 2_000_000_000), 'Ce formulaire est incomplet : rechargez la page, puis recommencez.');

const SEANCE = {
  date_seance: obligatoire(dateLibre, 'Indiquez le jour de la séance.'),
  lieu: obligatoire(texte(120), 'Indiquez où la séance se tient.'),
  membres: ((brut, lecture) => {
    const lu = codes(LISTES.FONCTIONS_COMMISSION)(brut, lecture);
    return lu.ok && !lu.valeur.length ? { ok: false, erreur: 'Cochez au moins une fonction représentée.' } : lu;
  }) satisfies Lecteur<CodeDe<'FONCTIONS_COMMISSION'>[]>,
};

export const lireSeance = (corps: unknown, lecture: Lecture): Formulaire<SeanceSaisie> => lireFormulaire(SEANCE, corps, lecture);
export const lireModification = (corps: unknown, lecture: Lecture): Formulaire<SeanceSaisie & { version: number }> => lireFormulaire({ ...SEANCE, version }, corps, lecture);

/** The ids ticked in a list: at least one. */
const coches = (demande: string): Lecteur<number[]> => (brut) => {
  const ids = brut.filter((b) => /^\d{1,15}$/.test(b)).map(Number);
  return ids.length ? { ok: true, valeur: ids } : { ok: false, erreur: demande };
};

export const lireInscriptions = (corps: unknown, lecture: Lecture): Formulaire<{ orientations: number[] }> =>
  lireFormulaire({ orientations: coches('Cochez au moins une personne à inscrire.') }, corps, lecture);

export const lireInformation = (corps: unknown, lecture: Lecture): Formulaire<{ dossiers: number[]; date_information: DateCivile }> =>
  lireFormulaire({ dossiers: coches('Cochez au moins une personne.'), date_information: obligatoire(datePassee, 'Indiquez le jour où les personnes ont été informées.') }, corps, lecture);

/** `montrees`: the pieces that the page showed as seen, so that one noted meanwhile by somebody else is not taken for unticked. */
export const lireJustificatifs = (corps: unknown, lecture: Lecture): Formulaire<{ vues: Justificatif[]; montrees: Justificatif[]; date_vue: DateCivile }> =>
  lireFormulaire({ vues: codes(LISTES.JUSTIFICATIFS), montrees: codes(LISTES.JUSTIFICATIFS), date_vue: obligatoire(datePassee, 'Indiquez le jour où vous avez vu ces pièces.') }, corps, lecture);

/** The fields of one line by decision, before their suffix (the id of its dossier): what another choice left typed is ignored. */
const LIGNES = {
  INTEGRER: { version, date_integration: datePassee, utilisateur_id: identifiant },
  REFUSER: { version, motif_refus: obligatoire(code(LISTES.MOTIFS_REFUS), 'Choisissez le motif du refus.'), detail_refus: texte(40) },
  AJOURNER: { version, motif_ajournement: obligatoire(code(LISTES.MOTIFS_AJOURNEMENT), "Choisissez la raison de l'ajournement."), suivante_id: identifiant },
};
const CHAMPS_DE_LIGNE = ['decision', ...new Set(Object.values(LIGNES).flatMap((schema) => Object.keys(schema)))];

/** One line as typed; null when no decision was chosen: it is left for later. */
function lireLigne(recu: Record<string, unknown>, id: number, lecture: Lecture): Formulaire<DecisionSaisie> | null {
  const choix = lireFormulaire({ decision: code(LISTES.DECISIONS_COMMISSION) }, recu, lecture);
  if (!choix.ok) return choix;
  switch (choix.valeur.decision) {
    case 'INTEGRER': {
      const lu = lireFormulaire(LIGNES.INTEGRER, recu, lecture);
      if (lu.ok && lu.valeur.date_integration && !lu.valeur.utilisateur_id) return { ok: false, saisie: lu.saisie, erreurs: [{ champ: 'utilisateur_id', message: "Choisissez l'accompagnateur qui sera le référent unique." }] };
      return lu.ok ? { ...lu, valeur: { id, decision: 'INTEGRER', ...lu.valeur } } : lu;
    }
    case 'REFUSER': {
      const lu = lireFormulaire(LIGNES.REFUSER, recu, lecture);
      return lu.ok ? { ...lu, valeur: { id, decision: 'REFUSER', ...lu.valeur } } : lu;
    }
    case 'AJOURNER': {
      const lu = lireFormulaire(LIGNES.AJOURNER, recu, lecture);
      return lu.ok ? { ...lu, valeur: { id, decision: 'AJOURNER', ...lu.valeur } } : lu;
    }
    default:
      return null;
  }
}

/** The decisions of a session, one line a person. All that was typed comes back, whatever the error. */
export function lireDecisions(corps: unknown, lecture: Lecture, dossiers: readonly { id: number; nom: string }[]): Formulaire<DecisionSaisie[]> {
  const saisie: Saisie = {};
  const erreurs: Erreur[] = [];
  const valeur: DecisionSaisie[] = [];
  for (const { id, nom } of dossiers) {
    const recu = Object.fromEntries(CHAMPS_DE_LIGNE.map((champ) => [champ, (corps as Record<string, unknown> | undefined)?.[`${champ}_${id}`]]));
    for (const [champ, tape] of Object.entries(recu)) if (typeof tape === 'string') saisie[`${champ}_${id}`] = tape;
    const lu = lireLigne(recu, id, lecture);
    if (lu?.ok) valeur.push(lu.valeur);
    else lu?.erreurs.forEach((e) => { erreurs.push({ champ: `${e.champ}_${id}`, message: `${nom} : ${e.message}` }); });
  }
  if (!valeur.length && !erreurs.length) erreurs.push({ champ: '', message: 'Choisissez une décision pour au moins une personne.' });
  return erreurs.length ? { ok: false, saisie, erreurs } : { ok: true, saisie, valeur };
}
