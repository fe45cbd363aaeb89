/** A zip taken to pieces and put together again by hand: its directory may then say anything. */
import { buffer } from 'node:stream/consumers';
import { crc32, deflateRawSync } from 'node:zlib';
import yauzl from 'yauzl';

export interface Partie { nom: string; contenu: Buffer }

/** What the directory says of an entry, and what stands before its bytes; either may be changed before they are written. */
export interface Entree { nom: Buffer; brut: Buffer; methode: number; drapeaux: number; crc: number; compresse: number; taille: number; decalage: number | null }
/** The end of the directory. */
export interface Fin { nombre: number; taille: number | null; decalage: number | null; commentaire: Buffer }

export async function deballer(zip: Buffer): Promise<Partie[]> {
  const lu = await yauzl.fromBufferPromise(zip, { lazyEntries: true });
  const parties: Partie[] = [];
  for await (const entree of lu.eachEntry()) parties.push({ nom: entree.fileName, contenu: await buffer(await lu.openReadStreamPromise(entree)) });
  return parties;
}

/** `mentir` sees the directory before it is written. Fields are cut to the width that the format gives them. */
export function emballer(parties: readonly Partie[], mentir: (entrees: Entree[], fin: Fin) => void = () => {}): Buffer {
  const entrees = parties.map(({ nom, contenu }): Entree => {
    const brut = deflateRawSync(contenu, { level: 1 });
    return { nom: Buffer.from(nom), brut, methode: 8, drapeaux: 0x800, crc: crc32(contenu), compresse: brut.length, taille: contenu.length, decalage: null };
  });
  const fin: Fin = { nombre: entrees.length, taille: null, decalage: null, commentaire: Buffer.alloc(0) };
  mentir(entrees, fin);
  const morceaux: Buffer[] = [];
  const sommaire: Buffer[] = [];
  let place = 0;
  for (const e of entrees) {
    const commun = Buffer.alloc(26);
    commun.writeUInt16LE(20, 0);
    commun.writeUInt16LE(e.drapeaux & 0xffff, 2);
    commun.writeUInt16LE(e.methode & 0xffff, 4);
    commun.writeUInt32LE(e.crc >>> 0, 10);
    commun.writeUInt32LE(e.compresse >>> 0, 14);
    commun.writeUInt32LE(e.taille >>> 0, 18);
    commun.writeUInt16LE(e.nom.length & 0xffff, 22);
    const suite = Buffer.alloc(14);
    suite.writeUInt32LE((e.decalage ?? place) >>> 0, 10);
    sommaire.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), commun, suite, e.nom);
    morceaux.push(Buffer.from('PK\x03\x04', 'latin1'), commun, e.nom, e.brut);
    place += 30 + e.nom.length + e.brut.length;
  }
  const repertoire = Buffer.concat(sommaire);
  const cloture = Buffer.alloc(18);
  cloture.writeUInt16LE(fin.nombre & 0xffff, 4);
  cloture.writeUInt16LE(fin.nombre & 0xffff, 6);
  cloture.writeUInt32LE((fin.taille ?? repertoire.length) >>> 0, 8);
  cloture.writeUInt32LE((fin.decalage ?? place) >>> 0, 12);
  cloture.writeUInt16LE(fin.commentaire.length & 0xffff, 16);
  return Buffer.concat([...morceaux, repertoire, Buffer.from('PK\x05\x06', 'latin1'), cloture, fin.commentaire]);
}
