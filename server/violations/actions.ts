/** Acts on the register of breaches. `maintenant`: the instant of the act. */
import type { Contexte } from '../acces/acteur';
import { lireSignataire } from '../bilans/actions-relances';
import type { CodeDe } from '../codes/listes';
import { composer, CourrielNonParti, envoyer } from '../lib/courriel';
import { formaterInstant, minutesEntre } from '../lib/dates';
import { consigner, ecrire } from '../lib/ecriture';
import { Introuvable, RegleEnfreinte } from '../lib/erreurs';
import { changerViolation, fermerViolation, insererAnnonce, insererViolation, marquerSansObjet, verrouillerViolation, type DonneesDeViolation, type NouvelleAnnonce, type Partie, type Violation } from './queries';
import { adressesDe, manquesPourClore, refusDeSansObjet } from './rules';
import { messageALAutrePartie, messageAuxPersonnes, type Message } from './rules-messages';

export type ViolationSaisie = DonneesDeViolation & { conventions: number[] };

const acte = (violation: Pick<Violation, 'id' | 'organisation_id'>) => ({ plieId: violation.organisation_id, details: { violation: violation.id } });

/** Gives the id of the new breach, of the actor's own organisation. */
export function ouvrirViolation({ base, auteur, acteur }: Contexte, { conventions, alerte: alerte_id, ...donnees }: ViolationSaisie & { alerte: number | null }, maintenant: string): Promise<number> {
  const { id: organisation_id } = acteur.organisation!;
  return ecrire(base, auteur, { action: 'violation.ouvrir', plieId: organisation_id, details: { nature: donnees.nature, risque: donnees.risque } }, (trx) =>
    insererViolation(trx, { ...donnees, alerte_id, organisation_id, ouverte_le: maintenant, utilisateur_id: auteur.utilisateurId }, conventions));
}

/** Throws RegleEnfreinte when the discovery would come after what was told of it. */
export async function completerViolation({ base, auteur, acteur }: Contexte, violation: Violation, { version, conventions, ...donnees }: ViolationSaisie & { version: number }): Promise<void> {
  const avant = violation.annonces.find((a) => minutesEntre(a.dite_le, donnees.decouverte_le) > 0);
  if (avant) throw new RegleEnfreinte([{ champ: 'heure', message: `Le registre dit qu'une information a été donnée le ${formaterInstant(avant.dite_le)} : la découverte ne peut pas être plus tardive.` }]);
  await ecrire(base, auteur, { action: 'violation.modifier', ...acte(violation) }, async (trx) => {
    await verrouillerViolation(trx, acteur, violation.id, version);
    await changerViolation(trx, violation.id, donnees, conventions);
  });
}

/** A line of the register: it stays as it is written. */
export const noterAnnonce = ({ base, auteur, acteur }: Contexte, violation: Violation, { version, ...annonce }: NouvelleAnnonce & { version: number }): Promise<void> =>
  ecrire(base, auteur, { action: 'violation.annoncer', plieId: violation.organisation_id, details: { violation: violation.id, destinataire: annonce.destinataire, canal: annonce.canal } }, async (trx) => {
    await verrouillerViolation(trx, acteur, violation.id, version);
    await insererAnnonce(trx, violation.id, { ...annonce, utilisateur_id: auteur.utilisateurId });
  });

/** Throws RegleEnfreinte, with what is missing, as long as somebody must still be told. */
export async function cloreViolation({ base, auteur, acteur }: Contexte, violation: Violation, version: number, maintenant: string): Promise<void> {
  const manques = manquesPourClore(violation);
  if (manques.length) throw new RegleEnfreinte(manques.map((message) => ({ champ: '', message })));
  await ecrire(base, auteur, { action: 'violation.clore', ...acte(violation) }, async (trx) => {
    await verrouillerViolation(trx, acteur, violation.id, version);
    await fermerViolation(trx, violation.id, maintenant, auteur.utilisateurId);
  });
}

/** Stays in the register with its reason, and leaves the clocks. Throws RegleEnfreinte once somebody was told. */
export async function declarerSansObjet({ base, auteur, acteur }: Contexte, violation: Violation, { version, motif }: { version: number; motif: CodeDe<'MOTIFS_SANS_OBJET'> }, maintenant: string): Promise<void> {
  const refus = refusDeSansObjet(violation);
  if (refus) throw new RegleEnfreinte(refus);
  await ecrire(base, auteur, { action: 'violation.declarer_sans_objet', plieId: violation.organisation_id, details: { violation: violation.id, motif } }, async (trx) => {
    await verrouillerViolation(trx, acteur, violation.id, version);
    await marquerSansObjet(trx, violation.id, { motif, maintenant, par: auteur.utilisateurId });
  });
}

