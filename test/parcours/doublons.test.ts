/** Two files made one, by keyboard alone. */
import { demarrerNavigateur, fautesAccessibilite, seConnecter, type EssaiNavigateur } from '../outils/navigateur';
import { gestesDuClavier } from '../outils/gestes';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-06-16'); });
afterAll(() => essai.fermer());

test('fusionner deux fiches, au clavier seul', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const compte = await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
  const commun = { plie_id: plie.id, date_naissance: '1990-03-04' };
  const gardee = await essai.fabriques.unePersonne({ ...commun, nom: 'Sauveterre', prenom: 'Inès', telephone: '01 99 00 00 01' });
  await essai.fabriques.unePersonne({ ...commun, nom: 'Sauveterre', prenom: 'Ines', telephone: '01 99 00 00 02' });
  const page = await essai.visiteur();
  const g = gestesDuClavier(page);
  await seConnecter(page, compte.courriel);
  await page.goto('/personnes');
  await g.suivre('1 doublon possible à vérifier');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.suivre('Comparer et fusionner : Inès SAUVETERRE et Ines SAUVETERRE');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.choisir('Téléphone', '01 99 00 00 02');
  await g.appuyer('Fusionner les deux fiches');
  expect(new URL(page.url()).pathname).toBe(`/personnes/${gardee.id}`);
  const lu = await page.locator('main').innerText();
  for (const vu of ['Inès SAUVETERRE', '01 99 00 00 02', "n'en font plus qu'une"]) expect(lu).toContain(vu);
}, 60_000);
