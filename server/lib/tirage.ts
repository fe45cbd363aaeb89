/** Secrets drawn at random, to be read aloud and typed. */
import { randomInt } from 'node:crypto';

/** Without the signs that are mistaken for one another. */
const SIGNES = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** Groups of four signs, « ABCD-EFGH-JKMN »: some 20 bits each. */
export const tirerCode = (groupes: number): string =>
  Array.from({ length: groupes }, () => Array.from({ length: 4 }, () => SIGNES[randomInt(SIGNES.length)]!).join('')).join('-');
