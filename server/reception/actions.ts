/** The acts of the reception: attributing, convening, the presence sheet of a session. Each one transaction. Source: domaine §3. */
import type { Contexte } from '../acces/acteur';
import type { CodeDe } from '../codes/listes';
import { formaterDate, type DateCivile } from '../lib/dates';
import { ecrire, type Transaction } from '../lib/ecriture';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import { accorder, deQui, nomComplet } from '../lib/texte';
import { commencerDiagnostic, noterContact } from '../orientations/actions';
import { modifierOrientation, verrouillerOrientation, type Orientation } from '../orientations/queries';
import { ETATS_AVANT_INTEGRATION } from '../orientations/rules';
import { ajouterAbsence } from '../parcours/queries';
import { critiquerConvocation, estUnPremierContactManque } from '../parcours/rules';
import { lireChoisies, listerCharges, type OrientationRecue } from './queries';
import {
  ajouterConvocation, ajouterSeance, aUneAbsence, decalerConvocations, lireConvocation, lireSeance, listerConvocations, modifierSeance, noterPresence, supprimerConvocation, supprimerSeance, verrouillerSeance,
  type Convocation, type Seance,
} from './queries-seances';
import { heuresEchelonnees, heureSuivante, motifSansConvocation, presenceAttendue, tiennentDansLaJournee, type Heure } from './rules';

/** `version`: that of each orientation, as the page showed it. */
export interface Attribution { version: Map<number, number>; utilisateur_id: number }
export type NouvelleSeance = Pick<Seance, 'type' | 'date_seance' | 'heure' | 'lieu'>;
/** To a session already planned, or to a new one. `intervalle`: minutes between two individual appointments. */
export interface VersSeance { seance_id: number | null; nouvelle: NouvelleSeance | null; intervalle: number }
export interface Deplacement { version: number; date_seance: DateCivile; heure: Heure; lieu: string }
export interface Presences { presences: { id: number; presence: CodeDe<'PRESENCES'> }[]; diagnostic: boolean }

/** Locked in the order of their numbers, so that two acts on the same lines follow one another. */
const parNumero = <T extends { id: number }>(lignes: readonly T[]): T[] => [...lignes].sort((a, b) => a.id - b.id);

/** Gives orientations to the one who will receive these persons, and will be offered as their référent at the integration. */
export function attribuer(contexte: Contexte, choisies: OrientationRecue[], { version, utilisateur_id }: Attribution): Promise<{ message: string }> {
  const plieId = choisies[0]!.plie_id;
  return ecrire(contexte.base, contexte.auteur, { action: 'orientation.attribuer', plieId, personneId: choisies.length === 1 ? choisies[0]!.personne_id : null, details: { orientations: choisies.length } }, async (trx) => {
    const choisi = (await listerCharges(trx, plieId)).find((c) => c.id === utilisateur_id);
    if (!choisi) throw new RegleEnfreinte([{ champ: 'utilisateur_id', message: 'Choisissez une personne de la liste : un compte actif de votre PLIE.' }]);
    for (const { id } of parNumero(choisies)) {
      const o = await verrouillerOrientation(trx, contexte.acteur, id, version.get(id) ?? -1);
      if (!ETATS_AVANT_INTEGRATION.includes(o.etat)) throw new RegleEnfreinte(`${nomComplet(o)} n'est plus avant l'intégration : un référent unique se change depuis sa fiche.`);
      await modifierOrientation(trx, o, { attribuee_a: utilisateur_id });
    }
    const [seule, ...autres] = choisies;
    return { message: autres.length ? `${accorder(choisies.length, 'orientation')} sont attribuées à ${nomComplet(choisi)}.` : `L'orientation ${deQui(seule!)} est attribuée à ${nomComplet(choisi)}.` };
  });
}

