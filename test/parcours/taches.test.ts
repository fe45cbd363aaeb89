/** The worklist of Pôle emploi, then the answer in the PLIE, by keyboard alone. */
import { demarrerNavigateur, fautesAccessibilite, seConnecter, type EssaiNavigateur } from '../outils/navigateur';
import { gestesDuClavier } from '../outils/gestes';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-06-16'); });
afterAll(() => essai.fermer());

test('de la tâche au PNI posé, à celui qui est refusé, jusqu\'à la suite que le PLIE lui donne', async () => {
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet();
  const referent = await f.unUtilisateur({ role: 'REFERENT_PE', organisation_id: agence.id });
  const ana = await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id, prenom: 'Ana', nom: 'Aubry' });
  const importation = await f.uneImportation({ plie_id: plie.id, agence_id: agence.id });
  const orientations: number[] = [];
  for (const nom of ['Un', 'Deux', 'Trois']) {
    const personne = await f.unePersonne({ plie_id: plie.id, nom });
    const o = await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, agence_id: agence.id, date_contact: '2025-01-20', date_integration: '2025-05-12' });
    await f.inserer('referents', { plie_id: plie.id, orientation_id: o.id, utilisateur_id: ana.id, date_debut: '2025-05-12' });
    await f.inserer('pni', { plie_id: plie.id, orientation_id: o.id, personne_id: personne.id, date_demande: '2025-05-12' });
    const dossier = await f.unDossierPe({ plie_id: plie.id, agence_id: agence.id, importation_id: importation.id, nom, orientation_id: o.id, date_integration: '2025-05-12' });
    await f.uneTachePe(dossier, 'POSER_PNI');
    orientations.push(o.id);
  }
  const page = await essai.visiteur();
  const g = gestesDuClavier(page);
  await seConnecter(page, referent.courriel);
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.suivre('À traiter');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.ecrire('PNI posé à compter du', '15/05/2025');
  await g.cocher('Cocher Alix UN');
  await g.cocher('Cocher Alix DEUX');
  // One of the two on another day, which cannot be.
  await g.ecrire('Autre jour, pour Alix DEUX', '01/05/2025');
  await g.appuyer('Poser les PNI cochés');
  expect(await page.locator('main').innerText()).toContain("Alix DEUX : Le 01/05/2025 précède l'intégration. Choisissez une date à partir du 12/05/2025.");
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.ecrire('Autre jour, pour Alix DEUX', '16/05/2025');
  await g.appuyer('Posé : Alix DEUX');
  await g.suivre('Refuser : Alix TROIS');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.choisir('Motif du refus', 'Contrat IAE');
  await g.appuyer('Refuser le PNI');
  expect(await page.locator('main').innerText()).toContain('Rien ne vous attend');
  const pnis = await essai.contexte.base('pni').whereIn('orientation_id', orientations).orderBy('orientation_id').select('date_debut', 'date_fin', 'motif_cloture');
  expect(pnis).toEqual([
    { date_debut: '2025-05-15', date_fin: '2027-05-14', motif_cloture: null }, { date_debut: '2025-05-16', date_fin: '2027-05-15', motif_cloture: null },
    { date_debut: null, date_fin: null, motif_cloture: 'CONTRAT_IAE' },
  ]);

  const chez = await essai.visiteur();
  const p = gestesDuClavier(chez);
  await seConnecter(chez, ana.courriel);
  await chez.goto('/portefeuille');
  await p.suivre('1 réponse de Pôle emploi à traiter');
  expect(await chez.locator('main').innerText()).toContain('PNI refusé le 16/06/2025 : contrat IAE');
  expect(await fautesAccessibilite(chez)).toEqual([]);
  await p.selectionner('Ce qui a été fait pour Alix TROIS', 'Le parcours continue sans délégation');
  await p.appuyer('Traitée : Alix TROIS');
  expect(await chez.locator('main').innerText()).toContain("Aucune réponse de Pôle emploi n'attend rien de vous.");
}, 180_000);
