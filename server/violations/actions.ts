/** Acts on the register of breaches. `maintenant`: the instant of the act. */
import type { Contexte } from '../acces/acteur';
import { lireSignataire } from '../bilans/actions-relances';
import { composer } from '../lib/courriel';
import { formaterInstant, minutesEntre } from '../lib/dates';
import { consigner, ecrire } from '../lib/ecriture';
import { Introuvable, RegleEnfreinte } from '../lib/erreurs';
import { changerViolation, fermerViolation, insererAnnonce, insererViolation, verrouillerViolation, type DonneesDeViolation, type NouvelleAnnonce, type Violation } from './queries';
import { manquesPourClore } from './rules';
import { messageALAutrePartie, messageAuxPersonnes, type Message } from './rules-messages';

export type ViolationSaisie = DonneesDeViolation & { conventions: number[] };

const acte = (violation: Pick<Violation, 'id' | 'organisation_id'>) => ({ plieId: violation.organisation_id, details: { violation: violation.id } });

/** Gives the id of the new breach, of the actor's own organisation. */
export function ouvrirViolation({ base, auteur, acteur }: Contexte, { conventions, ...donnees }: ViolationSaisie, maintenant: string): Promise<number> {
  const { id: organisation_id } = acteur.organisation!;
  return ecrire(base, auteur, { action: 'violation.ouvrir', plieId: organisation_id, details: { nature: donnees.nature, risque: donnees.risque } }, (trx) =>
    insererViolation(trx, { ...donnees, organisation_id, ouverte_le: maintenant, utilisateur_id: auteur.utilisateurId }, conventions));
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

/** Where answers go: the organisation's own address, else the agent's. */
export const lireContact = async (contexte: Contexte, violation: Violation): Promise<string> => violation.courriel ?? (await lireSignataire(contexte)).courriel!;

async function enFichier(contexte: Contexte, violation: Violation, { objet, texte }: Message, a: string[]): Promise<Buffer> {
  const octets = await composer({ de: await lireContact(contexte, violation), a: a.join(', '), objet, texte, pieces: [] });
  await consigner(contexte.base, contexte.auteur, { action: 'violation.telecharger_message', ...acte(violation) });
  return octets;
}

/** The mail for the other party of one convention. Throws Introuvable when that convention is not concerned, or nobody can be written to. */
export async function telechargerPourLaPartie(contexte: Contexte, violation: Violation, conventionId: number): Promise<Buffer> {
  const partie = violation.parties.find((p) => p.convention_id === conventionId);
  if (!partie?.courriels.length) throw new Introuvable();
  return enFichier(contexte, violation, messageALAutrePartie(violation, partie), partie.courriels);
}

/** The mail for the persons, without a recipient. Throws Introuvable unless the risk is high. */
export async function telechargerPourLesPersonnes(contexte: Contexte, violation: Violation): Promise<Buffer> {
  if (violation.risque !== 'ELEVE') throw new Introuvable();
  return enFichier(contexte, violation, messageAuxPersonnes(violation, await lireContact(contexte, violation)), []);
}
