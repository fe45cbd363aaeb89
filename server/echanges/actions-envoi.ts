/** Sending the validated table: an encrypted file, checked before it can leave, and a row of the register for each attempt. */
import { createHash } from 'node:crypto';
import { nomDuFichier } from '../../reports/tableau-de-suivi/classeur';
import { verifierClasseur } from '../../reports/tableau-de-suivi/verifier';
import type { Contexte } from '../acces/acteur';
import { chiffrer, dechiffrer } from '../lib/classeur/chiffrer';
import { classeurEnMemoire, XLSX } from '../lib/classeur/ecrire';
import type { Base } from '../lib/db';
import { composer, CourrielNonParti, envoyer } from '../lib/courriel';
import { jourDe, type DateCivile, type Mois } from '../lib/dates';
import { consigner, ecrire } from '../lib/ecriture';
import { Introuvable, RegleEnfreinte } from '../lib/erreurs';
import { tirerCode } from '../lib/tirage';
import { listerCorrespondants } from '../organisations/conventions/queries';
import { chercherAgent } from '../orientations/queries';
import { feuillesDuMois } from './actions';
import { lireMoisDuPlie, type MoisLu } from './actions-mois';
import { chercherTableau, listerConventionsDuPlie, type TableauSuivi } from './queries';
import { ajouterEnvoi, chercherCourrielDuPlie, lireEnvoi, lireFichier, noterEchec, noterEnvoi, resteDesEnvoisOublies, viderEnvoisOublies, type Envoi } from './queries-envois';
import { etatDeLEnvoi, phraseConvention } from './rules-convention';
import { deMois } from './rules';
import { destinatairesPossibles, messageDEnvoi, nomDuDestinataire, SANS_DESTINATAIRE, verifierDateEnvoi, verifierEnvoi, type CanalCle, type CanalFichier, type Destinataire } from './rules-envoi';

/** Four groups: some 79 bits, and a minute on the telephone. */
const GROUPES = 4;

export interface Voie {
  /** Why nothing can be sent; null when the way is open. */
  empechement: string | null;
  destinataires: Destinataire[];
}

/** May the table leave, and to whom? */
export async function ouvrirVoie(contexte: Contexte, plieId: number, mois: Mois): Promise<Voie & { nommer(d: Destinataire, canal: CanalFichier): string }> {
  const envoi = etatDeLEnvoi(await listerConventionsDuPlie(contexte, plieId), mois, contexte.jour);
  const raison = phraseConvention(envoi);
  if (envoi.etat !== 'OUVERT') return { empechement: raison, destinataires: [], nommer: (d) => d.libelle };
  const correspondants = await listerCorrespondants(contexte, envoi.convention.id);
  const destinataires = destinatairesPossibles(envoi.convention.boite_generique, correspondants);
  return { empechement: destinataires.length ? null : SANS_DESTINATAIRE, destinataires, nommer: (d, canal) => nomDuDestinataire(d, canal, correspondants) };
}

export interface ChoixDEnvoi { canal_fichier: CanalFichier; canal_cle: CanalCle; destinataire: string }

/** What the user is shown once, and nothing keeps. */
export interface EnvoiPret {
  id: number;
  envoye: boolean;
  destinataire: string;
  /** Null when the form had already been sent: it was shown that time. */
  phrase: string | null;
}

/**
 * Makes the encrypted file and keeps it in the register; sends it at once when it goes by mail and a mail server is set.
 * Throws Introuvable, or RegleEnfreinte: when it may not be sent (nothing is written), or when the server refused it (the
 * register then keeps the attempt). `maintenant`: an instant.
 */
