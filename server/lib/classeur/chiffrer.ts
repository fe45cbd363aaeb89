/** Excel's own encryption (ECMA-376 agile, AES-256): Excel and LibreOffice open the file with the password alone. */
import { Worker } from 'node:worker_threads';
import officeCrypto from 'officecrypto-tool';
import { RegleEnfreinte } from '../erreurs';

/** The format allows no more. */
export const MOT_DE_PASSE_MAX = 255;

/**
 * The key is drawn from the password by 100,000 rounds of SHA-512, as Excel does: a second of pure computing, during
 * which the server must go on answering. Hence a thread; its few lines are a text, so that tsx, dist and jest agree.
 */
const TRAVAIL = `
  const { workerData, parentPort } = require('node:worker_threads');
  const { acte, bibliotheque, fichier, motDePasse } = workerData;
  Promise.resolve(require(bibliotheque)[acte](Buffer.from(fichier), { password: motDePasse })).then((resultat) => parentPort.postMessage(resultat));
`;

function calculer(acte: 'encrypt' | 'decrypt', fichier: Buffer, motDePasse: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const fil = new Worker(TRAVAIL, { eval: true, workerData: { acte, bibliotheque: require.resolve('officecrypto-tool'), fichier, motDePasse } });
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
