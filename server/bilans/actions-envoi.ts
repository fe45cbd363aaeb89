/** Sending a validated bilan: its two files, made once from what was frozen, and a row of the register for each recipient. */
import { createHash } from 'node:crypto';
import { lireClasseur } from '../../reports/bilan-document/classeur';
import { dessinerBilan, PDF } from '../../reports/bilan-document/document';
import { lireMatiere } from '../../reports/bilan-document/matiere';
import type { Contexte } from '../acces/acteur';
import { XLSX } from '../lib/classeur/ecrire';
import { composer, CourrielNonParti, envoyer, type Courriel } from '../lib/courriel';
import { jourDe } from '../lib/dates';
import { consigner, ecrire } from '../lib/ecriture';
import { Introuvable, RegleEnfreinte } from '../lib/erreurs';
import { accorder } from '../lib/texte';
import { nomDuClasseur, nomDuDocument } from '../pilotage/rules-territoires';
import { demandeDe } from './actions-lire';
import { lireSignataire } from './actions-relances';
import { chercherBilan, listerVersions, verrouillerBilan, type BilanSuivi, type Plie } from './queries';
import { ajouterEnvoi, lireEnvoi, lireMessage, noterEchec, noterEnvoi } from './queries-envois';
import { adresseDuBilan } from './rules';
import { empechementDEnvoyer, messageDEnvoi, type Destinataire } from './rules-envoi';

/** What of the settings a sending needs, and the instant of the act. */
export interface Expedition { config: { smtpUrl: string | undefined; url: string; nomOperateur: string }; maintenant: string }

const empreinte = (octets: Buffer): string => createHash('sha256').update(octets).digest('hex');

/** What leaves, the same for all: the words and the two files, from the figures that were validated and no others. */
async function preparer(contexte: Contexte, { config }: Expedition, plie: Plie, suivi: BilanSuivi): Promise<Omit<Courriel, 'a'>> {
  const { annee, numero } = suivi;
  const demande = demandeDe(plie, annee);
  const [document, classeur] = [nomDuDocument(plie, annee), nomDuClasseur(plie, annee)];
  const valideLe = jourDe((await listerVersions(contexte, suivi)).at(-1)!.valide_le);
  const signataire = await lireSignataire(contexte);
  return {
    de: plie.courriel ?? signataire.courriel!,
    ...messageDEnvoi({ plie: plie.nom, annee, numero, valideLe, document, classeur, adresse: `${config.url}${adresseDuBilan(plie.id, annee)}`, signataire: signataire.nom }),
    pieces: [
      { nom: document, type: PDF, octets: await dessinerBilan(await lireMatiere(contexte, demande, 'VALIDES', plie.nom), config) },
      { nom: classeur, type: XLSX, octets: await lireClasseur(contexte, demande, 'VALIDES') },
    ],
  };
}

/**
 * Sends the two files to each, or prepares a mail for each where there is no mail server. The register keeps every attempt before it
 * leaves. Throws RegleEnfreinte when the bilan may not leave (nothing is written), and at the first mail that does not.
 */
export async function envoyerLeBilan(contexte: Contexte, expedition: Expedition, plie: Plie, annee: number, version: number, destinataires: readonly Destinataire[]): Promise<number> {
  const { base, auteur, acteur } = contexte;
  const { config: { smtpUrl }, maintenant } = expedition;
  const suivi = await chercherBilan(contexte, plie.id, annee);
  const raison = empechementDEnvoyer(suivi?.etape ?? null, annee);
  if (raison) throw new RegleEnfreinte(raison);
  const courriel = await preparer(contexte, expedition, plie, suivi!);
  const [document, classeur] = courriel.pieces.map((p) => empreinte(p.octets));
  const messages = await Promise.all(destinataires.map((d) => composer({ ...courriel, a: d.courriel })));
  const suite = { ...auteur, cleFormulaire: null };
  let premiereFois = false;
  const notes = await ecrire(base, auteur, { action: 'bilan.preparer_envoi', plieId: plie.id, details: { annee, numero: suivi!.numero, destinataires: destinataires.length, par_serveur: Boolean(smtpUrl) } }, async (trx) => {
    premiereFois = true;
    // Opened again meanwhile, its version is no longer the one that the page showed.
    const bilan = await verrouillerBilan(trx, acteur, plie.id, annee, version);
    const ids: number[] = [];
    for (const [i, d] of destinataires.entries()) ids.push(await ajouterEnvoi(trx, bilan, { destinataire: d.courriel, par_serveur: Boolean(smtpUrl), empreinte_document: document!, empreinte_classeur: classeur!, utilisateur_id: auteur.utilisateurId, prepare_le: maintenant, message: smtpUrl ? null : messages[i]! }));
    return ids;
  });
  if (!smtpUrl || !premiereFois) return destinataires.length;
  for (const [i, d] of destinataires.entries()) {
    try {
      await envoyer(smtpUrl, messages[i]!, { de: courriel.de, a: d.courriel });
    } catch (erreur) {
      if (!(erreur instanceof CourrielNonParti)) throw erreur;
      // A silent server would keep the browser waiting once for each of those that follow.
      await ecrire(base, suite, { action: 'bilan.noter_echec_envoi', plieId: plie.id, details: { annee } }, async (trx) => { for (const id of notes.slice(i)) await noterEchec(trx, plie.id, id, erreur.message); });
      throw new RegleEnfreinte(`${i ? `${accorder(i, 'envoi est parti', 'envois sont partis')}. ` : ''}L'envoi à ${d.courriel} n'est pas parti${i < destinataires.length - 1 ? ', ni les suivants' : ''} ; le registre garde cet essai. ${erreur.message}`);
    }
    await ecrire(base, suite, { action: 'bilan.noter_envoi', plieId: plie.id, details: { annee } }, (trx) => noterEnvoi(trx, plie.id, notes[i]!, maintenant));
  }
  return destinataires.length;
}

/** The mail ready to be sent by hand. Throws Introuvable once it is no longer kept. */
export async function telechargerMessage(contexte: Contexte, plie: Plie, annee: number, id: number): Promise<{ nom: string; octets: Buffer }> {
  const octets = await lireMessage(contexte, await lireEnvoi(contexte, plie.id, annee, id));
  if (!octets) throw new Introuvable("Ce message n'est plus gardé : il est noté comme envoyé, ou un envoi plus récent l'a remplacé.");
  await consigner(contexte.base, contexte.auteur, { action: 'bilan.telecharger_envoi', plieId: plie.id, details: { annee, envoi: id } });
  return { nom: `bilan_${plie.code}_${annee}.eml`, octets };
}

/** The user says that the mail left. Throws RegleEnfreinte when it no longer waits. */
export async function confirmerEnvoi({ base, auteur, acteur }: Contexte, plie: Plie, annee: number, id: number, maintenant: string): Promise<void> {
  const envoi = await lireEnvoi({ base, acteur }, plie.id, annee, id);
  await ecrire(base, auteur, { action: 'bilan.noter_envoi', plieId: plie.id, details: { annee, envoi: id } }, async (trx) => {
    if (!envoi.pret || !(await noterEnvoi(trx, plie.id, id, maintenant))) throw new RegleEnfreinte("Cet envoi n'attend plus de confirmation. Rechargez la page pour voir le registre.");
  });
}
