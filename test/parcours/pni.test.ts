/** The list of the PNI and the handing over of a portfolio, by keyboard alone. */
import { demarrerNavigateur, fautesAccessibilite, seConnecter, type EssaiNavigateur } from '../outils/navigateur';
import { gestesDuClavier } from '../outils/gestes';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-06-16'); });
afterAll(() => essai.fermer());

test('du PNI demandé à sa pose, puis un portefeuille confié à deux collègues', async () => {
  const f = essai.fabriques;
  const { plie } = await f.unTerritoireComplet();
  const compte = await f.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id, nom: 'Delmas', prenom: 'Inès' });
  const [ana, bob, cleo] = await Promise.all([['Ana', 'Aubry'], ['Bob', 'Bard'], ['Cléo', 'Cormier']].map(([prenom, nom]) => f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id, prenom, nom })));

  for (const nom of ['Un', 'Deux', 'Trois']) {
    const personne = await f.unePersonne({ plie_id: plie.id, nom });
    const o = await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, date_contact: '2025-01-20', date_integration: '2025-02-10' });
    await f.inserer('referents', { plie_id: plie.id, orientation_id: o.id, utilisateur_id: ana!.id, date_debut: '2025-02-10' });
    await f.inserer('pni', { plie_id: plie.id, orientation_id: o.id, personne_id: personne.id, date_demande: '2025-02-10', ...(nom === 'Un' ? {} : { date_debut: '2023-06-20', date_fin: '2025-06-19' }) });

  }
  const page = await essai.visiteur();
  const g = gestesDuClavier(page);
  await seConnecter(page, compte.courriel);

  await g.deplier('Plus');
  await g.suivre('PNI');
  expect(await page.locator('main').innerText()).toContain('Finissent dans 30 jours ou moins');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.selectionner('PNI', 'demandés');
  await g.appuyer('Afficher');
  await g.suivre('Poser : Alix UN');
  await g.ecrire('Début donné par Pôle emploi', '12/02/2025');
  await g.appuyer('Poser le PNI');
  expect(await page.locator('main').innerText()).toContain('11/02/2027');

  await g.suivre('Orientations');
  await g.suivre('Réattribuer un portefeuille');
  await g.suivre('Ana AUBRY 3 personnes suivies (moins de 45)');
  await g.selectionner('Confier les personnes cochées à', 'Bob BARD (0)');
  await g.cocher('Alix DEUX'); // ticked at first: now left out
  await g.selectionner('Confier Alix TROIS à', 'Cléo CORMIER (0)');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.appuyer('Réattribuer les personnes cochées');
  expect(await page.locator('main').innerText()).toContain('2 personnes sont confiées à Bob BARD (1), Cléo CORMIER (1) à partir du 16/06/2025.');
  const ouverts = await essai.contexte.base('referents').whereNull('date_fin').orderBy('orientation_id').select<{ utilisateur_id: number }[]>('utilisateur_id');
  expect(ouverts.map((r) => r.utilisateur_id)).toEqual([bob!.id, ana!.id, cleo!.id]);
}, 180_000);
