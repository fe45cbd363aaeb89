/** The forecast, the objective of the year, and what the page of a person says of its parcours, through the real application. */
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

let essai: Essai;
let plieId: number;
let animation: Visiteur;
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  plieId = (await essai.fabriques.unTerritoireComplet()).plie.id;
  animation = await essai.comme('ANIMATION', plieId);
});
afterAll(() => essai.fermer());

const texte = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/[\s\u202f\u00a0]+/g, ' ');
const lire = async (visiteur: Visiteur, adresse: string) => (await visiteur.get(adresse).expect(200)).text;
const orienter = (champs: Record<string, unknown>, plie_id = plieId) => essai.fabriques.uneOrientation({ plie_id, ...champs });
const integrer = (date: string, plie_id = plieId) => orienter({ date_prescription: date, date_contact: date, date_integration: date }, plie_id);

test('l\'objectif se fixe, se modifie, et dit les orientations qui manquent, à la main', async () => {
  expect(texte(await lire(animation, '/pni/previsions'))).toContain("Aucun objectif n'est fixé pour 2025");
  await orienter({ date_prescription: '2024-06-17', date_contact: '2024-06-20', date_refus: '2024-06-20', motif_refus: 'EMPLOI' });
  await orienter({ date_prescription: '2024-06-01', date_contact: '2024-06-20', date_refus: '2024-06-20', motif_refus: 'EMPLOI' }); // before the twelve months
  for (let i = 0; i < 12; i += 1) await orienter({ date_prescription: '2025-01-10', date_contact: '2025-01-11', date_refus: '2025-01-12', motif_refus: 'EMPLOI' });
  for (const date of ['2024-09-01', '2024-12-31', '2025-01-01', '2025-03-01', '2025-05-01']) await integrer(date);
  for (let i = 0; i < 2; i += 1) await orienter({ date_prescription: '2025-06-01' });
  // 1 + 12 + 5 + 2 = 20 orientations, 5 integrations: one in four. 3 integrated this year, 5 in parcours.
  await envoyer(animation, '/pni/objectif', '/pni/objectif?annee=2025', { orientations: '', integrations: '', participants: '' }).expect(422);
  const fixe = await envoyer(animation, '/pni/objectif', '/pni/objectif?annee=2025', { orientations: '30', integrations: '10', participants: '6' }).expect(303);
  expect(fixe.headers.location).toBe('/pni/previsions');
  const page = texte(await lire(animation, '/pni/previsions'));
  // This year, by Pôle emploi: 12 refused, 3 integrated, 2 waiting.
  expect(page).toContain('Orientations de Pôle emploi 17 sur 30 13 orientations de Pôle emploi à recevoir encore');
  expect(page).toContain('Intégrations 3 sur 10 26 orientations à recevoir encore'); // 7 × 4 = 28, less 2 waiting
  expect(page).toContain('Personnes accompagnées 5 sur 6 2 orientations à recevoir encore'); // 1 × 4, less 2
  expect(page).toContain('5 intégrations ÷ 20 orientations = 25,0 %');
  await envoyer(animation, '/pni/objectif', '/pni/objectif?annee=2025', { integrations: '3', participants: '' }).expect(303);
  expect(texte(await lire(animation, '/pni/previsions'))).toContain("L'objectif est atteint");
  // Somebody who still had the first version on the screen is told, and nothing is lost.
  await envoyer(animation, '/pni/objectif', '/pni/objectif?annee=2025', { integrations: '99', version: '1' }).expect(409);
  const traces = await essai.contexte.base('objectifs').where({ plie_id: plieId }).select('annee', 'orientations', 'integrations', 'participants');
  expect(traces).toEqual([{ annee: 2025, orientations: null, integrations: 3, participants: null }]);
});

test('trop peu de données : « n.d. » avec sa raison ; l\'accompagnateur lit, l\'animation seule fixe, chacun chez soi', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const voisine = await essai.comme('ANIMATION', plie.id);
  expect(texte(await lire(voisine, '/pni/previsions'))).toContain("Aucun objectif n'est fixé");
  await integrer('2025-05-01', plie.id);
  await envoyer(voisine, '/pni/objectif', '/pni/objectif?annee=2025', { integrations: '12' }).expect(303);
  expect(texte(await lire(voisine, '/pni/previsions'))).toMatch(/n\.d\. Il manque 11\. .* la première orientation date du 01\/05\/2025/);
  const accompagnateur = await essai.comme('ACCOMPAGNATEUR', plie.id);
  expect(texte(await lire(accompagnateur, '/pni/previsions'))).toContain('1 sur 12');
  await accompagnateur.get('/pni/objectif').expect(403);
});

