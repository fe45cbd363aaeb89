/** The second factor as a telephone would give it, at the instant where the clock of the tests is stopped: noon in Paris. */
import { generateSync } from 'otplib';
import { horlogeFixe } from '../../server/lib/dates';
import { envoyer, type Visiteur } from './application';
import { JOUR } from './monde';

/** The code that the authenticator shows so many half-minutes later. */
export const codeDuFacteur = (secret: string, decalage = 0, jour = JOUR): string => generateSync({ secret, epoch: horlogeFixe(jour).maintenant().getTime() / 1000 + decalage * 30 });

/** The secret written on the page where the second factor is chosen. */
export const secretDeLaPage = (html: string): string => /<strong class="coupable">([A-Z2-7 ]+)<\/strong>/.exec(html)![1]!.replaceAll(' ', '');

/** Chooses it, by a code that leaves the present one free; gives the secret and the recovery codes. */
export async function poserFacteur(visiteur: Visiteur): Promise<{ secret: string; codes: string[] }> {
  const adresse = '/connexion/second-facteur';
  const secret = secretDeLaPage((await visiteur.get(adresse).expect(200)).text);
  const { text } = await envoyer(visiteur, adresse, adresse, { code: codeDuFacteur(secret, -1) }).expect(200);
  return { secret, codes: text.match(/[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/g) ?? [] };
}

export const donnerCode = (visiteur: Visiteur, code: string) => envoyer(visiteur, '/connexion/code', '/connexion/code', { code });
