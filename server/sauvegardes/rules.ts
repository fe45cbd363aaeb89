/** When a backup is made, what it is called, how long it is kept (domaine §10). Pure. */
import { ajouterJours, chercherDateIso, formaterInstant, jourDe, type DateCivile } from '../lib/dates';

/** Paris time: once the night's erasures are over (server/conservation/veille.ts), so that the backup does not keep what they took away. */
export const HEURE_DE_LA_NUIT = 5;
/** Domaine §10: « A backup is kept 30 days at most ». */
export const JOURS_GARDES = 30;
export const HEURES_AVANT_ALERTE = 26;
export const TENTATIVES_MAX = 3;
export const MINUTES_AVANT_REPRISE = 60;
/** A backup under way for longer belongs to a process that died. */
export const HEURES_AVANT_ABANDON = 6;
/** Nights whose outcome is remembered. */
export const JOURS_DE_MEMOIRE = 90;

/** Why a night failed: nothing was written, or what was written did not pass the restore into an empty database. */
export type Raison = 'ECRITURE' | 'VERIFICATION';

const NOM = /^passerelle-(\d{4}-\d{2}-\d{2})-\d{2}h\d{2}\.plie$/;
const PARTIEL = /^\.passerelle-(\d{4}-\d{2}-\d{2})-\d{2}h\d{2}\.plie\.\d+\.partiel$/;

/** « passerelle-2026-11-21-02h05.plie », Paris time. */
export const nomDuFichier = (instant: string): string => `passerelle-${jourDe(instant)}-${formaterInstant(instant).slice(-5).replace(':', 'h')}.plie`;

/** Of the files of a folder, those that must go: our backups that are 30 days old, and what a killed process left unfinished. */
export function aSupprimer(fichiers: readonly string[], jour: DateCivile): string[] {
  const date = (fichier: string, forme: RegExp) => chercherDateIso(forme.exec(fichier)?.[1] ?? '');
  const [limite, hier] = [ajouterJours(jour, -JOURS_GARDES), ajouterJours(jour, -1)];
  return fichiers.filter((f) => {
    const [faite, commencee] = [date(f, NOM), date(f, PARTIEL)];
    return (faite !== null && faite <= limite) || (commencee !== null && commencee < hier);
  });
}

/** 123 456 789 → « 117,7 Mo ». */
export function formaterTaille(octets: number): string {
  const unites = ['octets', 'Ko', 'Mo', 'Go', 'To'];
  let rang = 0;
  let valeur = octets;
  while (valeur >= 1000 && rang < unites.length - 1) {
    valeur /= 1024;
    rang += 1;
  }
  return `${new Intl.NumberFormat('fr-FR', { maximumFractionDigits: rang ? 1 : 0 }).format(valeur)} ${unites[rang]}`;
}

export interface Nuit {
  etat: 'EN_COURS' | 'FAITE' | 'ECHEC';
  raison: Raison | null;
  octets: number | null;
  /** Instants of the database. */
  faite_le: string | null;
  verifiee_le: string | null;
  ancienne: boolean | null;
}
/** The latest night, and the latest that left a file. */
export interface Nuits { derniere: Nuit | null; derniereFaite: Nuit | null }

export interface EtatSauvegardes { ton: 'fait' | 'alerte'; phrase: string; suites: string[] }

const RAISONS: Record<Raison, string> = {
  ECRITURE: "La dernière tentative a échoué : le fichier n'a pas pu être écrit. Vérifiez le dossier de PLIE_SAUVEGARDES, sa place et ses droits, puis le journal du serveur.",
  VERIFICATION: "La dernière sauvegarde n'a pas pu être restaurée dans une base vide : ne comptez pas sur elle. Le journal du serveur dit pourquoi.",
};

/** What the administrator reads of the backups; `nuits` is null when none is asked for. */
export function decrireSauvegardes(nuits: Nuits | null): EtatSauvegardes {
  if (!nuits) return { ton: 'alerte', phrase: "Aucune sauvegarde automatique : une panne du disque ferait tout perdre.", suites: ['Indiquez au serveur un dossier dans PLIE_SAUVEGARDES et une clé dans PLIE_CLE_SAUVEGARDE.'] };
  const { derniere, derniereFaite: faite } = nuits;
  const suites = derniere?.etat === 'ECHEC' ? [RAISONS[derniere.raison!]] : derniere?.etat === 'EN_COURS' ? ['Une sauvegarde est en cours.'] : [];
  if (!faite) return { ton: 'alerte', phrase: "Aucune sauvegarde n'a encore été faite.", suites: suites.length ? suites : ['La première se fera la nuit prochaine.'] };
  const phrase = `Dernière sauvegarde : le ${formaterInstant(faite.faite_le!)}, ${formaterTaille(faite.octets!)}, ${faite.verifiee_le ? 'vérifiée par une restauration' : derniere?.etat === 'EN_COURS' ? 'pas encore vérifiée' : 'non vérifiée'}.`;
  return {
    ton: faite.ancienne || derniere?.etat === 'ECHEC' ? 'alerte' : 'fait', phrase,
    suites: [...(faite.ancienne ? [`Elle a plus de ${HEURES_AVANT_ALERTE} heures : ce qui a été saisi depuis n'est pas à l'abri. Vérifiez que le serveur tourne la nuit.`] : []), ...suites],
  };
}
