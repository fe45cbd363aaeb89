/** Before the suite: migrate one template that every test file copies. */
import fs from 'node:fs';
import { migrer } from '../../server/lib/db';
import { COPIE_EMBARQUEE, creerModele } from './moteur';

export default async function preparer(): Promise<void> {
  const modele = await creerModele();
  await migrer(modele.base);
  if (modele.copier) fs.writeFileSync(COPIE_EMBARQUEE, await modele.copier());
  await modele.fermer();
}
