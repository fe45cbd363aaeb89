/** What the forms of the acts send: contact, diagnostic, refusal, integration, correction. */
import { LISTES } from '../codes/listes';
import { code, coche, dateLibre, datePassee, entier, identifiant, lireFormulaire, obligatoire, texte, type Formulaire, type Lecture, type Lecteur, type Saisie, type Schema, type Valeurs } from '../lib/formulaire';
import type { Erreur } from '../lib/erreurs';
import type { Correction } from './actions';
import { MOTIFS_AVEC_DETAIL } from './rules';

/** The version of the row that the page showed. */
export const version: Lecteur<number> = obligatoire(entier(1, 2_000_000_000), 'Ce formulaire est incomplet : rechargez la page, puis recommencez.');

/** Reads a schema, then the sentences that bear on several fields together. */
function lireEnsemble<S extends Schema>(schema: S, corps: unknown, lecture: Lecture, croiser: (v: Valeurs<S>) => Erreur[]): Formulaire<Valeurs<S>> {
  const lu = lireFormulaire(schema, corps, lecture);
  if (!lu.ok) return lu;
  const erreurs = croiser(lu.valeur);
  return erreurs.length ? { ok: false, saisie: lu.saisie, erreurs } : lu;
}

export function lireContact(corps: unknown, lecture: Lecture) {
  return lireEnsemble({
    version,
    presence: obligatoire(code(LISTES.PRESENCES), 'Dites si la personne était présente.'),
    date_contact: obligatoire(datePassee, 'Indiquez le jour du contact, ou de la convocation manquée.'),
    type_contact: code(LISTES.TYPES_CONTACT),
    diagnostic: coche,
  }, corps, lecture, (v) => {
    if (v.presence === 'PRESENT' && !v.type_contact) return [{ champ: 'type_contact', message: 'Dites si le contact était collectif ou individuel.' }];
    if (v.diagnostic && (v.presence !== 'PRESENT' || v.type_contact !== 'INDIVIDUEL')) return [{ champ: 'diagnostic', message: "Le diagnostic commence à un entretien individuel où la personne est présente. Décochez cette case, ou changez la présence ou le type de contact." }];
    return [];
  });
}

export function lireDiagnostic(corps: unknown, lecture: Lecture) {
  return lireFormulaire({ version, date_diagnostic: obligatoire(datePassee, "Indiquez le jour de l'entrée en diagnostic.") }, corps, lecture);
}

const DETAIL_SANS_MOTIF = 'La précision ne vaut que pour « Ne relève pas du PLIE » et « Non éligible ». Videz-la, ou changez le motif.';
const accepteDetail = (motif: string | null): boolean => (MOTIFS_AVEC_DETAIL as readonly (string | null)[]).includes(motif);

/** A link may name the motif: « réorienter » is a refusal whose motif is known. */
export function proposerRefus(adresse: Record<string, unknown>): Saisie {
  return { motif_refus: LISTES.MOTIFS_REFUS.find((m) => m.code === adresse.motif_refus)?.code };
}

export function lireRefus(corps: unknown, lecture: Lecture) {
  return lireEnsemble({
    version,
    date_refus: obligatoire(datePassee, 'Indiquez le jour du refus.'),
    motif_refus: obligatoire(code(LISTES.MOTIFS_REFUS), 'Choisissez le motif du refus.'),
    detail_refus: texte(40),
  }, corps, lecture, (v) => (v.detail_refus && !accepteDetail(v.motif_refus) ? [{ champ: 'detail_refus', message: DETAIL_SANS_MOTIF }] : []));
}

/** `date_integration` left empty: the decision alone is recorded, the contract is still to be signed. */
export function lireIntegration(corps: unknown, lecture: Lecture) {
  return lireEnsemble({ version, date_decision: datePassee, date_integration: datePassee, utilisateur_id: identifiant }, corps, lecture, (v) => {
    if (!v.date_decision && !v.date_integration) return [{ champ: 'date_integration', message: "Indiquez le jour où le contrat d'engagement a été signé, ou au moins celui de la décision." }];
    if (v.date_integration && !v.utilisateur_id) return [{ champ: 'utilisateur_id', message: "Choisissez l'accompagnateur qui sera le référent unique." }];
    return [];
  });
}

/** A correction: an emptied date cancels the fact, and its motif or type with it. Future dates are told by the rules, with the fact's name. */
export function lireCorrection(corps: unknown, lecture: Lecture): Formulaire<Correction> {
  const lu = lireEnsemble({
    version,
    date_prescription: obligatoire(dateLibre, 'Indiquez le jour de la prescription.'),
    prescripteur: obligatoire(code(LISTES.PRESCRIPTEURS), 'Choisissez le prescripteur.'),
    mode_orientation: code(LISTES.MODES_ORIENTATION),
    agence_id: identifiant,
    date_contact: dateLibre,
    type_contact: code(LISTES.TYPES_CONTACT),
    date_diagnostic: dateLibre,
    date_refus: dateLibre,
    motif_refus: code(LISTES.MOTIFS_REFUS),
    detail_refus: texte(40),
    date_decision: dateLibre,
    date_integration: dateLibre,
  }, corps, lecture, (v) => {
    const erreurs: Erreur[] = [];
    if (v.prescripteur === 'POLE_EMPLOI' && !v.mode_orientation) erreurs.push({ champ: 'mode_orientation', message: "Dites si l'orientation est venue sur le flux ou par une information collective." });
    if (v.date_contact && !v.type_contact) erreurs.push({ champ: 'type_contact', message: 'Dites si le contact était collectif ou individuel.' });
    if (v.date_refus && !v.motif_refus) erreurs.push({ champ: 'motif_refus', message: 'Choisissez le motif du refus.' });
    if (v.date_refus && v.detail_refus && !accepteDetail(v.motif_refus)) erreurs.push({ champ: 'detail_refus', message: DETAIL_SANS_MOTIF });
    return erreurs;
  });
  if (!lu.ok) return lu;
  const v = lu.valeur;
  return {
    ...lu,
    valeur: {
      ...v,
      mode_orientation: v.prescripteur === 'POLE_EMPLOI' ? v.mode_orientation : null,
      type_contact: v.date_contact ? v.type_contact : null,
      motif_refus: v.date_refus ? v.motif_refus : null,
      detail_refus: v.date_refus ? v.detail_refus : null,
    },
  };
}
