/** Setting the second factor, checking a code, starting again; accounts that nobody uses any more. */
import { randomBytes } from 'node:crypto';
import type { Base } from '../lib/db';
import { ajouterMois, aujourdhui, dansMinutes, type Horloge } from '../lib/dates';
import { ecrire, type Auteur } from '../lib/ecriture';
import { debutCourant, ouvrir, sceller, type Cles } from '../lib/secrets';
import { prevenir } from './avis';
import { estBloque, refuser, type Porte } from './connexion';
import { hacherCode } from './mots-de-passe';
import type { Compte } from './queries';
import { changerScelle, chercherSecondFacteur, chercherSel, estCodeIntact, fermerAutresSessions, fermerCompte, listerAutresCles, listerInutilises, oterSecondFacteur, poserCodes, poserSecondFacteur, prendreCodeDeSecours, prendrePas } from './queries-facteur';
import { empreinteDuCode, estCodeDeSecours, nouveauSecret, nouveauxCodes, pasDuCode, pourLeCompte, type VerdictDuCode } from './rules-facteur';

const auteurDe = (compte: Compte, requeteId: string): Auteur => ({ utilisateurId: compte.acteur.utilisateurId, systeme: null, requeteId, cleFormulaire: null });

/** A seed to propose, sealed from the start: it waits in the session, hence in the database. */
export const proposer = (cles: Cles, compte: Compte): string => sceller(cles, nouveauSecret(), pourLeCompte(compte.acteur.utilisateurId!));

/** The seed in clear, to be shown or checked; null when no key of the settings opens it. */
export const devoiler = (cles: Cles, compte: Compte, scelle: string): string | null => ouvrir(cles, scelle, pourLeCompte(compte.acteur.utilisateurId!));

/** Takes a code of the authenticator, or a recovery code, once. Wrong ones count as failed log-ins do, and close the account alike. */
export async function verifierCode(p: Porte, compte: Compte, saisi: string): Promise<VerdictDuCode> {
  const { base, horloge, cles, requeteId } = p;
  const id = compte.acteur.utilisateurId!;
  if (await estBloque(base, horloge, compte.courriel)) return 'BLOQUE';
  const auteur = auteurDe(compte, requeteId);
  if (estCodeDeSecours(saisi)) {
    const sel = await chercherSel(base, id);
    const empreinte = sel && await hacherCode(empreinteDuCode(saisi), sel);
    if (empreinte && await estCodeIntact(base, id, empreinte) && await ecrire(base, auteur, 'compte.donner_code_secours', (trx) => prendreCodeDeSecours(trx, id, empreinte, dansMinutes(horloge, 0)))) {
      prevenir(p, compte, 'CODE_DE_SECOURS');
      return 'JUSTE';
    }
  } else {
    const facteur = await chercherSecondFacteur(base, id);
    const secret = facteur && devoiler(cles, compte, facteur.secret);
    if (facteur && !secret) return 'ILLISIBLE';
    const pas = facteur && secret && pasDuCode(secret, saisi, horloge.maintenant().getTime(), facteur.dernier_pas);
    if (pas && await ecrire(base, auteur, 'compte.donner_code', (trx) => prendrePas(trx, id, pas))) return 'JUSTE';
  }
  await refuser(p, compte.courriel, compte, 'CODE');
  return 'FAUX';
}

/** Ten codes, and what is kept of them. */
async function tirerCodes(): Promise<{ codes: string[]; sel: Buffer; empreintes: string[] }> {
  const [codes, sel] = [nouveauxCodes(), randomBytes(16)];
  return { codes, sel, empreintes: await Promise.all(codes.map((code) => hacherCode(empreinteDuCode(code), sel))) };
}

/**
 * Sets it, or another in its place, once a first code proves that the authenticator has it; other sessions end. Gives the recovery codes,
 * shown this once; null for a wrong code. `scelle`: what `proposer` gave. `sid`: the session that stays.
 */
