/**
 * Rows put aside between their check and their writing: by thousands, as the JSON that the database will read, compressed.
 * A whole file takes a tenth of its size, and the transaction has nothing left to do but insert.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

const TAILLE = 1000;

export class Lots<T> {
  #ranges: Buffer[] = [];
  #ouvert: T[] = [];
  nombre = 0;

  ajouter(ligne: T): void {
    this.nombre += 1;
    if (this.#ouvert.push(ligne) === TAILLE) this.#ranger();
  }

  #ranger(): void {
    this.#ranges.push(deflateRawSync(JSON.stringify(this.#ouvert), { level: 1 }));
    this.#ouvert = [];
  }

  /** The JSON of each batch, in order. */
  *json(): Generator<{ json: string; lignes: number }> {
    for (let i = 0; i < this.#ranges.length; i += 1) yield { json: inflateRawSync(this.#ranges[i]!).toString(), lignes: TAILLE };
    if (this.#ouvert.length) yield { json: JSON.stringify(this.#ouvert), lignes: this.#ouvert.length };
  }

  *[Symbol.iterator](): Generator<T> {
    for (const { json } of this.json()) yield* JSON.parse(json) as T[];
  }
}
