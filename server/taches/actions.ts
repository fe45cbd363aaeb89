/**
 * The acts of the référent of Pôle emploi: a task done, many at once, an answer that no table asked for, and its undoing.
 * In the same installation the PLIE's own books are written in the same transaction, by the acts of its parcours.
 */
import type { Contexte } from '../acces/acteur';
import { contexteSysteme } from '../acces/acteur';
import { formaterDate } from '../lib/dates';
import { ecrire, essayer, type Transaction } from '../lib/ecriture';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import { nomComplet } from '../lib/texte';
import { demandeEnMain, deposer, noterLevee, noterPose, relever } from '../parcours/actions-pni';
import { lireParcours, type Parcours } from '../parcours/queries';
import { listerPni } from '../parcours/queries-pni';
import { finDuPni, pniEnCours } from '../parcours/rules-pni';
import { exiger } from '../parcours/rules';
import { ajouterRetour, SANS_REPONSE, supprimerRetour, type DeQui, type Reponse } from '../retours/queries';
import { etatALArrivee, tacheAchevee } from '../retours/rules';
import { chercherRetourDeTache, chercherTacheDuDossier, lireDossier, lireTache, noterPpae, verrouillerTache, type Dossier, type LigneTache } from './queries';
import { constaterMoisTraites } from './actions-etat';
import { cloreTache, rouvrirTache } from './queries-etat';
import { critiquerActe, type Acte } from './rules';

type Repondant = Pick<Contexte, 'acteur' | 'auteur' | 'jour' | 'base'>;

/**
 * The orientation of the PLIE that a dossier is about, held; null when the PLIE is elsewhere. The dossier was read within
 * scope, and gives a right on its orientation: the reference agency answers for those of the others.
 */
async function tenirParcours(trx: Transaction, contexte: Repondant, orientationId: number | null): Promise<Parcours | null> {
  return orientationId === null ? null : lireParcours(trx, contexteSysteme(contexte.base, contexte.jour, 'réponse de Pôle emploi').acteur, orientationId, true);
}

const deQui = ({ id, plie_id, agence_id, orientation_id, identifiant_pe, nom, prenom, date_naissance }: Dossier): DeQui => ({ plie_id, agence_id, dossier_id: id, orientation_id, identifiant_pe, nom, prenom, date_naissance });

/** The answer that goes to the PLIE; null for what stays with Pôle emploi (a follow-up taken back, an absence dealt with). */
function reponseDe({ acte, date, motif }: Acte): Reponse | null {
  switch (acte) {
    case 'POSER_PNI': return { ...SANS_REPONSE, pni_pose_le: date, pni_fin: finDuPni(date) };
    case 'REFUSER_PNI': return { ...SANS_REPONSE, pni_leve_le: date, motif_levee: motif, refus: true };
    case 'LEVER_PNI': return { ...SANS_REPONSE, pni_leve_le: date, motif_levee: motif };
    case 'PPAE': return { ...SANS_REPONSE, ppae_actualise_le: date };
    default: return null;
  }
}

/** Says no in the words of Pôle emploi to what the books of the PLIE refuse, or writes them. True when the answer was announced by that very writing. */
async function porterAuParcours(trx: Transaction, contexte: Contexte, parcours: Parcours, a: Acte): Promise<'ANNONCEE' | 'DEJA' | 'RIEN'> {
  const pnis = await listerPni(trx, parcours);
  const enCours = pniEnCours(pnis, contexte.jour);
  const faute = (message: string) => exiger([{ champ: 'date', message }]);
  switch (a.acte) {
    case 'POSER_PNI': {
      const deja = pnis.find((p) => p.date_debut === a.date && !p.date_cloture);
      // The PLIE already noted it, told by telephone.
      if (deja) return 'DEJA';
      if (parcours.date_sortie) faute(`Le PLIE a enregistré la sortie de cette personne le ${formaterDate(parcours.date_sortie)} : il ne faut plus poser ce PNI. Répondez « refusé », ou voyez avec le PLIE si la sortie est une erreur.`);
      await noterPose(trx, contexte, parcours, { date_debut: a.date, date_fin: null });
      return 'ANNONCEE';
    }
    case 'REFUSER_PNI': {
      const demande = demandeEnMain(pnis);
      if (!demande) {
        if (enCours) faute(`Le PNI de cette personne est déjà posé depuis le ${formaterDate(enCours.date_debut)}. Levez-le s'il doit finir.`);
        return 'RIEN';
      }
      await noterLevee(trx, contexte, parcours, demande, { date_cloture: a.date, motif_cloture: horsSortie(a.motif) });
      return 'ANNONCEE';
    }
    case 'LEVER_PNI': {
      if (parcours.date_sortie) return 'RIEN';
      if (a.motif === 'SORTIE') exiger([{ champ: 'motif', message: "Le PLIE n'a pas, ou n'a plus, de sortie pour cette personne. Choisissez le vrai motif de la levée, ou voyez avec lui." }]);
      if (!enCours?.date_debut) {
        const leve = pnis.find((p) => p.date_cloture && p.date_debut);
        faute(leve ? `Ce PNI est déjà levé depuis le ${formaterDate(leve.date_cloture)} dans les livres du PLIE.` : "Le PLIE n'a aucun PNI en cours pour cette personne : il n'y a rien à lever.");
      }
      await noterLevee(trx, contexte, parcours, enCours!, { date_cloture: a.date, motif_cloture: horsSortie(a.motif) });
      return 'ANNONCEE';
    }
    default: return 'RIEN';
  }
}