export async function poser(p: Porte, compte: Compte, scelle: string, saisi: string, sid: string): Promise<string[] | null> {
  const { base, horloge, cles, requeteId } = p;
  const secret = devoiler(cles, compte, scelle);
  const pas = secret && pasDuCode(secret, saisi, horloge.maintenant().getTime(), 0);
  if (!pas) return null;
  const { codes, sel, empreintes } = await tirerCodes();
  const id = compte.acteur.utilisateurId!;
  await ecrire(base, auteurDe(compte, requeteId), 'compte.poser_second_facteur', async (trx) => {
    await poserSecondFacteur(trx, id, { secret: scelle, pas, maintenant: dansMinutes(horloge, 0) });
    await poserCodes(trx, id, sel, empreintes);
    await fermerAutresSessions(trx, id, sid);
  });
  prevenir(p, compte, 'FACTEUR_POSE');
  return codes;
}

/** Ten new recovery codes; the former ones open nothing any more. */
export async function renouvelerCodes(p: Porte, compte: Compte): Promise<string[]> {
  const { codes, sel, empreintes } = await tirerCodes();
  await ecrire(p.base, auteurDe(compte, p.requeteId), 'compte.renouveler_codes', (trx) => poserCodes(trx, compte.acteur.utilisateurId!, sel, empreintes));
  prevenir(p, compte, 'CODES_RENOUVELES');
  return codes;
}

/** By the account itself, which no rule obliges to have one; other sessions end. */
export async function retirerLeSien(p: Porte, compte: Compte, sid: string): Promise<void> {
  const id = compte.acteur.utilisateurId!;
  await ecrire(p.base, auteurDe(compte, p.requeteId), 'compte.retirer_second_facteur', async (trx) => {
    await oterSecondFacteur(trx, id);
    await fermerAutresSessions(trx, id, sid);
  });
  prevenir(p, compte, 'FACTEUR_RETIRE');
}

/**
 * Seals under the present key the seeds that are still in clear, or under a former key; done at each start and after a restore. `perdus`:
 * accounts whose seed no key of the settings opens, and which need a recovery code or an administrator.
 */
export async function rechiffrer(base: Base, cles: Cles): Promise<{ refaits: number; perdus: number }> {
  const aRefaire = (await listerAutresCles(base, debutCourant(cles))).map(({ utilisateur_id: id, secret }) => {
    const clair = /^[A-Z2-7]+$/.test(secret) ? secret : ouvrir(cles, secret, pourLeCompte(id));
    return { id, ancien: secret, clair };
  });
  const lus = aRefaire.filter((f): f is typeof f & { clair: string } => f.clair !== null);
  if (lus.length) {
    const auteur: Auteur = { utilisateurId: null, systeme: 'clé des secrets', requeteId: null, cleFormulaire: null };
    await ecrire(base, auteur, { action: 'compte.rechiffrer', details: { comptes: lus.length } }, async (trx) => {
      for (const { id, ancien, clair } of lus) await changerScelle(trx, id, ancien, sceller(cles, clair, pourLeCompte(id)));
    });
  }
  return { refaits: lus.length, perdus: aRefaire.length - lus.length };
}

/** design/security.md: unused for six months, an account is closed. */
const MOIS_SANS_USAGE = 6;
const SYSTEME: Auteur = { utilisateurId: null, systeme: 'comptes inutilisés', requeteId: null, cleFormulaire: null };

export async function fermerInutilises(base: Base, horloge: Horloge): Promise<number> {
  const inutilises = await listerInutilises(base, ajouterMois(aujourdhui(horloge), -MOIS_SANS_USAGE));
  for (const { id } of inutilises) await ecrire(base, SYSTEME, { action: 'utilisateur.fermer_inutilise', details: { compte: id } }, (trx) => fermerCompte(trx, id));
  return inutilises.length;
}
