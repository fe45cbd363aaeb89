/** Excel's own encryption (ECMA-376 agile, AES-256): Excel and LibreOffice open the file with the password alone. */
import { Worker } from 'node:worker_threads';
import officeCrypto from 'officecrypto-tool';
import { RegleEnfreinte } from '../erreurs';

/** The format allows no more. */
export const MOT_DE_PASSE_MAX = 255;

/**
 * The key is drawn from the password by 100,000 rounds of SHA-512, as Excel does: long enough for the server to have to go
 * on answering meanwhile. Hence a thread; its few lines are a text, so that tsx, dist and jest agree.
 *
 * The three keys of a file differ by their last round only, and the library makes the 100,000 before it three times over:
 * here they are made once, without copying each round. (test/http/mois opens the file with another library.)
 */
const TRAVAIL = `
  const { createHash } = require('node:crypto');
  const { workerData, parentPort } = require('node:worker_threads');
  const { acte, bibliotheque, agile, fichier, motDePasse } = workerData;
  const faits = new Map();
  function tourner(phrase, algorithme, sel, tours) {
    const nom = [algorithme, Buffer.from(sel).toString('hex'), tours, phrase].join(' ');
    if (!faits.has(nom)) {
      let cle = createHash(algorithme).update(sel).update(Buffer.from(phrase, 'utf16le')).digest();
      const numero = Buffer.alloc(4);
      for (let i = 0; i < tours; i += 1) {
        numero.writeUInt32LE(i);
        cle = createHash(algorithme).update(numero).update(cle).digest();
      }
      faits.set(nom, cle);
    }
    return faits.get(nom);
  }
  require(agile).convertPasswordToKey = (phrase, algorithme, sel, tours, bits, bloc) => {
    const cle = createHash(algorithme).update(tourner(phrase, algorithme, sel, tours)).update(bloc).digest();
    return Buffer.concat([cle, Buffer.alloc(Math.max(0, bits / 8 - cle.length), 0x36)]).subarray(0, bits / 8);
  };
  Promise.resolve(require(bibliotheque)[acte](Buffer.from(fichier), { password: motDePasse })).then((resultat) => parentPort.postMessage(resultat));
`;

function calculer(acte: 'encrypt' | 'decrypt', fichier: Buffer, motDePasse: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const fil = new Worker(TRAVAIL, { eval: true, workerData: { acte, bibliotheque: require.resolve('officecrypto-tool'), agile: require.resolve('officecrypto-tool/src/crypto/ecma376_agile.js'), fichier, motDePasse } });
    fil.once('message', (resultat: Uint8Array) => resolve(Buffer.from(resultat.buffer, resultat.byteOffset, resultat.byteLength)));
    fil.once('error', reject);
    fil.once('exit', () => reject(new Error("Le calcul s'est arrêté avant la fin.")));
  });
}

/** The workbook, encrypted. Rejects with RegleEnfreinte for a password that the format cannot take. */
export async function chiffrer(classeur: Buffer, motDePasse: string): Promise<Buffer> {
  if (motDePasse.length === 0 || motDePasse.length > MOT_DE_PASSE_MAX) throw new RegleEnfreinte([{ champ: 'mot_de_passe', message: `Choisissez un mot de passe de 1 à ${MOT_DE_PASSE_MAX} caractères.` }]);
  const chiffre = await calculer('encrypt', classeur, motDePasse);
  // The last thing before it leaves: a file that says it is encrypted and is not would be worse than none.
  if (!estChiffre(chiffre)) throw new Error("Le classeur n'a pas été chiffré.");
  return chiffre;
}

/** True for a workbook that asks for a password; false for anything else, broken files included. */
export function estChiffre(fichier: Buffer): boolean {
  try {
    return officeCrypto.isEncrypted(fichier);
  } catch {
    return false;
  }
}

/** The workbook inside. Rejects with RegleEnfreinte when the password is not the right one or the file is not encrypted. */
export async function dechiffrer(fichier: Buffer, motDePasse: string): Promise<Buffer> {
  // decrypt() hands a plain file back as it is: it would pass for a file that came under a password.
  if (!estChiffre(fichier)) throw new RegleEnfreinte("Ce classeur n'est pas protégé par un mot de passe.");
  try {
    return await calculer('decrypt', fichier, motDePasse);
  } catch (erreur) {
    if (!(erreur as Error).message.includes('password is incorrect')) throw new RegleEnfreinte('Ce classeur est abîmé : demandez à la personne qui l\'a envoyé de le refaire.');
    throw new RegleEnfreinte([{ champ: 'mot_de_passe', message: "Ce mot de passe n'ouvre pas le classeur. Vérifiez-le auprès de la personne qui l'a envoyé." }]);
  }
}
