/** The main job without JavaScript. */
import { demarrerNavigateur, TELEPHONE, type EssaiNavigateur } from '../outils/navigateur';
import { gestesDuPointeur } from '../outils/gestes';
import { JOUR, parcourirLeFil } from './fil';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur(JOUR); });
afterAll(() => essai.fermer());

test('de la connexion aux deux classeurs, sans JavaScript, sur un téléphone', async () => {
  const page = await essai.visiteur({ javascript: false, ecran: TELEPHONE });
  await parcourirLeFil(essai, page, gestesDuPointeur(page));
}, 120_000);