/** Convenes persons to one session, planned for it or before it. All of them, or none: every hindrance is told at once. */
export function convoquer(contexte: Contexte, ids: number[], choix: VersSeance): Promise<{ seance_id: number; message: string }> {
  return ecrire(contexte.base, contexte.auteur, { action: 'seance.convoquer', plieId: contexte.acteur.organisation?.id ?? null, details: { convocations: ids.length } }, async (trx) => {
    for (const id of [...ids].sort((a, b) => a - b)) await verrouillerOrientation(trx, contexte.acteur, id, null);
    const choisies = await lireChoisies({ ...contexte, base: trx }, ids);
    const prevue = choix.seance_id ? await verrouillerSeance(trx, contexte.acteur, choix.seance_id, null) : null;
    const seance: NouvelleSeance = prevue ?? choix.nouvelle!;
    const empechements = choisies.map((o) => motifSansConvocation(o, seance.date_seance)).filter((m) => m !== null);
    if (empechements.length) throw new RegleEnfreinte(empechements.map((message) => ({ champ: '', message })));
    const heures = heuresPour(seance, prevue ? await listerConvocations(trx, prevue) : [], choix.intervalle, choisies.length);
    const seanceId = prevue?.id ?? await ajouterSeance(trx, choisies[0]!.plie_id, seance);
    for (const [i, o] of choisies.entries()) await ajouterConvocation(trx, o, seanceId, heures[i]!);
    const qui = choisies.length === 1 ? `${nomComplet(choisies[0]!)} est convoquée` : `${accorder(choisies.length, 'personne')} sont convoquées`;
    return { seance_id: seanceId, message: `${qui} à la séance du ${formaterDate(seance.date_seance)}. Imprimez les convocations, puis la feuille de présence.` };
  });
}

/** All at once in a collective session; one after the other, from the hour left free, in an individual one. */
function heuresPour(seance: NouvelleSeance, deja: Convocation[], intervalle: number, combien: number): Heure[] {
  if (seance.type === 'COLLECTIF') return Array.from({ length: combien }, () => seance.heure);
  const derniere = deja.at(-1)?.heure;
  const debut = derniere ? heureSuivante(derniere, intervalle) : seance.heure;
  const heures = debut && heuresEchelonnees(debut, intervalle, combien);
  if (!heures) throw new RegleEnfreinte([{ champ: 'heure', message: `${accorder(combien, 'entretien')} ne tiennent pas dans cette journée. Commencez plus tôt, rapprochez-les, ou convoquez en plusieurs séances.` }]);
  return heures;
}

/**
 * The presence sheet, in one act: each presence is a first contact (or the entry into diagnostic of a person already met),
 * each absence a missed convocation. One line that cannot be written stops all of them, and every such line is told.
 */
export async function noterPresences(contexte: Contexte, seanceId: number, { presences, diagnostic }: Presences): Promise<{ message: string }> {
  const { plie_id } = await lireSeance(contexte, seanceId);
  return ecrire(contexte.base, contexte.auteur, { action: 'seance.noter_presences', plieId: plie_id, details: { presences: presences.length } }, async (trx) => {
    const seance = await verrouillerSeance(trx, contexte.acteur, seanceId, null);
    if (seance.date_seance > contexte.jour) throw new RegleEnfreinte(`La séance du ${formaterDate(seance.date_seance)} n'a pas encore eu lieu : la feuille de présence se remplit à partir de ce jour.`);
    const convocations = await listerConvocations(trx, seance);
    const erreurs: Erreur[] = [];
    for (const ligne of presences) {
      const convocation = convocations.find((c) => c.id === ligne.id);
      try {
        await noterUnePresence(trx, contexte, seance, convocation, ligne.presence, diagnostic);
      } catch (erreur) {
        if (!(erreur instanceof RegleEnfreinte)) throw erreur;
        erreurs.push({ champ: `presence_${ligne.id}`, message: `${convocation ? nomComplet(convocation) : 'Une personne'} : ${erreur.message}` });
      }
    }
    if (erreurs.length) throw new RegleEnfreinte(erreurs);
    const presents = presences.filter((p) => p.presence === 'PRESENT').length;
    return { message: `La feuille de présence du ${formaterDate(seance.date_seance)} est enregistrée : ${accorder(presents, 'personne présente', 'personnes présentes')}, ${accorder(presences.length - presents, 'absente')}.` };
  });
}

async function noterUnePresence(trx: Transaction, contexte: Contexte, seance: Seance, convocation: Convocation | undefined, presence: CodeDe<'PRESENCES'>, diagnostic: boolean): Promise<void> {
  if (!convocation || !presenceAttendue(convocation)) throw new RegleEnfreinte('sa présence a été enregistrée entre-temps, ou elle a été retirée de la séance. Rechargez la page.');
  const o = await verrouillerOrientation(trx, contexte.acteur, convocation.orientation_id, null);
  const entreEnDiagnostic = diagnostic && seance.type === 'INDIVIDUEL';
  if (presence !== 'PRESENT' && (await aUneAbsence(trx, o, seance.date_seance))) throw new RegleEnfreinte('une absence est déjà enregistrée à cette date.');
  if (o.etat !== 'ACCUEILLIE') await noterContact(trx, contexte, o, { presence, date_contact: seance.date_seance, type_contact: seance.type, diagnostic: entreEnDiagnostic });
  else if (presence !== 'PRESENT') await noterAbsence(trx, o, seance.date_seance, presence === 'EXCUSE');
  else if (entreEnDiagnostic) await commencerDiagnostic(trx, contexte, o, seance.date_seance);
  await noterPresence(trx, convocation, presence);
}

