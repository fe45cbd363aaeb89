/** The page of all the notes on a person. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { nomComplet } from '../lib/texte';
import type { Note } from './queries';
import { champTexte, decrireNote, RAPPEL } from './rules';

const RUBRIQUE = { adresse: '/personnes', libelle: 'Personnes' };

export interface PreparationNotes {
  personne: { id: number; nom: string; prenom: string };
  notes: Note[];
  acteur: Acteur;
  /** The note being corrected; null when a new one is being written. */
  corrigee: number | null;
  saisie: Saisie;
  erreurs: Erreur[];
}

export function pageNotes({ personne, notes, acteur, corrigee, saisie, erreurs }: PreparationNotes) {
  const fiche = { adresse: `/personnes/${personne.id}`, libelle: nomComplet(personne) };
  const adresse = `${fiche.adresse}/notes`;
  return {
    titre: `Notes de travail sur ${nomComplet(personne)}`, rubrique: RUBRIQUE, fil: [RUBRIQUE, fiche], personne: fiche, adresse, rappel: RAPPEL, erreurs: erreurs.length ? erreurs : undefined,
    notes: notes.map((n) => {
      const montree = decrireNote(n, acteur, adresse);
      const ouverte = montree.corriger !== null && n.id === corrigee;
      return { ...montree, formulaire: ouverte ? { adresse: `${adresse}/${n.id}`, champ: champTexte(erreurs.length ? saisie : { texte: n.texte }, erreurs, 'Texte de la note') } : null };
    }),
    nouvelle: corrigee === null && peut(acteur, 'note.tenir') ? { adresse, champ: champTexte(saisie, erreurs, 'Nouvelle note') } : null,
    vide: notes.length ? null : "Aucune note pour l'instant.",
  };
}
