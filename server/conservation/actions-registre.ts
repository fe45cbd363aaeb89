/** Keeping the register of erasures outside the database. */
import fs from 'node:fs/promises';
import type { Base } from '../lib/db';
import { chercherInstallation, listerEffaces } from './queries-registre';
import { effacementsValables, ligneDEffacement, ligneDOuverture, lireRegistre, type Registre } from './rules-registre';

/** What the file holds; nothing when it is not there yet. Throws RegleEnfreinte on a spoilt line. */
export async function ouvrirRegistre(fichier: string): Promise<Registre> {
  const contenu = await fs.readFile(fichier, 'utf8').catch((erreur: NodeJS.ErrnoException) => { if (erreur.code === 'ENOENT') return ''; throw erreur; });
  return lireRegistre(contenu);
}

/**
 * Adds to the file every erasure of the database that it does not tell yet; safe to do again. Returns how many; none as long as the journal
 * has no seal. `maintenant`: ISO, to the millisecond.
 */
export async function noterEffacements(base: Base, fichier: string, maintenant: string): Promise<number> {
  const installation = await chercherInstallation(base);
  if (!installation) return 0;
  const registre = await ouvrirRegistre(fichier);
  const cle = (e: { plie_id: number; genre: string; cible_id: number }) => `${e.plie_id} ${e.genre} ${e.cible_id}`;
  const deja = new Set(effacementsValables(registre, installation, maintenant).map(cle));
  const nouveaux = (await listerEffaces(base)).filter((e) => !deja.has(cle(e)));
  const ouverture = registre.installations.includes(installation) ? '' : ligneDOuverture(maintenant, installation);
  const texte = ouverture + nouveaux.map((e) => ligneDEffacement({ ...e, instant: maintenant, installation })).join('');
  if (texte) await fs.appendFile(fichier, texte, { mode: 0o600 });
  return nouveaux.length;
}
