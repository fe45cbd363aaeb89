import ExcelJS from 'exceljs';
import { PassThrough } from 'node:stream';
import { classeurEnMemoire, ecrireClasseur, type Cellule, type Feuille } from '../../server/lib/classeur/ecrire';
import { chiffrer, dechiffrer, estChiffre } from '../../server/lib/classeur/chiffrer';
import { dateCivile } from '../../server/lib/dates';

const relire = async (classeur: Buffer) => {
  const lu = new ExcelJS.Workbook();
  await lu.xlsx.load(classeur as unknown as ArrayBuffer);
  return lu;
};

const feuille = (lignes: Feuille['lignes'], autres: Partial<Feuille> = {}): Feuille => ({ nom: "L'essai", colonnes: [{ titre: 'Un', liste: ['Oui', 'Non'] }, { titre: 'Deux', format: 'taux' }, { titre: 'Trois' }], lignes, ...autres });

test('un texte qui ressemble à une formule reste un texte, et revient tel quel', async () => {
  const textes = ['=1+1', '+33612345678', '-2', '@SOMME(A1)', '\tretrait', '\rretour', "=cmd|' /C calc'!A0", '<b>&"é"', '  blancs  ', 'deux\nlignes', 'Zoé 😀'];
  const lu = await relire(await classeurEnMemoire([feuille(textes.map((t) => [t]))]));
  const relus = textes.map((_, i) => lu.worksheets[0]!.getCell(i + 2, 1));
  expect(relus.map((c) => c.value)).toEqual(textes);
  expect(relus.map((c) => c.formula)).toEqual(textes.map(() => undefined));
});

test('dates, nombres, oui ou non, formules : chaque cellule garde sa nature', async () => {
  const lignes: Cellule[][] = [
    [true, 0.5, { date: dateCivile('2024-02-29') }],
    [false, 12, { date: dateCivile('1960-01-01') }],
    [{ texte: 'Total', gras: true }, { formule: 'B3/B2', valeur: 24, format: 'taux' }, { formule: 'IF(B2=0,"n.d.",1)', valeur: null }],
    [null, NaN, ''],
  ];
  const s = (await relire(await classeurEnMemoire([feuille(lignes)]))).worksheets[0]!;
  expect([s.getCell('A2').value, s.getCell('A3').value, s.getCell('B2').value, s.getCell('B3').value]).toEqual(['Oui', 'Non', 0.5, 12]);
  expect(s.getCell('B2').numFmt).toBe('0.0 %');
  expect((s.getCell('C2').value as Date).toISOString()).toBe('2024-02-29T00:00:00.000Z');
  expect((s.getCell('C3').value as Date).toISOString()).toBe('1960-01-01T00:00:00.000Z');
  expect(s.getCell('B4').value).toEqual({ formula: 'B3/B2', result: 24 });
  expect(s.getCell('C4').value).toEqual({ formula: 'IF(B2=0,"n.d.",1)', result: 'n.d.' });
  expect(s.getCell('A4').font?.bold).toBe(true);
  expect([s.getCell('A5').value, s.getCell('B5').value, s.getCell('C5').value]).toEqual([null, null, null]);
});

test("l'en-tête est figé, filtré et répété ; les listes couvrent les lignes écrites ; la page est en A4 paysage", async () => {
  const longue = Array.from({ length: 40 }, (_, i) => `Valeur ${i}`);
  const lu = await relire(await classeurEnMemoire([feuille([['Oui'], ['Non']]), { nom: 'Vide', colonnes: [{ titre: 'Seule', liste: longue }], lignes: [], filtre: false }], { auteur: 'PLIE & Cie' }));
  const [pleine, vide] = lu.worksheets as [ExcelJS.Worksheet, ExcelJS.Worksheet];
  expect([pleine.name, vide.name, lu.creator]).toEqual(["L'essai", 'Vide', 'PLIE & Cie']);
  expect(pleine.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
  expect(pleine.autoFilter).toBe('A1:C3');
  expect(vide.autoFilter).toBeFalsy();
  expect(pleine.pageSetup).toMatchObject({ paperSize: 9, orientation: 'landscape', fitToWidth: 1, fitToHeight: 0, printTitlesRow: '1:1' });
  for (const cellule of ['A2', 'A3']) expect(pleine.getCell(cellule).dataValidation).toMatchObject({ type: 'list', formulae: ['"Oui,Non"'] });
  expect(pleine.getCell('A4').dataValidation).toBeUndefined();
});

test("une ligne qui ne se lit pas fait échouer l'écriture, et le lecteur voit un fichier rompu", async () => {
  const sortie = new PassThrough();
  sortie.resume();
  async function* lignes(): AsyncGenerator<Cellule[]> {
    yield ['Oui'];
    throw new Error('la base ne répond plus');
  }
  await expect(ecrireClasseur(sortie, [feuille(lignes())])).rejects.toThrow('la base ne répond plus');
  expect(sortie.destroyed).toBe(true);
});

test('quand le lecteur s\'en va, la source des lignes est refermée', async () => {
  const sortie = new PassThrough({ highWaterMark: 1024 });
  let refermee = false;
  async function* lignes(): AsyncGenerator<Cellule[]> {
    try {
      for (let i = 0; ; i += 1) {
        yield [`ligne ${i} ${Math.sin(i)}`];
        if (i === 20_000) sortie.destroy();
        if (i % 100 === 0) await new Promise(setImmediate);
      }
    } finally {
      refermee = true;
    }
  }
  sortie.resume();
  await expect(ecrireClasseur(sortie, [feuille(lignes())])).rejects.toThrow();
  expect(refermee).toBe(true);
});

test('un classeur chiffré ne s\'ouvre qu\'avec son mot de passe', async () => {
  const classeur = await classeurEnMemoire([feuille([['Oui']])]);
  const chiffre = await chiffrer(classeur, 'tilleul brume 7 étés');
  expect([estChiffre(classeur), estChiffre(chiffre), estChiffre(Buffer.from('rien'))]).toEqual([false, true, false]);
  expect((await dechiffrer(chiffre, 'tilleul brume 7 étés')).equals(classeur)).toBe(true);
  await expect(dechiffrer(chiffre, 'tilleul brume 8 étés')).rejects.toThrow("n'ouvre pas le classeur");
  await expect(dechiffrer(classeur, 'tilleul brume 7 étés')).rejects.toThrow("n'est pas protégé");
  await expect(chiffrer(classeur, 'x'.repeat(256))).rejects.toThrow('255');
});
