/** The correspondent's spring, by keyboard alone: the late one is reminded, hands in its bilan, is returned, hands it in again, is accepted. */
import { commencer, enregistrerControles, rouvrir, valider } from '../../server/bilans/actions';
import { lireAnnee } from '../../server/bilans/actions-lire';
import { chercherBilan, lirePlie } from '../../server/bilans/queries';
import { gestesDuClavier } from '../outils/gestes';
import { demarrerNavigateur, fautesAccessibilite, seConnecter, TELEPHONE, type EssaiNavigateur } from '../outils/navigateur';

let essai: EssaiNavigateur;
beforeAll(async () => { essai = await demarrerNavigateur('2025-06-16'); });
afterAll(() => essai.fermer());

/** What the PLIE does on its side. */
async function validerDuCoteDuPlie(id: number, remarque: string): Promise<void> {
  const acte = { contexte: essai.contexte, maintenant: '2025-06-16T09:00:00Z' };
  const version = async () => (await chercherBilan(essai.contexte, id, 2024))!.version;
  if (!(await chercherBilan(essai.contexte, id, 2024))) await commencer(acte, id, 2024);
  else await rouvrir(acte, id, 2024, { version: await version(), commentaire: 'À la demande de la région.' });
  await enregistrerControles(acte, id, 2024, await version());
  await valider(acte, id, 2024, { version: await version(), empreinte: (await lireAnnee(essai.contexte, await lirePlie(essai.contexte, id), 2024)).empreinte, remarque });
}

test('du PLIE en retard au bilan accepté, au clavier seul, sans rencontrer un nom', async () => {
  const region = await essai.fabriques.uneRegion();
  const { plie } = await essai.fabriques.unTerritoireComplet({}, { nom: 'PLIE des Collines', courriel: 'contact@collines.exemple.test' });
  await essai.fabriques.unTerritoireComplet({ date_debut: '2025-01-01' }, { nom: 'PLIE du Vallon' });
  // Its facts begin before the year: the bilan is awaited here.
  await essai.fabriques.uneOrientation({ plie_id: plie.id, date_prescription: '2023-11-06' });
  const personne = await essai.fabriques.unePersonne({ plie_id: plie.id, nom: 'Castellan', prenom: 'Noé' });
  await essai.fabriques.uneOrientation({ plie_id: plie.id, personne_id: personne.id, date_prescription: '2024-05-02', date_contact: '2024-05-12' });
  const { courriel } = await essai.fabriques.unUtilisateur({ role: 'CORRESPONDANT_REGIONAL', organisation_id: region.id, nom: 'Lavande', prenom: 'Inès' });
  const page = await essai.visiteur();
  await seConnecter(page, courriel);
  const g = gestesDuClavier(page);
  const texte = async () => { const lu = await page.locator('main').innerText(); expect(lu).not.toMatch(/castellan/i); return lu; };

  await g.deplier('Plus');
  await g.suivre('Suivi des bilans');
  expect(await texte()).toContain('0 PLIE sur 1 a remis son bilan.');
  expect(await texte()).toMatch(/En retard de 48 jours/);
  expect(await texte()).toContain('Pas de convention');
  await g.suivre('Relancer PLIE des Collines');
  expect(await page.getByLabel('Texte du message').inputValue()).toContain('était attendu avant le 30 avril 2025');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.appuyer("J'ai envoyé ces relances : les noter");
  expect(await texte()).toContain('1 relance, la dernière le 16/06/2025');

  await validerDuCoteDuPlie(plie.id, 'Aucune séance en 2024.');
  await g.deplier('Plus');
  await g.suivre('Suivi des bilans');
  await g.suivre('Relire le bilan de PLIE des Collines');
  expect(await texte()).toContain('Aucune séance en 2024.');
  expect(await fautesAccessibilite(page)).toEqual([]);
  await g.deplier('Renvoyer au PLIE');
  await g.appuyer('Renvoyer au PLIE');
  expect(await texte()).toContain("Dites au PLIE ce qu'il doit regarder ou corriger.");
  await g.ecrire('Ce que le PLIE doit regarder ou corriger', 'Revoir la colonne 3.');
  await g.appuyer('Renvoyer au PLIE');
  expect(await texte()).toContain('Renvoyé par les correspondants régionaux');

  // One more came in 2024 before the PLIE validates again: the difference says so.
  await essai.fabriques.uneOrientation({ plie_id: plie.id, date_prescription: '2024-06-03', date_contact: '2024-06-12' });
  await validerDuCoteDuPlie(plie.id, 'Colonne 3 revue.');
  await page.reload();
  const differences = page.getByRole('table', { name: 'Ce qui a changé' });
  expect((await differences.getByRole('row').allInnerTexts()).map((l) => l.replace(/\s+/g, ' ').trim())).toEqual(expect.arrayContaining(['3 Accueillis au premier entretien 1 2']));
  await g.ecrire('Un mot au PLIE', 'Merci.');
  await g.appuyer('Accepter ce bilan');
  expect(await texte()).toContain('Le bilan 2024 est accepté.');

  await g.deplier('Plus');
  await g.suivre('Suivi des bilans');
  await g.appuyer('Clore 2024 : 1 bilan accepté sur 1');
  expect(await texte()).toContain('Un bilan est clos pour 2024.');
  expect(await essai.contexte.base('bilans').where({ plie_id: plie.id }).first('etape', 'numero')).toEqual({ etape: 'CLOS', numero: 2 });
}, 120_000);

test("un graphique est dessiné au-dessus de son tableau, et une barre mène à la liste de son chiffre", async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet({}, { nom: 'PLIE du Rivage' });
  for (const jour of ['02', '03', '04']) await essai.fabriques.uneOrientation({ plie_id: plie.id, date_prescription: `2024-05-${jour}` });
  const { courriel } = await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
  const page = await essai.visiteur({ ecran: TELEPHONE });
  await seConnecter(page, courriel);
  await page.goto('/bilan/graphiques?annee=2024');
  const dessin = page.getByRole('img', { name: /^En 2024 : 3 prescriptions/ });
  await dessin.waitFor();
  expect(await fautesAccessibilite(page)).toEqual([]);
  // The middle of the first bar, as the library placed it.
  const position = await dessin.evaluate((toile) => {
    const { Chart } = globalThis as unknown as { Chart: { getChart(t: unknown): { getDatasetMeta(n: number): { data: { getCenterPoint(): { x: number; y: number } }[] } } } };
    return Chart.getChart(toile).getDatasetMeta(0).data[0]!.getCenterPoint();
  });
  await dessin.click({ position });
  await page.waitForURL('**/bilan/liste?**colonne=1**');
  expect(await page.locator('main').innerText()).toContain('3 orientations');
}, 60_000);
