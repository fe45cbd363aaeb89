/** A table of an analysis as a sheet and as a CSV: the same figures, nothing that runs, nothing that was hidden. */
import { csvDeLAnalyse, feuilleDeLAnalyse } from '../../reports/analyses/exporter';
import { celluleMasquee, celluleNombre, celluleTaux, celluleTexte, type TableauDAnalyse } from '../../reports/analyses/tableau';
import { classeurEnMemoire } from '../../server/lib/classeur/ecrire';
import { texteDuClasseur } from '../outils/classeur';

const TABLEAU: TableauDAnalyse = {
  cle: 'essai', nom: 'Par commune', titre: 'Répartition par commune', contexte: 'Collines, du 01/01/2026 au 30/06/2026', axe: 'Commune',
  colonnes: [
    { cle: '14', titre: 'Sorties', libelle: 'Sorties totales du PLIE', unite: 'NOMBRE' }, { cle: '16', titre: 'Taux', libelle: 'Taux de sorties positives', unite: 'TAUX' },
    { cle: 'delai', titre: 'Délai', libelle: 'Délai médian, en jours', unite: 'JOURS' },
  ],
  lignes: [
    { libelle: '=HYPERLINK("x")', genre: 'VALEUR', cellules: [celluleNombre(1234, '/liste'), celluleTaux(2, 3), { ...celluleTexte('12,5 jours'), valeur: 12.5 }] },
    { libelle: 'Saint-Paul ; "le vieux"', genre: 'VALEUR', cellules: [celluleMasquee('<\u00a05'), celluleTaux(0, 0), celluleTexte('–')] },
    { libelle: 'Total', genre: 'TOTAL', cellules: [celluleNombre(1237), celluleTaux(1, 2), celluleTexte('-3')] },
  ],
  notes: ['+ une note'],
};

test('le CSV : marque UTF-8, points-virgules, virgules décimales, et rien qui puisse s\'exécuter', () => {
  expect(csvDeLAnalyse(TABLEAU)).toBe([
    '\ufeffCommune;Sorties totales du PLIE;Taux de sorties positives;Délai médian, en jours',
    `"'=HYPERLINK(""x"")";1234;66,7 %;12,5`,
    '"Saint-Paul ; ""le vieux""";< 5;n.d.;–',
    `Total;1237;50,0 %;"'-3"`,
    '',
    'Répartition par commune, Collines, du 01/01/2026 au 30/06/2026',
    `"'+ une note"`,
    '',
  ].join('\r\n'));
});

test('la feuille : les chiffres en nombres, les taux exacts, le reste en texte', async () => {
  const feuille = feuilleDeLAnalyse(TABLEAU);
  expect([...(feuille.lignes as Iterable<unknown[]>)].slice(0, 3)).toEqual([
    ['=HYPERLINK("x")', 1234, 2 / 3, 12.5], ['Saint-Paul ; "le vieux"', '<\u00a05', 'n.d.', '–'], [{ texte: 'Total', gras: true }, 1237, 0.5, '-3'],
  ]);
  expect(await texteDuClasseur(await classeurEnMemoire([feuille]))).toContain('Répartition par commune, Collines');
});

test('un titre au-dessus de plusieurs lignes tient sa colonne dans les fichiers, et chaque ligne le porte', () => {
  const ligne = (libelle: string, genre: 'VALEUR' | 'SOUS_TOTAL' | 'TOTAL', entete?: string) => ({ libelle, genre, entete, cellules: [celluleNombre(1), celluleTexte(''), celluleTexte('')] });
  const groupe: TableauDAnalyse = { ...TABLEAU, axe: 'PLIE', lignes: [ligne('A', 'VALEUR', 'Var'), ligne('B', 'VALEUR'), ligne('Total Var', 'SOUS_TOTAL'), ligne('C', 'VALEUR', 'Alpes'), ligne('Total', 'TOTAL')] };
  expect([...(feuilleDeLAnalyse(groupe).lignes as Iterable<unknown[]>)].slice(0, 5).map((l) => l.slice(0, 2).map((c) => (typeof c === 'object' ? (c as { texte: string }).texte : c)))).toEqual([['Var', 'A'], ['Var', 'B'], ['', 'Total Var'], ['Alpes', 'C'], ['', 'Total']]);
});
