/** The acts on a PNI: ask for it, set it when Pôle emploi gave its start, lift it, correct it, take it back. */
import type { Contexte } from '../acces/acteur';
import { peut } from '../acces/droits';
import type { DateCivile } from '../lib/dates';
import { ActeRefuse, Conflit, Introuvable } from '../lib/erreurs';
import type { Transaction } from '../lib/ecriture';
import { annoncerReponse, corrigerAnnonces } from '../retours/actions-annonce';
import { agirSurParcours, exigerUneLigne, type Fait } from './actions';
import type { Parcours } from './queries';
import { ajouterPni, cloreLesEchus, listerPni, modifierPni, supprimerPni, type Pni } from './queries-pni';
import { critiquerDate, exiger, motifHorsParcours, motifParcoursFerme } from './rules';
import { critiquerLevee, critiquerPeriode, echuARouvrir, etatPni, finDuPni, motifSansSuppression, type DatesPni } from './rules-pni';

/** The request goes to Pôle emploi with the table of the month; one at a time. */
export function demanderPni(contexte: Contexte, orientationId: number, { date_demande }: { date_demande: DateCivile }): Promise<Fait> {
  // Pôle emploi answers a request, it does not make one.
  if (!peut(contexte.acteur, 'parcours.tenir')) throw new ActeRefuse();
  return agirSurParcours(contexte, orientationId, 'pni.demander', async (trx, parcours) => {
    const ferme = motifParcoursFerme(parcours);
    if (ferme) exiger([{ champ: '', message: ferme }]);
    exiger(critiquerDate(parcours, date_demande, 'date_demande'));
    if ((await listerPni(trx, parcours)).some((p) => etatPni(p, contexte.jour) === 'ACTIF')) exiger([{ champ: 'date_demande', message: 'Un PNI est déjà actif pour ce parcours.' }]);
    await ajouterPni(trx, parcours, { date_demande, date_debut: null, date_fin: null });
  });
}

/** A start, and an end that may be left out: it is then the last day of the 24 months. */
export interface Pose { date_debut: DateCivile; date_fin: DateCivile | null }

/**
 * Sets the code on a parcours held by the transaction: fills in the request in hand, or makes the PNI when Pôle emploi set it
 * without one. Whoever records it, by whatever way, it is written here.
 */
export async function noterPose(trx: Transaction, contexte: Contexte, parcours: Parcours, { date_debut, date_fin }: Pose): Promise<void> {
  const ferme = motifParcoursFerme(parcours);
  if (ferme) exiger([{ champ: '', message: ferme }]);
  const periode = { date_debut, date_fin: date_fin ?? finDuPni(date_debut) };
  exiger(critiquerPeriode(periode.date_debut, periode.date_fin, parcours.date_integration!, parcours.date_sortie));
  const demande = demandeEnMain(await listerPni(trx, parcours));
  await cloreLesEchus(trx, parcours, periode.date_debut);
  if (demande) exigerUneLigne(await modifierPni(trx, parcours, demande, { ...demande, ...periode }));
  else await ajouterPni(trx, parcours, { date_demande: null, ...periode });
  await annoncerReponse(trx, contexte, parcours, { pni_pose_le: periode.date_debut, pni_fin: periode.date_fin });
}

export function poserPni(contexte: Contexte, orientationId: number, valeur: Pose & { version: number | null }): Promise<Fait> {
  return agirSurParcours(contexte, orientationId, 'pni.poser', async (trx, parcours) => {
    if ((demandeEnMain(await listerPni(trx, parcours))?.version ?? null) !== valeur.version) throw new Conflit();
    await noterPose(trx, contexte, parcours, valeur);
  });
}

/** The request that waits for Pôle emploi's answer, if there is one. */
export const demandeEnMain = <P extends DatesPni>(pnis: readonly P[]): P | null => pnis.find((p) => !p.date_debut && !p.date_cloture) ?? null;

async function lirePni(trx: Transaction, parcours: Parcours, id: number, version: number): Promise<Pni> {
  const pni = (await listerPni(trx, parcours)).find((p) => p.id === id);
  if (!pni || pni.version !== version) throw new Conflit();
  return pni;
}

export type MotifLevee = 'CONTRAT_IAE' | 'CESSATION_INSCRIPTION' | 'AUTRE';
export interface Cloture { date_cloture: DateCivile; motif_cloture: MotifLevee }
export interface Levee extends Cloture { pni: number; version: number }

/** Ends a PNI of a parcours held by the transaction. A request that will not be met is lifted too: the PNI is then refused. */
export async function noterLevee(trx: Transaction, contexte: Contexte, parcours: Parcours, pni: Pni, cloture: Cloture): Promise<void> {
  exiger(critiquerLevee(pni, cloture.date_cloture));
  exigerUneLigne(await modifierPni(trx, parcours, pni, { ...pni, ...cloture }));
  await annoncerReponse(trx, contexte, parcours, { pni_leve_le: cloture.date_cloture, motif_levee: cloture.motif_cloture, refus: !pni.date_debut });
}

