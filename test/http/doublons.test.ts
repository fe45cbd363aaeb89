/** Duplicates through the real application: who may, in which territory, and what is written or not. */
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

let essai: Essai;
let plie: { id: number };
let agence: { id: number };
let animation: Visiteur;
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  ({ plie, agence } = await essai.fabriques.unTerritoireComplet());
  animation = await essai.comme('ANIMATION', plie.id);
});
afterAll(() => essai.fermer());

const base = (table: string) => essai.contexte.base(table);
const texte = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
const CONTENU = ['personnes', 'orientations', 'fusions', 'personnes_distinctes', 'journal_lignes'];
const empreinte = async () => JSON.stringify(await Promise.all(CONTENU.map((t) => base(t).select('*').orderBy('id'))));
const personne = (champs: Record<string, unknown>, plieId = plie.id) => essai.fabriques.unePersonne({ plie_id: plieId, date_naissance: '1990-03-04', ...champs });
const deux = async (nom: string) => [await personne({ nom, prenom: 'Zoé', telephone: '01 99 00 00 01' }), await personne({ nom: nom.toUpperCase(), prenom: 'Zoe', commune: 'Valmorin' })] as const;
const adresse = (a: { id: number }, b: { id: number }, suite = '') => `/doublons/${a.id}/${b.id}${suite}`;
const CHOIX = { nom: 'PREMIERE', prenom: 'PREMIERE', adresse: 'SECONDE', telephone: 'PREMIERE' };

test('de la liste des personnes à la fiche unique : compte, différences, fusion, ancienne adresse, relecture', async () => {
  const [a, b] = await deux('Aubrac');
  await essai.fabriques.uneOrientation({ plie_id: plie.id, personne_id: b.id, agence_id: agence.id });
  expect(texte((await animation.get('/personnes').expect(200)).text)).toContain('1 doublon possible à vérifier');
  expect(texte((await animation.get('/').expect(200)).text)).toContain('1 doublon possible à vérifier');
  const liste = texte((await animation.get('/doublons').expect(200)).text);
  for (const vu of ['Même nom, même date de naissance', 'Né(e) le 04/03/1990', 'Zoé AUBRAC', `Fiche n° ${b.id}`, 'Téléphone 01 99 00 00 01 Aucun', 'Adresse Aucune Valmorin']) expect(liste).toContain(vu);

  const ecran = (await animation.get(adresse(a, b)).expect(200)).text;
  // What is filled in is proposed; of two names, that of the file with the latest orientation.
  for (const [champ, fiche] of [['telephone', 'PREMIERE'], ['adresse', 'SECONDE'], ['nom', 'SECONDE']]) expect(ecran).toMatch(new RegExp(`name="${champ}" value="${fiche}" checked`));
  expect((await envoyer(animation, adresse(a, b), adresse(a, b), { version_premiere: '1', version_seconde: '1', ...CHOIX, nom: '' }).expect(422)).text).toContain('Nom de famille : choisissez');
  const fait = await envoyer(animation, adresse(a, b), adresse(a, b), { version_premiere: '1', version_seconde: '1', ...CHOIX }).expect(303);
  expect(fait.headers.location).toBe(`/personnes/${a.id}`);
  expect(texte((await animation.get(`/personnes/${a.id}`)).text)).toContain("n'en font plus qu'une : Zoé AUBRAC");
  expect((await animation.get(`/personnes/${b.id}`).expect(303)).headers.location).toBe(`/personnes/${a.id}`);
  expect(await base('personnes').whereIn('id', [a.id, b.id]).select('nom', 'prenom', 'commune', 'telephone')).toEqual([{ nom: 'Aubrac', prenom: 'Zoé', commune: 'Valmorin', telephone: '01 99 00 00 01' }]);

  const relue = texte((await animation.get('/doublons/fusions').expect(200)).text);
  expect(relue).toMatch(new RegExp(`Zoé AUBRAC \\(fiche n° ${a.id}\\) a reçu la fiche n° ${b.id}.*La fiche fusionnée disait.*AUBRAC.*Valmorin.*a été remplacé Commune \\(vide\\)`));
  const dpo = await essai.comme('DPO', plie.id);
  const journal = texte((await dpo.get('/journal').expect(200)).text);
  expect(journal).toContain("Fusion de deux fiches d'une même personne");
  expect(journal).toMatch(new RegExp(`fiche gardée, n° : ${a.id} · fiche fusionnée, n° : ${b.id}`));
  expect(journal).not.toContain('AUBRAC');
  expect(texte((await animation.get('/doublons')).text)).toContain('Aucun doublon à vérifier');
});

test('l\'ancienne adresse ne mène nulle part pour qui ne voit pas la personne gardée', async () => {
  const [a, b] = await deux('Bréal');
  await envoyer(animation, adresse(a, b), adresse(a, b), { version_premiere: '1', version_seconde: '1', ...CHOIX }).expect(303);
  const ailleurs = await essai.fabriques.unTerritoireComplet();
  for (const v of [await essai.comme('ANIMATION', ailleurs.plie.id), await essai.comme('CONSEILLER_PE', agence.id)]) {
    await v.get(`/personnes/${b.id}`).expect(404);
    await v.get(`/personnes/${a.id}`).expect(404);
  }
});

