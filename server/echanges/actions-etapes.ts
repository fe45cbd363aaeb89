/** The steps of the month: prepared, checked, validated by the PLIE; received and acted on by Pôle emploi. */
import { VERSION_DU_FORMAT } from '../../reports/tableau-de-suivi/classeur';
import type { Contexte } from '../acces/acteur';
import { controlerLeMois, mesurerLeMois } from '../controles/queries';
import { dernierJourDuMois, type DateCivile, type Mois } from '../lib/dates';
import { ecrire, type Transaction } from '../lib/ecriture';
import { Conflit, RegleEnfreinte } from '../lib/erreurs';
import { lireMoisDuPlie } from './actions-mois';
import { ajouterTableau, figer, noterControle, noterImporte, noterRecu, noterTraite, verrouillerTableau } from './queries';
import { deMois } from './rules';
import { DONNEES_CHANGEES, empechementDeValider, estValide, type ControleNote } from './rules-etapes';

/** Throws RegleEnfreinte when the month was already prepared. */
export async function preparer(contexte: Contexte, plieId: number, mois: Mois): Promise<void> {
  const { base, auteur } = contexte;
  await ecrire(base, auteur, { action: 'tableau.preparer', plieId, details: { mois } }, (trx) => ajouterTableau(trx, plieId, mois, auteur.utilisateurId));
}

/** Runs the checks and keeps what they found. May be done again until the validation. */
export async function controler(contexte: Contexte, plieId: number, mois: Mois, version: number): Promise<void> {
  const { base, auteur, acteur } = contexte;
  const controles = (await controlerLeMois(contexte, plieId, mois)).map(({ code, nombre, bloquant }): ControleNote => ({ code, nombre, bloquant }));
  await ecrire(base, auteur, { action: 'tableau.controler', plieId, details: { mois, bloquants: controles.filter((c) => c.bloquant && c.nombre > 0).length } }, async (trx) => {
    const tableau = await verrouillerTableau(trx, acteur, plieId, mois, version);
    if (estValide(tableau.etape)) throw new RegleEnfreinte(`Le tableau ${deMois(mois)} est déjà validé.`);
    await noterControle(trx, plieId, tableau.id, auteur.utilisateurId, controles);
    await mesurerLeMois(trx, plieId, mois, controles);
  });
}

/** What the validator looked at: the version of the table, and the checksum of its data. */
export interface Regarde { version: number; empreinte: string }

/**
 * Freezes the month: every row of the four sheets, the checksum, who and when. Refused while a blocking check is not zero, and
 * when the data is no longer what was looked at.
 */
export async function valider(contexte: Contexte, plieId: number, mois: Mois, regarde: Regarde, valideLe: string): Promise<void> {
  const { base, auteur, acteur, jour } = contexte;
  const controles = await controlerLeMois(contexte, plieId, mois);
  const { suivi, contenu, empreinte } = await lireMoisDuPlie(contexte, plieId, mois);
  const raison = empechementDeValider(suivi?.etape ?? 'PREPARE', mois, jour, controles);
  if (raison) throw new RegleEnfreinte(raison);
  if (empreinte !== regarde.empreinte) throw new RegleEnfreinte(DONNEES_CHANGEES(mois));
  const { ORIENTATIONS, ETAPES, ABSENCES, CORRECTIONS } = contenu.feuilles;
  await ecrire(base, auteur, { action: 'tableau.valider', plieId, details: { mois, empreinte, orientations: ORIENTATIONS.length, etapes: ETAPES.length, absences: ABSENCES.length, corrections: CORRECTIONS.length } }, async (trx) => {
    const { id, etape } = await verrouillerTableau(trx, acteur, plieId, mois, regarde.version);
    if (etape !== 'CONTROLE') throw new Conflit();
    await figer(trx, plieId, id, auteur.utilisateurId, contenu, { entete: contenu.entete, empreinte, format: VERSION_DU_FORMAT, valideLe });
  });
}

/** Pôle emploi works elsewhere and said that it has the table. Throws RegleEnfreinte when it was not sent, or already noted. */
export async function noterReception(contexte: Contexte, plieId: number, mois: Mois, { version, recu_le, recu_par }: { version: number; recu_le: DateCivile; recu_par: string }): Promise<void> {
  const { base, auteur, acteur } = contexte;
  if (recu_le <= dernierJourDuMois(mois)) throw new RegleEnfreinte([{ champ: 'recu_le', message: `Le tableau ${deMois(mois)} ne peut pas avoir été reçu avant la fin du mois. Corrigez cette date.` }]);
  await ecrire(base, auteur, { action: 'tableau.noter_reception', plieId, details: { mois, recu_le } }, async (trx) => {
    const { id, etape } = await verrouillerTableau(trx, acteur, plieId, mois, version);
    if (etape !== 'TRANSMIS') throw new RegleEnfreinte("Seul un tableau transmis, et pas encore noté comme reçu, peut l'être. Rechargez la page pour voir où il en est.");
    await noterRecu(trx, plieId, id, auteur.utilisateurId, { recu_le, recu_par });
  });
}

/**
 * For the rooms of Pôle emploi: the table of that month was imported. `empreinte`: checksum of the data, as the sheet
 * « Informations » gives it, or SHA-256 of the encrypted file. Idempotent; nothing happens when this installation holds no
 * such validated table.
 */
export async function noterImportation(trx: Transaction, { plieId, mois, empreinte }: { plieId: number; mois: Mois; empreinte: string }): Promise<void> {
  await noterImporte(trx, plieId, mois, empreinte);
}

/** The same, when all that the table asked for was done. */
export async function noterTraitement(trx: Transaction, { plieId, mois }: { plieId: number; mois: Mois }): Promise<void> {
  await noterTraite(trx, plieId, mois);
}
