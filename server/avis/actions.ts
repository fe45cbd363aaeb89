/** Telling Pôle emploi of an absence: two encrypted documents in a mail, and a row of the register for each attempt. */
import { createHash } from 'node:crypto';
import type { Contexte } from '../acces/acteur';
import { exigerTransmissible } from '../acces/queries-limitation';
import type { CodeDe } from '../codes/listes';
import { joindreFiche } from '../fiches/actions';
import { lireFiche, type Fiche } from '../fiches/queries';
import { composer, CourrielNonParti, envoyer } from '../lib/courriel';
import { ecrire } from '../lib/ecriture';
import { RegleEnfreinte } from '../lib/erreurs';
import { tirerCode } from '../lib/tirage';
import { chercherAgent } from '../orientations/queries';
import { dessinerConvocation } from './document';
import { ajouterAvis, chercherConvention, lireAbsence, listerAvis, noterEchec, noterEnvoi, type AbsenceVue } from './queries';
import { CANAL_DU_FICHIER, empechementDeLAbsence, empechementDEnvoi, messageDAvis, verifierCanaux, type Lieu } from './rules';

export interface ReglagesDEnvoi { smtpUrl: string | undefined; nomOperateur: string }
export interface ChoixDAvis { lieu: Lieu; canal_cle: CodeDe<'CANAUX'> }

/** What the user is shown once, and nothing keeps. */
export interface AvisPret {
  envoye: boolean;
  destinataire: string;
  /** Null when the form had already been sent: it was shown that time. */
  phrase: string | null;
  /** The message to be sent by hand, where no mail server is set. */
  message: Buffer | null;
}

/** Four groups: some 79 bits, and a minute on the telephone. */
const GROUPES = 4;

async function ecrireLeCourriel(f: Fiche, absence: AbsenceVue, choix: ChoixDAvis, nomOperateur: string, phrase: string, adresses: { de: string; a: string }): Promise<Buffer> {
  const pdf = (nom: string, octets: Buffer) => ({ nom, type: 'application/pdf', octets });
  return composer({
    ...adresses,
    ...messageDAvis(f.plie_nom, absence.excuse, choix.canal_cle, nomOperateur),
    pieces: [
      pdf('fiche-de-liaison.pdf', await joindreFiche(f, nomOperateur, phrase)),
      pdf('convocation.pdf', await dessinerConvocation(f, absence, choix.lieu, { nomOperateur, motDePasse: phrase })),
    ],
  });
}

/**
 * Prepares the notice and sends it through the mail server when there is one. Throws Introuvable, or RegleEnfreinte:
 * when it may not be sent (nothing is written), or when the server refused it (the register then keeps the attempt).
 */
export async function prevenir(contexte: Contexte, { smtpUrl, nomOperateur }: ReglagesDEnvoi, orientationId: number, absenceId: number, choix: ChoixDAvis): Promise<AvisPret> {
  const { base, auteur, jour } = contexte;
  const absence = await lireAbsence(contexte, orientationId, absenceId);
  const fiche = await lireFiche(contexte, orientationId);
  await exigerTransmissible(contexte, fiche);
  const convention = await chercherConvention(contexte, fiche.plie_id);
  const raison = empechementDeLAbsence(fiche) ?? empechementDEnvoi(convention, jour);
  if (raison) throw new RegleEnfreinte(raison);
  const erreurs = verifierCanaux(choix.canal_cle);
  if (erreurs.length) throw new RegleEnfreinte(erreurs);

  const a = convention!.boite_generique!;
  const de = fiche.plie_courriel ?? (await chercherAgent(base, auteur.utilisateurId))!.courriel;
  const phrase = tirerCode(GROUPES);
  const message = await ecrireLeCourriel(fiche, absence, choix, nomOperateur, phrase, { de, a });
  const acte = { plieId: fiche.plie_id, personneId: fiche.personne_id, details: { absence: absenceId, canal_cle: choix.canal_cle } };
  let premiereFois = false;
  const id = await ecrire(base, auteur, { action: 'avis.preparer', ...acte }, async (trx) => {
    premiereFois = true;
    return ajouterAvis(trx, {
      plie_id: fiche.plie_id, orientation_id: orientationId, absence_id: absenceId, utilisateur_id: auteur.utilisateurId,
      destinataire: a, canal_fichier: CANAL_DU_FICHIER, canal_cle: choix.canal_cle, empreinte: createHash('sha256').update(message).digest('hex'),
    });
  });
  if (!premiereFois) return { envoye: (await listerAvis(contexte, fiche.plie_id, absenceId)).some((v) => v.id === id && v.etat === 'ENVOYE'), destinataire: a, phrase: null, message: null };
  if (!smtpUrl) return { envoye: false, destinataire: a, phrase, message };

  // The attempt is on the register before the mail leaves: whatever happens then, it is not lost.
  const suite = { ...auteur, cleFormulaire: null };
  try {
    await envoyer(smtpUrl, message, { de, a });
  } catch (erreur) {
    if (!(erreur instanceof CourrielNonParti)) throw erreur;
    await ecrire(base, suite, { action: 'avis.noter_echec', ...acte }, (trx) => noterEchec(trx, fiche.plie_id, id, erreur.message));
    throw new RegleEnfreinte(`L'avis n'est pas parti, et il est gardé comme non envoyé. ${erreur.message}`);
  }
  await ecrire(base, suite, { action: 'avis.noter_envoi', ...acte }, (trx) => noterEnvoi(trx, fiche.plie_id, id));
  return { envoye: true, destinataire: a, phrase, message: null };
}

/** The user sent by hand the last message prepared for that absence. */
export async function confirmerEnvoi(contexte: Contexte, orientationId: number, absenceId: number): Promise<{ personneId: number }> {
  await lireAbsence(contexte, orientationId, absenceId);
  const { plie_id, personne_id } = await lireFiche(contexte, orientationId);
  const [dernier] = await listerAvis(contexte, plie_id, absenceId);
  if (dernier?.etat !== 'PREPARE') throw new RegleEnfreinte("Aucun courriel n'attend d'être envoyé pour cette absence. Rechargez la page pour voir où elle en est.");
  await ecrire(contexte.base, contexte.auteur, { action: 'avis.noter_envoi', plieId: plie_id, personneId: personne_id }, (trx) => noterEnvoi(trx, plie_id, dernier.id));
  return { personneId: personne_id };
}
