/** Passwords: argon2id (19 MiB, t = 2, p = 1); 15 characters at least, no composition rule, a block-list. */
import { hash, verify, Algorithm } from '@node-rs/argon2';
import { sansAccents } from '../lib/texte';

const OPTIONS = { algorithm: Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** What people try first, and what attackers do; compared without case, accents, digits at the end. */
const REFUSES = ['motdepasse', 'azertyuiop', 'qwertyuiop', 'poleemploi', 'francetravail', 'bonjour', 'password', 'administrateur', 'accompagnateur', 'insertion', 'soleil', 'loulou', 'doudou', 'marseille'];

export const hacher = (motDePasse: string): Promise<string> => hash(motDePasse.normalize('NFKC'), OPTIONS);

let leurre: Promise<string> | null = null;

/** Same time for an unknown account as for a wrong password: a decoy hash is then verified. */
export async function verifier(empreinte: string | null, motDePasse: string): Promise<boolean> {
  leurre ??= hacher('leurre qui ne correspond à aucun compte');
  const juste = await verify(empreinte ?? (await leurre), motDePasse.normalize('NFKC'));
  return juste && empreinte !== null;
}

/** The sentence that says what is wrong with a chosen password, or null when it may be taken. */
export function critiquer(motDePasse: string, courriel: string): string | null {
  if ([...motDePasse].length < 15) return 'Choisissez un mot de passe de 15 caractères au moins : une suite de quatre ou cinq mots sans rapport convient très bien.';
  if (motDePasse.length > 256) return 'Ce mot de passe est trop long : 256 caractères au plus.';
  const reduit = sansAccents(motDePasse).replace(/[^a-z]/g, '');
  const personnel = sansAccents(courriel.split('@')[0] ?? '').replace(/[^a-z]/g, '');
  const repete = new Set(motDePasse.toLowerCase()).size < 5;
  if (repete || REFUSES.some((r) => reduit.replaceAll(r, '') .length < 4) || (personnel.length >= 4 && reduit.replaceAll(personnel, '').length < 4)) return 'Ce mot de passe est trop facile à deviner. Choisissez quatre ou cinq mots sans rapport entre eux.';
  return null;
}
