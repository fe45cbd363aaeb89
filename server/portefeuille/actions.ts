/** The presence of a whole group, recorded in one go (domaine §5): one act, one transaction, all the lines or none. */
import type { Contexte } from '../acces/acteur';
import type { Action } from '../codes/actes';
import type { DateCivile } from '../lib/dates';
import { ecrire, essayer, type Transaction } from '../lib/ecriture';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import { noterContact } from '../orientations/actions';
import { verrouillerOrientation } from '../orientations/queries';
import { empechement } from '../orientations/rules';
import { noterAbsence, noterEtape } from '../parcours/actions';
import { lireParcours } from '../parcours/queries';

export type PresenceGroupe = 'PRESENT' | 'ABSENT' | 'EXCUSE';
export interface LigneDuGroupe { id: number; presence: PresenceGroupe }
export interface SaisieGroupe { date: DateCivile; lignes: LigneDuGroupe[] }
export interface FaitDuGroupe { presents: number; absents: number }

/** What one line writes. */
type NoterLigne = (trx: Transaction, ligne: LigneDuGroupe) => Promise<unknown>;

/** Throws RegleEnfreinte with one sentence per refused line, its field `ligne-<id>`: then nothing is written. Introuvable out of scope. */
function saisirGroupe(contexte: Contexte, action: Action, { lignes }: SaisieGroupe, noter: NoterLigne): Promise<FaitDuGroupe> {
  const presents = lignes.filter((l) => l.presence === 'PRESENT').length;
  const fait = { presents, absents: lignes.length - presents };
  return ecrire(contexte.base, contexte.auteur, { action, plieId: contexte.acteur.organisation?.id ?? null, details: { ...fait } }, async (trx) => {
    const erreurs: Erreur[] = [];
    // Always in the same order: two sheets with persons in common then wait for one another, and never lock each other out.
    for (const ligne of lignes.toSorted((a, b) => a.id - b.id)) {
      const refus = await essayer(trx, (point) => noter(point, ligne));
      if (refus.length) erreurs.push({ champ: `ligne-${ligne.id}`, message: refus.map((e) => e.message).join(' ') });
    }
    if (erreurs.length) throw new RegleEnfreinte(erreurs);
    return fait;
  });
}

/** The present hold an étape of that one day; the others have missed a convocation. */
export function enregistrerAtelier(contexte: Contexte, saisie: SaisieGroupe): Promise<FaitDuGroupe> {
  const { date } = saisie;
  return saisirGroupe(contexte, 'parcours.saisir_atelier', saisie, async (trx, { id, presence }) => {
    const parcours = await lireParcours(trx, contexte.acteur, id, true);
    if (presence === 'PRESENT') await noterEtape(trx, contexte, parcours, { type: 'ATELIER', date_debut: date, date_fin: date, resultat: 'ACHEVEE' });
    else await noterAbsence(trx, parcours, { date_convocation: date, excuse: presence === 'EXCUSE' });
  });
}

/** The present have had their first contact, a collective one; the others are to be convened again. */
export function enregistrerInformation(contexte: Contexte, saisie: SaisieGroupe): Promise<FaitDuGroupe> {
  return saisirGroupe(contexte, 'orientation.saisir_information_collective', saisie, async (trx, { id, presence }) => {
    const orientation = await verrouillerOrientation(trx, contexte.acteur, id, null);
    const raison = empechement('contact', orientation.etat);
    if (raison) throw new RegleEnfreinte(raison);
    await noterContact(trx, contexte, orientation, { presence, date_contact: saisie.date, type_contact: 'COLLECTIF', diagnostic: false });
  });
}
