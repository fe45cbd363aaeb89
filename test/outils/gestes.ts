/**
 * What a person does on a page, by the words they read. Two ways: by keyboard alone, or with a pointer.
 * A journey is written once and walked both ways.
 */
import { expect } from '@jest/globals';
import type { Download, Locator, Page } from 'playwright-core';

export interface Gestes {
  suivre(lien: string): Promise<void>;
  appuyer(bouton: string): Promise<void>;
  /** Writes in the field that has this label. */
  ecrire(etiquette: string, texte: string): Promise<void>;
  /** Chooses among radios, under their legend. */
  choisir(legende: string, option: string): Promise<void>;
  /** Chooses in a drop-down list. */
  selectionner(etiquette: string, option: string): Promise<void>;
  /** Ticks a box. */
  cocher(etiquette: string): Promise<void>;
  /** Opens what a summary hides; its text may go on with what is open there. */
  deplier(resume: string): Promise<void>;
  /** Presses what starts a download. */
  telecharger(nom: string): Promise<Download>;
}

const contenu = (page: Page): Locator => page.locator('main');
/** The label as it is read: the format and « obligatoire » stand in it too. */
const champ = (zone: Locator, etiquette: string): Locator =>
  zone.getByLabel(new RegExp(`^\\s*${etiquette.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(\\s+JJ/MM/AAAA)?(\\s+obligatoire)?\\s*$`)).first();
const lien = (page: Page, nom: string): Locator => page.getByRole('link', { name: nom, exact: true }).first();
const bouton = (page: Page, nom: string): Locator => page.getByRole('button', { name: nom, exact: true }).first();
const resume = (page: Page, nom: string): Locator => page.locator('summary').filter({ hasText: new RegExp(`^${nom}( :|$)`) }).first();
const radio = (zone: Locator, legende: string, option: string): Locator => zone.getByRole('group', { name: legende }).getByRole('radio', { name: option, exact: true });

/** The pointer: what works without JavaScript too. */
export function gestesDuPointeur(page: Page): Gestes {
  const zone = contenu(page);
  const partir = async (faire: () => Promise<void>) => { await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), faire()]); };
  return {
    suivre: (nom) => partir(() => lien(page, nom).click()),
    appuyer: (nom) => partir(() => bouton(page, nom).click()),
    ecrire: (etiquette, texte) => champ(zone, etiquette).fill(texte),
    choisir: (legende, option) => radio(zone, legende, option).check(),
    selectionner: async (etiquette, option) => { await champ(zone, etiquette).selectOption({ label: option }); },
    cocher: (etiquette) => champ(zone, etiquette).check(),
    deplier: (nom) => resume(page, nom).click(),
    telecharger: async (nom) => {
      const [fichier] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: nom }).or(page.getByRole('button', { name: nom })).first().click()]);
      return fichier;
    },
  };
}

/** More would mean that the page cannot be worked in all day by keyboard. */
const TABULATIONS_MAX = 120;

/** Run in the browser: an outline or a ring shows where the focus is. */
const FOCUS_VISIBLE = "(() => { const s = getComputedStyle(document.activeElement); return (s.outlineStyle !== 'none' && s.outlineWidth !== '0px') || s.boxShadow !== 'none'; })()";

/** Tab, Enter, Space, arrows and letters; nothing else. `zone`: where the fields are looked for, when a page repeats them. */
export function gestesDuClavier(page: Page, zone: Locator = contenu(page)): Gestes {
  const clavier = page.keyboard;
  const estAtteint = async (cible: Locator) => (await cible.and(page.locator(':focus')).count()) > 0;
  /** Goes forward to the element; what has the focus must show it. */
  const atteindre = async (cible: Locator) => {
    await cible.waitFor();
    for (let i = 0; i < TABULATIONS_MAX; i += 1) {
      if (await estAtteint(cible)) {
        if (!(await page.evaluate<boolean>(FOCUS_VISIBLE))) throw new Error(`Le focus ne se voit pas sur ${String(cible)}`);
        return;
      }
      await clavier.press('Tab');
    }
    throw new Error(`${TABULATIONS_MAX} tabulations n'atteignent pas ${String(cible)} sur ${page.url()}`);
  };
  const partir = async (faire: () => Promise<void>) => { await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), faire()]); };
  const activer = async (cible: Locator) => { await atteindre(cible); await partir(() => clavier.press('Enter')); };
  return {
    suivre: (nom) => activer(lien(page, nom)),
    appuyer: (nom) => activer(bouton(page, nom)),
    ecrire: async (etiquette, texte) => {
      await atteindre(champ(zone, etiquette));
      await clavier.press('Control+A');
      await clavier.type(texte);
    },
    choisir: async (legende, option) => {
      const voulu = radio(zone, legende, option);
      const groupe = zone.getByRole('group', { name: legende }).getByRole('radio');
      // One stop for the group: the chosen radio, or the first one; then the arrows.
      const arret = (await groupe.and(page.locator(':checked')).count()) ? groupe.and(page.locator(':checked')) : groupe.first();
      await atteindre(arret);
      await clavier.press('Space');
      for (let i = await groupe.count(); i > 0 && !(await voulu.isChecked()); i -= 1) await clavier.press('ArrowDown');
      expect(await voulu.isChecked()).toBe(true);
    },
    selectionner: async (etiquette, option) => {
      const liste = champ(zone, etiquette);
      await atteindre(liste);
      await clavier.press('Home');
      const choisie = async () => ((await liste.locator('option:checked').textContent()) ?? '').trim();
      for (let i = await liste.locator('option').count(); i > 0 && (await choisie()) !== option; i -= 1) await clavier.press('ArrowDown');
      expect(await choisie()).toBe(option);
    },
    cocher: async (etiquette) => {
      await atteindre(champ(zone, etiquette));
      await clavier.press('Space');
    },
    deplier: async (nom) => {
      await atteindre(resume(page, nom));
      await clavier.press('Enter');
    },
    telecharger: async (nom) => {
      await atteindre(page.getByRole('link', { name: nom }).or(page.getByRole('button', { name: nom })).first());
      const [fichier] = await Promise.all([page.waitForEvent('download'), clavier.press('Enter')]);
      return fichier;
    },
  };
}
