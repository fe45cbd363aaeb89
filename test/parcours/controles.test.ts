/** From a check of the month to the fact that mends it, by keyboard alone: its count goes down. */
import { demarrerNavigateur, fautesAccessibilite, seConnecter, type EssaiNavigateur } from '../outils/navigateur';
import { gestesDuClavier } from '../outils/gestes';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-06-03'); });
afterAll(() => essai.fermer());

test('du contrôle à l\'entretien enregistré, et le nombre baisse', async () => {
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet();
  const compte = await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id, nom: 'Aubry', prenom: 'Ana' });
  for (const nom of ['Un', 'Deux']) {
    const personne = await f.unePersonne({ plie_id: plie.id, nom, identifiant_pe: `123456${nom.length}A` });
    const o = await f.uneOrientation({ plie_id: plie.id, agence_id: agence.id, personne_id: personne.id, date_contact: '2025-01-20', date_integration: '2025-02-10' });
    await f.inserer('referents', { plie_id: plie.id, orientation_id: o.id, utilisateur_id: compte.id, date_debut: '2025-02-10' });
    await f.inserer('pni', { plie_id: plie.id, orientation_id: o.id, personne_id: personne.id, date_demande: '2025-02-10' });
  }
  const page = await essai.visiteur();
  const g = gestesDuClavier(page);
  await seConnecter(page, compte.courriel);
  const contenu = () => page.locator('main').innerText();

  // The 3rd of June: the table of May is to be sent, the home page says what it lacks.
  await g.suivre("2 contrôles du tableau de mai 2025 à reprendre Aucun n'empêche de valider le mois. À faire");
  expect(await contenu()).toContain("2 lignes à reprendre parmi les personnes que vous suivez. Aucune n'empêche de valider le mois.");
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.suivre('2 parcours sans entretien dans le mois');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.suivre("Enregistrer l'entretien : Alix UN");
  await g.ecrire("Jour de l'entretien", '20/05/2025');
  await g.appuyer("Enregistrer l'entretien");

  // Back to the month: the one who is gone is no longer there.
  await page.goto('/controles?mois=2025-05');
  await g.suivre('1 parcours sans entretien dans le mois');
  expect(await contenu()).toContain('Alix DEUX');
  expect(await contenu()).not.toContain('Alix UN');
}, 180_000);
