/** The pages of the second factor. */
import { champs } from '../http/champs';
import type { Erreur } from '../lib/erreurs';
import { secretLisible } from './rules-facteur';

const champCode = (erreurs: Erreur[], libelle: string, aide: string) => champs({}, erreurs).texte('code', libelle, { obligatoire: true, aide, attributs: { inputmode: 'numeric', autocomplete: 'one-time-code' } });

export const pageCode = (erreurs: Erreur[]) => ({
  titre: 'Votre code', erreurs: erreurs.length ? erreurs : undefined,
  champs: [champCode(erreurs, 'Code à six chiffres', "Celui que montre l'application d'authentification de votre téléphone. Téléphone perdu ? Tapez un de vos codes de secours.")],
});

/** `adresse`: where the form goes, and what is left by « Annuler ». */
export const pagePose = (secret: string, qr: string, adresse: string, erreurs: Erreur[]) => ({
  titre: 'Protéger votre compte', erreurs: erreurs.length ? erreurs : undefined, qr, secret: secretLisible(secret), adresse, annuler: adresse.startsWith('/compte') ? '/compte/second-facteur' : '/connexion',
  champs: [champCode(erreurs, 'Code à six chiffres', "Celui que l'application affiche après avoir lu l'image.")],
});

/** Shown once; `suite`: where to go after. */
export const pageCodesDeSecours = (codes: readonly string[], suite: string) => ({ titre: 'Vos codes de secours', codes, suite });
