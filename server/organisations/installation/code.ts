/**
 * The code that the first-use page asks for, so that a stranger cannot take a new installation: printed on the terminal
 * of the server, which only its owner reads. Kept in the memory of the process, for as long as nobody has an account.
 */
import { timingSafeEqual } from 'node:crypto';
import { tirerCode } from '../../lib/tirage';

const LONGUEUR = 12;

let code: string | null = null;

/** This process's code, « ABCD-EFGH-JKMN »: some 59 bits. */
export function codeInstallation(): string {
  code ??= tirerCode(LONGUEUR / 4);
  return code;
}

const reduire = (texte: string): Buffer => Buffer.from(texte.toUpperCase().replace(/[^A-Z0-9]/g, '').padEnd(LONGUEUR, '.').slice(0, LONGUEUR));

/** Case, blanks and dashes ignored. */
export const estLeCode = (saisi: string): boolean => timingSafeEqual(reduire(saisi), reduire(codeInstallation()));

const LOCALES = /^(127\.|::1$|::ffff:127\.)/;

/** The code is spared to whoever sits at the machine, outside production; a request that a proxy carries comes from elsewhere. */
export function exigeUnCode(production: boolean, adresse: string | undefined, relayee: boolean): boolean {
  return production || relayee || !LOCALES.test(adresse ?? '');
}