/** Pôle emploi ended the delegation (IAE contract, end of registration…). */
export function leverPni(contexte: Contexte, orientationId: number, { pni: id, version, ...cloture }: Levee): Promise<Fait> {
  return agirSurParcours(contexte, orientationId, 'pni.lever', async (trx, parcours) => {
    const pni = await lirePni(trx, parcours, id, version);
    if (pni.date_cloture) throw new Conflit();
    await noterLevee(trx, contexte, parcours, pni, cloture);
  });
}

export type Correction = Omit<DatesPni, 'motif_cloture'> & { pni: number; version: number; motif_cloture: MotifLevee | null };

/** Corrects the dates of a PNI; a lifting left empty is undone. What an exit closed follows the exit, and is not changed here. */
export function corrigerPni(contexte: Contexte, orientationId: number, { pni: id, version, ...valeur }: Correction): Promise<Fait> {
  return agirSurParcours(contexte, orientationId, 'pni.corriger', async (trx, parcours) => {
    const hors = motifHorsParcours(parcours);
    if (hors) exiger([{ champ: '', message: hors }]);
    const pni = await lirePni(trx, parcours, id, version);
    const cloture = pni.motif_cloture === 'SORTIE' ? { date_cloture: pni.date_cloture, motif_cloture: pni.motif_cloture } : { date_cloture: valeur.date_cloture, motif_cloture: valeur.motif_cloture };
    const date_fin = valeur.date_debut ? (valeur.date_fin ?? finDuPni(valeur.date_debut)) : null;
    const dates: DatesPni = { date_demande: valeur.date_demande, date_debut: valeur.date_debut, date_fin, ...cloture };
    if (!dates.date_demande && !dates.date_debut) exiger([{ champ: 'date_debut', message: 'Indiquez le début du PNI, ou au moins le jour de la demande.' }]);
    if (!dates.date_debut && valeur.date_fin) exiger([{ champ: 'date_debut', message: 'Indiquez le début de ce PNI, ou effacez sa fin.' }]);
    if (!dates.date_cloture !== !dates.motif_cloture) exiger([{ champ: dates.date_cloture ? 'motif_cloture' : 'date_cloture', message: 'Une levée a une date et un motif : indiquez les deux, ou effacez les deux.' }]);
    if (dates.date_debut) exiger(critiquerPeriode(dates.date_debut, date_fin!, parcours.date_integration!, parcours.date_sortie));
    if (dates.date_demande) exiger(critiquerDate(parcours, dates.date_demande, 'date_demande'));
    if (dates.date_cloture && dates.motif_cloture !== 'SORTIE') exiger(critiquerLevee(dates, dates.date_cloture));
    exigerUneLigne(await modifierPni(trx, parcours, pni, dates));
    await corrigerAnnonces(trx, contexte, parcours, pni, dates);
  });
}

/** Takes back a PNI set by mistake, on the wrong person for instance. The journal keeps what it was. */
export function effacerPni(contexte: Contexte, orientationId: number, id: number, version: number): Promise<Fait> {
  return agirSurParcours(contexte, orientationId, 'pni.supprimer', async (trx, parcours) => {
    const pnis = await listerPni(trx, parcours);
    const pni = pnis.find((p) => p.id === id);
    if (!pni) throw new Introuvable();
    const motif = motifSansSuppression(pni, peut(contexte.acteur, 'parcours.tenir'));
    if (motif) exiger([{ champ: '', message: motif }]);
    if (pni.version !== version) throw new Conflit();
    await retirerPni(trx, parcours, pnis, pni);
    await corrigerAnnonces(trx, contexte, parcours, pni, null);
  });
}

/** With the PNI that took over gone, the one that had run out is as before. An exit closes whatever is open: what it found closed stays so. */
async function retirerPni(trx: Transaction, parcours: Parcours, pnis: Pni[], pni: Pni): Promise<void> {
  exigerUneLigne(await supprimerPni(trx, parcours, pni));
  const echu = parcours.date_sortie ? null : echuARouvrir(pnis, pni);
  if (echu) exigerUneLigne(await modifierPni(trx, parcours, echu, { ...echu, date_cloture: null, motif_cloture: null }));
}

/** Undoes noterPose: the request waits again, or the PNI made without one is gone. */
export async function deposer(trx: Transaction, parcours: Parcours, pni: Pni): Promise<void> {
  const pnis = await listerPni(trx, parcours);
  if (!pni.date_demande) return retirerPni(trx, parcours, pnis, pnis.find((p) => p.id === pni.id)!);
  const echu = echuARouvrir(pnis, pnis.find((p) => p.id === pni.id)!);
  exigerUneLigne(await modifierPni(trx, parcours, pni, { ...pni, date_debut: null, date_fin: null }));
  if (echu) exigerUneLigne(await modifierPni(trx, parcours, echu, { ...echu, date_cloture: null, motif_cloture: null }));
}

/** Undoes noterLevee. */
export async function relever(trx: Transaction, parcours: Parcours, pni: Pni): Promise<void> {
  exigerUneLigne(await modifierPni(trx, parcours, pni, { ...pni, date_cloture: null, motif_cloture: null }));
}
