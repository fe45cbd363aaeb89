/** What the two steps of a new orientation send: the person looked for, then the fiche de liaison. */
import { cleDeBrouillon } from '../brouillons/rules';
import { LISTES } from '../codes/listes';
import { code, coche, courriel, datePassee, entier, identifiant, identifiantPe, lireFormulaire, obligatoire, telephone, texte, type Formulaire, type Lecture } from '../lib/formulaire';
import type { Erreur } from '../lib/erreurs';
import { COORDONNEES, SITUATION, critiquerConsentement } from '../personnes/rules-fiche';
import type { FicheSaisie, RechercheSaisie } from './actions-creation';

const RECHERCHE = {
  plie_id: identifiant,
  nom: texte(100),
  prenom: texte(100),
  date_naissance: datePassee,
  identifiant_pe: identifiantPe,
  /** The proposed persons were seen, and none is the one. */
  nouvelle: coche,
};

const DEMANDES: [champ: 'nom' | 'prenom' | 'date_naissance', message: string][] = [
  ['nom', 'Indiquez le nom de famille, ou un identifiant Pôle emploi.'],
  ['prenom', 'Indiquez le prénom, ou un identifiant Pôle emploi.'],
  ['date_naissance', 'Indiquez la date de naissance, ou un identifiant Pôle emploi.'],
];

/** Name and birth date, or the identifiant alone. */
export function lireRecherche(corps: unknown, lecture: Lecture): Formulaire<RechercheSaisie> {
  const lu = lireFormulaire(RECHERCHE, corps, lecture);
  if (!lu.ok) return lu;
  const { nom, prenom, date_naissance, identifiant_pe } = lu.valeur;
  if (identifiant_pe && !nom && !prenom && !date_naissance) return lu;
  return exigerIdentite(lu);
}

/** The three that a new person cannot do without. */
export function exigerIdentite<T extends Pick<RechercheSaisie, 'nom' | 'prenom' | 'date_naissance'>>(lu: Extract<Formulaire<T>, { ok: true }>): Formulaire<T> {
  const erreurs: Erreur[] = DEMANDES.filter(([champ]) => !lu.valeur[champ]).map(([champ, message]) => ({ champ, message }));
  return erreurs.length ? { ok: false, saisie: lu.saisie, erreurs } : lu;
}

const FICHE = {
  ...RECHERCHE,
  personne_id: identifiant,
  version: entier(1, 2_000_000_000),
  /** Ids of the persons who were proposed and set aside. */
  ecartes: codesNumeriques(),
  ...COORDONNEES,
  ...SITUATION,
  prescripteur: obligatoire(code(LISTES.PRESCRIPTEURS), 'Choisissez qui prescrit.'),
  mode_orientation: code(LISTES.MODES_ORIENTATION),
  agence_id: identifiant,
  date_prescription: obligatoire(datePassee, 'Indiquez le jour de la prescription.'),
  agent_nom: texte(100),
  agent_prenom: texte(100),
  agent_fonction: texte(100),
  agent_telephone: telephone,
  agent_courriel: courriel,
  date_information: datePassee,
  confirmation: coche,
  brouillon: cleDeBrouillon,
};

/** What a draft keeps of it: the alert is to be read again, and the key is the draft's own. */
export const CHAMPS_FICHE: readonly string[] = Object.keys(FICHE).filter((nom) => nom !== 'confirmation' && nom !== 'brouillon');

function codesNumeriques() {
  return (brut: string[]): { ok: true; valeur: number[] } => ({ ok: true, valeur: brut.flatMap((b) => b.split(';')).filter((m) => /^\d{1,15}$/.test(m.trim())).map(Number) });
}

/** The whole fiche de liaison. For an agency's conseiller the prescriber and the agency are not read: they are theirs. */
export function lireFiche(corps: unknown, lecture: Lecture, { prescripteurFixe }: { prescripteurFixe: boolean }): Formulaire<FicheSaisie> {
  const envoye = prescripteurFixe ? { ...(corps as object), prescripteur: 'POLE_EMPLOI' } : corps;
  const lu = lireFormulaire(FICHE, envoye, lecture);
  if (!lu.ok) return lu;
  const v = lu.valeur;
  const erreurs: Erreur[] = critiquerConsentement(v);
  if (v.prescripteur === 'POLE_EMPLOI' && !v.mode_orientation) erreurs.push({ champ: 'mode_orientation', message: "Dites si la personne vient sur le flux ou par une information collective." });
  if (v.prescripteur === 'POLE_EMPLOI' && !prescripteurFixe && !v.agence_id) erreurs.push({ champ: 'agence_id', message: "Choisissez l'agence Pôle emploi qui prescrit." });
  if (v.date_naissance && v.date_naissance > v.date_prescription) erreurs.push({ champ: 'date_prescription', message: 'La prescription ne peut pas précéder la naissance de la personne.' });
  if (erreurs.length) return { ok: false, saisie: lu.saisie, erreurs };
  const propre = { ...lu, valeur: { ...v, mode_orientation: v.prescripteur === 'POLE_EMPLOI' ? v.mode_orientation : null } };
  return v.personne_id ? propre : exigerIdentite(propre);
}

