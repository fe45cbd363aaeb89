/**
 * One row of the workbook C, written in the books of the PLIE by the acts of its parcours. The dry run is this very writing,
 * undone: what it announces is what the confirmation does.
 */
import type { Contexte } from '../acces/acteur';
import { libelle } from '../codes/listes';
import { formaterDate, type DateCivile } from '../lib/dates';
import { RegleEnfreinte } from '../lib/erreurs';
import type { Transaction } from '../lib/ecriture';
import { exigerUneLigne } from '../parcours/actions';
import { demandeEnMain, noterLevee, noterPose } from '../parcours/actions-pni';
import { lireParcours, type Parcours } from '../parcours/queries';
import { listerPni, modifierPni, type Pni } from '../parcours/queries-pni';
import { critiquerPeriode, finDuPni } from '../parcours/rules-pni';
import { ajouterRetour, SANS_REPONSE, type Reponse } from './queries';
import { listerParcoursDe, retourDejaRecu } from './queries-import';
import { etatALArrivee } from './rules';
import type { ChampRetour, ValeursRetour } from './rules-format';
import type { PersonneConnue } from './rules-reconnaitre';

export interface Changement { champ: ChampRetour; avant: string | null; apres: string }
export interface Effet { statut: 'NOUVELLE' | 'MODIFIEE' | 'INCHANGEE'; orientationId: number; changements: Changement[]; avertissements: { champ: ChampRetour; message: string }[] }

const refuser = (champ: ChampRetour, message: string): never => { throw new RegleEnfreinte([{ champ, message }]); };

/** The parcours that an answer is about: that in course on the day of the PNI, else the last one. */
async function trouverParcours(trx: Transaction, contexte: Contexte, plieId: number, personne: PersonneConnue, v: Partial<ValeursRetour>): Promise<Parcours> {
  const tous = await listerParcoursDe(trx, plieId, personne.id);
  const jour = v.pni_pose_le ?? v.pni_leve_le ?? v.ppae_actualise_le!;
  const choisi = tous.find((o) => o.date_integration <= jour) ?? tous.at(-1);
  if (!choisi) throw new RegleEnfreinte([{ champ: 'nom', message: "Cette personne n'est pas intégrée dans votre PLIE : il n'y a pas de parcours où noter cette réponse. Enregistrez d'abord son intégration." }]);
  return lireParcours(trx, contexte.acteur, choisi.id, true);
}

function lireReponse(v: Partial<ValeursRetour>): Reponse {
  const { pni_pose_le = null, pni_leve_le = null, motif_levee = null, ppae_actualise_le = null } = v;
  if (!pni_pose_le && !pni_leve_le && !ppae_actualise_le) refuser('pni_pose_le', 'Cette ligne ne dit rien : ni PNI posé, ni PNI levé, ni PPAE actualisé.');
  if (pni_leve_le && !motif_levee) refuser('motif_levee', 'Une levée a un motif. Demandez-le à Pôle emploi et ajoutez-le.');
  if (!pni_leve_le && motif_levee) refuser('pni_leve_le', 'Un motif de levée suppose le jour de la levée. Ajoutez-le, ou effacez le motif.');
  if (!pni_pose_le && v.pni_fin && !pni_leve_le) refuser('pni_pose_le', 'Une fin de PNI suppose son début. Ajoutez-le.');
  return { ...SANS_REPONSE, pni_pose_le, pni_fin: pni_pose_le && (v.pni_fin ?? finDuPni(pni_pose_le)), pni_leve_le, motif_levee, ppae_actualise_le };
}

/** Throws RegleEnfreinte, its field a column of the file, when the books of the PLIE refuse it. */
export async function appliquerLigne(trx: Transaction, contexte: Contexte, plieId: number, personne: PersonneConnue, v: Partial<ValeursRetour>): Promise<Effet> {
  const reponse = lireReponse(v);
  const parcours = await trouverParcours(trx, contexte, plieId, personne, v);
  const effet: Effet = { statut: 'INCHANGEE', orientationId: parcours.id, changements: [], avertissements: [] };
  if (await retourDejaRecu(trx, parcours, reponse)) return effet;
  try {
    if (reponse.pni_pose_le) await poser(trx, contexte, parcours, reponse.pni_pose_le, reponse.pni_fin!, effet);
    if (reponse.pni_leve_le) reponse.refus = await lever(trx, contexte, parcours, reponse, effet);
  } catch (erreur) {
    throw situer(erreur);
  }
  if (reponse.ppae_actualise_le) effet.changements.push({ champ: 'ppae_actualise_le', avant: null, apres: formaterDate(reponse.ppae_actualise_le) });
  if (!effet.changements.length) return effet;
  effet.statut = effet.changements.some((c) => c.avant !== null) ? 'MODIFIEE' : 'NOUVELLE';
  const { nom, prenom, date_naissance, identifiant_pe } = personne;
  await ajouterRetour(trx, { plie_id: plieId, agence_id: null, dossier_id: null, orientation_id: parcours.id, identifiant_pe: identifiant_pe ?? v.identifiant_pe?.identifiant ?? null, nom, prenom, date_naissance }, reponse, {
    origine: 'CLASSEUR', etat: parcours.date_sortie ? 'APPLIQUE' : etatALArrivee(reponse), tache_id: null, utilisateur_id: contexte.auteur.utilisateurId,
  });
  return effet;
}

