/** First use: once, by the owner of the machine, all or nothing. */
import request from 'supertest';
import { createApp } from '../../server/app';
import { lireConfig } from '../../server/config';
import { creerLogger } from '../../server/lib/logger';
import { horlogeFixe } from '../../server/lib/dates';
import { codeInstallation } from '../../server/organisations/installation/code';
import { creerBaseDeTest } from '../outils/moteur';
import { envoyer } from '../outils/application';

let connexion: Awaited<ReturnType<typeof creerBaseDeTest>>;
const application = (env: NodeJS.ProcessEnv = {}) => createApp({
  config: lireConfig({ PLIE_JOURNAL: 'silent', PORT: '0', ...env }), connexion, horloge: horlogeFixe('2025-06-16'), logger: creerLogger('silent'), demonstration: false,
});
beforeAll(async () => { connexion = await creerBaseDeTest(); });
afterAll(() => connexion.fermer());

const MOT_DE_PASSE = 'tilleul ardoise marin seize';
const CHAMPS = {
  prenom: 'Nadia', nom: 'Ferrand', courriel: 'Nadia.Ferrand@exemple.test', mot_de_passe: MOT_DE_PASSE, confirmation: MOT_DE_PASSE,
  plie_nom: 'PLIE de Valmorin', plie_code: 'valmorin', departement_code: '06', agence_nom: 'Agence des Tilleuls', agence_code: 'tilleuls',
  date_debut: '01/01/2025', date_fin: '31/12/2026', phase_diagnostic: 'non', orientations_ic: 'CERTAINES', perimetre_sorties: 'TOUS_PRESCRIPTEURS', mode_integration: 'COMMISSION', fse: 'oui',
};
const compter = async () => ({
  organisations: (await connexion.base('organisations')).length, conventions: (await connexion.base('conventions')).length, utilisateurs: (await connexion.base('utilisateurs')).length,
});
const RIEN = { organisations: 0, conventions: 0, utilisateurs: 0 };
const installer = (app: ReturnType<typeof application>, champs: Record<string, string>, adresse?: string) => {
  const visiteur = request.agent(app);
  if (adresse) visiteur.set('X-Forwarded-For', adresse);
  return { visiteur, envoi: envoyer(visiteur, '/installation', '/installation', champs) };
};

test('sans compte, la connexion mène à la première utilisation', async () => {
  expect((await request(application()).get('/connexion').expect(303)).headers.location).toBe('/installation');
});

test('une saisie fausse ne laisse rien, et garde ce qui était juste sauf les mots de passe', async () => {
  const { envoi } = installer(application(), { ...CHAMPS, date_fin: '31/12/2024', agence_code: 'VALMORIN' });
  const page = (await envoi.expect(422)).text;
  expect(page).toContain('La convention ne peut pas finir le 31/12/2024, avant son début le 01/01/2025');
  expect(page).toContain('un autre code que celui du PLIE');
  expect(page).toContain('value="PLIE de Valmorin"');
  expect(page).not.toContain(MOT_DE_PASSE);
  expect(await compter()).toEqual(RIEN);
});

test('une règle enfreinte au milieu ne laisse rien non plus : tout tient dans une transaction', async () => {
  const { envoi } = installer(application(), { ...CHAMPS, agence_code: 'A'.repeat(31) });
  await envoi.expect(422);
  expect(await compter()).toEqual(RIEN);
});

test('en production, ou derrière un relais, le code du terminal est exigé', async () => {
  const production = application({ NODE_ENV: 'production', SESSION_SECRET: 'x'.repeat(40), PLIE_URL: 'http://plie.exemple.test' });
  expect((await installer(production, CHAMPS).envoi.expect(422)).text).toContain('le code affiché sur le terminal');
  expect((await installer(production, { ...CHAMPS, code_installation: 'AAAA-AAAA-AAAA' }).envoi.expect(422)).text).toContain('le code affiché sur le terminal');
  expect((await installer(application(), CHAMPS, '203.0.113.9').envoi.expect(422)).text).toContain('le code affiché sur le terminal');
  expect((await request(application()).get('/installation').expect(200)).text).not.toContain("Code d'installation");
  expect(await compter()).toEqual(RIEN);
});

test('deux personnes en même temps : une seule installe ; ensuite la page n\'existe plus', async () => {
  const app = application();
  const essais = [installer(app, { ...CHAMPS, code_installation: codeInstallation().toLowerCase() }, '203.0.113.9'), installer(app, { ...CHAMPS, courriel: 'autre@exemple.test', plie_code: 'AUTRE', agence_code: 'AUTRE-AGENCE' })];
  const reponses = await Promise.all(essais.map(({ envoi }) => Promise.resolve(envoi)));
  expect(reponses.map((r) => r.status).sort()).toEqual([303, 404]);
  expect(await compter()).toEqual({ organisations: 2, conventions: 1, utilisateurs: 1 });
  const gagnant = essais[reponses.findIndex((r) => r.status === 303)]!.visiteur;
  expect((await gagnant.get('/administration').expect(200)).text).toContain('Nadia FERRAND');
  await request(app).get('/installation').expect(404);

  const [convention] = await connexion.base('conventions').select('phase_diagnostic', 'orientations_ic', 'perimetre_sorties', 'fse', 'date_debut', 'date_fin');
  expect(convention).toEqual({ phase_diagnostic: false, orientations_ic: 'CERTAINES', perimetre_sorties: 'TOUS_PRESCRIPTEURS', fse: true, date_debut: '2025-01-01', date_fin: '2026-12-31' });
  const [rattachement] = await connexion.base('plie_agences').select('reference');
  expect(rattachement).toEqual({ reference: true });
  const territoire = await connexion.base('departements').join('regions', 'regions.code', 'departements.region_code').select('departements.nom', 'regions.code as region');
  expect(territoire).toEqual([{ nom: 'Alpes-Maritimes', region: 'PACA' }]);
  expect(await connexion.base('journal_actes').where({ action: 'installation.creer' })).toHaveLength(1);
});
