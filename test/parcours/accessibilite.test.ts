/** Every page, in a real browser, by a role that may open it: axe finds nothing, nothing overflows a small phone, the console is silent. */
import type { Page } from 'playwright-core';
import { ROUTES } from '../../server/app';
import { peut } from '../../server/acces/droits';
import type { Acteur, Role } from '../../server/acces/acteur';
import { creerMonde, type Monde } from '../outils/monde';
import { adresseDe } from '../outils/exemples';
import { fautesAccessibilite, GRAND_ECRAN, ouvrirNavigateur, seConnecter, type EssaiNavigateur } from '../outils/navigateur';

const PETIT_ECRAN = { width: 320, height: 640 };
/** In this order: the first who may open a page walks it. */
const ROLES: Role[] = ['ANIMATION', 'ADMINISTRATEUR', 'CONSEILLER_PE', 'REFERENT_PE', 'CORRESPONDANT_REGIONAL', 'DPO', 'ACCOMPAGNATEUR'];

let monde: Monde;
let essai: EssaiNavigateur;
beforeAll(async () => {
  monde = await creerMonde();
  essai = await ouvrirNavigateur(monde.essai);
});
afterAll(() => essai.fermer());

const acteur = (role: Role): Acteur => ({ utilisateurId: 1, nom: '', prenom: '', role, organisation: null });

/** What is wrong with the page that is shown, one line per fault. */
async function inspecter(page: Page, adresse: string, console: string[]): Promise<string[]> {
  const dites = console.splice(0);
  const fautes = [...dites, ...(await fautesAccessibilite(page))];
  // What axe itself does on the page breaks the CSP: no fault of ours.
  console.splice(0);
  await page.setViewportSize(PETIT_ECRAN);
  const largeur = await page.evaluate<number>('document.documentElement.scrollWidth');
  if (largeur > PETIT_ECRAN.width) fautes.push(`déborde d'un écran de ${PETIT_ECRAN.width} px : ${largeur} px`);
  await page.setViewportSize(GRAND_ECRAN);
  return fautes.map((f) => `${adresse} : ${f}`);
}

async function visiter(adresses: string[], courriel: string | null): Promise<string[]> {
  const page = await essai.visiteur();
  const console: string[] = [];
  page.on('pageerror', (erreur) => console.push(`erreur de script : ${erreur.message}`));
  page.on('console', (m) => { if (m.type() === 'error' && !/status of (403|404|422)/.test(m.text())) console.push(`console : ${m.text()}`); });
  if (courriel) await seConnecter(page, courriel);
  const fautes: string[] = [];
  for (const adresse of adresses) {
    await page.goto(adresse);
    fautes.push(...(await inspecter(page, adresse, console)));
  }
  await page.context().close();
  return fautes;
}

/** What is downloaded is no page. */
const TELECHARGEMENTS = /[/.](classeur|document|xlsx|csv|txt|pdf|ics|eml)$/;
const pages = () => ROUTES.filter((r) => r.methode === 'get' && !TELECHARGEMENTS.test(r.chemin) && adresseDe(r.chemin, monde.ici) !== null);

test("l'outil voit une faute quand il y en a une", async () => {
  const page = await essai.visiteur();
  await page.goto('/connexion');
  await page.evaluate("document.querySelector('label').remove()");
  expect((await fautesAccessibilite(page)).join()).toContain('label');
});

test('les pages publiques, et une page introuvable', async () => {
  const adresses = pages().filter((r) => r.acte === 'public').map((r) => adresseDe(r.chemin, monde.ici)!);
  expect(await visiter([...adresses, '/nulle-part'], null)).toEqual([]);
}, 120_000);

test.each(ROLES)('les pages que %s est le premier à pouvoir ouvrir', async (role) => {
  const premiers = pages().filter((r) => r.acte !== 'public' && ROLES.find((x) => peut(acteur(x), (r).acte)) === role);
  // Everybody's own: the home page, and a page that is refused.
  const adresses = new Set([...premiers.map((r) => adresseDe(r.chemin, monde.ici)!), '/', role === 'ADMINISTRATEUR' ? '/orientations' : '/administration']);
  expect(await visiter([...adresses], monde.ici.utilisateurs[role].courriel)).toEqual([]);
}, 300_000);
