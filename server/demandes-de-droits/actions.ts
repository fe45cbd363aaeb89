/** A request, from its reception to its answer; the document of access; the erasure at once. */
import type { Contexte } from '../acces/acteur';
import type { CodeDe } from '../codes/listes';
import { effacer } from '../conservation/actions';
import { listerSuspensions } from '../conservation/queries';
import { LIMITATION } from '../conservation/rules';
import { chercherEcheance } from '../conservation/queries-echeances';
import { formaterDate, type DateCivile } from '../lib/dates';
import { consigner, ecrire } from '../lib/ecriture';
import { Conflit, RegleEnfreinte } from '../lib/erreurs';
import { lireFichiersSur } from './actions-fichiers';
import { limiter } from './actions-limitation';
import { dessinerAcces } from './document';
import { ajouterDemande, chercherPlieDeLaFiche, compterOuvertes, listerChangements, lireDemande, noterIdentite, noterProlongation, noterReponse, type Demande, type Reponse } from './queries';
import { lireTout, type Acces } from './queries-acces';
import { leverPourEffacer } from './queries-limitation';
import { aDesDonnees, LIMITENT, peutEtreProlongee, type TypeDeDemande } from './rules';

const refuser = (champ: string, message: string): never => { throw new RegleEnfreinte([{ champ, message }]); };

/** Gives the number of the request. */
export async function noter(contexte: Contexte, { inconnue, ...d }: { personne_id: number | null; inconnue: boolean; type: TypeDeDemande; canal: string; recue_le: DateCivile }): Promise<number> {
  if (inconnue === (d.personne_id !== null)) refuser('personne_id', inconnue ? 'Vous donnez un numéro et dites n\'avoir trouvé aucune fiche : gardez l\'un des deux.' : 'Donnez le numéro de la fiche de la personne, ou cochez « Aucune fiche à son nom ».');
  const { organisation } = contexte.acteur;
  if (organisation?.type !== 'PLIE') return refuser('', 'Ce registre est celui des PLIE : transmettez la demande à celui qui suit la personne.');
  const plieId = d.personne_id === null ? organisation.id : await chercherPlieDeLaFiche(contexte, d.personne_id);
  if (plieId === null) return refuser('personne_id', `Aucune fiche n° ${d.personne_id} dans votre PLIE. Le numéro est dans l'adresse de la page de la personne.`);
  return ecrire(contexte.base, contexte.auteur, { action: 'droit.noter', plieId, personneId: d.personne_id, details: { type: d.type } }, (trx) => ajouterDemande(trx, { plie_id: plieId, ...d }));
}

/** The request as it was shown; Conflit when it is another version. */
async function reprendre(contexte: Contexte, id: number, version: number): Promise<Demande> {
  const demande = await lireDemande(contexte, id);
  if (demande.version !== version || demande.reponse) throw new Conflit();
  return demande;
}

export type DemandeDUneFiche = Demande & { personne_id: number };
/** Some come from persons of whom there is no file. */
export const estDUneFiche = (d: Demande): d is DemandeDUneFiche => d.personne_id !== null;

const acteSur = <A extends string>(action: A, d: Demande) => ({ action, plieId: d.plie_id, personneId: d.personne_id });

export async function verifierIdentite(contexte: Contexte, id: number, s: { version: number; identite_moyen: string; identite_le: DateCivile }): Promise<void> {
  const demande = await reprendre(contexte, id, s.version);
  if (s.identite_le < demande.recue_le) refuser('identite_le', `La demande est arrivée le ${formaterDate(demande.recue_le)} : la vérification ne peut pas être plus ancienne.`);
  await ecrire(contexte.base, contexte.auteur, { ...acteSur('droit.verifier_identite', demande), details: { moyen: s.identite_moyen } }, (trx) => noterIdentite(trx, demande, { moyen: s.identite_moyen, le: s.identite_le }));
}

