/** The acts along a parcours. Each is one transaction, on the orientation re-read within scope and locked. */
import type { Contexte } from '../acces/acteur';
import type { Action } from '../codes/actes';
import { listerCodes } from '../codes/queries';
import { ajouterJours, type DateCivile } from '../lib/dates';
import { Conflit, Introuvable } from '../lib/erreurs';
import { ecrire, type Transaction } from '../lib/ecriture';
import * as q from './queries';
import { listerPni } from './queries-pni';
import { critiquerConvocation, critiquerDate, critiquerEtape, critiquerProlongation, critiquerReferent, critiquerReponse, estUnPremierContactManque, exiger, finPrevueDuParcours } from './rules';
import { pniEnCours } from './rules-pni';
import { chercherSuiviOuvert } from '../sorties/queries';

/** What every act answers: whose page to go back to. */
export interface Fait { personneId: number }

/**
 * One act on a parcours: journalled on its person, the orientation locked so that two acts on it follow one another.
 * Introuvable out of scope. What `travail` returns is kept as the answer of the form (plain JSON).
 */
export async function agirSurParcours<T extends object>(contexte: Contexte, orientationId: number, action: Action, travail: (trx: Transaction, parcours: q.Parcours) => Promise<T | void>): Promise<Fait & T> {
  const { plie_id, personne_id } = await q.lireParcours(contexte.base, contexte.acteur, orientationId);
  return ecrire(contexte.base, contexte.auteur, { action, plieId: plie_id, personneId: personne_id }, async (trx) => {
    const parcours = await q.lireParcours(trx, contexte.acteur, orientationId, true);
    return { ...((await travail(trx, parcours)) ?? ({} as T)), personneId: parcours.personne_id };
  });
}

/** For an update that counts its rows: none means that somebody else came first, or that the row is gone. */
export function exigerUneLigne(nombre: number): void {
  if (!nombre) throw new Conflit();
}

export interface ChoixReferent { utilisateur_id: number; date_debut: DateCivile; referent_actuel: number | null }

/** Changes the référent unique; `referent_actuel` is the row shown in the form, so that two reassignments do not cross. */
export function changerReferent(contexte: Contexte, orientationId: number, choix: ChoixReferent): Promise<Fait> {
  return agirSurParcours(contexte, orientationId, 'parcours.changer_referent', async (trx, parcours) => {
    const referents = await q.listerReferents(trx, parcours);
    const ouvert = referents.find((r) => r.date_fin === null) ?? null;
    if ((ouvert?.id ?? null) !== choix.referent_actuel) throw new Conflit();
    const candidat = (await q.listerAccompagnateurs(trx, parcours.plie_id)).some((a) => a.id === choix.utilisateur_id);
    if (!candidat) exiger([{ champ: 'utilisateur_id', message: 'Choisissez une personne de la liste : un compte actif de votre PLIE.' }]);
    exiger(critiquerReferent(parcours, ouvert, referents[0]?.date_fin ?? null, choix));
    await installerReferent(trx, parcours, ouvert, choix);
  });
}

/** Puts the next référent in the place of the one in place, who stops on the day before; begun the same day, the choice is corrected. */
export async function installerReferent(trx: Transaction, parcours: q.CleParcours, ouvert: Pick<q.Referent, 'id' | 'date_debut'> | null, choix: { utilisateur_id: number; date_debut: DateCivile }): Promise<void> {
  if (ouvert?.date_debut === choix.date_debut) {
    await q.remplacerReferent(trx, parcours, ouvert.id, choix.utilisateur_id);
  } else {
    await q.fermerReferent(trx, parcours, ajouterJours(choix.date_debut, -1));
    await q.ajouterReferent(trx, parcours, choix);
  }
}

export function enregistrerEntretien(contexte: Contexte, orientationId: number, valeur: { date_entretien: DateCivile }): Promise<Fait> {
  return agirSurParcours(contexte, orientationId, 'parcours.enregistrer_entretien', async (trx, parcours) => {
    exiger(critiquerDate(parcours, valeur.date_entretien, 'date_entretien'));
    await q.ajouterEntretien(trx, parcours, valeur.date_entretien);
  });
}

export interface ValeurAbsence { date_convocation: DateCivile; excuse: boolean }

/** On a parcours held by the transaction: the act of one person and that of a group write it the same way. */
export async function noterAbsence(trx: Transaction, parcours: q.Parcours, valeur: ValeurAbsence): Promise<{ absenceId: number }> {
  exiger(critiquerConvocation(parcours, valeur.date_convocation));
  return { absenceId: await q.ajouterAbsence(trx, parcours, { ...valeur, premier_contact: estUnPremierContactManque(parcours, valeur.date_convocation) }) };
}

export function enregistrerAbsence(contexte: Contexte, orientationId: number, valeur: ValeurAbsence): Promise<Fait & { absenceId: number }> {
  return agirSurParcours(contexte, orientationId, 'parcours.enregistrer_absence', (trx, parcours) => noterAbsence(trx, parcours, valeur));
}

