/** The acts on an orientation, each one transaction and one journal line. Source: domaine §3, convention PLIE art. 3. */
import type { Contexte } from '../acces/acteur';
import type { Action } from '../codes/actes';
import { listerCodesOfferts } from '../codes/queries';
import { formaterDate, type DateCivile } from '../lib/dates';
import { ecrire, type Transaction } from '../lib/ecriture';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import { deQui, nomComplet } from '../lib/texte';
import {
  ajouterAbsencePremierContact, annulerIntegration, chercherReglages, demanderPni, deplacerIntegration, lireFaitsDuParcours, lireOrientation, listerAccompagnateurs,
  listerAgences, modifierOrientation, ouvrirReferent, verrouillerOrientation, type ChampsOrientation, type Orientation,
} from './queries';
import { champsCorrigeables, empechement, verifierContactApresAbsence, verifierCorrectionIntegration, verifierDates, type CodeActe } from './rules';

/** Where to go after an act, and the sentence shown there. */
export interface Fait { personne_id: number; message: string }

/** What the forms of the acts send, once read. `version`: the row as the form showed it. */
export interface Contact { version: number; presence: 'PRESENT' | 'ABSENT' | 'EXCUSE'; date_contact: DateCivile; type_contact: Orientation['type_contact']; diagnostic: boolean }
export interface Diagnostic { version: number; date_diagnostic: DateCivile }
export interface Refus { version: number; date_refus: DateCivile; motif_refus: NonNullable<Orientation['motif_refus']>; detail_refus: string | null }
/** Without `date_integration`, the decision alone. */
export interface Integration { version: number; date_decision: DateCivile | null; date_integration: DateCivile | null; utilisateur_id: number | null }
export type Correction = { version: number } & Pick<Orientation, 'date_prescription' | 'prescripteur' | 'mode_orientation' | 'agence_id' | 'date_contact' | 'type_contact'
  | 'date_diagnostic' | 'date_refus' | 'motif_refus' | 'detail_refus' | 'date_decision' | 'date_integration'>;

function exiger(erreurs: Erreur[]): void {
  if (erreurs.length) throw new RegleEnfreinte(erreurs);
}

/**
 * Runs an act on an orientation: read within scope, locked, at the version that the form showed, in a state that allows it.
 * Throws Introuvable, Conflit or RegleEnfreinte; nothing is then written. A form sent twice gets its first answer.
 */
async function instruire(contexte: Contexte, id: number, version: number, code: CodeActe, action: Action, travail: (trx: Transaction, o: Orientation) => Promise<string>): Promise<Fait> {
  const vue = await lireOrientation(contexte, id);
  return ecrire(contexte.base, contexte.auteur, { action, plieId: vue.plie_id, personneId: vue.personne_id }, async (trx) => {
    const o = await prendre(trx, contexte, id, version, code);
    return { personne_id: o.personne_id, message: await travail(trx, o) };
  });
}

/** The orientation, locked for an act at the version that the form showed, in a state that allows it. */
async function prendre(trx: Transaction, contexte: Contexte, id: number, version: number | null, code: CodeActe): Promise<Orientation> {
  const o = await verrouillerOrientation(trx, contexte.acteur, id, version);
  const raison = empechement(code, o.etat);
  if (raison) throw new RegleEnfreinte(raison);
  return o;
}

/** The dates as they would be, checked before they are written. */
async function changer(trx: Transaction, contexte: Contexte, o: Orientation, champs: ChampsOrientation): Promise<void> {
  exiger(verifierDates({ ...o, ...champs }, contexte.jour));
  await modifierOrientation(trx, o, champs);
}

/** Throws when the convention of that day has no diagnostic phase, or when no convention covers it. */
async function exigerPhaseDiagnostic(trx: Transaction, plieId: number, date: DateCivile, champ: string): Promise<void> {
  const reglages = await chercherReglages(trx, plieId, date);
  if (!reglages) throw new RegleEnfreinte([{ champ, message: `Aucune convention du PLIE ne couvre le ${formaterDate(date)}. Vérifiez la date, ou demandez à votre administrateur d'enregistrer la convention.` }]);
  if (!reglages.phase_diagnostic) throw new RegleEnfreinte([{ champ, message: `La convention en cours le ${formaterDate(date)} n'a pas de phase de diagnostic. Passez directement à l'intégration ou au refus.` }]);
}

async function exigerDetailOffert(trx: Transaction, detail: string | null, date: DateCivile): Promise<void> {
  if (!detail) return;
  const offerts = await listerCodesOfferts(trx, 'PUBLIC_EXCLU', date);
  if (!offerts.some((c) => c.code === detail)) throw new RegleEnfreinte([{ champ: 'detail_refus', message: `Cette précision n'est pas proposée au ${formaterDate(date)}. Choisissez-en une de la liste, ou laissez-la vide.` }]);
}

