/**
 * The exit: recorded, corrected, cancelled, reclassified. One transaction each: the orientation, the follow-up, how it was
 * classed, the référent and the PNI go together. The class is appreciated first, to be shown before it is saved.
 */
import type { Contexte } from '../acces/acteur';
import { formaterDate, type DateCivile } from '../lib/dates';
import { Conflit, Introuvable } from '../lib/erreurs';
import type { Transaction } from '../lib/ecriture';
import { agirSurParcours, exigerUneLigne, type Fait } from '../parcours/actions';
import { fermerReferent, lireParcours, rouvrirReferent, type Parcours } from '../parcours/queries';
import { cloreParSortie, rouvrirApresSortie } from '../parcours/queries-pni';
import { critiquerDate, exiger } from '../parcours/rules';
import { ajouterSuivi, chercherIntegrationSuivante, chercherSortie, chercherSuivi, chercherSuiviOuvert, garderSortie, listerSuivis, modifierSuivi, porterSortie, supprimerSortie, type DatesDeSortie, type Suivi } from './queries';
import { classerSortie, critiquerSituation, estTenuSixMois, motifSansReclassement, natureAttendue, type Classement, type Initiative, type MotifSortie, type NatureSortie, type Situation } from './rules';

/** What an exit is made of, before it is classed. */
export interface DemandeDeSortie {
  date_sortie: DateCivile;
  motif_sortie: MotifSortie;
  initiative: Initiative | null;
  situation: Situation | null;
  version: number;
  version_suivi: number | null;
}
/** As confirmed: `verdict` is what the confirmation page showed. */
type Confirmee<D> = D & { confirmation: { verdict: string | null } | null };

interface Appreciation { classement: Classement; situation: Situation | null; suivi: Suivi | null }
type Lecteur = Parameters<typeof chercherSuivi>[0];

/** What the confirmation shows, to be sure that what is saved is what was read. */
export const verdict = (c: Classement): string => `${c.nature} ${c.date}`;

/** The follow-up that an exit bears on: the one it was classed from, the one in course, or the last one kept six months. */
export async function chercherSuiviDeLaSortie(base: Lecteur, parcours: Parcours, motif: MotifSortie | null): Promise<Suivi | null> {
  const sortie = await chercherSortie(base, parcours);
  const retenu = sortie?.suivi_id ? await chercherSuivi(base, parcours, sortie.suivi_id) : await chercherSuiviOuvert(base, parcours);
  const attendue = motif && natureAttendue(motif);
  if (retenu || !attendue) return retenu;
  return (await listerSuivis(base, parcours)).find((s) => s.nature === attendue && estTenuSixMois(s)) ?? null;
}

/** Classes the exit and checks all that the rules of the trade ask. `jugeLe`: the day at which the facts are appreciated. */
async function apprecier(base: Lecteur, parcours: Parcours, d: DemandeDeSortie, jugeLe: DateCivile): Promise<Appreciation> {
  const ouvert = { ...parcours, date_sortie: null };
  exiger(critiquerDate(ouvert, d.date_sortie, 'date_sortie'));
  const attendue = natureAttendue(d.motif_sortie);
  let suivi = await chercherSuiviDeLaSortie(base, parcours, d.motif_sortie);
  if (suivi && d.version_suivi && suivi.version !== d.version_suivi) throw new Conflit();
  if (suivi && attendue && suivi.nature !== attendue) {
    if (suivi.date_perte === null && d.situation && d.situation.date_perte === null) {
      const [quel, motif] = suivi.nature === 'EMPLOI' ? ["dans l'emploi", 'un motif d\'emploi'] : ['en formation', '« Formation »'];
      exiger([{ champ: 'motif_sortie', message: `Un suivi ${quel} est en cours depuis le ${formaterDate(suivi.date_debut)}. Terminez-le d'abord, ou choisissez ${motif}.` }]);
    }
    suivi = null;
  }
  // Another job than the one that was lost: it gets its own row.
  if (suivi?.date_perte && d.situation && d.situation.date_debut !== suivi.date_debut) suivi = null;
  const situation = attendue ? (d.situation ?? suivi) : null;
  if (situation) exiger(critiquerSituation(ouvert, situation));
  const classement = classerSortie({ motif: d.motif_sortie, initiative: d.initiative, situation }, jugeLe);
  const suivante = await chercherIntegrationSuivante(base, parcours);
  if (suivante && classement.date > suivante) exiger([{ champ: 'date_sortie', message: `La personne a été intégrée de nouveau le ${formaterDate(suivante)} : cette sortie, qui porterait la date du ${formaterDate(classement.date)}, ne peut pas la suivre.` }]);
  return { classement, situation, suivi: attendue ? suivi : null };
}

