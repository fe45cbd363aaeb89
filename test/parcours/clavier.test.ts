/** The main job by keyboard alone: no pointer is ever used. */
import { demarrerNavigateur, type EssaiNavigateur } from '../outils/navigateur';
import { gestesDuClavier } from '../outils/gestes';
import { JOUR, parcourirLeFil } from './fil';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur(JOUR); });
afterAll(() => essai.fermer());

test('de la connexion aux deux classeurs, au clavier seul', async () => {
  const page = await essai.visiteur();
  await parcourirLeFil(essai, page, gestesDuClavier(page));
}, 180_000);
