/** By keyboard alone: an absence noted, Pôle emploi told of it; and the fiche de liaison of a new orientation. */
import fs from 'node:fs';
import { demarrerNavigateur, seConnecter, type EssaiNavigateur } from '../outils/navigateur';
import { gestesDuClavier } from '../outils/gestes';
import { textesDuPdfChiffre } from '../outils/pdf';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-06-16'); });
afterAll(() => essai.fermer());

test("noter une absence, préparer le courriel, le télécharger, dire qu'il est parti", async () => {
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet({ boite_generique: 'absences@exemple.test' });
  const compte = await f.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
  const personne = await f.unePersonne({ plie_id: plie.id, nom: 'Quincampoix', prenom: 'Aurèle' });
  const o = await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, agence_id: agence.id, date_contact: '2025-01-20', date_integration: '2025-02-10' });
  const page = await essai.visiteur();
  const g = gestesDuClavier(page);
  await seConnecter(page, compte.courriel);
  await page.goto(`/personnes/${o.personne_id}`);
  await g.suivre('Noter une absence');
  await g.ecrire('Jour de la convocation', 'hier');
  await g.choisir("L'absence est-elle excusée ?", 'Non');
  await g.appuyer("Enregistrer l'absence");
  await g.appuyer('Préparer le courriel');
  const phrase = await page.getByLabel('Phrase de passe').inputValue();
  const courriel = await g.telecharger('Télécharger le courriel');
  expect(courriel.suggestedFilename()).toBe('avis-d-absence.eml');
  const message = fs.readFileSync(await courriel.path(), 'utf8');
  const fiche = Buffer.from(/filename=fiche-de-liaison\.pdf[\s\S]*?\r?\n\r?\n([A-Za-z0-9+/=\r\n]+)/.exec(message)![1]!, 'base64');
  expect(textesDuPdfChiffre(fiche, phrase)!.join(' ')).toContain('Aurèle QUINCAMPOIX');
  await g.appuyer("J'ai envoyé le courriel");
  expect(await page.locator('main').innerText()).toContain('non excusée, signalée à Pôle emploi');
}, 90_000);