export async function preparerEnvoi(contexte: Contexte, { smtpUrl }: { smtpUrl: string | undefined }, plieId: number, mois: Mois, choix: ChoixDEnvoi, maintenant: string): Promise<EnvoiPret> {
  const { base, auteur } = contexte;
  const lu = await lireMoisDuPlie(contexte, plieId, mois);
  if (!lu.suivi?.valide_le) throw new RegleEnfreinte(`Le tableau ${deMois(mois)} n'est pas encore validé : validez-le, puis préparez l'envoi.`);
  if (lu.contenu.feuilles.ORIENTATIONS.some((l) => !l.cellules)) throw new RegleEnfreinte("Des personnes de ce tableau ont été effacées depuis : il ne peut plus être envoyé.");
  const voie = await ouvrirVoie(contexte, plieId, mois);
  if (voie.empechement) throw new RegleEnfreinte(voie.empechement);
  const choisi = voie.destinataires.find((d) => d.code === choix.destinataire);
  const erreurs = verifierEnvoi(choix.canal_fichier, choix.canal_cle, choisi);
  if (erreurs.length) throw new RegleEnfreinte(erreurs);

  const destinataire = voie.nommer(choisi!, choix.canal_fichier);
  const phrase = tirerCode(GROUPES);
  const contenu = await chiffrerEtVerifier(lu, phrase, maintenant);
  const acte = { plieId, details: { mois, canal_fichier: choix.canal_fichier, canal_cle: choix.canal_cle, destinataire: choix.destinataire } };
  let premiereFois = false;
  const envoi = await ecrire(base, auteur, { action: 'tableau.preparer_envoi', ...acte }, async (trx) => {
    premiereFois = true;
    const nouvel = { plie_id: plieId, tableau_id: lu.suivi!.id, utilisateur_id: auteur.utilisateurId, empreinte: createHash('sha256').update(contenu).digest('hex'), canal_fichier: choix.canal_fichier, canal_cle: choix.canal_cle, destinataire, contenu };
    return { plie_id: plieId, tableau_id: lu.suivi!.id, id: await ajouterEnvoi(trx, nouvel) };
  });
  if (!premiereFois) return { id: envoi.id, envoye: (await lireEnvoi(contexte, plieId, mois, envoi.id)).etat === 'ENVOYE', destinataire, phrase: null };
  if (choix.canal_fichier !== 'COURRIEL' || !smtpUrl) return { id: envoi.id, envoye: false, destinataire, phrase };

  // The attempt is on the register, with its file, before the mail leaves: whatever happens then, nothing is lost.
  const suite = { ...auteur, cleFormulaire: null };
  try {
    const adresses = await adressesDe(contexte, plieId, destinataire);
    await envoyer(smtpUrl, await composerLeCourriel(lu.suivi, choix.canal_cle, contenu, adresses), adresses);
  } catch (erreur) {
    if (!(erreur instanceof CourrielNonParti)) throw erreur;
    await ecrire(base, suite, { action: 'tableau.noter_echec', ...acte }, (trx) => noterEchec(trx, envoi, erreur.message));
    throw new RegleEnfreinte(`Le tableau n'est pas parti, et cet essai est gardé comme non envoyé. ${erreur.message}`);
  }
  await ecrire(base, suite, { action: 'tableau.noter_envoi', ...acte }, (trx) => noterEnvoi(trx, envoi, contexte.jour, auteur.utilisateurId));
  return { id: envoi.id, envoye: true, destinataire, phrase };
}

/** The file as it will leave; opened again with its phrase, and compared with what was validated. */
async function chiffrerEtVerifier(lu: MoisLu, phrase: string, maintenant: string): Promise<Buffer> {
  const chiffre = await chiffrer(await classeurEnMemoire(feuillesDuMois(lu, maintenant), { auteur: lu.contenu.entete.plie.nom }), phrase);
  await verifierClasseur(await dechiffrer(chiffre, phrase), lu.empreinte);
  return chiffre;
}

async function adressesDe(contexte: Contexte, plieId: number, a: string): Promise<{ de: string; a: string }> {
  const de = await chercherCourrielDuPlie(contexte, plieId) ?? (await chercherAgent(contexte.base, contexte.auteur.utilisateurId))!.courriel;
  return { de, a };
}

