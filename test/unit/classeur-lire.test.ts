/** Reading what people send: the cells of every kind of file, and hostile files refused by a sentence, quickly. */
import ExcelJS from 'exceljs';
import { chiffrer } from '../../server/lib/classeur/chiffrer';
import { FichierRefuse, LIMITES_ENVOI, lireClasseur, type CelluleLue, type LigneLue, type Limites } from '../../server/lib/classeur/lire';
import { archive, classeur, feuilleXml, xlsxBrut } from '../outils/fichiers';

type Lu = Record<string, { numero: number; cellules: CelluleLue[] }[]>;

async function lire(contenu: Buffer, nom = 'fichier.xlsx', limites: Partial<Limites> = {}): Promise<Lu & { date1904?: never }> {
  const lu: Lu = {};
  let feuille = '';
  for await (const morceau of lireClasseur({ contenu, nom }, ['Personnes', 'Étapes'], { ...LIMITES_ENVOI, ...limites })) {
    if (morceau.genre === 'feuille') lu[(feuille = morceau.nom)] = [];
    else if (morceau.genre === 'lignes') lu[feuille]!.push(...morceau.lignes);
  }
  return lu;
}
const refus = async (contenu: Buffer, nom?: string, limites?: Partial<Limites>): Promise<string> => {
  const erreur = await lire(contenu, nom, limites).then(() => null, (e: unknown) => e);
  expect(erreur).toBeInstanceOf(FichierRefuse);
  return (erreur as Error).message;
};

describe('un classeur', () => {
  test('d\'Excel : textes partagés et enrichis, dates, nombres, oui/non ; les feuilles dans l\'ordre demandé', async () => {
    const classeur = new ExcelJS.Workbook();
    classeur.addWorksheet('ETAPES').addRows([['Type d\'étape'], ['Atelier']]);
    const feuille = classeur.addWorksheet(' personnes ');
    feuille.addRow(['Nom', 'Né le', 'Nombre', 'Oui']);
    feuille.addRow(['Zoé & <Léa>', new Date('1985-04-12T00:00:00Z'), 12.5, true]);
    feuille.addRow([]);
    feuille.addRow([{ richText: [{ text: 'Du', font: { bold: true } }, { text: 'pont' }] }, null, null, false]);
    classeur.addWorksheet('Notes').addRow(['rien']);
    const lu = await lire(Buffer.from(await classeur.xlsx.writeBuffer()));
    expect(Object.keys(lu)).toEqual(['Personnes', 'Étapes']);
    // 12/04/1985 is day 31149 of Excel's calendar.
    expect(lu.Personnes).toEqual([
      { numero: 1, cellules: ['Nom', 'Né le', 'Nombre', 'Oui'] },
      { numero: 2, cellules: ['Zoé & <Léa>', 31149, 12.5, true] },
      { numero: 4, cellules: ['Dupont', null, null, false] },
    ]);
    expect(lu.Étapes).toEqual([{ numero: 1, cellules: ["Type d'étape"] }, { numero: 2, cellules: ['Atelier'] }]);
  });

  test('une formule et une erreur gardent leur place et ne donnent pas de valeur', async () => {
    const lu = await lire(await xlsxBrut(feuilleXml('<row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c></row><row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="C2" t="e"><v>#N/A</v></c></row>')));
    expect(lu.Personnes![1]).toEqual({ numero: 2, cellules: [{ refus: 'FORMULE', texte: '2' }, null, { refus: 'ERREUR', texte: '#N/A' }] });
  });

  test('des noms d\'éléments sous préfixe se lisent de même', async () => {
    expect((await lire(await xlsxBrut('<x:worksheet xmlns:x="urn:x"><x:sheetData><x:row r="1"><x:c r="B1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>'))).Personnes).toEqual([{ numero: 1, cellules: [null, 7] }]);
  });

  test('les signes que XML ne peut pas porter sont lus, sauf ceux qu\'aucun texte ne peut contenir', async () => {
    const lu = await lire(await xlsxBrut(feuilleXml(`<row r="1">${['a_x000D__x000A_b', '_x0000_', 'a_xD83D_b', '_xdE00_'].map((t) => `<c t="inlineStr"><is><t>${t}</t></is></c>`).join('')}</row>`)));
    expect(lu.Personnes).toEqual([{ numero: 1, cellules: ['a\r\nb', '_x0000_', 'a_xD83D_b', '_xdE00_'] }]);
  });

  test('le calendrier de 1904 est annoncé', async () => {
    const xlsx = await xlsxBrut(feuilleXml('<row r="1"><c r="A1"><v>1</v></c></row>'), { classeur: 'date1904="1"' });
    for await (const morceau of lireClasseur({ contenu: xlsx, nom: 'a.xlsx' }, ['Personnes'], LIMITES_ENVOI)) {
      if (morceau.genre === 'ouvert') expect(morceau).toMatchObject({ date1904: true, connues: ['Personnes'], ignorees: [] });
    }
    expect.assertions(1);
  });
});