/** A type is offered by the date of the fact; one already recorded may stay. */
async function exigerTypeOffert(trx: Transaction, e: q.ValeurEtape, ancienType: string | null): Promise<void> {
  if (e.type === ancienType) return;
  const type = (await listerCodes(trx, 'TYPE_ETAPE')).find((c) => c.code === e.type);
  const offert = type && (!type.valable_du || type.valable_du <= e.date_debut) && (!type.valable_au || e.date_debut <= type.valable_au);
  if (!offert) exiger([{ champ: 'type', message: "Ce type d'étape n'était pas proposé à cette date. Choisissez-en un autre." }]);
}

/** Type under which an étape ends the delegation: Pôle emploi then lifts the PNI (convention PLIE art. 3-4). */
const TYPE_IAE = 'IAE';

const pniALever = async (trx: Transaction, contexte: Contexte, parcours: q.Parcours): Promise<boolean> => pniEnCours(await listerPni(trx, parcours), contexte.jour) !== null;

/** Like noterAbsence, for an étape. */
export async function noterEtape(trx: Transaction, contexte: Contexte, parcours: q.Parcours, etape: q.ValeurEtape): Promise<void> {
  exiger(critiquerEtape(parcours, etape, contexte.jour));
  await exigerTypeOffert(trx, etape, null);
  await q.ajouterEtape(trx, parcours, etape);
}

/** `pniALever`: the étape is an IAE contract and a PNI is open, its lifting is then to be proposed. */
export function enregistrerEtape(contexte: Contexte, orientationId: number, etape: q.ValeurEtape): Promise<Fait & { pniALever: boolean }> {
  return agirSurParcours(contexte, orientationId, 'parcours.enregistrer_etape', async (trx, parcours) => {
    await noterEtape(trx, contexte, parcours, etape);
    return { pniALever: etape.type === TYPE_IAE && (await pniALever(trx, contexte, parcours)) };
  });
}

export function modifierEtape(contexte: Contexte, orientationId: number, etapeId: number, { version, ...etape }: q.ValeurEtape & { version: number }): Promise<Fait & { pniALever: boolean }> {
  return agirSurParcours(contexte, orientationId, 'parcours.modifier_etape', async (trx, parcours) => {
    const ancienne = await q.chercherEtape(trx, parcours, etapeId);
    if (!ancienne) throw new Introuvable();
    exiger(critiquerEtape(parcours, etape, contexte.jour));
    await exigerTypeOffert(trx, etape, ancienne.type);
    exigerUneLigne(await q.modifierEtape(trx, parcours, etapeId, version, etape));
    return { pniALever: etape.type === TYPE_IAE && ancienne.type !== TYPE_IAE && (await pniALever(trx, contexte, parcours)) };
  });
}

/** The last day foreseen for the parcours, with what prolongs it. */
export async function calculerFinPrevue(base: Parameters<typeof q.listerProlongations>[0], parcours: q.Parcours): Promise<DateCivile | null> {
  if (!parcours.date_integration) return null;
  const suivi = await chercherSuiviOuvert(base, parcours);
  return finPrevueDuParcours(parcours.date_integration, suivi?.date_debut ?? null, await q.listerProlongations(base, parcours));
}

export function enregistrerProlongation(contexte: Contexte, orientationId: number, valeur: Omit<q.Prolongation, 'id'>): Promise<Fait> {
  return agirSurParcours(contexte, orientationId, 'parcours.prolonger', async (trx, parcours) => {
    const fin = await calculerFinPrevue(trx, parcours);
    exiger(critiquerProlongation(parcours, fin ?? valeur.date_decision, valeur.date_decision, valeur.date_fin));
    await q.ajouterProlongation(trx, parcours, valeur);
  });
}

export function enregistrerDemande(contexte: Contexte, orientationId: number, valeur: { type: q.Demande['type']; date_demande: DateCivile }): Promise<Fait> {
  return agirSurParcours(contexte, orientationId, 'parcours.demander_a_pe', async (trx, parcours) => {
    exiger(critiquerDate(parcours, valeur.date_demande, 'date_demande'));
    await q.ajouterDemande(trx, parcours, valeur);
  });
}

export function repondreDemande(contexte: Contexte, orientationId: number, demandeId: number, { version, ...valeur }: Omit<q.Demande, 'id'>): Promise<Fait> {
  return agirSurParcours(contexte, orientationId, 'parcours.noter_reponse_pe', async (trx, parcours) => {
    if (!(await q.chercherDemande(trx, parcours, demandeId))) throw new Introuvable();
    exiger([...critiquerDate(parcours, valeur.date_demande, 'date_demande'), ...critiquerReponse(valeur)]);
    exigerUneLigne(await q.modifierDemande(trx, parcours, demandeId, version, valeur));
  });
}

/** Takes back a fact recorded by mistake. The journal keeps what it was. */
export function effacerFait(contexte: Contexte, orientationId: number, fait: q.FaitEffacable, id: number): Promise<Fait> {
  return agirSurParcours(contexte, orientationId, `parcours.effacer_${fait}`, async (trx, parcours) => {
    if (!(await q.supprimerFait(trx, parcours, fait, id))) throw new Introuvable();
  });
}
