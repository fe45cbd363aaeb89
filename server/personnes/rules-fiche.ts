/** The fields that describe a person: how they are read and how they are asked, alike on the fiche de liaison and on « Modifier ». Pure. */
import { LISTES } from '../codes/listes';
import { OUI_NON, type champs, type Champ } from '../http/champs';
import type { Erreur } from '../lib/erreurs';
import { code, codePostal, codes, coche, courriel, obligatoire, ouiNon, telephone, texte, datePassee, identifiantPe } from '../lib/formulaire';

export const IDENTITE = {
  nom: obligatoire(texte(100), 'Indiquez le nom de famille.'),
  prenom: obligatoire(texte(100), 'Indiquez le prénom.'),
  date_naissance: obligatoire(datePassee, 'Indiquez la date de naissance.'),
  identifiant_pe: identifiantPe,
};

export const COORDONNEES = {
  adresse: texte(200),
  code_postal: codePostal,
  commune: texte(100),
  telephone,
  consentement_courriel: coche,
  courriel,
  identifiant_caf: texte(20),
};

/** The situation that the prescriber ticks: closed choices, no comment (PLIE data, annexe). */
export const SITUATION = {
  minimum_social: code(LISTES.MINIMA_SOCIAUX),
  rqth: ouiNon,
  deld: ouiNon,
  freins: codes(LISTES.FREINS),
};

/** A courriel typed without the consent is not lost in silence: it is refused with what to do. */
export function critiquerConsentement(v: { courriel: string | null; consentement_courriel: boolean }): Erreur[] {
  if (!v.courriel || v.consentement_courriel) return [];
  return [{ champ: 'courriel', message: "Le courriel ne peut être gardé qu'avec le consentement de la personne. Cochez le consentement, ou effacez le courriel." }];
}

type F = ReturnType<typeof champs>;

export const champsIdentite = (f: F): Champ[] => [
  f.texte('nom', 'Nom de famille', { obligatoire: true, attributs: { autocomplete: 'off', maxlength: '100' } }),
  f.texte('prenom', 'Prénom', { obligatoire: true, attributs: { autocomplete: 'off', maxlength: '100' } }),
  f.date('date_naissance', 'Date de naissance', { obligatoire: true }),
  f.texte('identifiant_pe', 'Identifiant Pôle emploi', { aide: '7 chiffres et une lettre, ou 8 chiffres.', attributs: { autocomplete: 'off', maxlength: '16' } }),
];

export const champsCoordonnees = (f: F): Champ[] => [
  f.texte('adresse', 'Adresse', { attributs: { autocomplete: 'off', maxlength: '200' } }),
  f.texte('code_postal', 'Code postal', { attributs: { inputmode: 'numeric', autocomplete: 'off', maxlength: '6' } }),
  f.texte('commune', 'Commune', { attributs: { autocomplete: 'off', maxlength: '100' } }),
  f.texte('telephone', 'Téléphone', { attributs: { type: 'tel', autocomplete: 'off' } }),
  f.coche('consentement_courriel', "La personne consent à l'échange par courriel", { aide: 'Sans ce consentement, aucun courriel n\'est gardé. Le retirer efface le courriel.' }),
  f.texte('courriel', 'Courriel', { attributs: { type: 'email', autocomplete: 'off' } }),
  f.texte('identifiant_caf', 'Identifiant CAF', { attributs: { autocomplete: 'off', maxlength: '20' } }),
];

/** What was ticked by mistake can be taken back. */
const NON_RENSEIGNE = { vide: 'Non renseigné' };

export const champsSituation = (f: F): Champ[] => [
  f.choix('minimum_social', 'Minimum social', LISTES.MINIMA_SOCIAUX, NON_RENSEIGNE),
  f.choix('rqth', 'Reconnaissance de la qualité de travailleur handicapé (RQTH)', OUI_NON, NON_RENSEIGNE),
  f.choix('deld', "Demandeur d'emploi de longue durée (DELD)", OUI_NON, NON_RENSEIGNE),
  f.cases('freins', 'Freins périphériques', LISTES.FREINS, { aide: 'Cochez ceux qui sont connus ; rien ne se commente.' }),
];