/** Two months more, the person being told why within the first (RGPD art. 12.3). */
export async function prolonger(contexte: Contexte, id: number, s: { version: number; prolongation: CodeDe<'RAISONS_PROLONGATION_DROIT'>; prolongee_le: DateCivile }): Promise<void> {
  const demande = await reprendre(contexte, id, s.version);
  if (s.prolongee_le < demande.recue_le) refuser('prolongee_le', `La demande est arrivée le ${formaterDate(demande.recue_le)} : la personne n'a pas pu être prévenue avant.`);
  if (!peutEtreProlongee(demande, s.prolongee_le)) refuser('prolongee_le', demande.prolongee_le ? 'Le délai est déjà prolongé : il ne peut pas l\'être deux fois.' : 'La personne devait être prévenue dans le mois qui suit sa demande : le délai ne peut plus être prolongé. Répondez sans attendre.');
  await ecrire(contexte.base, contexte.auteur, { ...acteSur('droit.prolonger', demande), details: { raison: s.prolongation } }, (trx) => noterProlongation(trx, demande, s));
}

/** Closes the request. A restriction or an objection that is granted holds the erasure, and shows on the person's page. */
export async function repondre(contexte: Contexte, id: number, s: { version: number; reponse: CodeDe<'REPONSES_DROIT'>; motif_refus: CodeDe<'MOTIFS_REFUS_DROIT'> | null }): Promise<void> {
  const demande = await reprendre(contexte, id, s.version);
  const connue = aDesDonnees(demande);
  const accorde = s.reponse === 'ACCORDEE' || s.reponse === 'EN_PARTIE';
  if (s.reponse === 'SANS_DONNEES' && connue) refuser('reponse', "Des données de cette personne sont gardées : cette réponse n'est pas la bonne.");
  if (accorde && !connue) refuser('reponse', 'Rien n\'est gardé sur cette personne : répondez « Aucune donnée gardée », ou refusez la demande.');
  const enPartieRefusee = s.reponse === 'REFUSEE' || s.reponse === 'EN_PARTIE';
  if (!enPartieRefusee && s.motif_refus) refuser('motif_refus', 'Cette réponse n\'a pas de motif de refus : laissez-le vide.');
  if (enPartieRefusee && !s.motif_refus) refuser('motif_refus', 'Dites pourquoi la demande, ou une partie, est refusée.');
  if (accorde && !demande.identite_le) refuser('reponse', "Vérifiez d'abord l'identité de la personne : rien n'est accordé avant.");
  if (accorde && demande.type === 'EFFACEMENT') refuser('reponse', "Un effacement s'accorde par « Voir ce qui sera effacé », qui efface aussitôt.");
  const changements = estDUneFiche(demande) && demande.type === 'RECTIFICATION' && accorde ? await listerChangements(contexte, demande) : [];
  if (demande.type === 'RECTIFICATION' && accorde && !changements.length) refuser('reponse', "Rien n'a été corrigé depuis la demande. Corrigez d'abord la fiche de la personne, puis répondez.");
  const par = contexte.acteur.utilisateurId;
  await ecrire(contexte.base, contexte.auteur, { ...acteSur('droit.repondre', demande), details: { type: demande.type, reponse: s.reponse } }, async (trx) => {
    if (accorde && estDUneFiche(demande) && LIMITENT.includes(demande.type)) await limiter(trx, demande, { jour: contexte.jour, par });
    await noterReponse(trx, demande, { reponse: s.reponse, motif_refus: s.motif_refus, champs_changes: changements }, { jour: contexte.jour, par });
  });
}

/** Journalled before it is read: the document tells of itself. */
async function ouvrirAcces(contexte: Contexte, id: number, format: 'PDF' | 'JSON'): Promise<{ demande: DemandeDUneFiche; acces: Acces }> {
  const demande = await lireDemande(contexte, id);
  if (!estDUneFiche(demande) || demande.type !== 'ACCES' || !aDesDonnees(demande)) throw new RegleEnfreinte("Ce document répond à une demande d'accès d'une personne dont des données sont gardées.");
  if (!demande.identite_le) throw new RegleEnfreinte("Vérifiez d'abord l'identité de la personne : rien n'est remis avant.");
  await consigner(contexte.base, contexte.auteur, { ...acteSur('droit.remettre', demande), details: { format } });
  const tout = await lireTout(contexte, demande);
  return { demande, acces: { ...tout, parties: [...tout.parties, ...(await lireFichiersSur(contexte, demande))] } };
}

export async function remettrePdf(contexte: Contexte, id: number, nomOperateur: string): Promise<Buffer> {
  const { demande, acces } = await ouvrirAcces(contexte, id, 'PDF');
  return dessinerAcces(demande, acces, { nomOperateur, jour: contexte.jour });
}

