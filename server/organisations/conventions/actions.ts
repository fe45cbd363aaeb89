/** Acts on conventions. `inscrireConvention` is the work inside an act already open (first use). */
import type { Acteur, Contexte } from '../../acces/acteur';
import type { DateCivile } from '../../lib/dates';
import { ecrire, type Transaction } from '../../lib/ecriture';
import { RegleEnfreinte, type Erreur } from '../../lib/erreurs';
import { inscrireRattachement } from '../actions';
import { changerBoiteGenerique, changerConvention, changerSuspension, insererConvention, poserCorrespondant, retirerCorrespondant, verrouillerConvention } from './queries';
import { verifierPeriode, verifierSuspension, type Correspondant, type NouvelleConvention, type ReglagesConvention } from './rules';

const exiger = (erreurs: Erreur[]): void => {
  if (erreurs.length) throw new RegleEnfreinte(erreurs);
};

/** Creates a convention inside an open act. Its agency becomes one of the PLIE's when it was not. Two never overlap (constraint). */
export async function inscrireConvention(trx: Transaction, acteur: Acteur, demande: NouvelleConvention): Promise<number> {
  exiger(verifierPeriode(demande.date_debut, demande.date_fin));
  await inscrireRattachement(trx, acteur, demande.plie_id, demande.agence_id);
  return insererConvention(trx, demande);
}

export function ajouterConvention({ base, auteur, acteur }: Contexte, demande: NouvelleConvention): Promise<number> {
  return ecrire(base, auteur, { action: 'convention.ajouter', plieId: demande.plie_id }, (trx) => inscrireConvention(trx, acteur, demande));
}

/** The period, the agency and the settings. The PLIE never changes: that would be another convention. */
export function modifierConvention({ base, auteur, acteur }: Contexte, convention: { id: number; plie_id: number; version: number }, reglages: ReglagesConvention): Promise<void> {
  return ecrire(base, auteur, { action: 'convention.modifier', plieId: convention.plie_id }, async (trx) => {
    const avant = await verrouillerConvention(trx, acteur, convention.id, convention.version);
    exiger(verifierPeriode(reglages.date_debut, reglages.date_fin));
    if (avant.date_suspension) exiger(verifierSuspension(reglages, avant.date_suspension).map((e) => ({ ...e, champ: 'date_debut' })));
    if (reglages.agence_id !== avant.agence_id) await inscrireRattachement(trx, acteur, avant.plie_id, reglages.agence_id);
    await changerConvention(trx, convention.id, reglages);
  });
}

/** Nothing may be exchanged from that day on, until `reprendreEchanges`. */
export function suspendreConvention({ base, auteur, acteur }: Contexte, convention: { id: number; plie_id: number; version: number }, date: DateCivile): Promise<void> {
  return ecrire(base, auteur, { action: 'convention.suspendre', plieId: convention.plie_id }, async (trx) => {
    exiger(verifierSuspension(await verrouillerConvention(trx, acteur, convention.id, convention.version), date));
    await changerSuspension(trx, convention.id, date);
  });
}

export function reprendreEchanges({ base, auteur, acteur }: Contexte, convention: { id: number; plie_id: number; version: number }): Promise<void> {
  return ecrire(base, auteur, { action: 'convention.reprendre', plieId: convention.plie_id }, async (trx) => {
    await verrouillerConvention(trx, acteur, convention.id, convention.version);
    await changerSuspension(trx, convention.id, null);
  });
}

/** A place of the four (2 domains, 2 parties), and who holds it: null leaves it empty. */
export type Place = Pick<Correspondant, 'partie' | 'domaine'> & { correspondant: Omit<Correspondant, 'partie' | 'domaine'> | null };

export function enregistrerCorrespondants({ base, auteur, acteur }: Contexte, convention: { id: number; plie_id: number; version: number }, boite: string | null, places: readonly Place[]): Promise<void> {
  return ecrire(base, auteur, { action: 'convention.nommer_correspondants', plieId: convention.plie_id }, async (trx) => {
    await verrouillerConvention(trx, acteur, convention.id, convention.version);
    await changerBoiteGenerique(trx, convention.id, boite);
    for (const { partie, domaine, correspondant } of places) {
      if (correspondant) await poserCorrespondant(trx, convention.id, { partie, domaine, ...correspondant });
      else await retirerCorrespondant(trx, convention.id, partie, domaine);
    }
  });
}
