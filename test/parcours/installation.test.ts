/** First use, on an empty database: one page creates the administrator, the PLIE, its agency and their convention. */
import { demarrerNavigateur, fautesAccessibilite, type EssaiNavigateur } from '../outils/navigateur';
import { gestesDuClavier } from '../outils/gestes';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-06-16'); });
afterAll(() => essai.fermer());

test('une base vide mène à l\'installation, puis à un accueil qui dit quoi faire ensuite', async () => {
  const page = await essai.visiteur();
  const g = gestesDuClavier(page);
  await page.goto('/');
  expect(await page.title()).toBe('Première utilisation – Passerelle');
  expect(await fautesAccessibilite(page)).toEqual([]);

  // Nothing typed yet: the summary takes the focus and leads to the fields.
  await g.appuyer("Créer l'installation");
  expect(await page.title()).toBe('Erreur : Première utilisation – Passerelle');
  expect(await page.locator('#resume-erreurs').and(page.locator(':focus')).count()).toBe(1);
  expect(await fautesAccessibilite(page)).toEqual([]);

  const motDePasse = 'quatre mots choisis au hasard';
  for (const [etiquette, texte] of [
    ['Prénom', 'Sacha'], ['Nom', 'Morel'], ['Courriel', 'sacha.morel@exemple.test'], ['Mot de passe', motDePasse], ['Le même, une seconde fois', motDePasse],
    ['Nom du PLIE', 'PLIE de Valmorin'], ['Code du PLIE', 'VALMORIN'],
  ] as const) await g.ecrire(etiquette, texte);
  await g.selectionner('Département', '06 – Alpes-Maritimes');
  await g.ecrire("Nom de l'agence", 'Agence des Tilleuls');
  await g.ecrire("Code de l'agence", 'TILLEULS');
  await g.appuyer("Créer l'installation");

  expect(await page.locator('header').innerText()).toContain('Sacha MOREL');
  await g.suivre('Accueil');
  expect(await page.title()).toBe('Bonjour Sacha – Accueil – Passerelle');
  expect(await page.locator('main').innerText()).toContain("PLIE sans compte d'animation");
  const [plie] = await essai.contexte.base('organisations').where({ code: 'VALMORIN' }).select('id', 'nom');
  expect(plie).toMatchObject({ nom: 'PLIE de Valmorin' });
  expect(await essai.contexte.base('conventions').where({ plie_id: plie.id }).select('date_debut', 'date_fin')).toEqual([{ date_debut: '2025-01-01', date_fin: '2025-12-31' }]);

  // Once done, the page is closed for good.
  const autre = await essai.visiteur();
  expect((await autre.goto('/installation'))?.status()).toBe(404);
}, 120_000);
