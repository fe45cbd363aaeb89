/** The backup of each night: made by one process, verified, kept 30 days. */
import fs from 'node:fs';
import path from 'node:path';
import { contexteSysteme } from '../acces/acteur';
import { ajouterJours, aujourdhui, dansMinutes, heureAParis, type Horloge } from '../lib/dates';
import type { Base } from '../lib/db';
import type { Logger } from '../lib/logger';
import { sauvegarder } from './actions';
import { noterEchec, noterFaite, noterInterrompue, noterVerifiee, reserverNuit } from './queries';
import { aSupprimer, HEURE_DE_LA_NUIT, HEURES_AVANT_ABANDON, JOURS_DE_MEMOIRE, MINUTES_AVANT_REPRISE, nomDuFichier, type Raison } from './rules';
import { oublierVerifications, verifierParRestauration } from './verifier';

export interface Gardien { base: Base; horloge: Horloge; logger: Logger; dossier: string; cle: string }

/**
 * The backup of the night, if it is due and no other process has it; and every time, the old ones go. A failure is tried again an
 * hour later, three times in all, and is shown on /administration; a stop of the server (`arret`) leaves the night to the next
 * start. Nothing of a row is ever logged.
 */
export async function passerLaNuit(gardien: Gardien, arret: AbortSignal = new AbortController().signal): Promise<'RIEN' | 'FAITE' | 'ECHEC'> {
  const { base, horloge, logger, dossier } = gardien;
  const jour = aujourdhui(horloge);
  menage(dossier, jour, logger);
  if (heureAParis(horloge) < HEURE_DE_LA_NUIT || !(await reserverNuit(base, jour, dansMinutes(horloge, 0)))) return 'RIEN';
  let raison: Raison = 'ECRITURE';
  try {
    oublierVerifications(dansMinutes(horloge, -60 * HEURES_AVANT_ABANDON));
    const fichier = nomDuFichier(dansMinutes(horloge, 0));
    fs.mkdirSync(dossier, { recursive: true, mode: 0o700 });
    const faite = await sauvegarder(contexteSysteme(base, jour, 'sauvegarde de la nuit'), path.join(dossier, fichier), gardien.cle, { arret });
    await noterFaite(base, jour, { ...faite, fichier, maintenant: dansMinutes(horloge, 0) });
    raison = 'VERIFICATION';
    const phrase = await verifierParRestauration(path.join(dossier, fichier), gardien.cle, arret);
    if (phrase) throw new Error(phrase);
    await noterVerifiee(base, jour, dansMinutes(horloge, 0), ajouterJours(jour, -JOURS_DE_MEMOIRE));
    logger.info({ fichier, ...faite }, 'sauvegarde faite et vérifiée');
    return 'FAITE';
  } catch (erreur) {
    if (arret.aborted) {
      await noterInterrompue(base, jour, raison, dansMinutes(horloge, 0));
      return 'RIEN';
    }
    logger.error({ raison, erreur: (erreur as Error).name, code: (erreur as { code?: string }).code, ...(raison === 'VERIFICATION' ? { phrase: (erreur as Error).message } : {}) }, 'sauvegarde de la nuit');
    await noterEchec(base, jour, raison, dansMinutes(horloge, MINUTES_AVANT_REPRISE));
    return 'ECHEC';
  }
}

/** Kept 30 days at most, whatever happens to the new ones. */
function menage(dossier: string, jour: ReturnType<typeof aujourdhui>, logger: Logger): void {
  let fichiers: string[];
  try { fichiers = fs.readdirSync(dossier); } catch { return; }
  for (const fichier of aSupprimer(fichiers, jour)) {
    try {
      fs.rmSync(path.join(dossier, fichier), { force: true });
      logger.info({ fichier }, 'ancienne sauvegarde supprimée');
    } catch (erreur) {
      logger.error({ fichier, code: (erreur as { code?: string }).code }, 'ancienne sauvegarde non supprimée');
    }
  }
}
