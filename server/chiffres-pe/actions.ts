/**
 * Pôle emploi's figures are typed by its référent, or by the PLIE that receives them on paper. What is declared complete
 * no longer moves until it is opened again: the bilan rests on it.
 */
import type { Contexte } from '../acces/acteur';
import { libelle } from '../codes/listes';
import { anneeDe, formaterDate, type DateCivile } from '../lib/dates';
import { ecrire, type Transaction } from '../lib/ecriture';
import { Introuvable, RegleEnfreinte } from '../lib/erreurs';
import {
  ajouterSeance, ajouterService, changerSeance, changerService, declarer, lireSeance, lireService, listerAgences, listerDeclarations, listerPlies, retirerDeclaration, supprimerSeance, supprimerService,
  type CleDeDeclaration, type Declaration, type NouvelleSeance, type PlieDesChiffres, type Presence, type ServicePe,
} from './queries';
import { anneeDuMois } from './rules';

export type SeanceSaisie = NouvelleSeance & { agence_id: number };
export type ServiceSaisi = Pick<ServicePe, 'agence_id' | 'mois' | 'type' | 'nombre'>;
export interface DeclarationSaisie extends CleDeDeclaration { etat: Declaration['etat'] | null }
export interface Fait { message: string }

/** One of the PLIEs in reach. Throws Introuvable. */
export async function lirePlie(contexte: Contexte, id: number): Promise<PlieDesChiffres> {
  const plie = (await listerPlies(contexte)).find((p) => p.id === id);
  if (!plie) throw new Introuvable();
  return plie;
}

/** The agency must be one for which the actor types. */
async function verifierAgence(contexte: Contexte, plieId: number, agenceId: number): Promise<void> {
  if ((await listerAgences(contexte, plieId)).some((a) => a.id === agenceId && a.saisie)) return;
  throw new RegleEnfreinte([{ champ: 'agence_id', message: 'Cette agence ne fait pas partie de celles dont vous saisissez les chiffres. Choisissez-en une dans la liste.' }]);
}

/** Throws RegleEnfreinte when the figures of one of these years are declared. Sessions without an agency are under no declaration. */
export async function verifierOuverts(trx: Transaction, contexte: Contexte, plieId: number, cles: { agence_id: number | null; annee: number; chiffre: CleDeDeclaration['chiffre'] }[]): Promise<void> {
  const declarations = await listerDeclarations(trx, contexte, plieId);
  const close = declarations.find((d) => cles.some((c) => c.agence_id === d.agence_id && c.annee === d.annee && c.chiffre === d.chiffre));
  if (close) throw new RegleEnfreinte(`${libelle('CHIFFRES_PE', close.chiffre)} ${close.annee} : ces chiffres sont déclarés (« ${libelle('ETATS_DECLARATION_PE', close.etat)} »). Rouvrez-les, puis recommencez.`);
}

const cleDeSeance = (agence_id: number | null, date: DateCivile) => ({ agence_id, annee: anneeDe(date), chiffre: 'INFORMATIONS_COLLECTIVES' as const });
const cleDeService = ({ agence_id, mois }: Pick<ServicePe, 'agence_id' | 'mois'>) => ({ agence_id, annee: anneeDuMois(mois), chiffre: 'SERVICES' as const });

export async function enregistrerSeance(contexte: Contexte, plieId: number, seance: SeanceSaisie): Promise<Fait> {
  await verifierAgence(contexte, plieId, seance.agence_id);
  return ecrire(contexte.base, contexte.auteur, { action: 'chiffres_pe.ajouter_seance', plieId }, async (trx) => {
    await verifierOuverts(trx, contexte, plieId, [cleDeSeance(seance.agence_id, seance.date_session)]);
    await ajouterSeance(trx, plieId, seance);
    return { message: `La séance du ${formaterDate(seance.date_session)} est enregistrée.` };
  });
}

export async function modifierSeance(contexte: Contexte, id: number, { version, ...presence }: Presence & { version: number }): Promise<Fait> {
  const seance = await lireSeance(contexte, id);
  return ecrire(contexte.base, contexte.auteur, { action: 'chiffres_pe.modifier_seance', plieId: seance.plie_id }, async (trx) => {
    await verifierOuverts(trx, contexte, seance.plie_id, [cleDeSeance(seance.agence_id, seance.date_session)]);
    await changerSeance(trx, seance, version, presence);
    return { message: `La séance du ${formaterDate(seance.date_session)} est modifiée.` };
  });
}

export async function retirerSeance(contexte: Contexte, id: number): Promise<Fait> {
  const seance = await lireSeance(contexte, id);
  return ecrire(contexte.base, contexte.auteur, { action: 'chiffres_pe.supprimer_seance', plieId: seance.plie_id }, async (trx) => {
    await verifierOuverts(trx, contexte, seance.plie_id, [cleDeSeance(seance.agence_id, seance.date_session)]);
    await supprimerSeance(trx, seance);
    return { message: `La séance du ${formaterDate(seance.date_session)} est supprimée.` };
  });
}

export async function enregistrerService(contexte: Contexte, plieId: number, service: ServiceSaisi): Promise<Fait> {
  await verifierAgence(contexte, plieId, service.agence_id);
  return ecrire(contexte.base, contexte.auteur, { action: 'chiffres_pe.ajouter_service', plieId }, async (trx) => {
    await verifierOuverts(trx, contexte, plieId, [cleDeService(service)]);
    await ajouterService(trx, plieId, service);
    return { message: `« ${libelle('TYPES_DEMANDE_PE', service.type)} » est enregistré.` };
  });
}

export async function modifierService(contexte: Contexte, id: number, { version, nombre }: { nombre: number; version: number }): Promise<Fait> {
  const service = await lireService(contexte, id);
  return ecrire(contexte.base, contexte.auteur, { action: 'chiffres_pe.modifier_service', plieId: service.plie_id }, async (trx) => {
    await verifierOuverts(trx, contexte, service.plie_id, [cleDeService(service)]);
    await changerService(trx, service, version, nombre);
    return { message: `« ${libelle('TYPES_DEMANDE_PE', service.type)} » est modifié.` };
  });
}

export async function retirerService(contexte: Contexte, id: number): Promise<Fait> {
  const service = await lireService(contexte, id);
  return ecrire(contexte.base, contexte.auteur, { action: 'chiffres_pe.supprimer_service', plieId: service.plie_id }, async (trx) => {
    await verifierOuverts(trx, contexte, service.plie_id, [cleDeService(service)]);
    await supprimerService(trx, service);
    return { message: `« ${libelle('TYPES_DEMANDE_PE', service.type)} » est supprimé.` };
  });
}

/** Says the figures of an agency's year complete or not applicable; `etat` null opens them again. */
export async function declarerChiffres(contexte: Contexte, plieId: number, { etat, ...d }: DeclarationSaisie): Promise<Fait> {
  await verifierAgence(contexte, plieId, d.agence_id);
  return ecrire(contexte.base, contexte.auteur, { action: etat ? 'chiffres_pe.declarer' : 'chiffres_pe.rouvrir', plieId, details: { annee: d.annee, chiffre: d.chiffre, etat } }, async (trx) => {
    const nom = `${libelle('CHIFFRES_PE', d.chiffre)} ${d.annee}`;
    if (!etat) {
      await retirerDeclaration(trx, plieId, d);
      return { message: `${nom} : la saisie est rouverte.` };
    }
    await declarer(trx, plieId, { ...d, etat, utilisateur_id: contexte.auteur.utilisateurId });
    return { message: `${nom} : déclaré « ${libelle('ETATS_DECLARATION_PE', etat)} ».` };
  });
}
