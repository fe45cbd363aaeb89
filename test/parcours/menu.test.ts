/** The panel of the menu on a phone, and what a script adds to it; fil.ts walks through it by keyboard alone and without JavaScript. */
import type { Page } from 'playwright-core';
import { demarrerNavigateur, fautesAccessibilite, seConnecter, TELEPHONE, type EssaiNavigateur } from '../outils/navigateur';

let essai: EssaiNavigateur;
let courriel: string;
beforeAll(async () => {
  essai = await demarrerNavigateur('2025-06-16');
  const { plie } = await essai.fabriques.unTerritoireComplet();
  ({ courriel } = await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id }));
});
afterAll(() => essai.fermer());

const plus = (page: Page) => page.locator('.navigation-plus summary');
const bilan = (page: Page) => page.getByRole('navigation', { name: 'Navigation principale' }).getByRole('link', { name: 'Bilan', exact: true });

test('ouvert sur un téléphone, le panneau tient dans l\'écran sans faute d\'accessibilité ; Échap le referme et rend le focus', async () => {
  const page = await essai.visiteur({ ecran: TELEPHONE });
  await seConnecter(page, courriel);
  await plus(page).click();
  const cadre = (await page.locator('.navigation-panneau').boundingBox())!;
  expect([cadre.x >= 0, cadre.x + cadre.width <= TELEPHONE.width]).toEqual([true, true]);
  expect(await fautesAccessibilite(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await bilan(page).isVisible()).toBe(false);
  expect(await plus(page).and(page.locator(':focus')).count()).toBe(1);
  await plus(page).click();
  await Promise.all([page.waitForURL('**/bilan*'), bilan(page).click()]);
  expect(await plus(page).innerText()).toBe('Plus : Bilan');
});