/** The diagnostic begins, in an act already open. */
export async function commencerDiagnostic(trx: Transaction, contexte: Contexte, o: Orientation, date_diagnostic: DateCivile): Promise<void> {
  await exigerPhaseDiagnostic(trx, o.plie_id, date_diagnostic, 'date_diagnostic');
  await changer(trx, contexte, o, { date_diagnostic });
}

/**
 * Presence, or a missed convocation (any number of them): the person is then convened again. On an orientation held by the
 * transaction: the act of one person and that of a group write it the same way. Returns the sentence that says what was done.
 */
export async function noterContact(trx: Transaction, contexte: Contexte, o: Orientation, { presence, date_contact: date, ...saisie }: Omit<Contact, 'version'>): Promise<string> {
  if (presence !== 'PRESENT') {
    exiger(verifierDates({ ...o, date_contact: date }, contexte.jour));
    await ajouterAbsencePremierContact(trx, o, date, presence === 'EXCUSE');
    return `L'absence ${deQui(o)} au premier contact du ${formaterDate(date)} est enregistrée. Une nouvelle convocation est à fixer.`;
  }
  exiger(verifierContactApresAbsence(date, o.derniere_absence_contact));
  if (saisie.diagnostic) await exigerPhaseDiagnostic(trx, o.plie_id, date, 'diagnostic');
  await changer(trx, contexte, o, { date_contact: date, type_contact: saisie.type_contact, ...(saisie.diagnostic ? { date_diagnostic: date } : {}) });
  return saisie.diagnostic ? `Le premier contact ${deQui(o)} et son entrée en diagnostic sont enregistrés au ${formaterDate(date)}.` : `Le premier contact ${deQui(o)} le ${formaterDate(date)} est enregistré.`;
}

export function enregistrerContact(contexte: Contexte, id: number, { version, ...saisie }: Contact): Promise<Fait> {
  const action = saisie.presence === 'PRESENT' ? 'orientation.enregistrer_contact' : 'orientation.noter_absence_contact';
  return instruire(contexte, id, version, 'contact', action, (trx, o) => noterContact(trx, contexte, o, saisie));
}

export function enregistrerDiagnostic(contexte: Contexte, id: number, { version, date_diagnostic }: Diagnostic): Promise<Fait> {
  return instruire(contexte, id, version, 'diagnostic', 'orientation.enregistrer_diagnostic', async (trx, o) => {
    await commencerDiagnostic(trx, contexte, o, date_diagnostic);
    return `L'entrée en diagnostic ${deQui(o)} le ${formaterDate(date_diagnostic)} est enregistrée.`;
  });
}

/** Ends the orientation. The detail (health or social data) stays inside the PLIE; only the motif is exchanged. */
export function enregistrerRefus(contexte: Contexte, id: number, { version, ...refus }: Refus): Promise<Fait> {
  return instruire(contexte, id, version, 'refus', 'orientation.refuser', (trx, o) => refuser(trx, contexte, o, refus));
}

async function refuser(trx: Transaction, contexte: Contexte, o: Orientation, refus: Omit<Refus, 'version'>): Promise<string> {
  await exigerDetailOffert(trx, refus.detail_refus, refus.date_refus);
  await changer(trx, contexte, o, refus);
  return `Le refus d'intégration ${deQui(o)} le ${formaterDate(refus.date_refus)} est enregistré.`;
}

/** The same refusal inside an act already open: a commission decides for several persons at once. */
export async function refuserDansUnActe(trx: Transaction, contexte: Contexte, id: number, { version, ...refus }: Refus): Promise<void> {
  await refuser(trx, contexte, await prendre(trx, contexte, id, version, 'refus'), refus);
}

/**
 * The decision alone, or the integration: the day the contrat d'engagement is signed. It opens the référent unique and
 * asks Pôle emploi for the PNI.
 */
export function enregistrerIntegration(contexte: Contexte, id: number, { version, ...integration }: Integration): Promise<Fait> {
  const action = integration.date_integration ? 'orientation.integrer' : 'orientation.decider_integration';
  return instruire(contexte, id, version, 'integration', action, (trx, o) => integrer(trx, contexte, o, integration));
}

