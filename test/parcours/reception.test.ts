/** The reception by keyboard alone: two orientations ticked and convened, then the presence sheet, with one absent. */
import { demarrerNavigateur, fautesAccessibilite, seConnecter, type EssaiNavigateur } from '../outils/navigateur';
import { gestesDuClavier } from '../outils/gestes';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-06-16'); });
afterAll(() => essai.fermer());

test('deux personnes convoquées, une présente et une absente, au clavier', async () => {
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet();
  for (const nom of ['Castellan', 'Ostrev']) {
    const personne = await f.unePersonne({ plie_id: plie.id, nom, prenom: 'Noé' });
    await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, agence_id: agence.id, date_prescription: '2025-05-02' });
  }
  const { courriel } = await f.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
  const page = await essai.visiteur();
  const g = gestesDuClavier(page);
  await seConnecter(page, courriel);
  await g.suivre('Réception');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.cocher('Choisir Noé CASTELLAN');
  await g.cocher('Choisir Noé OSTREV');
  await g.appuyer('Convoquer');
  await g.ecrire('Jour', '16/06/2025');
  await g.ecrire('Heure', '9h30');
  await g.ecrire('Lieu', 'Salle des Acacias');
  await g.appuyer('Convoquer');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.choisir('Présence de Noé CASTELLAN', 'Présente');
  await g.choisir('Présence de Noé OSTREV', 'Absente, sans excuse');
  await g.appuyer('Enregistrer la feuille de présence');
  expect(await page.locator('main').innerText()).toContain('1 personne présente, 1 absente');
}, 60_000);
