/** Working notes by keyboard alone: refused with a number that may not be kept, then written, then corrected. */
import { demarrerNavigateur, fautesAccessibilite, seConnecter, type EssaiNavigateur } from '../outils/navigateur';
import { gestesDuClavier } from '../outils/gestes';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-06-16'); });
afterAll(() => essai.fermer());

test('une note avec un numéro de sécurité sociale est refusée, puis enregistrée sans lui, puis corrigée', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const { courriel } = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id });
  const personne = await essai.fabriques.unePersonne({ plie_id: plie.id, nom: 'Castellan', prenom: 'Noé' });
  const page = await essai.visiteur();
  const g = gestesDuClavier(page);
  await seConnecter(page, courriel);
  await page.goto(`/personnes/${personne.id}`);
  await page.locator('summary', { hasText: 'Ajouter une note' }).focus();
  await page.keyboard.press('Enter');
  expect(await page.locator('#notes').innerText()).toContain('son numéro de sécurité sociale');
  await g.ecrire('Nouvelle note', 'Rappeler lundi. 185047800608436');
  await g.appuyer('Enregistrer la note');
  expect(await page.locator('#resume-erreurs').innerText()).toContain('numéro de sécurité sociale');
  expect(await page.locator('#resume-erreurs').and(page.locator(':focus')).count()).toBe(1);
  expect(await page.getByLabel('Nouvelle note').inputValue()).toBe('Rappeler lundi. 185047800608436');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.ecrire('Nouvelle note', 'Rappeler lundi.');
  await g.appuyer('Enregistrer la note');
  expect(await page.locator('.note-texte').allInnerTexts()).toEqual(['Rappeler lundi.']);
  await g.suivre('Corriger la note du 16/06/2025 à 13:00');
  await g.ecrire('Texte de la note', 'Rappeler mardi.');
  await g.appuyer('Enregistrer la correction');
  expect(await page.locator('.note-texte').allInnerTexts()).toEqual(['Rappeler mardi.']);
}, 60_000);
