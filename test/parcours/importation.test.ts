/** The table of the PLIE taken in by the référent of Pôle emploi: by keyboard alone, dropped with the mouse, and without JavaScript. */
import type { Page } from 'playwright-core';
import { demarrerNavigateur, fautesAccessibilite, seConnecter, TELEPHONE, type EssaiNavigateur } from '../outils/navigateur';
import { gestesDuClavier } from '../outils/gestes';
import { enParcours, fichierB, type Rangee } from '../outils/tableau-recu';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-06-16'); });
afterAll(() => essai.fermer());

async function territoire() {
  const { plie, agence } = await essai.fabriques.unTerritoireComplet();
  return { plie, courriel: (await essai.fabriques.unUtilisateur({ role: 'REFERENT_PE', organisation_id: agence.id })).courriel };
}
const fichier = async (code: string, mois: string, lignes: Rangee[]) => ({ name: 'tableau.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: await fichierB({ plie: code, mois, lignes }) });
const choisir = async (page: Page, f: Awaited<ReturnType<typeof fichier>>) => page.getByLabel('Le tableau de suivi').setInputFiles(f);
const texte = (page: Page) => page.locator('main').innerText();

test('au clavier : déposer, dire qui est qui, enregistrer, puis voir ce qui est à traiter', async () => {
  const { plie, courriel } = await territoire();
  const page = await essai.visiteur();
  const g = gestesDuClavier(page);
  await seConnecter(page, courriel);
  await g.suivre('Tableaux reçus');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await choisir(page, await fichier(plie.code, '2025-04', [enParcours('Castellan', { 'Identifiant Pôle emploi': '0000001A' })]));
  await g.appuyer('Contrôler ce tableau');
  await g.appuyer('Enregistrer 1 orientation');
  await g.suivre('Tous les tableaux reçus');
  await choisir(page, await fichier(plie.code, '2025-05', [enParcours('Castelan'), enParcours('Ostrev', { Situation: 'Inconnue' })]));
  await g.appuyer('Contrôler ce tableau');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.choisir('Qui est Lou CASTELAN ?', 'La même personne que Lou CASTELLAN');
  await g.appuyer('Garder ces réponses');
  expect(await texte(page)).toContain('1 orientation à enregistrer');
  expect((await g.telecharger('Télécharger la ligne non reprise (.xlsx)')).suggestedFilename()).toBe(`lignes-non-reprises_${plie.code}_2025-05.xlsx`);
  await g.appuyer('Enregistrer 1 orientation');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.suivre('Voir ce qui est à traiter');
  expect(await texte(page)).toContain('CASTELAN');
}, 120_000);

test('un fichier lâché sur la page est choisi ; sur un téléphone, rien ne déborde', async () => {
  const { plie, courriel } = await territoire();
  const page = await essai.visiteur({ ecran: TELEPHONE });
  await seConnecter(page, courriel);
  await page.goto('/tableaux-recus');
  const octets = [...(await fichier(plie.code, '2025-05', [enParcours('Castellan')])).buffer];
  await page.evaluate(`(() => {
    const transfert = new DataTransfer();
    transfert.items.add(new File([new Uint8Array(${JSON.stringify(octets)})], 'tableau.xlsx'));
    document.querySelector('.depot').dispatchEvent(new DragEvent('drop', { dataTransfer: transfert, bubbles: true, cancelable: true }));
  })()`);
  expect(await page.locator('.depot').innerText()).toBe('tableau.xlsx est choisi.');
  await page.getByRole('button', { name: 'Contrôler ce tableau' }).click();
  await page.waitForURL('**/tableaux-recus/*');
  expect(await texte(page)).toContain('1 orientation à enregistrer');
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(TELEPHONE.width);
  expect(await fautesAccessibilite(page)).toEqual([]);
}, 60_000);

test('sans JavaScript, une erreur revient à son champ, puis le tableau entre', async () => {
  const { plie, courriel } = await territoire();
  const page = await essai.visiteur({ javascript: false });
  await seConnecter(page, courriel);
  await page.goto('/tableaux-recus');
  await page.getByRole('button', { name: 'Contrôler ce tableau' }).click();
  expect(await texte(page)).toContain('Choisissez le tableau de suivi que le PLIE vous a envoyé');
  await choisir(page, await fichier(plie.code, '2025-05', [enParcours('Castellan')]));
  await page.getByRole('button', { name: 'Contrôler ce tableau' }).click();
  await page.getByRole('button', { name: 'Enregistrer 1 orientation' }).click();
  expect(await texte(page)).toContain('Le tableau est enregistré.');
}, 60_000);
