/** A file that bears its name is whole: it is written under another one, beside it, and renamed once it is on the disk. */
import fs from 'node:fs';
import path from 'node:path';
import type { Writable } from 'node:stream';

/** The file cannot be written there: the message is shown as it is. */
export class DepotImpossible extends Error {}

const CODES = ['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'ENOSPC', 'EROFS', 'EPERM', 'EDQUOT', 'EFBIG', 'ENAMETOOLONG'];

/** Writes a file through `ecrire`, replaces the one that was there, and returns its size in bytes. Throws DepotImpossible. */
export async function deposer(chemin: string, ecrire: (flux: Writable) => Promise<unknown>, mode = 0o666): Promise<number> {
  const provisoire = path.join(path.dirname(chemin), `.${path.basename(chemin)}.${process.pid}.partiel`);
  let flux: fs.WriteStream | null = null;
  try {
    // Opened here: a stream that opens by itself may do so after a failure, when the file has just been removed.
    flux = fs.createWriteStream('', { fd: fs.openSync(provisoire, 'w', mode), flush: true });
    await ecrire(flux);
    const { size } = fs.statSync(provisoire);
    fs.renameSync(provisoire, chemin);
    await inscrireDossier(path.dirname(chemin));
    return size;
  } catch (erreur) {
    flux?.destroy();
    fs.rmSync(provisoire, { force: true });
    const { code } = erreur as NodeJS.ErrnoException;
    if (code && CODES.includes(code)) throw new DepotImpossible(`Impossible d'écrire ${chemin} : vérifiez que le dossier existe, qu'il a de la place et que vous pouvez y écrire.`);
    throw erreur;
  }
}

/** The new name too must survive a power cut. Some systems do not let a folder be opened: they write names at once. */
async function inscrireDossier(dossier: string): Promise<void> {
  try {
    const ouvert = await fs.promises.open(dossier, 'r');
    await ouvert.sync().finally(() => ouvert.close());
  } catch (erreur) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'].includes((erreur as NodeJS.ErrnoException).code ?? '')) throw erreur;
  }
}
