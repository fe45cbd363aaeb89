/** The steps of a yearly bilan: begun, checked, validated by the PLIE; accepted or returned by the correspondents; closed. */
import { longueursAttendues } from '../../reports/figer';
import { BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import type { Contexte } from '../acces/acteur';
import type { Action } from '../codes/actes';
import { noterDocumentEnvoye, oublierDocumentEnvoye } from '../calendrier/queries';
import { reglerControle } from '../controles/queries';
import { ecrire, type Transaction } from '../lib/ecriture';
import { Conflit, Introuvable, RegleEnfreinte } from '../lib/erreurs';
import { controlerLAnnee, demandeDe, lireAnnee, lireLigneDuJour } from './actions-lire';
import { ajouterBilan, figer, franchir, lirePlie, noterControles, verrouillerAcceptes, verrouillerBilan, type BilanSuivi } from './queries';
import { CHIFFRES_CHANGES, empechementDeCommencer, empechementDeValider, peutPasser, type EtapeBilan, type Passage } from './rules';
import { CONTROLES_DU_BILAN } from './rules-controles';

/** Who acts, and the instant of the act. */
export interface Acte { contexte: Contexte; maintenant: string }

/** Throws RegleEnfreinte when it was already begun, or when the year has not. */
export async function commencer({ contexte, maintenant }: Acte, plieId: number, annee: number): Promise<void> {
  const { base, auteur } = contexte;
  const raison = empechementDeCommencer(annee, contexte.jour);
  if (raison) throw new RegleEnfreinte(raison);
  await lireLigneDuJour(contexte, await lirePlie(contexte, plieId), annee);
  await ecrire(base, auteur, { action: 'bilan.commencer', plieId, details: { annee } }, async (trx) => {
    await franchir(trx, await ajouterBilan(trx, plieId, annee), { etape: 'BROUILLON', commentaire: null, par: auteur.utilisateurId, maintenant }, 0);
  });
}

/** Runs the checks and keeps what they found. May be done again until the validation. */
export async function enregistrerControles({ contexte, maintenant }: Acte, plieId: number, annee: number, version: number): Promise<void> {
  const { base, auteur, acteur } = contexte;
  const plie = await lirePlie(contexte, plieId);
  const controles = await controlerLAnnee(contexte, plie, annee, await lireLigneDuJour(contexte, plie, annee));
  await ecrire(base, auteur, { action: 'bilan.controler', plieId, details: { annee, bloquants: controles.filter((c) => c.bloquant && c.nombre > 0).length } }, async (trx) => {
    const bilan = await verrouillerBilan(trx, acteur, plieId, annee, version);
    if (!peutPasser('CONTROLER', bilan.etape)) throw new RegleEnfreinte(`Le bilan ${annee} est déjà validé.`);
    await noterControles(trx, bilan, controles);
    await franchir(trx, bilan, { etape: 'CONTROLE', commentaire: null, par: auteur.utilisateurId, maintenant }, bilan.numero);
  });
}

/** What the validator looked at: the version of the bilan, the checksum of its figures; and what the correspondents should know. */
export interface Validation { version: number; empreinte: string; remarque: string | null }

/**
 * Freezes the year: figures, settings, sessions and the lists behind, with their checksum; it is then with the correspondents. Refused
 * while a blocking check is not zero, and when the figures are no longer those looked at.
 */
export async function valider({ contexte, maintenant }: Acte, plieId: number, annee: number, { version, empreinte, remarque }: Validation): Promise<void> {
  const { base, auteur, acteur, jour } = contexte;
  const plie = await lirePlie(contexte, plieId);
  const controles = await controlerLAnnee(contexte, plie, annee, await lireLigneDuJour(contexte, plie, annee));
  await ecrire(base, auteur, { action: 'bilan.valider', plieId, details: { annee, empreinte } }, async (trx) => {
    const bilan = await verrouillerBilan(trx, acteur, plieId, annee, version);
    const raison = empechementDeValider(bilan.etape, annee, jour, controles);
    if (raison) throw new RegleEnfreinte(raison);
    const lu = await lireAnnee({ base: trx, acteur }, plie, annee);
    if (lu.empreinte !== empreinte) throw new RegleEnfreinte(CHIFFRES_CHANGES(annee));
    const numero = bilan.numero + 1;
    const longueurs = await figer(trx, acteur, bilan, demandeDe(plie, annee), { ...lu.gel, numero, controles, empreinte, par: auteur.utilisateurId, maintenant });
    // Somebody recorded a fact between the figures and their lists.
    if (Object.entries(longueursAttendues(BILAN_QUANTITATIF, lu.gel.chiffres)).some(([colonne, n]) => (longueurs[colonne] ?? 0) !== n)) throw new RegleEnfreinte(CHIFFRES_CHANGES(annee));
    await franchir(trx, bilan, { etape: 'VALIDE', commentaire: remarque, par: auteur.utilisateurId, maintenant }, numero);
    await noterDocumentEnvoye(trx, plieId, 'BILAN_QUANTITATIF', annee, jour);
  });
}

interface Changement { passage: Passage; action: Action; vers: EtapeBilan; refus: string; puis?: (trx: Transaction) => Promise<unknown> }

/** A step that changes no figure, with what is said of it. */
async function passer({ contexte, maintenant }: Acte, plieId: number, annee: number, { version, commentaire }: Parole, { passage, action, vers, refus, puis }: Changement): Promise<void> {
  const { base, auteur, acteur } = contexte;
  await ecrire(base, auteur, { action, plieId, details: { annee } }, async (trx) => {
    const bilan = await verrouillerBilan(trx, acteur, plieId, annee, version);
    if (!peutPasser(passage, bilan.etape)) throw new RegleEnfreinte(refus);
    await franchir(trx, bilan, { etape: vers, commentaire, par: auteur.utilisateurId, maintenant }, bilan.numero);
    await puis?.(trx);
  });
}

export interface Parole { version: number; commentaire: string | null }

/** Back to figures that move; the validated version stays readable. `commentaire`: why. */
export const rouvrir = (acte: Acte, plieId: number, annee: number, parole: Parole): Promise<void> =>
  passer(acte, plieId, annee, parole, {
    passage: 'ROUVRIR', action: 'bilan.rouvrir', vers: 'BROUILLON', refus: 'Seul un bilan validé ou renvoyé se rouvre. Une fois accepté, demandez aux correspondants régionaux de vous le renvoyer.',
    puis: (trx) => oublierDocumentEnvoye(trx, plieId, 'BILAN_QUANTITATIF', annee),
  });

export const accepter = (acte: Acte, plieId: number, annee: number, parole: Parole): Promise<void> =>
  passer(acte, plieId, annee, parole, { passage: 'ACCEPTER', action: 'bilan.accepter', vers: 'ACCEPTE', refus: "Seul un bilan validé par le PLIE, et pas encore accepté, peut l'être. Rechargez la page pour voir où il en est." });

/** Back to the PLIE, which owes it again and opens it. `commentaire`: what it has to look at. */
export const renvoyer = (acte: Acte, plieId: number, annee: number, parole: Parole): Promise<void> =>
  passer(acte, plieId, annee, parole, {
    passage: 'RENVOYER', action: 'bilan.renvoyer', vers: 'RENVOYE', refus: "Ce bilan est chez le PLIE : il n'y a rien à lui renvoyer. Rechargez la page pour voir où il en est.",
    puis: (trx) => oublierDocumentEnvoye(trx, plieId, 'BILAN_QUANTITATIF', annee),
  });

/** Closes the accepted bilans of a year. Gives how many; throws RegleEnfreinte when there is none. */
export async function clore({ contexte, maintenant }: Acte, annee: number): Promise<number> {
  const { base, auteur, acteur } = contexte;
  return ecrire(base, auteur, { action: 'bilan.clore', details: { annee } }, async (trx: Transaction) => {
    const acceptes: BilanSuivi[] = await verrouillerAcceptes(trx, acteur, annee);
    if (!acceptes.length) throw new RegleEnfreinte(`Aucun bilan de ${annee} n'est accepté : il n'y a rien à clore.`);
    for (const bilan of acceptes) await franchir(trx, bilan, { etape: 'CLOS', commentaire: null, par: auteur.utilisateurId, maintenant }, bilan.numero);
    return acceptes.length;
  });
}

export interface Reglage { bloquant: boolean; version: number | null }

/** Whether a check blocks the validation of the years. Throws Introuvable for a code that is none, Conflit when somebody decided meanwhile. */
export async function reglerLeControle({ base, auteur }: Contexte, plieId: number, code: string, { bloquant, version }: Reglage): Promise<void> {
  if (!CONTROLES_DU_BILAN.some((c) => c.code === code)) throw new Introuvable();
  await ecrire(base, auteur, { action: 'controle.regler', plieId, details: { controle: code, bloquant } }, async (trx) => {
    if (!(await reglerControle(trx, plieId, code, bloquant, version))) throw new Conflit();
  });
}
