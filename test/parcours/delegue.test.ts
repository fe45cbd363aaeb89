/** A data-protection officer's day: from the one page to a restriction that stops what leaves, and from an alert to the register. */
import { demarrerNavigateur, fautesAccessibilite, seConnecter, type EssaiNavigateur } from '../outils/navigateur';
import { gestesDuClavier } from '../outils/gestes';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-06-16'); });
afterAll(() => essai.fermer());

test('lire où en est chaque promesse, limiter un traitement, porter un usage inhabituel au registre', async () => {
  const f = essai.fabriques;
  const { plie } = await f.unTerritoireComplet();
  const delegue = await f.unUtilisateur({ role: 'DPO', organisation_id: plie.id });
  const accompagnateur = await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id, nom: 'Zqcurieux' });
  const personne = await f.unePersonne({ plie_id: plie.id, nom: 'Castellan', prenom: 'Noé' });
  const orientation = await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id });
  await f.inserer('demandes_droits', { plie_id: plie.id, personne_id: personne.id, type: 'LIMITATION', canal: 'LETTRE', recue_le: '2025-06-10' });
  await f.inserer('alertes_usage', { organisation_id: plie.id, utilisateur_id: accompagnateur.id, genre: 'FICHES_OUVERTES', debut: '2025-06-16T07:00:00Z', fin: '2025-06-16T07:50:00Z', nombre: 63, seuil: 50 });

  const page = await essai.visiteur();
  const g = gestesDuClavier(page);
  await seConnecter(page, delegue.courriel);
  await g.suivre('La protection des données en une page');
  expect(await page.locator('main').innerText()).toMatch(/1 demande ouverte ; la plus pressante : encore 24 jours\.[^]*1 usage à éclaircir\./);
  expect(await fautesAccessibilite(page)).toEqual([]);

  // Identity first: the answer is not offered before.
  await page.goto('/demandes-de-droits');
  await page.locator('main tbody a', { hasText: 'Limitation' }).click();
  expect(await page.getByLabel('Accordée', { exact: true }).count()).toBe(0);
  await page.locator('[name=identite_moyen]').first().check();
  await g.ecrire('Vérifiée le', '16/06/2025');
  await page.locator('form:has([name=identite_moyen]) button').click();
  await page.getByLabel('Accordée', { exact: true }).check();
  await page.locator('form:has([name=reponse]) button').click();
  expect(await page.locator('main').innerText()).toContain('sans être modifiées, imprimées ni transmises');
  expect(await fautesAccessibilite(page)).toEqual([]);

  // Whoever follows the person sees it, and nothing of them leaves any more.
  const suivi = await essai.visiteur();
  await seConnecter(suivi, accompagnateur.courriel);
  await suivi.goto('/orientations?etat=TOUTES');
  expect(await suivi.locator('main').innerText()).toMatch(/CASTELLAN\s+Traitement limité/);
  const reponse = await suivi.goto(`/orientations/${orientation.id}/fiche.pdf`);
  expect([reponse!.status(), await suivi.locator('h1').innerText()]).toEqual([409, 'Traitement limité']);

  await page.goto('/journal/alertes');
  await page.locator('select[name=suite]').selectOption('VIOLATION');
  await page.locator('form:has(select[name=suite]) button').click();
  expect(await page.getByLabel('Nombre de personnes').inputValue()).toBe('63');
  expect(await fautesAccessibilite(page)).toEqual([]);
}, 120_000);
