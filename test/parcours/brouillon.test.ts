/** A fiche half filled in survives the browser: kept while typing, taken up again from another one, by keyboard alone. */
import { demarrerNavigateur, fautesAccessibilite, seConnecter, type EssaiNavigateur } from '../outils/navigateur';
import { gestesDuClavier } from '../outils/gestes';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-06-16'); });
afterAll(() => essai.fermer());

test('le brouillon s\'enregistre seul, survit au navigateur fermé, se reprend et disparaît une fois enregistré', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const { courriel } = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id });
  const premier = await essai.visiteur();
  const g = gestesDuClavier(premier);
  await seConnecter(premier, courriel);
  await premier.goto('/orientations/nouvelle');
  await g.ecrire('Nom de famille', 'Castellan');
  await g.ecrire('Prénom', 'Noé');
  await g.ecrire('Date de naissance', '12/04/1988');
  await g.appuyer('Chercher cette personne');
  await g.selectionner('Prescripteur', 'CCAS');
  await g.ecrire('Adresse', '3 rue des Lilas');
  await premier.getByText('Brouillon enregistré à 13 h 00').waitFor();
  // The rest is carried away by the browser as it closes.
  await premier.close({ runBeforeUnload: false });
  await premier.context().close();

  const page = await essai.visiteur();
  const h = gestesDuClavier(page);
  await seConnecter(page, courriel);
  await page.goto('/orientations/nouvelle');
  await h.suivre('Reprendre le brouillon du 16/06/2025 à 13 h 00');
  expect(await page.getByLabel('Prescripteur').inputValue()).toBe('CCAS');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await h.ecrire('Date de prescription', '02/06/2025');
  await h.appuyer("Enregistrer l'orientation");
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Noé CASTELLAN');
  await page.goto('/orientations/nouvelle');
  expect(await page.getByText('Reprendre le brouillon').count()).toBe(0);
}, 60_000);

test('sans JavaScript, « Continuer plus tard » fait la même chose', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const { courriel } = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id });
  const personne = await essai.fabriques.unePersonne({ plie_id: plie.id, nom: 'Aubier', prenom: 'Lou' });
  const page = await essai.visiteur({ javascript: false });
  await seConnecter(page, courriel);
  await page.goto(`/orientations/nouvelle?personne=${personne.id}`);
  await page.getByLabel('Commune').fill('Valmorin');
  await page.getByRole('button', { name: 'Continuer plus tard' }).click();
  await page.getByRole('link', { name: 'Reprendre le brouillon du 16/06/2025 à 13 h 00' }).click();
  expect(await page.getByLabel('Commune').inputValue()).toBe('Valmorin');
}, 60_000);
