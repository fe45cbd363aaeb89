/** Setting the second factor, checking a code, starting again; accounts that nobody uses any more. */
import type { Base } from '../lib/db';
import { ajouterMois, aujourdhui, dansMinutes, type Horloge } from '../lib/dates';
import { ecrire, type Auteur } from '../lib/ecriture';
import { estBloque } from './connexion';
import { noterEchec, type Compte } from './queries';
import { chercherSecondFacteur, fermerCompte, listerInutilises, poserCodes, poserSecondFacteur, prendreCodeDeSecours, prendrePas } from './queries-facteur';
import { empreinteDuCode, estCodeDeSecours, nouveauxCodes, pasDuCode } from './rules-facteur';

const auteurDe = (compte: Compte, requeteId: string): Auteur => ({ utilisateurId: compte.acteur.utilisateurId, systeme: null, requeteId, cleFormulaire: null });

/** Takes a code of the authenticator, or a recovery code, once. Wrong ones count as failed log-ins do, and close the account alike. */
export async function verifierCode(base: Base, horloge: Horloge, compte: Compte, saisi: string, requeteId: string): Promise<'JUSTE' | 'FAUX' | 'BLOQUE'> {
  const id = compte.acteur.utilisateurId!;
  if (await estBloque(base, horloge, compte.courriel)) return 'BLOQUE';
  const facteur = await chercherSecondFacteur(base, id);
  const pas = facteur && pasDuCode(facteur.secret, saisi, horloge.maintenant().getTime(), facteur.dernier_pas);
  const juste = pas !== null
    ? await ecrire(base, auteurDe(compte, requeteId), 'compte.donner_code', (trx) => prendrePas(trx, id, pas))
    : estCodeDeSecours(saisi) && await ecrire(base, auteurDe(compte, requeteId), 'compte.donner_code_secours', (trx) => prendreCodeDeSecours(trx, id, empreinteDuCode(saisi), dansMinutes(horloge, 0)));
  if (!juste) await noterEchec(base, compte.courriel, dansMinutes(horloge, 0));
  return juste ? 'JUSTE' : 'FAUX';
}

/** Sets it once a first code proves that the authenticator has it. Gives the recovery codes, shown this once; null for a wrong code. */
export async function poser(base: Base, horloge: Horloge, compte: Compte, secret: string, saisi: string, requeteId: string): Promise<string[] | null> {
  const pas = pasDuCode(secret, saisi, horloge.maintenant().getTime(), 0);
  if (pas === null) return null;
  const codes = nouveauxCodes();
  await ecrire(base, auteurDe(compte, requeteId), 'compte.poser_second_facteur', async (trx) => {
    await poserSecondFacteur(trx, compte.acteur.utilisateurId!, { secret, pas, maintenant: dansMinutes(horloge, 0) });
    await poserCodes(trx, compte.acteur.utilisateurId!, codes.map(empreinteDuCode));
  });
  return codes;
}

/** Ten new recovery codes; the former ones open nothing any more. */
export async function renouvelerCodes(base: Base, compte: Compte, requeteId: string): Promise<string[]> {
  const codes = nouveauxCodes();
  await ecrire(base, auteurDe(compte, requeteId), 'compte.renouveler_codes', (trx) => poserCodes(trx, compte.acteur.utilisateurId!, codes.map(empreinteDuCode)));
  return codes;
}

/** design/security.md: unused for six months, an account is closed. */
const MOIS_SANS_USAGE = 6;
const SYSTEME: Auteur = { utilisateurId: null, systeme: 'comptes inutilisés', requeteId: null, cleFormulaire: null };

export async function fermerInutilises(base: Base, horloge: Horloge): Promise<number> {
  const inutilises = await listerInutilises(base, ajouterMois(aujourdhui(horloge), -MOIS_SANS_USAGE));
  for (const { id } of inutilises) await ecrire(base, SYSTEME, { action: 'utilisateur.fermer_inutilise', details: { compte: id } }, (trx) => fermerCompte(trx, id));
  return inutilises.length;
}