export async function remettreJson(contexte: Contexte, id: number): Promise<string> {
  const { demande, acces } = await ouvrirAcces(contexte, id, 'JSON');
  return JSON.stringify({ etabli_le: contexte.jour, organisation: demande.plie_nom, fiche: demande.personne_id, ...acces }, null, 2);
}

export interface AEffacer { refus: string[]; restent: string[]; genre: 'PERSONNE' | 'ARCHIVAGE' }

/** What stands against the erasure, and what will stay after it, each with why. */
export async function examinerEffacement(contexte: Contexte, demande: DemandeDUneFiche): Promise<AEffacer> {
  const ouvertes = await compterOuvertes(contexte, demande);
  const retenue = (await listerSuspensions(contexte)).find((s) => s.plie_id === demande.plie_id && s.personne_id === demande.personne_id && s.motif !== LIMITATION);
  const echeance = await chercherEcheance(contexte, { plie_id: demande.plie_id, id: demande.personne_id });
  const archive = echeance?.archive_fin && echeance.archive_fin > contexte.jour ? echeance.archive_fin : null;
  return {
    genre: archive ? 'ARCHIVAGE' : 'PERSONNE',
    refus: [
      ...(demande.efface_le ? [demande.archivee ? "Ses données sont déjà effacées. Il n'en reste que l'archive restreinte, que le contrôle du FSE peut demander et qui sera détruite à son terme : refusez la demande avec ce motif." : 'Ses données sont déjà effacées : répondez « Aucune donnée gardée ».'] : []),
      ...(demande.identite_le ? [] : ["L'identité de la personne n'est pas vérifiée. Notez d'abord la vérification."]),
      ...(ouvertes ? ["Une orientation ou un parcours est ouvert : ses données servent encore. Enregistrez d'abord la sortie ou le refus, ou refusez la demande."] : []),
      ...(retenue ? [`L'effacement est suspendu depuis le ${formaterDate(retenue.debut)}. Levez la suspension dans « Conservation » si sa raison est passée, ou refusez la demande.`] : []),
    ],
    restent: [
      ...(archive ? [`Dans l'archive restreinte, jusqu'au ${formaterDate(archive)} : l'identité, la situation déclarée, les preuves vues et les dates du parcours, car le contrôle du FSE peut les demander.`] : []),
      ...(echeance?.due && echeance.due > contexte.jour ? [`La politique de la convention aurait gardé cette fiche jusqu'au ${formaterDate(echeance.due)} : la demande l'avance.`] : []),
      "Les faits que le bilan compte (dates, motifs, année de naissance, sexe, commune), sans rien qui dise de qui il s'agit.",
      'La demande elle-même et sa réponse, par le numéro de la fiche, pour prouver qu\'elle a été traitée.',
    ],
  };
}

/** Erases at once and closes the request: granted, or in part when the archive keeps something. */
export async function effacerALaDemande(contexte: Contexte, id: number, { version, confirmer }: { version: number; confirmer: boolean }): Promise<void> {
  const demande = await reprendre(contexte, id, version);
  if (!estDUneFiche(demande) || demande.type !== 'EFFACEMENT') throw new RegleEnfreinte("Cette demande n'est pas une demande d'effacement.");
  if (!confirmer) refuser('confirmer', "Cochez la case : l'effacement ne se défait pas.");
  const { refus, genre } = await examinerEffacement(contexte, demande);
  if (refus.length) throw new RegleEnfreinte(refus.map((message) => ({ champ: '', message })));
  const reponse: Reponse = genre === 'ARCHIVAGE' ? { reponse: 'EN_PARTIE', motif_refus: 'OBLIGATION_LEGALE', champs_changes: [] } : { reponse: 'ACCORDEE', motif_refus: null, champs_changes: [] };
  await ecrire(contexte.base, contexte.auteur, { ...acteSur('droit.effacer', demande), details: { genre } }, async (trx) => {
    await noterReponse(trx, demande, reponse, { jour: contexte.jour, par: contexte.acteur.utilisateurId });
    // The person's own restriction does not stand against what they ask now.
    await leverPourEffacer(trx, demande, contexte.jour);
    await effacer(trx, demande.plie_id, [{ genre, cible_id: demande.personne_id, regle: 'DROIT' }], contexte.jour);
  });
}
