/** Passwords: argon2id (19 MiB, t = 2, p = 1); 15 characters at least, no composition rule, never what is guessed at once. */
import { hash, hashRaw, verify, Algorithm } from '@node-rs/argon2';
import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { sansAccents } from '../lib/texte';

const OPTIONS = { algorithm: Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const SIGNES_EXIGES = 15;
const TROP_FACILE = "Ce mot de passe se devine trop vite : il est répété, connu des pirates, ou fait de votre nom, de votre organisation, d'une date ou d'une suite de touches. Choisissez quatre ou cinq mots sans rapport entre eux, comme un animal, un outil, une ville et un fruit.";

/** Words that say nothing in a password of this application (ASVS 6.1.2), besides those of the account and of its organisation. */
const CONTEXTE = ['mot de passe', 'passerelle', 'plie', 'pole emploi', 'france travail', 'insertion', 'orientation', 'prescription', 'parcours', 'accompagnateur', 'accompagnement', 'animation', 'conseiller', 'referent', 'administrateur', 'correspondant'];

/**
 * Guesses that a chosen password must cost at least: three years of a machine that tries 10,000 a second against argon2id. Four common
 * words without a link pass (10^15 and more); a leaked password, twice the same, with a year or with letters as digits, never does.
 */
const ESSAIS_EXIGES = 1e12;
/** A longer one is judged on its beginning: the estimate takes a tenth of a second for so many signs, and grows faster than they do. */
const SIGNES_JUGES = 48;

export const hacher = (motDePasse: string): Promise<string> => hash(motDePasse.normalize('NFKC'), OPTIONS);

/** Of a recovery code: as a password, with the salt of its account, so that one look-up finds it among ten. Hexadecimal. */
export const hacherCode = async (empreinte: string, sel: Buffer): Promise<string> => (await hashRaw(empreinte, { ...OPTIONS, outputLen: 32, salt: sel })).toString('hex');

let leurre: Promise<string> | null = null;

/** Same time for an unknown account as for a wrong password: a decoy hash is then verified. */
export async function verifier(empreinte: string | null, motDePasse: string): Promise<boolean> {
  leurre ??= hacher('leurre qui ne correspond à aucun compte');
  const juste = await verify(empreinte ?? (await leurre), motDePasse.normalize('NFKC'));
  return juste && empreinte !== null;
}

/** How many guesses a password takes; the dictionaries (some 40 MB) are read the first time that somebody chooses one. */
let estimateur: Promise<ZxcvbnFactory> | null = null;
async function estimer(motDePasse: string): Promise<number> {
  estimateur ??= Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common'), import('@zxcvbn-ts/language-fr')]).then(([{ ZxcvbnFactory }, commun, francais]) =>
    new ZxcvbnFactory({ dictionary: { ...commun.dictionary, ...francais.dictionary }, graphs: commun.adjacencyGraphs, l33tMaxSubstitutions: 8 }));
  return (await estimateur).check(motDePasse.slice(0, SIGNES_JUGES)).guesses;
}

/** Taken out: what the application, the account and its organisation are called, whole or word by word, glued or not. */
function sansContexte(motDePasse: string, propres: readonly string[]): string {
  const entiers = [...CONTEXTE, ...propres.map(sansAccents)];
  const mots = [...entiers, ...entiers.map((m) => m.replace(/[^a-z0-9]/g, '')), ...entiers.flatMap((m) => m.split(/[^a-z0-9]+/))].filter((m) => m.length >= 4).sort((a, b) => b.length - a.length);
  return mots.reduce((reste, mot) => reste.replaceAll(mot, ' '), sansAccents(motDePasse)).replace(/\s+/g, ' ').trim();
}

/**
 * The sentence that says what is wrong with a chosen password, or null when it may be taken. `propres`: e-mail, names, organisation of who
 * chooses. Compared with the 49,000 most common of those that leaked, French words and names, keyboard walks, dates and repetitions of them.
 */
export async function critiquer(motDePasse: string, propres: readonly string[]): Promise<string | null> {
  if ([...motDePasse].length < SIGNES_EXIGES) return `Choisissez un mot de passe de ${SIGNES_EXIGES} caractères au moins : une suite de quatre ou cinq mots sans rapport convient très bien.`;
  if (motDePasse.length > 256) return 'Ce mot de passe est trop long : 256 caractères au plus.';
  if ((await estimer(sansContexte(motDePasse, propres))) < ESSAIS_EXIGES) return TROP_FACILE;
  return null;
}
