/** A zip, looked at before it is inflated: its directory first, then each part counted while it inflates. */
import { pipeline } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { FichierRefuse, type Limites } from './lire-types';

const ABIME = "Ce fichier est abîmé ou incomplet : il s'ouvre comme une archive mais ne peut pas être lu jusqu'au bout. Enregistrez-le de nouveau, puis recommencez.";

const MORCEAU = 256 * 1024;

export interface Archive {
  /** Names of the entries, folders left out, in the order of the directory. */
  noms: string[];
  /** Inflated bytes that the directory declares for an entry. */
  taille(nom: string): number;
  ouvrir(nom: string): AsyncGenerator<Buffer>;
  fermer(): void;
}

/** Opens the archive and checks its directory. Throws FichierRefuse. */
export async function ouvrirArchive(source: Buffer | string, limites: Limites): Promise<Archive> {
  // Names as bytes: some tools write UTF-8 without saying so.
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false } as const;
  let zip: ZipFile;
  try {
    zip = await (typeof source === 'string' ? yauzl.openPromise(source, options) : yauzl.fromBufferPromise(source, options));
  } catch {
    throw new FichierRefuse(ABIME);
  }
  if (zip.entryCount > limites.entrees) throw new FichierRefuse(`Ce fichier contient ${zip.entryCount} parties, plus que les ${limites.entrees} permises. Envoyez un classeur ou un .zip qui ne contient que les feuilles attendues.`);
  const entrees = new Map<string, Entry>();
  let declares = 0;
  try {
    for await (const entree of zip.eachEntry()) {
      const nom = nommer(entree);
      if (nom.endsWith('/')) continue;
      if (entrees.has(nom)) throw new FichierRefuse(`Ce fichier contient deux fois la partie « ${nom} ». Enregistrez-le de nouveau, puis recommencez.`);
      declares += entree.uncompressedSize;
      entrees.set(nom, entree);
    }
  } catch (erreur) {
    throw erreur instanceof FichierRefuse ? erreur : new FichierRefuse(ABIME);
  }
  if (declares > limites.octetsDeplies) throw tropGros(limites);

  let deplies = 0;
  return {
    noms: [...entrees.keys()],
    taille: (nom) => entrees.get(nom)?.uncompressedSize ?? 0,
    async *ouvrir(nom) {
      const entree = entrees.get(nom);
      if (!entree) throw new FichierRefuse(ABIME);
      if (entree.isEncrypted()) throw new FichierRefuse("Ce fichier est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis recommencez.");
      try {
        const brut = await zip.openReadStreamPromise(entree, { decodeFileData: false });
        if (entree.compressionMethod !== 0 && entree.compressionMethod !== 8) throw new FichierRefuse(ABIME);
        // Inflated here and not by yauzl: pieces of 256 KB instead of 16 make the whole reading a tenth faster.
        const flux = entree.compressionMethod === 8 ? pipeline(brut, createInflateRaw({ chunkSize: MORCEAU }), () => {}) : brut;
        for await (const morceau of flux as AsyncIterable<Buffer>) {
          deplies += morceau.length;
          // The directory may lie: what counts is what comes out.
          if (deplies > limites.octetsDeplies) throw tropGros(limites);
          yield morceau;
        }
      } catch (erreur) {
        throw erreur instanceof FichierRefuse ? erreur : new FichierRefuse(ABIME);
      }
    },
    fermer: () => zip.close(),
  };
}

const tropGros = (limites: Limites) => new FichierRefuse(`Une fois déplié, ce fichier dépasse ${Math.round(limites.octetsDeplies / 1024 / 1024)} Mo et n'a pas été lu. Découpez-le en plusieurs fichiers.`);

function nommer(entree: Entry): string {
  const octets = entree.fileNameRaw;
  let nom: string;
  try {
    nom = new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    nom = yauzl.getFileNameLowLevel(entree.generalPurposeBitFlag, octets, entree.extraFields, false);
  }
  return nom.replaceAll('\\', '/').replace(/^\/+/, '');
}
