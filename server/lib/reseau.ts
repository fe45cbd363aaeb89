/** Where an address of the settings leads, and whether what travels to it is encrypted. */
import { isIP } from 'node:net';

/** This machine: nothing travels. */
const estIci = (hote: string): boolean => hote === '' || hote.startsWith('/') || /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(hote);

/** A database reached on another machine, in clear or without its certificate being verified. `postgres://…`, with `host` among its parameters or not. */
export function baseEnClair(adresse: string): boolean {
  const url = new URL(adresse);
  const chiffree = ['require', 'verify-ca', 'verify-full'].includes(url.searchParams.get('sslmode') ?? '') && !url.searchParams.has('uselibpqcompat');
  return !chiffree && !estIci(url.searchParams.get('host') ?? decodeURIComponent(url.hostname));
}

/** A mail server on another machine, that may take the mail in clear, or whose certificate is not verified. */
export function courrielEnClair(adresse: string): boolean {
  const url = new URL(adresse);
  const chiffree = url.protocol === 'smtps:' || ['requireTLS', 'secure'].some((option) => url.searchParams.get(option) === 'true');
  return !(chiffree && url.searchParams.get('tls.rejectUnauthorized') !== 'false') && !estIci(url.hostname);
}

const PLAGES = ['loopback', 'linklocal', 'uniquelocal'];

/** The proxies that are believed, as Express takes them: how many in a row, or their addresses; null when it is neither. */
export function lireProxys(texte: string): number | string[] | null {
  if (/^[1-9]$/.test(texte)) return Number(texte);
  const adresses = texte.split(',').map((a) => a.trim());
  return adresses.every((a) => PLAGES.includes(a) || estPlage(a)) ? adresses : null;
}

function estPlage(adresse: string): boolean {
  const [debut = '', longueur, ...reste] = adresse.split('/');
  const version = isIP(debut);
  return version !== 0 && reste.length === 0 && (longueur === undefined || (/^\d{1,3}$/.test(longueur) && Number(longueur) >= 1 && Number(longueur) <= (version === 4 ? 32 : 128)));
}