describe('des .csv', () => {
  const attendu = [{ numero: 1, cellules: ['Réf.', 'Nom'] }, { numero: 2, cellules: ['1', 'Noël; "fils"'] }, { numero: 4, cellules: ['2', 'D\'Œuvre'] }];
  const texte = (s: string) => `Réf.${s}Nom\r\n1${s}"Noël; ""fils"""\r\n\r\n2${s}D'Œuvre\r\n`;
  // 'Œ' is a sign that Windows-1252 has and ISO-8859-1 has not.
  const cp1252 = (t: string) => Buffer.from(t.replaceAll('Œ', '\x8c'), 'latin1');
  test.each([
    ['UTF-8 et point-virgule', Buffer.from(texte(';'))],
    ['UTF-8 avec marque, virgule', Buffer.from(`\ufeff${texte(',')}`)],
    ['Windows-1252 et point-virgule', cp1252(texte(';'))],
    ['Windows-1252 et virgule', cp1252(texte(','))],
  ])('%s', async (_nom, contenu) => {
    expect((await lire(await archive({ 'export/Personnes.csv': contenu, '__MACOSX/._Personnes.csv': 'x' }), 'a.zip')).Personnes).toEqual(attendu);
    expect((await lire(contenu, 'personnes.csv')).Personnes).toEqual(attendu);
  });

  test('une formule est refusée avec sa cellule, un numéro en +336 est un texte', async () => {
    expect((await lire(Buffer.from('Nom;Tél\n=1+1;+33612345678\n'), 'Personnes.csv')).Personnes![1]).toEqual({ numero: 2, cellules: [{ refus: 'FORMULE', texte: '=1+1' }, '+33612345678'] });
  });

  test('des guillemets jamais refermés sont dits avec leur ligne', async () => {
    expect(await refus(Buffer.from('Nom\nA\n"B\nC\n'), 'Personnes.csv')).toBe('« Personnes.csv » : les guillemets ouverts à la ligne 3 ne sont jamais refermés. Corrigez-les, puis recommencez.');
  });
});

