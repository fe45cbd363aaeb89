/** After the suite: the template goes. */
import { supprimerModele } from './moteur';

export default async function ranger(): Promise<void> {
  await supprimerModele();
}
