/** The deadlines by keyboard alone: from the home page to the rule, a meeting noted, an agenda subscribed, reminders chosen. */
import { demarrerNavigateur, fautesAccessibilite, seConnecter, TELEPHONE, type EssaiNavigateur } from '../outils/navigateur';
import { gestesDuClavier } from '../outils/gestes';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-06-16'); });
afterAll(() => essai.fermer());

test("l'animation voit ce qui est dû et pourquoi, note une réunion, s'abonne, choisit ses rappels", async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet({ date_debut: '2025-02-01' });
  const { courriel } = await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
  await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id, nom: 'Relais', prenom: 'Sacha' });
  const page = await essai.visiteur();
  const g = gestesDuClavier(page);
  await seConnecter(page, courriel);
  expect(await page.locator('.prochaines li').allInnerTexts()).toEqual([
    expect.stringContaining('Échange d\'informations dimanche 01/06/2025, en retard depuis 15 jours'), expect.stringContaining('Tableau de suivi de mai 2025'), expect.stringContaining('Tableau de suivi de juin 2025'), 'Toutes les échéances',
  ]);
  await g.suivre('Toutes les échéances');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.deplier('PLIE et Pôle emploi doit agir pour Échange d\'informations, 01/06/2025');
  expect(await page.locator('.echeance-regle[open]').innerText()).toContain('tous les quatre mois au moins (convention PLIE, art. 6)');

  await g.suivre('Noter une réunion : Échange d\'informations, 01/06/2025');
  await g.ecrire('Jour', 'demain');
  await g.choisir('Où en est-ce ?', 'Elle a eu lieu');
  await g.appuyer('Enregistrer');
  expect(await page.locator('#resume-erreurs').and(page.locator(':focus')).innerText()).toContain("n'est pas encore arrivé");
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.ecrire('Jour', 'hier');
  await g.appuyer('Enregistrer');
  expect(await page.locator('#contenu').innerText()).toContain('mercredi 15/10/2025');

  await g.suivre('dans mon agenda');
  await g.appuyer('Créer mon adresse');
  expect(await fautesAccessibilite(page)).toEqual([]);
  const lien = new URL(await page.getByLabel("Adresse à coller dans « S'abonner à un calendrier »").inputValue());
  expect(await (await page.context().request.get(lien.pathname)).text()).toContain('DTSTART;VALUE=DATE:20251015');

  await g.suivre('Revenir à mon compte');
  await g.suivre('Les recevoir par courriel, et nommer mon suppléant');
  await g.cocher('Tableau de suivi du mois');
  await g.selectionner('Suppléant', 'Sacha RELAIS');
  await g.appuyer('Enregistrer mes rappels');
  expect(await page.locator('.message-fait').innerText()).toContain('Vos rappels sont enregistrés.');
  expect(await page.getByLabel('Tableau de suivi du mois').isChecked()).toBe(true);
  expect(await fautesAccessibilite(page)).toEqual([]);
  await page.context().close();
}, 90_000);

test('sans JavaScript et sur un téléphone, la page des échéances se lit et mène à son registre', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet({ date_debut: '2025-02-01' });
  const { courriel } = await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
  const page = await essai.visiteur({ javascript: false, ecran: TELEPHONE });
  await seConnecter(page, courriel);
  await page.goto('/echeances');
  expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual(['En retard', 'Dans les trente jours', 'Plus tard']);
  await page.getByRole('link', { name: 'Réunions et envois' }).click();
  await page.waitForURL('**/echeances/jalons');
  await page.context().close();
}, 60_000);
