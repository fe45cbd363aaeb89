/** Return to employment and exit, by keyboard alone. */
import type { Page } from 'playwright-core';
import { demarrerNavigateur, seConnecter, type EssaiNavigateur } from '../outils/navigateur';
import { gestesDuClavier, type Gestes } from '../outils/gestes';

let essai: EssaiNavigateur;
let plieId: number;
let page: Page;
let g: Gestes;
beforeAll(async () => {
  essai = await demarrerNavigateur('2025-06-16');
  plieId = (await essai.fabriques.unTerritoireComplet()).plie.id;
  page = await essai.visiteur();
  g = gestesDuClavier(page);
  await seConnecter(page, (await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plieId })).courriel);
}, 60_000);
afterAll(() => essai.fermer());

/** A person in a parcours since 10/02/2024, with this follow-up. */
async function suivre(nom: string, suivi: Record<string, unknown> | null): Promise<string> {
  const personne = await essai.fabriques.unePersonne({ plie_id: plieId, nom, prenom: 'Noé' });
  const o = await essai.fabriques.uneOrientation({ plie_id: plieId, personne_id: personne.id, date_prescription: '2024-01-10', date_contact: '2024-01-20', date_integration: '2024-02-10' });
  if (suivi) await essai.fabriques.inserer('suivis_emploi', { plie_id: plieId, orientation_id: o.id, nature: 'EMPLOI', contrat: 'CDI', mi_temps: true, ...suivi });
  return `/personnes/${personne.id}`;
}
const lu = () => page.locator('main').innerText();

test('CDI gardé six mois : de l\'accueil à la sortie positive, confirmée d\'un geste', async () => {
  await suivre('Garance', { date_debut: '2024-12-01', preuve: 'BULLETIN_SALAIRE', date_preuve: '2025-06-02' });
  await page.goto('/suivis');
  await g.suivre('Sorties à confirmer 1');
  await g.suivre('Confirmer : Noé GARANCE');
  expect(await lu()).toMatch(/Cette sortie sera classée\s+Positive – emploi/);
  await g.appuyer('Confirmer la sortie');
  expect(await page.locator('.message').innerText()).toContain('La sortie est enregistrée au 31/05/2025 : positive – emploi.');
}, 60_000);

test('abandon : le motif, le jour, l\'initiative, le classement', async () => {
  await page.goto(await suivre('Tamaris', null));
  await g.suivre('Enregistrer la sortie');
  await g.appuyer('Rupture ou abandon');
  await g.ecrire('Jour de la sortie', '12/06/2025');
  await g.appuyer('Voir le classement');
  expect(await lu()).toContain("Dites qui a pris l'initiative de la sortie.");
  await g.choisir("Qui a pris l'initiative de la sortie ?", 'Le participant');
  await g.appuyer('Voir le classement');
  expect(await lu()).toMatch(/Cette sortie sera classée\s+À l'initiative du participant/);
  await g.appuyer('Enregistrer la sortie');
  expect(await page.locator('.message').innerText()).toContain('12/06/2025');
}, 60_000);

test('emploi perdu : sur la ligne du contact, et le parcours continue', async () => {
  const fiche = await suivre('Lentisque', { date_debut: '2025-05-10' });
  await page.goto('/suivis?accompagnateur=tous');
  const ligne = page.getByRole('row', { name: /LENTISQUE/ });
  await ligne.locator('summary').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('06/06/2025');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  expect(await page.locator('.message').innerText()).toContain("Noé LENTISQUE : le suivi prend fin et le parcours continue. L'entretien mensuel est de nouveau attendu.");
  await page.goto(fiche);
  expect(await lu()).toMatch(/Entretien mensuel/);
}, 60_000);

test('preuve tardive : de la liste des preuves à obtenir à la correction, avant et après', async () => {
  await page.goto(await suivre('Cyprès', { date_debut: '2024-12-01' }));
  await g.suivre('Enregistrer la sortie');
  expect(await lu()).toContain("Il ne manque qu'une preuve.");
  await g.appuyer('Continuer');
  await g.ecrire('Jour de la sortie', '10/06/2025');
  await g.appuyer('Voir le classement');
  await g.appuyer('Enregistrer la sortie');
  await page.goto('/suivis/preuves');
  await g.suivre('Reclasser : Noé CYPRÈS');
  await g.choisir('Preuve vue', 'Bulletin de salaire');
  await g.ecrire('Preuve vue le', '16/06/2025');
  await g.appuyer('Voir le classement');
  expect(await lu()).toMatch(/À l'initiative du participant → Positive – emploi\s+Date de sortie\s+10\/06\/2025 → 31\/05\/2025/);
  await g.appuyer('Reclasser la sortie');
  expect(await page.locator('.message').innerText()).toContain('La sortie est reclassée au 31/05/2025 : positive – emploi.');
}, 60_000);
