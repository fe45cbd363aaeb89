/**
 * What is inside a backup, once decrypted and inflated (gzip): records of one letter, the length of what follows (4 bytes,
 * big-endian), and that many bytes of UTF-8.
 *
 *   E  the head, JSON: Entete. Comes first, once.
 *   T  a table begins, JSON: its name. In the order of the head.
 *   L  a row of it: the text of a PostgreSQL row (row(…)::text), generated columns empty; in the order of the primary key.
 *   F  the table ends, JSON: { lignes, sha256 }, the sum being that of its L records, whole.
 *   Z  the end, JSON: { tables, lignes, sha256 }, the sum being that of the F records.
 *
 * PostgreSQL itself guarantees that the text of a row gives back the same row, on both engines and all versions.
 */
import { createHash, type Hash } from 'node:crypto';
import { SauvegardeRefusee } from './coffre';

export interface Colonne { nom: string; type: string; generee: boolean }
export interface Table { nom: string; colonnes: Colonne[]; /** Columns of the primary key. */ cle: { nom: string; texte: boolean }[] }
export interface Sequence { nom: string; valeur: number; appelee: boolean }

export interface Entete {
  /** When the snapshot was taken, ISO. */
  instant: string;
  /** Names of the migrations that made the schema. */
  migrations: string[];
  tables: (Pick<Table, 'nom' | 'colonnes'> & { lignes: number })[];
  sequences: Sequence[];
  /** The last act of the journal, and the numbers below it that were not written yet: what a later journal has more is known from them. */
  journal: { dernier: { id: number; instant: string } | null; manquants: number[] };
}

export interface Somme { lignes: number; sha256: string }

const TETE = 5;
/** Rows are handed over by some hundreds of kilobytes. */
const LOT = 262_144;
const [E, T, L, F, Z] = ['E', 'T', 'L', 'F', 'Z'].map((lettre) => lettre.charCodeAt(0)) as [number, number, number, number, number];

function enregistrement(lettre: number, contenu: string): Buffer {
  const octets = Buffer.allocUnsafe(TETE + Buffer.byteLength(contenu));
  octets[0] = lettre;
  octets.writeUInt32BE(octets.length - TETE, 1);
  octets.write(contenu, TETE);
  return octets;
}

const enLignes = (lignes: readonly string[]): Buffer => Buffer.concat(lignes.map((l) => enregistrement(L, l)));

/** The count and the sum of a table, as its rows pass. */
export class Compteur {
  readonly #somme: Hash = createHash('sha256');
  #lignes = 0;

  /** Returns the records of these rows. */
  ajouter(lignes: readonly string[]): Buffer {
    const octets = enLignes(lignes);
    this.compter(octets, lignes.length);
    return octets;
  }

  compter(octets: Buffer, lignes: number): void {
    this.#somme.update(octets);
    this.#lignes += lignes;
  }