test('deux personnes différentes : retenu, puis repris', async () => {
  const [a, b] = await deux('Corbin');
  await envoyer(animation, '/doublons', adresse(a, b, '/distinctes'), {}).expect(303);
  await envoyer(animation, '/doublons', adresse(b, a, '/distinctes'), {}).expect(303);
  expect(await base('personnes_distinctes').select('premiere_id', 'seconde_id')).toEqual([{ premiere_id: a.id, seconde_id: b.id }]);
  const liste = texte((await animation.get('/doublons')).text);
  expect(liste).toContain('Aucun doublon à vérifier');
  expect(liste).toMatch(/Notées comme deux personnes différentes.*Zoé CORBIN 04\/03\/1990 et Zoe CORBIN/);
  await envoyer(animation, '/doublons', adresse(a, b, '/revenir'), {}).expect(303);
  expect(texte((await animation.get('/doublons')).text)).toContain('1 paire de fiches à vérifier');
  await envoyer(animation, '/doublons', adresse(a, b, '/distinctes'), {}).expect(303);
});

test('d\'un PLIE à l\'autre, ou avec soi-même : introuvable, et rien n\'est écrit', async () => {
  const ailleurs = await essai.fabriques.unTerritoireComplet();
  const ici = await personne({ nom: 'Frontière' });
  const la = await personne({ nom: 'Frontière' }, ailleurs.plie.id);
  const avant = await empreinte();
  for (const [x, y] of [[ici, la], [la, ici], [la, la], [ici, ici]] as const) {
    await animation.get(adresse(x, y)).expect(404);
    for (const suite of ['', '/distinctes', '/revenir']) expect((await envoyer(animation, '/doublons', adresse(x, y, suite), { version_premiere: '1', version_seconde: '1' })).status).toBe(404);
  }
  expect(await empreinte()).toBe(avant);
});

test('seule l\'animation du PLIE fusionne', async () => {
  const [a, b] = await deux('Garde');
  const avant = await empreinte();
  for (const v of [await essai.comme('ACCOMPAGNATEUR', plie.id), await essai.comme('REFERENT_PE', agence.id), await essai.comme('ADMINISTRATEUR', plie.id)]) {
    for (const page of ['/doublons', '/doublons/fusions', adresse(a, b)]) await v.get(page).expect(403);
    expect((await envoyer(v, '/accessibilite', adresse(a, b), { version_premiere: '1', version_seconde: '1', ...CHOIX })).status).toBe(403);
  }
  expect((await base('fusions').where({ ancienne_id: b.id }))).toEqual([]);
  expect(JSON.parse(await empreinte())[0]).toEqual(JSON.parse(avant)[0]);
});

test('un parcours ouvert de chaque côté : la page dit quoi faire, sans bouton, et l\'envoi est refusé', async () => {
  const [a, b] = await deux('Hardouin');
  const [oa, ob] = [await essai.fabriques.uneOrientation({ plie_id: plie.id, personne_id: a.id, date_integration: '2025-02-10' }), await essai.fabriques.uneOrientation({ plie_id: plie.id, personne_id: b.id, date_integration: '2025-03-10' })];
  const page = (await animation.get(adresse(a, b)).expect(200)).text;
  expect(texte(page)).toContain('parcours ouvert, depuis le 10/02/2025 et depuis le 10/03/2025');
  for (const o of [oa, ob]) expect(page).toContain(`href="/orientations/${o.id}/sortie"`);
  expect(page).not.toContain('Fusionner les deux fiches');
  const avant = await empreinte();
  const refus = await envoyer(animation, adresse(a, b), adresse(a, b), { version_premiere: '1', version_seconde: '1', ...CHOIX }).expect(422);
  expect(texte(refus.text)).toContain("Enregistrez d'abord la sortie");
  expect(await empreinte()).toBe(avant);
});

test('une fiche modifiée entre-temps arrête la fusion ; le même envoi deux fois ne fusionne qu\'une fois', async () => {
  const [a, b] = await deux('Isnard');
  await envoyer(animation, adresse(a, b), adresse(a, b), { version_premiere: '2', version_seconde: '1', ...CHOIX }).expect(409);
  const html = (await animation.get(adresse(a, b))).text;
  const cache = (nom: string) => new RegExp(`name="${nom}" value="([^"]*)"`).exec(html)![1]!;
  const corps = new URLSearchParams({ _csrf: cache('_csrf'), _cle: cache('_cle'), version_premiere: '1', version_seconde: '1', ...CHOIX }).toString();
  const envoi = () => animation.post(adresse(a, b)).type('form').send(corps);
  for (let fois = 0; fois < 2; fois += 1) expect((await envoi()).headers.location).toBe(`/personnes/${a.id}`);
  expect(await base('fusions').where({ ancienne_id: b.id }).select('personne_id')).toEqual([{ personne_id: a.id }]);
});
