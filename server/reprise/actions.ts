/** A reprise: check the whole file, then write it in one transaction, or nothing at all. */
import type { Contexte } from '../acces/acteur';
import type { Source } from '../lib/classeur/lire';
import { RegleEnfreinte } from '../lib/erreurs';
import { ecrire, type Transaction } from '../lib/ecriture';
import type { Etat, Rapport } from './etat';
import { verifierFichier, type Suivi } from './actions-verifier';
import { analyserTableNeuve, insererAbsences, insererComptes, insererEntretiens, insererEtapes, insererOrientations, insererPersonnes, insererSessions, verrouillerPlie } from './queries-import';

export interface Reprise {
  /** IMPORTEE: written; SIMULEE: could be written as it is; REFUSEE: errors, nothing was written. */
  issue: 'IMPORTEE' | 'SIMULEE' | 'REFUSEE';
  rapport: Rapport;
  /** The refused rows of each sheet, for their workbook. */
  refusees: Etat['refusees'];
}

export interface Options extends Suivi {
  simulation: boolean;
  /** Writes the valid rows and leaves the others out; without it one error stops the whole file. */
  ignorerLesErreurs: boolean;
}

export interface Ecriture {
  ignorerLesErreurs: boolean;
  avancer: (part: number) => void;
  /** Runs in the transaction, after the rows. */
  ensuite?: (trx: Transaction) => Promise<void>;
}

/** Part of the bar that the check takes; the rest is the writing. */
const PART_DU_CONTROLE = 0.5;

/** Throws FichierRefuse when the file cannot be read, RegleEnfreinte when the database has changed meanwhile. */
export async function reprendre(contexte: Contexte, plieId: number, source: Source, options: Options): Promise<Reprise> {
  const avancer = options.avancer ?? (() => {});
  const partDuControle = options.simulation ? 1 : PART_DU_CONTROLE;
  const etat = await verifierFichier(contexte, plieId, source, { limites: options.limites, avancer: (part) => avancer(part * partDuControle) });
  const { rapport, refusees } = etat;
  const refuse = rapport.nombre_erreurs > 0 && !options.ignorerLesErreurs;
  if (options.simulation || refuse) return { issue: refuse ? 'REFUSEE' : 'SIMULEE', rapport, refusees };
  await importer(contexte, plieId, etat, { ignorerLesErreurs: options.ignorerLesErreurs, avancer: (part) => avancer(partDuControle + part * (1 - partDuControle)) });
  avancer(1);
  return { issue: 'IMPORTEE', rapport, refusees };
}

/** Writes what the check put aside, in one transaction. Throws RegleEnfreinte when the database says no; nothing is then written. */
export async function importer(contexte: Contexte, plieId: number, { aEcrire, rapport }: Etat, { ensuite, ignorerLesErreurs, avancer }: Ecriture): Promise<void> {
  const etapes = [
    { lots: aEcrire.personnes, inserer: insererPersonnes, table: 'personnes' },
    { lots: aEcrire.orientations, inserer: insererOrientations, table: 'orientations' },
    { lots: aEcrire.etapes, inserer: insererEtapes, table: 'etapes' },
    { lots: aEcrire.entretiens, inserer: insererEntretiens, table: 'entretiens' },
    { lots: aEcrire.absences, inserer: insererAbsences, table: 'absences' },
    { lots: aEcrire.absencesAuContact, inserer: insererAbsences, table: 'absences' },
    { lots: aEcrire.sessions, inserer: insererSessions, table: 'informations_collectives' },
  ];
  const total = Math.max(1, etapes.reduce((n, e) => n + e.lots.nombre, 0));
  const somme = (champ: 'nouvelles' | 'refusees') => rapport.feuilles.reduce((n, f) => n + f[champ], 0);
  const details = { nouvelles: somme('nouvelles'), refusees: somme('refusees'), comptes_crees: rapport.comptes_crees, ignorer_les_erreurs: ignorerLesErreurs };
  try {
    await ecrire(contexte.base, contexte.auteur, { action: 'reprise.importer', plieId, details }, async (trx) => {
      await verrouillerPlie(trx, plieId);
      if (aEcrire.comptes.length) await insererComptes(trx, plieId, JSON.stringify(aEcrire.comptes));
      let faites = 0;
      for (const { lots, inserer, table } of etapes) {
        let premier = true;
        for (const { json, lignes } of lots.json()) {
          await inserer(trx, plieId, json);
          if (premier) await analyserTableNeuve(trx, table);
          premier = false;
          avancer((faites += lignes) / total);
        }
      }
      await ensuite?.(trx);
    });
  } catch (erreur) {
    const { code } = erreur as { code?: string };
    // Two rows that cannot both be, and that the check did not see a moment before: somebody else wrote the other one.
    if (code && ['23505', '23P01', '23503'].includes(code)) throw new RegleEnfreinte("Les données de votre PLIE ont changé pendant la reprise et ne s'accordent plus avec le fichier. Rien n'a été enregistré : recommencez, les lignes en cause seront signalées.");
    throw erreur;
  }
}
