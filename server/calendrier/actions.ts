/** Acts on the meetings and the yearly documents of a PLIE. */
import type { Contexte } from '../acces/acteur';
import { libelle } from '../codes/listes';
import { formaterDate } from '../lib/dates';
import { ecrire } from '../lib/ecriture';
import { Introuvable, RegleEnfreinte } from '../lib/erreurs';
import { changerJalon, effacerJalon, insererJalon, lireJalon, verrouillerJalon, type JalonSaisi } from './queries';
import { critiquerJalon } from './rules-convention';

const dire = ({ type, annee, date_jalon, fait }: JalonSaisi): string => `${libelle('TYPES_JALON', type)}${annee ? ` ${annee}` : ''} : noté${fait ? '' : ' comme prévu'} le ${formaterDate(date_jalon)}.`;

function verifier({ jour }: Contexte, jalon: JalonSaisi): void {
  const erreurs = critiquerJalon(jalon, jour);
  if (erreurs.length) throw new RegleEnfreinte(erreurs);
}

export async function ajouterJalon(contexte: Contexte, jalon: JalonSaisi): Promise<{ message: string }> {
  const { base, auteur, acteur } = contexte;
  const plieId = acteur.organisation?.type === 'PLIE' ? acteur.organisation.id : null;
  if (plieId === null) throw new Introuvable();
  verifier(contexte, jalon);
  return ecrire(base, auteur, { action: 'jalon.ajouter', plieId, details: { type: jalon.type } }, async (trx) => {
    await insererJalon(trx, plieId, jalon);
    return { message: dire(jalon) };
  });
}

export async function modifierJalon(contexte: Contexte, id: number, { version, ...jalon }: JalonSaisi & { version: number }): Promise<{ message: string }> {
  const { plie_id: plieId } = await lireJalon(contexte, id);
  verifier(contexte, jalon);
  return ecrire(contexte.base, contexte.auteur, { action: 'jalon.modifier', plieId, details: { type: jalon.type } }, async (trx) => {
    await changerJalon(trx, await verrouillerJalon(trx, contexte.acteur, id, version), jalon);
    return { message: dire(jalon) };
  });
}

export async function supprimerJalon(contexte: Contexte, id: number, { version }: { version: number }): Promise<{ message: string }> {
  const { plie_id: plieId, type } = await lireJalon(contexte, id);
  return ecrire(contexte.base, contexte.auteur, { action: 'jalon.supprimer', plieId, details: { type } }, async (trx) => {
    await effacerJalon(trx, await verrouillerJalon(trx, contexte.acteur, id, version));
    return { message: `${libelle('TYPES_JALON', type)} : la ligne est supprimée.` };
  });
}