/** The fields of the forms of a parcours, as the columns of the file. */
const COLONNE_DE: Record<string, ChampRetour> = { date_debut: 'pni_pose_le', date_fin: 'pni_fin', date_cloture: 'pni_leve_le', motif_cloture: 'motif_levee', '': 'pni_pose_le' };
function situer(erreur: unknown): unknown {
  return erreur instanceof RegleEnfreinte ? new RegleEnfreinte(erreur.erreurs.map((e) => ({ ...e, champ: COLONNE_DE[e.champ] ?? e.champ }))) : erreur;
}

async function poser(trx: Transaction, contexte: Contexte, parcours: Parcours, debut: DateCivile, fin: DateCivile, effet: Effet): Promise<void> {
  const pnis = await listerPni(trx, parcours);
  const dire = (p: Pni) => `${formaterDate(p.date_debut)} – ${formaterDate(p.date_fin)}`;
  if (fin < finDuPni(debut)) effet.avertissements.push({ champ: 'pni_fin', message: `Ce PNI dure moins de 24 mois : il irait jusqu'au ${formaterDate(finDuPni(debut))}.` });
  if (pnis.some((p) => p.date_debut === debut && p.date_fin === fin)) return;
  // Pôle emploi sends other dates for the PNI that runs: a correction, not a second code.
  const encours = pnis.find((p) => p.date_debut && !p.date_cloture && debut <= p.date_fin! && p.date_debut <= fin);
  if (encours) {
    const erreurs = critiquerPeriode(debut, fin, parcours.date_integration!, parcours.date_sortie);
    if (erreurs.length) throw new RegleEnfreinte(erreurs);
    effet.changements.push({ champ: 'pni_pose_le', avant: dire(encours), apres: `${formaterDate(debut)} – ${formaterDate(fin)}` });
    exigerUneLigne(await modifierPni(trx, parcours, encours, { ...encours, date_debut: debut, date_fin: fin }));
    return;
  }
  if (parcours.date_sortie) refuser('pni_pose_le', `La personne est sortie le ${formaterDate(parcours.date_sortie)} : ce PNI n'est plus à noter. S'il a couru avant la sortie, corrigez-le depuis la page de la personne.`);
  await noterPose(trx, contexte, parcours, { date_debut: debut, date_fin: fin });
  effet.changements.push({ champ: 'pni_pose_le', avant: null, apres: `${formaterDate(debut)} – ${formaterDate(fin)}` });
}

/** True when it answers a request: the PNI was never set. */
async function lever(trx: Transaction, contexte: Contexte, parcours: Parcours, r: Reponse, effet: Effet): Promise<boolean> {
  const pnis = await listerPni(trx, parcours);
  const [jour, motif] = [r.pni_leve_le!, r.motif_levee!];
  const apres = `${formaterDate(jour)}, ${libelle('MOTIFS_CLOTURE_PNI', motif).toLowerCase()}`;
  const ouvert = pnis.find((p) => p.date_debut && !p.date_cloture);
  if (!ouvert) {
    const clos = pnis.find((p) => p.date_debut && p.date_cloture);
    // The exit had ended it in the books of the PLIE: Pôle emploi lifts it in its turn, and the PLIE knows it.
    if (clos?.motif_cloture === 'SORTIE') { effet.changements.push({ champ: 'pni_leve_le', avant: null, apres }); return false; }
    const demande = demandeEnMain(pnis);
    if (demande) {
      if (motif === 'SORTIE') refuser('motif_levee', "Le PNI demandé n'est pas posé, et aucune sortie n'est enregistrée. Demandez le vrai motif à Pôle emploi.");
      await noterLevee(trx, contexte, parcours, demande, { date_cloture: jour, motif_cloture: motif as Exclude<typeof motif, 'SORTIE'> });
      effet.changements.push({ champ: 'pni_leve_le', avant: null, apres: `refusé le ${apres}` });
      return true;
    }
    const leve = pnis.find((p) => p.date_cloture === jour);
    if (leve) return !leve.date_debut;
    if (clos) refuser('pni_leve_le', `Ce PNI est déjà levé, depuis le ${formaterDate(clos.date_cloture)}. Si cette date est fausse, corrigez-la depuis la page de la personne.`);
    refuser('pni_leve_le', "Aucun PNI n'est demandé ni posé pour cette personne : il n'y a rien à lever.");
  }
  if (motif === 'SORTIE') refuser('motif_levee', "Aucune sortie n'est enregistrée pour cette personne. Enregistrez-la d'abord, ou demandez le vrai motif à Pôle emploi.");
  await noterLevee(trx, contexte, parcours, ouvert!, { date_cloture: jour, motif_cloture: motif as Exclude<typeof motif, 'SORTIE'> });
  effet.changements.push({ champ: 'pni_leve_le', avant: null, apres });
  return false;
}