describe('un fichier hostile', () => {
  const ligne = '<row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c></row>';
  const milliard = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">${Array.from({ length: 30 }, (_, i) => `<!ENTITY b${i} "&a;&a;&a;">`).join('')}]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b29;</t></is></c></row></sheetData></worksheet>`;

  test('plage fusionnée et validation géantes : lues sans y penser', async () => {
    const suite = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells><dataValidations count="1"><dataValidation type="list" sqref="A1:XFD1048576"><formula1>"a,b"</formula1></dataValidation></dataValidations>';
    expect((await lire(await xlsxBrut(feuilleXml(ligne, suite)))).Personnes).toEqual([{ numero: 1, cellules: ['Nom'] }]);
  });

  test('bombe : ce qui sort est compté, quoi que dise le sommaire', async () => {
    const bombe = await xlsxBrut(feuilleXml(`${ligne}<row r="2"><c r="A2" t="inlineStr"><is><t>`.padEnd(120 * 1024 * 1024, ' ')));
    expect(bombe.length).toBeLessThan(500_000);
    expect(await refus(bombe)).toContain('dépasse 100 Mo');
    // The directory lies: it declares 1,000 bytes where 120 million come out.
    const menteuse = Buffer.from(bombe);
    for (let i = menteuse.indexOf('PK\x01\x02'); i >= 0; i = menteuse.indexOf('PK\x01\x02', i + 4)) if (menteuse.readUInt32LE(i + 24) > 1_000_000) menteuse.writeUInt32LE(1000, i + 24);
    expect(await refus(menteuse)).toContain('dépasse 100 Mo');
  });

  test('un texte de cent mégaoctets ne prend pas la mémoire du serveur', async () => {
    expect(await refus(await xlsxBrut(feuilleXml(`<row r="1"><c r="A1" t="inlineStr"><is><t>${'é'.repeat(90_000)}</t></is></c></row>`)))).toContain('plus de 32767 signes');
  });

  test.each([
    ['milliard de rires', () => xlsxBrut(milliard), 'DOCTYPE'],
    ['entité inconnue', () => xlsxBrut(feuilleXml('<row r="1"><c r="A1" t="inlineStr"><is><t>&b29;</t></is></c></row>')), 'abîmé'],
    ['300 parties', () => archive(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`${i}.csv`, 'a']))), '300 parties'],
    ['archive tronquée', async () => (await xlsxBrut(feuilleXml(ligne))).subarray(0, 400), 'abîmé ou incomplet'],
    ['lignes à rebours', () => xlsxBrut(feuilleXml('<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>')), 'abîmé'],
    ['chaîne partagée qui n\'existe pas', () => xlsxBrut(feuilleXml('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), { chaines: '<sst><si><t>a</t></si></sst>' }), 'abîmé'],
    ['vide', async () => Buffer.alloc(0), 'vide'],
    ['protégé, ou .xls', async () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'mot de passe'],
    ['classeur à macros', async () => archive({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook/>', 'xl/vbaProject.bin': 'x' }), 'macros (.xlsm)'],
    ['OpenDocument', () => archive({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<a/>' }), 'OpenDocument'],
    ['image', async () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), "n'est ni un classeur"],
  ])('%s : refusé par une phrase', async (_nom, contenu, phrase) => {
    expect(await refus(await contenu())).toContain(phrase);
  });

  test('image nommée .csv : refusée par une phrase', async () => {
    expect(await refus(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), 'Personnes.csv')).toContain('UTF-8 ou Windows-1252');
  });

  test('trop lent : arrêté', async () => {
    const lent = await xlsxBrut(feuilleXml(Array.from({ length: 200_000 }, (_, i) => `<row r="${i + 1}"><c r="A${i + 1}"><v>1</v></c></row>`).join('')));
    expect(await refus(lent, 'lent.xlsx', { secondes: 0.05 })).toContain('trop de temps');
  });
});

describe('un classeur chiffré', () => {
  const MOT = 'tilleul brume 7 étés';
  const lire = async (contenu: Buffer, motDePasse: string | null) => {
    const lues: LigneLue[] = [];
    for await (const morceau of lireClasseur({ contenu, nom: 'tableau.xlsx', motDePasse }, ['Personnes'], LIMITES_ENVOI)) if (morceau.genre === 'lignes') lues.push(...morceau.lignes);
    return lues.map((l) => l.cellules);
  };
  const refuse = (contenu: Buffer, motDePasse: string | null) => lire(contenu, motDePasse).then(() => null, (e: unknown) => (e instanceof FichierRefuse ? { champ: e.champ, phrase: e.message } : e));

  test('s\'ouvre avec son mot de passe ; sans lui, ou avec un autre, le champ à remplir est dit', async () => {
    const clair = await classeur({ Personnes: [['Nom'], ['Aubier']] });
    const chiffre = await chiffrer(clair, MOT);
    expect(await lire(chiffre, MOT)).toEqual([['Nom'], ['Aubier']]);
    // A password given for a file that asks for none is no fault.
    expect(await lire(clair, MOT)).toEqual([['Nom'], ['Aubier']]);
    expect(await refuse(chiffre, null)).toEqual({ champ: 'mot_de_passe', phrase: expect.stringContaining('indiquez le mot de passe') });
    expect(await refuse(chiffre, 'tilleul brume 8 étés')).toEqual({ champ: 'mot_de_passe', phrase: expect.stringContaining("n'ouvre pas le classeur") });
    expect(await refuse(chiffre.subarray(0, chiffre.length / 2), MOT)).toEqual({ champ: 'fichier', phrase: expect.stringContaining('abîmé') });
  }, 30_000);
});