/** The class that the exit would have: nothing is written. Throws what saving would throw. */
export async function apprecierSortie(contexte: Contexte, orientationId: number, demande: DemandeDeSortie): Promise<Classement> {
  const parcours = await lireParcours(contexte.base, contexte.acteur, orientationId);
  exigerVersion(parcours, demande.version);
  return (await apprecier(contexte.base, parcours, demande, demande.date_sortie)).classement;
}

/** Keeps the contract or the training: in the follow-up that the exit bears on, or in a new one. Its id, or null. */
async function garderSituation(trx: Transaction, parcours: Parcours, { situation, suivi }: Appreciation): Promise<number | null> {
  if (!situation) return null;
  if (!suivi) return ajouterSuivi(trx, parcours, situation);
  if (situation !== suivi) exigerUneLigne(await modifierSuivi(trx, parcours, suivi, situation));
  return suivi.id;
}

/** Puts the exit on the orientation; the référent and the PNI end with it, or move with its date. */
async function poserSortie(trx: Transaction, parcours: Parcours, dates: DatesDeSortie & { date_sortie: DateCivile }): Promise<void> {
  if (parcours.date_sortie) {
    await rouvrirReferent(trx, parcours, parcours.date_sortie);
    await rouvrirApresSortie(trx, parcours);
  }
  exigerUneLigne(await porterSortie(trx, parcours, dates));
  await fermerReferent(trx, parcours, dates.date_sortie);
  await cloreParSortie(trx, parcours, dates.date_sortie);
}

function exigerVersion(parcours: Parcours, version: number): void {
  if (parcours.version !== version) throw new Conflit();
}

/** What is saved is what the confirmation page showed. */
function exigerVerdict(classement: Classement, confirmation: { verdict: string | null } | null): void {
  if (confirmation?.verdict && confirmation.verdict !== verdict(classement)) throw new Conflit();
}

export interface Classe { nature: NatureSortie; date: DateCivile }

/** Records the exit, or corrects the one recorded, with the class that the rule gives on the day of the exit. */
export function enregistrerSortie(contexte: Contexte, orientationId: number, demande: Confirmee<DemandeDeSortie>, correction = false): Promise<Fait & Classe> {
  return agirSurParcours(contexte, orientationId, correction ? 'sortie.corriger' : 'sortie.enregistrer', async (trx, parcours) => {
    if (!correction && parcours.date_sortie) throw new Conflit(`La sortie de ce parcours est déjà enregistrée, au ${formaterDate(parcours.date_sortie)}.`);
    if (correction && !parcours.date_sortie) throw new Introuvable();
    exigerVersion(parcours, demande.version);
    const appreciation = await apprecier(trx, parcours, demande, demande.date_sortie);
    const { classement } = appreciation;
    exigerVerdict(classement, demande.confirmation);
    const suivi_id = await garderSituation(trx, parcours, appreciation);
    await poserSortie(trx, parcours, { date_sortie: classement.date, nature_sortie: classement.nature, motif_sortie: demande.motif_sortie });
    const ancienne = await chercherSortie(trx, parcours);
    const date_reclassement = classement.positive ? (ancienne?.date_reclassement ?? null) : null;
    await garderSortie(trx, parcours, { suivi_id, origine: 'DERIVEE', regle: classement.regle, explication: classement.explication, date_reclassement });
    return { nature: classement.nature, date: classement.date };
  });
}

