/** The main job, end to end, in the words of the screens: from the log-in to the two workbooks. */
import fs from 'node:fs';
import ExcelJS from 'exceljs';
import type { Page } from 'playwright-core';
import { MOT_DE_PASSE } from '../fabriques';
import type { EssaiNavigateur } from '../outils/navigateur';
import type { Gestes } from '../outils/gestes';

/** « Aujourd'hui », for the application and for the browser. */
export const JOUR = '2025-06-16';

/** The row of a sheet whose first cell holds this text, by header. */
async function ligneDe(chemin: string, feuille: string, premier: string): Promise<Record<string, unknown>> {
  const classeur = new ExcelJS.Workbook();
  await classeur.xlsx.readFile(chemin);
  const lignes = Array.from(classeur.getWorksheet(feuille)!.getSheetValues(), (ligne) => Array.from((ligne ?? []) as unknown[]));
  const entetes = lignes[1]!.map(String);
  const trouvee = lignes.find((valeurs) => valeurs.includes(premier));
  if (!trouvee) throw new Error(`« ${premier} » n'est pas dans la feuille ${feuille}`);
  return Object.fromEntries(entetes.map((e, i) => [e, trouvee[i]]));
}

const jourDe = (valeur: unknown): string => (valeur as Date).toISOString().slice(0, 10);

/** Walks the whole thread with these gestures. */
export async function parcourirLeFil(essai: EssaiNavigateur, page: Page, g: Gestes): Promise<void> {
  const { plie, agence } = await essai.fabriques.unTerritoireComplet({}, { nom: 'PLIE de Valmorin' });
  const compte = await essai.fabriques.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id, nom: 'Delmas', prenom: 'Inès' });

  await page.goto('/');
  await g.ecrire('Courriel', compte.courriel);
  await g.ecrire('Mot de passe', MOT_DE_PASSE);
  await g.appuyer('Se connecter');
  expect(await page.title()).toBe('Bonjour Inès – Accueil – Passerelle');

  // A first orientation: the person is looked for before being created.
  await g.suivre('Nouvelle orientation');
  await g.ecrire('Nom de famille', 'Castellan');
  await g.ecrire('Prénom', 'Noé');
  await g.ecrire('Date de naissance', '12/04/1988');
  await g.ecrire('Identifiant Pôle emploi', '1234567A');
  await g.appuyer('Chercher cette personne');
  await g.selectionner('Prescripteur', 'Pôle emploi');
  await g.choisir("Mode d'orientation, pour Pôle emploi", 'Sur le flux');
  await g.selectionner('Agence Pôle emploi', agence.nom);
  await g.ecrire('Date de prescription', '02/06/2025');
  await g.cocher('Accès à un moyen de transport');
  await g.ecrire("Date à laquelle la personne a pris connaissance de la notice d'information", '02/06/2025');
  await g.appuyer("Enregistrer l'orientation");
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('Noé CASTELLAN');

  await g.suivre('Enregistrer le premier contact');
  await g.choisir('La personne était', 'Présente');
  await g.ecrire('Date du contact, ou de la convocation manquée', '04/06/2025');
  await g.choisir('Type de contact, si elle était présente', 'Individuel');
  await g.cocher('Le diagnostic commence à cet entretien individuel');
  await g.appuyer('Enregistrer le premier contact');

  await g.suivre("Enregistrer l'intégration");
  await g.ecrire("Date de la commission d'intégration", '10/06/2025');
  await g.ecrire("Date de signature du contrat d'engagement", '11/06/2025');
  await g.selectionner('Accompagnateur, référent unique', 'Inès DELMAS');
  await g.appuyer("Enregistrer l'intégration");

  // The integration has asked for the PNI; Pôle emploi gives its first day, the last one is worked out: 24 months less a day.
  await g.suivre('Tenir le PNI');
  await g.ecrire('Début donné par Pôle emploi', '12/06/2025');
  await g.appuyer('Poser le PNI');
  expect(await page.locator('main').innerText()).toContain('11/06/2027');

  // The class of the exit is shown, with its reason, before it is recorded.
  if (!/\/personnes\/\d+/.test(page.url())) await g.suivre('Noé CASTELLAN');
  await g.suivre('Enregistrer la sortie');
  await g.appuyer('Déménagement');
  await g.ecrire('Jour de la sortie', '16/06/2025');
  await g.appuyer('Voir le classement');
  expect(await page.locator('main').innerText()).toContain('Administrative');
  await g.appuyer('Enregistrer la sortie');
  expect(await page.locator('main').innerText()).toContain('16/06/2025');

  // The rarer entries of the menu.
  await g.deplier('Plus');
  await g.suivre('Tableau de suivi');
  await g.selectionner('Mois du tableau', 'juin 2025');
  await g.appuyer('Afficher');
  const tableau = await g.telecharger('Télécharger une copie de travail');
  expect(tableau.suggestedFilename()).toBe(`tableau-de-suivi_${plie.code}_2025-06.xlsx`);
  const ligne = await ligneDe(await tableau.path(), 'Tableau de suivi', 'Castellan');
  expect(ligne).toMatchObject({ 'Prénom': 'Noé', 'Identifiant Pôle emploi': '1234567A', Prescripteur: 'Pôle emploi', Situation: 'Sorti', 'Nature de sortie': 'Administrative', 'Motif de sortie': 'Déménagement' });
  expect(['Date de prescription', "Date d'intégration", 'Début PNI', 'Date de sortie'].map((c) => jourDe(ligne[c]))).toEqual(['2025-06-02', '2025-06-11', '2025-06-12', '2025-06-16']);

  await g.deplier('Plus');
  await g.suivre('Bilan');
  await g.selectionner('Année', '2025');
  await g.appuyer('Afficher');
  const bilan = await g.telecharger('Télécharger le classeur');
  expect(bilan.suggestedFilename()).toBe(`bilan-quantitatif_${plie.code}_2025.xlsx`);
  expect(fs.statSync(await bilan.path()).size).toBeGreaterThan(3000);
  const figures = await ligneDe(await bilan.path(), 'Bilan quantitatif', 'PLIE de Valmorin');
  const colonne = (numero: string) => figures[Object.keys(figures).find((e) => new RegExp(`^Col\\. ${numero}(?! bis)\\b`).test(e))!];
  expect(['1', '3', '5', '7', '10', '11', '14'].map((n) => colonne(n))).toEqual([1, 1, 1, 1, 1, 0, 1]);

  await g.appuyer('Se déconnecter');
  expect(page.url()).toContain('/connexion');
}
