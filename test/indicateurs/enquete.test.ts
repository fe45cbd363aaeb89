/** Annexe 2, its table worked out by hand: three départements, answers missing, divergences before and after an agreement. */
import ExcelJS from 'exceljs';
import { lireBilanQualitatif } from '../../reports/bilan-qualitatif/enquete';
import { feuilleQualitative } from '../../reports/bilan-qualitatif/feuille';
import { consolider, type Compte } from '../../reports/bilan-qualitatif/tableau';
import { contexteSysteme } from '../../server/acces/acteur';
import { classeurEnMemoire } from '../../server/lib/classeur/ecrire';
import { dateCivile } from '../../server/lib/dates';
import { fabriquer, type Fabriques } from '../fabriques';
import { creerBaseDeTest } from '../outils/moteur';

let essai: Awaited<ReturnType<typeof creerBaseDeTest>>;
let f: Fabriques;
const contexte = () => contexteSysteme(essai.base, dateCivile('2025-02-10'), 'essai');
const TOUT = { annee: 2024, territoire: { type: 'PERIMETRE' } } as const;

const MOTS = { t: 'TOUT_A_FAIT', m: 'MOYEN', p: 'PAS_DU_TOUT' } as const;
/** Eight letters, one a question; « . » is no answer. */
const REPONSES: [departement: string, nom: string, plie: string, poleEmploi: string][] = [
  ['06', 'Cade', 'tmpt....', 'tmpt....'],
  ['06', 'Genêt', 'tt.m...p', 'mm.mt...'],
  ['13', 'Aubier', '........', '.p......'],
  ['83', 'Myrte', 't.......', '........'],
];

beforeAll(async () => {
  essai = await creerBaseDeTest();
  f = fabriquer(contexte());
  await f.unTerritoire({ departement: '06' });
  const enquete = await f.inserer('enquetes', { region_code: 'PACA', annee: 2024, date_limite: '2025-03-31' });
  for (const [departement, nom, plie, poleEmploi] of REPONSES) {
    const { plie: p } = await f.unTerritoireComplet({}, { departement, nom });
    for (const [partie, lettres] of [['PLIE', plie], ['POLE_EMPLOI', poleEmploi]] as const) {
      for (const [rang, lettre] of [...lettres].entries()) {
        if (lettre !== '.') await f.inserer('enquete_reponses', { plie_id: p.id, enquete_id: enquete.id, partie, question: rang + 1, reponse: MOTS[lettre as 't'], argument: rang === 0 ? `Avis de ${nom}, ${partie}` : null });
      }
    }
  }
  // Not of the table: its convention ended the year before. Copied answers wait for a confirmation.
  const { plie: ancien } = await f.unTerritoireComplet({ date_debut: '2020-01-01', date_fin: '2023-12-31' }, { departement: '13', nom: 'Ancien' });
  await f.inserer('enquete_reponses', { plie_id: ancien.id, enquete_id: enquete.id, partie: 'PLIE', question: 1, reponse: 'MOYEN' });
  const { plie: thym } = await f.unTerritoireComplet({}, { departement: '83', nom: 'Thym' });
  await f.inserer('enquete_reponses', { plie_id: thym.id, enquete_id: enquete.id, partie: 'PLIE', question: 1, reponse: 'PAS_DU_TOUT', reprise: true });
});
afterAll(() => essai.fermer());

/** « t2 m1 p0 sans 1 » of each question. */
const ecrits = (comptes: Compte[]) => comptes.map((c) => `t${c.reponses.TOUT_A_FAIT} m${c.reponses.MOYEN} p${c.reponses.PAS_DU_TOUT} sans ${c.sansReponse}`);
const etablir = async () => consolider((await lireBilanQualitatif(contexte(), TOUT)).lignes);

const VIDE_2 = 't0 m0 p0 sans 2';
/**
 * Alpes-Maritimes: Cade agrees with itself (t m p t). Genêt: 1 t against m, the PLIE's t; 2 t against m, t; 4 m and m; 5 PE alone t; 8 PLIE alone p.
 * Bouches-du-Rhône: Aubier, 2 PE alone p. Var: Myrte, 1 t alone; Thym's copied answer counts for nothing.
 */
