/**
 * The user guide tells the truth: its five commonest acts are done here with the mouse, on the demonstration's data, and take
 * the clicks and the fields that docs/guide.md counts. PLIE_CAPTURES=1 makes its pictures again (docs/images).
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { remplir } from '../../server/demonstration/actions';
import { formaterDate, dateCivile } from '../../server/lib/dates';
import { RACINE } from '../../server/lib/racine';
import { demarrerNavigateur, TELEPHONE, type EssaiNavigateur } from '../outils/navigateur';

const JOUR = dateCivile('2026-11-20');
const MOT_DE_PASSE_DEMO = 'mistral olivier cigale ponton';
const GUIDE = fs.readFileSync(path.join(RACINE, 'docs/guide.md'), 'utf8');
const IMAGES = path.join(RACINE, 'docs/images');

let essai: EssaiNavigateur;
beforeAll(async () => {
  essai = await demarrerNavigateur(JOUR);
  await remplir(essai.contexte, { secondFacteur: false, avancer: () => {} });
}, 180_000);
afterAll(() => essai.fermer());

async function entrer(courriel: string, ecran?: { width: number; height: number }): Promise<Page> {
  const page = await essai.visiteur({ ecran });
  await page.goto('/connexion');
  await page.getByLabel('Courriel').fill(courriel);
  await page.getByLabel('Mot de passe').fill(MOT_DE_PASSE_DEMO);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.waitForURL((url) => url.pathname !== '/connexion');
  return page;
}

const illustrer = async (page: Page, nom: string) => {
  if (process.env.PLIE_CAPTURES) await page.screenshot({ path: path.join(IMAGES, `${nom}.png`) });
};

/** A mouse and a keyboard that count what they are used for. */
function compteur() {
  const fait = { clics: 0, champs: 0 };
  return {
    fait,
    cliquer: async (cible: Locator) => { fait.clics += 1; await cible.click(); },
    taper: async (cible: Locator, texte: string) => { fait.champs += 1; await cible.fill(texte); },
    choisir: async (cible: Locator, libelle: string) => { fait.champs += 1; await cible.selectOption({ label: libelle }); },
  };
}

type Compteur = ReturnType<typeof compteur>;
const menu = (page: Page, nom: string) => page.getByRole('navigation', { name: 'Navigation principale' }).getByRole('link', { name: nom, exact: true });
const ligneDe = (page: Page, etat: string) => page.locator('main tbody tr').filter({ hasText: etat }).first();
const confirmee = (page: Page) => page.getByRole('status').filter({ hasText: /./ }).first().waitFor();

const ACTES: Record<string, (page: Page, c: Compteur) => Promise<void>> = {
  'Noter un entretien du jour': async (page, c) => {
    await c.cliquer(menu(page, 'Portefeuille'));
    await illustrer(page, 'portefeuille');
    await c.cliquer(ligneDe(page, 'À faire').getByRole('button', { name: /^Entretien/ }));
    await confirmee(page);
    await illustrer(page, 'entretien-note');
  },
  'Noter une absence à la convocation du jour': async (page, c) => {
    await c.cliquer(menu(page, 'Portefeuille'));
    await c.cliquer(ligneDe(page, 'À faire').getByRole('button', { name: /^Absence :/ }));
    await confirmee(page);
  },
  'Ajouter une étape': async (page, c) => {
    await c.cliquer(menu(page, 'Portefeuille'));
    await c.cliquer(page.locator('main tbody th a').nth(8));
    await illustrer(page, 'personne');
    await c.cliquer(page.getByRole('link', { name: 'Ajouter une étape' }));
    await c.choisir(page.getByLabel(/^Type d'étape/), 'Atelier');
    await c.taper(page.getByLabel(/^Début/), formaterDate(JOUR));
    await c.cliquer(page.getByRole('main').locator('form button').last());
    await confirmee(page);
  },
  "Noter le premier contact d'une personne orientée": async (page, c) => {
    await c.cliquer(menu(page, 'Orientations'));
    await illustrer(page, 'orientations');
    await c.cliquer(ligneDe(page, 'En attente de premier contact').getByRole('link', { name: /^Premier contact/ }));
    await c.cliquer(page.getByRole('radio', { name: 'Présente' }));
    await c.taper(page.getByLabel(/^Date du contact/), formaterDate(JOUR));
    await c.cliquer(page.getByRole('radio', { name: 'Individuel' }));
    await illustrer(page, 'premier-contact');
    await c.cliquer(page.getByRole('main').locator('form button').last());
    await confirmee(page);
  },
  'Intégrer une personne': async (page, c) => {
    await c.cliquer(menu(page, 'Orientations'));
    await c.cliquer(ligneDe(page, 'Accueilli').getByRole('link', { name: /^Intégration/ }));
    await c.taper(page.getByLabel(/^Date de la commission/), formaterDate(JOUR));
    await c.taper(page.getByLabel(/^Date de signature/), formaterDate(JOUR));
    await illustrer(page, 'integration');
    await c.cliquer(page.getByRole('main').locator('form button').last());
    await confirmee(page);
  },
};

/** The counts that the guide gives, by act: « | act | clicks | fields | ». */
const promis = new Map([...GUIDE.matchAll(/^\| ([^|]+?) \| (\d+) \| (\d+) \|/gm)].map(([, acte, clics, champs]) => [acte!, { clics: Number(clics), champs: Number(champs) }]));

test.each(Object.keys(ACTES))('« %s » prend les clics que dit le guide', async (acte) => {
  const page = await entrer('accompagnateur@casa.exemple.test');
  const c = compteur();
  await ACTES[acte]!(page, c);
  expect(c.fait).toEqual(promis.get(acte));
  await page.context().close();
});

const AUTRES_ECRANS: [nom: string, adresse: string][] = [
  ['accueil', '/'], ['pni', '/pni'], ['groupe', '/portefeuille/groupe'], ['equipe', '/portefeuille/equipe'], ['doublons', '/doublons'],
  ['reception', '/reception'], ['commissions', '/commissions'], ['absences', '/absences'], ['previsions', '/pni/previsions'],
];

test('les autres écrans du guide s’ouvrent', async () => {
  const animation = await entrer('animation@casa.exemple.test');
  for (const [nom, adresse] of AUTRES_ECRANS) {
    expect((await animation.goto(adresse))!.status()).toBe(200);
    await illustrer(animation, nom);
  }
  const telephone = await entrer('accompagnateur@casa.exemple.test', TELEPHONE);
  await telephone.goto('/portefeuille');
  await illustrer(telephone, 'telephone');
});

test('le guide ne compte que des actes essayés ici, et montre des images qui existent', () => {
  expect([...promis.keys()]).toEqual(Object.keys(ACTES));
  const images = [...GUIDE.matchAll(/\]\(images\/([^)]+)\)/g)].map(([, nom]) => nom!);
  expect(images.filter((nom) => !fs.existsSync(path.join(IMAGES, nom)))).toEqual([]);
  expect(fs.readdirSync(IMAGES).filter((nom) => !images.includes(nom))).toEqual([]);
});