/** Where answers go: the organisation's own address, else the agent's. */
export const lireContact = async (contexte: Contexte, violation: Violation): Promise<string> => violation.courriel ?? (await lireSignataire(contexte)).courriel!;

async function enFichier(contexte: Contexte, violation: Violation, { objet, texte }: Message, a: string[]): Promise<Buffer> {
  const octets = await composer({ de: await lireContact(contexte, violation), a: a.join(', '), objet, texte, pieces: [] });
  await consigner(contexte.base, contexte.auteur, { action: 'violation.telecharger_message', ...acte(violation) });
  return octets;
}

const trouverPartie = (violation: Violation, conventionId: number): Partie => {
  const partie = violation.parties.find((p) => p.convention_id === conventionId);
  if (!partie || !adressesDe(partie).length) throw new Introuvable();
  return partie;
};

/**
 * Sends the message to the contacts of the other party, and notes it in the register with its hour and the addresses that took it; gives
 * those that did not. Throws RegleEnfreinte
 * when it does not leave: nothing is then noted, and the journal keeps the attempt.
 */
export async function envoyerALaPartie(contexte: Contexte, { smtpUrl, maintenant }: { smtpUrl: string | undefined; maintenant: string }, violation: Violation, conventionId: number, version: number): Promise<string[]> {
  const { base, auteur, acteur } = contexte;
  const partie = trouverPartie(violation, conventionId);
  if (!smtpUrl) throw new RegleEnfreinte("L'application n'a pas de serveur de courriel : téléchargez le message, envoyez-le depuis votre messagerie, puis notez cet envoi au registre.");
  const [de, a] = [await lireContact(contexte, violation), adressesDe(partie).join(', ')];
  const message = await composer({ de, a, ...messageALAutrePartie(violation, partie), pieces: [] });
  const suite = { ...auteur, cleFormulaire: null };
  let premiereFois = false;
  await ecrire(base, auteur, { action: 'violation.preparer_envoi', ...acte(violation) }, async (trx) => {
    premiereFois = true;
    await verrouillerViolation(trx, acteur, violation.id, version);
  });
  if (!premiereFois) return [];
  let prises: string[];
  try {
    prises = await envoyer(smtpUrl, message, { de, a });
  } catch (erreur) {
    if (!(erreur instanceof CourrielNonParti)) throw erreur;
    await consigner(base, suite, { action: 'violation.noter_echec_envoi', ...acte(violation) });
    throw new RegleEnfreinte(`Le message n'est pas parti, et rien n'est noté au registre : le délai court toujours. ${erreur.message} Sans attendre, téléphonez, ou téléchargez le message et envoyez-le depuis votre messagerie.`);
  }
  // It has left: the register says so, whatever changed meanwhile.
  const objet = violation.annonces.some((x) => x.convention_id === conventionId) ? 'COMPLEMENT' : 'ALERTE';
  await ecrire(base, suite, { action: 'violation.annoncer', plieId: violation.organisation_id, details: { violation: violation.id, destinataire: 'AUTRE_PARTIE', canal: 'COURRIEL' } }, (trx) =>
    insererAnnonce(trx, violation.id, { destinataire: 'AUTRE_PARTIE', convention_id: conventionId, objet, canal: 'COURRIEL', dite_le: maintenant, notee_le: maintenant, adresses: prises.join(', '), utilisateur_id: auteur.utilisateurId }));
  return adressesDe(partie).filter((adresse) => !prises.includes(adresse));
}

/** The mail for the other party of one convention. Throws Introuvable when that convention is not concerned, or nobody can be written to. */
export async function telechargerPourLaPartie(contexte: Contexte, violation: Violation, conventionId: number): Promise<Buffer> {
  const partie = trouverPartie(violation, conventionId);
  return enFichier(contexte, violation, messageALAutrePartie(violation, partie), adressesDe(partie));
}

/** The mail for the persons, without a recipient. Throws Introuvable unless the risk is high. */
export async function telechargerPourLesPersonnes(contexte: Contexte, violation: Violation): Promise<Buffer> {
  if (violation.risque !== 'ELEVE') throw new Introuvable();
  return enFichier(contexte, violation, messageAuxPersonnes(violation, await lireContact(contexte, violation)), []);
}