async function integrer(trx: Transaction, contexte: Contexte, o: Orientation, { date_decision, date_integration, utilisateur_id }: Omit<Integration, 'version'>): Promise<string> {
  if (!date_integration) {
    await changer(trx, contexte, o, { date_decision });
    return `La décision d'intégrer ${nomComplet(o)}, prise le ${formaterDate(date_decision)}, est enregistrée. Le contrat d'engagement reste à signer.`;
  }
  const reglages = await chercherReglages(trx, o.plie_id, date_integration);
  if (reglages?.mode_integration === 'COMMISSION' && !date_decision) throw new RegleEnfreinte([{ champ: 'date_decision', message: "Indiquez le jour de la commission d'intégration : votre convention la prévoit." }]);
  const accompagnateurs = await listerAccompagnateurs(trx, o.plie_id);
  const choisi = accompagnateurs.find((a) => a.code === String(utilisateur_id));
  if (!choisi) throw new RegleEnfreinte([{ champ: 'utilisateur_id', message: "Choisissez l'accompagnateur dans la liste de votre PLIE." }]);
  await changer(trx, contexte, o, { date_decision, date_integration });
  await ouvrirReferent(trx, o, Number(choisi.code), date_integration);
  await demanderPni(trx, o, date_integration);
  return `L'intégration ${deQui(o)} le ${formaterDate(date_integration)} est enregistrée, avec ${choisi.libelle} pour référent unique. Le PNI est demandé.`;
}

/** The same integration inside an act already open: a commission decides for several persons at once. */
export async function integrerDansUnActe(trx: Transaction, contexte: Contexte, id: number, { version, ...integration }: Integration): Promise<void> {
  await integrer(trx, contexte, await prendre(trx, contexte, id, version, 'integration'), integration);
}

/** The commission takes back its decision to integrate, before any contract is signed. Throws when one is, or after a refusal. */
export async function reprendreDecisionDansUnActe(trx: Transaction, contexte: Contexte, id: number): Promise<void> {
  const o = await prendre(trx, contexte, id, null, 'integration');
  await changer(trx, contexte, o, { date_decision: null });
}

/**
 * A mistaken date, motif or fact, at any state. An emptied date cancels the fact. Checked by the same rules as the acts,
 * and against what the parcours already holds; the journal keeps the value before and after.
 */
export function corriger(contexte: Contexte, id: number, { version, ...saisie }: Correction): Promise<Fait> {
  return instruire(contexte, id, version, 'corriger', 'orientation.corriger', async (trx, o) => {
    const champs = champsPresents(o, saisie);
    const apres = { ...o, ...champs };
    exiger(verifierDates(apres, contexte.jour));
    if (apres.date_contact && apres.date_contact !== o.date_contact) exiger(verifierContactApresAbsence(apres.date_contact, o.derniere_absence_contact));
    if (apres.date_diagnostic && apres.date_diagnostic !== o.date_diagnostic) await exigerPhaseDiagnostic(trx, o.plie_id, apres.date_diagnostic, 'date_diagnostic');
    if (apres.detail_refus && apres.detail_refus !== o.detail_refus) await exigerDetailOffert(trx, apres.detail_refus, apres.date_refus!);
    if (apres.agence_id && apres.agence_id !== o.agence_id && !(await listerAgences(trx, o.plie_id)).some((a) => a.code === String(apres.agence_id))) throw new RegleEnfreinte([{ champ: 'agence_id', message: "Choisissez une agence avec laquelle votre PLIE travaille." }]);
    if (apres.date_integration !== o.date_integration) await suivreIntegration(trx, o, apres.date_integration);
    await modifierOrientation(trx, o, champs);
    return `La correction de la fiche ${deQui(o)} est enregistrée.`;
  });
}

/** Only the fields that the form showed: what it did not show stays as it is. */
function champsPresents(o: Orientation, saisie: Omit<Correction, 'version'>): ChampsOrientation {
  const montre = champsCorrigeables(o);
  const { date_prescription, prescripteur, mode_orientation, agence_id } = saisie;
  return {
    date_prescription, prescripteur, mode_orientation, agence_id,
    ...(montre.contact ? { date_contact: saisie.date_contact, type_contact: saisie.type_contact } : {}),
    ...(montre.diagnostic ? { date_diagnostic: saisie.date_diagnostic } : {}),
    ...(montre.refus ? { date_refus: saisie.date_refus, motif_refus: saisie.motif_refus, detail_refus: saisie.detail_refus } : {}),
    ...(montre.decision ? { date_decision: saisie.date_decision } : {}),
    ...(montre.integration ? { date_integration: saisie.date_integration } : {}),
  };
}

async function suivreIntegration(trx: Transaction, o: Orientation, date: DateCivile | null): Promise<void> {
  exiger(verifierCorrectionIntegration(date, await lireFaitsDuParcours(trx, o)));
  if (date) await deplacerIntegration(trx, o, o.date_integration!, date);
  else await annulerIntegration(trx, o, o.date_integration!);
}
