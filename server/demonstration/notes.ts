/** Working notes of the accompagnateurs, after the interviews of one parcours in five: facts, and what was agreed. */
import { ajouter, type Entretien, type Faits } from './lignes';

const TEXTES = [
  "CV revu ensemble, à imprimer et à envoyer à trois entreprises de nettoyage d'ici au prochain rendez-vous.",
  "Plutôt joignable après 17 h.\nA visité l'atelier de menuiserie : le métier lui plaît, demander une immersion de deux semaines.",
  'Garde d\'enfant trouvée à partir du mois prochain : horaires du matin de nouveau possibles.',
  'Entretien d\'embauche préparé. Rappeler l\'employeur vendredi pour savoir la suite.',
  'Dossier de mobilité à compléter : manque le devis de l\'auto-école.',
  'Souhaite une formation de cariste. Vérifier les dates de la prochaine session et le délai d\'inscription.',
  'N\'a pas pu venir la dernière fois, a prévenu le jour même. Nouveau rendez-vous fixé.',
  'Attestation de formation attendue. À joindre dès réception.',
];

/** Adds them to the facts already invented. Draws nothing at random: the rest of the region stays as it is without them. */
export function ajouterNotes(faits: Faits): void {
  const entretiens = new Map<number, Entretien[]>();
  for (const e of faits.entretiens) entretiens.set(e.orientation_id, [...(entretiens.get(e.orientation_id) ?? []), e]);
  for (const { plie_id, orientation_id, utilisateur_id, date_fin, date_debut } of faits.referents) {
    if (date_fin || orientation_id % 5) continue;
    const derniers = (entretiens.get(orientation_id) ?? []).filter((e) => e.date_entretien >= date_debut).slice(-1 - (orientation_id % 4));
    derniers.forEach((e, i) => ajouter(faits.notes, {
      plie_id, personne_id: faits.orientations[orientation_id - 1]!.personne_id, auteur_id: utilisateur_id, instant: `${e.date_entretien}T1${(e.id + i) % 6}:${10 + (e.id % 50)}:00Z`, texte: TEXTES[(e.id + i) % TEXTES.length]!,
    }));
  }
}