const horsSortie = (motif: NonNullable<Acte['motif']>) => {
  if (motif === 'SORTIE') throw new RegleEnfreinte([{ champ: 'motif', message: 'La personne est en parcours : choisissez un autre motif que « Sortie ».' }]);
  return motif;
};

/** One answer, on what the transaction holds. `tacheId`: the task that asked for it. */
async function repondreSur(trx: Transaction, contexte: Contexte, dossier: Dossier, parcours: Parcours | null, a: Acte, tacheId: number | null): Promise<void> {
  exiger(critiquerActe(dossier, a, contexte.jour));
  const portee = parcours ? await porterAuParcours(trx, contexte, parcours, a) : 'RIEN';
  // Announced by the parcours itself: the task is closed, and the answer written.
  if (portee === 'ANNONCEE') return;
  const reponse = reponseDe(a);
  const par = { utilisateur_id: contexte.auteur.utilisateurId };
  if (tacheId) {
    await cloreTache(trx, { plie_id: dossier.plie_id, id: tacheId }, { ...(reponse ? tacheAchevee(reponse) : { etat: 'FAITE' as const, date_acte: a.date, motif: null }), ...par });
    await constaterMoisTraites(trx, dossier.plie_id, [tacheId]);
  }
  if (!reponse) return;
  const connu = parcours?.date_sortie ? { ...reponse, motif_levee: 'SORTIE' as const } : reponse;
  await ajouterRetour(trx, deQui(dossier), reponse, {
    origine: parcours ? 'DIRECT' : 'CLASSEUR', etat: parcours ? etatALArrivee(connu) : 'EN_ROUTE',
    // What the PLIE had noted by itself is not undone with the task.
    tache_id: portee === 'DEJA' ? null : tacheId, ...par,
  });
  if (a.acte === 'PPAE') await noterPpae(trx, dossier);
}

async function traiterUne(trx: Transaction, contexte: Contexte, vue: LigneTache, a: Acte): Promise<void> {
  // The orientation first, then the task: the same order as whoever acts from the parcours.
  const parcours = await tenirParcours(trx, contexte, vue.orientation_id);
  const tache = await verrouillerTache(trx, vue);
  if (tache.etat !== 'A_FAIRE') throw new RegleEnfreinte(tache.etat === 'CADUQUE' ? "Un tableau plus récent demande autre chose pour cette personne : cette demande ne tient plus." : `${tache.par ?? "Quelqu'un"} y a déjà répondu, au ${formaterDate(tache.date_acte)}. Rechargez la page.`);
  await repondreSur(trx, contexte, await lireDossier(trx, contexte.acteur, vue.dossier_id), parcours, a, vue.id);
}

export interface LigneATraiter { id: number; acte: Acte }
/** What was done, and the lines refused, each with its reason: nothing of these was written. */
export interface Traitement { faites: number; refusees: { id: number; message: string }[] }

/**
 * Many tasks at once, each on its own: a line that cannot be done leaves the others done, and is given back with its reason.
 * Introuvable when one of them is out of scope: then nothing is written.
 */
export async function traiterTaches(contexte: Contexte, lignes: LigneATraiter[]): Promise<Traitement> {
  const { base, acteur, auteur } = contexte;
  const vues: LigneTache[] = [];
  for (const { id } of lignes) vues.push(await lireTache(base, acteur, id));
  const plies = [...new Set(vues.map((v) => v.plie_id))];
  return ecrire(base, auteur, { action: 'tache.traiter', plieId: plies.length === 1 ? plies[0]! : null, details: { taches: lignes.length } }, async (trx) => {
    const refusees: Traitement['refusees'] = [];
    // Always in the same order: two agents with lines in common wait for one another, and never lock each other out.
    for (const vue of vues.toSorted((x, y) => (x.orientation_id ?? 0) - (y.orientation_id ?? 0) || x.id - y.id)) {
      const refus: Erreur[] = await essayer(trx, (point) => traiterUne(point, contexte, vue, lignes.find((l) => l.id === vue.id)!.acte));
      if (refus.length) refusees.push({ id: vue.id, message: `${nomComplet(vue)} : ${refus.map((e) => e.message).join(' ')}` });
    }
    return { faites: lignes.length - refusees.length, refusees };
  });
}

