/** By keyboard alone, on the 4th: the month prepared, checked, validated, its encrypted file downloaded, its sending noted. */
import fs from 'node:fs';
import XlsxPopulate from 'xlsx-populate';
import { demarrerNavigateur, seConnecter, type EssaiNavigateur } from '../outils/navigateur';
import { gestesDuClavier } from '../outils/gestes';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-06-04'); });
afterAll(() => essai.fermer());

test("de la page du mois au fichier chiffré, puis « Transmis »", async () => {
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet({ boite_generique: 'tableau@exemple.test' });
  const compte = await f.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
  const personne = await f.unePersonne({ plie_id: plie.id, nom: 'Quincampoix', prenom: 'Aurèle', identifiant_pe: '1234567A' });
  await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, agence_id: agence.id, date_prescription: '2025-05-12' });
  const page = await essai.visiteur();
  const g = gestesDuClavier(page);
  const lire = () => page.locator('main').innerText();
  await seConnecter(page, compte.courriel);
  await page.goto('/tableau-de-suivi');
  expect(await lire()).toContain('il reste 2 jours');
  await g.appuyer('Préparer le tableau');
  await g.appuyer('Enregistrer les contrôles');
  await g.suivre('Orientations 1');
  expect(await lire()).toContain('orientation le 12/05/2025');
  await g.suivre('Le mois');
  await g.appuyer('Valider le tableau');
  await g.suivre("Préparer l'envoi");
  await g.choisir('Par quel moyen le fichier part-il ?', "Par l'espace d'échange FilR");
  await g.appuyer('Préparer le fichier chiffré');
  const phrase = await page.getByLabel('Phrase de passe').inputValue();
  const fichier = await g.telecharger('Télécharger le fichier chiffré');
  expect(fichier.suggestedFilename()).toBe(`tableau-de-suivi_${plie.code}_2025-05.xlsx`);
  const classeur = await XlsxPopulate.fromDataAsync(fs.readFileSync(await fichier.path()), { password: phrase });
  expect(classeur.sheets()[0]!.usedRange()!.value()[1]!.slice(0, 2)).toEqual(['Quincampoix', 'Aurèle']);
  await g.appuyer('Le fichier est parti');
  expect(await lire()).toContain('Envoyé le 04/06/2025, à temps');
  await g.suivre('Noter la réception');
  await g.ecrire('Par qui, à Pôle emploi', 'Camille Essai');
  await g.appuyer('Noter la réception');
  expect(await lire()).toContain('reçu le 04/06/2025 par Camille Essai');
});
