/** The portfolio by keyboard alone: an entretien from the line, which keeps the focus, then an atelier. Once more without JavaScript. */
import type { Page } from 'playwright-core';
import { gestesDuClavier, gestesDuPointeur } from '../outils/gestes';
import { demarrerNavigateur, seConnecter, type EssaiNavigateur } from '../outils/navigateur';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-06-16'); });
afterAll(() => essai.fermer());

/** An accompagnateur and the persons they follow, integrated long enough ago to owe an entretien. */
async function preparer(...noms: string[]) {
  const { fabriques: f } = essai;
  const { plie } = await f.unTerritoireComplet({}, {});
  const compte = await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id });
  const orientations = [];
  for (const nom of noms) {
    const personne = await f.unePersonne({ plie_id: plie.id, nom, prenom: 'Alix' });
    const o = await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, date_contact: '2025-01-20', date_integration: '2025-02-10' });
    await f.inserer('referents', { plie_id: plie.id, orientation_id: o.id, utilisateur_id: compte.id, date_debut: '2025-02-10' });
    orientations.push(o);
  }
  return { compte, orientations };
}
const focus = (page: Page): Promise<string> => page.evaluate<string>('document.activeElement.id');
const lire = async (table: string, id: number): Promise<Record<string, unknown>[]> => essai.contexte.base<Record<string, unknown>>(table).where({ orientation_id: id });

test('au clavier : une date refusée, puis l\'entretien, puis la personne suivante, puis un atelier', async () => {
  const { compte, orientations: [un, deux] } = await preparer('Aubier', 'Bouleau');
  const page = await essai.visiteur();
  const g = gestesDuClavier(page);
  await seConnecter(page, compte.courriel);
  await g.suivre('Portefeuille');
  await g.ecrire('Jour, pour Alix AUBIER', 'demain');
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')]);
  expect(await focus(page)).toBe(`ligne-${un!.id}`);
  await g.ecrire('Jour, pour Alix AUBIER', 'hier');
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')]);
  expect(await focus(page)).toBe(`fait-${un!.id}`);
  expect(await lire('entretiens', un!.id)).toMatchObject([{ date_entretien: '2025-06-15' }]);
  // The line stayed in its place: the next field is that of the person below.
  await g.ecrire('Jour, pour Alix BOULEAU', '12/06/2025');
  expect(await page.locator(`#fait-${un!.id}`).count()).toBe(1);
  await g.appuyer('Absence : Alix BOULEAU');
  expect(await focus(page)).toBe(`fait-${deux!.id}`);

  await g.suivre('Saisie de groupe');
  await g.ecrire("Jour de l'atelier", '13/06/2025');
  await g.cocher('Présente : Alix AUBIER');
  await g.cocher('Convoquée : Alix BOULEAU');
  await g.appuyer("Enregistrer l'atelier");
  expect(await page.locator('main').innerText()).toContain('1 présence et 1 absence enregistrées');
  expect(await lire('etapes', un!.id)).toMatchObject([{ type: 'ATELIER', date_debut: '2025-06-13' }]);
  expect((await lire('absences', deux!.id)).map((a) => a.date_convocation).sort()).toEqual(['2025-06-12', '2025-06-13']);
}, 60_000);

test('sans JavaScript : un clic suffit, et l\'on revient sur la ligne', async () => {
  const { compte, orientations: [seule] } = await preparer('Cormier');
  const page = await essai.visiteur({ javascript: false });
  await seConnecter(page, compte.courriel);
  await page.goto('/portefeuille');
  await gestesDuPointeur(page).appuyer('Entretien : Alix CORMIER');
  expect(new URL(page.url()).hash).toBe(`#fait-${seule!.id}`);
  expect(await page.locator(`#fait-${seule!.id}`).innerText()).toContain("L'entretien du 16/06/2025 est enregistré.");
  expect(await lire('entretiens', seule!.id)).toMatchObject([{ date_entretien: '2025-06-16' }]);
}, 60_000);
