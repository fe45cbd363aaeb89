/**
 * What only passes through the tool, and may name somebody outside their own rows: how long each is kept. The night empties those of
 * PURGES (queries-purges.ts); the others are emptied by the slice that holds them, as they fall due. Pure.
 */
import { JOURS_GARDES as JOURS_BROUILLONS } from '../brouillons/rules';

interface Terme { quoi: string; terme: string }

export const HEURES_FORMULAIRES = 24;
export const JOURS_CLASSEURS = 30;
export const JOURS_NOMS_DE_FICHIERS = 30;
export const JOURS_ECHECS = 30;
export const MOIS_PAROLES = 12;
/** What stands where the name of a file was. */
export const NOM_OUBLIE = '(nom effacé)';

export type Purge = 'formulaires' | 'classeurs' | 'noms_de_fichiers' | 'echecs' | 'paroles';
export const PURGES: Readonly<Record<Purge, Terme>> = {
  formulaires: { quoi: 'Réponses gardées au cas où un formulaire serait envoyé deux fois', terme: `${HEURES_FORMULAIRES} heures` },
  classeurs: { quoi: 'Classeurs de réponses importés : en attente, ou lignes refusées', terme: `${JOURS_CLASSEURS} jours` },
  noms_de_fichiers: { quoi: 'Noms des fichiers reçus', terme: `${JOURS_NOMS_DE_FICHIERS} jours` },
  echecs: { quoi: 'Adresses des connexions échouées', terme: `${JOURS_ECHECS} jours` },
  paroles: { quoi: "Commentaires sur les étapes d'un bilan ; nom de qui a dit avoir reçu un tableau", terme: `${MOIS_PAROLES} mois, ou dès l'effacement de la personne qu'un commentaire nomme` },
};

/** All the terms, for the record of processing. */
export const TERMES: readonly Terme[] = [
  ...Object.values(PURGES),
  { quoi: 'Sessions', terme: '30 minutes sans usage, 12 heures au plus' },
  { quoi: 'Brouillons', terme: `${JOURS_BROUILLONS} jours, ou dès l'effacement de la personne` },
  { quoi: 'Tableaux reçus et pas encore confirmés', terme: '1 jour' },
  { quoi: 'Fichiers de reprise et lignes refusées', terme: '7 jours' },
  { quoi: "Tableaux chiffrés préparés pour l'envoi", terme: "30 jours, ou dès l'envoi" },
  { quoi: 'Journal', terme: "12 mois ; les lignes d'une personne oublient ce qu'elles disaient dès son effacement" },
  { quoi: 'Sauvegardes', terme: '30 jours' },
];