  clore(): Somme {
    return { lignes: this.#lignes, sha256: this.#somme.digest('hex') };
  }
}

/** The records of a whole backup. `lireTable` gives the rows of a table in the order of its key. */
export async function* ecrireArchive(entete: Entete, lireTable: (nom: string) => AsyncIterable<string[]>): AsyncGenerator<Buffer> {
  yield enregistrement(E, JSON.stringify(entete));
  const total = createHash('sha256');
  let nombre = 0;
  for (const { nom, lignes } of entete.tables) {
    yield enregistrement(T, JSON.stringify(nom));
    const compteur = new Compteur();
    for await (const lot of lireTable(nom)) yield compteur.ajouter(lot);
    const somme = compteur.clore();
    if (somme.lignes !== lignes) throw new Error(`${nom} : ${somme.lignes} lignes lues, ${lignes} annoncées`);
    nombre += lignes;
    const fin = enregistrement(F, JSON.stringify(somme));
    total.update(fin);
    yield fin;
  }
  yield enregistrement(Z, JSON.stringify({ tables: entete.tables.length, lignes: nombre, sha256: total.digest('hex') }));
}

export interface Visite {
  entete?: (entete: Entete) => Promise<void>;
  lignes?: (table: string, lignes: string[]) => Promise<void>;
}

export interface Contenu { entete: Entete; sommes: Map<string, Somme>; lignes: number }

const incoherente = () => new SauvegardeRefusee('Cette sauvegarde ne contient pas ce qu\'elle annonce : elle ne peut pas être restaurée. Prenez-en une autre.');

function exiger(condition: unknown): asserts condition {
  if (!condition) throw incoherente();
}

/** Reads it all, checks order, counts and sums. Throws SauvegardeRefusee on the first difference. */
export async function lireArchive(source: AsyncIterable<Buffer>, visite: Visite = {}): Promise<Contenu> {
  let entete: Entete | null = null;
  let table: { nom: string; compteur: Compteur } | null = null;
  let fini = false;
  const sommes = new Map<string, Somme>();
  const total = createHash('sha256');

  for await (const { lettre, octets, nombre } of enregistrements(source)) {
    exiger(!fini);
    const json = <V>(): V => JSON.parse(octets.toString('utf8', TETE)) as V;
    if (lettre === E) {
      exiger(!entete);
      entete = json<Entete>();
      await visite.entete?.(entete);
    } else if (lettre === T) {
      exiger(entete && !table);
      table = { nom: json<string>(), compteur: new Compteur() };
      exiger(entete.tables[sommes.size]?.nom === table.nom);
    } else if (lettre === L) {
      exiger(table);
      table.compteur.compter(octets, nombre);
      await visite.lignes?.(table.nom, depuisLignes(octets));
    } else if (lettre === F) {
      exiger(entete && table);
      const [somme, annoncee] = [table.compteur.clore(), json<Somme>()];
      exiger(somme.lignes === annoncee.lignes && somme.sha256 === annoncee.sha256 && somme.lignes === entete.tables[sommes.size]!.lignes);
      sommes.set(table.nom, somme);
      total.update(octets);
      table = null;
    } else {
      exiger(lettre === Z && entete && !table && sommes.size === entete.tables.length);
      const fin = json<{ tables: number; lignes: number; sha256: string }>();
      exiger(fin.sha256 === total.digest('hex'));
      fini = true;
    }
  }
  exiger(entete && fini);
  return { entete, sommes, lignes: [...sommes.values()].reduce((n, s) => n + s.lignes, 0) };
}

/** Records as they come; rows that follow each other are handed over together. */
async function* enregistrements(source: AsyncIterable<Buffer>): AsyncGenerator<{ lettre: number; octets: Buffer; nombre: number }> {
  let reste: Buffer = Buffer.alloc(0);
  for await (const morceau of source) {
    const tout = reste.length ? Buffer.concat([reste, morceau]) : morceau;
    let debut = 0;
    while (tout.length - debut >= TETE) {
      const lettre = tout[debut]!;
      let [fin, nombre] = [debut, 0];
      do {
        const suivant = tout.length - fin >= TETE && tout[fin] === lettre ? fin + TETE + tout.readUInt32BE(fin + 1) : Infinity;
        if (suivant > tout.length) break;
        fin = suivant;
        nombre += 1;
      } while (lettre === L && fin - debut < LOT);
      if (!nombre) break;
      yield { lettre, octets: tout.subarray(debut, fin), nombre };
      debut = fin;
    }
    reste = tout.subarray(debut);
  }
  exiger(!reste.length);
}

function depuisLignes(octets: Buffer): string[] {
  const lignes: string[] = [];
  for (let debut = 0; debut < octets.length;) {
    const fin = debut + TETE + octets.readUInt32BE(debut + 1);
    lignes.push(octets.toString('utf8', debut + TETE, fin));
    debut = fin;
  }
  return lignes;
}