const ATTENDU = {
  '06': ['t2 m0 p0 sans 0', 't1 m1 p0 sans 0', 't0 m0 p1 sans 1', 't1 m1 p0 sans 0', 't1 m0 p0 sans 1', VIDE_2, VIDE_2, 't0 m0 p1 sans 1'],
  '13': ['t0 m0 p0 sans 1', 't0 m0 p1 sans 0', ...Array<string>(6).fill('t0 m0 p0 sans 1')],
  '83': ['t1 m0 p0 sans 1', ...Array<string>(7).fill(VIDE_2)],
  region: ['t3 m0 p0 sans 2', 't1 m1 p1 sans 2', 't0 m0 p1 sans 4', 't1 m1 p0 sans 3', 't1 m0 p0 sans 4', 't0 m0 p0 sans 5', 't0 m0 p0 sans 5', 't0 m0 p1 sans 4'],
};

test('avant tout accord, la ligne retient la réponse du PLIE là où les deux diffèrent', async () => {
  const { departements, ensemble } = await etablir();
  expect(departements.map((d) => [d.code, d.lignes.map((l) => l.plie.nom)])).toEqual([['06', ['Cade', 'Genêt']], ['13', ['Aubier']], ['83', ['Myrte', 'Thym']]]);
  expect({ ...Object.fromEntries(departements.map((d) => [d.code, ecrits(d.comptes)])), region: ecrits(ensemble) }).toEqual(ATTENDU);
  const genet = departements[0]!.lignes[1]!;
  expect(genet.cases.filter((c) => c.divergente).map((c) => [c.question, c.avis.PLIE.reponse, c.avis.POLE_EMPLOI.reponse, c.retenue])).toEqual([[1, 'TOUT_A_FAIT', 'MOYEN', 'TOUT_A_FAIT'], [2, 'TOUT_A_FAIT', 'MOYEN', 'TOUT_A_FAIT']]);
});

test('après l\'accord, la ligne retient la réponse convenue ; un accord sans divergence est sans effet', async () => {
  const { lignes, campagnes } = await lireBilanQualitatif(contexte(), TOUT);
  const [cade, genet] = lignes;
  await f.inserer('enquete_accords', { plie_id: genet!.plie.id, enquete_id: campagnes[0]!.id, question: 1, reponse: 'MOYEN', date_comite: '2025-02-03' });
  await f.inserer('enquete_accords', { plie_id: cade!.plie.id, enquete_id: campagnes[0]!.id, question: 1, reponse: 'PAS_DU_TOUT', date_comite: '2025-02-03' });
  const { departements, ensemble } = await etablir();
  expect(ecrits(departements[0]!.comptes)).toEqual(['t1 m1 p0 sans 0', ...ATTENDU['06'].slice(1)]);
  expect(ecrits(ensemble)).toEqual(['t2 m1 p0 sans 2', ...ATTENDU.region.slice(1)]);
});

test('la feuille du classeur dit le même tableau, ses pourcentages sont des formules, les arguments suivent', async () => {
  const classeur = new ExcelJS.Workbook();
  await classeur.xlsx.load((await classeurEnMemoire([feuilleQualitative((await lireBilanQualitatif(contexte(), TOUT)).lignes)])) as unknown as ArrayBuffer);
  const feuille = classeur.getWorksheet('Bilan qualitatif')!;
  const rangees = feuille.getRows(1, feuille.rowCount)!;
  const noms = rangees.map((r) => r.getCell(2).text.trim());
  expect(noms.slice(1, 14)).toEqual(['Cade', 'Genêt', 'réponse du PLIE', 'réponse de Pôle emploi', 'Total en %', 'Aubier', 'Total en %', 'Myrte', 'Thym', 'Total en %', 'Total', 'Total en %', '']);
  // ExcelJS reads the result 0 of a formula as none.
  const premiers = (rang: number) => [3, 4, 5, 6].map((c) => { const v = rangees[rang]!.getCell(c).value; return v && typeof v === 'object' && 'formula' in v ? (v.result ?? 0) : v; });
  expect([1, 2, 3, 4, 5].map(premiers)).toEqual([[1, null, null, null], [null, 1, null, null], ['x', null, null, null], [null, 'x', null, null], [0.5, 0.5, 0, 0]]);
  expect([11, 12].map(premiers)).toEqual([[2, 1, 0, 2], [2 / 3, 1 / 3, 0, 2]]);
  expect(rangees[11]!.getCell(3).formula).toBe('SUM(C2:C3,C7,C9:C10)');
  // Question 6 has no answer at all: nothing to divide by.
  expect(rangees[12]!.getCell(3 + 5 * 4).value).toBe('n.d.');
  const textes = rangees.map((r) => r.getCell(3).text);
  expect(textes).toContain('1. Pôle emploi : Moyen. Avis de Genêt, POLE_EMPLOI');
  expect(textes).toContain('1. Comité de pilotage du 03/02/2025 : Moyen');
  expect(textes.join()).not.toContain('Ancien');
});