/** The absence of a person already met. */
async function noterAbsence(trx: Transaction, o: Orientation, date: DateCivile, excuse: boolean): Promise<void> {
  const erreurs = critiquerConvocation(o, date);
  if (erreurs.length) throw new RegleEnfreinte(erreurs);
  await ajouterAbsence(trx, o, { date_convocation: date, excuse, premier_contact: estUnPremierContactManque(o, date) });
}

/** Withdraws a person from a session whose sheet does not name them yet. */
export async function retirerConvocation(contexte: Contexte, id: number): Promise<{ message: string }> {
  const c = await lireConvocation(contexte, id);
  return ecrire(contexte.base, contexte.auteur, { action: 'seance.retirer_convocation', plieId: c.plie_id, personneId: c.personne_id }, async (trx) => {
    await verrouillerSeance(trx, contexte.acteur, c.seance_id, null);
    if (!(await supprimerConvocation(trx, c))) throw new RegleEnfreinte(`La présence ${deQui(c)} est déjà enregistrée : corrigez-la depuis sa fiche.`);
    return { message: `${nomComplet(c)} n'est plus convoquée à cette séance. Si sa convocation est partie, prévenez-la.` };
  });
}

/** Another day, hour or place; those convened follow. */
export async function deplacerSeance(contexte: Contexte, id: number, { version, ...champs }: Deplacement): Promise<{ message: string }> {
  const { plie_id } = await lireSeance(contexte, id);
  return ecrire(contexte.base, contexte.auteur, { action: 'seance.modifier', plieId: plie_id }, async (trx) => {
    const seance = await verrouillerSeance(trx, contexte.acteur, id, version);
    const convocations = await listerConvocations(trx, seance);
    exigerSansPresence(convocations);
    const choisies = await lireChoisies({ ...contexte, base: trx }, convocations.map((c) => c.orientation_id));
    const trop = choisies.filter((o) => champs.date_seance < o.date_prescription);
    if (trop.length) throw new RegleEnfreinte([{ champ: 'date_seance', message: `${nomComplet(trop[0]!)} a été orientée le ${formaterDate(trop[0]!.date_prescription)}. Choisissez ce jour ou un jour suivant.` }]);
    if (seance.type === 'INDIVIDUEL' && !tiennentDansLaJournee(convocations.map((c) => c.heure), seance.heure, champs.heure)) {
      throw new RegleEnfreinte([{ champ: 'heure', message: `À partir de ${champs.heure}, ${accorder(convocations.length, 'entretien')} ne ${convocations.length > 1 ? 'tiennent' : 'tient'} pas avant minuit. Commencez plus tôt, ou retirez des personnes de cette séance pour les convoquer à une autre.` }]);
    }
    await modifierSeance(trx, seance, champs);
    await decalerConvocations(trx, seance, seance.heure, champs.heure);
    return { message: `La séance est fixée au ${formaterDate(champs.date_seance)} à ${champs.heure}. Si des convocations sont parties, imprimez-les de nouveau.` };
  });
}

/** The session will not be held: everyone convened waits again. */
export async function annulerSeance(contexte: Contexte, id: number): Promise<{ message: string }> {
  const { plie_id } = await lireSeance(contexte, id);
  return ecrire(contexte.base, contexte.auteur, { action: 'seance.annuler', plieId: plie_id }, async (trx) => {
    const seance = await verrouillerSeance(trx, contexte.acteur, id, null);
    const convocations = await listerConvocations(trx, seance);
    exigerSansPresence(convocations);
    await supprimerSeance(trx, seance);
    return { message: `La séance du ${formaterDate(seance.date_seance)} est annulée. ${accorder(convocations.length, 'personne')} à convoquer de nouveau.` };
  });
}

function exigerSansPresence(convocations: Convocation[]): void {
  if (convocations.some((c) => c.presence)) throw new RegleEnfreinte('La feuille de présence de cette séance est déjà remplie : elle ne se déplace ni ne s\'annule plus.');
}
