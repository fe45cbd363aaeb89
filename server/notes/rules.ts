/** What a working note may hold, and how notes are shown. Pure. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import { champs, type Champ } from '../http/champs';
import { formaterInstant } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { nomComplet } from '../lib/texte';
import type { Note } from './queries';

export const LONGUEUR_MAX = 2000;
/** Notes shown on the page of the person; the others are one link away. */
export const NOTES_MONTREES = 3;

/**
 * What looks like a numéro de sécurité sociale: 13 to 15 digits that begin with 1 or 2, in one go or in groups, the
 * département of Corsica included (2A, 2B). The PLIE may hold it nowhere (domaine §2).
 */
const NIR = /(?<!\d[\s.-]?)[12](?:[\s.-]?\d){5}[\s.-]?[\dAB](?:[\s.-]?\d){6,8}(?![\s.-]?\d)/i;

export const ressembleAUnNir = (texte: string): boolean => NIR.test(texte);

/** Beside the field: what is wanted, then what may not be written. */
export const RAPPEL = {
  voulu: 'Des faits utiles à la suite : ce qui a été convenu, ce qui reste à faire. La personne peut demander à lire ses notes.',
  interdits: [
    'sa santé, son handicap, un suivi médical ou social',
    'ses opinions, sa religion, ses origines, sa vie intime',
    'un jugement sur elle ou sur ses proches',
    'ses revenus, ses dettes, son compte en banque',
    'son numéro de sécurité sociale',
    'des condamnations ou des plaintes',
  ],
};

export const champTexte = (saisie: Saisie, erreurs: Erreur[], libelle: string): Champ =>
  champs(saisie, erreurs).zone('texte', libelle, { obligatoire: true, attributs: { rows: '5', maxlength: String(LONGUEUR_MAX) } });

/** One note, as texts ready to show. Only who wrote it may correct it. */
export function decrireNote(n: Note, acteur: Acteur, adresse: string) {
  return {
    id: n.id, texte: n.texte, version: n.version,
    quand: formaterInstant(n.instant), auteur: nomComplet({ nom: n.auteur_nom, prenom: n.auteur_prenom }),
    corrigee: n.modifie_le && `corrigée le ${formaterInstant(n.modifie_le)}`,
    corriger: n.auteur_id === acteur.utilisateurId && peut(acteur, 'note.tenir') ? `${adresse}?corriger=${n.id}#note-${n.id}` : null,
  };
}

/** The block on the page of a person. `total`: of all its notes. */
export function blocNotes({ notes, total }: { notes: Note[]; total: number }, acteur: Acteur, personneId: number) {
  const adresse = `/personnes/${personneId}/notes`;
  return {
    adresse, notes: notes.map((n) => decrireNote(n, acteur, adresse)), rappel: RAPPEL,
    toutes: total > notes.length ? `Voir les ${total} notes` : total ? 'Ouvrir la page des notes' : null,
    champ: peut(acteur, 'note.tenir') ? champTexte({}, [], 'Nouvelle note') : null,
    vide: notes.length ? null : "Aucune note pour l'instant.",
  };
}
