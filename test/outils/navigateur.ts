/** The real application, met through a real browser. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { MOT_DE_PASSE } from '../fabriques';
import { demarrerEssai, type Essai } from './application';
import { lancerChromium } from './chromium';

export const GRAND_ECRAN = { width: 1280, height: 900 };
export const TELEPHONE = { width: 390, height: 800 };
const REGLES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

export interface EssaiNavigateur extends Essai {
  adresse: string;
  /** A new visitor: no cookie, and no JavaScript when told so. */
  visiteur(options?: { javascript?: boolean; ecran?: { width: number; height: number } }): Promise<Page>;
}

export async function demarrerNavigateur(jour?: string): Promise<EssaiNavigateur> {
  return ouvrirNavigateur(await demarrerEssai(jour));
}

/** A browser on an application already started; `fermer` closes both. */
export async function ouvrirNavigateur(essai: Essai): Promise<EssaiNavigateur> {
  const serveur = http.createServer(essai.app);
  await new Promise<void>((resolve) => serveur.listen(0, '127.0.0.1', resolve));
  const adresse = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`;
  const navigateur: Browser = await lancerChromium();
  const contextes: BrowserContext[] = [];
  return {
    ...essai,
    adresse,
    visiteur: async ({ javascript = true, ecran = GRAND_ECRAN } = {}) => {
      const contexte = await navigateur.newContext({ baseURL: adresse, javaScriptEnabled: javascript, viewport: ecran, locale: 'fr-FR', timezoneId: 'Europe/Paris', acceptDownloads: true });
      contexte.setDefaultTimeout(30_000);
      contextes.push(contexte);
      return contexte.newPage();
    },
    fermer: async () => {
      for (const contexte of contextes) await contexte.close();
      await navigateur.close();
      serveur.closeAllConnections();
      await new Promise((resolve) => serveur.close(resolve));
      await essai.fermer();
    },
  };
}

/** Logs in through the log-in page. */
export async function seConnecter(page: Page, courriel: string): Promise<void> {
  await page.goto('/connexion');
  await page.getByLabel('Courriel').fill(courriel);
  await page.getByLabel('Mot de passe').fill(MOT_DE_PASSE);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  // What the page says instead, when the log-in fails, is worth more than « timed out ».
  await page.waitForURL((url) => url.pathname !== '/connexion').catch(async (erreur: Error) => {
    throw new Error(`${courriel} n'est pas entré : ${await page.locator('body').innerText()}`, { cause: erreur });
  });
}

/** What axe finds against WCAG 2.2 AA, one line per fault; an empty list is expected. Needs JavaScript. */
export async function fautesAccessibilite(page: Page): Promise<string[]> {
  // No frame in our pages: the simple mode spares a second page for each analysis.
  const { violations } = await new AxeBuilder({ page }).withTags(REGLES).options({ resultTypes: ['violations'] }).setLegacyMode(true).analyze();
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id} : ${n.target.join(' ')} — ${n.failureSummary?.replace(/\s+/g, ' ')}`));
}
