/** Annexe 1 of the fifteen files: JSON, workbook and lists carry the figures worked out by hand in quinze.ts. */
import type ExcelJS from 'exceljs';
import { demarrerEssai, type Essai } from '../outils/application';
import { lignesDe, lireJson, textesDe } from '../outils/annexe1';
import { executerBilan, verifierLaCommande, verifierLeClasseur, verifierLesListes, type BilanLu } from './partout';
import { ANNEE, ANNEXE_1, installerLesQuinze, QUINZE } from './quinze';
import { MauvaisUsage, Refus } from '../../server/cli/commande';
import { LISTES } from '../../server/codes/listes';
import { etablirBilan } from '../../reports/bilan-quantitatif/bilan';
import { BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import { noteEnClair } from '../../reports/bilan-quantitatif/notes';
import { compteDuChiffre, listerFaits } from '../../reports/liste';

let essai: Essai;
beforeAll(async () => {
  essai = await demarrerEssai();
  await installerLesQuinze(essai);
});
afterAll(() => essai.fermer());

const TOUT = { annee: ANNEE, territoire: { type: 'PERIMETRE' } } as const;

const executer = (...args: string[]): Promise<string> => executerBilan(essai, ...args);

test('la commande', () => verifierLaCommande(essai, QUINZE));
test('les listes derrière chaque chiffre', () => verifierLesListes(essai, QUINZE));

test('un seul PLIE, en minuscules ; un code inconnu est refusé ; une ligne de commande fautive aussi', async () => {
  const lu = JSON.parse(await executer('--annee', '2024', '--plie', 'val', '--format', 'json')) as BilanLu;
  expect(lu.plies.map((p) => p.code)).toEqual(['VAL']);
  expect(lu.plies[0]!.nonApplicable).toEqual(['5', '6', '8']);
  expect(lireJson(lu.plies[0]!)).toEqual(ANNEXE_1.Vallon);
  expect(lireJson(lu.region)).toEqual(ANNEXE_1.Vallon);
  await expect(executer('--annee', '2024', '--plie', 'INCONNU', '--format', 'json')).rejects.toThrow(new Refus("Aucun PLIE n'a le code « INCONNU »."));
  for (const args of [['--format', 'json'], ['--annee', '24', '--format', 'json'], ['--annee', '2024'], ['--annee', '2024', '--format', 'pdf']]) await expect(executer(...args)).rejects.toThrow(MauvaisUsage);
});

test("les bornes de l'année : le 31/12 et le 01/01 comptent chacun de leur côté", async () => {
  const noms = async (annee: number, numero: string) => (await listerFaits(essai.contexte, { annee, territoire: { type: 'PLIE', code: 'COL' } }, compteDuChiffre(BILAN_QUANTITATIF, { numero })!, 1)).faits.map((f) => f.nom).sort();
  expect(await noms(2023, '1')).toEqual(['C2']);
  expect(await noms(2024, '1')).toEqual(['C1', 'C3']);
  expect(await noms(2025, '3')).toEqual(['C3']);
  expect(await noms(2024, '3')).toEqual(['C1', 'C2', 'C4']);
  expect(await noms(2025, '7')).toEqual(['C4']);
  // C5 was oriented in 2020; C1 went out on 31/12.
  expect(await noms(2024, '10')).toEqual(['C1', 'C5']);
});

test('les notes disent quel réglage a joué, ce qui manque et ce qui étonne', async () => {
  const notes = (await etablirBilan(essai.contexte, TOUT)).notes.map(noteEnClair);
  expect(notes).toEqual([
    expect.stringMatching(/^Col\. 5, 6 et 8 : sans objet pour Vallon/),
    expect.stringMatching(/^Col\. 4 et 9 bis : le dénominateur est la colonne 1 pour Collines et Vallon ; .*toutes.* pour Estuaire\.$/),
    expect.stringMatching(/^Col\. 10, 11, 12 et 13 : comptées tous prescripteurs confondus pour Vallon ; /),
    expect.stringMatching(/^Col\. 2 : non disponible pour Vallon/),
    expect.stringMatching(/^Col\. 1 : à vérifier pour Estuaire : 1 orientation sur le flux/),
    expect.stringMatching(/^Col\. 2 et 3 : à vérifier pour Estuaire : 3 accueillis pour 4 présents/),
    expect.stringMatching(/^Col\. 4 : un taux peut dépasser 100 %/),
    expect.stringMatching(/^« n\.d\. »/),
  ]);
});

describe('le classeur', () => {
  let classeur: ExcelJS.Workbook;
  beforeAll(async () => { classeur = await verifierLeClasseur(essai, QUINZE); });

  test('porte les feuilles et les en-têtes promis', () => {
    expect(classeur.worksheets.map((f) => f.name)).toEqual(['Bilan quantitatif', 'Définitions', 'Sources Pôle emploi', 'Bilan qualitatif']);
    const tetes = textesDe(lignesDe(classeur, 'Bilan quantitatif')[0]!);
    expect(tetes.slice(0, 2)).toEqual(['Département', 'PLIE']);
    const numeros = tetes.filter((t) => t.startsWith('Col. ')).map((t) => /^Col\. (\d+( bis)?)/.exec(t)![1]);
    expect(numeros).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '9 bis', '10', '11', '12', ...LISTES.MOTIFS_SORTIE.map(() => '13'), '14', '15', '16']);
    expect(tetes).toEqual(expect.arrayContaining(['Col. 13 Emploi CDI ou CDD', 'Col. 13 Rupture ou abandon', 'Col. 9 bis Taux d\'intégration / orientés PE']));
  });

  test('dit les définitions et les huit questions', () => {
    const definitions = lignesDe(classeur, 'Définitions').map(textesDe);
    expect(definitions.slice(1).map((l) => l[0])).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '9 bis', '10', '11', '12', '13', '14', '15', '16']);
    expect(definitions.find((l) => l[0] === '10')![3]).toContain('tous prescripteurs confondus pour Vallon');
    const qualitatif = lignesDe(classeur, 'Bilan qualitatif').map(textesDe);
    expect([...new Set(qualitatif[0]!.slice(2).map((t) => t.slice(0, 2)))]).toEqual(['1.', '2.', '3.', '4.', '5.', '6.', '7.', '8.']);
    expect(qualitatif.slice(1, 4).map((l) => l[1])).toEqual(['Collines', 'Vallon', 'Estuaire']);
  });
});
