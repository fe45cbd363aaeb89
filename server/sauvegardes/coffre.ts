/**
 * The envelope of a backup: one encrypted and authenticated file, written and read as a stream.
 *
 *   8 bytes   « PLIESAUV »
 *   1 byte    version of the format, 1
 *   16 bytes  salt, drawn at random for this file
 *   32 bytes  HMAC-SHA256 of the 25 bytes before: tells a wrong key from a damaged file
 *   then      blocks of 65,536 bytes, the last one shorter or equal, each encrypted by AES-256-GCM and followed by its 16-byte tag
 *
 * Both keys are the 64 bytes that scrypt (N = 2^17, r = 8, p = 1) makes of the passphrase (NFC, UTF-8) and the salt: the first half
 * encrypts, the second signs the head. The nonce of a block is its number (11 bytes, big-endian), then 1 for the last block and 0
 * for the others; the head is its associated data. A block moved, repeated, taken away, added or taken from another file does not
 * open (the STREAM construction, as age uses it). A key serves one file only: its nonces are never used twice.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import fs from 'node:fs';
import { promisify } from 'node:util';

const MAGIE = Buffer.from('PLIESAUV');
const VERSION = 1;
const TAILLE_SEL = 16;
const TAILLE_SIGNATURE = 32;
const TAILLE_TETE = MAGIE.length + 1 + TAILLE_SEL + TAILLE_SIGNATURE;
export const TAILLE_BLOC = 65_536;
const TAILLE_SCEAU = 16;

/** The backup cannot be made, read or restored: the message is shown as it is. */
export class SauvegardeRefusee extends Error {}

const abimee = () => new SauvegardeRefusee("Ce fichier est abîmé ou incomplet : il ne peut pas être restauré. Prenez une autre copie, ou une autre sauvegarde.");

const deriver = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

interface Cles { chiffrement: Buffer; signature: Buffer }

async function deriverCles(phrase: string, sel: Buffer): Promise<Cles> {
  const octets = await deriver(phrase.normalize('NFC'), sel, 64, { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 });
  return { chiffrement: octets.subarray(0, 32), signature: octets.subarray(32) };
}

const signer = (debut: Buffer, { signature }: Cles) => createHmac('sha256', signature).update(debut).digest();

function nonce(numero: number, dernier: boolean): Buffer {
  const octets = Buffer.alloc(12);
  octets.writeUIntBE(numero, 5, 6);
  octets[11] = dernier ? 1 : 0;
  return octets;
}

/** Cuts into pieces of `taille` bytes; the last one, which may be shorter, is known as such. */
async function* decouper(source: AsyncIterable<Buffer>, taille: number): AsyncGenerator<{ bloc: Buffer; numero: number; dernier: boolean }> {
  let attente: Buffer[] = [];
  let longueur = 0;
  let numero = 0;
  for await (const morceau of source) {
    attente.push(morceau);
    longueur += morceau.length;
    if (longueur <= taille) continue;
    const tout = Buffer.concat(attente);
    let debut = 0;
    for (; longueur - debut > taille; debut += taille) yield { bloc: tout.subarray(debut, debut + taille), numero: numero++, dernier: false };
    attente = [tout.subarray(debut)];
    longueur -= debut;
  }
  yield { bloc: Buffer.concat(attente), numero, dernier: true };
}

