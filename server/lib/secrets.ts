/**
 * Short secrets that the database keeps encrypted, under keys that it does not hold: AES-256-GCM, a key drawn by HKDF-SHA-256 from a
 * setting. `v1.<name of the key>.<base64url of nonce, text, seal>`: the name tells, without opening, which key a text is under.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** The present setting first, then those of before, which open what is not sealed anew yet. */
export type Cles = readonly [string, ...string[]];

const NONCE = 12;
const SCEAU = 16;

const deriver = (cle: string, usage: string, octets: number): Buffer => Buffer.from(hkdfSync('sha256', cle, '', `passerelle ${usage}`, octets));
const debut = (cle: string): string => `v1.${deriver(cle, 'nom de la clé', 4).toString('hex')}.`;

/** How a text sealed under the present key begins. */
export const debutCourant = ([courante]: Cles): string => debut(courante);

/** `pour` is bound to the text: moved to another account, it does not open. */
export function sceller([courante]: Cles, clair: string, pour: string): string {
  const nonce = randomBytes(NONCE);
  const chiffre = createCipheriv('aes-256-gcm', deriver(courante, 'secrets', 32), nonce).setAAD(Buffer.from(pour));
  const corps = Buffer.concat([chiffre.update(clair, 'utf8'), chiffre.final()]);
  return debut(courante) + Buffer.concat([nonce, corps, chiffre.getAuthTag()]).toString('base64url');
}

/** The text; null when it is under another key, of another account, or altered. */
export function ouvrir(cles: Cles, scelle: string, pour: string): string | null {
  const cle = cles.find((c) => scelle.startsWith(debut(c)));
  if (!cle) return null;
  const octets = Buffer.from(scelle.slice(debut(cle).length), 'base64url');
  try {
    const chiffre = createDecipheriv('aes-256-gcm', deriver(cle, 'secrets', 32), octets.subarray(0, NONCE), { authTagLength: SCEAU }).setAAD(Buffer.from(pour)).setAuthTag(octets.subarray(-SCEAU));
    return Buffer.concat([chiffre.update(octets.subarray(NONCE, -SCEAU)), chiffre.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** A signature that only who holds the key can make: HMAC-SHA-256, in base64url. */
export const signer = (cle: string, texte: string): string => createHmac('sha256', deriver(cle, 'signatures', 32)).update(texte).digest('base64url');
