/** A session of the commission by keyboard alone: three persons, one integrated, one refused, one adjourned, in one sending. */
import { gestesDuClavier } from '../outils/gestes';
import { demarrerNavigateur, fautesAccessibilite, seConnecter, type EssaiNavigateur } from '../outils/navigateur';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-06-16'); });
afterAll(() => essai.fermer());

test('de la séance à créer aux décisions enregistrées, au clavier seul', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const { courriel } = await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id, nom: 'Delmas', prenom: 'Inès' });
  for (const [nom, prenom] of [['Aubier', 'Lou'], ['Castellan', 'Noé'], ['Dorval', 'Mila']] as const) {
    const personne = await essai.fabriques.unePersonne({ plie_id: plie.id, nom, prenom });
    await essai.fabriques.uneOrientation({ plie_id: plie.id, personne_id: personne.id, date_prescription: '2025-05-02', date_contact: '2025-05-12', date_diagnostic: '2025-05-20' });
  }
  const page = await essai.visiteur();
  await seConnecter(page, courriel);
  const g = gestesDuClavier(page);
  await g.suivre('Commissions');
  await g.suivre('Nouvelle séance');
  await g.ecrire('Jour de la séance', '12/06/2025');
  await g.ecrire('Lieu', 'Salle du conseil');
  await g.appuyer('Créer la séance');
  for (const nom of ['Lou AUBIER', 'Noé CASTELLAN', 'Mila DORVAL']) await g.cocher(nom);
  await g.appuyer('Inscrire à la séance');
  await g.suivre('Saisir les décisions');

  const ligne = (nom: string) => gestesDuClavier(page, page.getByRole('group', { name: nom, exact: true }));
  const [lou, noe, mila] = [ligne('Lou AUBIER'), ligne('Noé CASTELLAN'), ligne('Mila DORVAL')];
  await lou.choisir('Décision', 'Intégrer');
  await lou.ecrire('Contrat signé le', '13/06/2025');
  await lou.selectionner('Référent unique', 'Inès DELMAS');
  await noe.choisir('Décision', 'Refuser');
  await mila.choisir('Décision', 'Ajourner');
  await mila.selectionner('Raison', 'Dossier incomplet');
  await g.appuyer('Enregistrer les décisions');

  // One line is wrong: it is said with its person, and the two others are as typed.
  expect(await page.locator('#resume-erreurs').innerText()).toContain('Noé CASTELLAN : Choisissez le motif du refus.');
  expect(await page.locator('#resume-erreurs').and(page.locator(':focus')).count()).toBe(1);
  expect(await page.getByRole('group', { name: 'Lou AUBIER', exact: true }).getByLabel('Contrat signé le').inputValue()).toBe('13/06/2025');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await noe.selectionner('Motif du refus', 'Déménagement');
  await g.appuyer('Enregistrer les décisions');

  const texte = await page.locator('main').innerText();
  for (const attendu of ['3 décisions enregistrées. La séance est close.', 'Contrat signé le 13/06/2025, référent Inès DELMAS', 'Déménagement', 'Dossier incomplet']) expect(texte).toContain(attendu);
  const etats = await essai.contexte.base('orientations').where({ plie_id: plie.id }).orderBy('id').select<{ etat: string }[]>('etat');
  expect(etats.map((o) => o.etat)).toEqual(['EN_PARCOURS', 'REFUSEE', 'EN_DIAGNOSTIC']);
}, 90_000);
