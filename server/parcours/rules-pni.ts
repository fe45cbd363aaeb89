/**
 * The PNI, the code by which Pôle emploi delegates the follow-up to the PLIE for 24 months at most (domaine §4). Pure.
 * The last day is covered: start + 24 calendar months − 1 day.
 */
import { dernierJour, formaterDate, joursEntre, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';

export const MOIS_DU_PNI = 24;
/** Days before the end at which it is announced. */
export const SEUILS_AVERTISSEMENT = [30, 60, 90] as const;

/** The bands that they bound, one after the other: an end is in one at most. `libelle` follows « finit ». */
export const TRANCHES_AVERTISSEMENT = SEUILS_AVERTISSEMENT.map((seuil, i) => {
  const depuis = i === 0 ? 0 : SEUILS_AVERTISSEMENT[i - 1]! + 1;
  return { seuil, depuis, libelle: depuis === 0 ? `dans ${seuil} jours ou moins` : `dans ${depuis} à ${seuil} jours` };
});

export type EtatPni = 'DEMANDE' | 'ACTIF' | 'TERMINE' | 'LEVE' | 'ECHU';
export const LIBELLES_ETAT_PNI: Record<EtatPni, string> = { DEMANDE: 'Demandé', ACTIF: 'Actif', TERMINE: 'Terminé', LEVE: 'Levé', ECHU: 'Échu' };

export interface DatesPni {
  date_demande: DateCivile | null;
  date_debut: DateCivile | null;
  date_fin: DateCivile | null;
  date_cloture: DateCivile | null;
  motif_cloture: 'SORTIE' | 'CONTRAT_IAE' | 'CESSATION_INSCRIPTION' | 'AUTRE' | null;
}

/** Last day that a PNI begun on `debut` may cover: 15/03/2024 → 14/03/2026; 29/02/2024 → 27/02/2026. */
export const finDuPni = (debut: DateCivile): DateCivile => dernierJour(debut, MOIS_DU_PNI);

/** Last day covered: the one foreseen, or that of the exit or of the lifting when it came first. */
export const finEffective = (pni: DatesPni | undefined): DateCivile | null => (pni?.date_cloture && (!pni.date_fin || pni.date_cloture < pni.date_fin) ? pni.date_cloture : (pni?.date_fin ?? null));

/** State at a date. ACTIF on the last day covered; ECHU the day after when nothing closed it: an anomaly to be shown. */
export function etatPni(pni: DatesPni, date: DateCivile): EtatPni {
  if (pni.date_cloture && pni.date_cloture <= date) return pni.motif_cloture === 'SORTIE' ? 'TERMINE' : 'LEVE';
  if (!pni.date_debut || date < pni.date_debut) return 'DEMANDE';
  return date <= pni.date_fin! ? 'ACTIF' : 'ECHU';
}

/** Days left after `date`, the last covered one included: 0 on the last day. Null when the PNI is not active. */
export const joursRestants = (pni: DatesPni, date: DateCivile): number | null => (etatPni(pni, date) === 'ACTIF' ? joursEntre(date, pni.date_fin!) : null);

/**
 * The warning that an end calls for on `jour`: the threshold reached (90, 60 or 30 days left, the last covered day
 * included), ECHU once that day has passed, null as long as it is far. The one definition of the thresholds.
 */
export function alertePni(dateFin: DateCivile, jour: DateCivile): (typeof SEUILS_AVERTISSEMENT)[number] | 'ECHU' | null {
  const restants = joursEntre(jour, dateFin);
  return restants < 0 ? 'ECHU' : (SEUILS_AVERTISSEMENT.find((seuil) => restants <= seuil) ?? null);
}

/** The threshold reached by an active PNI; null before that, and when the PNI is not active. */
export function avertissementPni(pni: DatesPni, date: DateCivile): 30 | 60 | 90 | null {
  const alerte = etatPni(pni, date) === 'ACTIF' ? alertePni(pni.date_fin!, date) : null;
  return alerte === 'ECHU' ? null : alerte;
}

/** Start given by Pôle emploi, within the parcours; the end may only be brought forward. */
export function critiquerPeriode(debut: DateCivile, fin: DateCivile, integration: DateCivile, sortie: DateCivile | null): Erreur[] {
  const erreurs: Erreur[] = [];
  if (debut < integration) erreurs.push({ champ: 'date_debut', message: `Le ${formaterDate(debut)} précède l'intégration. Choisissez une date à partir du ${formaterDate(integration)}.` });
  if (sortie && debut > sortie) erreurs.push({ champ: 'date_debut', message: `Le ${formaterDate(debut)} suit la sortie du ${formaterDate(sortie)}.` });
  if (fin < debut) erreurs.push({ champ: 'date_fin', message: `La fin doit suivre le début (${formaterDate(debut)}).` });
  else if (fin > finDuPni(debut)) erreurs.push({ champ: 'date_fin', message: `Un PNI dure 24 mois au plus : posé le ${formaterDate(debut)}, il finit au plus tard le ${formaterDate(finDuPni(debut))}.` });
  return erreurs;
}

/** A PNI is lifted on one of the days it covers; a request, from the day it was made. */
export function critiquerLevee(pni: DatesPni, cloture: DateCivile): Erreur[] {
  const depuis = pni.date_debut ?? pni.date_demande!;
  if (cloture < depuis) return [{ champ: 'date_cloture', message: `La levée ne peut pas précéder le ${formaterDate(depuis)}.` }];
  if (pni.date_fin && cloture > pni.date_fin) return [{ champ: 'date_cloture', message: `Le PNI s'est déjà terminé le ${formaterDate(pni.date_fin)} : la levée ne peut pas suivre ce jour.` }];
  return [];
}

/** The form of the lifting that an IAE contract calls for, filled in: the end of its address, after /orientations/:id/. */
export const cheminDeLevee = (debutDuContrat: DateCivile): string => `pni?acte=lever&motif=CONTRAT_IAE&date=${debutDuContrat}`;

/** Why a PNI set by mistake cannot be taken back, or null. `peutDemander`: the PLIE; Pôle emploi never erases what the PLIE asked for. */
export function motifSansSuppression(pni: DatesPni, peutDemander: boolean): string | null {
  if (peutDemander || !pni.date_demande) return null;
  return pni.date_debut
    ? `Ce PNI répond à la demande que le PLIE a faite le ${formaterDate(pni.date_demande)}. Corrigez-le plutôt : effacez son début, la demande restera.`
    : `Cette demande est celle du PLIE, faite le ${formaterDate(pni.date_demande)}. Annulez-la plutôt, si elle ne doit pas être suivie.`;
}

/** The PNI that had run out when `supprime` took over from it: with `supprime` gone, nothing closes it any more. `pnis`: the most recent first. */
export function echuARouvrir<P extends DatesPni>(pnis: readonly P[], supprime: P): P | null {
  const dates = pnis.filter((p) => p.date_debut);
  const [dernier, precedent] = dates;
  return dernier === supprime && precedent?.motif_cloture === 'AUTRE' && precedent.date_cloture === precedent.date_fin ? precedent : null;
}

/** The PNI on which the next act bears: the one not closed, the most recent first. */
export const pniEnCours = <P extends DatesPni>(pnis: P[], date: DateCivile): P | null =>
  pnis.find((p) => ['DEMANDE', 'ACTIF', 'ECHU'].includes(etatPni(p, date))) ?? null;
