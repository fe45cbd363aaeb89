/** The workbook C, « Retour Pôle emploi » (domaine 05 C): people keep macros on these headers. Pure. */
import { LISTES } from '../codes/listes';
import { choisie, colonne, type Colonnes, type ValeursDe } from '../lib/classeur/colonnes';
import type { Cellule, Feuille } from '../lib/classeur/ecrire';
import { dateLibre, datePassee, identifiantPe, texte } from '../lib/formulaire';
import type { DateCivile } from '../lib/dates';
import type { Reponse } from './queries';

export const FEUILLE = 'Retour';
const JOUR = 'Une date, ou un texte JJ/MM/AAAA';

export const COLONNES_RETOUR = {
  identifiant_pe: colonne('Identifiant Pôle emploi', identifiantPe, '7 chiffres et une lettre, ou 8 chiffres'),
  nom: colonne('Nom', texte(100), 'Avec le prénom et la date de naissance quand l\'identifiant manque'),
  prenom: colonne('Prénom', texte(100), ''),
  date_naissance: colonne('Date de naissance', datePassee, JOUR, 'date'),
  pni_pose_le: colonne('PNI posé le', dateLibre, JOUR, 'date'),
  pni_fin: colonne('Fin du PNI', dateLibre, 'Vide : 24 mois', 'date'),
  pni_leve_le: colonne('PNI levé le', datePassee, `${JOUR}. Sans PNI posé : le PNI demandé est refusé`, 'date'),
  motif_levee: choisie('Motif de levée', LISTES.MOTIFS_CLOTURE_PNI),
  ppae_actualise_le: colonne('PPAE actualisé le', datePassee, JOUR, 'date'),
} satisfies Colonnes;
export type ValeursRetour = ValeursDe<typeof COLONNES_RETOUR>;
export type ChampRetour = keyof ValeursRetour;

/** A row as Pôle emploi writes it. */
export interface LigneSortante extends Reponse { identifiant_pe: string | null; nom: string; prenom: string; date_naissance: DateCivile }

const date = (d: DateCivile | null): Cellule => (d ? { date: d } : null);
// Contract: these labels, in this order (domaine 05 C).
const MOTIFS = ['CONTRAT_IAE', 'SORTIE', 'CESSATION_INSCRIPTION', 'AUTRE'].map((c) => LISTES.MOTIFS_CLOTURE_PNI.find((m) => m.code === c)!);

export function feuilleRetour(lignes: readonly LigneSortante[]): Feuille {
  return {
    nom: FEUILLE,
    colonnes: Object.entries(COLONNES_RETOUR).map(([champ, c]) => ({ titre: c.titre, largeur: champ === 'nom' ? 20 : 16, ...(c.genre === 'date' ? { format: 'date' as const } : {}), ...(champ === 'motif_levee' ? { liste: MOTIFS.map((m) => m.libelle) } : {}) })),
    lignes: lignes.map((l) => [l.identifiant_pe, l.nom, l.prenom, date(l.date_naissance), date(l.pni_pose_le), date(l.pni_fin), date(l.pni_leve_le), MOTIFS.find((m) => m.code === l.motif_levee)?.libelle ?? null, date(l.ppae_actualise_le)]),
  };
}
