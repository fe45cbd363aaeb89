/** On paper: nothing to press, no menu, no table wider than the sheet, and the title with who printed and when. */
import { demarrerNavigateur, seConnecter, type EssaiNavigateur } from '../outils/navigateur';

/** A4 less its margins of 12 mm, at 96 dots an inch. */
const DROIT = { width: 703, height: 1032 };
const COUCHE = { width: 1032, height: 703 };

/** Run in the browser: for each table with one row of headings, how many are shown, and how many cells in its first plain line. */
const CELLULES = `(() => {
  const vues = (ligne) => [...ligne.cells].filter((c) => getComputedStyle(c).display !== 'none').length;
  return [...document.querySelectorAll('table')].filter((t) => t.tHead?.rows.length === 1).flatMap((t) => {
    const ligne = [...t.tBodies].flatMap((b) => [...b.rows]).find((l) => [...l.cells].every((c) => c.colSpan === 1));
    return ligne ? [[vues(t.tHead.rows[0]), vues(ligne)]] : [];
  });
})()`;

let essai: EssaiNavigateur;
let courriel: string;
const lettres = (n: number) => 'x'.repeat(n);
let pages: [adresse: string, feuille: typeof DROIT, mention: boolean][];
beforeAll(async () => {
  essai = await demarrerNavigateur('2025-06-16');
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet();
  ({ courriel } = await f.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id }));
  const referent = await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id, nom: `De La Haute-Prairie ${lettres(20)}` });
  const personne = await f.unePersonne({ plie_id: plie.id, nom: `Clairefontaine-${lettres(25)} de La Prairie`, prenom: 'Marie-Bénédicte' });
  const o = await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, agence_id: agence.id, date_prescription: '2025-01-10', date_contact: '2025-01-20', date_integration: '2025-02-10' });
  await f.inserer('referents', { plie_id: plie.id, orientation_id: o.id, utilisateur_id: referent.id, date_debut: '2025-02-10' });
  await f.inserer('pni', { plie_id: plie.id, orientation_id: o.id, personne_id: personne.id, date_debut: '2025-02-15', date_fin: '2027-02-14' });
  const attente = await f.uneOrientation({ plie_id: plie.id, agence_id: agence.id, date_prescription: '2025-06-01' });
  const seance = await f.inserer('seances', { plie_id: plie.id, type: 'INDIVIDUEL', date_seance: '2025-06-13', heure: '09:00', lieu: 'Salle des Acacias' });
  await f.inserer('convocations', { plie_id: plie.id, seance_id: seance.id, orientation_id: attente.id, personne_id: attente.personne_id, heure: '09:00' });
  const commission = await f.inserer('commissions', { plie_id: plie.id, date_seance: '2025-06-19', lieu: 'Salle des Acacias', membres: ['ANIMATION_PLIE'] });
  await f.inserer('commission_dossiers', { plie_id: plie.id, commission_id: commission.id, orientation_id: (await f.uneOrientation({ plie_id: plie.id, agence_id: agence.id, date_prescription: '2025-05-01', date_contact: '2025-05-12' })).id });
  pages = [
    [`/reception/seances/${seance.id}/feuille`, DROIT, false], [`/reception/seances/${seance.id}/lettres`, DROIT, false], [`/commissions/${commission.id}/liste`, DROIT, true],
    [`/personnes/${personne.id}`, DROIT, true], ['/tableau-de-suivi?mois=2025-06', DROIT, true], ['/portefeuille', DROIT, true],
    ['/bilan?annee=2025', COUCHE, true], ['/orientations', COUCHE, true], ['/pni', COUCHE, true], ['/reception', COUCHE, true], [`/reception/seances/${seance.id}`, COUCHE, true],
  ];
});
afterAll(() => essai.fermer());

test('chaque page tient sur sa feuille, sans rien à presser, et dit le jour où elle est imprimée', async () => {
  const page = await essai.visiteur();
  await seConnecter(page, courriel);
  await page.emulateMedia({ media: 'print' });
  const fautes: string[] = [];
  for (const [adresse, feuille, mention] of pages) {
    await page.setViewportSize(feuille);
    expect((await page.goto(adresse))!.status()).toBe(200);
    const largeur = await page.evaluate<number>('document.documentElement.scrollWidth');
    if (largeur > feuille.width) fautes.push(`${adresse} : ${largeur} points de large au lieu de ${feuille.width}`);
    for (const quoi of ['nav', 'button', '.btn', 'select', 'footer', '.entete']) if (await page.locator(`${quoi}:visible`).count()) fautes.push(`${adresse} : ${quoi} s'imprime`);
    // As many cells under the headings as headings: what is hidden of a column is hidden of all its lines.
    for (const [tetes, cellules] of await page.evaluate<[number, number][]>(CELLULES)) if (tetes !== cellules) fautes.push(`${adresse} : ${cellules} cellules sous ${tetes} titres`);
    if ((await page.getByText('imprimé le 16 juin 2025').isVisible()) !== mention) fautes.push(`${adresse} : le jour de l'impression ${mention ? 'manque' : 'est de trop'}`);
  }
  expect(fautes).toEqual([]);
});
