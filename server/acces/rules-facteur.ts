/** The second factor: who needs it, what a code looks like, what the authenticator must say. Pure but for the draw of secrets. */
import { createHash } from 'node:crypto';
import { generateSecret, generateURI, verifySync } from 'otplib';
import { tirerCode } from '../lib/tirage';
import { accorder } from '../lib/texte';
import type { Role } from './acteur';

/** Whoever sees names, or opens accounts for those who do (design/security.md). */
export const AVEC_SECOND_FACTEUR: readonly Role[] = ['ACCOMPAGNATEUR', 'ANIMATION', 'CONSEILLER_PE', 'REFERENT_PE', 'DPO', 'ADMINISTRATEUR'];
export const demandeSecondFacteur = (role: string, dispense: boolean): boolean => !dispense && (AVEC_SECOND_FACTEUR as readonly string[]).includes(role);

/** From the password to the code: longer, and the password is asked again. */
export const MINUTES_POUR_LE_CODE = 10;
export const NOMBRE_DE_CODES = 10;

export const nouveauSecret = (): string => generateSecret();
/** To whom a seed is bound once sealed. */
export const pourLeCompte = (utilisateurId: number): string => `second facteur du compte ${utilisateurId}`;
/** What the QR code says to the authenticator. */
export const adresseOtp = (secret: string, courriel: string): string => generateURI({ issuer: 'Passerelle', label: courriel, secret });
/** By groups of four, for those who type it. */
export const secretLisible = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

const CODE = /^\d{6}$/;
export const epurer = (saisi: string): string => saisi.replace(/[\s-]/g, '').toUpperCase();

/** The step of a right code (one half-minute of tolerance either way), newer than the last one taken; null for any other. */
export function pasDuCode(secret: string, saisi: string, maintenant: number, dernierPas: number): number | null {
  const token = epurer(saisi);
  if (!CODE.test(token)) return null;
  const lu = verifySync({ secret, token, epoch: Math.floor(maintenant / 1000), epochTolerance: 30 }) as { valid: boolean; timeStep?: number };
  return lu.valid && lu.timeStep !== undefined && lu.timeStep > dernierPas ? lu.timeStep : null;
}

/** Read aloud and typed: « ABCD-EFGH-JKMN », some 59 bits each. Longer ones would do without a password's hash (ASVS 6.5.2), and be mistyped. */
export const nouveauxCodes = (): string[] => Array.from({ length: NOMBRE_DE_CODES }, () => tirerCode(3));
export const empreinteDuCode = (saisi: string): string => createHash('sha256').update(epurer(saisi)).digest('hex');
export const estCodeDeSecours = (saisi: string): boolean => /^[A-Z0-9]{12}$/.test(epurer(saisi));

/** ILLISIBLE: no key of the settings opens the seed; nobody's fault, it counts as no attempt. */
export type VerdictDuCode = 'JUSTE' | 'FAUX' | 'BLOQUE' | 'ILLISIBLE';

/** What is said of a code that is not taken. */
export const REFUS_DU_CODE: Record<Exclude<VerdictDuCode, 'JUSTE'>, string> = {
    FAUX: "Ce code n'est pas le bon. Attendez le suivant dans votre application, ou tapez un code de secours qui n'a pas encore servi.",
  BLOQUE: 'Trop de tentatives : ce compte est fermé pendant 15 minutes. Réessayez ensuite, ou demandez à votre administrateur de retirer votre second facteur.',
  ILLISIBLE: "L'application ne peut plus vérifier les codes de votre téléphone : la clé qui les protège sur le serveur a changé. Tapez un de vos codes de secours, ou demandez à votre administrateur de retirer votre second facteur.",
};
export const CODE_FAUX = "Ce code n'est pas celui que l'application affiche maintenant. Vérifiez que votre téléphone est à l'heure, puis tapez le code suivant.";

/** For whoever starts the server, or restores a backup made elsewhere. */
export const phraseDesPerdus = (comptes: number): string =>
  `${accorder(comptes, 'compte a un second facteur', 'comptes ont un second facteur')} qu'aucune clé des réglages n'ouvre : il sera refusé à la connexion. Redonnez la clé d'avant dans PLIE_CLE_SECRETS_ANCIENNE et redémarrez ; sinon, un code de secours ouvre encore, ou un administrateur retire le second facteur (« utilisateur retirer-second-facteur » en ligne de commande si plus aucun n'entre).`;
