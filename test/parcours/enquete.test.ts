/** The survey by keyboard alone, each answer kept as it is given; then side by side, and the region's table. */
import { demarrerNavigateur, fautesAccessibilite, seConnecter, type EssaiNavigateur } from '../outils/navigateur';
import { gestesDuClavier } from '../outils/gestes';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-02-10'); });
afterAll(() => essai.fermer());

const Q1 = "1. Les spécificités des publics orientés par Pôle emploi vers le PLIE sont-elles le fruit d'une négociation entre Pôle emploi et le PLIE ?";
const Q2 = "2. Les demandeurs d'emploi orientés par Pôle emploi sont-ils intégrés dans le PLIE ?";

test('des réponses gardées au fur et à mesure à la divergence convenue, puis au tableau de la région', async () => {
  const f = essai.fabriques;
  const { plie } = await f.unTerritoireComplet({}, { nom: 'PLIE des Lavandes' });
  const enquete = await f.inserer('enquetes', { region_code: 'PACA', annee: 2024, date_limite: '2025-03-31' });
  await f.inserer('enquete_reponses', { plie_id: plie.id, enquete_id: enquete.id, partie: 'POLE_EMPLOI', question: 1, reponse: 'PAS_DU_TOUT', argument: 'Aucune rencontre.' });
  const compte = await f.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
  const page = await essai.visiteur();
  const g = gestesDuClavier(page);
  await seConnecter(page, compte.courriel);
  const contenu = () => page.locator('main').innerText();

  await g.suivre("8 questions de l'enquête 2024 sans réponse PLIE des Lavandes, le 31/03/2025 au plus tard. À faire");
  await g.choisir(Q1, 'Moyen');
  await g.ecrire('Argument', 'Une réunion par an.');
  await page.keyboard.press('Tab');
  await page.locator('[data-question="1"] [data-enquete-etat]').getByText('Enregistré').waitFor();
  await g.choisir(Q2, 'Tout à fait');
  await page.locator('[data-enquete-avancement]').getByText('2 réponses sur 8').waitFor();
  expect(await fautesAccessibilite(page)).toEqual([]);
  // Kept without any button: they are there when one comes back.
  await page.goto('/enquete');
  expect(await contenu()).toContain('2 réponses sur 8');
  await g.suivre('Répondre : enquête 2024, PLIE des Lavandes');
  expect(await page.getByLabel('Argument').first().inputValue()).toBe('Une réunion par an.');

  // The button sends the whole page, after what the script has kept: no conflict with oneself.
  await g.choisir(Q2, 'Moyen');
  await g.appuyer('Enregistrer');
  expect(await contenu()).not.toContain("vient d'enregistrer");
  await g.suivre('Voir les deux réponses côte à côte');
  expect(await contenu()).toContain('Aucune rencontre.');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.ecrire('Jour du comité de pilotage', '03/02/2025');
  await g.choisir(Q1, 'Pas du tout');
  await g.appuyer('Enregistrer les réponses convenues');
  expect(await contenu()).toContain('convenue au comité du 03/02/2025');

  const regional = await essai.visiteur();
  const r = gestesDuClavier(regional);
  await seConnecter(regional, (await f.unUtilisateur({ role: 'CORRESPONDANT_REGIONAL', organisation_id: (await f.uneRegion('PACA')).id })).courriel);
  await r.suivre("2 réponses à l'enquête 2024 attendues Des PLIE et de Pôle emploi, le 31/03/2025 au plus tard. En cours");
  await r.suivre('Voir le tableau');
  expect(await fautesAccessibilite(regional)).toEqual([]);
  await r.suivre('PLIE des Lavandes');
  expect(await regional.locator('main').innerText()).toContain('Une réunion par an.');
}, 180_000);
