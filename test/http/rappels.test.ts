/** Choosing one's reminders, and who stands in for whom: within one's own PLIE, nothing lost, nothing sent without a mail server. */
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

let essai: Essai;
let plieId: number;
let moi: { id: number; courriel: string };
let collegue: { id: number; courriel: string };
let ailleurs: { id: number; courriel: string };
let accompagnateur: Visiteur;
let animation: Visiteur;

beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  const f = essai.fabriques;
  plieId = (await f.unTerritoireComplet()).plie.id;
  const autre = await f.unTerritoireComplet({}, { departement: '31', region: 'OCC' });
  moi = await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId, nom: 'Moimême' });
  collegue = await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId, nom: 'Collègue' });
  ailleurs = await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: autre.plie.id, nom: 'Ailleurs' });
  accompagnateur = await essai.connecter(moi.courriel);
  animation = await essai.comme('ANIMATION', plieId);
});
afterAll(() => essai.fermer());

const reglages = (id: number) => essai.contexte.base('rappels_reglages').where({ utilisateur_id: id }).first<{ genres: string[]; suppleant_id: number | null }>('genres', 'suppleant_id');
const choisir = (champs: Record<string, string | string[]>) => envoyer(accompagnateur, '/compte/rappels', '/compte/rappels', champs);

test("d'abord rien n'est choisi, et sans serveur de courriel la page le dit", async () => {
  const { text } = await accompagnateur.get('/compte/rappels').expect(200);
  expect(text).toContain("Aucun serveur de courriel n'est réglé");
  expect(text).not.toMatch(/type="checkbox"[^>]*checked/);
  expect(text).toContain('Collègue'.toUpperCase());
  expect(text).not.toContain('AILLEURS');
  expect(await reglages(moi.id)).toBeUndefined();
});

test('un choix se garde et se change ; un suppléant d\'un autre PLIE, ou soi-même, est refusé sans rien perdre', async () => {
  await choisir({ genres: ['PNI', 'SUIVIS'], suppleant_id: String(collegue.id) }).expect(303);
  expect(await reglages(moi.id)).toEqual({ genres: ['PNI', 'SUIVIS'], suppleant_id: collegue.id });
  for (const id of [ailleurs.id, moi.id, 999_999]) {
    const { text } = await choisir({ genres: ['PNI', 'ATTENTES'], suppleant_id: String(id) }).expect(422);
    expect(text).toContain('Choisissez un collègue de la liste');
    // What was ticked comes back with the error.
    expect(text).toMatch(/value="ATTENTES"[^>]*checked/);
  }
  expect((await choisir({ genres: ['PNI'], version: '1', suppleant_id: '' }).expect(303)).headers.location).toBe('/compte/rappels');
  expect((await choisir({ genres: ['SUIVIS'], version: '1', suppleant_id: '' })).status).toBe(409);
  await choisir({ suppleant_id: '' }).expect(303);
  expect(await reglages(moi.id)).toEqual({ genres: [], suppleant_id: null });
});

test("l'animation nomme le suppléant d'un collègue de son PLIE, sans toucher à ses choix ; d'un autre PLIE, il est introuvable", async () => {
  await choisir({ genres: ['PNI'], suppleant_id: '' }).expect(303);
  const nommer = async (utilisateur: number, suppleant: string) => {
    const page = (await animation.get('/echeances/suppleants').expect(200)).text;
    const version = new RegExp(`name="utilisateur_id" value="${utilisateur}"><input type="hidden" name="version" value="(\\d+)"`).exec(page)?.[1] ?? '0';
    return envoyer(animation, '/echeances/suppleants', '/echeances/suppleants', { utilisateur_id: String(utilisateur), suppleant_id: suppleant, version });
  };
  expect((await nommer(moi.id, String(collegue.id))).status).toBe(303);
  expect(await reglages(moi.id)).toEqual({ genres: ['PNI'], suppleant_id: collegue.id });
  expect((await nommer(collegue.id, String(moi.id))).status).toBe(303);
  expect(await reglages(collegue.id)).toEqual({ genres: [], suppleant_id: moi.id });
  expect((await nommer(collegue.id, String(ailleurs.id))).status).toBe(422);
  expect((await nommer(ailleurs.id, String(collegue.id))).status).toBe(404);
  expect(await reglages(ailleurs.id)).toBeUndefined();
  await accompagnateur.get('/echeances/suppleants').expect(403);
});
