/** The sheet « Retour » of Pôle emploi (domaine 05, C), as data: its columns, in the order of the contract. Pure. */
import { LISTES } from '../codes/listes';
import { choisie, colonne, exigee, type ValeursDe } from '../lib/classeur/colonnes';
import { dateLibre, datePassee, identifiantPe, texte } from '../lib/formulaire';

export const FEUILLE = 'Retour';
const DATE = 'date (JJ/MM/AAAA)';

export const COLONNES_RETOUR = {
  identifiant_pe: colonne('Identifiant Pôle emploi', identifiantPe, '7 chiffres et une lettre, ou 8 chiffres'),
  nom: exigee('Nom', texte(100), 'texte'),
  prenom: exigee('Prénom', texte(100), 'texte'),
  date_naissance: exigee('Date de naissance', datePassee, DATE, 'date'),
  pni_pose_le: colonne('PNI posé le', dateLibre, DATE, 'date'),
  pni_fin: colonne('Fin du PNI', dateLibre, 'date ; vide, elle est calculée (24 mois)', 'date'),
  pni_leve_le: colonne('PNI levé le', dateLibre, DATE, 'date'),
  motif_levee: choisie('Motif de levée', LISTES.MOTIFS_CLOTURE_PNI),
  ppae_actualise_le: colonne('PPAE actualisé le', dateLibre, DATE, 'date'),
};
export type LigneRetour = ValeursDe<typeof COLONNES_RETOUR>;

/** Where the differences are wanted. */
export const SORTIES = [
  { code: 'ECRAN', libelle: "À l'écran" },
  { code: 'CLASSEUR', libelle: 'Dans un classeur .xlsx' },
] as const;
export type Sortie = (typeof SORTIES)[number]['code'];
