/** Annexe 1 of the fifteen files: JSON, workbook and lists carry the figures worked out by hand in quinze.ts. */
import ExcelJS from 'exceljs';
import { demarrerEssai, type Essai } from '../outils/application';
import { ANNEE, ANNEXE_1, COLONNE_13, COUVERTURES, installerLesQuinze } from './quinze';
import { commande } from '../../server/cli/bilan';
import { MauvaisUsage, Refus, type Outils } from '../../server/cli/commande';
import { LISTES } from '../../server/codes/listes';
import { lireConfig } from '../../server/config';
import { etablirBilan, listerSourcesPoleEmploi } from '../../reports/bilan-quantitatif/bilan';
import { lireBilanQualitatif } from '../../reports/bilan-qualitatif/enquete';
import { feuillesDuBilan } from '../../reports/bilan-quantitatif/classeur';
import { BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import { noteEnClair } from '../../reports/bilan-quantitatif/notes';
import { estCompte } from '../../reports/indicateur';
import { compteDuChiffre, listerFaits, listerSeances } from '../../reports/liste';
import type { Territoire } from '../../reports/periodes';
import { classeurEnMemoire } from '../../server/lib/classeur/ecrire';

let essai: Essai;
beforeAll(async () => {
  essai = await demarrerEssai();
  await installerLesQuinze(essai);
});
afterAll(() => essai.fermer());

const TERRITOIRES: Record<string, Territoire> = {
  Collines: { type: 'PLIE', code: 'COL' }, Vallon: { type: 'PLIE', code: 'VAL' }, Estuaire: { type: 'PLIE', code: 'EST' },
  'Total 06': { type: 'DEPARTEMENT', code: '06' }, 'Total 13': { type: 'DEPARTEMENT', code: '13' }, Total: { type: 'REGION', code: 'PACA' },
};
const TOUT = { annee: ANNEE, territoire: { type: 'PERIMETRE' } } as const;

/** Runs the command on the test's database; gives what it prints. */
async function executer(...args: string[]): Promise<string> {
  const sorties: string[] = [];
  const outils: Outils = { config: lireConfig({ PORT: '0' }), ouvrir: async () => essai.contexte, sortir: (t) => void sorties.push(t), dire: () => {}, avancer: () => () => {}, fermer: async () => {} };
  await commande.executer(args, outils);
  return sorties.join('\n');
}

type Colonnes = { code: string; nom: string; colonnes: Record<string, unknown>; nonApplicable: string[]; couverture?: Record<string, { plies: number; sur: number }> };

/** A line of JSON in the notation of the hand-made table. */
function enNotation({ colonnes, nonApplicable }: Colonnes): Record<string, string> {
  return Object.fromEntries(Object.entries(colonnes).filter(([n]) => !n.startsWith('13')).map(([numero, v]) => {
    if (v === null) return [numero, nonApplicable.includes(numero) ? 'na' : 'nd'];
    if (typeof v === 'number') return [numero, String(v)];
    const t = v as { numerateur: number; denominateur: number; valeur: number };
    expect(t.valeur).toBe(t.numerateur / t.denominateur);
    return [numero, `${t.numerateur}/${t.denominateur}`];
  }));
}

test('la commande donne en JSON la table faite à la main', async () => {
  const lu = JSON.parse(await executer('--annee', '2024', '--format', 'json')) as { annee: number; plies: Colonnes[]; departements: Colonnes[]; region: Colonnes };
  expect(lu.annee).toBe(2024);
  expect(lu.plies.map((p) => p.code)).toEqual(['COL', 'VAL', 'EST']);
  const lues: Record<string, Colonnes> = Object.fromEntries([...lu.plies.map((p) => [p.nom, p]), ...lu.departements.map((d) => [`Total ${d.code}`, d]), ['Total', lu.region]] as [string, Colonnes][]);
  expect(Object.fromEntries(Object.entries(lues).map(([nom, l]) => [nom, enNotation(l)]))).toEqual(ANNEXE_1);

  for (const [nom, l] of Object.entries(lues)) {
    const attendus = LISTES.MOTIFS_SORTIE.map(({ code }) => [code, COLONNE_13[nom]![code] ?? [0, 0]] as const);
    expect(l.colonnes['13']).toEqual(Object.fromEntries(attendus.map(([code, [n]]) => [code, n])));
    expect(l.colonnes['13positives']).toEqual(Object.fromEntries(attendus.map(([code, [, positives]]) => [code, positives])));
  }
  const plies: Record<string, number> = { 'Total 06': 2, 'Total 13': 1, Total: 3 };
  for (const [nom, sur] of Object.entries(plies)) {
    const couverture = lues[nom]!.couverture!;
    for (const numero of [...Object.keys(ANNEXE_1.Total!), '13']) expect([nom, numero, couverture[numero]]).toEqual([nom, numero, { plies: COUVERTURES[nom]![numero] ?? sur, sur }]);
  }
});

test('un seul PLIE, en minuscules ; un code inconnu est refusé ; une ligne de commande fautive aussi', async () => {
  const lu = JSON.parse(await executer('--annee', '2024', '--plie', 'val', '--format', 'json')) as { plies: Colonnes[]; region: Colonnes };
  expect(lu.plies.map((p) => p.code)).toEqual(['VAL']);
  expect(lu.plies[0]!.nonApplicable).toEqual(['5', '6', '8']);
  expect(enNotation(lu.plies[0]!)).toEqual(ANNEXE_1.Vallon);
  expect(enNotation(lu.region)).toEqual(ANNEXE_1.Vallon);
  await expect(executer('--annee', '2024', '--plie', 'INCONNU', '--format', 'json')).rejects.toThrow(new Refus("Aucun PLIE n'a le code « INCONNU »."));
  for (const args of [['--format', 'json'], ['--annee', '24', '--format', 'json'], ['--annee', '2024'], ['--annee', '2024', '--format', 'pdf']]) await expect(executer(...args)).rejects.toThrow(MauvaisUsage);
});

test('chaque chiffre a exactement la longueur de sa liste, pour chaque territoire', async () => {
  for (const [nom, territoire] of Object.entries(TERRITOIRES)) {
    const demande = { annee: ANNEE, territoire };
    for (const indicateur of BILAN_QUANTITATIF.indicateurs.filter(estCompte)) {
      const chiffre = compteDuChiffre(BILAN_QUANTITATIF, { numero: indicateur.numero })!;
      const liste = indicateur.source.nominative ? await listerFaits(essai.contexte, demande, chiffre, 1) : await listerSeances(essai.contexte, demande, chiffre, 1);
      const attendu = ANNEXE_1[nom]![indicateur.numero]!;
      const mesure = attendu === 'na' ? 0 : attendu === 'nd' ? null : Number(attendu);
      expect([nom, indicateur.numero, liste.mesure]).toEqual([nom, indicateur.numero, mesure]);
      expect([nom, indicateur.numero, liste.faits.length]).toEqual([nom, indicateur.numero, liste.nombre]);
      if (indicateur.source.nominative) expect(liste.nombre).toBe(mesure);
      else expect((liste.faits as { presents: number }[]).reduce((n, s) => n + s.presents, 0)).toBe(mesure ?? 0);
    }
    for (const { code } of LISTES.MOTIFS_SORTIE) {
      for (const dont of [false, true]) {
        const liste = await listerFaits(essai.contexte, demande, compteDuChiffre(BILAN_QUANTITATIF, { numero: '13', valeur: code, dont })!, 1);
        expect([nom, code, dont, liste.faits.length]).toEqual([nom, code, dont, COLONNE_13[nom]![code]?.[dont ? 1 : 0] ?? 0]);
      }
    }
  }
});

test("les bornes de l'année : le 31/12 et le 01/01 comptent chacun de leur côté", async () => {
  const noms = async (annee: number, numero: string) => (await listerFaits(essai.contexte, { annee, territoire: TERRITOIRES.Collines! }, compteDuChiffre(BILAN_QUANTITATIF, { numero })!, 1)).faits.map((f) => f.nom).sort();
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
  beforeAll(async () => {
    classeur = new ExcelJS.Workbook();
    const feuilles = feuillesDuBilan(await etablirBilan(essai.contexte, TOUT), await listerSourcesPoleEmploi(essai.contexte, TOUT), await lireBilanQualitatif(essai.contexte, TOUT));
    await classeur.xlsx.load((await classeurEnMemoire(feuilles)) as unknown as ExcelJS.Buffer);
  });
  const lignesDe = (nom: string): ExcelJS.Row[] => { const f = classeur.getWorksheet(nom)!; return f.getRows(1, f.rowCount)!; };
  const textesDe = (ligne: ExcelJS.Row): string[] => Array.from({ length: ligne.cellCount }, (_, i) => ligne.getCell(i + 1).text);

  test('porte les feuilles et les en-têtes promis', () => {
    expect(classeur.worksheets.map((f) => f.name)).toEqual(['Bilan quantitatif', 'Définitions', 'Sources Pôle emploi', 'Bilan qualitatif']);
    const tetes = textesDe(lignesDe('Bilan quantitatif')[0]!);
    expect(tetes.slice(0, 2)).toEqual(['Département', 'PLIE']);
    const numeros = tetes.filter((t) => t.startsWith('Col. ')).map((t) => /^Col\. (\d+( bis)?)/.exec(t)![1]);
    expect(numeros).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '9 bis', '10', '11', '12', ...LISTES.MOTIFS_SORTIE.map(() => '13'), '14', '15', '16']);
    expect(tetes).toEqual(expect.arrayContaining(['Col. 13 Emploi CDI ou CDD', 'Col. 13 Rupture ou abandon', 'Col. 9 bis Taux d\'intégration / orientés PE']));
  });

  test('porte les chiffres faits à la main ; ses taux sont des formules que ses propres cases vérifient', () => {
    const [tetes, ...corps] = lignesDe('Bilan quantitatif');
    const titres = textesDe(tetes!);
    const feuille = classeur.getWorksheet('Bilan quantitatif')!;
    /** (E2+E3)/(C2+C3+5) → [numerator, denominator], from the cells of the sheet. */
    const calculer = (formule: string | undefined): [number, number] => {
      const m = /^\(([^()]+)\)\/\(([^()]+)\)$/.exec(formule ?? '')!;
      return [m[1]!, m[2]!].map((somme) => somme.split('+').map((t) => (/^\d+$/.test(t) ? Number(t) : (feuille.getCell(t).value as number))).reduce((a, b) => a + b, 0)) as [number, number];
    };
    const lues: Record<string, Record<string, string>> = {};
    for (const ligne of corps.slice(0, 6)) {
      const nom = textesDe(ligne)[1]!;
      const departement = textesDe(ligne)[0]!;
      const cle = nom.startsWith('Total') ? (departement === 'Ensemble' ? 'Total' : `Total ${departement}`) : nom;
      lues[cle] = {};
      titres.forEach((titre, i) => {
        const m = /^Col\. (\d+)( bis)? /.exec(titre);
        if (!m) return;
        const v = ligne.getCell(i + 1).value;
        if (m[1] === '13') {
          const { code } = LISTES.MOTIFS_SORTIE.find((x) => titre === `Col. 13 ${x.libelle}`)!;
          expect([cle, code, v]).toEqual([cle, code, COLONNE_13[cle]![code]?.[0] ?? 0]);
          return;
        }
        if (v !== null && typeof v === 'object' && 'formula' in v) {
          const [n, d] = calculer(v.formula);
          expect(v.result).toBeCloseTo(n / d, 12);
          lues[cle]![m[1]! + (m[2] ? 'bis' : '')] = `${n}/${d}`;
        } else {
          lues[cle]![m[1]! + (m[2] ? 'bis' : '')] = v === 'Non applicable' ? 'na' : v === 'n.d.' ? 'nd' : ligne.getCell(i + 1).text;
        }
      });
    }
    expect(lues).toEqual(ANNEXE_1);
  });

  test('dit les définitions, les sources de Pôle emploi et les huit questions', () => {
    const definitions = lignesDe('Définitions').map(textesDe);
    expect(definitions.slice(1).map((l) => l[0])).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '9 bis', '10', '11', '12', '13', '14', '15', '16']);
    expect(definitions.find((l) => l[0] === '10')![3]).toContain('tous prescripteurs confondus pour Vallon');
    expect(lignesDe('Sources Pôle emploi').slice(1).map((l) => [l.getCell(2).value, l.getCell(4).value, l.getCell(5).value, l.getCell(6).value])).toEqual([['Collines', 1, 10, 7], ['Estuaire', 2, 10, 4]]);
    const qualitatif = lignesDe('Bilan qualitatif').map(textesDe);
    expect([...new Set(qualitatif[0]!.slice(2).map((t) => t.slice(0, 2)))]).toEqual(['1.', '2.', '3.', '4.', '5.', '6.', '7.', '8.']);
    expect(qualitatif.slice(1, 4).map((l) => l[1])).toEqual(['Collines', 'Vallon', 'Estuaire']);
  });
});