function composerLeCourriel({ entete }: TableauSuivi, canalCle: CanalCle, contenu: Buffer, adresses: { de: string; a: string }): Promise<Buffer> {
  const { plie, mois } = entete!;
  return composer({ ...adresses, ...messageDEnvoi(plie, mois, canalCle), pieces: [{ nom: nomDuFichier(plie.code, mois), type: XLSX, octets: contenu }] });
}

const PLUS_GARDE = "Ce fichier n'est plus gardé : son envoi est confirmé, ou il a plus de 30 jours. Préparez-en un nouveau, avec une nouvelle phrase de passe.";

export interface Piece { nom: string; type: string; octets: Buffer }

/** The encrypted file of an attempt that waits for its confirmation. Throws Introuvable once it is no longer kept. */
export async function telechargerFichier(contexte: Contexte, plieId: number, mois: Mois, id: number): Promise<Piece> {
  const { envoi, suivi, contenu } = await retrouver(contexte, plieId, mois, id);
  await consigner(contexte.base, contexte.auteur, { action: 'tableau.telecharger_envoi', plieId, details: { mois, envoi: envoi.id } });
  return { nom: nomDuFichier(suivi.entete!.plie.code, mois), type: XLSX, octets: contenu };
}

/** The same in a mail ready to be sent by hand, where no mail server is set. */
export async function telechargerCourriel(contexte: Contexte, plieId: number, mois: Mois, id: number): Promise<Piece> {
  const { envoi, suivi, contenu } = await retrouver(contexte, plieId, mois, id);
  if (envoi.canal_fichier !== 'COURRIEL') throw new Introuvable();
  const octets = await composerLeCourriel(suivi, envoi.canal_cle, contenu, await adressesDe(contexte, plieId, envoi.destinataire));
  await consigner(contexte.base, contexte.auteur, { action: 'tableau.telecharger_envoi', plieId, details: { mois, envoi: envoi.id } });
  return { nom: `tableau-de-suivi_${mois}.eml`, type: 'message/rfc822', octets };
}

async function retrouver(contexte: Contexte, plieId: number, mois: Mois, id: number): Promise<{ envoi: Envoi; suivi: TableauSuivi; contenu: Buffer }> {
  const envoi = await lireEnvoi(contexte, plieId, mois, id);
  const contenu = await lireFichier(contexte, envoi);
  const suivi = await chercherTableau(contexte, plieId, mois);
  if (!contenu || !suivi) throw new Introuvable(PLUS_GARDE);
  return { envoi, suivi, contenu };
}

/** The user says that the prepared file left on that day. Throws RegleEnfreinte when the date cannot be, or it no longer waits. */
export async function confirmerEnvoi(contexte: Contexte, plieId: number, mois: Mois, id: number, date: DateCivile): Promise<void> {
  const { base, auteur } = contexte;
  const envoi = await lireEnvoi(contexte, plieId, mois, id);
  const suivi = await chercherTableau(contexte, plieId, mois);
  const erreurs = verifierDateEnvoi(date, jourDe(suivi!.valide_le!));
  if (erreurs.length) throw new RegleEnfreinte(erreurs);
  await ecrire(base, auteur, { action: 'tableau.noter_envoi', plieId, details: { mois, envoi: id, date_envoi: date } }, async (trx) => {
    if (!(await noterEnvoi(trx, envoi, date, auteur.utilisateurId))) throw new RegleEnfreinte("Ce fichier n'attend plus de confirmation. Rechargez la page pour voir où en est le tableau.");
  });
}

/** Encrypted files that nobody confirmed in 30 days go. An act is journalled only when there was one. */
export async function purgerEnvois(base: Base): Promise<number> {
  if (!(await resteDesEnvoisOublies(base))) return 0;
  return ecrire(base, { utilisateurId: null, systeme: 'durée de garde des fichiers', requeteId: null, cleFormulaire: null }, { action: 'tableau.vider_envois' }, viderEnvoisOublies);
}