test('les fins des douze mois : chaque nombre est la longueur de sa liste', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const visiteur = await essai.comme('ANIMATION', plie.id);
  for (const date_fin of ['2025-06-15', '2025-06-16', '2025-06-30', '2026-02-28', '2026-05-31', '2026-06-01']) {
    const o = await integrer('2024-07-01', plie.id);
    await essai.fabriques.inserer('pni', { plie_id: plie.id, orientation_id: o.id, personne_id: o.personne_id, date_debut: '2024-07-01', date_fin });
  }
  const html = await lire(visiteur, '/pni/previsions');
  const mois = [...html.matchAll(/<tr>\s*<th scope="row">([^<]+)<\/th>([\s\S]*?)<\/tr>/g)].map((m) => [m[1]!, ...texte(m[2]!).trim().split(' ').filter((x) => /^\d+$/.test(x)).filter((x) => x.length < 4)]);
  expect(mois).toHaveLength(12);
  expect(mois.filter((m) => m[1] !== '0')).toEqual([['juin 2025', '2', '2'], ['février 2026', '1', '3'], ['mai 2026', '1', '4']]);
  for (const [, adresse] of html.matchAll(/href="(\/pni\?etat=ACTIF[^"]+)"/g)) expect((await lire(visiteur, adresse!.replaceAll('&amp;', '&'))).match(/data-libelle="Personne"/g)).toHaveLength(adresse!.endsWith('2025-06') ? 2 : 1);
});

test('la fiche dit les référents passés avec leurs dates, la fin prévue, et le retour de qui est parti', async () => {
  const [ana, bob] = await Promise.all(['Ana', 'Bob'].map((prenom) => essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId, prenom, nom: 'Aubry' })));
  const o = await orienter({ date_prescription: '2023-01-10', date_contact: '2023-01-20', date_integration: '2023-06-01' });
  const cle = { plie_id: plieId, orientation_id: o.id };
  await essai.fabriques.inserer('referents', { ...cle, utilisateur_id: ana!.id, date_debut: '2023-06-01', date_fin: '2024-03-31' });
  await essai.fabriques.inserer('referents', { ...cle, utilisateur_id: bob!.id, date_debut: '2024-04-01' });
  const page = texte(await lire(animation, `/personnes/${o.personne_id}`));
  expect(page).toContain('Depuis le 01/04/2024 Bob AUBRY');
  expect(page).toContain('Du 01/06/2023 au 31/03/2024 Ana AUBRY');
  expect(page).toContain('Fin prévue du parcours 31/05/2025');
  expect(page).toContain('Parcours au-delà de sa durée');
  // Two étapes at once are as good as one after the other.
  for (const type of ['FORMATION', 'ATELIER']) await envoyer(animation, `/orientations/${o.id}/etape`, `/orientations/${o.id}/etape`, { type, date_debut: '01/05/2024', date_fin: '31/05/2024', resultat: 'ACHEVEE' }).expect(303);
  const partie = await orienter({ date_prescription: '2023-01-10', date_contact: '2023-01-20', date_integration: '2023-02-01', date_sortie: '2023-12-31', motif_sortie: 'DEMENAGEMENT', nature_sortie: 'ADMINISTRATIVE' });
  const lien = /href="(\/orientations\/nouvelle\?personne=\d+)"[^>]*>Nouvelle orientation</.exec(await lire(animation, `/personnes/${partie.personne_id}`))![1]!;
  await envoyer(animation, lien, '/orientations/nouvelle', { personne_id: String(partie.personne_id), plie_id: String(plieId), prescripteur: 'CCAS', date_prescription: '10/06/2025', freins: [] }).expect(303);
  const retour = texte(await lire(animation, `/personnes/${partie.personne_id}`));
  expect(retour).toContain('2 orientations');
  expect(retour).toContain('Orientation du 10/01/2023');
});