/** Corrects an exit brought by a reprise: the nature stays the one given, chosen and not derived (domaine §6). */
export function corrigerSortieReprise(contexte: Contexte, orientationId: number, d: { date_sortie: DateCivile; motif_sortie: MotifSortie; nature_sortie: NatureSortie; version: number }): Promise<Fait & Classe> {
  return agirSurParcours(contexte, orientationId, 'sortie.corriger', async (trx, parcours) => {
    exigerVersion(parcours, d.version);
    if ((await chercherSortie(trx, parcours))?.origine !== 'REPRISE') throw new Introuvable();
    exiger(critiquerDate({ ...parcours, date_sortie: null }, d.date_sortie, 'date_sortie'));
    await poserSortie(trx, parcours, d);
    return { nature: d.nature_sortie, date: d.date_sortie };
  });
}

/** Takes back an exit recorded by mistake: the parcours, its référent and its PNI are open again. */
export function annulerSortie(contexte: Contexte, orientationId: number, { version }: { version: number }): Promise<Fait> {
  return agirSurParcours(contexte, orientationId, 'sortie.annuler', async (trx, parcours) => {
    if (!parcours.date_sortie) throw new Introuvable();
    exigerVersion(parcours, version);
    await supprimerSortie(trx, parcours);
    exigerUneLigne(await porterSortie(trx, parcours, { date_sortie: null, nature_sortie: null, motif_sortie: null }));
    await rouvrirReferent(trx, parcours, parcours.date_sortie);
    await rouvrirApresSortie(trx, parcours);
  });
}

export type DemandeDeReclassement = Pick<DemandeDeSortie, 'version' | 'version_suivi'> & { situation: Situation };

async function apprecierPreuve(base: Lecteur, contexte: Contexte, parcours: Parcours, d: DemandeDeReclassement): Promise<Appreciation> {
  const refus = motifSansReclassement(parcours);
  if (refus) exiger([{ champ: '', message: refus }]);
  const initiative = parcours.nature_sortie === 'INITIATIVE_PLIE' ? 'PLIE' : 'PARTICIPANT';
  const appreciation = await apprecier(base, parcours, { ...d, date_sortie: parcours.date_sortie!, motif_sortie: parcours.motif_sortie!, initiative }, contexte.jour);
  if (!appreciation.classement.positive) exiger([{ champ: '', message: `Le classement ne change pas. ${appreciation.classement.explication}` }]);
  return appreciation;
}

/** The class that a late proof would give: nothing is written. */
export async function apprecierReclassement(contexte: Contexte, orientationId: number, demande: DemandeDeReclassement): Promise<Classement> {
  const parcours = await lireParcours(contexte.base, contexte.acteur, orientationId);
  exigerVersion(parcours, demande.version);
  return (await apprecierPreuve(contexte.base, contexte, parcours, demande)).classement;
}

/** A late proof makes the exit positive: a correction dated of today, which goes into the next table (domaine §6). */
export function reclasserSortie(contexte: Contexte, orientationId: number, demande: Confirmee<DemandeDeReclassement>): Promise<Fait & Classe> {
  return agirSurParcours(contexte, orientationId, 'sortie.reclasser', async (trx, parcours) => {
    exigerVersion(parcours, demande.version);
    const appreciation = await apprecierPreuve(trx, contexte, parcours, demande);
    const { classement } = appreciation;
    exigerVerdict(classement, demande.confirmation);
    const suivi_id = await garderSituation(trx, parcours, appreciation);
    await poserSortie(trx, parcours, { date_sortie: classement.date, nature_sortie: classement.nature, motif_sortie: parcours.motif_sortie });
    await garderSortie(trx, parcours, { suivi_id, origine: 'DERIVEE', regle: classement.regle, explication: classement.explication, date_reclassement: contexte.jour });
    return { nature: classement.nature, date: classement.date };
  });
}