/** One task, all or nothing: what is refused is said at its field. */
export async function traiterTache(contexte: Contexte, id: number, a: Acte): Promise<LigneTache> {
  const vue = await lireTache(contexte.base, contexte.acteur, id);
  return ecrire(contexte.base, contexte.auteur, { action: 'tache.traiter', plieId: vue.plie_id, details: { taches: 1 } }, async (trx) => {
    await traiterUne(trx, contexte, vue, a);
    return vue;
  });
}

/** An answer that no table asked for: an IAE contract, the end of the registration… The matching task, if there is one, is closed by it. */
export async function repondre(contexte: Contexte, dossierId: number, a: Acte): Promise<Dossier> {
  const vu = await lireDossier(contexte.base, contexte.acteur, dossierId);
  return ecrire(contexte.base, contexte.auteur, { action: 'tache.repondre', plieId: vu.plie_id, details: { acte: a.acte } }, async (trx) => {
    const parcours = await tenirParcours(trx, contexte, vu.orientation_id);
    const dossier = await lireDossier(trx, contexte.acteur, dossierId);
    await repondreSur(trx, contexte, dossier, parcours, a, await chercherTacheDuDossier(trx, dossier, a.acte === 'REFUSER_PNI' ? 'POSER_PNI' : a.acte));
    return dossier;
  });
}

const PARTI = "Cette réponse est déjà partie chez le PLIE dans un classeur : prévenez-le, et envoyez-lui la bonne réponse dans le suivant.";
const REPRISE = "Le PLIE en a déjà tenu compte depuis : voyez avec lui avant de changer quoi que ce soit.";

/** Undoes a mistake of the same day: the task is to be done again, and the books of the PLIE are as before. */
export async function annulerTache(contexte: Contexte, id: number): Promise<LigneTache> {
  const vue = await lireTache(contexte.base, contexte.acteur, id);
  return ecrire(contexte.base, contexte.auteur, { action: 'tache.annuler', plieId: vue.plie_id, details: { action: vue.action } }, async (trx) => {
    const parcours = await tenirParcours(trx, contexte, vue.orientation_id);
    const tache = await verrouillerTache(trx, vue);
    if (!['FAITE', 'REFUSEE'].includes(tache.etat)) throw new RegleEnfreinte("Cette tâche n'est pas faite : il n'y a rien à annuler. Rechargez la page.");
    if (!tache.du_jour) throw new RegleEnfreinte("Une réponse ne s'annule que le jour même. Corrigez plutôt le PNI, ou voyez avec le PLIE.");
    const retour = await chercherRetourDeTache(trx, vue);
    if (retour?.etat === 'TRANSMIS') throw new RegleEnfreinte(PARTI);
    if (retour?.etat === 'TRAITE') throw new RegleEnfreinte(REPRISE);
    if (retour && parcours) await defaire(trx, parcours, retour);
    if (retour) await supprimerRetour(trx, vue.plie_id, retour.id);
    if (!(await rouvrirTache(trx, vue.plie_id, vue.id))) throw new RegleEnfreinte('Un tableau plus récent demande déjà la même chose : traitez cette demande-là.');
    if (retour?.ppae_actualise_le) await noterPpae(trx, { plie_id: vue.plie_id, id: vue.dossier_id });
    return vue;
  });
}

/** What an answer wrote in the books of the PLIE, undone; refused when they have changed since. */
async function defaire(trx: Transaction, parcours: Parcours, r: Reponse): Promise<void> {
  const pnis = await listerPni(trx, parcours);
  if (r.pni_pose_le) {
    const pose = pnis.find((p) => p.date_debut === r.pni_pose_le && p.date_fin === r.pni_fin);
    if (!pose || pose.date_cloture || parcours.date_sortie) throw new RegleEnfreinte(REPRISE);
    await deposer(trx, parcours, pose);
  }
  if (r.pni_leve_le && r.motif_levee !== 'SORTIE' && !parcours.date_sortie) {
    const leve = pnis.find((p) => p.date_cloture === r.pni_leve_le && p.motif_cloture === r.motif_levee);
    // A refusal that found no request in the books of the PLIE wrote nothing there.
    if (!leve) { if (r.refus) return; throw new RegleEnfreinte(REPRISE); }
    await relever(trx, parcours, leve);
  }
}
