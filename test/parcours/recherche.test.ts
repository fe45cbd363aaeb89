/** The search from anywhere, by keyboard alone: « / », the beginning of a name, the arrows, Enter. */
import { demarrerNavigateur, fautesAccessibilite, seConnecter, type EssaiNavigateur } from '../outils/navigateur';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-06-16'); });
afterAll(() => essai.fermer());

test('« / », le début d\'un nom, Entrée, flèche, Entrée ; un identifiant exact mène droit à la personne ; elle reste à portée', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const { courriel } = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id });
  for (const [prenom, identifiant] of [['Ada', '1111111A'], ['Noé', '2222222B'], ['Zoé', '3333333C']]) await essai.fabriques.unePersonne({ plie_id: plie.id, nom: 'Castellan', prenom, identifiant_pe: identifiant });
  const page = await essai.visiteur();
  const titre = () => page.getByRole('heading', { level: 1 }).innerText();
  const valider = () => Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')]);
  await seConnecter(page, courriel);
  await page.goto('/orientations');
  await page.keyboard.press('/');
  await page.keyboard.type('castel');
  await valider();
  // The field of the results has the focus: the arrows go down, and up again.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  expect(await page.locator('#q').and(page.locator(':focus')).count()).toBe(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await valider();
  expect(await titre()).toBe('Noé CASTELLAN');
  await page.keyboard.press('/');
  await page.keyboard.type('3333333 c');
  await valider();
  expect(await titre()).toBe('Zoé CASTELLAN');
  await page.goto('/');
  expect(await page.getByRole('navigation', { name: 'Personnes ouvertes récemment' }).getByRole('link').allInnerTexts()).toEqual(['Zoé CASTELLAN', 'Noé CASTELLAN']);
  await page.goto('/personnes?q=castel');
  expect(await fautesAccessibilite(page)).toEqual([]);
}, 60_000);
