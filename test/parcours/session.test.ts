/** Before an idle session ends: a warning, and a way to stay. The browser's clock is moved, never waited for. */
import type { Page } from 'playwright-core';
import { demarrerNavigateur, fautesAccessibilite, seConnecter, type EssaiNavigateur } from '../outils/navigateur';

let essai: EssaiNavigateur;
let courriel: string;
beforeAll(async () => {
  essai = await demarrerNavigateur('2025-06-16');
  const { plie } = await essai.fabriques.unTerritoireComplet();
  ({ courriel } = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id }));
});
afterAll(() => essai.fermer());

async function connecte(): Promise<Page> {
  const page = await essai.visiteur();
  await seConnecter(page, courriel);
  await page.clock.install({ time: '2025-06-16T12:00:00+02:00' });
  await page.goto('/');
  return page;
}
const dialogue = (page: Page) => page.getByRole('dialog');

test('après 23 minutes un avertissement paraît, et « Rester connecté » le referme', async () => {
  const page = await connecte();
  await page.clock.runFor('22:50');
  expect(await dialogue(page).count()).toBe(0);
  await page.clock.runFor('00:20');
  expect(await dialogue(page).innerText()).toContain('Êtes-vous toujours là ?');
  expect(await page.getByRole('button', { name: 'Rester connecté' }).and(page.locator(':focus')).count()).toBe(1);
  expect(await fautesAccessibilite(page)).toEqual([]);
  await Promise.all([page.waitForResponse((r) => r.request().method() === 'HEAD' && r.ok()), page.keyboard.press('Enter')]);
  await dialogue(page).waitFor({ state: 'hidden' });
  await page.clock.runFor('22:00');
  expect(await dialogue(page).count()).toBe(0);
});

test('la session finie, la page reste lisible et dit de se reconnecter', async () => {
  const page = await connecte();
  await page.clock.runFor('25:10');
  expect(await dialogue(page).innerText()).toContain('Votre session est terminée');
  await page.getByRole('button', { name: 'Revenir à la page' }).click();
  expect(await dialogue(page).count()).toBe(0);
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('Bonjour');
});