/** A transformation for `pipeline`: bytes in, the whole file out. */
export async function preparerCoffre(phrase: string): Promise<(source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer>> {
  const debut = Buffer.concat([MAGIE, Buffer.of(VERSION), randomBytes(TAILLE_SEL)]);
  const cles = await deriverCles(phrase, debut.subarray(MAGIE.length + 1));
  const tete = Buffer.concat([debut, signer(debut, cles)]);
  return async function* sceller(source) {
    yield tete;
    for await (const { bloc, numero, dernier } of decouper(source, TAILLE_BLOC)) {
      const chiffre = createCipheriv('aes-256-gcm', cles.chiffrement, nonce(numero, dernier)).setAAD(tete);
      const corps = chiffre.update(bloc);
      chiffre.final();
      yield Buffer.concat([corps, chiffre.getAuthTag()]);
    }
  };
}

export interface Coffre {
  /** Of the file, in bytes. */
  taille: number;
  /** The bytes that were put in, as often as asked. Throws SauvegardeRefusee on the first block that is not as it was written. `lu` is told of each block. */
  lire: (lu: (octets: number) => void) => AsyncGenerator<Buffer>;
}

/** Reads the head. Throws SauvegardeRefusee when the file is not a backup, is of another version, or does not open with this passphrase. */
export async function ouvrirCoffre(chemin: string, phrase: string): Promise<Coffre> {
  const { tete, taille } = await lireTete(chemin);
  if (tete.length < MAGIE.length || !tete.subarray(0, MAGIE.length).equals(MAGIE)) throw new SauvegardeRefusee("Ce fichier n'est pas une sauvegarde de Passerelle.");
  if (tete.length < TAILLE_TETE) throw abimee();
  if (tete[MAGIE.length] !== VERSION) throw new SauvegardeRefusee(`Cette sauvegarde est au format ${tete[MAGIE.length]}, que cette version de Passerelle ne sait pas lire (format ${VERSION}).`);
  const debut = tete.subarray(0, TAILLE_TETE - TAILLE_SIGNATURE);
  const cles = await deriverCles(phrase, debut.subarray(MAGIE.length + 1));
  if (!timingSafeEqual(signer(debut, cles), tete.subarray(debut.length))) throw new SauvegardeRefusee("Cette sauvegarde ne s'ouvre pas avec la clé de PLIE_CLE_SAUVEGARDE : donnez celle du jour où elle a été faite. Si c'est bien elle, le début du fichier est abîmé.");
  return {
    taille,
    async* lire(lu) {
      const source = fs.createReadStream(chemin, { start: TAILLE_TETE, highWaterMark: 4 * (TAILLE_BLOC + TAILLE_SCEAU) }) as AsyncIterable<Buffer>;
      for await (const { bloc, numero, dernier } of decouper(source, TAILLE_BLOC + TAILLE_SCEAU)) {
        yield descelle(bloc, cles, nonce(numero, dernier), tete);
        lu(bloc.length);
      }
    },
  };
}

async function lireTete(chemin: string): Promise<{ tete: Buffer; taille: number }> {
  let fichier: fs.promises.FileHandle;
  try {
    fichier = await fs.promises.open(chemin, 'r');
  } catch (erreur) {
    throw new SauvegardeRefusee((erreur as NodeJS.ErrnoException).code === 'ENOENT' ? `Le fichier ${chemin} n'existe pas.` : `Le fichier ${chemin} ne peut pas être lu : vérifiez vos droits.`);
  }
  try {
    const etat = await fichier.stat();
    if (!etat.isFile()) throw new SauvegardeRefusee(`${chemin} n'est pas un fichier.`);
    const { buffer, bytesRead } = await fichier.read(Buffer.alloc(TAILLE_TETE), 0, TAILLE_TETE, 0);
    return { tete: buffer.subarray(0, bytesRead), taille: etat.size };
  } finally {
    await fichier.close();
  }
}

function descelle(bloc: Buffer, cles: Cles, iv: Buffer, tete: Buffer): Buffer {
  if (bloc.length < TAILLE_SCEAU) throw abimee();
  const fin = bloc.length - TAILLE_SCEAU;
  try {
    const clair = createDecipheriv('aes-256-gcm', cles.chiffrement, iv, { authTagLength: TAILLE_SCEAU }).setAAD(tete).setAuthTag(bloc.subarray(fin));
    return Buffer.concat([clair.update(bloc.subarray(0, fin)), clair.final()]);
  } catch {
    throw abimee();
  }
}
